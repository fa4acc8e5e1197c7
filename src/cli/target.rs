//! Where a report goes: standard output, or a file that appears only when it is whole.

use std::fs::File;
use std::io::{self, BufWriter, ErrorKind, Stdout, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::ahead::Ahead;
use super::files::{self, Source};
use super::temporary::Temporary;
#[cfg(unix)]
use super::watched::identity;
use crate::diag::{Code, Diagnostic};
use crate::value::Position;

/// Where a report goes.
pub enum Target {
    /// To standard output. Whether its reader has gone away.
    Stdout(BufWriter<Stdout>, bool),
    /// To a file beside its place.
    Beside(BufWriter<File>, Temporary, PathBuf),
    /// To a file, rows before what stands before them.
    Ahead(Box<Ahead>),
    /// To something that is there and no file, such as a pipe or a device.
    Device(BufWriter<File>, PathBuf),
}

impl Target {
    /// Opens the file of `-o`, or else standard output.
    pub fn open(path: Option<&Path>) -> Result<Self, Diagnostic> {
        let Some(path) = path else { return Ok(Self::Stdout(BufWriter::with_capacity(64 * 1024, io::stdout()), false)) };
        let opened = match std::fs::metadata(path) {
            Ok(found) if found.is_dir() => Err(io::Error::from(ErrorKind::IsADirectory)),
            Ok(found) if !found.is_file() => {
                File::options().write(true).open(path).map(|file| Self::Device(BufWriter::new(file), path.to_owned()))
            }
            _ => Temporary::beside(path).map(|(temporary, file)| Self::Beside(BufWriter::new(file), temporary, path.to_owned())),
        };
        opened.map_err(|error| cannot(Some(path), &error))
    }

    /// Opens it, to be written to its file directly too; `None` where that is no file, or one that something else may read or
    /// write meanwhile.
    pub fn ahead(path: Option<&Path>, sources: &[Source]) -> Option<(Self, File)> {
        let Some(path) = path else {
            let file = own_stdout(sources)?;
            return Some((Self::open(None).ok()?, file));
        };
        if std::fs::metadata(path).is_ok_and(|found| !found.is_file()) {
            return None;
        }
        let target = Self::open(Some(path)).ok()?;
        let Self::Beside(writer, ..) = &target else { return None };
        let file = writer.get_ref().try_clone().ok()?;
        Some((target, file))
    }

    /// Says that it cannot be written.
    pub fn cannot(&self, error: &io::Error) -> Diagnostic {
        match self {
            Self::Stdout(..) => cannot(None, error),
            Self::Ahead(ahead) => ahead.cannot(error),
            Self::Beside(_, _, path) | Self::Device(_, path) => cannot(Some(path), error),
        }
    }

    /// Writes a part of the report. A reader that has gone away is no error.
    pub fn write(&mut self, text: &str) -> Result<(), Diagnostic> {
        self.write_bytes(text.as_bytes())
    }

    /// The same, of text as bytes.
    pub fn write_bytes(&mut self, text: &[u8]) -> Result<(), Diagnostic> {
        match self {
            Self::Stdout(_, true) => Ok(()),
            Self::Stdout(stream, gone) => forgiven(stream.write_all(text), gone),
            Self::Ahead(ahead) => ahead.write_all(text).map_err(|error| ahead.cannot(&error)),
            Self::Beside(file, _, path) | Self::Device(file, path) => file.write_all(text).map_err(|error| cannot(Some(path), &error)),
        }
    }

    /// Writes what a file holds from its beginning on, so many bytes of it.
    pub fn write_file(&mut self, file: &mut File, first: u64, length: u64) -> Result<(), Diagnostic> {
        use std::io::{Read, Seek, SeekFrom};
        let left = length.saturating_sub(first);
        let mut copy = |into: &mut dyn FnMut(&mut io::Take<&mut File>) -> io::Result<u64>| {
            file.seek(SeekFrom::Start(first))?;
            match into(&mut file.take(left))? {
                count if count < left => Err(io::Error::from(ErrorKind::UnexpectedEof)),
                _ => Ok(()),
            }
        };
        match self {
            Self::Stdout(_, true) => Ok(()),
            Self::Stdout(stream, gone) => forgiven(stream.flush().and_then(|()| copy(&mut to_stdout)), gone),
            Self::Ahead(ahead) => copy(&mut |file| io::copy(file, ahead)).map_err(|error| ahead.cannot(&error)),
            Self::Beside(target, _, path) | Self::Device(target, path) => {
                copy(&mut |file| io::copy(file, target)).map_err(|error| cannot(Some(path), &error))
            }
        }
    }

    /// Lets readers have what was written so far.
    pub fn flush(&mut self) -> Result<(), Diagnostic> {
        match self {
            Self::Stdout(_, true) | Self::Beside(..) | Self::Ahead(_) => Ok(()),
            Self::Stdout(stream, gone) => forgiven(stream.flush(), gone),
            Self::Device(file, path) => file.flush().map_err(|error| cannot(Some(path), &error)),
        }
    }

    /// Whether nobody reads any longer.
    pub const fn is_gone(&self) -> bool {
        matches!(self, Self::Stdout(_, true))
    }

    /// The report is whole: it takes its place.
    pub fn finish(mut self) -> Result<(), Diagnostic> {
        self.flush()?;
        let (file, temporary, path) = match self {
            Self::Beside(file, temporary, path) => (file, temporary, path),
            Self::Ahead(ahead) => return ahead.finish(),
            Self::Stdout(..) | Self::Device(..) => return Ok(()),
        };
        let file = file.into_inner().map_err(|error| cannot(Some(&path), error.error()))?;
        let whole = file.sync_all().and_then(|()| temporary.take_place(&path));
        whole.map_err(|error| cannot(Some(&path), &error))
    }
}

/// Writes a whole file, which appears when it is whole.
pub fn write_whole(path: &Path, text: &str) -> Result<(), Diagnostic> {
    let mut target = Target::open(Some(path))?;
    target.write(text)?;
    target.finish()
}

/// Standard output, if it is the end of a file that nothing else of this run reads or writes.
#[cfg(unix)]
fn own_stdout(sources: &[Source]) -> Option<File> {
    use std::io::Seek;
    use std::os::fd::AsFd;
    let file_of = |stream: std::os::fd::BorrowedFd<'_>| stream.try_clone_to_owned().map(File::from);
    let mut file = file_of(io::stdout().as_fd()).ok()?;
    let found = file.metadata().ok().filter(std::fs::Metadata::is_file)?;
    let own = identity(&found);
    let talked = file_of(io::stderr().as_fd()).and_then(|stream| stream.metadata());
    let is_shared = talked.is_ok_and(|talked| identity(&talked) == own) || sources.iter().any(|source| source.is(own));
    // What is appended goes to the end whatever was asked for.
    let appends = rustix::fs::fcntl_getfl(&file).ok()?.contains(rustix::fs::OFlags::APPEND);
    let ends = file.stream_position().ok()? == found.len();
    (ends && !appends && !is_shared).then_some(file)
}

#[cfg(not(unix))]
const fn own_stdout(_sources: &[Source]) -> Option<File> {
    None
}

/// Copies a file to standard output within the system, where that can be done.
#[cfg(unix)]
fn to_stdout(file: &mut io::Take<&mut File>) -> io::Result<u64> {
    use std::os::fd::AsFd;
    io::copy(file, &mut File::from(io::stdout().as_fd().try_clone_to_owned()?))
}

#[cfg(not(unix))]
fn to_stdout(file: &mut io::Take<&mut File>) -> io::Result<u64> {
    io::copy(file, &mut BufWriter::with_capacity(64 * 1024, io::stdout()))
}

fn forgiven(done: io::Result<()>, gone: &mut bool) -> Result<(), Diagnostic> {
    match done {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => {
            *gone = true;
            Ok(())
        }
        done => done.map_err(|error| cannot(None, &error)),
    }
}

fn cannot(path: Option<&Path>, error: &io::Error) -> Diagnostic {
    let at = path.map(|path| Position::file(Arc::clone(&files::name(path))));
    Diagnostic { at, ..Diagnostic::general(Code::CannotWrite) }.with("why", error)
}
