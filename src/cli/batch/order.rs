//! A file whose goods are mixed: its records are parted by their goods into a temporary file without a name, and each part
//! is judged by itself. What comes of it is put back into the order in which the goods were met.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::Range;
use std::sync::Mutex;

use super::super::stored::temporary;
use super::crew::{by_all, first};
use super::parts::{Block, PAGE, Parting, Parts, entry, length, put};
use super::prints::Met;
use super::reader::{Reader, Start};
use super::stream::{Lines, locked};
use super::{Batch, Opened, Outcome, cannot};
use crate::batch::{File, Found, Stretch, Worker, print_of};
use crate::diag::Diagnostic;

/// About how much of a file is in one part.
const PART: u64 = 1024 * 1024;
/// The most parts.
const MOST: usize = 1024;
/// The most of a part that is read at once: places in it are numbers of 32 bits.
const LONGEST: usize = 1 << 31;
/// How much may wait in all, to be written to parts or to be put in order.
const WAITING: usize = 8 * 1024 * 1024;

/// Judges a file in any order; `None` where it needs the plain road.
pub(super) fn file(run: &mut Batch<'_>, opened: &Opened<'_>, file: &File, start: Start) -> Result<Option<Outcome>, Diagnostic> {
    let size = opened.stored.length();
    let count = usize::try_from(size.checked_div(PART).unwrap_or(0)).unwrap_or(MOST).clamp(8, MOST);
    let threads = run.threads.min(count);
    let workers = first(&mut run.workers, threads, run.setup);
    let records = Parts::new(temporary(run.folder.as_deref()).map_err(cannot)?);
    let Some(blocks) = part_records(&records, count, workers, opened, file, start)? else { return Ok(None) };
    run.met.mix();
    let shared = Shared {
        records,
        blocks: Mutex::new(blocks.into_iter()),
        rows: Parts::new(temporary(run.folder.as_deref()).map_err(cannot)?),
        long: long(count),
        met: Mutex::new(&mut run.met),
    };
    let ends = by_all(workers, |worker| judge_parts(&shared, worker, file));
    let (mut outcome, mut rows) = (Outcome::default(), Vec::new());
    for end in without_errors(ends)? {
        let Some((part, made)) = end else { return Ok(None) };
        outcome.join(part);
        rows.extend(made);
    }
    let parts = shared.rows;
    merge(run, &parts, rows)?;
    Ok(Some(outcome))
}

/// What workers came to, if none has met with an error: one that was stopped does not know why.
fn without_errors<T, E>(ends: Vec<Option<Result<Option<T>, E>>>) -> Result<Vec<Option<T>>, E> {
    ends.into_iter().map(|end| end.unwrap_or(Ok(None))).collect()
}

/// How long a block may be where so many of them wait.
fn long(count: usize) -> usize {
    WAITING.checked_div(count).unwrap_or(WAITING).clamp(PAGE, 64 * 1024)
}

