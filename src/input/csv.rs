//! Separated values in UTF-8: each record with the line on which it starts.

use std::borrow::Cow;
use std::io::Read;

use csv::{ByteRecord, Reader, ReaderBuilder};

use super::decode::Undecided;
use super::row::Row;
use super::separator::Separator;
use super::watch::{QuoteFault, Watch};
use crate::diag::{Code, Diagnostic};
use crate::value::Position;

/// The rows of a text.
pub(super) struct Records<R> {
    reader: Reader<Watch<R>>,
    file: Position,
    record: ByteRecord,
    /// Whether the text was written in another encoding, so that a replaced letter shows a damaged one.
    decoded: bool,
}

impl<R: Read> Records<R> {
    /// Rows from `source`, whose first line is the line `first` of the file.
    pub fn new(source: R, file: Position, separator: Separator, first: u64) -> Self {
        let watch = Watch::new(source, separator.byte(), first);
        let reader = ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator.byte()).from_reader(watch);
        Self { reader, file, record: ByteRecord::new(), decoded: false }
    }

    /// Whether a letter `U+FFFD` stands for bytes that are not of the file's encoding.
    pub const fn is_decoded(&mut self, decoded: bool) {
        self.decoded = decoded;
    }

    /// The next row, or why there is none: after an error nothing more can be read.
    pub fn next_row(&mut self) -> Option<Result<Row, Diagnostic>> {
        match self.reader.read_byte_record(&mut self.record) {
            Ok(true) => Some(self.row()),
            Ok(false) => self.quote_fault().map(Err),
            Err(error) => Some(Err(cannot_read(error.into(), &self.file))),
        }
    }

    /// At the end: a quote that was never closed, or that closed in the middle of a cell. Either may have
    /// swallowed rows.
    fn quote_fault(&self) -> Option<Diagnostic> {
        let (fault, line) = self.reader.get_ref().fault_at_end()?;
        let code = match fault {
            QuoteFault::Unclosed => Code::UnclosedQuote,
            QuoteFault::TextAfter => Code::TextAfterQuote,
        };
        Some(Diagnostic::at(code, &self.file.at_line(line)))
    }

    fn row(&mut self) -> Result<Row, Diagnostic> {
        let at = self.file.at_line(self.reader.get_mut().next_start());
        let mut row = Row::with_room(at, self.record.len(), self.record.as_slice().len().min(LONGEST));
        for (index, bytes) in self.record.iter().enumerate() {
            let text = std::str::from_utf8(bytes).ok().filter(|text| !(self.decoded && text.contains('\u{fffd}')));
            let text = text.ok_or_else(|| Diagnostic::at(Code::NotUtf8, &row.at.at_cell(index)))?.trim();
            row.push(&kept_cell(text));
        }
        Ok(row)
    }
}

/// Of a cell no more bytes are kept.
pub(crate) const LONGEST: usize = 1024 * 1024;

/// A cell as it is kept: a longer one is cut, and ends with `…`. Of a name so much is not kept anyhow, and nothing else can be
/// read from it.
pub(crate) fn kept_cell(text: &str) -> Cow<'_, str> {
    match text.get(..text.floor_char_boundary(LONGEST)) {
        Some(kept) if kept.len() < text.len() => Cow::Owned(format!("{kept}…")),
        _ => Cow::Borrowed(text),
    }
}

/// Why reading stopped: the bytes are no text, or the machine failed.
pub(super) fn cannot_read(error: std::io::Error, file: &Position) -> Diagnostic {
    match error.get_ref().and_then(|inner| inner.downcast_ref()) {
        Some(Undecided::Binary) => Diagnostic::at(Code::NotText, file),
        Some(Undecided::Open) => Diagnostic::at(Code::EncodingOpen, file),
        None => Diagnostic::at(Code::CannotRead, file).with("why", error),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn a_cell_of_megabytes_is_cut_and_says_so() {
        let long = "電".repeat(LONGEST);
        let (rows, stopped) = rows(&format!("a,b\n1,{long}\n"));
        assert_eq!((rows.len(), stopped), (2, None));
        let cell = &rows[1].1[1];
        assert!(cell.len() <= LONGEST + 3 && cell.ends_with("電…"), "{}", cell.len());
    }

    /// The line and the cells of every row, or the code of what stops it.
    fn rows(text: &str) -> (Vec<(u64, Vec<String>)>, Option<Code>) {
        let file = Position::file(Arc::from("t.csv"));
        let mut records = Records::new(text.as_bytes(), file, Separator::Comma, 1);
        let mut found = Vec::new();
        loop {
            match records.next_row() {
                Some(Ok(row)) => found.push((row.at.line, row.cells().map(str::to_owned).collect())),
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
        assert_eq!(lines("\"a\nx\",b\n1,2\n"), [1, 3]);
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
