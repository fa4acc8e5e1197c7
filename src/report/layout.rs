//! A page of text: labels on the left, wrapped text beside them. A Chinese character takes two columns.

use crate::say::{pad, width, wrap};

/// The width of a page.
const COLUMNS: usize = 100;
/// Where the text beside a label begins.
const TEXT: usize = 14;

/// Lines of text.
#[derive(Debug, Default)]
pub(super) struct Page {
    text: String,
}

impl Page {
    /// A line as it is.
    pub fn line(&mut self, text: &str) {
        self.text.push_str(text.trim_end());
        self.text.push('\n');
    }

    /// A line at the left margin, wrapped.
    pub fn wrapped(&mut self, text: &str) {
        for line in wrap(text, COLUMNS) {
            self.line(&line);
        }
    }

    /// An empty line.
    pub fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// A label, and text beside it.
    pub fn labelled(&mut self, label: &str, text: &str) {
        let label = format!("  {label}");
        let start = if width(&label) < TEXT { pad(&label, TEXT) } else { format!("{label}  ") };
        self.from(&start, TEXT, text);
    }

    /// Text under a label's text.
    pub fn beside(&mut self, text: &str) {
        self.from(&" ".repeat(TEXT), TEXT, text);
    }

    /// A sign and text, indented; further lines stand under the text.
    pub fn hanging(&mut self, indent: usize, mark: &str, text: &str) {
        let start = format!("{}{mark}", " ".repeat(indent.saturating_add(4)));
        let column = width(&start);
        self.from(&start, column, text);
    }

    fn from(&mut self, start: &str, column: usize, text: &str) {
        let room = COLUMNS.saturating_sub(column).max(30);
        for (index, line) in wrap(text, room).into_iter().enumerate() {
            let head = if index == 0 { start.to_owned() } else { " ".repeat(column) };
            self.line(&format!("{head}{line}"));
        }
    }

    /// Rows of cells in columns that line up, beside the labels.
    pub fn table(&mut self, rows: &[Vec<String>]) {
        self.columns(TEXT, rows);
    }

    /// Rows of cells in columns that line up, from the left margin.
    pub fn flush_table(&mut self, rows: &[Vec<String>]) {
        self.columns(0, rows);
    }

    fn columns(&mut self, indent: usize, rows: &[Vec<String>]) {
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let widest = |index: usize| rows.iter().filter_map(|row| row.get(index)).map(|cell| width(cell)).max().unwrap_or(0);
        let widths: Vec<usize> = (0..columns).map(widest).collect();
        for row in rows {
            let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, wide)| pad(cell, *wide)).collect();
            self.line(&format!("{}{}", " ".repeat(indent), cells.join("  ")));
        }
    }

    /// All of it.
    pub fn finish(self) -> String {
        self.text
    }
}
