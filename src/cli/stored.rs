//! Bytes that can be read again from any place, by several readers at once: a file as it was when it was opened, or a
//! stream that is copied while it is read.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use memchr::memmem;
use tempfile::{SpooledData, SpooledTempFile};

use super::watched::{Stamp, changed};
use crate::diag::Diagnostic;

/// A text that is longer than this is not held in memory.
const LONG: usize = 1024 * 1024;
/// How much is copied at a time.
const BLOCK: usize = 64 * 1024;
/// `U+FFFD`, in the place of bytes that are not of the encoding of a text.
const UNREADABLE: &[u8] = "\u{fffd}".as_bytes();

/// Such bytes.
#[derive(Clone)]
pub struct Stored {
    bytes: Arc<Bytes>,
    length: u64,
    /// Of a file: where it is, and what tells one state of it from another.
    opened: Option<(PathBuf, Stamp)>,
    stream: Option<Arc<Mutex<Stream>>>,
}

/// Where they are.
enum Bytes {
    File(File),
    Memory(Vec<u8>),
}

/// A stream, and how many of its bytes are copied.
struct Stream {
    source: Box<dyn Read + Send>,
    copied: u64,
    ended: bool,
}

impl Stored {
    /// A file; `None` where it is none, or has no length of its own.
    pub fn file(path: &Path) -> Option<Self> {
        let file = File::open(path).ok()?;
        let found = file.metadata().ok().filter(|found| found.is_file() && found.len() > 0)?;
        Some(Self {
            bytes: Arc::new(Bytes::File(file)),
            length: found.len(),
            opened: Some((path.to_owned(), Stamp::of(&found))),
            stream: None,
        })
    }

    /// A stream, copied to a temporary file without a name as far as it was read.
    pub fn copy(source: Box<dyn Read + Send>, folder: Option<&Path>) -> io::Result<Self> {
        let stream = Stream { source, copied: 0, ended: false };
        let bytes = Arc::new(Bytes::File(temporary(folder)?));
        Ok(Self { bytes, length: u64::MAX, opened: None, stream: Some(Arc::new(Mutex::new(stream))) })
    }

    /// A text, in memory or, if it is long, in a temporary file without a name; `None` where it cannot be read to its end, or letters of it are
    /// unreadable.
    ///
    /// # Errors
    /// A temporary file that cannot be written.
    pub fn text(mut source: impl Read, folder: Option<&Path>) -> io::Result<Option<Self>> {
        let mut text = folder.map_or_else(|| SpooledTempFile::new(LONG), |folder| SpooledTempFile::new_in(LONG, folder));
        let mut length = 0_u64;
        let (mut buffer, mut kept) = (vec![0; BLOCK], 0);
        loop {
            let Ok(count) = source.read(buffer.get_mut(kept..).unwrap_or_default()) else { return Ok(None) };
            let end = kept.saturating_add(count);
            if memmem::find(buffer.get(..end).unwrap_or_default(), UNREADABLE).is_some() {
                return Ok(None);
            }
            text.write_all(buffer.get(kept..end).unwrap_or_default())?;
            if count == 0 {
                let bytes = match text.into_inner() {
                    SpooledData::InMemory(text) => Bytes::Memory(text.into_inner()),
                    SpooledData::OnDisk(file) => Bytes::File(file),
                };
                return Ok(Some(Self { bytes: Arc::new(bytes), length, opened: None, stream: None }));
            }
            length = length.saturating_add(u64::try_from(count).unwrap_or(0));
            // A letter may stand across two readings.
            kept = end.min(UNREADABLE.len().saturating_sub(1));
            buffer.copy_within(end.saturating_sub(kept)..end, 0);
        }
    }

    /// How many bytes there are; of a stream, more than any.
    pub const fn length(&self) -> u64 {
        self.length
    }

    /// The bytes from one place to another.
    pub fn part(&self, from: u64, until: u64) -> Part {
        Part { bytes: Arc::clone(&self.bytes), stream: self.stream.clone(), at: from, until: until.min(self.length) }
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
    bytes: Arc<Bytes>,
    stream: Option<Arc<Mutex<Stream>>>,
    at: u64,
    until: u64,
}

impl Read for Part {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.until.saturating_sub(self.at)).unwrap_or(usize::MAX);
        let room = buffer.len().min(left);
        if let Some(stream) = &self.stream {
            stream.lock().unwrap_or_else(PoisonError::into_inner).copy_beyond(self.at, &self.bytes)?;
        }
        let count = self.bytes.read_at(buffer.get_mut(..room).unwrap_or_default(), self.at)?;
        self.at = self.at.saturating_add(u64::try_from(count).unwrap_or(0));
        Ok(count)
    }
}

impl Bytes {
    fn read_at(&self, buffer: &mut [u8], at: u64) -> io::Result<usize> {
        match self {
            Self::File(file) => read_at(file, buffer, at),
            Self::Memory(bytes) => {
                let from = usize::try_from(at).unwrap_or(usize::MAX);
                bytes.get(from..).unwrap_or_default().read(buffer)
            }
        }
    }
}

impl Stream {
    /// Copies on until there is something at a place, or the stream ends.
    fn copy_beyond(&mut self, at: u64, bytes: &Bytes) -> io::Result<()> {
        let Bytes::File(file) = bytes else { return Ok(()) };
        let mut buffer = vec![0; BLOCK];
        while self.copied <= at && !self.ended {
            let count = self.source.read(&mut buffer)?;
            write_at(file, buffer.get(..count).unwrap_or_default(), self.copied)?;
            self.copied = self.copied.saturating_add(u64::try_from(count).unwrap_or(0));
            self.ended = count == 0;
        }
        Ok(())
    }
}

/// Writes all of it at a place.
#[cfg(unix)]
pub fn write_at(file: &File, bytes: &[u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, at)
}

/// Writes all of it at a place.
#[cfg(windows)]
pub fn write_at(file: &File, mut bytes: &[u8], mut at: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        let count = std::os::windows::fs::FileExt::seek_write(file, bytes, at)?;
        bytes = bytes.get(count..).unwrap_or_default();
        at = at.saturating_add(u64::try_from(count).unwrap_or(0));
    }
    Ok(())
}

/// Reads all of it from a place.
pub fn read_exact_at(file: &File, mut buffer: &mut [u8], mut at: u64) -> io::Result<()> {
    while !buffer.is_empty() {
        let count = read_at(file, buffer, at)?;
        if count == 0 {
            return Err(io::Error::from(io::ErrorKind::UnexpectedEof));
        }
        buffer = buffer.get_mut(count..).unwrap_or_default();
        at = at.saturating_add(u64::try_from(count).unwrap_or(0));
    }
    Ok(())
}

#[cfg(unix)]
fn read_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, at)
}

#[cfg(windows)]
fn read_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, at)
}
