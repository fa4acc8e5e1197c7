//! A file while it is read: its digest, how far the reading is, and whether the file stays as it is.

use std::fmt::Write as _;
use std::fs::{File, Metadata};
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use sha2::{Digest, Sha256};

use super::progress::Progress;
use crate::diag::{Code, Diagnostic};
use crate::value::Position;

/// A source of bytes that is watched.
pub struct Watched<'p> {
    name: Arc<str>,
    source: Box<dyn Read>,
    /// The file, as it was when it was opened.
    opened: Option<(PathBuf, Stamp)>,
    digest: Sha256,
    progress: &'p Progress<'p>,
}

/// What tells one state of a file from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
    identity: (u64, u64),
}

impl Stamp {
    /// That of a file.
    pub fn of(found: &Metadata) -> Self {
        Self { length: found.len(), modified: found.modified().ok(), identity: identity(found) }
    }
}

/// What tells one file from another.
#[cfg(unix)]
pub fn identity(found: &Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt as _;
    (found.dev(), found.ino())
}

#[cfg(not(unix))]
const fn identity(_found: &Metadata) -> (u64, u64) {
    (0, 0)
}

impl<'p> Watched<'p> {
    /// A stream that is no file.
    pub fn stream(name: Arc<str>, source: Box<dyn Read>, progress: &'p Progress<'p>) -> Self {
        Self { name, source, opened: None, digest: Sha256::new(), progress }
    }

    /// A file: no more of it is read than it had when it was opened.
    pub fn file(name: Arc<str>, path: PathBuf, file: File, progress: &'p Progress<'p>) -> std::io::Result<Self> {
        let found = file.metadata()?;
        // What claims to be empty may be a file of the system without a length of its own.
        if !found.is_file() || found.len() == 0 {
            return Ok(Self::stream(name, Box::new(BufReader::with_capacity(256 * 1024, file)), progress));
        }
        let source = Box::new(BufReader::with_capacity(256 * 1024, file.take(found.len())));
        Ok(Self { name, source, opened: Some((path, Stamp::of(&found))), digest: Sha256::new(), progress })
    }

    /// The digest of all bytes, those that nobody read included, and what is wrong if the file changed meanwhile.
    pub fn finish(mut self) -> (String, Option<Diagnostic>) {
        let mut rest = vec![0; 64 * 1024];
        while self.read(&mut rest).is_ok_and(|count| count > 0) {}
        self.progress.file();
        let changed = self.opened.as_ref().and_then(|(path, stamp)| changed(&self.name, path, stamp));
        (hexadecimal(self.digest), changed)
    }
}

impl Read for Watched<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.source.read(buffer)?;
        let bytes = buffer.get(..count).unwrap_or_default();
        self.digest.update(bytes);
        if self.progress.is_shown() {
            let lines = bytes.split(|byte| *byte == b'\n').skip(1).count();
            self.progress.advance(u64::try_from(count).unwrap_or(0), u64::try_from(lines).unwrap_or(0));
        }
        Ok(count)
    }
}

/// A digest as it is written.
pub fn hexadecimal(digest: Sha256) -> String {
    digest.finalize().iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// What became of a file since it was opened, if anything did.
pub fn changed(name: &Arc<str>, path: &Path, opened: &Stamp) -> Option<Diagnostic> {
    let at = Position::file(Arc::clone(name));
    let Ok(found) = std::fs::metadata(path) else { return Some(Diagnostic::at(Code::FileGone, &at)) };
    let now = Stamp::of(&found);
    if now.identity != opened.identity {
        return Some(Diagnostic::at(Code::FileGone, &at));
    }
    let how = match now.length.cmp(&opened.length) {
        std::cmp::Ordering::Greater => "changed.grew",
        std::cmp::Ordering::Less => "changed.shrank",
        std::cmp::Ordering::Equal if now.modified != opened.modified => "changed.rewritten",
        std::cmp::Ordering::Equal => return None,
    };
    Some(Diagnostic::at(Code::FileChanged, &at).with_message("how", how))
}

#[cfg(test)]
mod tests {
    use std::fs::{self, OpenOptions};
    use std::io::Write as _;

    use super::*;

    /// What is told of a file of three lines to which this happens once its first bytes are read.
    fn told(test: &str, happens: impl FnOnce(&PathBuf)) -> (String, Option<Diagnostic>) {
        let folder = std::env::temp_dir().join(format!("cepa-watched-{test}-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        let path = folder.join("bom.csv");
        fs::write(&path, "part,amount\nRM-1,1\nRM-2,2\n").expect("a file");
        let progress = Progress::silent();
        let file = File::open(&path).expect("the file");
        let mut watched = Watched::file(Arc::from("bom.csv"), path.clone(), file, &progress).expect("its state");
        let mut first = [0; 4];
        watched.read_exact(&mut first).expect("bytes");
        happens(&path);
        let told = watched.finish();
        fs::remove_dir_all(&folder).ok();
        told
    }

    fn code(told: (String, Option<Diagnostic>)) -> Option<&'static str> {
        told.1.map(|diagnostic| diagnostic.code.as_str())
    }

    #[test]
    fn t001_a_file_that_grows_or_shrinks() {
        let grown = told("grows", |path| {
            OpenOptions::new().append(true).open(path).expect("the file").write_all(b"RM-3,3\n").expect("room");
        });
        assert_eq!(grown.0.len(), 64, "what was there at first is read to its end");
        assert_eq!(code(grown), Some("T001"));
        let shrunk = told("shrinks", |path| OpenOptions::new().write(true).open(path).expect("the file").set_len(3).expect("less"));
        assert_eq!(code(shrunk), Some("T001"));
    }

    #[test]
    fn t002_a_file_that_is_removed_or_replaced() {
        assert_eq!(code(told("removed", |path| fs::remove_file(path).expect("gone"))), Some("T002"));
        let replaced = told("replaced", |path| {
            let other = path.with_extension("new");
            fs::write(&other, "part,amount\nRM-1,1\nRM-2,2\n").expect("a file");
            fs::rename(&other, path).expect("replaced");
        });
        assert_eq!(code(replaced), Some("T002"));
    }

    #[test]
    fn a_file_that_stays_as_it_is() {
        assert_eq!(code(told("stays", |_| {})), None);
    }
}
