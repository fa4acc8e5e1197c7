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
    known: BTreeMap<Hs, OfCode>,
    /// The classes of codes of six, eight and ten digits by their subheadings, where nothing else bears on them.
    classes: Vec<(u64, [Option<u32>; 3])>,
    /// Whether some codes are confirmed to be in no row.
    asks: bool,
    /// Whether codes of one subheading and length are alike.
    by_subheading: bool,
}

impl ByCode {
    /// How many codes are kept.
    const KEPT: usize = 1 << 13;
    /// Of how many subheadings the classes are kept.
    const CLASSES: usize = 1 << 13;

    pub fn new(setup: &Setup<'_>) -> Self {
        let asks = |confirmation: &Confirmation| confirmation.point.starts_with("psr.unlisted.");
        Self {
            known: BTreeMap::new(),
            classes: vec![(0, [None; 3]); Self::CLASSES],
            asks: setup.policy.confirmed.iter().any(asks),
            by_subheading: setup.law.ends_with_subheadings(),
        }
    }

    /// The class of a code, if it is kept.
    pub fn class(&self, code: &CodeWord) -> Option<usize> {
        let (kept, classes) = self.classes.get(slot_of(code.six))?;
        let class = classes.get(length_of(code))?.filter(|_| *kept == code.six)?;
        usize::try_from(class).ok()
    }

    /// Keeps the class of a code on which nothing else bears.
    pub fn keep(&mut self, code: &CodeWord, class: usize) {
        if let Some((kept, classes)) = self.classes.get_mut(slot_of(code.six)).filter(|_| self.by_subheading) {
            if *kept != code.six {
                (*kept, *classes) = (code.six, [None; 3]);
            }
            if let Some(slot) = classes.get_mut(length_of(code)) {
                *slot = u32::try_from(class).ok();
            }
        }
    }

    /// What of a code the verdict depends on.
    pub fn of(&mut self, hs: &Hs, file: &File, setup: &Setup<'_>) -> OfCode {
        if self.known.len() > Self::KEPT {
            self.known.clear();
        }
        let key = if self.by_subheading { hs.prefix(6) } else { *hs };
        let asks = self.asks;
        let mut of_code = *self.known.entry(key).or_insert_with(|| {
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
        of_code.digits = hs.digits();
        if file.layout.columns.has(Field::On) || setup.table.is_some_and(Table::states_days) {
            of_code.own = Some(*hs);
        }
        of_code
    }
}

/// The place of a code of six, eight or ten digits among these.
const fn length_of(code: &CodeWord) -> usize {
    code.hs.digits().saturating_sub(6).wrapping_shr(1)
}

fn slot_of(six: u64) -> usize {
    usize::try_from(six.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_shr(51)).unwrap_or(0)
}
