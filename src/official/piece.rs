//! What a published list is made of, whatever kind of file it comes in.

use crate::value::Position;

/// The number of columns of the list: serial number, HS code, description, rule.
pub const COLUMNS: usize = 4;

/// A printed line, or a row of a table, of a published list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Where it stands. A page of a PDF and a sheet of a workbook are named behind the file: `list.pdf!page 12`.
    pub at: Position,
    /// What stands there.
    pub what: What,
}

/// What stands in a piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Text in the four columns: serial number, HS code, description, rule. A cell that wraps fills several
    /// pieces in a printed list, in which most cells are then empty.
    Cells([String; COLUMNS]),
    /// The heading of the table, as often as it is repeated.
    Heading(String),
    /// Text outside the table: titles, headnotes, page numbers.
    Loose(String),
}
