//! A report whose rows are written before what stands before them: until it is finished there are as many bytes of nothing in
//! its place, so that a run that is killed leaves nothing that looks whole. One that fails or is interrupted takes back what
//! it wrote.

use std::io::{self, Seek, SeekFrom, Write};
use std::path::Path;

use super::files::Source;
use super::stored::write_at;
use super::target::Target;
use super::temporary::Unfinished;
use crate::diag::Diagnostic;

/// Shorter writes are gathered.
const GATHERED: usize = 16 * 1024;

/// Such a report.
pub struct Ahead {
    unfinished: Unfinished,
    /// The last rows, which are not written yet.
    gathered: Vec<u8>,
    /// Where the report goes.
    target: Box<Target>,
    /// What stands before the rows.
    opening: String,
    /// Where the rows begin in the file.
    begins: u64,
    /// How many bytes of rows there are.
    length: u64,
}

impl Ahead {
    /// Begins a report to `output` or to standard output, whose rows begin so many bytes before the end of `opening`; `None`
    /// where that is no file, or one that something else may read or write meanwhile.
    pub fn begin(output: Option<&Path>, opening: String, joint: usize, sources: &[Source]) -> Option<Self> {
        let room = opening.len().checked_sub(joint)?;
        let (target, file) = Target::ahead(output, sources)?;
        let unfinished = Unfinished::behind(room, file).ok()?;
        let begins = unfinished.begins().saturating_add(u64::try_from(room).ok()?);
        Some(Self { unfinished, gathered: Vec::new(), target: Box::new(target), opening, begins, length: 0 })
    }

    /// How many bytes of rows there are.
    pub const fn len(&self) -> u64 {
        self.length
    }

    /// Forgets what was written beyond a length.
    pub fn cut(&mut self, length: u64) -> Result<(), Diagnostic> {
        let end = self.begins.saturating_add(length);
        self.length = length;
        self.flush().and_then(|()| self.unfinished.shorten(end)).map_err(|error| self.cannot(&error))
    }

    /// Says that it cannot be written.
    pub fn cannot(&self, error: &io::Error) -> Diagnostic {
        self.target.cannot(error)
    }

    /// The report is whole but for what stands before the rows, which is written now.
    pub fn finish(mut self) -> Result<(), Diagnostic> {
        let opened = self.flush().and_then(|()| {
            self.unfinished.write(|mut file| {
                write_at(file, self.opening.as_bytes(), self.unfinished.begins())?;
                // There the place in the file has moved.
                if cfg!(windows) { file.seek(SeekFrom::End(0)).map(|_| ()) } else { Ok(()) }
            })
        });
        opened.map_err(|error| self.cannot(&error))?;
        self.unfinished.finish();
        self.target.finish()
    }
}

impl Write for Ahead {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.gathered.is_empty() && bytes.len() >= GATHERED {
            self.unfinished.write(|mut file| file.write_all(bytes))?;
        } else {
            self.gathered.extend_from_slice(bytes);
        }
        self.length = self.length.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        if self.gathered.len() >= GATHERED {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let gathered = std::mem::take(&mut self.gathered);
        if gathered.is_empty() { Ok(()) } else { self.unfinished.write(|mut file| file.write_all(&gathered)) }
    }
}
