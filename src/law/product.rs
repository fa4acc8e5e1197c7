//! The list of product-specific rules.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::cite::{Basis, Cite};
use crate::rule::Rule;
use crate::value::{Hs, Period};

/// A row of the list, for a stretch of days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The code at which it stands: a chapter, heading or subheading.
    pub code: Hs,
    /// When it is in force.
    pub period: Period,
    /// What it asks.
    pub rule: Rule,
    /// The official wording, as printed; empty where it was not seen.
    pub wording: String,
    /// The language of the wording.
    pub wording_lang: String,
    /// The serial number of the list, where it was seen.
    pub serial: String,
    /// The description of the list, where it was seen.
    pub description: String,
    /// Whether the description names only some of the goods of the code.
    pub partial: bool,
    /// Where it is written.
    pub cite: Vec<Cite>,
    /// How well it is known for these days.
    pub basis: Basis,
}

/// What the list says of a code on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lookup<'a> {
    /// This row is in force for it.
    Listed(&'a Row),
    /// The code is shorter than a row that stands under it.
    TooShort(&'a Row),
    /// No row is in force for it among those that are loaded.
    Unlisted,
}

/// The list as it is loaded.
#[derive(Clone, Debug, Default)]
pub struct ProductList {
    /// What it says about itself: `psr/hk.toml`.
    pub about: ListAbout,
    pub(super) rows: BTreeMap<Hs, Vec<Row>>,
}

/// A list's own particulars.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListAbout {
    /// The edition of the Harmonized System in which it is written.
    pub edition: String,
    /// The day from which it was in force when it was published.
    pub from: NaiveDate,
    /// Whether it holds every row of the official list, from that day on.
    pub complete: bool,
    /// Where it is written.
    pub cite: String,
    /// The headnotes as tables of their own shape, which the engine does not read.
    pub headnotes: Vec<toml::Table>,
    /// Rows that stand in the published list but at no code that can be looked up.
    pub unplaced: Vec<Unplaced>,
}

/// A row of the published list that cannot be looked up, because its code is missing or cannot be read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unplaced {
    /// Where it stands.
    pub at: String,
    /// The serial number as printed.
    pub serial: String,
    /// The cell of the code as printed.
    pub code: String,
    /// The description as printed.
    pub description: String,
    /// The wording as printed.
    pub wording: String,
}

impl ProductList {
    /// Whether every row of the official list that is in force on a day is loaded.
    #[must_use]
    pub fn is_complete_on(&self, day: NaiveDate) -> bool {
        self.about.complete && self.about.from <= day
    }

    /// The row for a code on a day, by the longest listed prefix of 6, 4 or 2 digits.
    #[must_use]
    pub fn lookup(&self, code: &Hs, day: NaiveDate) -> Lookup<'_> {
        let under = self.rows.range(code..).take_while(|(listed, _)| listed.is_under(code));
        let mut longer = under.filter(|(listed, _)| listed.digits() > code.digits());
        if let Some(row) = longer.find_map(|(_, rows)| in_force(rows, day)) {
            return Lookup::TooShort(row);
        }
        let prefixes = [6, 4, 2].into_iter().filter(|digits| *digits <= code.digits());
        let row = prefixes.map(|digits| code.prefix(digits)).find_map(|prefix| in_force(self.rows.get(&prefix)?, day));
        row.map_or(Lookup::Unlisted, Lookup::Listed)
    }

    /// Since when a row's rule has stood at its code: rows that only differ in how well they are known are one.
    #[must_use]
    pub fn since(&self, row: &Row) -> NaiveDate {
        let mut from = row.period.from;
        for earlier in self.rows.get(&row.code).into_iter().flatten().rev() {
            let before = Period { from, until: row.period.until };
            if earlier.rule == row.rule && earlier.period.is_followed_by(&before) {
                from = earlier.period.from;
            }
        }
        from
    }

    /// Every row that stands at a code, at one above it or at one under it, in order of code and time.
    pub fn history(&self, code: &Hs) -> impl Iterator<Item = &Row> {
        self.iter().filter(|row| code.is_under(&row.code) || row.code.is_under(code))
    }

    /// Every row, in order of code and time.
    pub fn iter(&self) -> impl Iterator<Item = &Row> {
        self.rows.values().flatten()
    }
}

fn in_force(rows: &[Row], day: NaiveDate) -> Option<&Row> {
    rows.iter().find(|row| row.period.holds(day))
}
