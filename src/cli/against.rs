//! An earlier run, read from its NDJSON: in memory is what is compared of each good; the rest is read again where a good
//! changed.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use super::deliver_args::DeliverArgs;
use super::files;
use super::in_order::in_order;
use super::stored::{Part, Stored};
use crate::batch::{Compared, Earlier};
use crate::diag::{Code, Diagnostic};
use crate::report::{Basis, Change, EarlierLine, Was};
use crate::value::Position;

/// An earlier run.
pub struct Last {
    /// Its goods.
    pub goods: Earlier,
    by: Basis,
    now: Basis,
    at: Position,
    bytes: Stored,
    /// Why it could not be read again.
    failed: Mutex<Option<Diagnostic>>,
}

/// A line as it was read: its number, where it begins, and its bytes.
type Line = std::io::Result<(u64, u64, Vec<u8>)>;

/// What is kept of a line.
enum Kept {
    Good(String, Option<Compared>, u64),
    End(Basis),
}

impl Last {
    /// Reads the NDJSON of `--against`, if there is one, for goods that are judged by `now`. One that was cut off is refused:
    /// goods that it lacks would seem to be new.
    pub fn of(args: &DeliverArgs, now: Basis, threads: usize) -> Result<Option<Self>, Diagnostic> {
        args.against.as_deref().map(|path| Self::read(path, args.temp_dir.as_deref(), now, threads)).transpose()
    }

    fn read(path: &Path, folder: Option<&Path>, now: Basis, threads: usize) -> Result<Self, Diagnostic> {
        let at = Position::file(files::name(path));
        let bytes = opened(path, folder, &at)?;
        let (mut goods, mut by) = (Earlier::default(), None);
        let end = in_order(
            lines(bytes.whole()),
            threads,
            |line| kept(line, &at),
            |kept| match kept {
                Ok((_, Kept::Good(good, compared, place))) if by.is_none() && goods.add(&good, compared, place) => {
                    ControlFlow::Continue(())
                }
                Ok((_, Kept::End(found))) if by.is_none() => {
                    by = Some(found);
                    ControlFlow::Continue(())
                }
                Ok((strange, _)) | Err(strange) => ControlFlow::Break(strange),
            },
        );
        if let ControlFlow::Break(problem) = end {
            return Err(problem);
        }
        goods.close();
        let by = by.ok_or_else(|| Diagnostic::at(Code::CutOff, &at))?;
        Ok(Self { goods, by, now, at, bytes, failed: Mutex::new(None) })
    }

    /// How a good changed, if it did; `earlier` is which of the earlier goods it is.
    pub fn change(&self, good: &str, now: Was, earlier: Option<u32>) -> Option<Change> {
        let Some(earlier) = earlier else { return Some(Change::new(good, now)) };
        let compared = now.compared();
        if compared.is_some() && self.goods.compared(earlier) == compared {
            return None;
        }
        Change::between(good, (self.was(earlier)?, &self.by), (now, &self.now))
    }

    /// A good that is gone.
    pub fn gone(&self, earlier: u32) -> Option<Change> {
        let was = self.was(earlier)?;
        Some(Change::gone(&String::from_utf8_lossy(self.goods.name(earlier)), was))
    }

    /// Why it could not be read again, if that was so.
    pub fn failure(&self) -> Result<(), Diagnostic> {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner).take().map_or(Ok(()), Err)
    }

    /// What was said of a good, read again.
    fn was(&self, earlier: u32) -> Option<Was> {
        let mut line = Vec::new();
        let mut reader = BufReader::new(self.bytes.part(self.goods.place(earlier), u64::MAX));
        let read = reader.read_until(b'\n', &mut line).map_err(|error| error.to_string());
        let read = read.map(|_| std::str::from_utf8(&line).ok().and_then(EarlierLine::read));
        let why = match read {
            Ok(Some(EarlierLine::Good(good, was))) if good.as_bytes() == self.goods.name(earlier) => {
                return Some(was.with_lines(std::str::from_utf8(&line).unwrap_or_default()));
            }
            Ok(_) => "the file changed".to_owned(),
            Err(why) => why,
        };
        *self.failed.lock().unwrap_or_else(PoisonError::into_inner) = Some(Diagnostic::at(Code::CannotRead, &self.at).with("why", why));
        None
    }
}

/// The bytes of a report, which may come from a pipe.
fn opened(path: &Path, folder: Option<&Path>, at: &Position) -> Result<Stored, Diagnostic> {
    if let Some(stored) = Stored::file(path) {
        return Ok(stored);
    }
    let file = File::open(path).map_err(|error| Diagnostic::at(Code::CannotOpen, at).with("why", error))?;
    Stored::copy(Box::new(file), folder).map_err(|error| Diagnostic::at(Code::CannotKeep, at).with("why", error))
}

fn lines(bytes: Part) -> impl Iterator<Item = Line> {
    let mut reader = BufReader::with_capacity(256 * 1024, bytes);
    let (mut number, mut place, mut ended) = (0_u64, 0_u64, false);
    std::iter::from_fn(move || {
        let mut line = Vec::new();
        let count = if ended { Ok(0) } else { reader.read_until(b'\n', &mut line) };
        ended = !matches!(count, Ok(1..));
        let begins = place;
        number = number.saturating_add(1);
        place = place.saturating_add(count.as_ref().map_or(0, |count| u64::try_from(*count).unwrap_or(u64::MAX)));
        match count {
            Ok(0) => None,
            Ok(_) => Some(Ok((number, begins, line))),
            Err(error) => Some(Err(error)),
        }
    })
}

/// What is kept of a line, beside what is told if it stands where it must not; or what is wrong with it.
fn kept(line: Line, at: &Position) -> Result<(Diagnostic, Kept), Diagnostic> {
    let unreadable = |why: &dyn std::fmt::Display| Diagnostic::at(Code::CannotRead, at).with("why", why);
    let (number, begins, bytes) = line.map_err(|error| unreadable(&error))?;
    let text = std::str::from_utf8(&bytes).map_err(|error| unreadable(&error))?;
    let shown: String = text.trim_end_matches(['\n', '\r']).chars().take(40).collect();
    let strange = Diagnostic::at(Code::NotALine, &at.at_line(number)).with("schema", "cepa/report/1").with("value", shown);
    match EarlierLine::read(text) {
        Some(EarlierLine::Good(good, was)) => Ok((strange, Kept::Good(good, was.compared(), begins))),
        Some(EarlierLine::End(by)) => Ok((strange, Kept::End(by))),
        None => Err(strange),
    }
}
