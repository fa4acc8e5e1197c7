//! `cepa check` on the fast road: files, threads, temporary files.
//!
//! Rows are held back until everything is read: a file that breaks off at its end rejects all of its goods, and a good that
//! comes back, or stands in two files, changes rows that would have been told already. They are held in memory up to a
//! bound and then in a temporary file that has no name, so that nothing is left however the program ends.

mod order;
mod out;
mod parts;
mod plain;
mod prints;
mod reader;
mod spool;
mod stream;
mod summed;

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::{CheckArgs, Format};
use super::deliver::{Run, of_files};
use super::files::Source;
use super::gather::{Read, TableRead, Watcher, digests, read_one, shown};
use super::in_order::in_order;
use super::output::Output;
use super::progress::Progress;
use super::stored::Stored;
use super::target::{Target, write_whole};
use crate::batch::{File, Setup, Table, Talk, Worker, print_of};
use crate::bom::{Context, Good, Portfolio, REQUIRED, Rows};
use crate::diag::{Code, Diagnostic, Problems};
use crate::report::{Form, Overview, Told};
use crate::value::{Position, Summary};

use out::{Gone, Out};
use plain::Plain;
use prints::Met;
use spool::Spool;

/// Whether a run can take the fast road: the table of its goods can be read twice, no earlier report is looked at, and rows
/// that are let go at once are known to be wanted.
pub fn may_run(args: &CheckArgs) -> bool {
    let deliver = &args.deliver;
    let open = deliver.stream && deliver.format == Format::Text && deliver.view.is_none();
    !open && !args.plain_road && is_told_twice(args.judge.goods.as_deref()) && deliver.resume.is_none() && deliver.against.is_none()
}

/// Whether a table can be read again, should the plain road be needed; one that is not there says so on either road.
fn is_told_twice(table: Option<&Path>) -> bool {
    table.is_none_or(|path| path.is_file() || !path.exists())
}

/// What a run is asked for.
pub struct Order<'a> {
    /// The sources, in their order.
    pub sources: &'a [Source],
    /// The table that states more of the goods.
    pub goods: &'a TableRead,
    /// What is doubtful about flags and sources.
    pub remarks: &'a [Diagnostic],
    /// Where temporary files go.
    pub folder: Option<&'a Path>,
    /// Where it is told how goods were judged, for tests.
    pub tell: Option<&'a Path>,
}

/// What a run in one form came to.
enum Ended {
    /// It is reported, with this exit code.
    Told(u8),
    /// So many goods have another form.
    Another(Form),
    /// The plain road is needed for the run as a whole.
    Plain,
}

/// Judges on the fast road and gives the exit code; `None` where the plain road is needed for the run as a whole.
///
/// # Errors
/// A temporary file or a report that cannot be written.
pub fn run(order: &Order<'_>, run: &mut Run<'_>, watcher: &Watcher<'_>, output: &Output) -> Result<Option<u8>, Diagnostic> {
    // Whether a text sums up depends on how many goods there are: mostly many, where it takes long to find out.
    let mut form = run.form(usize::MAX);
    // A file may change between two readings, but not for ever.
    for _ in 0..3 {
        match in_form(form, order, run, watcher, output)? {
            Ended::Told(code) => return Ok(Some(code)),
            Ended::Plain => return Ok(None),
            Ended::Another(other) => form = other,
        }
    }
    Ok(None)
}

