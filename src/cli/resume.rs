//! Going on from a report that was cut off: its whole rows are taken as they are, if they are of this very run.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;

use super::args::Format;
use super::files;
use crate::batch::{Compared, Earlier};
use crate::diag::{Code, Diagnostic};
use crate::report::{Kept, NotARow};
use crate::value::Position;

/// The rows of a report that was cut off, one after the other.
pub struct Resume {
    at: Position,
    rows: Rows,
    run: Arc<str>,
}

enum Rows {
    Json(BufReader<File>, u64),
    Csv(Box<csv::Reader<WholeLines<BufReader<File>>>>),
}

impl Resume {
    /// Opens a report and holds all of it against this run, before anything is written.
    pub fn open(path: &Path, format: Format, run: &Arc<str>, goods: &mut dyn Iterator<Item = &str>) -> Result<Self, Diagnostic> {
        let mut rows = Self::begin(path, format, run)?;
        while let Some(kept) = rows.next()? {
            if goods.next() != Some(kept.good.as_str()) {
                return Err(not_a_line(&rows.at, &kept.good));
            }
        }
        Self::begin(path, format, run)
    }

    /// The goods of a report, to be looked up; `None` where something of it is to be told.
    pub fn goods(path: &Path, format: Format, run: &Arc<str>) -> Option<Earlier> {
        let mut rows = Self::begin(path, format, run).ok()?;
        let mut goods = Earlier::default();
        while let Some(Kept { good, verdict, .. }) = rows.next().ok()? {
            goods.add(&good, Some(Compared { verdict, criterion: None, margin: None }), 0).then_some(())?;
        }
        goods.close();
        (!goods.repeats()).then_some(goods)
    }

    /// Holds that the good of a report that stands there is no good of this run, or another one stands there.
    pub fn misplaced(path: &Path, format: Format, run: &Arc<str>, place: u32) -> Result<Self, Diagnostic> {
        let mut rows = Self::begin(path, format, run)?;
        for _ in 0..place {
            rows.next()?;
        }
        let good = rows.next()?.map(|kept| kept.good).unwrap_or_default();
        Err(not_a_line(&rows.at, &good))
    }

    /// Opens a report from its first row on.
    pub fn begin(path: &Path, format: Format, run: &Arc<str>) -> Result<Self, Diagnostic> {
        let at = Position::file(files::name(path));
        let file = File::open(path).map_err(|error| Diagnostic::at(Code::CannotOpen, &at).with("why", error))?;
        let file = BufReader::new(file);
        let rows = match format {
            Format::Ndjson => Rows::Json(file, 0),
            Format::Csv => {
                let reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(WholeLines::new(file));
                Rows::Csv(Box::new(reader))
            }
            Format::Text | Format::Json => return Err(Diagnostic::at(Code::ResumeForm, &at)),
        };
        Ok(Self { at, rows, run: Arc::clone(run) })
    }

    /// Where it is.
    pub const fn place(&self) -> &Position {
        &self.at
    }

    /// The next good that was judged already; `None` where the report ends or breaks off.
    pub fn next(&mut self) -> Result<Option<Kept>, Diagnostic> {
        let why = |error: &dyn std::fmt::Display| Diagnostic::at(Code::CannotRead, &self.at).with("why", error);
        let (line, kept) = match &mut self.rows {
            Rows::Json(file, line) => next_line(file, line).map_err(|error| why(&error))?,
            Rows::Csv(reader) => next_record(reader).map_err(|error| why(&error))?,
        };
        match kept {
            Err(NotARow) => Err(not_a_line(&self.at.at_line(line), "—")),
            Ok(Some(kept)) if *kept.run != *self.run => Err(self.other(&kept.run)),
            Ok(kept) => Ok(kept),
        }
    }

    /// Of another run: the first of its three digests that differs says why.
    fn other(&self, run: &str) -> Diagnostic {
        const WHY: [&str; 3] = ["resume.law", "resume.input", "resume.flags"];
        let differs = run.split('-').zip(self.run.split('-')).position(|(theirs, ours)| theirs != ours);
        let why = differs.and_then(|place| WHY.get(place)).copied().unwrap_or("resume.flags");
        Diagnostic::at(Code::ResumeOther, &self.at).with_message("why", why)
    }
}

/// A row, read: its line, and the good, `Ok(None)` at the end, or an error where it is no row of a report.
type Row = (u64, Result<Option<Kept>, NotARow>);

fn next_line(file: &mut BufReader<File>, line: &mut u64) -> std::io::Result<Row> {
    let mut bytes = Vec::new();
    file.read_until(b'\n', &mut bytes)?;
    *line = line.saturating_add(1);
    let Some(bytes) = bytes.strip_suffix(b"\n") else { return Ok((*line, Ok(None))) };
    Ok((*line, std::str::from_utf8(bytes).map_err(|_| NotARow).and_then(Kept::of_json)))
}

fn next_record(reader: &mut csv::Reader<WholeLines<BufReader<File>>>) -> Result<Row, csv::Error> {
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record)? {
        let cells: Vec<&str> = record.iter().collect();
        let line = record.position().map_or(0, csv::Position::line);
        match Kept::of_csv(&cells) {
            Err(NotARow) if Kept::is_csv_header(&cells) => {}
            // A row that is cut off inside quotes ends with a line all the same.
            Err(NotARow) if reader.is_done() => break,
            kept => return Ok((line, kept)),
        }
    }
    Ok((0, Ok(None)))
}

fn not_a_line(at: &Position, value: &str) -> Diagnostic {
    Diagnostic::at(Code::NotALine, at).with("schema", "cepa/report/1").with("value", value)
}

/// A source of bytes up to the end of its last whole line.
struct WholeLines<R> {
    source: R,
    /// Bytes of a line whose end was not met yet.
    held: Vec<u8>,
    /// Bytes of whole lines.
    ready: std::collections::VecDeque<u8>,
}

impl<R: BufRead> WholeLines<R> {
    fn new(source: R) -> Self {
        Self { source, held: Vec::new(), ready: std::collections::VecDeque::new() }
    }
}

impl<R: BufRead> Read for WholeLines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.ready.is_empty() {
            self.held.clear();
            self.source.read_until(b'\n', &mut self.held)?;
            if self.held.ends_with(b"\n") {
                self.ready.extend(self.held.drain(..));
            }
        }
        self.ready.read(buffer)
    }
}
