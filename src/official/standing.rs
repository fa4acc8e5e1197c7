//! What stands between the loaded list and a complete one, and how much of it was understood and compared.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::serials::Serials;
use crate::law::{ProductList, Records, Row};
use crate::rule::Rule;
use crate::value::{Edition, Hs, Position, ValidCodes};

/// Something for which a list does not count as complete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// Nobody has said that it is the whole list.
    NotSaid,
    /// Serial numbers that are missing, as numbers and ranges.
    Serials(Vec<String>),
    /// Rows that stand at no code that can be looked up: where, and their serial numbers.
    Unplaced(Vec<String>),
    /// Codes that are not in the edition of the list.
    Codes(Vec<Hs>),
}

/// What stands between a list and completeness; empty for a complete one.
#[must_use]
pub fn obstacles(list: &ProductList) -> Vec<Obstacle> {
    let mut found = Vec::new();
    if list.about.complete {
        return found;
    }
    found.push(Obstacle::NotSaid);
    let missing = missing_serials(list);
    if !missing.is_empty() {
        found.push(Obstacle::Serials(missing));
    }
    let unplaced: Vec<String> = list.about.unplaced.iter().map(|row| format!("{} ({})", row.at, or_dash(&row.serial))).collect();
    if !unplaced.is_empty() {
        found.push(Obstacle::Unplaced(unplaced));
    }
    let unknown = unknown_codes(list);
    if !unknown.is_empty() {
        found.push(Obstacle::Codes(unknown));
    }
    found
}

fn or_dash(text: &str) -> &str {
    if text.is_empty() { "—" } else { text }
}

/// The numbers that no row has on the day from which the list is in force.
fn missing_serials(list: &ProductList) -> Vec<String> {
    let mut serials = Serials::default();
    let here = |serial: &str| serial.to_owned();
    let published = list.iter().filter(|row| row.period.holds(list.about.from)).map(|row| here(&row.serial));
    let distinct: BTreeSet<String> = published.chain(list.about.unplaced.iter().map(|row| here(&row.serial))).collect();
    let nowhere = Position::file(std::sync::Arc::from(""));
    distinct.iter().filter(|serial| !serial.is_empty()).for_each(|serial| serials.add(serial, &nowhere));
    serials.missing()
}

/// The codes in force that the list's edition does not have.
fn unknown_codes(list: &ProductList) -> Vec<Hs> {
    let Some(edition) = Edition::from_word(&list.about.edition) else { return Vec::new() };
    let valid = ValidCodes::of(edition);
    let codes: BTreeSet<Hs> = list.iter().filter(|row| row.period.until.is_none()).map(|row| row.code).collect();
    codes.into_iter().filter(|code| !valid.holds(code)).collect()
}

/// How many rows of a chapter are in force, understood and compared by a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Rows in force.
    pub rows: usize,
    /// Rows whose rule is not kept as text.
    pub understood: usize,
    /// Rows whose rule a person compared with its wording.
    pub accepted: usize,
}

impl Coverage {
    fn add(&mut self, row: &Row, records: &Records) {
        self.rows = self.rows.saturating_add(1);
        self.understood = self.understood.saturating_add(usize::from(!matches!(row.rule, Rule::Text(_))));
        self.accepted = self.accepted.saturating_add(usize::from(records.accepted(row).is_some()));
    }
}

/// The coverage of a day, by chapter, and of all chapters together.
#[must_use]
pub fn coverage(list: &ProductList, records: &Records, on: NaiveDate) -> (BTreeMap<Hs, Coverage>, Coverage) {
    let mut chapters: BTreeMap<Hs, Coverage> = BTreeMap::new();
    let mut all = Coverage::default();
    for row in list.iter().filter(|row| row.period.holds(on)) {
        chapters.entry(row.code.prefix(2)).or_default().add(row, records);
        all.add(row, records);
    }
    (chapters, all)
}
