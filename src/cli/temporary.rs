//! Files that must not outlive the run unless they become whole: removed when they are dropped, and when the run is
//! interrupted.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

/// What is to be removed should the run be interrupted now.
static WAITING: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Listens for interruption from the first temporary file on.
static LISTENING: Once = Once::new();

/// The exit code of a run that was interrupted, as shells give it for Ctrl-C.
const INTERRUPTED: i32 = 130;

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
        let path = place.with_file_name(format!(".{name}.{}.cepa-part", std::process::id()));
        let mut waiting = waiting();
        let file = OpenOptions::new().write(true).create_new(true).open(&path)?;
        waiting.push(path.clone());
        Ok((Self { path, kept: false }, file))
    }

    /// Moves it to its place. An interruption comes before or after, never between.
    pub fn take_place(mut self, place: &Path) -> io::Result<()> {
        let mut waiting = waiting();
        std::fs::rename(&self.path, place)?;
        waiting.retain(|path| *path != self.path);
        self.kept = true;
        Ok(())
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if !self.kept {
            let mut waiting = waiting();
            let _ = std::fs::remove_file(&self.path);
            waiting.retain(|path| *path != self.path);
        }
    }
}

fn waiting() -> MutexGuard<'static, Vec<PathBuf>> {
    WAITING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// On Ctrl-C, SIGTERM and SIGHUP: removes what waits, and ends the program while nothing can be made or moved.
fn listen() {
    #[expect(clippy::exit, reason = "an interrupted program ends here, with its temporary files removed")]
    let end = || {
        let waiting = waiting();
        for path in waiting.iter() {
            let _ = std::fs::remove_file(path);
        }
        std::process::exit(INTERRUPTED);
    };
    // Where no handler can be set, the system's own ends the program, and the files stay: they do not look whole.
    let _ = ctrlc::set_handler(end);
}
