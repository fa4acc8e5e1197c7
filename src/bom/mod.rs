//! Rows to goods and materials.
//!
//! [`Portfolio`] takes in bills of materials, a goods table and the values of flags, and gives one
//! [`Case`] for each good: everything that an assessment needs, in one currency and for one number
//! of pieces. Lines are not kept: like lines are gathered in a [`Tally`], so that a good of a
//! million lines takes no more room than its different materials.

mod bill;
mod block;
mod case;
mod cell;
mod codes;
mod columns;
mod family;
mod field;
mod good;
mod good_row;
mod goods_table;
mod header;
mod heading;
mod inputs;
mod levels;
mod material;
mod part;
mod picture;
mod places;
mod portfolio;
mod procurement;
mod profile;
mod quantity;
mod rates;
mod reading;
mod row_kind;
mod rows;
mod sign;
mod tally;
mod title;
mod vocabulary;
mod ways;

pub use bill::{BillLine, Worth};
pub use case::{Case, Defaults, Lot, RateUsed, Spot};
pub use cell::{Cell, Place, Priced, RuleChoice};
pub(crate) use codes::look_up as doubt_code;
pub use columns::{Column, Columns, How, Seen};
pub use field::{Context, Field};
pub use good::{Declared, GoodFacts, Stated};
pub use goods_table::GoodsTable;
pub use heading::{Heading, Recognised, is_known, recognise};
pub use inputs::{Inputs, digest};
pub use levels::LevelForm;
pub(crate) use material::kept_name;
pub use material::{Line, LineKind, Material, Status};
pub use part::{DiagnosticPart, GoodPart};
pub use picture::{ColumnPicture, Counted, Picture, RowPicture};
pub use portfolio::{Good, Portfolio};
pub use procurement::Procurement;
pub use profile::{PartQuantities, Profile, Use};
pub use rates::Rates;
pub(crate) use reading::read_row;
pub use reading::{REQUIRED, Witness};
pub(crate) use row_kind::is_example;
pub use rows::{Layout, Rows, text};
pub use sign::{Settled, Sign};
pub use tally::{Group, GroupKey, Tally};
pub use vocabulary::Vocabulary;
pub use ways::Ways;
