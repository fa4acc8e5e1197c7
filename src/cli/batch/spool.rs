//! Bytes that are held back: in memory first, beyond a bound in a temporary file without a name.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::PathBuf;

use super::super::stored::{temporary, write_at};
use super::super::target::Target;
use super::cannot;
use crate::diag::Diagnostic;

/// How much is held in memory.
const HELD: usize = 2 * 1024 * 1024;
/// Not less than this is written at a time.
const LONG: usize = 16 * 1024;
/// How much is read back at a time: so many bytes are whole numbers of any fixed length up to eight.
const BACK: usize = 64 * 1024;

/// Bytes that are held back.
pub(super) struct Spool {
    folder: Option<PathBuf>,
    held: Vec<u8>,
    file: Option<File>,
    /// How many bytes are in the file.
    written: u64,
}

impl Spool {
    pub const fn new(folder: Option<PathBuf>) -> Self {
        Self { folder, held: Vec::new(), file: None, written: 0 }
    }

    #[expect(clippy::as_conversions, reason = "a length in memory is no longer than 64 bits")]
    pub const fn len(&self) -> u64 {
        self.written.saturating_add(self.held.len() as u64)
    }

    /// Whether these bytes are the first that do not stay in memory.
    pub fn is_filled_by(&self, bytes: &[u8]) -> bool {
        self.file.is_none() && self.held.len().saturating_add(bytes.len()) >= HELD
    }

    /// Takes out what is held in memory.
    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.held)
    }

    pub fn write(&mut self, bytes: &[u8]) -> Result<(), Diagnostic> {
        // What is long goes to the file straight away, once there is one.
        if let Some(file) = self.file.as_ref().filter(|_| self.held.is_empty() && bytes.len() >= LONG) {
            write_at(file, bytes, self.written).map_err(cannot)?;
            self.written = self.written.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
            return Ok(());
        }
        self.held.extend_from_slice(bytes);
        if self.held.len() < HELD { Ok(()) } else { self.put_down().map_err(cannot) }
    }

    fn put_down(&mut self) -> io::Result<()> {
        if self.file.is_none() {
            self.file = Some(temporary(self.folder.as_deref())?);
        }
        if let Some(file) = &self.file {
            write_at(file, &self.held, self.written)?;
        }
        self.written = self.len();
        self.held.clear();
        Ok(())
    }

    /// Forgets what was written beyond a length.
    pub fn cut(&mut self, length: u64) {
        if let Some(held) = length.checked_sub(self.written) {
            self.held.truncate(usize::try_from(held).unwrap_or(usize::MAX));
        } else {
            self.held.clear();
            self.written = length;
        }
    }

    /// All bytes, to be read from the first on.
    pub fn reader(&mut self) -> io::Result<impl Read> {
        let file = match &mut self.file {
            Some(file) => {
                file.seek(SeekFrom::Start(0))?;
                Some(file.take(self.written))
            }
            None => None,
        };
        let written: Box<dyn Read> = file.map_or_else(|| Box::new(io::empty()) as Box<dyn Read>, |file| Box::new(file));
        Ok(written.chain(self.held.as_slice()))
    }

    /// Shows all bytes in their order, some at a time.
    pub fn each(&mut self, mut see: impl FnMut(&[u8])) -> Result<(), Diagnostic> {
        if let Some(file) = &mut self.file {
            let mut left = self.written;
            let mut buffer = vec![0; BACK];
            file.seek(SeekFrom::Start(0)).map_err(cannot)?;
            while left > 0 {
                let wanted = usize::try_from(left).unwrap_or(usize::MAX).min(BACK);
                let room = buffer.get_mut(..wanted).unwrap_or_default();
                file.read_exact(room).map_err(cannot)?;
                see(room);
                left = left.saturating_sub(u64::try_from(wanted).unwrap_or(u64::MAX));
            }
        }
        see(&self.held);
        Ok(())
    }

    /// Writes all bytes but the first ones to a report.
    pub fn copy_to(&mut self, first: usize, target: &mut Target) -> Result<(), Diagnostic> {
        let Some(file) = &mut self.file else { return target.write_bytes(self.held.get(first..).unwrap_or_default()) };
        target.write_file(file, u64::try_from(first).unwrap_or(u64::MAX), self.written)?;
        let held = first.saturating_sub(usize::try_from(self.written).unwrap_or(usize::MAX));
        target.write_bytes(self.held.get(held..).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_long_bytes_come_back_in_their_order() {
        let mut spool = Spool::new(None);
        let mut wanted = Vec::new();
        for (count, length) in [HELD, 1, LONG, LONG - 1, 7, HELD, LONG, LONG + 3, 2].into_iter().enumerate() {
            let bytes = vec![b'a' + u8::try_from(count).unwrap(); length];
            spool.write(&bytes).unwrap();
            wanted.extend(bytes);
        }
        let (whole, shorter) = (wanted.len(), wanted.len() - 10);
        for length in [whole, shorter] {
            spool.cut(u64::try_from(length).unwrap());
            let mut all = Vec::new();
            spool.reader().unwrap().read_to_end(&mut all).unwrap();
            assert!(all == wanted[..length], "{length}");
        }
    }

    #[test]
    fn what_is_left_out_may_be_more_than_is_put_down() {
        let folder = tempfile::tempdir().unwrap();
        let mut spool = Spool::new(None);
        spool.write(&vec![b'x'; HELD]).unwrap();
        spool.write(b"0123456789").unwrap();
        for (first, left) in [(HELD, "0123456789"), (HELD + 4, "456789"), (HELD + 10, ""), (HELD - 2, "xx0123456789")] {
            let path = folder.path().join("report");
            let mut target = Target::open(Some(&path)).unwrap();
            spool.copy_to(first, &mut target).unwrap();
            target.finish().unwrap();
            let written = std::io::read_to_string(File::open(&path).unwrap()).unwrap();
            assert_eq!(written, left);
        }
        let mut all = Vec::new();
        spool.reader().unwrap().read_to_end(&mut all).unwrap();
        assert!(all.len() == HELD + 10 && all.ends_with(b"x0123456789"));
    }
}
