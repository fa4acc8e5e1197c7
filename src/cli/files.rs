//! Files, folders and standard input.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::globs;
use super::progress::Progress;
use super::stored::Stored;
use super::watched::Watched;
#[cfg(unix)]
use super::watched::identity;
use crate::diag::{Code, Diagnostic};
use crate::law::Files;
use crate::value::Position;

/// A source to read, with the name under which reports speak of it.
pub struct Source {
    /// The name.
    pub name: Arc<str>,
    /// The name of a good whose rows name none.
    pub good: String,
    /// Where it is; `None` for standard input.
    path: Option<PathBuf>,
    /// A copy of a stream that was read already.
    copy: Option<Stored>,
}

impl Source {
    /// Its bytes, where they can be read more than once: a file, or a stream that was copied.
    pub fn stored(&self) -> Option<Stored> {
        self.copy.clone().or_else(|| self.path.as_deref().and_then(Stored::file))
    }

    /// Opens it.
    pub fn open(&self) -> Result<Box<dyn Read>, Diagnostic> {
        match &self.path {
            None => Ok(Box::new(std::io::stdin().lock())),
            Some(path) => open(path, &self.name),
        }
    }

    /// Copies standard input to a temporary file while it is read, so that it can be read more than once.
    pub fn keep(&mut self, folder: Option<&Path>) -> Result<(), Diagnostic> {
        if self.path.is_none() && self.copy.is_none() {
            let copied = Stored::copy(Box::new(std::io::stdin()), folder);
            let at = Position::file(Arc::clone(&self.name));
            self.copy = Some(copied.map_err(|error| Diagnostic::at(Code::CannotKeep, &at).with("why", error))?);
        }
        Ok(())
    }

    /// Opens it to be watched.
    pub fn watch<'p>(&self, progress: &'p Progress<'p>) -> Result<Watched<'p>, Diagnostic> {
        if let Some(copy) = &self.copy {
            return Ok(Watched::stream(Arc::clone(&self.name), Box::new(BufReader::with_capacity(256 * 1024, copy.whole())), progress));
        }
        match &self.path {
            None => Ok(Watched::stream(Arc::clone(&self.name), Box::new(std::io::stdin().lock()), progress)),
            Some(path) => watch(path, &self.name, progress),
        }
    }

    /// Whether it is this file, named as [`identity`] names it.
    #[cfg(unix)]
    pub fn is(&self, file: (u64, u64)) -> bool {
        self.path.as_ref().and_then(|path| std::fs::metadata(path).ok()).is_some_and(|found| identity(&found) == file)
    }

    /// How many bytes it has, as far as that is known.
    pub fn size(&self) -> Option<u64> {
        let found = self.path.as_ref().and_then(|path| std::fs::metadata(path).ok());
        found.filter(std::fs::Metadata::is_file).map(|found| found.len())
    }
}

/// Opens a file to be watched.
pub fn watch<'p>(path: &Path, name: &Arc<str>, progress: &'p Progress<'p>) -> Result<Watched<'p>, Diagnostic> {
    let cannot = |why: String| Diagnostic::at(Code::CannotOpen, &Position::file(Arc::clone(name))).with("why", why);
    if path.is_dir() {
        return Err(cannot("this is a folder".to_owned()));
    }
    let file = File::open(path).map_err(|error| cannot(error.to_string()))?;
    Watched::file(Arc::clone(name), path.to_owned(), file, progress).map_err(|error| cannot(error.to_string()))
}

/// Opens a file by name.
pub fn open(path: &Path, name: &Arc<str>) -> Result<Box<dyn Read>, Diagnostic> {
    let cannot = |why: String| Diagnostic::at(Code::CannotOpen, &Position::file(Arc::clone(name))).with("why", why);
    if path.is_dir() {
        return Err(cannot("this is a folder".to_owned()));
    }
    let file = File::open(path).map_err(|error| cannot(error.to_string()))?;
    Ok(Box::new(BufReader::with_capacity(256 * 1024, file)))
}

/// Opens a file by name, or standard input for `-`.
pub fn open_or_input(path: &Path, name: &Arc<str>) -> Result<Box<dyn Read>, Diagnostic> {
    if path.as_os_str() == "-" { Ok(Box::new(std::io::stdin().lock())) } else { open(path, name) }
}

