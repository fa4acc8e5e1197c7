//! Comma-separated values in UTF-8, with or without a byte-order mark.

use std::io::Read;
use std::sync::Arc;

use csv::{ByteRecord, Reader, ReaderBuilder};

use super::watch::{QuoteFault, Watch};
use crate::diag::{Code, Diagnostic};
use crate::value::Position;

/// A table whose first row names its columns.
pub struct Table<R> {
    reader: Reader<Watch<R>>,
    file: Arc<str>,
    record: ByteRecord,
    header: Row,
    ended: bool,
}

/// A row: its cells as text, trimmed, and the line on which it starts.
#[derive(Clone, Debug)]
pub struct Row {
    /// Where the row starts.
    pub at: Position,
    cells: Vec<String>,
}

impl Row {
    /// How many cells it has.
    #[must_use]
    pub const fn width(&self) -> usize {
        self.cells.len()
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
        self.cells.iter().map(String::as_str)
    }

    /// The same row with blank cells up to a width.
    #[must_use]
    pub fn filled_up(mut self, width: usize) -> Self {
        self.cells.resize(self.cells.len().max(width), String::new());
        self
    }
}

impl<R: Read> Table<R> {
    /// Reads the header.
    ///
    /// # Errors
    /// An empty file, bytes that are not UTF-8, or a reader that fails.
    pub fn open(source: R, file: &Arc<str>) -> Result<Self, Diagnostic> {
        let reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(Watch::new(source));
        let header = Row { at: Position::file(Arc::clone(file)), cells: Vec::new() };
        let mut table = Self { reader, file: Arc::clone(file), record: ByteRecord::new(), header, ended: false };
        let first = loop {
            match table.next_row() {
                Some(Ok(row)) if row.is_blank() => {}
                Some(Ok(row)) => break row,
                Some(Err(problem)) => return Err(problem),
                None => return Err(Diagnostic::at(Code::EmptyFile, &table.header.at)),
            }
        };
        table.header = first;
        Ok(table)
    }

    /// The row that names the columns.
    #[must_use]
    pub const fn header(&self) -> &Row {
        &self.header
    }

    /// The next row, or why there is none: after an error nothing more can be read.
    pub fn next_row(&mut self) -> Option<Result<Row, Diagnostic>> {
        if self.ended {
            return None;
        }
        let row = match self.reader.read_byte_record(&mut self.record) {
            Ok(true) => Some(self.decoded()),
            Ok(false) => self.quote_fault().map(Err),
            Err(error) => Some(Err(Diagnostic::at(Code::CannotRead, &Position::file(Arc::clone(&self.file))).with("why", error))),
        };
        self.ended = !matches!(row, Some(Ok(_)));
        row
    }

    /// At the end: a quote that was never closed, or that closed in the middle of a cell. Either may have
    /// swallowed rows.
    fn quote_fault(&self) -> Option<Diagnostic> {
        let (fault, line) = self.reader.get_ref().fault_at_end()?;
        let code = match fault {
            QuoteFault::Unclosed => Code::UnclosedQuote,
            QuoteFault::TextAfter => Code::TextAfterQuote,
        };
        Some(Diagnostic::at(code, &Position::row(Arc::clone(&self.file), line)))
    }

    fn decoded(&mut self) -> Result<Row, Diagnostic> {
        let at = Position::row(Arc::clone(&self.file), self.reader.get_mut().next_start());
        let mut cells = Vec::with_capacity(self.record.len());
        for (index, bytes) in self.record.iter().enumerate() {
            let text = std::str::from_utf8(bytes).map_err(|_| Diagnostic::at(Code::NotUtf8, &at.at_cell(index)))?;
            cells.push(text.trim().to_owned());
        }
        Ok(Row { at, cells })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The line and the cells of every row, or the code of what stops it.
    fn rows(text: &str) -> (Vec<(u64, Vec<String>)>, Option<Code>) {
        let mut table = Table::open(text.as_bytes(), &Arc::from("t.csv")).expect("a header");
        let mut found = vec![(table.header().at.line, table.header().cells.clone())];
        loop {
            match table.next_row() {
                Some(Ok(row)) => found.push((row.at.line, row.cells)),
                Some(Err(problem)) => return (found, Some(problem.code)),
                None => return (found, None),
            }
        }
    }

    fn lines(text: &str) -> Vec<u64> {
        rows(text).0.into_iter().map(|(line, _)| line).collect()
    }

    #[test]
    fn rows_know_the_line_on_which_they_start() {
        assert_eq!(lines("a,b\n1,2\n3,4\n"), [1, 2, 3]);
        assert_eq!(lines("a,b\r\n1,2\r\n3,4\r\n"), [1, 2, 3]);
        assert_eq!(lines("a,b\r1,2\r3,4"), [1, 2, 3]);
        assert_eq!(lines("\n\na,b\n\n1,2\n"), [3, 5]);
        assert_eq!(lines("\u{feff}\"a\nx\",b\n1,2\n"), [1, 3]);
        assert_eq!(lines("a,b\n\"1\r\n1\",2\n3,4\n"), [1, 2, 4]);
    }

    #[test]
    fn a_quote_that_swallows_rows_is_told() {
        assert_eq!(rows("a,b\n1,\"two\n3,4\n").1, Some(Code::UnclosedQuote));
        assert_eq!(rows("a,b\n1,\"two\n3,\"four\n").1, Some(Code::TextAfterQuote));
        assert_eq!(rows("a,b\npipe 3\",\"x\ny\"\n").1, None);
        assert_eq!(rows("a,b\n1,\"say \"\"two\"\"\"\n").1, None);
    }
}
