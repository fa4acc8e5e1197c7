//! A row of a table.

use crate::value::Position;

/// A row: its cells as text, trimmed, and where it stands.
#[derive(Clone, Debug)]
pub struct Row {
    /// Where the row starts.
    pub at: Position,
    cells: Vec<String>,
    width: usize,
    spans: bool,
    merged: Vec<usize>,
    numbers: Vec<usize>,
}

/// What a sheet says of a row beside its texts.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    /// How wide its sheet is.
    pub width: usize,
    /// Whether one cell goes over most of the columns.
    pub spans: bool,
    /// The cells that are merged with those of another row.
    pub merged: Vec<usize>,
    /// The cells that the workbook keeps as numbers, in rising order.
    pub numbers: Vec<usize>,
}

impl Row {
    /// A row of a text: as wide as it has cells.
    #[must_use]
    pub const fn new(at: Position, cells: Vec<String>) -> Self {
        let width = cells.len();
        Self { at, cells, width, spans: false, merged: Vec::new(), numbers: Vec::new() }
    }

    /// A row of a sheet, which is as wide as its sheet.
    #[must_use]
    pub fn of_sheet(at: Position, cells: Vec<String>, marks: Marks) -> Self {
        Self { at, cells, width: marks.width, spans: marks.spans, merged: marks.merged, numbers: marks.numbers }
    }

    /// The same row on another line.
    #[must_use]
    pub fn on_line(mut self, line: u64) -> Self {
        self.at.line = line;
        self
    }

    /// How many cells it has.
    #[must_use]
    pub const fn width(&self) -> usize {
        self.width
    }

    /// Whether every cell is blank.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(String::is_empty)
    }

    /// The text of a cell, counted from 0; empty where the row is shorter.
    #[must_use]
    pub fn cell(&self, index: usize) -> &str {
        self.cells.get(index).map_or("", String::as_str)
    }

    /// All cells.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        self.cells.iter().map(String::as_str).chain(std::iter::repeat_n("", self.width.saturating_sub(self.cells.len())))
    }

    /// The cells that hold something, with their numbers.
    pub fn filled(&self) -> impl Iterator<Item = (usize, &str)> {
        self.cells.iter().map(String::as_str).enumerate().filter(|(_, cell)| !cell.is_empty())
    }

    /// The text of the row's only filled cell; `None` where several or none are filled.
    #[must_use]
    pub fn alone(&self) -> Option<(usize, &str)> {
        let mut filled = self.filled();
        filled.next().filter(|_| filled.next().is_none())
    }

    /// Whether one cell goes over most of the columns, as a title or a section does.
    #[must_use]
    pub const fn spans(&self) -> bool {
        self.spans
    }

    /// Whether a cell is merged with cells of other rows, so that its value is not the row's alone.
    #[must_use]
    pub fn is_merged(&self, index: usize) -> bool {
        self.merged.contains(&index)
    }

    /// Whether a cell is kept as a number, and not as the text of one.
    #[must_use]
    pub fn is_number(&self, index: usize) -> bool {
        self.numbers.binary_search(&index).is_ok()
    }

    /// The same row with blank cells up to a width.
    #[must_use]
    pub fn filled_up(mut self, width: usize) -> Self {
        self.width = self.width.max(width);
        self
    }

    /// The same row with blanks beyond a width taken away: `A,B,,` under two headings is `A,B`.
    #[must_use]
    pub fn cut_to(mut self, width: usize) -> Self {
        if self.width > width && self.cells.iter().skip(width).all(String::is_empty) {
            self.cells.truncate(width);
            self.width = width;
        }
        self
    }
}