fn in_form(form: Form, order: &Order<'_>, run: &mut Run<'_>, watcher: &Watcher<'_>, output: &Output) -> Result<Ended, Diagnostic> {
    // What is let go at once cannot name what is not read yet.
    let named = run.is_named(form) && !run.args.stream;
    let mut read = Read::default();
    if named {
        let Some(found) = digests(order.sources, order.goods, run.judge.settings) else { return Ok(Ended::Plain) };
        read = found;
        run.judge.run = Some(run.name(&read));
    }
    let plain = Plain { judge: &run.judge, setting: run.setting, form };
    let progress = shown(order.sources, watcher);
    let rows = if form == Form::Summary {
        Out::Summed(Box::default())
    } else if run.args.stream {
        let target = Target::open(run.args.output.as_deref())?;
        Out::Gone(Box::new(Gone { target, opening: run.opening(form), joint: form.joint().len(), count: 0 }))
    } else {
        Out::Held(Spool::new(order.folder.map(Path::to_owned)))
    };
    order.goods.table.iter().for_each(Table::forget);
    let mut batch = Batch::new(order, run.threads(), &progress, plain.setup(order.goods.table.as_ref(), !output.is_quiet()), rows);
    let mut problems = order.remarks.to_vec();
    for source in order.sources {
        batch.file(source, &mut problems)?;
    }
    progress.end();
    problems.extend(order.goods.problems.iter().cloned());
    let repeats = batch.met.may_repeat()?;
    if !repeats {
        batch.unmet(&problems)?;
    }
    if repeats || batch.verdicts == Summary::default() {
        return batch.rows.cut(0).map(|()| Ended::Plain);
    }
    let right = run.form(usize::try_from(batch.verdicts.goods()).unwrap_or(usize::MAX));
    if right != form {
        return Ok(Ended::Another(right));
    }
    if let Some(path) = order.tell {
        batch.tell(path)?;
    }
    if !named && (run.args.summary.is_some() || form == Form::Ndjson) {
        read = digests(order.sources, order.goods, run.judge.settings).unwrap_or_default();
    }
    batch.deliver(run, form, &problems, &read, output).map(Ended::Told)
}

/// A run over all files.
struct Batch<'a> {
    setup: Setup<'a>,
    folder: Option<PathBuf>,
    threads: usize,
    progress: &'a Progress<'a>,
    workers: Vec<Worker<'a>>,
    /// The file before: its headings as they stand, and what was understood of them.
    before: Option<Headings>,
    bytes: Vec<u8>,
    rows: Out,
    verdicts: Summary,
    talk: Talk,
    /// How many goods the plain road judged.
    plainly: u64,
    /// The fingerprints of all goods.
    met: Met,
}

/// What was understood of the headings of a file.
struct Headings {
    /// The file up to its rows, as it stands.
    bytes: Vec<u8>,
    file: File,
    start: reader::Start,
    /// What is to be told of them.
    problems: Vec<Diagnostic>,
}

/// A source that is read: its names, and its bytes.
struct Opened<'s> {
    source: &'s Source,
    stored: Stored,
}

/// What one file came to.
#[derive(Default)]
struct Outcome {
    verdicts: Summary,
    talk: Talk,
    /// How many goods the plain road judged.
    plainly: u64,
}

impl<'a> Batch<'a> {
    fn new(order: &Order<'_>, threads: usize, progress: &'a Progress<'a>, setup: Setup<'a>, rows: Out) -> Self {
        let folder = order.folder.map(Path::to_owned);
        Self {
            rows,
            met: Met::new(Spool::new(folder.clone()), order.sources.len() > 1),
            folder,
            setup,
            threads,
            progress,
            workers: Vec::new(),
            before: None,
            bytes: Vec::new(),
            verdicts: Summary::default(),
            talk: Talk::default(),
            plainly: 0,
        }
    }

    /// Tells how many goods were judged, and how many of them by the plain road.
    fn tell(&self, path: &Path) -> Result<(), Diagnostic> {
        write_whole(path, &format!("goods={} plainly={}\n", self.verdicts.goods(), self.plainly))
    }

