//! A table, whatever file it comes in.

use std::collections::VecDeque;
use std::io::{Cursor, Read};
use std::rc::Rc;
use std::sync::Arc;

use encoding_rs::Encoding;

use super::csv::{Records, cannot_read};
use super::decode::{Encoded, KnownHeading, Settled, Utf8};
use super::row::Row;
use super::separator::Separator;
use super::workbook::{self, BookKind, SheetRows};
use crate::diag::{Code, Diagnostic};
use crate::value::Position;

/// How a file is to be read, as far as the user says.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The encoding of a text.
    pub encoding: Option<&'static Encoding>,
    /// What parts the cells of a text.
    pub separator: Option<Separator>,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
}

/// What was understood of a file before its first row.
#[derive(Clone, Debug)]
pub enum Form {
    /// Text with separators.
    Text {
        /// What parts the cells.
        separator: Separator,
        /// Whether the user said so.
        separator_asked: bool,
        /// The encoding; settled for good once all rows are read.
        encoded: Encoded,
    },
    /// A sheet of a workbook.
    Sheet {
        /// What kind of workbook.
        kind: BookKind,
        /// The name of the sheet.
        name: String,
        /// All sheets of the workbook.
        all: Vec<String>,
    },
}

/// The rows of a table, with a look ahead.
pub struct Table<'a> {
    rows: Rows<'a>,
    ahead: VecDeque<Row>,
    /// Where the whole file, or the sheet, is.
    place: Position,
    /// Why nothing more can be read.
    broken: Option<Diagnostic>,
    form: Form,
    settled: Option<Settled>,
    /// The lines on which the rows stand, where they were taken out of their file.
    lines: Option<VecDeque<u64>>,
}

type Text<'a> = Records<std::io::Chain<Cursor<Vec<u8>>, Utf8<'a>>>;

enum Rows<'a> {
    Text(Box<Text<'a>>),
    Sheet(std::vec::IntoIter<Row>),
}

/// How much of a text is looked at to find what parts its cells.
const HEAD: u64 = 64 * 1024;

impl<'a> Table<'a> {
    /// Opens a table. `known_heading` says whether a text is a known heading of a column: by it the encoding, the
    /// separator and the sheet are recognised.
    ///
    /// # Errors
    /// Why it cannot be read: an empty file, bytes that are no text, a workbook that is unsound or whose sheet is open.
    pub fn open(
        mut source: Box<dyn Read + 'a>,
        file: &Arc<str>,
        options: &Options,
        known_heading: &KnownHeading,
    ) -> Result<Self, Diagnostic> {
        let place = Position::file(Arc::clone(file));
        let mut first = Vec::new();
        let failed = |error| Diagnostic::at(Code::CannotRead, &place).with("why", error);
        source.by_ref().take(256).read_to_end(&mut first).map_err(failed)?;
        match BookKind::of(&first) {
            Some(kind) => {
                source.read_to_end(&mut first).map_err(failed)?;
                Self::open_book(kind, &first, file, options, known_heading)
            }
            None => Self::open_text(Box::new(Cursor::new(first).chain(source)), &place, options, known_heading),
        }
    }

    fn open_text(
        source: Box<dyn Read + 'a>,
        place: &Position,
        options: &Options,
        known_heading: &KnownHeading,
    ) -> Result<Self, Diagnostic> {
        let mut text = Utf8::new(source, options.encoding, Rc::clone(known_heading));
        let settled = text.settled();
        let mut head = Vec::new();
        text.by_ref().take(HEAD).read_to_end(&mut head).map_err(|error| cannot_read(error, place))?;
        let (named, rest) = separator_line(head);
        let asked = options.separator.or(named);
        let separator = asked.unwrap_or_else(|| Separator::of(&rest, &**known_heading));
        let first_line = if named.is_some() { 2 } else { 1 };
        let records = Records::new(Cursor::new(rest).chain(text), place.clone(), separator, first_line);
        let form = Form::Text { separator, separator_asked: asked.is_some(), encoded: settled.get() };
        let mut table = Self {
            rows: Rows::Text(Box::new(records)),
            ahead: VecDeque::new(),
            place: place.clone(),
            broken: None,
            form,
            settled: Some(settled),
            lines: None,
        };
        table.some_row()?;
        Ok(table)
    }