/// Parts the records of a file by the fingerprints of their goods.
fn part_records(
    parts: &Parts,
    count: usize,
    workers: &mut [Worker<'_>],
    opened: &Opened<'_>,
    file: &File,
    start: Start,
) -> Result<Option<Vec<Vec<Block>>>, Diagnostic> {
    let reader = Reader::open(opened, start);
    // No more than there is room for, a page for each part and thread.
    let room = WAITING.checked_div(count.saturating_mul(PAGE)).unwrap_or(1).max(1);
    let threads = workers.len().min(reader.stretches()).min(room);
    let workers = workers.get_mut(..threads).unwrap_or_default();
    let long = long(count.saturating_mul(threads));
    let (reader, lines) = (Mutex::new(reader), Lines::new(start.line));
    let ends = by_all(workers, |worker| {
        let mut parting = Parting::new(parts, count, long);
        let ended = part_stretches(&mut parting, count, worker, &reader, &lines, file);
        if !matches!(ended, Ok(true)) {
            lines.stop();
        }
        let Ok(true) = ended else { return ended.map(|_| None) };
        parting.finish().map(Some)
    });
    let mut all = vec![Vec::new(); count];
    for end in without_errors(ends).map_err(cannot)? {
        let Some(blocks) = end else { return Ok(None) };
        all.iter_mut().zip(blocks).for_each(|(all, own)| all.extend(own));
    }
    Ok(Some(all))
}

/// Parts stretch after stretch; false where the file needs the plain road, or another worker has said so.
fn part_stretches(
    parting: &mut Parting<'_>,
    count: usize,
    worker: &mut Worker<'_>,
    reader: &Mutex<Reader>,
    lines: &Lines,
    file: &File,
) -> std::io::Result<bool> {
    let mut text = Vec::new();
    let count = u64::try_from(count).unwrap_or(1);
    loop {
        let place = match locked(reader).next(&mut text) {
            Ok(Some(place)) => place,
            Ok(None) => return Ok(true),
            // What cannot be read is told by the plain road.
            Err(_) => return Ok(false),
        };
        let text = text.get(..place.length).unwrap_or_default();
        let Some(line) = worker.scan(text, file).and_then(|own| lines.take(place.number, own)) else { return Ok(false) };
        let mut failed = Ok(());
        let stretch = Stretch { text, from: place.offset, line, lines: None, whole: false };
        let plain = worker.take_apart(stretch, file, &mut |piece| {
            let print = print_of(piece.id);
            let part = print.wrapping_shr(20).checked_rem(count).and_then(|part| usize::try_from(part).ok());
            if failed.is_ok() {
                failed = parting.add(part.unwrap_or(0), [print, piece.line], piece.text);
            }
        });
        failed?;
        if !plain {
            return Ok(false);
        }
    }
}

/// What the workers share that judge parts.
struct Shared<'m> {
    records: Parts,
    /// The parts that nobody has taken yet.
    blocks: Mutex<std::vec::IntoIter<Vec<Block>>>,
    rows: Parts,
    /// About how long a block of rows is.
    long: usize,
    met: Mutex<&'m mut Met>,
}

/// The blocks of rows that were made of one part.
type Made = Vec<Block>;

/// Judges part after part; `None` where the file needs the plain road.
fn judge_parts(shared: &Shared<'_>, worker: &mut Worker<'_>, file: &File) -> Result<Option<(Outcome, Vec<Made>)>, Diagnostic> {
    let (mut outcome, mut made, mut room) = (Outcome::default(), Vec::new(), Room::default());
    loop {
        let Some(blocks) = locked(&shared.blocks).next() else { break };
        if length(&blocks) > LONGEST {
            return Ok(None);
        }
        let read = shared.records.read(&blocks, &mut room.bytes).map_err(cannot)?;
        let Some(found) = room.judge(read, worker, file) else {
            // The parts that are left need not be judged.
            *locked(&shared.blocks) = Vec::new().into_iter();
            return Ok(None);
        };
        made.push(room.order(&found, shared.long, &shared.rows).map_err(cannot)?);
        outcome.take(&found);
        locked(&shared.met).take(&found)?;
    }
    outcome.talk = worker.take_talk();
    Ok(Some((outcome, made)))
}

/// The room of a worker, used again for each part.
#[derive(Default)]
struct Room {
    /// A part as it was written, and perhaps the end of a longer one before it.
    bytes: Vec<u8>,
    records: Vec<Placed>,
    /// Its records good by good, and their lines.
    grouped: Vec<u8>,
    lines: Vec<u64>,
    /// Rows of its goods, in the order of these, until they fill a block.
    rows: Vec<u8>,
}

/// A record of a part.
struct Placed {
    /// The fingerprint of its good.
    print: u64,
    line: u64,
    from: usize,
    length: usize,
}

impl Room {
    /// Judges a part of so many bytes: its records are put together good by good.
    fn judge(&mut self, read: usize, worker: &mut Worker<'_>, file: &File) -> Option<Found> {
        self.group(read);
        let mut found = Found::default();
        worker.scan(&self.grouped, file)?;
        worker.read(Stretch { text: &self.grouped, from: 0, line: 0, lines: Some(&self.lines), whole: true }, file, &mut found);
        // Of two goods with one fingerprint the rows may stand between one another.
        let alike = found.prints.windows(2).any(|pair| matches!(pair, [one, other] if one == other));
        (!found.odd && !alike).then_some(found)
    }

