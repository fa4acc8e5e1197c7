//! Labels with values beside a table: `Product: TEA-1` above it, `FOB | 48.00` under it.

use std::collections::BTreeMap;

use super::field::{Context, Field};
use super::heading::{Recognised, recognise};
use super::sign::Sign;
use crate::input::Row;
use crate::value::{Currency, Position};

/// What the labels beside a table say.
#[derive(Clone, Debug, Default)]
pub(super) struct Block {
    values: BTreeMap<Field, (String, Position)>,
    /// The currency that a label names.
    pub currency: Option<(Currency, Position)>,
}

impl Block {
    /// Reads the labels of a row; whether there were any.
    pub fn read(&mut self, row: &Row) -> bool {
        let cells: Vec<(usize, &str)> = row.filled().collect();
        let mut any = false;
        let mut rest = cells.iter().peekable();
        while let Some((place, text)) = rest.next() {
            if let Some((label, value)) = text.split_once([':', '：']).filter(|(_, value)| !value.trim().is_empty()) {
                any |= self.take(label, value.trim(), &row.at.at_cell(*place));
            } else if let Some((next, value)) = rest.peek().filter(|_| Self::is_label(text)) {
                any |= self.take(text.trim_end_matches([':', '：']), value, &row.at.at_cell(*next));
                rest.next();
            }
        }
        any
    }

    fn is_label(text: &str) -> bool {
        matches!(recognise(Context::Block, text.trim_end_matches([':', '：'])), Recognised::Field(_))
    }

    fn take(&mut self, label: &str, value: &str, at: &Position) -> bool {
        let Recognised::Field(heading) = recognise(Context::Block, label.trim()) else { return false };
        if let Some(Sign::Names(currency)) = heading.sign {
            self.currency = Some((currency, at.clone()));
        }
        self.values.insert(heading.field, (value.to_owned(), at.clone()));
        true
    }

    /// The value of a field, and where it stands.
    pub fn get(&self, field: Field) -> Option<(&str, Position)> {
        self.values.get(&field).map(|(text, at)| (text.as_str(), at.clone()))
    }

    /// Every value, with its field and place.
    pub fn iter(&self) -> impl Iterator<Item = (Field, &str, &Position)> {
        self.values.iter().map(|(field, (text, at))| (*field, text.as_str(), at))
    }
}
