//! The official list of product-specific rules, from the file in which it is published to rows of law.
//!
//! Each kind of file becomes the same sequence of [`Piece`]s, so that everything after that is one road: pieces
//! are put together to [`Rows`], each row's wording is read ([`crate::wording`]), and the rows are placed on the
//! list that is loaded. Nothing is dropped: [`Became`] says of each piece what it became.

mod account;
mod codes;
mod decode;
mod grid;
mod heading;
mod html;
mod import;
mod piece;
mod printed;
mod rows;
mod serials;
mod source;
mod standing;
mod table_csv;
mod text;
mod xlsx;

pub use account::{Account, Form, Overlap, TextRow};
pub use codes::{CodeCell, CodeProblem};
pub use grid::GridRow;
pub use heading::Headings;
pub use import::{Imported, Plan, import};
pub use piece::{COLUMNS, Piece, What};
pub use printed::read_words;
pub use rows::{Became, ListRow, Rows, rows};
pub use source::{is_pdf, read_list};
pub use standing::{Coverage, Obstacle, coverage, obstacles};
pub use text::{join, tidy};
