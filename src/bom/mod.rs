//! Rows to goods and materials.
//!
//! [`Portfolio`] takes in bills of materials, a goods table and the values of flags, and gives one
//! [`Case`] for each good: everything that an assessment needs, in one currency and for one number
//! of pieces. Lines are not kept: like lines are gathered in a [`Tally`], so that a good of a
//! million lines takes no more room than its different materials.

mod case;
mod cell;
mod columns;
mod good;
mod material;
mod portfolio;
mod rates;
mod rows;
mod tally;
mod vocabulary;

pub use case::{Case, Defaults, Lot, RateUsed, Spot};
pub use cell::{Cell, Place, RuleChoice};
pub use columns::{Columns, Context, Field};
pub use good::{Declared, GoodFacts, Stated};
pub use material::{Line, LineKind, Status};
pub use portfolio::{Good, Portfolio};
pub use rates::Rates;
pub use rows::Rows;
pub use tally::{Group, GroupKey, Tally};
pub use vocabulary::Vocabulary;
