//! What must not outlive the run unless it becomes whole: files are removed, and the ends of others taken off, when they are
//! dropped and when the run is interrupted.

use std::fs::{File, OpenOptions};
use std::io::{self, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, Once, PoisonError};

/// What is to be removed should the run be interrupted now.
static WAITING: Mutex<Vec<Left>> = Mutex::new(Vec::new());

/// What would be left.
enum Left {
    /// A file.
    File(PathBuf),
    /// What stands at the end of a file.
    End(Arc<End>),
}

impl Left {
    fn remove(&self) {
        let _ = match self {
            Self::File(path) => std::fs::remove_file(path),
            Self::End(end) => end.shorten(end.begins),
        };
    }

    fn is_file(&self, wanted: &Path) -> bool {
        matches!(self, Self::File(path) if path == wanted)
    }

    fn is_end(&self, wanted: &Arc<End>) -> bool {
        matches!(self, Self::End(end) if Arc::ptr_eq(end, wanted))
    }
}

/// Listens for interruption from the first temporary file on.
static LISTENING: Once = Once::new();

/// The exit code of a run that was interrupted, as shells give it for Ctrl-C.
const INTERRUPTED: i32 = 130;

/// How many files that killed runs have left beside a place are passed over.
const MOST: u32 = 100;

/// A file beside the place that it will take.
pub struct Temporary {
    path: PathBuf,
    kept: bool,
}

impl Temporary {
    /// Makes a file beside `place`, in the same folder, so that it can be moved there at once.
    pub fn beside(place: &Path) -> io::Result<(Self, File)> {
        LISTENING.call_once(listen);
        let name = place.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let mut waiting = waiting();
        let mut count = 0_u32;
        loop {
            let ending = if count == 0 { String::new() } else { format!("-{count}") };
            let path = place.with_file_name(format!(".{name}.{}{ending}.cepa-part", std::process::id()));
            match OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(file) => {
                    waiting.push(Left::File(path.clone()));
                    return Ok((Self { path, kept: false }, file));
                }
                // A run with the same number, as in a container, was killed.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && count < MOST => count = count.saturating_add(1),
                Err(error) => return Err(error),
            }
        }
    }

    /// Moves it to its place. An interruption comes before or after, never between.
    pub fn take_place(mut self, place: &Path) -> io::Result<()> {
        let mut waiting = waiting();
        std::fs::rename(&self.path, place)?;
        waiting.retain(|left| !left.is_file(&self.path));
        self.kept = true;
        Ok(())
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if !self.kept {
            let mut waiting = waiting();
            let _ = std::fs::remove_file(&self.path);
            waiting.retain(|left| !left.is_file(&self.path));
        }
    }
}

/// What is written at the end of a file.
struct End {
    file: File,
    /// Where it begins.
    begins: u64,
    /// Where it ended when it was written to, or [`SHARED`].
    ended: AtomicU64,
}

/// Something else was written to the file meanwhile: no end of it is known to be ours.
const SHARED: u64 = u64::MAX;

impl End {
    /// Whether nothing else was written to the file.
    fn is_own(&self) -> io::Result<bool> {
        let own = (&self.file).stream_position()? == self.ended.load(Ordering::Relaxed);
        if !own {
            self.ended.store(SHARED, Ordering::Relaxed);
        }
        Ok(own)
    }

    fn write(&self, write: impl FnOnce(&File) -> io::Result<()>) -> io::Result<()> {
        let own = self.is_own()?;
        let written = write(&self.file);
        if own {
            self.ended.store((&self.file).stream_position()?, Ordering::Relaxed);
        }
        written
    }

    /// Takes off what stands behind a place, and goes on from there, unless something else was written to the file.
    fn shorten(&self, place: u64) -> io::Result<()> {
        if !self.is_own()? {
            return Err(io::Error::other("something else was written to it meanwhile"));
        }
        self.file.set_len(place)?;
        self.ended.store((&self.file).seek(SeekFrom::Start(place))?, Ordering::Relaxed);
        Ok(())
    }
}