    fn file(&mut self, source: &Source, problems: &mut Vec<Diagnostic>) -> Result<(), Diagnostic> {
        self.begin(false);
        let before = (self.rows.len(), self.met.len());
        let Some(stored) = source.stored() else {
            let outcome = self.plain_file(source, None, problems)?;
            self.take(outcome);
            return Ok(());
        };
        let opened = Opened { source, stored };
        let mut found = self.alike(&opened)?;
        if found.is_none() {
            self.begin(true);
            found = self.unlike(&opened)?;
        }
        let changed = opened.stored.changed(&source.name);
        let outcome = match found {
            Some((outcome, told)) if changed.as_ref().is_none_or(|changed| !changed.is_error()) => {
                problems.extend(told);
                problems.extend(changed);
                outcome
            }
            _ => {
                self.back(before)?;
                self.begin(true);
                self.plain_file(source, changed, problems)?
            }
        };
        self.progress.file();
        self.take(outcome);
        Ok(())
    }

    /// Comes to the next reading of a file, `again` where the one before came to nothing.
    fn begin(&mut self, again: bool) {
        self.rows.begin();
        self.setup.table.iter().for_each(|table| table.begin(again));
    }

    fn take(&mut self, outcome: Outcome) {
        self.verdicts.join(outcome.verdicts);
        self.plainly = self.plainly.saturating_add(outcome.plainly);
        self.talk.append(outcome.talk);
    }

    /// Forgets the rows and the goods of a file that is read again.
    fn back(&mut self, (rows, met): (u64, u64)) -> Result<(), Diagnostic> {
        self.met.cut(met);
        self.rows.cut(rows)
    }

    /// A small file that begins with the very headings of the file before: these are not recognised again.
    fn alike(&mut self, opened: &Opened<'_>) -> Result<Option<(Outcome, Vec<Diagnostic>)>, Diagnostic> {
        let Some(before) = self.before.take() else { return Ok(None) };
        let mut bytes = std::mem::take(&mut self.bytes);
        let name = &opened.source.name;
        let outcome = if reader::small(opened, &mut bytes) && bytes.starts_with(&before.bytes) {
            stream::small(self, &mut bytes, &before.file.alike(name, &opened.source.good), before.start)?
        } else {
            None
        };
        let here = |at: &Position| Position { file: Arc::clone(name), ..at.clone() };
        let told = before.problems.iter().map(|problem| Diagnostic { at: problem.at.as_ref().map(here), ..problem.clone() });
        let found = outcome.map(|outcome| (outcome, told.collect()));
        self.bytes = bytes;
        self.before = Some(before);
        Ok(found)
    }

    /// Any other file.
    fn unlike(&mut self, opened: &Opened<'_>) -> Result<Option<(Outcome, Vec<Diagnostic>)>, Diagnostic> {
        let Some((file, start, found)) = self.recognised(opened) else { return Ok(None) };
        let outcome = stream::file(self, opened, &file, start)?;
        Ok(outcome.map(|outcome| (outcome, found.into_sorted())))
    }

    /// The columns of a file and where its rows begin, where it is plain enough, and what there is to say of its headings.
    fn recognised(&mut self, opened: &Opened<'_>) -> Option<(File, reader::Start, Problems)> {
        let mut problems = Problems::default();
        let (source, whole) = (opened.source, Box::new(opened.stored.whole()));
        let mut rows = Rows::open(whole, &source.name, Context::Materials, REQUIRED, self.setup.profile, &mut problems)?;
        let layout = rows
            .layout()
            .filter(|layout| layout.separator == crate::input::Separator::Comma || self.setup.profile.options.separator.is_some())?;
        let start = reader::Start::of(opened, &layout, rows.next(&mut Problems::default()).as_ref())?;
        let file = File::new(layout, &source.good, &self.setup)?;
        let mut bytes = Vec::new();
        opened.stored.part(0, start.offset).read_to_end(&mut bytes).ok()?;
        self.before = Some(Headings { bytes, file: file.clone(), start, problems: problems.clone().into_sorted() });
        Some((file, start, problems))
    }

