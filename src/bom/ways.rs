//! What the user has settled of how cells are to be read.

use crate::value::number::Mark;
use crate::value::{Country, Currency};

/// What the user's profile, or a column as a whole, says of cells that could be read in more than one way.
/// What is not settled is asked about, never guessed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ways {
    /// The decimal mark of the column.
    pub point: Mark,
    /// What `¥` stands for where the row names no currency: `[signs] yen`.
    pub yen: Option<Currency>,
    /// What `元` stands for where the row names no currency: `[signs] yuan`.
    pub yuan: Option<Currency>,
    /// The country that words such as 國產 and `local` mean: `[origin] domestic`.
    pub domestic: Option<Country>,
}

impl Ways {
    /// Nothing is settled.
    pub const UNSETTLED: Self = Self { point: Mark::Open, yen: None, yuan: None, domestic: None };
}
