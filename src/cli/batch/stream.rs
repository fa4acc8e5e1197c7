//! A file whose goods follow one another: stretches by several workers, joined in the order of the file.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::super::progress::Progress;
use super::crew::{by_all, first};
use super::out::Out;
use super::prints::{Met, Prints};
use super::reader::{Place, Reader, Start};
use super::{Batch, Opened, Outcome, order};
use crate::batch::{File, Found, Joint, Stretch, Worker};
use crate::diag::Diagnostic;

/// What the workers share.
struct Shared<'s, 'o> {
    progress: &'s Progress<'s>,
    reader: Mutex<Reader>,
    lines: Lines,
    joining: Mutex<Joining<'s, 'o>>,
    /// Some stretches were joined, or all has stopped.
    joined: Condvar,
}

/// Stretches that were judged, to be joined in their order.
struct Joining<'s, 'o> {
    /// The number of the next one.
    next: u64,
    /// Those behind it.
    ready: BTreeMap<u64, Found>,
    stopped: bool,
    sink: Sink<'s, 'o>,
}

/// How many stretches may wait for one before them: then whoever has judged another waits.
const READY: usize = 4;

/// The line on which the next stretch begins, handed on in their order.
pub(super) struct Lines {
    state: Mutex<NextLine>,
    changed: Condvar,
}

struct NextLine {
    /// The number of the next stretch.
    number: u64,
    line: u64,
    stopped: bool,
}

impl Lines {
    pub const fn new(line: u64) -> Self {
        Self { state: Mutex::new(NextLine { number: 0, line, stopped: false }), changed: Condvar::new() }
    }

    /// The line on which a stretch of so many lines begins, once those before it are known; `None` where all has stopped.
    pub fn take(&self, number: u64, lines: u64) -> Option<u64> {
        let mut next = locked(&self.state);
        while next.number != number && !next.stopped {
            next = self.changed.wait(next).unwrap_or_else(PoisonError::into_inner);
        }
        if next.stopped {
            return None;
        }
        let line = next.line;
        next.line = line.saturating_add(lines);
        next.number = next.number.saturating_add(1);
        drop(next);
        self.changed.notify_all();
        Some(line)
    }

    pub fn stop(&self) {
        locked(&self.state).stopped = true;
        self.changed.notify_all();
    }
}

/// What a mutex guards, whatever became of others that held it.
pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Where rows go, in their order.
struct Sink<'s, 'o> {
    joint: Joint,
    outcome: Outcome,
    prints: Prints,
    rows: &'s mut Out<'o>,
    met: &'s mut Met,
}

/// Why a worker stopped before the end.
enum Stop {
    /// The file needs the plain road.
    Odd,
    /// A good came back.
    Mixed,
    Failed(Diagnostic),
}

/// Judges a file; `None` where it needs the plain road.
pub(super) fn file(run: &mut Batch<'_>, opened: &Opened<'_>, file: &File, start: Start) -> Result<Option<Outcome>, Diagnostic> {
    let before = (run.rows.len(), run.met.len());
    let reader = Reader::open(opened, start);
    let threads = run.threads.min(reader.stretches());
    let workers = first(&mut run.workers, threads, run.setup);
    let sink = Sink {
        joint: Joint::default(),
        outcome: Outcome::default(),
        prints: Prints::new(run.rows.are_let_go()),
        rows: &mut run.rows,
        met: &mut run.met,
    };
    let shared = Shared {
        progress: run.progress,
        reader: Mutex::new(reader),
        lines: Lines::new(start.line),
        joining: Mutex::new(Joining { next: 0, ready: BTreeMap::new(), stopped: false, sink }),
        joined: Condvar::new(),
    };
    let ends = by_all(workers, |worker| work(&shared, worker, opened, file));
    let sink = shared.joining.into_inner().unwrap_or_else(PoisonError::into_inner).sink;
    let ended = ends.into_iter().try_for_each(|end| end.unwrap_or(Err(Stop::Odd)));
    let found = match ended.and_then(|()| finish(sink, workers, opened, file)) {
        Ok(outcome) => return Ok(Some(outcome)),
        Err(Stop::Failed(problem)) => return Err(problem),
        Err(Stop::Odd) => None,
        Err(Stop::Mixed) => {
            run.workers.iter_mut().for_each(Worker::forget);
            run.back(before)?;
            order::file(run, opened, file, start)?
        }
    };
    if found.is_none() {
        run.workers.iter_mut().for_each(Worker::forget);
    }
    Ok(found)
}