    /// Puts the records of a part together good by good, those of each in the order of the file.
    fn group(&mut self, whole: usize) {
        self.records.clear();
        let mut rest = self.bytes.get(..whole).unwrap_or_default();
        while let Some(([print, line], record, behind)) = entry(rest) {
            let from = whole.saturating_sub(behind.len()).saturating_sub(record.len());
            self.records.push(Placed { print, line, from, length: record.len() });
            rest = behind;
        }
        self.records.sort_unstable_by_key(|record| (record.print, record.line));
        self.grouped.clear();
        self.lines.clear();
        for Placed { line, from, length, .. } in &self.records {
            self.grouped.extend_from_slice(self.bytes.get(*from..from.saturating_add(*length)).unwrap_or_default());
            self.lines.push(*line);
        }
    }

    /// Writes the rows of a part in the order in which their goods were met, in blocks of whole rows.
    fn order(&mut self, found: &Found, long: usize, parts: &Parts) -> std::io::Result<Made> {
        let starts = std::iter::once(0).chain(found.marks.iter().map(|(_, end)| *end));
        let rows = found.marks.iter().zip(starts);
        let rows = rows.map(|((line, end), start)| (*line, found.rows.get(start..*end).unwrap_or_default()));
        let mut rows: Vec<(u64, &[u8])> = rows.filter(|(_, row)| !row.is_empty()).collect();
        rows.sort_unstable_by_key(|(line, _)| *line);
        self.rows.clear();
        let mut made = Made::new();
        for (line, row) in rows {
            put(&mut self.rows, [line], row);
            if self.rows.len() >= long {
                made.push(parts.write(&self.rows)?);
                self.rows.clear();
            }
        }
        if !self.rows.is_empty() {
            made.push(parts.write(&self.rows)?);
        }
        Ok(made)
    }
}

/// Writes the rows of all parts in the order of the file.
fn merge(run: &mut Batch<'_>, rows: &Parts, made: Vec<Made>) -> Result<(), Diagnostic> {
    let mut open: Vec<Merging> = made.into_iter().map(Merging::new).collect();
    let mut heads = BinaryHeap::new();
    for (part, merging) in open.iter_mut().enumerate() {
        heads.extend(merging.next(rows).map_err(cannot)?.map(|line| Reverse((line, part))));
    }
    while let Some(Reverse((_, part))) = heads.pop() {
        let Some(merging) = open.get_mut(part) else { break };
        run.rows.write(merging.row())?;
        heads.extend(merging.next(rows).map_err(cannot)?.map(|line| Reverse((line, part))));
    }
    Ok(())
}

/// The rows of a part while they are put in order.
struct Merging {
    blocks: std::vec::IntoIter<Block>,
    /// The block at hand, where it ends, and where the next row stands in it.
    bytes: Vec<u8>,
    end: usize,
    row: Range<usize>,
}

impl Merging {
    fn new(blocks: Made) -> Self {
        Self { blocks: blocks.into_iter(), bytes: Vec::new(), end: 0, row: 0..0 }
    }

    /// Comes to the next row and gives its line; another block is read if need be.
    fn next(&mut self, rows: &Parts) -> std::io::Result<Option<u64>> {
        loop {
            if let Some(([line], row, behind)) = entry(self.bytes.get(self.row.end..self.end).unwrap_or_default()) {
                let until = self.end.saturating_sub(behind.len());
                self.row = until.saturating_sub(row.len())..until;
                return Ok(Some(line));
            }
            let Some(block) = self.blocks.next() else { return Ok(None) };
            self.row = 0..0;
            self.end = rows.read(&[block], &mut self.bytes)?;
        }
    }

    /// The row that it came to.
    fn row(&self) -> &[u8] {
        self.bytes.get(self.row.clone()).unwrap_or_default()
    }
}