/// The name of a path in reports.
pub fn name(path: &Path) -> Arc<str> {
    Arc::from(path.to_string_lossy().into_owned())
}

/// A source as it was given, and where it is with all links followed; `None` for standard input.
type Given = (Source, Option<PathBuf>);

/// The sources of bills of materials: each file, each bill of each folder and each match of each pattern in the order of
/// their names, and standard input for `-`.
pub fn sources(paths: &[PathBuf], problems: &mut Vec<Diagnostic>) -> Vec<Source> {
    let mut sources = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            sources.push((Source { name: Arc::from("-"), good: "stdin".to_owned(), path: None, copy: None }, None));
        } else {
            let found = globs::expanded(path, problems);
            for path in &found {
                sources_of(path, &mut sources, problems);
            }
        }
    }
    once(sources, problems)
}

/// A file, or the bills of a folder.
fn sources_of(path: &Path, sources: &mut Vec<Given>, problems: &mut Vec<Diagnostic>) {
    if !path.is_dir() {
        return sources.push((source(path.to_owned()), Some(place_of(path))));
    }
    let found = bills(path, problems);
    if found.is_empty() {
        problems.push(Diagnostic::at(Code::EmptyFolder, &Position::file(name(path))));
    }
    sources.extend(found.into_iter().map(|(path, place)| (source(path), Some(place))));
}

/// Each source once: a file that is given twice must not count twice.
fn once(sources: Vec<Given>, problems: &mut Vec<Diagnostic>) -> Vec<Source> {
    let mut seen = BTreeSet::new();
    let mut kept = Vec::new();
    for (source, place) in sources {
        if seen.insert(place) {
            kept.push(source);
        } else {
            problems.push(Diagnostic::at(Code::GivenTwice, &Position::file(source.name)));
        }
    }
    kept
}

fn source(path: PathBuf) -> Source {
    Source { name: name(&path), good: good_of(&path), path: Some(path), copy: None }
}

/// Where a file is, all links followed; a file that is not there is where it is said to be.
fn place_of(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// The name of the good of a file whose rows name none: that of the file without its ending.
pub fn good_of(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The endings of files that may hold a bill of materials.
const ENDINGS: [&str; 6] = ["csv", "tsv", "xlsx", "xlsm", "xls", "ods"];

/// The files of a folder that may hold a bill of materials and where each is, sorted by path. Links to folders are not followed.
fn bills(folder: &Path, problems: &mut Vec<Diagnostic>) -> Vec<(PathBuf, PathBuf)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let mut cannot =
            |error: std::io::Error| problems.push(Diagnostic::at(Code::CannotOpen, &Position::file(name(&folder))).with("why", error));
        let place = place_of(&folder);
        let entries = std::fs::read_dir(&folder).map_err(&mut cannot).into_iter().flatten();
        for entry in entries.filter_map(|entry| entry.map_err(&mut cannot).ok()) {
            let path = entry.path();
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => folders.push(path),
                Ok(kind) if is_bill(&path) => {
                    // Of a file that is no link only its folder is asked for: a portfolio may be of very many.
                    let place = if kind.is_file() { place.join(entry.file_name()) } else { place_of(&path) };
                    found.push((path, place));
                }
                _ => {}
            }
        }
    }
    found.sort();
    found
}

/// Whether a file may hold a bill of materials: by its ending, and it is no lock file of an open workbook.
fn is_bill(path: &Path) -> bool {
    let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(['.', '~']));
    !hidden && path.extension().is_some_and(|found| ENDINGS.iter().any(|ending| found.eq_ignore_ascii_case(ending)))
}

/// The law files: the bundled ones, or those of a folder.
pub fn law_files(folder: Option<&Path>) -> Result<Files, Vec<Diagnostic>> {
    let Some(folder) = folder else { return Ok(Files::bundled()) };
    if !folder.is_dir() {
        return Err(vec![Diagnostic::at(Code::CannotOpen, &Position::file(name(folder))).with("why", "this is not a folder")]);
    }
    let mut problems = Vec::new();
    let mut texts = Vec::new();
    for path in Files::PATHS.into_iter().chain(Files::BESIDE) {
        match std::fs::read(folder.join(path)) {
            Ok(bytes) => match String::from_utf8(bytes) {
                Ok(text) => texts.push((path.to_owned(), text)),
                Err(_) => problems.push(Diagnostic::at(Code::NotUtf8, &Position::file(Arc::from(path)))),
            },
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => problems.push(Diagnostic::at(Code::CannotOpen, &Position::file(Arc::from(path))).with("why", error)),
        }
    }
    if problems.is_empty() { Ok(texts.into_iter().collect()) } else { Err(problems) }
}

