//! What things are measured in: codes, amounts, percentages, days, places and verdicts.
//!
//! This room uses nothing else of the house. Its types refuse what they cannot hold exactly:
//! an amount is a decimal that was never rounded, a share is compared by cross-multiplying.

pub mod code;
pub mod country;
pub mod edition;
pub mod hs;
pub mod interval;
pub mod money;
pub mod name;
pub mod number;
pub mod outcome;
pub mod percent;
pub mod period;
pub mod position;
pub mod quotient;
pub mod verdict;

pub use code::{Currency, Id};
pub use country::Country;
pub use edition::{Edition, ValidCodes};
pub use hs::{Hs, HsError, HsRange, HsRead};
pub use interval::Interval;
pub use money::Money;
pub use outcome::Outcome;
pub use percent::{Percent, Share};
pub use period::Period;
pub use position::Position;
pub use quotient::Quotient;
pub use verdict::{Criterion, Summary, Verdict};
