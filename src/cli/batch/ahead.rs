//! Rows that are held back: where they are many, in the very file where the report will stand, so that they are written once.
//!
//! What stands before the rows is written last. Until then there are as many bytes of nothing in its place: a run that is
//! killed leaves nothing that looks whole. One that fails or is interrupted takes back what it wrote.

use std::io::{Seek, SeekFrom, Write};
use std::path::Path;

use super::super::deliver::Run;
use super::super::files::Source;
use super::super::stored::write_at;
use super::super::target::Target;
use super::super::temporary::Unfinished;
use super::spool::Spool;
use crate::diag::Diagnostic;
use crate::report::Form;

/// Shorter writes are gathered.
const GATHERED: usize = 16 * 1024;

/// Rows that are held back.
pub(super) struct Held<'a> {
    spool: Spool,
    place: Option<Place<'a>>,
    ahead: Option<Ahead>,
}

/// Rows that were held back, once all are there.
pub(super) enum Rows {
    /// They stand in the report already, behind what stands before them.
    Placed(Target),
    /// They are still to be written to it.
    Apart(Spool),
}

impl<'a> Held<'a> {
    pub const fn new(spool: Spool, place: Option<Place<'a>>) -> Self {
        Self { spool, place, ahead: None }
    }

    /// How many bytes there are.
    pub fn len(&self) -> u64 {
        self.ahead.as_ref().map_or_else(|| self.spool.len(), |ahead| ahead.length)
    }

    /// Adds whole rows.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), Diagnostic> {
        if self.spool.is_filled_by(bytes)
            && let Some(mut ahead) = self.place.take().and_then(Place::begin)
        {
            ahead.write(&self.spool.take())?;
            self.ahead = Some(ahead);
        }
        match &mut self.ahead {
            Some(ahead) => ahead.write(bytes),
            None => self.spool.write(bytes),
        }
    }

    /// Forgets what was written beyond a length.
    pub fn cut(&mut self, length: u64) -> Result<(), Diagnostic> {
        if let Some(ahead) = &mut self.ahead {
            return ahead.cut(length);
        }
        self.spool.cut(length);
        Ok(())
    }

    /// The rows apart, to be held against an earlier report: they were not written ahead then.
    pub const fn spool(&mut self) -> &mut Spool {
        &mut self.spool
    }

    /// Comes to the end of the rows.
    pub fn end(self) -> Result<Rows, Diagnostic> {
        match self.ahead {
            Some(ahead) => ahead.end().map(Rows::Placed),
            None => Ok(Rows::Apart(self.spool)),
        }
    }
}

/// Where rows may be written ahead.
pub(super) struct Place<'a> {
    output: Option<&'a Path>,
    sources: &'a [Source],
    /// What stands before the rows.
    opening: String,
    /// How many bytes stand before each row, which the first does without.
    joint: usize,
}

impl<'a> Place<'a> {
    /// The place of a report; `None` where its rows must stay apart until all is read. A report that is gone on from holds
    /// no row that may be taken back.
    pub fn of(run: &Run<'a>, form: Form, sources: &'a [Source]) -> Option<Self> {
        let (output, opening, joint) = (run.args.output.as_deref(), run.opening(form), form.joint().len());
        let looks_whole = output.is_none() && (opening.len() <= joint || run.args.resumable);
        let apart = looks_whole || opening.len() < joint || run.args.resume.is_some() || run.last.is_some();
        (!apart).then_some(Self { output, sources, opening, joint })
    }

    /// Leaves room for what stands before the rows; `None` where they cannot be written ahead.
    fn begin(self) -> Option<Ahead> {
        let room = self.opening.len().saturating_sub(self.joint);
        let (target, unfinished) = Target::ahead(self.output, room, self.sources)?;
        let begins = unfinished.begins().saturating_add(u64::try_from(room).unwrap_or(0));
        Some(Ahead { unfinished, gathered: Vec::new(), target, opening: self.opening, begins, length: 0 })
    }
}

/// Rows in the file where the report will stand.
struct Ahead {
    unfinished: Unfinished,
    /// The last of them, which are not written yet.
    gathered: Vec<u8>,
    target: Target,
    opening: String,
    /// Where the rows begin in the file.
    begins: u64,
    /// How many bytes of rows there are.
    length: u64,
}

impl Ahead {
    fn write(&mut self, bytes: &[u8]) -> Result<(), Diagnostic> {
        self.length = self.length.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        if self.gathered.is_empty() && bytes.len() >= GATHERED {
            return self.unfinished.write(|mut file| file.write_all(bytes)).map_err(|error| self.target.cannot(&error));
        }
        self.gathered.extend_from_slice(bytes);
        if self.gathered.len() < GATHERED { Ok(()) } else { self.flush() }
    }

    fn flush(&mut self) -> Result<(), Diagnostic> {
        let written = self.unfinished.write(|mut file| file.write_all(&self.gathered));
        self.gathered.clear();
        written.map_err(|error| self.target.cannot(&error))
    }

    fn cut(&mut self, length: u64) -> Result<(), Diagnostic> {
        self.flush()?;
        self.length = length;
        self.unfinished.shorten(self.begins.saturating_add(length)).map_err(|error| self.target.cannot(&error))
    }

    /// Writes what stands before the rows, and gives the report.
    fn end(mut self) -> Result<Target, Diagnostic> {
        self.flush()?;
        let ended = self.unfinished.write(|mut file| {
            write_at(file, self.opening.as_bytes(), self.unfinished.begins())?;
            // There the place in the file has moved.
            if cfg!(windows) { file.seek(SeekFrom::End(0)).map(|_| ()) } else { Ok(()) }
        });
        ended.map_err(|error| self.target.cannot(&error))?;
        self.unfinished.finish();
        Ok(self.target)
    }
}
