//! `cepa check` on the fast road: files, threads, temporary files.
//!
//! Rows are held back until everything is read: a file that breaks off at its end rejects all of its goods, and a good that
//! comes back, or stands in two files, changes rows that would have been told already. They are held in memory up to a
//! bound, and then in the report's own file behind room for what stands before them, or in a temporary file that has no name:
//! nothing that looks whole is left however the program ends.

mod crew;
mod held;
mod order;
mod out;
mod parts;
mod plain;
mod prints;
mod reader;
mod spool;
mod stream;
mod summed;

use std::io::{BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::{CheckArgs, Format};
use super::changes::List;
use super::deliver::{Run, of_files};
use super::files::Source;
use super::gather::{Read, TableRead, Watcher, digests, read_one, shown};
use super::in_order::in_order;
use super::output::Output;
use super::progress::Progress;
use super::resume::Resume;
use super::stored::Stored;
use super::target::{Target, write_whole};
use crate::batch::{Earlier, File, Found, KEPT, Setup, Table, Talk, Worker, kept, print_of};
use crate::bom::{Context, Good, Portfolio, REQUIRED, Rows, text};
use crate::diag::{Code, Diagnostic, Problems};
use crate::report::{Form, Overview, Told};
use crate::value::{Position, Summary};

use held::{Held, Place};
use out::{Gone, Out};
use plain::Plain;
use prints::Met;
use spool::Spool;

/// Whether a run can take the fast road: the table of its goods can be read twice, and rows that are let go at once are
/// known to be wanted.
pub fn may_run(args: &CheckArgs) -> bool {
    let deliver = &args.deliver;
    let open = deliver.stream && deliver.format == Format::Text && deliver.view.is_none();
    !open && !args.plain_road && is_told_twice(args.judge.goods.as_deref())
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
    /// Where it is said which road was taken.
    pub roads: Option<&'a Path>,
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
    let named = run.is_named(form) && !run.args.stream && run.last.is_none();
    let mut read = Read::default();
    if named {
        let Some(found) = digests(order.sources, order.goods, run.judge.settings) else { return Ok(Ended::Plain) };
        read = found;
        run.judge.run = Some(run.name(&read));
    }
    let resumed = match (&run.args.resume, &run.judge.run) {
        (Some(path), Some(name)) => match Resume::goods(path, run.args.format, name) {
            Some(goods) => Some(goods),
            // What is wrong with it is told by the plain road.
            None => return Ok(Ended::Plain),
        },
        _ => None,
    };
    let plain = Plain { judge: &run.judge, setting: run.setting, form, listed: run.listed(), resumed: resumed.as_ref() };
    let progress = shown(order.sources, watcher);
    let setup = plain.setup(order.goods.table.as_ref(), !output.is_quiet());
    let mut batch = Batch::new(order, run.threads(), &progress, setup, rows(order, run, &plain)?);
    let Some(problems) = batch.all_files(order)? else { return Ok(Ended::Plain) };
    let right = run.form(usize::try_from(batch.all.verdicts.goods()).unwrap_or(usize::MAX));
    if right != form && run.last.is_none() {
        return Ok(Ended::Another(right));
    }
    if let Some(path) = order.roads {
        write_whole(path, &batch.road())?;
    }
    if !named && run.last.is_none() && (run.args.summary.is_some() || form == Form::Ndjson) {
        read = digests(order.sources, order.goods, run.judge.settings).unwrap_or_default();
    }
    batch.deliver(run, form, &problems, &read, output).map(Ended::Told)
}

/// Where the rows go.
fn rows<'a>(order: &Order<'a>, run: &Run<'a>, plain: &Plain<'_>) -> Result<Out<'a>, Diagnostic> {
    if plain.is_brief() {
        return Ok(Out::Summed(Box::default()));
    }
    if run.args.stream {
        let target = Target::open(run.args.output.as_deref())?;
        let (opening, joint) = (run.opening(plain.form), plain.form.joint().len());
        return Ok(Out::Gone(Box::new(Gone { target, opening, joint, count: 0 })));
    }
    let place = Place::of(run, plain.form, order.sources);
    Ok(Out::Held(Box::new(Held::new(Spool::new(order.folder.map(Path::to_owned)), place))))
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
    rows: Out<'a>,
    /// What the files came to so far.
    all: Outcome,
    /// The fingerprints of all goods.
    met: Met,
    /// How many files the plain road read.
    plain_files: u64,
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
#[derive(Clone)]
struct Opened<'s> {
    source: &'s Source,
    stored: Stored,
}

/// What one file came to.
#[derive(Default)]
struct Outcome {
    verdicts: Summary,
    /// Of the goods that have a row, where only what changed has one.
    changed: Summary,
    /// How many goods the plain road judged.
    plainly: u64,
    talk: Talk,
}

