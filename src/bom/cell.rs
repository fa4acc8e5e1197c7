//! What a cell says, one function for each kind of cell.
//!
//! A blank cell is no value. A cell that cannot be read is a diagnostic and no value.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::good::Declared;
use super::material::Status;
use super::vocabulary::{self, Sign, Vocabulary};
use super::ways::Ways;
use crate::diag::{Code, Diagnostic, Problems};
use crate::rule::{self, Expected, Rule};
use crate::value::number::{self, NumberError, fold_width};
use crate::value::period::parse_day;
use crate::value::{Country, Currency, Hs, Id, Money, Position};

/// Where an operation is carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// In Hong Kong.
    HongKong,
    /// In the Mainland.
    Mainland,
    /// In a third place.
    Other,
}

/// The rule that a user typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuleChoice {
    /// `general`: the good is not in the product list.
    General,
    /// The row's rule, taken from the official list.
    Typed(Rule),
}

/// A cell with its place, and where to put what is wrong with it.
pub struct Cell<'a> {
    /// The text, trimmed.
    pub text: &'a str,
    /// Where it stands.
    pub at: Position,
    /// How it is read.
    pub ways: &'a Ways,
    /// What is wrong.
    pub problems: &'a mut Problems,
}

impl Cell<'_> {
    fn fail<T>(&mut self, code: Code) -> Option<T> {
        let diagnostic = Diagnostic::at(code, &self.at).with("value", self.text);
        self.problems.push(diagnostic);
        None
    }

    fn fail_with<T>(&mut self, code: Code, name: &'static str, value: impl std::fmt::Display) -> Option<T> {
        let diagnostic = Diagnostic::at(code, &self.at).with("value", self.text).with(name, value);
        self.problems.push(diagnostic);
        None
    }

    /// The nearest name to this text, unless so much is wrong already that nobody would read it.
    fn hint(&self, nearest: fn(&str) -> Option<&'static str>) -> Option<&'static str> {
        if self.problems.are_many() { None } else { nearest(self.text) }
    }

    const fn is_blank(&self) -> bool {
        self.text.is_empty()
    }

    /// Any number that is not below nothing. A `$` before it does no harm; a sign that names a currency
    /// belongs into the column for it.
    pub fn money(&mut self) -> Option<Money> {
        let (value, sign) = self.priced()?;
        match sign {
            Some(currency) => self.fail_with(Code::CurrencySign, "currency", currency),
            None => Some(value),
        }
    }

    /// Any number that is not below nothing, and the currency that a sign before it names.
    pub fn priced(&mut self) -> Option<(Money, Option<Currency>)> {
        if self.is_blank() {
            return None;
        }
        let folded = fold_width(self.text);
        let start = folded.find(|c: char| c.is_ascii_digit() || matches!(c, '-' | '(' | '.')).unwrap_or(0);
        let (before, number) = folded.split_at_checked(start).unwrap_or_default();
        match vocabulary::sign(before.trim()) {
            Some(Sign::Names(currency)) => self.number(number).map(|value| (value, Some(currency))),
            Some(Sign::Dollar) => self.number(number).map(|value| (value, None)),
            None => self.number(self.text).map(|value| (value, None)),
        }
    }

    fn number(&mut self, text: &str) -> Option<Money> {
        match number::parse(text, self.ways.point) {
            Ok(value) if value.is_negative() => self.fail(Code::Negative),
            Ok(value) => Some(value),
            Err(NumberError::Form | NumberError::OtherMark) => self.fail(Code::NotANumber),
            Err(NumberError::Ambiguous) => self.ambiguous(),
            Err(NumberError::TooLong) => self.fail_with(Code::NumberTooLong, "digits", number::MOST_DIGITS),
        }
    }

    fn ambiguous(&mut self) -> Option<Money> {
        let (joined, pointed) = (self.text.replace(',', ""), self.text.replace(',', "."));
        let diagnostic =
            Diagnostic::at(Code::AmbiguousNumber, &self.at).with("value", self.text).with("joined", joined).with("pointed", pointed);
        self.problems.push(diagnostic);
        None
    }

    /// A number above nothing.
    pub fn positive(&mut self) -> Option<Money> {
        let value = self.money()?;
        if value.is_positive() { Some(value) } else { self.fail(Code::NotPositive) }
    }

    /// A share of one: `5%` is 0.05.
    pub fn share(&mut self, heading_says_percent: bool) -> Option<Money> {
        if self.is_blank() {
            return None;
        }
        number::percent(self.text, heading_says_percent, self.ways.point).ok().or_else(|| self.fail(Code::NotANumber))
    }

    /// An HS code of 4, 6, 8 or 10 digits, with or without dots and spaces.
    pub fn hs(&mut self) -> Option<Hs> {
        if self.is_blank() {
            return None;
        }
        let digits: String = fold_width(self.text).chars().filter(|c| !matches!(c, '.' | ' ' | '-')).collect();
        if !digits.bytes().all(|b| b.is_ascii_digit()) {
            return self.fail(if looks_scientific(self.text) { Code::HsScientific } else { Code::HsLetters });
        }
        match digits.len() {
            4 | 6 | 8 | 10 => Hs::from_digits(&digits),
            5 | 7 | 9 => self.restored(&format!("0{digits}")),
            _ => self.fail_with(Code::HsLength, "digits", digits.len()),
        }
    }

    /// Puts back a leading zero that a spreadsheet took away, if that gives a code of HS 2022.
    fn restored(&mut self, digits: &str) -> Option<Hs> {
        match Hs::from_digits(digits).filter(vocabulary::is_hs_2022) {
            Some(code) => {
                let diagnostic = Diagnostic::at(Code::HsZeroRestored, &self.at).with("value", self.text).with("code", code);
                self.problems.push(diagnostic);
                Some(code)
            }
            None => self.fail_with(Code::HsLength, "digits", digits.len().saturating_sub(1)),
        }
    }

    /// A country or territory.
    pub fn country(&mut self) -> Option<Country> {
        if self.is_blank() {
            return None;
        }
        let country = vocabulary::country(self.text);
        if country.is_none() {
            let nearest = self.hint(vocabulary::nearest_country).unwrap_or("HK, CN, JP");
            return self.fail_with(Code::UnknownCountry, "nearest", nearest);
        }
        country
    }

    /// A currency.
    pub fn currency(&mut self) -> Option<Currency> {
        if self.is_blank() {
            return None;
        }
        vocabulary::currency(self.text).or_else(|| self.fail(Code::UnknownCurrency))
    }

    /// A day.
    pub fn day(&mut self) -> Option<NaiveDate> {
        if self.is_blank() {
            return None;
        }
        parse_day(&fold_width(self.text)).or_else(|| self.fail(Code::NotADate))
    }

    /// An origin status.
    pub fn status(&mut self) -> Option<Status> {
        if self.is_blank() {
            return None;
        }
        vocabulary::status(self.text).or_else(|| self.fail(Code::UnknownStatus))
    }

    /// Whether the row is transport packing.
    pub fn packing(&mut self) -> Option<bool> {
        if self.is_blank() {
            return None;
        }
        vocabulary::is_packing(self.text).or_else(|| self.fail(Code::UnknownKind))
    }

    /// A level: `2`, or dots before it (`..2`).
    pub fn level(&mut self) -> Option<u32> {
        if self.is_blank() {
            return None;
        }
        fold_width(self.text).trim_start_matches('.').parse().ok().or_else(|| self.fail(Code::NotALevel))
    }

    /// Operations: `id[@HK|@CN|@other]`, separated by `;`, `!` before one that is not carried out.
    pub fn operations(&mut self, vocabulary: &Vocabulary) -> Option<Vec<Declared>> {
        let folded = fold_width(self.text);
        let names: Vec<&str> = items(&folded, |name| vocabulary.operation(name).is_some());
        let declared: Vec<Declared> = names.iter().filter_map(|name| self.operation(name, vocabulary)).collect();
        let both =
            declared.iter().find(|a| declared.iter().any(|b| a.id.is_some() && a.id == b.id && a.place == b.place && a.done != b.done));
        if let Some(both) = both {
            return self.fail_with(Code::FactTwice, "name", &both.name);
        }
        (!names.is_empty()).then_some(declared)
    }

    fn operation(&mut self, text: &str, vocabulary: &Vocabulary) -> Option<Declared> {
        let (name, place) = text.split_once('@').map_or((text, None), |(name, place)| (name, Some(place)));
        let (done, name) = name.trim().strip_prefix('!').map_or((true, name.trim()), |name| (false, name.trim()));
        let at = match place.map(|place| vocabulary::place(place.trim())) {
            None => Place::HongKong,
            Some(Some(place)) => place,
            Some(None) => return self.fail_with(Code::UnknownPlace, "name", text),
        };
        let id = vocabulary.operation(name).cloned();
        if id.is_none() {
            let nearest = if self.problems.are_many() { None } else { vocabulary.nearest_operation(name) };
            let nearest = nearest.unwrap_or("—");
            let diagnostic = Diagnostic::at(Code::UnknownOperation, &self.at).with("value", name).with("nearest", nearest);
            self.problems.push(diagnostic);
        }
        Some(Declared { name: name.to_owned(), id, place: at, place_said: place.is_some(), done })
    }

    /// Facts: identifiers separated by `;`, `!` before one that is false.
    pub fn facts(&mut self, vocabulary: &Vocabulary) -> Option<BTreeMap<Id, bool>> {
        let mut facts = BTreeMap::new();
        let folded = fold_width(self.text);
        for name in items(&folded, |name| vocabulary.fact(name).is_some()) {
            let (holds, name) = name.strip_prefix('!').map_or((true, name), |name| (false, name.trim()));
            let Some(id) = vocabulary.fact(name) else {
                let nearest = vocabulary.nearest_fact(name).unwrap_or("—");
                let diagnostic = Diagnostic::at(Code::UnknownFact, &self.at).with("value", name).with("nearest", nearest);
                self.problems.push(diagnostic);
                continue;
            };
            if facts.insert(id.clone(), holds).is_some_and(|before| before != holds) {
                return self.fail_with(Code::FactTwice, "name", name);
            }
        }
        (!self.is_blank()).then_some(facts)
    }

    /// `general`, or a rule in the rule language.
    pub fn rule(&mut self, vocabulary: &Vocabulary) -> Option<RuleChoice> {
        if self.is_blank() {
            return None;
        }
        if self.text.eq_ignore_ascii_case("general") {
            return Some(RuleChoice::General);
        }
        match rule::parse(self.text) {
            Ok(rule) => self.names_known(&rule, vocabulary).then_some(RuleChoice::Typed(rule)),
            Err(error) => {
                let diagnostic = Diagnostic::at(Code::RuleSyntax, &self.at).with("value", self.text).with("position", error.position);
                self.problems.push(expecting(diagnostic, error.expected));
                None
            }
        }
    }

    /// Whether every operation and fact of a typed rule is in the vocabulary.
    fn names_known(&mut self, rule: &Rule, vocabulary: &Vocabulary) -> bool {
        let mut unknown: Vec<(Id, String)> = Vec::new();
        let mut facts: Vec<Id> = Vec::new();
        let near = |name: Option<&str>| name.unwrap_or("—").to_owned();
        rule.visit_names(
            &mut |id| {
                if vocabulary.operation(id.as_str()) != Some(id) {
                    unknown.push((id.clone(), near(vocabulary.nearest_operation(id.as_str()))));
                }
            },
            &mut |id| facts.push(id.clone()),
        );
        let unknown_facts = facts.into_iter().filter(|id| vocabulary.fact(id.as_str()).is_none());
        unknown.extend(unknown_facts.map(|id| (id.clone(), near(vocabulary.nearest_fact(id.as_str())))));
        for (id, nearest) in &unknown {
            let diagnostic = Diagnostic::at(Code::RuleNamesUnknown, &self.at).with("value", id).with("nearest", nearest);
            self.problems.push(diagnostic);
        }
        unknown.is_empty()
    }
}

