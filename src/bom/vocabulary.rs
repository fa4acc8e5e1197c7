//! The words that cells may hold: countries, currencies, codes, operations and facts.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::cell::Place;
use super::material::Status;
use crate::value::name::{Names, folded, nearest};
use crate::value::{Currency, Id};

/// What is known by name. Countries, currencies and codes are built in; operations and facts come with
/// the law and are given by the caller.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    operations: Names,
    facts: BTreeSet<Id>,
    wholly_obtained: BTreeSet<Id>,
}

impl Vocabulary {
    /// A vocabulary of operations by all of their names, of facts, and of those facts among them that say
    /// that a good is wholly obtained.
    #[must_use]
    pub const fn new(operations: Names, facts: BTreeSet<Id>, wholly_obtained: BTreeSet<Id>) -> Self {
        Self { operations, facts, wholly_obtained }
    }

    /// The operation of a name in any language.
    #[must_use]
    pub fn operation(&self, name: &str) -> Option<&Id> {
        self.operations.find(name)
    }

    /// The operation nearest in spelling, for a hint.
    #[must_use]
    pub fn nearest_operation(&self, name: &str) -> Option<&str> {
        nearest(name, self.operations.ids().map(Id::as_str))
    }

    /// The fact of an identifier.
    #[must_use]
    pub fn fact(&self, name: &str) -> Option<&Id> {
        Id::new(name).and_then(|id| self.facts.get(&id))
    }

    /// The fact nearest in spelling, for a hint.
    #[must_use]
    pub fn nearest_fact(&self, name: &str) -> Option<&str> {
        nearest(name, self.facts.iter().map(Id::as_str))
    }

    /// Whether a fact says that the good is wholly obtained.
    #[must_use]
    pub fn says_wholly_obtained(&self, fact: &Id) -> bool {
        self.wholly_obtained.contains(fact)
    }
}

/// The currency of a code of three letters.
#[must_use]
pub fn currency(code: &str) -> Option<Currency> {
    static CODES: OnceLock<BTreeSet<Currency>> = OnceLock::new();
    let read = |line: &str| Currency::from_letters(line.split(',').next()?);
    let codes = || CODES.get_or_init(|| currency_lines().filter_map(read).collect());
    Currency::from_letters(code.trim()).filter(|currency| codes().contains(currency))
}

/// The currency of a code or of a name in any language.
#[must_use]
pub fn currency_by_name(name: &str) -> Option<Currency> {
    static NAMES: OnceLock<BTreeMap<String, Currency>> = OnceLock::new();
    let all = || currency_rows().flat_map(|(currency, names)| names.into_iter().map(move |name| (folded(name), currency)));
    currency(name).or_else(|| NAMES.get_or_init(|| all().collect()).get(&folded(name)).copied())
}

/// The origin status of a word.
#[must_use]
pub fn status(word: &str) -> Option<Status> {
    match self::word("status", word)? {
        "originating" => Some(Status::Originating),
        _ => Some(Status::NonOriginating),
    }
}

/// Whether a word for the kind of a row says transport packing.
#[must_use]
pub fn is_packing(word: &str) -> Option<bool> {
    self::word("kind", word).map(|value| value == "transport-packing")
}

/// The place of an operation.
#[must_use]
pub fn place(word: &str) -> Option<Place> {
    match self::word("place", word)? {
        "HK" => Some(Place::HongKong),
        "CN" => Some(Place::Mainland),
        _ => Some(Place::Other),
    }
}

/// What a word of `data/words.csv` means in a kind of cell.
pub(super) fn word(field: &str, word: &str) -> Option<&'static str> {
    static WORDS: OnceLock<BTreeMap<&str, BTreeMap<String, &str>>> = OnceLock::new();
    let by_field = WORDS.get_or_init(|| {
        let mut by_field: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
        for (field, name, value) in words() {
            by_field.entry(field).or_default().insert(folded(name), value);
        }
        by_field
    });
    by_field.get(field)?.get(&folded(word)).copied()
}

fn currency_lines() -> impl Iterator<Item = &'static str> {
    include_str!("../../data/currencies.csv").lines().skip(1)
}

/// Each currency with its names.
fn currency_rows() -> impl Iterator<Item = (Currency, Vec<&'static str>)> {
    currency_lines().filter_map(|line| {
        let cells = quoted_cells(line);
        Some((Currency::from_letters(cells.first()?)?, cells.into_iter().skip(2).collect()))
    })
}

/// The cells of one line of a built-in table, where a cell in quotes may hold commas.
pub(super) fn quoted_cells(line: &'static str) -> Vec<&'static str> {
    let mut cells = Vec::new();
    let (mut start, mut quoted) = (0, false);
    for (at, c) in line.char_indices() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => {
                cells.extend(line.get(start..at));
                start = at.saturating_add(1);
            }
            _ => {}
        }
    }
    cells.extend(line.get(start..));
    cells.into_iter().map(|cell| cell.trim_matches('"')).collect()
}

/// The words of `data/words.csv`: the kind of cell, the word, what it means.
pub(super) fn words() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    include_str!("../../data/words.csv").lines().skip(1).flat_map(|line| {
        let mut cells = line.splitn(3, ',');
        let (field, value) = (cells.next().unwrap_or_default(), cells.next().unwrap_or_default());
        cells.next().unwrap_or_default().split('|').map(move |name| (field, name, value))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn currencies_are_the_iso_ones() {
        assert!(currency("hkd").is_some() && currency("CNY").is_some());
        assert!(currency("RMB").is_none() && currency("XYZ").is_none());
        assert_eq!(currency_by_name("港元"), currency("HKD"));
        assert_eq!(currency_by_name("US Dollar"), currency("USD"));
    }

    #[test]
    fn no_word_has_two_meanings_in_one_kind_of_cell() {
        let mut seen: BTreeMap<(&str, String), &str> = BTreeMap::new();
        for (field, name, value) in words() {
            assert!(!folded(name).is_empty(), "{field} {value} has a blank word");
            let other = seen.insert((field, folded(name)), value);
            assert!(other.is_none_or(|other| other == value), "{name} is {value} and {other:?}");
        }
    }

    #[test]
    fn no_sign_contradicts_the_name_of_a_currency() {
        for (_, name, value) in words().filter(|(field, ..)| *field == "sign") {
            let named = currency_by_name(name);
            assert!(named.is_none() || named == currency(value), "{name} is {named:?} and {value}");
        }
    }

    #[test]
    fn a_status_is_known_by_its_words() {
        for word in ["originating", "Y", "yes", "是", "原產", "原产材料", "TRUE"] {
            assert_eq!(status(word), Some(Status::Originating), "{word}");
        }
        for word in ["non-originating", "Non Originating", "N", "no", "否", "非原產", "非原产材料"] {
            assert_eq!(status(word), Some(Status::NonOriginating), "{word}");
        }
        for word in ["✓", "×", "1", "maybe", "原產地"] {
            assert_eq!(status(word), None, "{word}");
        }
    }
}
