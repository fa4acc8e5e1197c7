//! What a cell says, one function for each kind of cell.
//!
//! A blank cell is no value. A cell that cannot be read is a diagnostic and no value.

mod day;
mod declared;
mod money;

use chrono::NaiveDate;

use super::material::Status;
use super::places::{self, Named};
use super::vocabulary;
use super::ways::Ways;
use crate::diag::{Code, Diagnostic, Problems};
use crate::rule::Rule;
use crate::value::number::fold_width;
use crate::value::{Country, Hs, HsError, Position};

pub use money::Priced;

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
    /// What is settled of how it is to be read.
    pub ways: &'a Ways,
    /// What is wrong.
    pub problems: &'a mut Problems,
}

impl Cell<'_> {
    /// Says what is wrong with the text; there is no value.
    fn fail<T>(&mut self, code: Code) -> Option<T> {
        self.remark(code, &[]);
        None
    }

    fn fail_with<T>(&mut self, code: Code, name: &'static str, value: impl std::fmt::Display) -> Option<T> {
        self.remark(code, &[(name, &value)]);
        None
    }

    fn remark(&mut self, code: Code, args: &[(&'static str, &dyn std::fmt::Display)]) {
        let diagnostic = Diagnostic::at(code, &self.at).with("value", self.text);
        self.problems.push(args.iter().fold(diagnostic, |diagnostic, (name, value)| diagnostic.with(name, value)));
    }

    /// The nearest name to this text, unless so much is wrong already that nobody would read it.
    fn hint(&self, nearest: fn(&str) -> Option<&'static str>) -> Option<&'static str> {
        if self.problems.are_many() { None } else { nearest(self.text) }
    }

    const fn is_blank(&self) -> bool {
        self.text.is_empty()
    }

    /// An HS code of 4, 6, 8 or 10 digits, with or without dots and spaces. A leading zero that a spreadsheet
    /// took away is put back with a warning, if that gives a code of HS 2022.
    pub fn hs(&mut self) -> Option<Hs> {
        if self.is_blank() {
            return None;
        }
        match Hs::read(self.text) {
            Ok(read) => {
                if read.restored {
                    self.remark(Code::HsZeroRestored, &[("code", &read.code)]);
                }
                Some(read.code)
            }
            Err(HsError::Letters) => self.fail(Code::HsLetters),
            Err(HsError::Scientific) => self.fail(Code::HsScientific),
            Err(HsError::LostZero) => self.fail(Code::HsOddGroup),
            Err(HsError::Several) => self.fail(Code::HsSeveral),
            Err(HsError::Length(digits)) => self.fail_with(Code::HsLength, "digits", digits),
        }
    }

    /// A country or territory. Words that depend on who says them, such as 國產 and `imported`, are unknown
    /// unless it is settled what they mean.
    pub fn country(&mut self) -> Option<Country> {
        if self.is_blank() {
            return None;
        }
        match places::named(self.text, self.ways.domestic) {
            Named::Country(country) => Some(country),
            Named::Several(countries) => {
                let names: Vec<String> = countries.iter().map(Country::to_string).collect();
                self.fail_with(Code::CountriesDiffer, "countries", names.join(", "))
            }
            Named::Relative => self.fail(Code::RelativeOrigin),
            Named::Unknown => {
                let nearest = self.hint(places::nearest_country).unwrap_or("HK, CN, JP");
                self.fail_with(Code::UnknownCountry, "nearest", nearest)
            }
        }
    }

    /// A day, written with its year first.
    pub fn day(&mut self) -> Option<NaiveDate> {
        if self.is_blank() {
            return None;
        }
        day::read(&fold_width(self.text)).or_else(|| self.fail(Code::NotADate))
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
}