/// Judges the last good, and gathers what is to be told.
fn finish(mut sink: Sink<'_, '_>, workers: &mut [Worker<'_>], opened: &Opened<'_>, file: &File) -> Result<Outcome, Stop> {
    if let Some(last) = workers.first_mut() {
        let ended = sink.joint.end(last, file, |from, until| again(opened, from, until));
        if ended.odd {
            return Err(Stop::Odd);
        }
        sink.take(&ended)?;
    }
    if sink.prints.may_repeat() {
        return Err(Stop::Mixed);
    }
    sink.met.ascend(sink.prints.ascending());
    for worker in workers {
        sink.outcome.talk.join(worker.take_talk());
    }
    Ok(sink.outcome)
}

/// Rows of a file that are read again.
fn again(opened: &Opened<'_>, from: u64, until: u64) -> Box<dyn std::io::Read> {
    Box::new(opened.stored.part(from, until))
}

/// Judges a small file with the same headings as one before; `None` where that needs to be looked at more closely.
pub(super) fn small(run: &mut Batch<'_>, bytes: &mut Vec<u8>, file: &File, start: Start) -> Result<Option<Outcome>, Diagnostic> {
    if bytes.last() != Some(&b'\n') {
        bytes.push(b'\n');
    }
    let [worker] = first(&mut run.workers, 1, run.setup) else { return Ok(None) };
    let whole: &[u8] = bytes;
    let text = usize::try_from(start.offset).ok().and_then(|from| whole.get(from..)).unwrap_or_default();
    let mut found = Found::default();
    if text.is_empty() || memchr::memchr(0, whole).is_some() || worker.scan(text, file).is_none() {
        return Ok(None);
    }
    worker.read(Stretch { text, from: start.offset, line: start.line, lines: None, whole: true }, file, &mut found);
    let mut prints = Prints::default();
    prints.join(&found.prints, &found.ascending);
    if found.odd || prints.may_repeat() {
        worker.forget();
        return Ok(None);
    }
    let talk = worker.take_talk();
    run.rows.write(&found.rows)?;
    run.met.take(&found)?;
    run.met.ascend(prints.ascending());
    let mut outcome = Outcome { talk, ..Outcome::default() };
    outcome.take(&found);
    Ok(Some(outcome))
}

impl Sink<'_, '_> {
    /// Joins the next stretch.
    fn join(&mut self, worker: &mut Worker<'_>, mut found: Found, opened: &Opened<'_>, file: &File) -> Result<(), Stop> {
        let ended = self.joint.join(worker, &mut found, file, |from, until| again(opened, from, until));
        if ended.odd {
            return Err(Stop::Odd);
        }
        self.take(&ended)?;
        self.take(&found)
    }

    fn take(&mut self, found: &Found) -> Result<(), Stop> {
        self.prints.join(&found.prints, &found.ascending);
        if self.prints.repeats_already() {
            return Err(Stop::Mixed);
        }
        self.outcome.take(found);
        self.rows.write(&found.rows).and_then(|()| self.met.take(found)).map_err(Stop::Failed)
    }
}

/// One worker: stretch after stretch, until the file ends.
fn work(shared: &Shared<'_, '_>, worker: &mut Worker<'_>, opened: &Opened<'_>, file: &File) -> Result<(), Stop> {
    let mut text = Vec::new();
    let result = loop {
        let place = match locked(&shared.reader).next(&mut text) {
            Ok(Some(place)) => place,
            Ok(None) => break Ok(()),
            // What cannot be read is told by the plain road.
            Err(_) => break Err(Stop::Odd),
        };
        match stretch(shared, worker, text.get(..place.length).unwrap_or_default(), place, opened, file) {
            Some(Ok(())) => {}
            Some(Err(stop)) => break Err(stop),
            None => break Ok(()),
        }
    };
    if result.is_err() {
        shared.lines.stop();
        locked(&shared.joining).stopped = true;
        shared.joined.notify_all();
    }
    result
}

/// One stretch; `None` where all has stopped.
fn stretch(
    shared: &Shared<'_, '_>,
    worker: &mut Worker<'_>,
    text: &[u8],
    place: Place,
    opened: &Opened<'_>,
    file: &File,
) -> Option<Result<(), Stop>> {
    let Some(lines) = worker.scan(text, file) else { return Some(Err(Stop::Odd)) };
    shared.progress.advance(u64::try_from(text.len()).unwrap_or(0), lines);
    let line = shared.lines.take(place.number, lines)?;
    // The rows of goods of twenty lines or more take no more room than this.
    let mut found = Found::default();
    found.rows.reserve(text.len().wrapping_shr(2));
    worker.read(Stretch { text, from: place.offset, line, lines: None, whole: false }, file, &mut found);
    if found.odd {
        return Some(Err(Stop::Odd));
    }
    join(shared, worker, found, place.number, opened, file)
}

/// Joins a stretch, and those behind it that wait for it; or lets it wait for those before it. `None` where all has
/// stopped: another worker says why.
fn join(
    shared: &Shared<'_, '_>,
    worker: &mut Worker<'_>,
    found: Found,
    number: u64,
    opened: &Opened<'_>,
    file: &File,
) -> Option<Result<(), Stop>> {
    let mut joining = locked(&shared.joining);
    joining.ready.insert(number, found);
    loop {
        if joining.stopped {
            return None;
        }
        let before = joining.next;
        while let Some(found) = joining.take_next() {
            if let Err(stop) = joining.sink.join(worker, found, opened, file) {
                return Some(Err(stop));
            }
        }
        if joining.next > before {
            shared.joined.notify_all();
        }
        if joining.ready.len() <= READY {
            return Some(Ok(()));
        }
        joining = shared.joined.wait(joining).unwrap_or_else(PoisonError::into_inner);
    }
}

impl Joining<'_, '_> {
    /// The stretch whose turn it is, if it was judged.
    fn take_next(&mut self) -> Option<Found> {
        let found = self.ready.remove(&self.next)?;
        self.next = self.next.saturating_add(1);
        Some(found)
    }
}