/// The bytes of a whole file.
pub fn bytes(path: &Path) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let name = name(path);
    let mut bytes = Vec::new();
    let mut file = open(path, &name).map_err(|problem| vec![problem])?;
    match file.read_to_end(&mut bytes) {
        Ok(0) => Err(vec![Diagnostic::at(Code::EmptyFile, &Position::file(name))]),
        Ok(_) => Ok(bytes),
        Err(error) => Err(vec![Diagnostic::at(Code::CannotRead, &Position::file(name)).with("why", error)]),
    }
}

/// Writes a file.
pub fn write(path: &Path, text: &str) -> Result<(), Diagnostic> {
    std::fs::write(path, text).map_err(|error| Diagnostic::at(Code::CannotWrite, &Position::file(name(path))).with("why", error))
}

/// Writes law files to a folder, all or none: each is written beside its place and moved there at the end. A
/// folder that holds something else is left alone.
pub fn write_law(folder: &Path, files: &Files) -> Result<(), Vec<Diagnostic>> {
    let holds_other = folder.read_dir().is_ok_and(|mut entries| entries.next().is_some()) && !folder.join("psr/hk.toml").is_file();
    if holds_other || (folder.exists() && !folder.is_dir()) {
        return Err(vec![Diagnostic::at(Code::ListFolder, &Position::file(name(folder))).with("folder", folder.display())]);
    }
    let mut waiting = Vec::new();
    let written = files.iter().try_for_each(|(path, text)| {
        let place = folder.join(path);
        let beside = folder.join(format!("{path}.part"));
        place.parent().map_or(Ok(()), std::fs::create_dir_all)?;
        waiting.push((beside.clone(), place));
        std::fs::write(&beside, text)
    });
    let moved = written.and_then(|()| waiting.iter().try_for_each(|(beside, place)| std::fs::rename(beside, place)));
    moved.map_err(|error| {
        for (beside, _) in &waiting {
            let _ = std::fs::remove_file(beside);
        }
        vec![Diagnostic::at(Code::CannotWrite, &Position::file(name(folder))).with("why", error)]
    })
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_once_however_it_is_given() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::create_dir_all(at("bills/more")).unwrap();
        for name in ["bills/b.csv", "bills/more/c.csv", "d.csv"] {
            std::fs::write(at(name), "part\n").unwrap();
        }
        // Links to a file of the folder, to one outside of it and to nothing; and another way to the folder.
        for (name, to) in [("bills/a.csv", "b.csv"), ("bills/e.csv", "../d.csv"), ("bills/f.csv", "nowhere"), ("way", "bills")] {
            std::os::unix::fs::symlink(to, at(name)).unwrap();
        }
        let mut problems = Vec::new();
        let given = ["bills", "way/more/../b.csv", "d.csv", "bills/more", "way", "bills/nothing.csv", "bills/nothing.csv"];
        let found = sources(&given.map(at), &mut problems);
        let name = |name: &str| name.strip_prefix(&format!("{}/", folder.path().display())).unwrap().to_owned();
        let names: Vec<String> = found.iter().map(|source| name(&source.name)).collect();
        assert_eq!(names, ["bills/a.csv", "bills/e.csv", "bills/f.csv", "bills/more/c.csv", "way/f.csv", "bills/nothing.csv"]);
        let twice: Vec<String> = problems.iter().filter_map(|problem| problem.at.as_ref()).map(|at| name(&at.file)).collect();
        let again = ["way/a.csv", "way/b.csv", "way/e.csv", "way/more/c.csv"];
        assert_eq!(
            twice,
            [&["bills/b.csv", "way/more/../b.csv", "d.csv", "bills/more/c.csv"][..], &again, &["bills/nothing.csv"]].concat()
        );
    }
}
