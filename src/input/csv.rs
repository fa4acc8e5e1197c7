//! Comma-separated values in UTF-8, with or without a byte-order mark.

use std::io::Read;
use std::sync::Arc;

use csv::{ByteRecord, Reader, ReaderBuilder};

use crate::diag::{Code, Diagnostic};
use crate::value::Position;

/// A table whose first row names its columns.
pub struct Table<R> {
    reader: Reader<Counted<R>>,
    file: Arc<str>,
    record: ByteRecord,
    header: Row,
    /// The row before, if one of its cells runs over several lines.
    over_lines: Option<Position>,
}

/// Counts the double quotes that pass through: an odd number of them means that one was not closed, or
/// that one stands for inches.
struct Counted<R> {
    source: R,
    odd: bool,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.source.read(buffer)?;
        let quotes = buffer.iter().take(count).filter(|byte| **byte == b'"').count();
        self.odd ^= quotes & 1 == 1;
        Ok(count)
    }
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
}

impl<R: Read> Table<R> {
    /// Reads the header.
    ///
    /// # Errors
    /// An empty file, bytes that are not UTF-8, or a reader that fails.
    pub fn open(source: R, file: &Arc<str>) -> Result<Self, Diagnostic> {
        let reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(Counted { source, odd: false });
        let header = Row { at: Position::file(Arc::clone(file)), cells: Vec::new() };
        let mut table = Self { reader, file: Arc::clone(file), record: ByteRecord::new(), header, over_lines: None };
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
        match self.reader.read_byte_record(&mut self.record) {
            Ok(true) => {
                let row = self.decoded();
                let runs_on = |row: &Row| row.cells.iter().any(|cell| cell.contains('\n'));
                self.over_lines = row.as_ref().ok().filter(|row| runs_on(row)).map(|row| row.at.clone());
                Some(row)
            }
            Ok(false) => self.unclosed_quote().map(Err),
            Err(error) => {
                let line = self.reader.position().line();
                let at = Position::row(Arc::clone(&self.file), line);
                Some(Err(Diagnostic::at(Code::CannotRead, &at).with("why", error)))
            }
        }
    }

    /// At the end: whether the last row ran over several lines because its quote was never closed.
    fn unclosed_quote(&mut self) -> Option<Diagnostic> {
        let last = self.over_lines.take()?;
        self.reader.get_ref().odd.then(|| Diagnostic::at(Code::UnclosedQuote, &last))
    }

    fn decoded(&self) -> Result<Row, Diagnostic> {
        let line = self.record.position().map_or(0, csv::Position::line);
        let at = Position::row(Arc::clone(&self.file), line);
        let mut cells = Vec::with_capacity(self.record.len());
        for (index, bytes) in self.record.iter().enumerate() {
            let text = std::str::from_utf8(bytes).map_err(|_| Diagnostic::at(Code::NotUtf8, &at.at_cell(index)))?;
            cells.push(text.trim().to_owned());
        }
        Ok(Row { at, cells })
    }
}
