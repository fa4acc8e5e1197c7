//! Rows to goods and materials.
//!
//! [`Portfolio`] takes in bills of materials, a goods table and the values of flags, and gives one
//! [`Case`] for each good: everything that an assessment needs, in one currency and for one number
//! of pieces. Lines are not kept: like lines are gathered in a [`Tally`], so that a good of a
//! million lines takes no more room than its different materials.

mod case;
mod cell;
mod codes;
mod columns;
mod good;
mod material;
mod places;
mod portfolio;
mod rates;
mod rows;
mod sign;
mod tally;
mod vocabulary;
mod ways;

pub use case::{Case, Defaults, Lot, RateUsed, Spot};
pub use cell::{Cell, Place, Priced, RuleChoice};
pub use columns::{Columns, Context, Field};
pub use good::{Declared, GoodFacts, Stated};
pub use material::{Line, LineKind, Status};
pub use portfolio::{Good, Portfolio};
pub use rates::Rates;
pub use sign::{Settled, Sign};
pub use tally::{Group, GroupKey, Tally};
pub use vocabulary::Vocabulary;
pub use ways::Ways;