    /// Rows in UTF-8 out of the middle of a text that was recognised before. They stand on the lines from `first` on, or
    /// on those of `lines`, one for each row.
    #[must_use]
    pub fn part(source: Box<dyn Read + 'a>, file: &Arc<str>, separator: Separator, first: u64, lines: Option<&[u64]>) -> Self {
        let place = Position::file(Arc::clone(file));
        let text = Utf8::new(source, Some(encoding_rs::UTF_8), Rc::new(|_| false));
        let settled = text.settled();
        let form = Form::Text { separator, separator_asked: true, encoded: settled.get() };
        let records = Records::new(Cursor::new(Vec::new()).chain(text), place.clone(), separator, first);
        Self {
            rows: Rows::Text(Box::new(records)),
            ahead: VecDeque::new(),
            place,
            broken: None,
            form,
            settled: Some(settled),
            lines: lines.map(|lines| lines.iter().copied().collect()),
        }
    }

    fn open_book(
        kind: BookKind,
        bytes: &[u8],
        file: &Arc<str>,
        options: &Options,
        known_heading: &KnownHeading,
    ) -> Result<Self, Diagnostic> {
        let sheets = workbook::read(kind, bytes, file)?;
        let all: Vec<String> = sheets.iter().map(|sheet| sheet.name.clone()).collect();
        let SheetRows { name, rows, .. } = chosen(sheets, file, options.sheet.as_deref(), known_heading)?;
        let place = Position::sheet(Arc::clone(file), Arc::from(name.as_str()));
        let form = Form::Sheet { kind, name, all };
        let mut table =
            Self { rows: Rows::Sheet(rows.into_iter()), ahead: VecDeque::new(), place, broken: None, form, settled: None, lines: None };
        table.some_row()?;
        Ok(table)
    }

    /// Holds that there is a row with something in it.
    fn some_row(&mut self) -> Result<(), Diagnostic> {
        let first = self.read();
        match first {
            Some(Ok(row)) => {
                self.ahead.push_back(row);
                Ok(())
            }
            Some(Err(problem)) => Err(problem),
            None => Err(Diagnostic::at(Code::EmptyFile, &self.place)),
        }
    }

    /// Where the file, or the sheet, is.
    #[must_use]
    pub const fn place(&self) -> &Position {
        &self.place
    }

    /// What was understood of the file.
    #[must_use]
    pub fn form(&self) -> Form {
        let mut form = self.form.clone();
        if let (Form::Text { encoded, .. }, Some(settled)) = (&mut form, &self.settled) {
            *encoded = settled.get();
        }
        form
    }

    /// The next rows, without taking them: up to `count`, fewer at the end or before a fault.
    pub fn peek(&mut self, count: usize) -> &VecDeque<Row> {
        while self.ahead.len() < count {
            match self.read() {
                Some(Ok(row)) => self.ahead.push_back(row),
                Some(Err(problem)) => {
                    self.broken = Some(problem);
                    break;
                }
                None => break,
            }
        }
        &self.ahead
    }

    /// The next row, or why there is none: after an error nothing more can be read.
    pub fn next_row(&mut self) -> Option<Result<Row, Diagnostic>> {
        if let Some(row) = self.ahead.pop_front() {
            return Some(Ok(row));
        }
        if let Some(problem) = self.broken.take() {
            self.rows = Rows::Sheet(Vec::new().into_iter());
            return Some(Err(problem));
        }
        let row = self.read();
        if matches!(row, Some(Err(_))) {
            self.rows = Rows::Sheet(Vec::new().into_iter());
        }
        row
    }

