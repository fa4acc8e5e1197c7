//! What the reader of old Excel files does not tell: how far the cells of each sheet lie apart, so that a few cells at
//! the corners of a sheet do not take the room of all between them, and which cells show a share of a hundred.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};

use cfb::CompoundFile;

/// A sheet, looked through before it is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Looked {
    /// The first and the last row, the first and the last column that hold a cell.
    bounds: Option<(u32, u32, u32, u32)>,
    /// The cells, by row and column, whose format shows a share.
    pub shares: BTreeSet<(u32, u32)>,
}

impl Looked {
    /// How many cells lie between the corners.
    pub fn area(&self) -> u64 {
        self.bounds.map_or(0, |(top, bottom, left, right)| {
            let side = |from: u32, to: u32| u64::from(to.saturating_sub(from)).saturating_add(1);
            side(top, bottom).saturating_mul(side(left, right))
        })
    }

    fn meet(&mut self, row: u32, column: u32) {
        let (top, bottom, left, right) = self.bounds.unwrap_or((row, row, column, column));
        self.bounds = Some((top.min(row), bottom.max(row), left.min(column), right.max(column)));
    }
}

/// Why a file is not looked through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Closed {
    /// A password locks it.
    Locked,
    /// It is no workbook of old Excel.
    NoBook,
}

/// Looks through every sheet, in the order of the workbook.
///
/// # Errors
/// Where it is locked, or no workbook.
pub(super) fn look(bytes: &[u8]) -> Result<Vec<Looked>, Closed> {
    let mut file = CompoundFile::open(Cursor::new(bytes)).map_err(|_| Closed::NoBook)?;
    if file.exists("/EncryptedPackage") {
        return Err(Closed::Locked);
    }
    let name = ["/Workbook", "/Book"].into_iter().find(|name| file.is_stream(name)).ok_or(Closed::NoBook)?;
    let mut book = Vec::new();
    let most = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let stream = file.open_stream(name).map_err(|_| Closed::NoBook)?;
    stream.take(most).read_to_end(&mut book).map_err(|_| Closed::NoBook)?;
    let globals = Globals::read(&book)?;
    Ok(globals.starts.iter().map(|start| sheet(book.get(*start..).unwrap_or_default(), &globals.shares)).collect())
}

/// A record: its kind and what it holds.
struct Record<'a> {
    kind: u16,
    data: &'a [u8],
}

/// The records from a place on, up to the end that belongs to the beginning there.
fn records(bytes: &[u8]) -> impl Iterator<Item = Record<'_>> {
    let (mut rest, mut depth) = (bytes, 0_u32);
    std::iter::from_fn(move || {
        let (kind, length) = (u16_at(rest, 0)?, u16_at(rest, 2)?);
        let (data, others) = rest.get(4..)?.split_at_checked(usize::from(length))?;
        rest = others;
        match kind {
            BEGINNING => depth = depth.saturating_add(1),
            END if depth <= 1 => rest = &[],
            END => depth = depth.saturating_sub(1),
            _ => {}
        }
        Some(Record { kind, data })
    })
}

const BEGINNING: u16 = 0x0809;
const END: u16 = 0x000a;
const PASSWORD: u16 = 0x002f;
const SHEET: u16 = 0x0085;
const FORMAT: u16 = 0x041e;
const STYLE: u16 = 0x00e0;
const NUMBER: u16 = 0x0203;
const SHORT_NUMBER: u16 = 0x027e;
const SHORT_NUMBERS: u16 = 0x00bd;
const FORMULA: u16 = 0x0006;
const TEXTS: [u16; 3] = [0x00fd, 0x0204, 0x0205];

/// What holds for all sheets.
#[derive(Default)]
struct Globals {
    /// Where each sheet begins.
    starts: Vec<usize>,
    /// For each style, whether it shows a share.
    shares: Vec<bool>,
}

impl Globals {
    fn read(book: &[u8]) -> Result<Self, Closed> {
        let (mut globals, mut formats) = (Self::default(), BTreeSet::from([9, 10]));
        for record in records(book) {
            match record.kind {
                PASSWORD => return Err(Closed::Locked),
                SHEET => globals.starts.extend(u32_at(record.data, 0).and_then(|start| usize::try_from(start).ok())),
                FORMAT if record.data.contains(&b'%') => formats.extend(u16_at(record.data, 0)),
                STYLE => globals.shares.push(u16_at(record.data, 2).is_some_and(|format| formats.contains(&format))),
                _ => {}
            }
        }
        Ok(globals)
    }
}

fn sheet(bytes: &[u8], shares: &[bool]) -> Looked {
    let mut looked = Looked::default();
    let shown = |style: Option<u16>| style.and_then(|style| shares.get(usize::from(style))) == Some(&true);
    for Record { kind, data } in records(bytes) {
        let place = || Some((u32::from(u16_at(data, 0)?), u32::from(u16_at(data, 2)?)));
        let is_number = matches!(kind, NUMBER | SHORT_NUMBER | FORMULA);
        if is_number || TEXTS.contains(&kind) {
            let Some((row, column)) = place() else { continue };
            looked.meet(row, column);
            if is_number && shown(u16_at(data, 4)) {
                looked.shares.insert((row, column));
            }
        } else if kind == SHORT_NUMBERS {
            let Some((row, first)) = place() else { continue };
            for (cell, column) in data.get(4..).unwrap_or_default().chunks_exact(6).zip(first..) {
                looked.meet(row, column);
                if shown(u16_at(cell, 0)) {
                    looked.shares.insert((row, column));
                }
            }
        }
    }
    looked
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().map(|bytes| u16::from_le_bytes(*bytes))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|bytes| u32::from_le_bytes(*bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        let length = u16::try_from(data.len()).expect("a short record");
        [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
    }

    fn number(row: u16, column: u16, style: u16) -> Vec<u8> {
        record(NUMBER, &[&row.to_le_bytes()[..], &column.to_le_bytes(), &style.to_le_bytes(), &[0; 8]].concat())
    }

    #[test]
    fn corners_and_shares_are_seen() {
        let cells = [record(BEGINNING, &[0; 16]), number(2, 5, 1), number(65_535, 255, 0), record(END, &[]), number(0, 0, 1)].concat();
        let looked = sheet(&cells, &[false, true]);
        assert_eq!(looked.area(), 65_534 * 251);
        assert_eq!(looked.shares, BTreeSet::from([(2, 5)]));
        assert_eq!(sheet(&cells[..30], &[]).area(), 0, "a record that is cut off");
    }

    #[test]
    fn other_bytes_are_no_workbook() {
        assert_eq!(look(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and nothing more"), Err(Closed::NoBook));
    }
}
