//! A temporary file in parts, each written and read in blocks.

use std::fs::File as Disk;
use std::io::{Read, Seek, SeekFrom, Write};

/// How much of a part is written at a time.
const BLOCK: usize = 8 * 1024;

/// The number and the length before the text of an entry.
pub(super) const HEAD: usize = 12;

/// The most of a part that is read at once: places in it are numbers of 32 bits.
const MOST: usize = 1 << 31;

/// Parts of a temporary file, each in blocks.
pub(super) struct Parts {
    disk: Disk,
    written: u64,
    waiting: Vec<Vec<u8>>,
    blocks: Vec<Vec<(u64, usize)>>,
}

impl Parts {
    pub fn new(disk: Disk, count: usize) -> Self {
        Self { disk, written: 0, waiting: vec![Vec::new(); count], blocks: vec![Vec::new(); count] }
    }

    /// How many parts there are.
    pub const fn count(&self) -> usize {
        self.waiting.len()
    }

    /// Adds to a part: a number, and bytes with their length.
    pub fn add(&mut self, part: usize, number: u64, text: &[u8]) -> std::io::Result<()> {
        let Some(waiting) = self.waiting.get_mut(part) else { return Ok(()) };
        waiting.extend_from_slice(&number.to_le_bytes());
        waiting.extend_from_slice(&u32::try_from(text.len()).unwrap_or(u32::MAX).to_le_bytes());
        waiting.extend_from_slice(text);
        if waiting.len() < BLOCK { Ok(()) } else { self.write(part) }
    }

    fn write(&mut self, part: usize) -> std::io::Result<()> {
        let (Some(waiting), Some(blocks)) = (self.waiting.get_mut(part), self.blocks.get_mut(part)) else { return Ok(()) };
        self.disk.seek(SeekFrom::Start(self.written))?;
        self.disk.write_all(waiting)?;
        blocks.push((self.written, waiting.len()));
        self.written = self.written.saturating_add(u64::try_from(waiting.len()).unwrap_or(u64::MAX));
        waiting.clear();
        Ok(())
    }

    pub fn write_all(&mut self) -> std::io::Result<()> {
        (0..self.waiting.len()).try_for_each(|part| self.write(part))?;
        self.waiting = Vec::new();
        Ok(())
    }

    /// All of a part; `None` where that is too much.
    pub fn read_all(&mut self, part: usize) -> std::io::Result<Option<Vec<u8>>> {
        let blocks = self.blocks.get(part).map(Vec::as_slice).unwrap_or_default();
        let (count, size) = (blocks.len(), blocks.iter().fold(0_usize, |size, (_, length)| size.saturating_add(*length)));
        if size > MOST {
            return Ok(None);
        }
        let mut bytes = Vec::with_capacity(size);
        for block in 0..count {
            self.read(part, block, &mut bytes)?;
        }
        Ok(Some(bytes))
    }

    /// The next block of a part, behind what is in `bytes` already; false at the end.
    pub fn read(&mut self, part: usize, block: usize, bytes: &mut Vec<u8>) -> std::io::Result<bool> {
        let Some((from, length)) = self.blocks.get(part).and_then(|blocks| blocks.get(block)) else { return Ok(false) };
        self.disk.seek(SeekFrom::Start(*from))?;
        let wanted = u64::try_from(*length).unwrap_or(u64::MAX);
        let count = (&mut self.disk).take(wanted).read_to_end(bytes)?;
        if count < *length { Err(std::io::Error::from(std::io::ErrorKind::UnexpectedEof)) } else { Ok(true) }
    }
}

/// The entry at the head of some bytes: its number, its text, and what follows.
pub(super) fn entry(bytes: &[u8]) -> Option<(u64, &[u8], &[u8])> {
    let (number, rest) = bytes.split_first_chunk::<8>()?;
    let (length, rest) = rest.split_first_chunk::<4>()?;
    let (text, rest) = rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
    Some((u64::from_le_bytes(*number), text, rest))
}
