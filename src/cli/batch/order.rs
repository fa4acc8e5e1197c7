//! A file whose goods are mixed: its records are parted by their goods into a temporary file without a name, and each part
//! is judged by itself. What comes of it is put back into the order in which the goods were met.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::{Mutex, PoisonError};

use super::super::stored::temporary;
use super::parts::{HEAD, Parts, entry};
use super::prints::Met;
use super::reader::{Reader, Start};
use super::stream::locked;
use super::{Batch, Opened, Outcome, cannot};
use crate::batch::{File, Found, Loose, Setup, Stretch, Worker, print_of};
use crate::diag::Diagnostic;

/// About how much of a file is in one part.
const PART: u64 = 1024 * 1024;
/// The most parts.
const MOST: usize = 1024;

/// Judges a file in any order; `None` where it needs the plain road.
pub(super) fn file(run: &mut Batch<'_>, opened: &Opened<'_>, file: &File, start: Start) -> Result<Option<Outcome>, Diagnostic> {
    let size = opened.stored.length();
    let count = usize::try_from(size.checked_div(PART).unwrap_or(0)).unwrap_or(MOST).clamp(8, MOST);
    let mut records = Parts::new(temporary(run.folder.as_deref()).map_err(cannot)?, count);
    if !part_records(&mut records, run.setup, opened, file, start)? {
        return Ok(None);
    }
    let rows = Mutex::new(Parts::new(temporary(run.folder.as_deref()).map_err(cannot)?, count));
    let records = Mutex::new(records);
    let next = Mutex::new(0..count);
    run.met.mix();
    let met = Mutex::new(&mut run.met);
    let shared = Shared { records, rows, next, met };
    let work = || judge_parts(&shared, run.setup, file);
    let ends: Vec<_> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..run.threads).map(|_| scope.spawn(work)).collect();
        running.into_iter().map(|thread| thread.join().unwrap_or(Ok(None))).collect()
    });
    let mut outcome = Outcome::default();
    for end in ends {
        let Some(part) = end? else { return Ok(None) };
        outcome.join(part);
    }
    let mut rows = shared.rows.into_inner().unwrap_or_else(PoisonError::into_inner);
    rows.write_all().map_err(cannot)?;
    merge(run, &mut rows, count)?;
    Ok(Some(outcome))
}

/// What the workers share.
struct Shared<'m> {
    records: Mutex<Parts>,
    rows: Mutex<Parts>,
    next: Mutex<std::ops::Range<usize>>,
    met: Mutex<&'m mut Met>,
}

/// Parts the records of a file by the fingerprints of their goods.
fn part_records(parts: &mut Parts, setup: Setup<'_>, opened: &Opened<'_>, file: &File, start: Start) -> Result<bool, Diagnostic> {
    let mut reader = Reader::open(opened, start);
    let mut worker = Worker::new(setup);
    let (mut text, mut line) = (Vec::new(), start.line);
    let count = u64::try_from(parts.count()).unwrap_or(1);
    loop {
        let place = match reader.next(&mut text) {
            Ok(Some(place)) => place,
            Ok(None) => break,
            // What cannot be read is told by the plain road.
            Err(_) => return Ok(false),
        };
        let text = text.get(..place.length).unwrap_or_default();
        let Some(lines) = worker.scan(text, file) else { return Ok(false) };
        let mut failed = Ok(());
        let stretch = Stretch { text, from: place.offset, line, lines: None, whole: false };
        let plain = worker.take_apart(stretch, file, &mut |piece| {
            let part = print_of(piece.id).wrapping_shr(20).checked_rem(count).unwrap_or(0);
            if failed.is_ok() {
                failed = parts.add(usize::try_from(part).unwrap_or(0), piece.line, piece.text);
            }
        });
        failed.map_err(cannot)?;
        if !plain {
            return Ok(false);
        }
        line = line.saturating_add(lines);
    }
    parts.write_all().map_err(cannot)?;
    Ok(true)
}

