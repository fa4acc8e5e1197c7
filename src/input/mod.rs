//! Bytes to rows: each row knows where it stands, each cell is text.
//!
//! A text passes through [`decode`](self) on its way to UTF-8 and is parted into records one by one, so that a file of any
//! size takes little memory. A workbook is unpacked whole, sheet by sheet, and its numbers become the decimals that its
//! cells show. Either way out comes a [`Table`]: rows, one after the other, with a look ahead for the headings.

mod biff;
mod csv;
mod decode;
mod grid;
mod number;
mod ods;
mod row;
mod separator;
mod table;
mod unpack;
mod watch;
mod workbook;

pub(crate) use csv::{LONGEST, kept_cell};
pub use decode::{Encoded, KnownHeading, Why, decoded, encoding_of_name};
pub use row::{Marks, Row};
pub use separator::Separator;
pub use table::{Form, Options, Table};
pub use unpack::{Packed, unpacked_size};
pub use workbook::BookKind;
