//! A temporary file in blocks, which several threads write and read, and the parts that these blocks make up.

use std::fs::File as Disk;
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};

use super::super::stored::{read_exact_at, write_at};

/// Blocks begin at multiples of this, as the pages of files do: what lies in one page is not written by halves.
pub(super) const PAGE: usize = 4096;

/// A temporary file in blocks.
pub(super) struct Parts {
    disk: Disk,
    written: AtomicU64,
}

/// A block: where it begins, and how long it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Block {
    from: u64,
    length: usize,
}

impl Parts {
    pub const fn new(disk: Disk) -> Self {
        Self { disk, written: AtomicU64::new(0) }
    }

    /// Writes a block behind all others.
    pub fn write(&self, bytes: &[u8]) -> io::Result<Block> {
        let pages = bytes.len().checked_next_multiple_of(PAGE).and_then(|pages| u64::try_from(pages).ok());
        let from = self.written.fetch_add(pages.ok_or(io::ErrorKind::FileTooLarge)?, Ordering::Relaxed);
        write_at(&self.disk, bytes, from)?;
        Ok(Block { from, length: bytes.len() })
    }

    /// Reads blocks one behind the other to the beginning of `bytes`, which may be longer, and says how much there is.
    pub fn read(&self, blocks: &[Block], bytes: &mut Vec<u8>) -> io::Result<usize> {
        let whole = length(blocks);
        if bytes.len() < whole {
            bytes.resize(whole, 0);
        }
        let mut rest = bytes.as_mut_slice();
        for block in blocks {
            let (own, behind) = rest.split_at_mut_checked(block.length).ok_or(io::ErrorKind::UnexpectedEof)?;
            read_exact_at(&self.disk, own, block.from)?;
            rest = behind;
        }
        Ok(whole)
    }
}

/// How much blocks hold together.
pub(super) fn length(blocks: &[Block]) -> usize {
    blocks.iter().fold(0, |length, block| length.saturating_add(block.length))
}

/// Entries that one thread adds to parts: each part waits until it fills a block. An entry may go on in the next block.
pub(super) struct Parting<'p> {
    parts: &'p Parts,
    /// How long a block is.
    long: usize,
    waiting: Vec<Vec<u8>>,
    blocks: Vec<Vec<Block>>,
}

impl<'p> Parting<'p> {
    pub fn new(parts: &'p Parts, count: usize, long: usize) -> Self {
        let long = long.checked_next_multiple_of(PAGE).unwrap_or(PAGE);
        Self { parts, long, waiting: vec![Vec::new(); count], blocks: vec![Vec::new(); count] }
    }

    /// Adds an entry to a part.
    pub fn add<const N: usize>(&mut self, part: usize, numbers: [u64; N], text: &[u8]) -> io::Result<()> {
        let (Some(waiting), Some(blocks)) = (self.waiting.get_mut(part), self.blocks.get_mut(part)) else { return Ok(()) };
        put(waiting, numbers, text);
        // Of a long entry all that fills blocks.
        let full = waiting.len().saturating_sub(waiting.len().checked_rem(self.long).unwrap_or(0));
        if let Some(filled) = waiting.get(..full).filter(|filled| !filled.is_empty()) {
            blocks.push(self.parts.write(filled)?);
            waiting.drain(..full);
            waiting.shrink_to(self.long.saturating_mul(2));
        }
        Ok(())
    }

    /// The blocks of each part.
    pub fn finish(mut self) -> io::Result<Vec<Vec<Block>>> {
        for (waiting, blocks) in self.waiting.iter().zip(&mut self.blocks).filter(|(waiting, _)| !waiting.is_empty()) {
            blocks.push(self.parts.write(waiting)?);
        }
        Ok(self.blocks)
    }
}

/// Writes an entry: numbers, and bytes with their length.
pub(super) fn put<const N: usize>(out: &mut Vec<u8>, numbers: [u64; N], text: &[u8]) {
    for number in numbers {
        out.extend_from_slice(&number.to_le_bytes());
    }
    out.extend_from_slice(&u32::try_from(text.len()).unwrap_or(u32::MAX).to_le_bytes());
    out.extend_from_slice(text);
}

/// The entry at the head of some bytes: its numbers, its text, and what follows.
pub(super) fn entry<const N: usize>(bytes: &[u8]) -> Option<([u64; N], &[u8], &[u8])> {
    let (mut numbers, mut rest) = ([0; N], bytes);
    for number in &mut numbers {
        let (own, behind) = rest.split_first_chunk::<8>()?;
        (*number, rest) = (u64::from_le_bytes(*own), behind);
    }
    let (length, rest) = rest.split_first_chunk::<4>()?;
    let (text, rest) = rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
    Some((numbers, text, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_come_back_part_by_part() {
        let parts = Parts::new(tempfile::tempfile().unwrap());
        let mut blocks = vec![Vec::new(); 3];
        // Shorter than a block, as long as several, and such as go on in the next.
        let text = |number: u64| format!("text {number} ").repeat(usize::try_from(number * number * 7).unwrap());
        for thread in 0..2_u64 {
            let mut parting = Parting::new(&parts, 3, 1);
            for number in 0..40 {
                parting.add(usize::try_from(number % 3).unwrap(), [thread, number], text(number).as_bytes()).unwrap();
            }
            for (all, own) in blocks.iter_mut().zip(parting.finish().unwrap()) {
                all.extend(own);
            }
        }
        let mut bytes = vec![b'x'; 10];
        for (part, blocks) in blocks.into_iter().enumerate() {
            let read = parts.read(&blocks, &mut bytes).unwrap();
            assert_eq!(read, length(&blocks));
            let (mut rest, mut found) = (&bytes[..read], Vec::new());
            while let Some(([thread, number], own, behind)) = entry(rest) {
                assert!(own == text(number).as_bytes(), "{thread} {number}");
                found.push((thread, usize::try_from(number).unwrap()));
                rest = behind;
            }
            let of_part = |thread| (0..40).filter(|number| number % 3 == part).map(move |number| (thread, number));
            assert_eq!(found, (0..2).flat_map(of_part).collect::<Vec<_>>());
            assert_eq!(rest, b"");
        }
    }
}
