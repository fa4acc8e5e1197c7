//! Watching the bytes on their way to the CSV reader: where each record starts, and what is wrong with the
//! quotes. The reader itself forgives both.

use std::collections::VecDeque;
use std::io::Read;

/// What is wrong with a quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum QuoteFault {
    /// It is never closed.
    Unclosed,
    /// Text follows the quote that closes the cell.
    TextAfter,
}

/// Where the reader stands in the grammar of RFC 4180.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    RecordStart,
    CellStart,
    Plain,
    Quoted,
    /// Behind a quote inside a quoted cell: an escape, or the end.
    QuoteSeen,
}

/// A source of bytes that is watched.
pub(super) struct Watch<R> {
    source: R,
    separator: u8,
    state: State,
    line: u64,
    after_return: bool,
    quote_line: u64,
    /// The lines on which the records start that have passed and were not asked for yet.
    starts: VecDeque<u64>,
    /// The first fault of a quote, and the line of that quote.
    fault: Option<(QuoteFault, u64)>,
}

impl<R> Watch<R> {
    /// Watches `source`, whose first line is the line `line` of its file.
    pub const fn new(source: R, separator: u8, line: u64) -> Self {
        Self {
            source,
            separator,
            state: State::RecordStart,
            line,
            after_return: false,
            quote_line: 0,
            starts: VecDeque::new(),
            fault: None,
        }
    }

    /// The line on which the next record starts.
    pub fn next_start(&mut self) -> u64 {
        self.starts.pop_front().unwrap_or(self.line)
    }

    /// What is wrong with a quote, once everything has passed.
    pub fn fault_at_end(&self) -> Option<(QuoteFault, u64)> {
        let unclosed = (self.state == State::Quoted).then_some((QuoteFault::Unclosed, self.quote_line));
        self.fault.or(unclosed)
    }

    fn pass(&mut self, byte: u8) {
        self.step(byte);
        let ends_line = byte == b'\r' || (byte == b'\n' && !self.after_return);
        self.line = self.line.saturating_add(u64::from(ends_line));
        self.after_return = byte == b'\r';
    }

    /// What follows the rest of a plain cell's text, which says nothing.
    fn behind_text<'b>(&mut self, bytes: &'b [u8]) -> &'b [u8] {
        let ends = |byte: &u8| *byte == self.separator || matches!(byte, b'\n' | b'\r');
        let end = bytes.iter().position(ends).unwrap_or(bytes.len());
        self.after_return &= end == 0;
        bytes.get(end..).unwrap_or_default()
    }

    fn step(&mut self, byte: u8) {
        let terminator = matches!(byte, b'\n' | b'\r');
        if self.state == State::RecordStart {
            if terminator {
                return;
            }
            self.starts.push_back(self.line);
            self.state = State::CellStart;
        }
        self.state = match (self.state, byte) {
            (State::Quoted, b'"') => State::QuoteSeen,
            (State::Quoted, _) | (State::QuoteSeen, b'"') => State::Quoted,
            (_, byte) if byte == self.separator => State::CellStart,
            (_, _) if terminator => State::RecordStart,
            (State::CellStart, b'"') => {
                self.quote_line = self.line;
                State::Quoted
            }
            (State::QuoteSeen, _) => {
                self.fault.get_or_insert((QuoteFault::TextAfter, self.quote_line));
                State::Plain
            }
            (_, _) => State::Plain,
        };
    }
}

impl<R: Read> Read for Watch<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.source.read(buffer)?;
        let mut rest = buffer.get(..count).unwrap_or_default();
        while let Some((byte, behind)) = rest.split_first() {
            self.pass(*byte);
            rest = if self.state == State::Plain { self.behind_text(behind) } else { behind };
        }
        Ok(count)
    }
}
