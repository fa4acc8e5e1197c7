//! What of a good's code its verdict depends on: goods of unlike codes are mostly judged alike.

use std::collections::BTreeMap;

use super::codes::CodeWord;
use super::digits::joined;
use super::setup::{File, Setup};
use super::table::Table;
use crate::bom::Field;
use crate::law::{Confirmation, Lookup};
use crate::value::Hs;

/// How points begin that ask whether the official list has a row for a code.
const UNLISTED: &str = "psr.unlisted.";

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
    /// By heading and length the class of all codes on which nothing else bears, counted from one: a table that stays at hand
    /// while a stretch passes by. Where codes of a heading are told apart, [`ByCode::APART`].
    by_heading: Vec<u16>,
    /// The classes of codes on which nothing else bears: two at each place, the one kept last first.
    classes: Vec<[Kept; 2]>,
    /// Whether some codes are confirmed to be in no row.
    asks: bool,
    /// Whether codes of one subheading and length are alike.
    by_subheading: bool,
}

/// The class of a code that is kept, in one word: the first six digits, how many there are, and the class counted from one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Kept(u64);

impl Kept {
    /// The bits of the class.
    const CLASS: u64 = 0x3fff;

    /// Nothing but the code.
    fn code(code: &CodeWord) -> u64 {
        let length = u64::try_from(code.hs.digits().saturating_sub(6).wrapping_shr(1)).unwrap_or(0);
        code.six.wrapping_shl(16) | length.wrapping_shl(14)
    }

    /// A code with its class; `None` of a class that is too high.
    fn of(code: &CodeWord, class: usize) -> Option<Self> {
        let class = u64::try_from(class).ok()?.checked_add(1).filter(|class| *class <= Self::CLASS)?;
        Some(Self(Self::code(code) | class))
    }

    /// The class, if it is that of this code.
    fn class(self, code: u64) -> Option<usize> {
        let class = (self.0 ^ code).checked_sub(1).filter(|class| *class < Self::CLASS)?;
        usize::try_from(class).ok()
    }
}

impl ByCode {
    /// How many codes are kept.
    const KEPT: usize = 1 << 13;
    /// At how many places classes are kept.
    const CLASSES: usize = 1 << 13;
    /// How many lengths of codes there are places for.
    const LENGTHS: usize = 4;
    const APART: u16 = u16::MAX;

    pub fn new(setup: &Setup<'_>) -> Self {
        let asks = |confirmation: &Confirmation| confirmation.point.starts_with(UNLISTED);
        Self {
            known: BTreeMap::new(),
            by_heading: by_heading(setup),
            classes: vec![[Kept::default(); 2]; Self::CLASSES],
            asks: setup.policy.confirmed.iter().any(asks),
            by_subheading: setup.law.ends_with_subheadings(),
        }
    }

    /// The class of a code, if it is kept.
    pub fn class(&self, code: &CodeWord) -> Option<usize> {
        let wanted = Kept::code(code);
        match self.by_heading.get(place_of_heading(wanted)) {
            Some(&class) if class != 0 && class != Self::APART => return Some(usize::from(class).wrapping_sub(1)),
            Some(0) => return None,
            _ => {}
        }
        self.classes.get(place_of(wanted))?.iter().find_map(|kept| kept.class(wanted))
    }

    /// Keeps the class of a code on which nothing else bears.
    pub fn keep(&mut self, code: &CodeWord, class: usize) {
        if !self.by_subheading {
            return;
        }
        let wanted = Kept::code(code);
        if let Some(place) = self.by_heading.get_mut(place_of_heading(wanted)).filter(|place| **place != Self::APART) {
            *place = u16::try_from(class.saturating_add(1)).ok().filter(|class| *class < Self::APART).unwrap_or(0);
            return;
        }
        let place = self.classes.get_mut(place_of(wanted));
        if let Some((place, kept)) = place.zip(Kept::of(code, class)) {
            *place = [kept, place[0]];
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
            let outside = if asks { confirmed.for_code(UNLISTED, &hs.prefix(6)) } else { None };
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

/// A place for each heading and length, and which of them are told apart: by a row, as waste or by a confirmation.
fn by_heading(setup: &Setup<'_>) -> Vec<u16> {
    let mut classes = vec![0; 10_000_usize.saturating_mul(ByCode::LENGTHS)];
    let asked = setup.policy.confirmed.iter().filter_map(|confirmation| Hs::from_digits(confirmation.point.strip_prefix(UNLISTED)?));
    for code in setup.law.codes_told_apart().copied().chain(asked).filter(|code| code.digits() > 4) {
        let heading = code.prefix(4).as_str().parse().unwrap_or(usize::MAX);
        let from = heading.saturating_mul(ByCode::LENGTHS);
        classes.get_mut(from..from.saturating_add(ByCode::LENGTHS)).into_iter().flatten().for_each(|place| *place = ByCode::APART);
    }
    classes
}

/// The place of a heading and a length in such a table.
fn place_of_heading(code: u64) -> usize {
    let heading = joined(code.wrapping_shr(16).wrapping_shl(32));
    usize::try_from(heading.wrapping_shl(2) | (code.wrapping_shr(14) & 3)).unwrap_or(usize::MAX)
}

/// The place of a code and its length.
fn place_of(code: u64) -> usize {
    usize::try_from(code.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_shr(51)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::HsRead;

    fn code(text: &str) -> CodeWord {
        let HsRead { code, .. } = Hs::read(text).unwrap();
        let six = code.as_bytes().iter().take(6).rev().fold(0, |six, digit| six << 8 | u64::from(digit & 15));
        CodeWord { hs: code, six, doubted: false }
    }

    #[test]
    fn a_class_is_kept_for_its_code_and_length_alone() {
        let codes = ["000000", "010121", "847130", "84713010", "84713011", "8471301000", "847131", "950300"].map(code);
        for own in &codes {
            for class in [0, 1, 16_381] {
                let kept = Kept::of(own, class).unwrap();
                for other in &codes {
                    let alike = other.six == own.six && other.hs.digits() == own.hs.digits();
                    assert_eq!(kept.class(Kept::code(other)), alike.then_some(class), "{own:?} {other:?}");
                }
            }
            assert_eq!(Kept::default().class(Kept::code(own)), None, "{own:?}");
            assert_eq!(Kept::of(own, 16_383), None);
        }
    }
}