/// Judges part after part.
fn judge_parts(shared: &Shared<'_>, setup: Setup<'_>, file: &File) -> Result<Option<Outcome>, Diagnostic> {
    let mut outcome = Outcome::default();
    let mut worker = Worker::new(setup);
    loop {
        let Some(part) = locked(&shared.next).next() else { break };
        let Some(bytes) = locked(&shared.records).read_all(part).map_err(cannot)? else { return Ok(None) };
        let Some(found) = judge(&mut worker, bytes, file) else { return Ok(None) };
        let mut made = locked(&shared.rows);
        for (line, row) in ordered(&found).into_iter().filter(|(_, row)| !row.is_empty()) {
            made.add(part, line, row).map_err(cannot)?;
        }
        outcome.take(&found);
        locked(&shared.met).take(&found)?;
    }
    outcome.talk = worker.take_talk();
    Ok(Some(outcome))
}

/// Judges a part: its records are put together good by good.
fn judge(worker: &mut Worker<'_>, mut text: Vec<u8>, file: &File) -> Option<Found> {
    let lines = strip(&mut text);
    worker.scan(&text, file)?;
    let mut pieces: Vec<Loose<'_>> = Vec::with_capacity(lines.len());
    let given = Stretch { text: &text, from: 0, line: 0, lines: Some(&lines), whole: true };
    if !worker.take_apart(given, file, &mut |piece| pieces.push(piece)) {
        return None;
    }
    pieces.sort_unstable_by(|a, b| a.id.cmp(b.id).then(a.line.cmp(&b.line)));
    let mut grouped = Vec::with_capacity(text.len());
    for piece in &pieces {
        grouped.extend_from_slice(piece.text);
    }
    let in_order: Vec<u64> = pieces.iter().map(|piece| piece.line).collect();
    drop(pieces);
    drop((lines, text));
    let mut found = Found::default();
    worker.scan(&grouped, file)?;
    worker.read(Stretch { text: &grouped, from: 0, line: 0, lines: Some(&in_order), whole: true }, file, &mut found);
    (!found.odd).then_some(found)
}

/// Leaves only the records of a part in it, and gives their lines.
fn strip(bytes: &mut Vec<u8>) -> Vec<u64> {
    let (mut lines, mut read, mut kept) = (Vec::new(), 0_usize, 0_usize);
    while let Some((line, record, _)) = entry(bytes.get(read..).unwrap_or_default()) {
        let (from, length) = (read.saturating_add(HEAD), record.len());
        read = from.saturating_add(length);
        lines.push(line);
        bytes.copy_within(from..read, kept);
        kept = kept.saturating_add(length);
    }
    bytes.truncate(kept);
    lines
}

/// The rows of a part in the order in which their goods were met.
fn ordered(found: &Found) -> Vec<(u64, &[u8])> {
    let starts = std::iter::once(0).chain(found.marks.iter().map(|(_, end)| *end));
    let rows = found.marks.iter().zip(starts);
    let mut rows: Vec<(u64, &[u8])> = rows.map(|((line, end), start)| (*line, found.rows.get(start..*end).unwrap_or_default())).collect();
    rows.sort_unstable_by_key(|(line, _)| *line);
    rows
}

/// Writes the rows of all parts in the order of the file.
fn merge(run: &mut Batch<'_>, rows: &mut Parts, count: usize) -> Result<(), Diagnostic> {
    let mut open: Vec<(Vec<u8>, usize, usize)> = vec![(Vec::new(), 0, 0); count];
    let mut heads = BinaryHeap::new();
    for part in 0..count {
        if let Some(line) = head(rows, &mut open, part).map_err(cannot)? {
            heads.push(Reverse((line, part)));
        }
    }
    while let Some(Reverse((_, part))) = heads.pop() {
        if let Some((bytes, at, _)) = open.get_mut(part)
            && let Some((_, row, rest)) = entry(bytes.get(*at..).unwrap_or_default())
        {
            run.rows.write(row)?;
            *at = bytes.len().saturating_sub(rest.len());
        }
        if let Some(line) = head(rows, &mut open, part).map_err(cannot)? {
            heads.push(Reverse((line, part)));
        }
    }
    Ok(())
}

/// The line of the next row of a part, read in if need be.
fn head(rows: &mut Parts, open: &mut [(Vec<u8>, usize, usize)], part: usize) -> std::io::Result<Option<u64>> {
    let Some((bytes, at, block)) = open.get_mut(part) else { return Ok(None) };
    loop {
        if let Some((line, ..)) = entry(bytes.get(*at..).unwrap_or_default()) {
            return Ok(Some(line));
        }
        bytes.drain(..*at);
        *at = 0;
        if !rows.read(part, *block, bytes)? {
            return Ok(None);
        }
        *block = block.saturating_add(1);
    }
}