    fn read(&mut self) -> Option<Result<Row, Diagnostic>> {
        if self.broken.is_some() {
            return None;
        }
        match &mut self.rows {
            Rows::Sheet(rows) => rows.next().map(Ok),
            Rows::Text(records) => {
                let encoding = self.settled.as_ref().map(|settled| settled.get().encoding);
                records.is_decoded(encoding.is_some_and(|encoding| encoding != encoding_rs::UTF_8));
                let row = records.next_row();
                match (row, self.lines.as_mut().and_then(VecDeque::pop_front)) {
                    (Some(Ok(row)), Some(line)) => Some(Ok(row.on_line(line))),
                    (row, _) => row,
                }
            }
        }
    }
}

/// Takes off a first line `sep=;`, by which a text says what parts its cells.
fn separator_line(head: Vec<u8>) -> (Option<Separator>, Vec<u8>) {
    let end = head.iter().position(|byte| *byte == b'\n').unwrap_or(head.len());
    let line = head.get(..end).and_then(|line| std::str::from_utf8(line).ok()).unwrap_or_default();
    let named = line.trim_end_matches('\r').trim_matches('"').strip_prefix("sep=").and_then(Separator::from_word);
    let rest = named.and_then(|_| head.get(end.saturating_add(1)..)).map(<[u8]>::to_vec);
    match rest {
        Some(rest) => (named, rest),
        None => (None, head),
    }
}

/// How many rows of a sheet may come before its headings.
const BEFORE_HEADINGS: usize = 30;

/// The sheet that was asked for, or the only one that is shown and has known headings.
fn chosen(sheets: Vec<SheetRows>, file: &Arc<str>, asked: Option<&str>, known_heading: &KnownHeading) -> Result<SheetRows, Diagnostic> {
    let at = Position::file(Arc::clone(file));
    let names = |sheets: &[SheetRows]| sheets.iter().map(|sheet| sheet.name.as_str()).collect::<Vec<_>>().join(", ");
    let all = names(&sheets);
    if let Some(asked) = asked {
        let found = sheets.into_iter().find(|sheet| sheet.name.trim() == asked.trim());
        return found.ok_or_else(|| Diagnostic::at(Code::NoSuchSheet, &at).with("sheet", asked).with("sheets", all));
    }
    let known = |row: &Row| row.filled().filter(|(_, cell)| known_heading(cell)).count();
    let headings = |sheet: &SheetRows| sheet.rows.iter().take(BEFORE_HEADINGS).map(known).max().unwrap_or(0);
    let mut shown: Vec<SheetRows> =
        sheets.into_iter().filter(|sheet| sheet.visible && sheet.rows.iter().any(|row| !row.is_blank())).collect();
    let with_table = shown.iter().filter(|sheet| headings(sheet) >= 2).count();
    if with_table > 1 {
        let tables: Vec<SheetRows> = shown.into_iter().filter(|sheet| headings(sheet) >= 2).collect();
        let first = tables.first().map(|sheet| sheet.name.clone()).unwrap_or_default();
        return Err(Diagnostic::at(Code::SheetOpen, &at).with("sheets", names(&tables)).with("first", first));
    }
    shown.sort_by_key(|sheet| std::cmp::Reverse(headings(sheet)));
    shown.into_iter().next().ok_or_else(|| Diagnostic::at(Code::EmptyFile, &at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_names_the_separator_is_taken_off() {
        assert_eq!(separator_line(b"sep=;\r\na;b".to_vec()), (Some(Separator::Semicolon), b"a;b".to_vec()));
        assert_eq!(separator_line(b"\"sep=\t\"\na\tb".to_vec()), (Some(Separator::Tab), b"a\tb".to_vec()));
        assert_eq!(separator_line(b"separation,x".to_vec()), (None, b"separation,x".to_vec()));
        assert_eq!(separator_line(b"sep=x\na".to_vec()), (None, b"sep=x\na".to_vec()));
    }
}