impl Outcome {
    /// Takes in the goods of a stretch.
    fn take(&mut self, found: &Found) {
        self.verdicts.join(found.verdicts);
        self.changed.join(found.changed);
        self.plainly = self.plainly.saturating_add(found.plainly);
    }

    /// Takes in what another worker found in the same file.
    fn join(&mut self, other: Self) {
        self.verdicts.join(other.verdicts);
        self.changed.join(other.changed);
        self.plainly = self.plainly.saturating_add(other.plainly);
        self.talk.join(other.talk);
    }
}

impl<'a> Batch<'a> {
    fn new(order: &Order<'_>, threads: usize, progress: &'a Progress<'a>, setup: Setup<'a>, rows: Out<'a>) -> Self {
        let folder = order.folder.map(Path::to_owned);
        Self {
            rows,
            met: Met::new([(); 2].map(|()| Spool::new(folder.clone())), order.sources.len() > 1),
            folder,
            setup,
            threads,
            progress,
            workers: Vec::new(),
            before: None,
            bytes: Vec::new(),
            all: Outcome::default(),
            plain_files: 0,
        }
    }

    /// Judges all files and what is left of the table, and gives what is wrong with them; `None` where the plain road is
    /// needed for the run as a whole.
    fn all_files(&mut self, order: &Order<'_>) -> Result<Option<Vec<Diagnostic>>, Diagnostic> {
        order.goods.table.iter().for_each(Table::forget);
        let mut problems = order.remarks.to_vec();
        for source in order.sources {
            self.file(source, &mut problems)?;
        }
        self.progress.end();
        problems.extend(order.goods.problems.iter().cloned());
        let repeats = self.met.may_repeat()?;
        if !repeats {
            self.unmet(&problems)?;
        }
        if repeats || self.all.verdicts == Summary::default() {
            return self.rows.cut(0).map(|()| None);
        }
        Ok(Some(problems))
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

    fn take(&mut self, mut outcome: Outcome) {
        let talk = std::mem::take(&mut outcome.talk);
        self.all.join(outcome);
        self.all.talk.append(talk);
    }

    /// Which road the goods took.
    fn road(&self) -> String {
        let (goods, plainly) = (self.all.verdicts.goods(), self.all.plainly);
        format!("{{\"road\":\"fast\",\"goods\":{goods},\"goods_plain\":{plainly},\"files_plain\":{}}}\n", self.plain_files)
    }

    /// Forgets the rows and the goods of a file that is read again.
    fn back(&mut self, (rows, met): (u64, [u64; 2])) -> Result<(), Diagnostic> {
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
        let (source, whole) = (opened.source, Box::new(opened.stored.whole()));
        let mut problems = Problems::default();
        let rows = Rows::open(whole, &source.name, Context::Materials, REQUIRED, self.setup.profile, &mut problems);
        let Some(mut rows) = rows else { return Ok(None) };
        rows.tell_form(&mut problems);
        let file = rows.layout().and_then(|layout| File::new(layout, &source.good, &self.setup));
        let (Some(file), Some(is_utf8)) = (file, rows.is_utf8()) else { return Ok(None) };
        let text = if is_utf8 { Some(opened.clone()) } else { self.decoded(opened)? };
        let Some(text) = text else { return Ok(None) };
        let mut left_out = Problems::default();
        let first = rows.next(&mut left_out).filter(|_| left_out.into_sorted().is_empty());
        let Some(start) = first.and_then(|first| reader::Start::of(&text, &first)) else { return Ok(None) };
        if is_utf8 {
            self.keep(opened, &file, start, &problems);
        }
        let outcome = stream::file(self, &text, &file, start)?;
        Ok(outcome.map(|outcome| (outcome, problems.into_sorted())))
    }

    /// A text in another encoding than UTF-8, decoded once: then it is read like any other. `None` where it cannot be read, or
    /// has bytes that are not of its encoding: the plain road says so.
    fn decoded<'s>(&self, opened: &Opened<'s>) -> Result<Option<Opened<'s>>, Diagnostic> {
        let whole = text(Box::new(opened.stored.whole()), self.setup.profile);
        let stored = Stored::text(whole, self.folder.as_deref()).map_err(cannot)?;
        Ok(stored.map(|stored| Opened { source: opened.source, stored }))
    }

    /// Keeps what was understood of the headings of a file for the next one, which may begin with the same.
    fn keep(&mut self, opened: &Opened<'_>, file: &File, start: reader::Start, problems: &Problems) {
        let mut bytes = Vec::new();
        if opened.stored.part(0, start.offset).read_to_end(&mut bytes).is_ok() {
            self.before = Some(Headings { bytes, file: file.clone(), start, problems: problems.clone().into_sorted() });
        }
    }

    /// A file by the plain road: all of its goods at once. A file that changed while it was read before is spoilt.
    fn plain_file(&mut self, source: &Source, changed: Option<Diagnostic>, problems: &mut Vec<Diagnostic>) -> Result<Outcome, Diagnostic> {
        let mut portfolio = Portfolio::new(self.setup.vocabulary, self.setup.profile);
        read_one(source, changed, &mut portfolio, problems, &Progress::silent());
        self.setup.table.iter().for_each(|table| table.join(&mut portfolio));
        self.met.mix();
        self.plain_files = self.plain_files.saturating_add(1);
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
        let (mut outcome, of_files, setup) = (Outcome::default(), of_files(problems), self.setup);
        let goods = goods.map(|good| (print_of(good.id.as_bytes()), good.at.line, good));
        let work = |(print, line, good)| (print, line, setup.referee.judge(good));
        let (rows, met) = (&mut self.rows, &mut self.met);
        let end = in_order(goods, self.threads, work, |(print, line, judged)| {
            let mut found = Found::default();
            found.prints.push(print);
            found.take_judged(&judged, &setup);
            found.verdicts.add(judged.verdict);
            outcome.take(&found);
            outcome.talk.add(line, judged.diagnostics.into_iter().filter(|told| !of_files.contains(told)).collect());
            match met.take(&found).and_then(|()| rows.write(&found.rows)) {
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
        let resume = self.resume(run);
        let open = |resume| Ok((resume, Target::open(run.args.output.as_deref())?));
        let mut overview = Overview::of_counts(self.all.verdicts);
        let (ready, held) = match self.rows {
            Out::Gone(gone) => (resume.map(|resume| (resume, gone.target)), None),
            Out::Held(held) => match held.end() {
                held::Rows::Placed(target) => (resume.map(|resume| (resume, target)), None),
                held::Rows::Apart(rows) => (resume.and_then(open), Some(rows)),
            },
            Out::Summed(summed) => {
                overview = summed.into_overview();
                (resume.and_then(open), None)
            }
        };
        // Without a place for the report the plain road judges no good, and has nothing to tell of any.
        let talk = if ready.is_ok() { std::mem::take(&mut self.all.talk) } else { Talk::default() };
        let mut told = told(talk, problems, run);
        if let Ok((Some(resume), _)) = &ready
            && self.setup.resumed.is_some_and(Earlier::is_empty)
        {
            told.take(Diagnostic::at(Code::ResumeNothing, resume.place()), &run.setting);
        }
        output.tell(&told, run.judge.law);
        let (resume, mut target) = ready?;
        if let Some(listed) = run.listed() {
            target.write(&listed.opening())?;
            held.map_or(Ok(()), |mut rows| rows.copy_to(listed.joint().len(), &mut target))?;
            let list = List { target, changed: self.all.changed, all: self.all.verdicts.goods(), met: self.met.earlier()? };
            return listed.close(list, run, problems);
        }
        if let Some(mut rows) = held {
            target.write(&run.opening(form))?;
            let kept = resume.map_or(Ok(0), |resume| taken_over(resume, &mut target))?;
            rows.copy_to(kept.saturating_mul(KEPT).saturating_add(form.joint().len()), &mut target)?;
        }
        run.close(target, form, &overview, problems, read)
    }

    /// The report whose rows are taken over, once all of its goods stand where they stood.
    fn resume(&mut self, run: &Run<'_>) -> Result<Option<Resume>, Diagnostic> {
        let (Some(goods), Some(path), Some(name)) = (self.setup.resumed, &run.args.resume, &run.judge.run) else { return Ok(None) };
        let Out::Held(held) = &mut self.rows else { return Ok(None) };
        let mut rows = BufReader::new(held.spool().reader().map_err(cannot)?);
        for good in (0..goods.len()).filter_map(|good| u32::try_from(good).ok()) {
            let mut found = [0; KEPT];
            match rows.read_exact(&mut found) {
                Ok(()) if found == kept(good) => {}
                Err(error) if error.kind() != std::io::ErrorKind::UnexpectedEof => return Err(cannot(error)),
                _ => return Resume::misplaced(path, run.args.format, name, good).map(Some),
            }
        }
        Resume::begin(path, run.args.format, name).map(Some)
    }
}

/// Writes the rows of a report as they stand, and says how many there are.
fn taken_over(mut resume: Resume, target: &mut Target) -> Result<usize, Diagnostic> {
    let mut count = 0_usize;
    while let Some(kept) = resume.next()? {
        target.write(&kept.row)?;
        count = count.saturating_add(1);
    }
    Ok(count)
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
