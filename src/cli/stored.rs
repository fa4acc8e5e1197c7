//! Bytes that can be read again from any place, by several readers at once: a file as it was when it was opened, or a
//! copy of a stream.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::watched::{Stamp, changed};
use crate::diag::Diagnostic;

/// Such bytes.
#[derive(Clone)]
pub struct Stored {
    file: Arc<File>,
    length: u64,
    /// Of a file: where it is, and what tells one state of it from another.
    opened: Option<(PathBuf, Stamp)>,
}

impl Stored {
    /// A file; `None` where it is none, or has no length of its own.
    pub fn file(path: &Path) -> Option<Self> {
        let file = File::open(path).ok()?;
        let found = file.metadata().ok().filter(|found| found.is_file() && found.len() > 0)?;
        Some(Self { file: Arc::new(file), length: found.len(), opened: Some((path.to_owned(), Stamp::of(&found))) })
    }

    /// A copy of a stream, in a temporary file without a name.
    pub fn copy(stream: &mut dyn Read, folder: Option<&Path>) -> io::Result<Self> {
        let mut file = temporary(folder)?;
        let length = io::copy(stream, &mut file)?;
        file.seek(SeekFrom::Start(0))?;
        Ok(Self { file: Arc::new(file), length, opened: None })
    }

    /// How many bytes there are.
    pub const fn length(&self) -> u64 {
        self.length
    }

    /// The bytes from one place to another.
    pub fn part(&self, from: u64, until: u64) -> Part {
        Part { file: Arc::clone(&self.file), at: from, until: until.min(self.length) }
    }

    /// All bytes.
    pub fn whole(&self) -> Part {
        self.part(0, self.length)
    }

    /// What became of the file since it was opened, if anything did.
    pub fn changed(&self, name: &Arc<str>) -> Option<Diagnostic> {
        self.opened.as_ref().and_then(|(path, stamp)| changed(name, path, stamp))
    }
}

/// A temporary file that has no name: nothing is left of it however the program ends.
pub fn temporary(folder: Option<&Path>) -> io::Result<File> {
    folder.map_or_else(tempfile::tempfile, tempfile::tempfile_in)
}

/// A part of stored bytes while it is read.
pub struct Part {
    file: Arc<File>,
    at: u64,
    until: u64,
}

impl Read for Part {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.until.saturating_sub(self.at)).unwrap_or(usize::MAX);
        let room = buffer.len().min(left);
        let count = read_at(&self.file, buffer.get_mut(..room).unwrap_or_default(), self.at)?;
        self.at = self.at.saturating_add(u64::try_from(count).unwrap_or(0));
        Ok(count)
    }
}

#[cfg(unix)]
fn read_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, at)
}

#[cfg(windows)]
fn read_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, at)
}
