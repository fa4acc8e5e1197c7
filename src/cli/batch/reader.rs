//! A file in stretches of whole records.

use std::io::Read;

use super::super::stored::Part;
use super::Opened;
use crate::batch::{last_record, record_on};
use crate::input::Row;

/// How much is read at a time.
const STRETCH: usize = 256 * 1024;
/// How much more is read at a time of a record that is longer.
const MORE: usize = 1024 * 1024;
/// Room of more than this is given back.
const KEPT: usize = 1024 * 1024;
/// A record is not longer than this, or the plain road reads it.
const LONGEST: usize = 64 * 1024 * 1024;
/// How much of a file is looked at to find its first row.
const HEAD: u64 = 64 * 1024;

/// Where the rows of a file begin.
#[derive(Clone, Copy, Debug)]
pub(super) struct Start {
    pub offset: u64,
    pub line: u64,
}

impl Start {
    /// Where the first row of a text begins, behind titles and headings.
    pub fn of(opened: &Opened<'_>, first: &Row) -> Option<Self> {
        let mut head = Vec::new();
        opened.stored.part(0, HEAD).read_to_end(&mut head).ok()?;
        let line = first.at.line;
        let offset = u64::try_from(record_on(line, &head)?).ok()?;
        Some(Self { offset, line })
    }
}

/// The whole of a small file, in place of what `bytes` held; false where it is not small or cannot be read.
pub(super) fn small(opened: &Opened<'_>, bytes: &mut Vec<u8>) -> bool {
    let length = opened.stored.length();
    let Some(long) = usize::try_from(length).ok().filter(|long| *long < STRETCH) else { return false };
    bytes.resize(long, 0);
    opened.stored.whole().read_exact(bytes).is_ok()
}

/// Reads stretches, one after the other.
pub(super) struct Reader {
    bytes: Part,
    length: u64,
    /// Behind the last whole record of the stretch before.
    rest: Vec<u8>,
    offset: u64,
    number: u64,
    ended: bool,
}

/// A stretch: its number, and where it begins.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub number: u64,
    pub offset: u64,
    /// How many bytes it has.
    pub length: usize,
}

impl Reader {
    pub fn open(opened: &Opened<'_>, start: Start) -> Self {
        let length = opened.stored.length();
        let bytes = opened.stored.part(start.offset, length);
        Self { bytes, length, rest: Vec::new(), offset: start.offset, number: 0, ended: false }
    }

    /// About how many stretches there are.
    pub fn stretches(&self) -> usize {
        usize::try_from(self.length).unwrap_or(usize::MAX).checked_div(STRETCH).unwrap_or(0).saturating_add(1)
    }

    /// Fills `text` with the next stretch; `None` at the end. The text is longer than the stretch: it is used again.
    pub fn next(&mut self, text: &mut Vec<u8>) -> std::io::Result<Option<Place>> {
        if text.len() > KEPT {
            *text = Vec::new();
        }
        let mut used = self.rest.len();
        let mut wanted = STRETCH.max(used);
        make_room(text, wanted);
        text.get_mut(..used).unwrap_or_default().copy_from_slice(&self.rest);
        self.rest.clear();
        loop {
            while !self.ended && used < wanted {
                let count = self.bytes.read(text.get_mut(used..wanted).unwrap_or_default())?;
                used = used.saturating_add(count);
                self.ended = count == 0;
            }
            if self.ended {
                break;
            }
            let read = text.get(..used).unwrap_or_default();
            if let Some(end) = last_record(read) {
                self.rest.extend_from_slice(read.get(end..).unwrap_or_default());
                used = end;
                break;
            }
            if wanted > LONGEST {
                return Err(std::io::Error::from(std::io::ErrorKind::FileTooLarge));
            }
            wanted = wanted.saturating_add(MORE);
            make_room(text, wanted);
        }
        if used == 0 {
            return Ok(None);
        }
        let (number, offset) = (self.number, self.offset);
        self.number = self.number.saturating_add(1);
        self.offset = self.offset.saturating_add(u64::try_from(used).unwrap_or(u64::MAX));
        if text.get(..used).and_then(<[u8]>::last) != Some(&b'\n') {
            text.get_mut(used..).and_then(<[u8]>::first_mut).into_iter().for_each(|byte| *byte = b'\n');
            used = used.saturating_add(1);
        }
        Ok(Some(Place { number, offset, length: used }))
    }
}

/// Makes a text longer than `wanted`, by one byte for a line feed that is missing.
fn make_room(text: &mut Vec<u8>, wanted: usize) {
    let room = wanted.saturating_add(1);
    if text.len() < room {
        text.reserve_exact(room.saturating_sub(text.len()));
        text.resize(room, 0);
    }
}
