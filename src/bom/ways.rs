//! How cells are read, as far as the user settled it.

use crate::value::number::Mark;
use crate::value::{Country, Currency};

/// How cells are read, as far as the user settled it. The default settles nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ways {
    /// What the decimal mark of every column is.
    pub point: Mark,
    /// Whose currency `¥` is.
    pub yen: Option<Currency>,
    /// Which country `國產` means.
    pub domestic: Option<Country>,
}

impl Ways {
    /// Nothing is settled.
    pub const UNSETTLED: Self = Self { point: Mark::Open, yen: None, domestic: None };
}
