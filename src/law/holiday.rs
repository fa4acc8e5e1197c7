//! Working days in Hong Kong: no Saturday, no Sunday, no general holiday.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use chrono::{Datelike, NaiveDate, Weekday};

use super::cite::Basis;
use super::load::{Files, Loader};
use crate::value::period::parse_day;

/// The file that lists them. It stands beside the law: no verdict turns on it.
pub(super) const HOLIDAYS: &str = "holidays.csv";

/// The general holidays of the years that are listed.
#[derive(Clone, Debug, Default)]
pub struct Holidays {
    /// Those of the law's own file; those that are bundled are read when the first day is asked about.
    days: OnceLock<Days>,
}

type Days = BTreeMap<NaiveDate, Basis>;

/// A number of working days, or a day that such a number leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reckoned<T> {
    /// The number, or the day.
    pub is: T,
    /// Whether a year was counted whose holidays are only inferred.
    pub inferred: bool,
}

/// A year whose general holidays are not listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotListed(pub i32);

impl Holidays {
    fn days(&self) -> &Days {
        self.days.get_or_init(|| read(&mut Loader::new(&Files::default())))
    }

    /// Whether a day is a working day, and whether that is inferred.
    ///
    /// # Errors
    /// The year of the day, where its holidays are not listed.
    pub fn working(&self, day: NaiveDate) -> Result<Reckoned<bool>, NotListed> {
        let basis = self.basis_of(day.year()).ok_or(NotListed(day.year()))?;
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        Ok(Reckoned { is: !weekend && !self.days().contains_key(&day), inferred: !basis.is_plain() })
    }

    /// How many working days there are from one day to another, both included; none where the second is earlier.
    ///
    /// # Errors
    /// A year whose holidays are not listed.
    pub fn between(&self, from: NaiveDate, until: NaiveDate) -> Result<Reckoned<u32>, NotListed> {
        let mut counted = Reckoned { is: 0_u32, inferred: false };
        for day in from.iter_days().take_while(|day| *day <= until) {
            let working = self.working(day)?;
            counted.is = counted.is.saturating_add(u32::from(working.is));
            counted.inferred |= working.inferred;
        }
        Ok(counted)
    }

    /// The last day from which `count` working days remain until another, both included; for none, that day itself.
    ///
    /// # Errors
    /// A year whose holidays are not listed.
    pub fn before(&self, until: NaiveDate, count: u32) -> Result<Reckoned<NaiveDate>, NotListed> {
        let mut found = Reckoned { is: until, inferred: false };
        let (mut day, mut left) = (until, count);
        while left > 0 {
            let working = self.working(day)?;
            found = Reckoned { is: day, inferred: found.inferred | working.inferred };
            left = left.saturating_sub(u32::from(working.is));
            day = day.pred_opt().ok_or(NotListed(day.year()))?;
        }
        Ok(found)
    }

    /// The last day that the table reaches.
    #[must_use]
    pub fn last_day(&self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.days().keys().next_back()?.year(), 12, 31)
    }

    /// How well the holidays of a year are known; `None` where none is listed.
    fn basis_of(&self, year: i32) -> Option<Basis> {
        let first = NaiveDate::from_ymd_opt(year, 1, 1)?;
        let last = NaiveDate::from_ymd_opt(year, 12, 31)?;
        let bases = self.days().range(first..=last).map(|(_, basis)| *basis);
        bases.reduce(|worst, basis| if basis.is_plain() { worst } else { basis })
    }
}

pub(super) fn load(loader: &mut Loader<'_>) -> Holidays {
    let of_file = loader.has(HOLIDAYS).then(|| read(loader));
    Holidays { days: of_file.map_or_else(OnceLock::new, OnceLock::from) }
}

fn read(loader: &mut Loader<'_>) -> Days {
    let entries = loader.table(HOLIDAYS, &["date", "en", "zh_hant", "zh_hans", "basis"]);
    loader.unique(&entries, "date");
    let day = |entry| Some((loader.value(entry, "date", parse_day)?, loader.value(entry, "basis", Basis::from_word)?));
    entries.iter().filter_map(day).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::{Files, Law};

    fn day(text: &str) -> NaiveDate {
        parse_day(text).expect("a day")
    }

    fn holidays() -> Holidays {
        Law::load(&Files::bundled()).expect("the bundled law is sound").holidays
    }

    #[test]
    fn the_bundled_table_is_sound() {
        let none = Files::default();
        let mut loader = Loader::new(&none);
        assert!(read(&mut loader).len() > 150 && loader.problems.is_empty(), "{:?}", loader.problems);
    }

    #[test]
    fn weekends_and_holidays_are_no_working_days() {
        let table = holidays();
        for (on, working) in
            [("2026-11-25", true), ("2026-11-28", false), ("2026-11-29", false), ("2026-12-25", false), ("2026-02-17", false)]
        {
            assert_eq!(table.working(day(on)), Ok(Reckoned { is: working, inferred: false }), "{on}");
        }
        assert_eq!(table.between(day("2026-12-24"), day("2026-12-28")), Ok(Reckoned { is: 2, inferred: false }), "over Christmas");
        assert_eq!(table.between(day("2026-12-28"), day("2026-12-24")), Ok(Reckoned { is: 0, inferred: false }));
    }

    #[test]
    fn counting_back_and_counting_agree() {
        let table = holidays();
        for until in ["2026-07-15", "2027-01-15", "2028-01-15", "2024-02-29"] {
            for count in 1..80 {
                let from = table.before(day(until), count).expect("listed years").is;
                assert_eq!(table.between(from, day(until)).expect("listed years").is, count, "{count} until {until}");
                assert!(table.working(from).expect("a listed year").is, "it is a working day");
            }
        }
        assert_eq!(table.before(day("2028-01-15"), 0).expect("a listed year").is, day("2028-01-15"), "a Saturday");
    }

    #[test]
    fn inferred_years_are_marked_and_years_beyond_the_table_are_not_guessed() {
        let table = holidays();
        assert_eq!(table.between(day("2026-12-31"), day("2027-01-04")), Ok(Reckoned { is: 2, inferred: true }));
        assert_eq!(table.last_day(), Some(day("2030-12-31")));
        assert_eq!(table.working(day("2031-01-02")), Err(NotListed(2031)));
        assert_eq!(table.between(day("2030-12-30"), day("2031-01-15")), Err(NotListed(2031)));
        assert_eq!(table.before(day("2031-01-15"), 3), Err(NotListed(2031)));
        assert_eq!(table.before(day("2019-01-04"), 9), Err(NotListed(2018)));
    }
}
