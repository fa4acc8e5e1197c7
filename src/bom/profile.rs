//! What the user settled about their files, in `cepa.toml` and by flags.

use std::collections::BTreeMap;

use super::field::Field;
use super::heading::key;
use super::ways::Ways;
use crate::input::Options;
use crate::value::Money;

/// What a column is for, as the user says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// It holds this field.
    Holds(Field),
    /// It is not used.
    Ignored,
}

/// Whose quantities the parts of an assembly state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartQuantities {
    /// Those of one assembly: they are multiplied down the levels.
    PerAssembly,
    /// Those of the good as a whole.
    PerGood,
}

/// What the user settled about their files. The default settles nothing.
#[derive(Clone, Debug, Default)]
pub struct Profile {
    /// Encoding, separator and sheet.
    pub options: Options,
    /// Columns by their headings; keys are [`key`]s.
    columns: BTreeMap<String, Use>,
    /// How cells are read.
    pub ways: Ways,
    /// Whose quantities the parts of an assembly state.
    pub parts: Option<PartQuantities>,
    /// The tax that tax-inclusive prices include, as a fraction.
    pub tax: Option<Money>,
    /// Texts of rows to leave out; [`key`]s.
    left_out: Vec<String>,
}

impl Profile {
    /// Says what a column is for.
    pub fn map(&mut self, heading: &str, used: Use) {
        self.columns.insert(key(heading), used);
    }

    /// What the user said of a heading.
    #[must_use]
    pub fn of(&self, heading: &str) -> Option<Use> {
        if self.columns.is_empty() { None } else { self.columns.get(&key(heading)).copied() }
    }

    /// Leaves out the rows that hold this text alone.
    pub fn leave_out(&mut self, text: &str) {
        self.left_out.push(key(text));
    }

    /// Whether some rows are to be left out.
    #[must_use]
    pub const fn leaves_something_out(&self) -> bool {
        !self.left_out.is_empty()
    }

    /// Whether rows that hold this text alone are left out.
    #[must_use]
    pub fn leaves_out(&self, text: &str) -> bool {
        !self.left_out.is_empty() && self.left_out.contains(&key(text))
    }
}
