//! From files to goods: everything is read before the first good is judged, since any row, table or flag may still
//! bear on it.

use std::path::Path;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::args::JudgeArgs;
use super::files::{self, Source};
use super::progress::Progress;
use super::resolve::Settings;
use super::watched::{Watched, hexadecimal};
use crate::batch::Table;
use crate::bom::{Good, GoodsTable, Portfolio, Vocabulary};
use crate::diag::{Code, Diagnostic, Problems};
use crate::report::Setting;

/// What was read.
pub struct Gathered {
    /// The goods, in the order in which they were met.
    pub goods: Vec<Good>,
    /// What is wrong with files as a whole.
    pub problems: Vec<Diagnostic>,
    /// What the files are recognised by.
    pub read: Read,
}

/// The files that were read, as far as a later run recognises them.
#[derive(Default)]
pub struct Read {
    /// Their names, and the digests of their bytes.
    pub list: Vec<(Arc<str>, String)>,
}

impl Read {
    /// Adds a file by its name and the digest of its bytes.
    pub fn add(&mut self, name: &str, digest: &str) {
        self.list.push((Arc::from(name), digest.to_owned()));
    }

    /// Adds the table of rates, if there is one.
    fn add_rates(&mut self, settings: &Settings) {
        if let Some((name, digest)) = &settings.rates_file {
            self.add(name, digest);
        }
    }

    /// The digest over all of them.
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        for (name, digest) in &self.list {
            hash.update(format!("{name}\0{digest}\n").as_bytes());
        }
        hexadecimal(hash)
    }
}

/// Whether, and in which words, progress is shown.
pub struct Watcher<'a> {
    /// Nothing is shown.
    pub quiet: bool,
    /// The words.
    pub setting: Setting<'a>,
}

/// Reads all bills of materials, in their order, and the table of goods.
pub fn gather(
    sources: &[Source],
    remarks: Vec<Diagnostic>,
    args: &JudgeArgs,
    settings: &Settings,
    words: &Vocabulary,
    watcher: Option<&Watcher<'_>>,
) -> Gathered {
    let mut problems = remarks;
    let mut portfolio = Portfolio::new(words, &settings.profile);
    let progress = watcher.map_or_else(Progress::silent, |watcher| shown(sources, watcher));
    let read = read_all(sources, &mut portfolio, &mut problems, &progress);
    complete(portfolio, read, problems, args, settings)
}

/// Reads all bills of materials into a portfolio.
pub fn read_all(sources: &[Source], portfolio: &mut Portfolio<'_>, problems: &mut Vec<Diagnostic>, progress: &Progress<'_>) -> Read {
    let mut read = Read::default();
    for source in sources {
        if let Some(digest) = read_one(source, None, portfolio, problems, progress) {
            read.add(&source.name, &digest);
        }
    }
    progress.end();
    read
}

/// Reads a bill of materials into a portfolio, and gives the digest of its bytes, if it can be read. A file that changes
/// meanwhile, or that `changed` before, is told, and may be spoilt by it.
pub fn read_one(
    source: &Source,
    changed: Option<Diagnostic>,
    portfolio: &mut Portfolio<'_>,
    problems: &mut Vec<Diagnostic>,
    progress: &Progress<'_>,
) -> Option<String> {
    let mut reader = match source.watch(progress) {
        Ok(reader) => reader,
        Err(problem) => {
            problems.extend(changed.into_iter().chain([problem]));
            return None;
        }
    };
    problems.extend(portfolio.read_bom(&mut reader, &source.name, &source.good).into_sorted());
    let (digest, found) = reader.finish();
    if let Some(problem) = changed.or(found) {
        if problem.is_error() {
            portfolio.spoil(&source.name, &problem);
        }
        problems.push(problem);
    }
    Some(digest)
}

/// What these sources are recognised by, and the tables of goods and rates beside them; `None` where one cannot be read
/// twice.
pub fn digests(sources: &[Source], goods: &TableRead, settings: &Settings) -> Option<Read> {
    let mut read = Read::default();
    for source in sources {
        source.stored()?;
        let (digest, _) = source.watch(&Progress::silent()).ok()?.finish();
        read.add(&source.name, &digest);
    }
    if let Some((name, digest)) = &goods.digest {
        read.add(name, digest);
    }
    read.add_rates(settings);
    Some(read)
}

/// The progress of reading these sources; without an end where one of them has no size.
pub fn shown<'a>(sources: &[Source], watcher: &Watcher<'a>) -> Progress<'a> {
    let bytes = || sources.iter().try_fold(0_u64, |sum, source| Some(sum.saturating_add(source.size()?)));
    Progress::shown(sources.len(), || bytes().unwrap_or(0), watcher.quiet, watcher.setting)
}

/// Reads the table of goods into the portfolio, and completes every good.
pub fn complete(
    mut portfolio: Portfolio<'_>,
    mut read: Read,
    mut problems: Vec<Diagnostic>,
    args: &JudgeArgs,
    settings: &Settings,
) -> Gathered {
    if let Some(path) = &args.goods {
        let (found, digest) = table(path, |source, name| portfolio.read_goods(source, name));
        problems.extend(found);
        if let Some((name, digest)) = digest {
            read.add(&name, &digest);
        }
    }
    read.add_rates(settings);
    let goods = portfolio.into_goods(&settings.flags);
    if goods.is_empty() && !problems.iter().any(Diagnostic::is_error) {
        problems.push(Diagnostic::general(Code::NothingToJudge));
    }
    Gathered { goods, problems, read }
}

/// Reads the table of goods: what is wrong with it, and its name and digest, if it can be read.
fn table(path: &Path, read: impl FnOnce(&mut Watched<'_>, &Arc<str>) -> Problems) -> (Vec<Diagnostic>, Option<(Arc<str>, String)>) {
    let (name, progress): (Arc<str>, _) = (files::name(path), Progress::silent());
    match files::watch(path, &name, &progress) {
        Ok(mut reader) => {
            let mut problems = read(&mut reader, &name).into_sorted();
            let (digest, changed) = reader.finish();
            problems.extend(changed);
            (problems, Some((name, digest)))
        }
        Err(problem) => (vec![problem], None),
    }
}

/// A table of goods that was read by itself.
#[derive(Default)]
pub struct TableRead {
    /// The table, where it can be used.
    pub table: Option<Table>,
    /// What is wrong with it as a whole.
    pub problems: Vec<Diagnostic>,
    /// Its name and the digest of its bytes, if it can be read.
    pub digest: Option<(Arc<str>, String)>,
}

impl TableRead {
    /// Reads a table.
    pub fn of(path: &Path, settings: &Settings) -> Self {
        let mut found = None;
        let (problems, digest) = table(path, |source, name| {
            let mut problems = Problems::default();
            found = GoodsTable::read(source, name, &settings.profile, &mut problems);
            problems
        });
        Self { table: found.map(Table::new), problems, digest }
    }
}
