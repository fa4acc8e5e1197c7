//! The words that cells may hold: countries, currencies, codes, operations and facts.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::cell::Place;
use super::material::Status;
use crate::value::name::{folded, nearest};
use crate::value::{Country, Currency, Edition, Hs, Id, ValidCodes};

/// What is known by name. Countries, currencies and codes are built in; operations and facts come with
/// the law and are given by the caller.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    operations: BTreeMap<String, Id>,
    facts: BTreeSet<Id>,
    wholly_obtained: BTreeSet<Id>,
}

impl Vocabulary {
    /// A vocabulary of operations by all of their names, of facts, and of those facts among them that say
    /// that a good is wholly obtained.
    #[must_use]
    pub fn new(operations: impl IntoIterator<Item = (String, Id)>, facts: BTreeSet<Id>, wholly_obtained: BTreeSet<Id>) -> Self {
        let operations = operations.into_iter().map(|(name, id)| (folded(&name), id)).collect();
        Self { operations, facts, wholly_obtained }
    }

    /// The operation of a name in any language.
    #[must_use]
    pub fn operation(&self, name: &str) -> Option<&Id> {
        self.operations.get(&folded(name))
    }

    /// The operation nearest in spelling, for a hint.
    #[must_use]
    pub fn nearest_operation(&self, name: &str) -> Option<&str> {
        nearest(name, self.operations.values().map(Id::as_str))
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

/// The country or territory of a name or code in any language.
#[must_use]
pub fn country(name: &str) -> Option<Country> {
    built_in().countries.get(&plain(name)).copied()
}

/// The country's name nearest in spelling, for a hint.
#[must_use]
pub fn nearest_country(name: &str) -> Option<&'static str> {
    nearest(name, built_in().country_names.iter().copied())
}

/// The currency of a code of three letters.
#[must_use]
pub fn currency(code: &str) -> Option<Currency> {
    Currency::from_letters(&folded(code)).filter(|currency| built_in().currencies.contains(currency))
}

/// Whether HS 2022 has this subheading: the first six digits of `code`.
#[must_use]
pub fn is_hs_2022(code: &Hs) -> bool {
    code.digits() >= 6 && ValidCodes::of(Edition::Hs2022).holds(code)
}

/// What a sign before a number says of its currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// This currency: `HK$`, `RMB`, `USD`.
    Names(Currency),
    /// `$`: some dollar.
    Dollar,
}

/// The meaning of a sign before a number.
#[must_use]
pub fn sign(text: &str) -> Option<Sign> {
    match built_in().words.get(&("sign", folded(text))) {
        Some(&"dollar") => Some(Sign::Dollar),
        Some(code) => currency(code).map(Sign::Names),
        None => currency(text).map(Sign::Names),
    }
}

/// The origin status of a word.
#[must_use]
pub fn status(word: &str) -> Option<Status> {
    match built_in().words.get(&("status", folded(word))).copied()? {
        "originating" => Some(Status::Originating),
        _ => Some(Status::NonOriginating),
    }
}

/// Whether a word for the kind of a row says transport packing.
#[must_use]
pub fn is_packing(word: &str) -> Option<bool> {
    built_in().words.get(&("kind", folded(word))).map(|value| *value == "transport-packing")
}

/// The place of an operation.
#[must_use]
pub fn place(word: &str) -> Option<Place> {
    match built_in().words.get(&("place", folded(word))).copied()? {
        "HK" => Some(Place::HongKong),
        "CN" => Some(Place::Mainland),
        _ => Some(Place::Other),
    }
}

/// What is built into the program.
struct BuiltIn {
    countries: BTreeMap<String, Country>,
    country_names: Vec<&'static str>,
    currencies: BTreeSet<Currency>,
    words: BTreeMap<(&'static str, String), &'static str>,
}

fn built_in() -> &'static BuiltIn {
    static BUILT_IN: OnceLock<BuiltIn> = OnceLock::new();
    BUILT_IN.get_or_init(|| BuiltIn {
        countries: country_rows().flat_map(|(country, names)| names.into_iter().map(move |name| (plain(name), country))).collect(),
        country_names: country_rows().flat_map(|(_, names)| names).collect(),
        currencies: first_cells(include_str!("../../data/currencies.csv")).filter_map(Currency::from_letters).collect(),
        words: words().collect(),
    })
}

fn first_cells(csv: &'static str) -> impl Iterator<Item = &'static str> {
    csv.lines().skip(1).filter_map(|line| line.split(',').next())
}

/// Each country with its codes, names and aliases. The table quotes names that hold a comma.
fn country_rows() -> impl Iterator<Item = (Country, Vec<&'static str>)> {
    include_str!("../../data/countries.csv").lines().skip(1).filter_map(|line| {
        let country = Country::from_letters(line.split(',').next()?)?;
        Some((country, quoted_cells(line).into_iter().flat_map(|cell| cell.split('|')).filter(|name| !name.is_empty()).collect()))
    })
}

/// The cells of one line of a built-in table, where a cell in quotes may hold commas.
fn quoted_cells(line: &'static str) -> Vec<&'static str> {
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

fn words() -> impl Iterator<Item = ((&'static str, String), &'static str)> {
    include_str!("../../data/words.csv").lines().skip(1).flat_map(|line| {
        let mut cells = line.splitn(3, ',');
        let (field, value) = (cells.next().unwrap_or_default(), cells.next().unwrap_or_default());
        cells.next().unwrap_or_default().split('|').map(move |name| ((field, folded(name)), value))
    })
}

/// A name of a country without case, width, spaces and punctuation.
fn plain(name: &str) -> String {
    folded(name).chars().filter(|c| !matches!(c, '.' | ',' | '\'' | '’' | '(' | ')')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_known_in_three_languages() {
        for name in ["HK", "hkg", "Hong Kong", "香港", "中國香港", "本港"] {
            assert_eq!(country(name), Some(Country::HONG_KONG), "{name}");
        }
        for name in ["CN", "China", "內地", "内地", "Mainland"] {
            assert_eq!(country(name), Some(Country::MAINLAND), "{name}");
        }
        assert_eq!(country("México"), Country::from_letters("MX"));
        assert_eq!(country("台灣"), Country::from_letters("TW"));
        assert_eq!(country("國產"), None);
        assert_eq!(country_rows().count(), 249);
    }

    #[test]
    fn the_code_table_is_read_whole() {
        assert!(Hs::from_digits("090230").is_some_and(|code| is_hs_2022(&code)));
        assert!(Hs::from_digits("090299").is_some_and(|code| !is_hs_2022(&code)));
    }

    #[test]
    fn currencies_are_the_iso_ones() {
        assert!(currency("hkd").is_some() && currency("CNY").is_some());
        assert!(currency("RMB").is_none() && currency("XYZ").is_none());
    }
}