/// What is written at the end of a file: taken off again, unless it is finished.
pub struct Unfinished(Arc<End>);

impl Unfinished {
    /// What will be written to a file from where it stands, behind room for so many bytes.
    pub fn behind(room: usize, mut file: File) -> io::Result<Self> {
        LISTENING.call_once(listen);
        let room = i64::try_from(room).map_err(io::Error::other)?;
        // At once, so that another program that writes to this very file writes behind it.
        let ended = file.seek(SeekFrom::Current(room))?;
        let begins = ended.saturating_sub(room.unsigned_abs());
        let end = Arc::new(End { file, begins, ended: AtomicU64::new(ended) });
        waiting().push(Left::End(Arc::clone(&end)));
        Ok(Self(end))
    }

    /// Where in the file it begins, with the room.
    pub fn begins(&self) -> u64 {
        self.0.begins
    }

    /// Writes to the file. An interruption comes before or after, never between.
    pub fn write(&self, write: impl FnOnce(&File) -> io::Result<()>) -> io::Result<()> {
        let _waiting = waiting();
        self.0.write(write)
    }

    /// Takes off what stands behind a place.
    pub fn shorten(&self, place: u64) -> io::Result<()> {
        let _waiting = waiting();
        self.0.shorten(place)
    }

    /// It is whole.
    pub fn finish(self) {
        waiting().retain(|left| !left.is_end(&self.0));
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        let mut waiting = waiting();
        let count = waiting.len();
        waiting.retain(|left| !left.is_end(&self.0));
        // What is finished waits no longer.
        if waiting.len() < count {
            let _ = self.0.shorten(self.0.begins);
        }
    }
}

fn waiting() -> MutexGuard<'static, Vec<Left>> {
    WAITING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// On Ctrl-C, SIGTERM and SIGHUP: removes what waits, and ends the program while nothing can be made or moved.
fn listen() {
    #[expect(clippy::exit, reason = "an interrupted program ends here, with its temporary files removed")]
    let end = || {
        let waiting = waiting();
        waiting.iter().for_each(Left::remove);
        std::process::exit(INTERRUPTED);
    };
    // Where no handler can be set, the system's own ends the program, and the files stay: they do not look whole. So it is too
    // where one of these signals is to be passed over, as under nohup: that must stay so.
    let _ = ctrlc::try_set_handler(end);
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn what_a_killed_run_has_left_is_in_nobodys_way() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("report");
        let (left, _) = Temporary::beside(&place).unwrap();
        let (own, mut file) = Temporary::beside(&place).unwrap();
        assert_ne!(left.path, own.path);
        file.write_all(b"whole").unwrap();
        own.take_place(&place).unwrap();
        assert_eq!(std::fs::read(&place).unwrap(), b"whole");
    }

    #[test]
    fn an_end_is_taken_off_unless_it_is_finished_or_shared() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report");
        for (shared, finished, left) in [
            (false, false, &b"before "[..]),
            (false, true, b"before \0\0\0one two "),
            (true, false, b"before \0\0\0one else two "),
            (true, true, b"before \0\0\0one else two "),
        ] {
            let mut file = File::create(&path).unwrap();
            file.write_all(b"before ").unwrap();
            let mut other = file.try_clone().unwrap();
            let unfinished = Unfinished::behind(3, file).unwrap();
            unfinished.write(|mut file| file.write_all(b"one ")).unwrap();
            if shared {
                other.write_all(b"else ").unwrap();
            }
            unfinished.write(|mut file| file.write_all(b"two three")).unwrap();
            assert_eq!(unfinished.shorten(18).is_err(), shared);
            if !shared {
                assert_eq!(std::fs::read(&path).unwrap(), b"before \0\0\0one two ");
            }
            if finished {
                unfinished.finish();
            } else {
                drop(unfinished);
            }
            let found = std::fs::read(&path).unwrap();
            assert_eq!(found, if shared { [left, b"three"].concat() } else { left.to_vec() }, "{shared} {finished}");
        }
    }
}
