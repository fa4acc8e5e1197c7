//! A row of a table.

use crate::value::Position;

/// A row: its cells as text, trimmed, and where it stands.
#[derive(Clone, Debug)]
pub struct Row {
    /// Where the row starts.
    pub at: Position,
    /// The texts of its cells, one behind the other.
    text: String,
    /// Where each of them ends.
    ends: Vec<usize>,
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
    pub fn new(at: Position, cells: Vec<String>) -> Self {
        let marks = Marks { width: cells.len(), ..Marks::default() };
        Self::of_sheet(at, cells, marks)
    }

    /// A row of a sheet, which is as wide as its sheet.
    #[must_use]
    pub fn of_sheet(at: Position, cells: Vec<String>, marks: Marks) -> Self {
        let mut row = Self::with_room(at, cells.len(), cells.iter().map(String::len).sum());
        for cell in cells {
            row.push(&cell);
        }
        Self { width: marks.width, spans: marks.spans, merged: marks.merged, numbers: marks.numbers, ..row }
    }

    /// A row without cells, with room for so many cells and so many bytes of text.
    pub(super) fn with_room(at: Position, cells: usize, text: usize) -> Self {
        let (text, ends) = (String::with_capacity(text), Vec::with_capacity(cells));
        Self { at, text, ends, width: 0, spans: false, merged: Vec::new(), numbers: Vec::new() }
    }

    /// Adds a cell behind the others.
    pub(super) fn push(&mut self, cell: &str) {
        self.text.push_str(cell);
        self.ends.push(self.text.len());
        self.width = self.width.max(self.ends.len());
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
        self.text.is_empty()
    }

    /// The text of a cell, counted from 0; empty where the row is shorter.
    #[must_use]
    pub fn cell(&self, index: usize) -> &str {
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.ends.get(index).and_then(|end| self.text.get(start..*end)).unwrap_or_default()
    }

    /// Whether some cell holds more than one line.
    #[must_use]
    pub fn has_line_ends(&self) -> bool {
        self.text.contains('\n') || self.text.contains('\r')
    }

    /// All cells.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        (0..self.width.max(self.ends.len())).map(|index| self.cell(index))
    }

    /// The cells that hold something, with their numbers.
    pub fn filled(&self) -> impl Iterator<Item = (usize, &str)> {
        (0..self.ends.len()).map(|index| (index, self.cell(index))).filter(|(_, cell)| !cell.is_empty())
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
        let start = width.checked_sub(1).map_or(Some(0), |last| self.ends.get(last).copied());
        if self.width > width && start.is_none_or(|start| start == self.text.len()) {
            self.ends.truncate(width);
            self.width = width;
        }
        self
    }
}
