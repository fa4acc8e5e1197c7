//! What is told about a list that was read.

use std::collections::BTreeMap;

use super::piece::{Piece, What};
use super::rows::Became;
use crate::law::Row;
use crate::rule::Rule;
use crate::value::Hs;

/// The outermost form of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// A change of tariff classification.
    Shift,
    /// Regional value content.
    Content,
    /// Manufacturing or processing operations.
    Process,
    /// Obtained in a way that the maker declares.
    Obtained,
    /// Alternatives.
    Alternatives,
    /// Several requirements together.
    Together,
    /// One rule or another, by a condition.
    Condition,
    /// Kept as text.
    Text,
}

impl Form {
    /// The identifier of its message.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::Shift => "form.shift",
            Self::Content => "form.content",
            Self::Process => "form.process",
            Self::Obtained => "form.obtained",
            Self::Alternatives => "form.alternatives",
            Self::Together => "form.together",
            Self::Condition => "form.condition",
            Self::Text => "form.text",
        }
    }
}

/// A row whose wording is kept as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextRow {
    /// Where it stands.
    pub at: String,
    /// Its serial number.
    pub serial: String,
    /// Its code.
    pub code: Hs,
    /// Its wording.
    pub wording: String,
}

/// A row under another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overlap {
    /// The longer code, which decides for its goods.
    pub code: Hs,
    /// The shorter one.
    pub above: Hs,
}

/// What is told about a list that was read.
#[derive(Clone, Debug, Default)]
pub struct Account {
    /// How many rows the published list has.
    pub rows: usize,
    /// How many rows of law came of them, by form: a published row for several codes is several rows of law.
    pub forms: BTreeMap<Form, usize>,
    /// The rows that are kept as text.
    pub texts: Vec<TextRow>,
    /// Rows under other rows.
    pub overlaps: Vec<Overlap>,
    /// Rows of the loaded law that began on the same day and gave way.
    pub replaced: Vec<Row>,
    /// Rows of the loaded law that a whole list does not have: they end the day before it is in force.
    pub ended: Vec<Row>,
    /// How many lines or table rows became what, by the word of [`Became`].
    pub lines: BTreeMap<&'static str, usize>,
    /// The lines before the table.
    pub headnotes: Vec<String>,
    /// Whether the list now counts as complete.
    pub complete: bool,
}

impl Account {
    /// Counts a rule.
    pub(super) fn add(&mut self, rule: &Rule) {
        let count = self.forms.entry(Form::from(rule)).or_default();
        *count = count.saturating_add(1);
    }

    /// Counts what every line became.
    pub(super) fn lines(&mut self, account: &[(Piece, Became)]) {
        for (piece, became) in account {
            let count = self.lines.entry(became.word()).or_default();
            *count = count.saturating_add(1);
            if let (Became::Headnote, What::Loose(text)) = (became, &piece.what) {
                self.headnotes.push(text.clone());
            }
        }
    }

    /// How many rows of law came of the list.
    #[must_use]
    pub fn law_rows(&self) -> usize {
        self.forms.values().sum()
    }
}
