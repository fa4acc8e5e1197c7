//! Where a value was read.

use std::fmt;
use std::sync::Arc;

/// A place in the user's input, as their own program shows it: the first row is 1, the first cell is 1.
///
/// Written `file`, `file:line` or `file:line:cell`; in a workbook `book!sheet`, `book!sheet!7` (a row) or
/// `book!sheet!D7`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The file as the user named it, `-` for standard input, `--flag` for a flag.
    pub file: Arc<str>,
    /// The sheet of a workbook; `None` for a file of text.
    pub sheet: Option<Arc<str>>,
    /// The line on which the row starts; 0 where the whole file is meant.
    pub line: u64,
    /// The number of the cell in its row; 0 where the whole row is meant.
    pub cell: u32,
}

impl Position {
    /// The whole file.
    #[must_use]
    pub const fn file(file: Arc<str>) -> Self {
        Self { file, sheet: None, line: 0, cell: 0 }
    }

    /// A row of a file.
    #[must_use]
    pub const fn row(file: Arc<str>, line: u64) -> Self {
        Self { file, sheet: None, line, cell: 0 }
    }

    /// The whole sheet of a workbook.
    #[must_use]
    pub const fn sheet(file: Arc<str>, sheet: Arc<str>) -> Self {
        Self { file, sheet: Some(sheet), line: 0, cell: 0 }
    }

    /// The file, or the sheet of its workbook, as a whole.
    #[must_use]
    pub fn whole(&self) -> Self {
        self.at_line(0)
    }

    /// A row of the same file or sheet.
    #[must_use]
    pub fn at_line(&self, line: u64) -> Self {
        Self { line, cell: 0, ..self.clone() }
    }

    /// A cell of the same row, counted from 0 as rows are indexed.
    #[must_use]
    pub fn at_cell(&self, index: usize) -> Self {
        let cell = u32::try_from(index.saturating_add(1)).unwrap_or(u32::MAX);
        Self { cell, ..self.clone() }
    }

    /// Whether two places are in one file, and in one sheet of it.
    #[must_use]
    pub fn is_in_file_of(&self, other: &Self) -> bool {
        self.file == other.file && self.sheet == other.sheet
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        let mark = if let Some(sheet) = &self.sheet {
            write!(f, "!{sheet}")?;
            '!'
        } else {
            ':'
        };
        match (self.line, self.cell, &self.sheet) {
            (0, ..) => Ok(()),
            (line, 0, _) => write!(f, "{mark}{line}"),
            (line, cell, Some(_)) => write!(f, "!{}{line}", column_letters(cell)),
            (line, cell, None) => write!(f, ":{line}:{cell}"),
        }
    }
}

/// The letters of a column, counted from 1: `A`, `Z`, `AA`.
#[must_use]
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    while let Some(index) = rest.checked_sub(1) {
        letters.push(u8::try_from(index % 26).map_or('?', |offset| char::from(b'A'.saturating_add(offset))));
        rest = index / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_lettered_as_spreadsheets_do() {
        assert_eq!([1, 26, 27, 52, 702, 703, 16_384].map(column_letters), ["A", "Z", "AA", "AZ", "ZZ", "AAA", "XFD"]);
    }

    #[test]
    fn a_place_is_written_as_the_user_sees_it() {
        let row = Position::row(Arc::from("a.csv"), 7);
        assert_eq!([row.to_string(), row.at_cell(3).to_string()], ["a.csv:7", "a.csv:7:4"]);
        let sheet = Position::sheet(Arc::from("b.xlsx"), Arc::from("BOM"));
        let row = sheet.at_line(7);
        let shown = [sheet.to_string(), row.to_string(), row.at_cell(3).to_string()];
        assert_eq!(shown, ["b.xlsx!BOM", "b.xlsx!BOM!7", "b.xlsx!BOM!D7"]);
    }
}
