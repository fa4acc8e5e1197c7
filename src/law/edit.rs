//! Placing rows on the list: a whole list from a day on, or an announcement that changes some rows of it.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::product::{ProductList, Row};
use crate::value::Hs;

impl ProductList {
    /// Places a whole list that is in force from a day on: rows that were in force end the day before, rows that
    /// begin later stay on top of it, and rows that begin on the same day give way. Those are returned.
    pub fn place_list(&mut self, from: NaiveDate, rows: Vec<Row>) -> Vec<Row> {
        let listed: BTreeSet<Hs> = rows.iter().map(|row| row.code).collect();
        let mut replaced = Vec::new();
        for (_, standing) in self.rows.iter_mut().filter(|(code, _)| !listed.contains(*code)) {
            standing.iter_mut().filter(|row| row.period.from < from && row.period.holds(from)).for_each(|row| end_before(row, from));
            replaced.extend(standing.extract_if(.., |row| row.period.from == from));
        }
        self.rows.retain(|_, standing| !standing.is_empty());
        replaced.extend(rows.into_iter().filter_map(|row| self.place(row)));
        replaced.sort_by_key(|row| row.code);
        replaced
    }

    /// Places one row: the one that was in force ends the day before, and it ends itself before the next one
    /// begins. A row that begins on the same day gives way, and is returned.
    pub fn place(&mut self, mut row: Row) -> Option<Row> {
        let from = row.period.from;
        let standing = self.rows.entry(row.code).or_default();
        let replaced = standing.iter().position(|other| other.period.from == from).map(|index| standing.remove(index));
        standing.iter_mut().filter(|other| other.period.from < from && other.period.holds(from)).for_each(|other| end_before(other, from));
        let next = standing.iter().map(|other| other.period.from).filter(|day| *day > from).min();
        row.period.until = next.and_then(|day| day.pred_opt()).or(row.period.until);
        standing.push(row);
        standing.sort_by_key(|row| row.period.from);
        replaced
    }

    /// The row that stands exactly at a code on a day.
    #[must_use]
    pub fn at(&self, code: &Hs, day: NaiveDate) -> Option<&Row> {
        self.rows.get(code)?.iter().find(|row| row.period.holds(day))
    }
}

fn end_before(row: &mut Row, day: NaiveDate) {
    row.period.until = day.pred_opt();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::Basis;
    use crate::rule::Rule;
    use crate::value::Period;

    fn day(text: &str) -> NaiveDate {
        crate::value::period::parse_day(text).expect("a day")
    }

    fn row(code: &str, from: &str, until: &str) -> Row {
        Row {
            code: Hs::from_digits(code).expect("a code"),
            period: Period { from: day(from), until: (!until.is_empty()).then(|| day(until)) },
            rule: Rule::WhollyObtained,
            wording: String::new(),
            wording_lang: String::new(),
            serial: String::new(),
            description: String::new(),
            partial: false,
            cite: Vec::new(),
            basis: Basis::Verified,
        }
    }

    fn list(rows: &[(&str, &str, &str)]) -> ProductList {
        let mut list = ProductList::default();
        for (code, from, until) in rows {
            list.rows.entry(Hs::from_digits(code).expect("a code")).or_default().push(row(code, from, until));
        }
        list
    }

    fn shown(list: &ProductList) -> Vec<String> {
        list.iter()
            .map(|row| format!("{} {} {}", row.code, row.period.from, row.period.until.map_or_else(String::new, |day| day.to_string())))
            .collect()
    }

    #[test]
    fn an_amendment_ends_the_row_before_it_and_deletes_nothing() {
        let mut list = list(&[("090230", "2022-05-16", "")]);
        assert_eq!(list.place(row("090230", "2023-07-01", "")), None);
        assert_eq!(shown(&list), ["090230 2022-05-16 2023-06-30", "090230 2023-07-01 "]);
    }

    #[test]
    fn a_list_that_is_loaded_after_its_amendment_goes_under_it() {
        let mut list = list(&[("5603", "2022-01-01", ""), ("090230", "2022-05-16", "2023-06-30"), ("090230", "2023-07-01", "")]);
        let replaced = list.place_list(day("2022-05-16"), vec![row("090230", "2022-05-16", ""), row("01", "2022-05-16", "")]);
        assert_eq!(replaced.len(), 1, "the row of that very day gives way");
        assert_eq!(shown(&list), ["01 2022-05-16 ", "090230 2022-05-16 2023-06-30", "090230 2023-07-01 ", "5603 2022-01-01 2022-05-15"]);
    }

    #[test]
    fn a_row_that_the_new_list_does_not_have_ends() {
        let mut list = list(&[("8418", "2022-05-16", ""), ("8419", "2021-01-01", "")]);
        let replaced = list.place_list(day("2022-05-16"), vec![row("01", "2022-05-16", "")]);
        assert_eq!(replaced.len(), 1);
        assert_eq!(shown(&list), ["01 2022-05-16 ", "8419 2021-01-01 2022-05-15"]);
    }
}
