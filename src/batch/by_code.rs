//! What of a good's code its verdict depends on: goods of unlike codes are mostly judged alike.

use std::collections::BTreeMap;

use super::codes::CodeWord;
use super::setup::{File, Setup};
use super::table::Table;
use crate::bom::Field;
use crate::law::{Confirmation, Lookup};
use crate::value::Hs;

/// What of a good's code the verdict depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct OfCode {
    /// The row that holds it.
    row: Option<Hs>,
    /// The code itself, where each is by itself: rows hold only some goods of it, or goods are judged on days of their own.
    own: Option<Hs>,
    /// Whether it is confirmed to be in no row.
    outside: Option<bool>,
    /// Whether it names waste.
    waste: bool,
    digits: usize,
}

/// Codes of goods that were met.
pub(super) struct ByCode {
    known: BTreeMap<(Hs, usize), OfCode>,
    /// The classes of subheadings, where nothing else bears on them.
    classes: Vec<(u64, usize)>,
    /// Whether some codes are confirmed to be in no row.
    asks: bool,
    /// Whether codes of one subheading and length are alike.
    by_subheading: bool,
}

impl ByCode {
    /// How many codes are kept.
    const KEPT: usize = 1 << 13;
    /// How many classes of subheadings are kept.
    const CLASSES: usize = 1 << 12;

    pub fn new(setup: &Setup<'_>) -> Self {
        let asks = |confirmation: &Confirmation| confirmation.point.starts_with("psr.unlisted.");
        Self {
            known: BTreeMap::new(),
            classes: vec![(0, 0); Self::CLASSES],
            asks: setup.policy.confirmed.iter().any(asks),
            by_subheading: setup.law.ends_with_subheadings(),
        }
    }

    /// The class of a code, if it is kept.
    pub fn class(&self, code: &CodeWord) -> Option<usize> {
        let key = key_of(code);
        let (kept, class) = *self.classes.get(slot_of(key))?;
        (kept == key).then_some(class)
    }

    /// Keeps the class of a code on which nothing else bears.
    pub fn keep(&mut self, code: &CodeWord, class: usize) {
        let key = key_of(code);
        if let Some(slot) = self.classes.get_mut(slot_of(key))
            && self.by_subheading
        {
            *slot = (key, class);
        }
    }

    /// What of a code the verdict depends on.
    pub fn of(&mut self, hs: &Hs, file: &File, setup: &Setup<'_>) -> OfCode {
        if self.known.len() > Self::KEPT {
            self.known.clear();
        }
        let key = if self.by_subheading { hs.prefix(6) } else { *hs };
        let asks = self.asks;
        let mut of_code = *self.known.entry((key, hs.digits())).or_insert_with(|| {
            let (row, own) = match setup.law.products.lookup(hs, setup.defaults.on) {
                Lookup::Listed(row) => (Some(row.code), None),
                Lookup::Unlisted => (None, None),
                Lookup::TooShort(_) => (None, Some(*hs)),
            };
            let confirmed = &setup.policy.confirmed;
            let outside = if asks { confirmed.for_code("psr.unlisted.", &hs.prefix(6)) } else { None };
            let outside = outside.and_then(|confirmation| confirmed.yes(&confirmation.point));
            OfCode { row, own, outside, waste: setup.law.is_waste_code(hs), digits: hs.digits() }
        });
        if file.layout.columns.has(Field::On) || setup.table.is_some_and(Table::states_days) {
            of_code.own = Some(*hs);
        }
        of_code
    }
}

/// The subheading of a code and its length: never nothing.
fn key_of(code: &CodeWord) -> u64 {
    code.six | u64::try_from(code.hs.digits()).unwrap_or(0).wrapping_shl(48)
}

fn slot_of(key: u64) -> usize {
    usize::try_from(key.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_shr(52)).unwrap_or(0)
}