/// The items of a list separated by `;` or `、`. A comma separates too, unless it belongs to a known name.
fn items(text: &str, known: impl Fn(&str) -> bool) -> Vec<&str> {
    let split = |item| -> Vec<&str> { if known(item) { vec![item] } else { item.split(',').collect() } };
    text.split([';', '、', '\n']).map(str::trim).flat_map(split).map(str::trim).filter(|item| !item.is_empty()).collect()
}

/// Adds what the grammar expected, as a word of the language or a message.
fn expecting(diagnostic: Diagnostic, expected: Expected) -> Diagnostic {
    let message = match expected {
        Expected::Token(token) => return diagnostic.with("expected", format!("`{token}`")),
        Expected::Part => return diagnostic.with("expected", "CC, CTH, CTSH, RVC(…), process(…), fact(…), text(…), WO, if, ("),
        Expected::Method => return diagnostic.with("expected", "BU, BD"),
        Expected::Percent => "expected.percent",
        Expected::Code => "expected.code",
        Expected::RangeEnd => "expected.range-end",
        Expected::Id => "expected.id",
        Expected::Quoted => "expected.quoted",
        Expected::End => "expected.end",
        Expected::Shallower => "expected.shallower",
    };
    diagnostic.with_message("expected", message)
}

/// `8.54E+09`: a code that a spreadsheet took for a number.
fn looks_scientific(text: &str) -> bool {
    let split = text.split_once(['e', 'E']);
    let number = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'+' | b'-'));
    split.is_some_and(|(mantissa, exponent)| number(mantissa) && number(exponent))
}