    /// A file by the plain road: all of its goods at once. A file that changed while it was read before is spoilt.
    fn plain_file(&mut self, source: &Source, changed: Option<Diagnostic>, problems: &mut Vec<Diagnostic>) -> Result<Outcome, Diagnostic> {
        let mut portfolio = Portfolio::new(self.setup.vocabulary, self.setup.profile);
        read_one(source, changed, &mut portfolio, problems, &Progress::silent());
        self.setup.table.iter().for_each(|table| table.join(&mut portfolio));
        self.met.mix();
        self.judge(portfolio.into_goods(self.setup.flags).into_iter(), problems)
    }

    /// The goods that the table names and no bill of materials has.
    fn unmet(&mut self, problems: &[Diagnostic]) -> Result<(), Diagnostic> {
        let Some(table) = self.setup.table else { return Ok(()) };
        self.rows.begin();
        let flags = self.setup.flags;
        let goods = table.unmet(self.setup).flat_map(move |portfolio| portfolio.into_goods(flags));
        let outcome = self.judge(goods, problems)?;
        self.take(outcome);
        Ok(())
    }

    /// Judges goods by the plain road.
    fn judge(&mut self, goods: impl Iterator<Item = Good>, problems: &[Diagnostic]) -> Result<Outcome, Diagnostic> {
        let (mut outcome, of_files) = (Outcome::default(), of_files(problems));
        let goods = goods.map(|good| (print_of(good.id.as_bytes()), good.at.line, good));
        let work = |(print, line, good)| (print, line, self.setup.referee.judge(good));
        let (rows, met) = (&mut self.rows, &mut self.met);
        let end = in_order(goods, self.threads, work, |(print, line, judged)| {
            outcome.verdicts.add(judged.verdict);
            outcome.plainly = outcome.plainly.saturating_add(1);
            outcome.talk.add(line, judged.diagnostics.into_iter().filter(|found| !of_files.contains(found)).collect());
            match met.add(&[print]).and_then(|()| rows.write(&judged.row)) {
                Ok(()) => std::ops::ControlFlow::Continue(()),
                Err(problem) => std::ops::ControlFlow::Break(problem),
            }
        });
        match end {
            std::ops::ControlFlow::Break(problem) => Err(problem),
            std::ops::ControlFlow::Continue(()) => Ok(outcome),
        }
    }

    /// Writes the report, tells what is wrong, and gives the exit code.
    fn deliver(mut self, run: &Run<'_>, form: Form, problems: &[Diagnostic], read: &Read, output: &Output) -> Result<u8, Diagnostic> {
        let open = || Target::open(run.args.output.as_deref());
        let mut overview = Overview::of_counts(self.verdicts);
        let (target, held) = match self.rows {
            Out::Gone(gone) => (Ok(gone.target), None),
            Out::Held(rows) => (open(), Some(rows)),
            Out::Summed(summed) => {
                overview = summed.into_overview();
                (open(), None)
            }
        };
        // Without a place for the report the plain road judges no good, and has nothing to tell of any.
        let talk = if target.is_ok() { std::mem::take(&mut self.talk) } else { Talk::default() };
        output.tell(&told(talk, problems, run), run.judge.law);
        let mut target = target?;
        if let Some(mut rows) = held {
            target.write(&run.opening(form))?;
            rows.copy_to(form.joint().len(), &mut target)?;
        }
        run.close(target, form, &overview, problems, read)
    }
}

/// What is told of files and of goods.
fn told(talk: Talk, problems: &[Diagnostic], run: &Run<'_>) -> Told {
    let mut told = Told::default();
    for problem in problems {
        told.take(problem.clone(), &run.setting);
    }
    let (errors, others, more) = talk.into_parts(|said| run.setting.diagnostic(said));
    for error in errors {
        told.take(error, &run.setting);
    }
    for (said, places, count) in &others {
        told.take_alike(said, places, *count, &run.setting);
    }
    told.leave_out(true, more.errors);
    told.leave_out(false, more.others);
    told
}

/// Why a temporary file or a source could not be used.
fn cannot(error: std::io::Error) -> Diagnostic {
    Diagnostic::general(Code::CannotKeep).with("why", error)
}
