//! Rows that are held back: where they are many, in the very file where the report will stand, so that they are written once.

use std::io::Write as _;
use std::path::Path;

use super::super::ahead::Ahead;
use super::super::deliver::Run;
use super::super::files::Source;
use super::super::target::Target;
use super::spool::Spool;
use crate::diag::Diagnostic;
use crate::report::Form;

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
        self.ahead.as_ref().map_or_else(|| self.spool.len(), Ahead::len)
    }

    /// Adds whole rows.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), Diagnostic> {
        if self.spool.is_filled_by(bytes)
            && let Some(mut ahead) = self.place.take().and_then(Place::begin)
        {
            ahead.write_all(&self.spool.take()).map_err(|error| ahead.cannot(&error))?;
            self.ahead = Some(ahead);
        }
        match &mut self.ahead {
            Some(ahead) => ahead.write_all(bytes).map_err(|error| ahead.cannot(&error)),
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
    pub fn end(self) -> Rows {
        self.ahead.map_or_else(|| Rows::Apart(self.spool), |ahead| Rows::Placed(Target::Ahead(Box::new(ahead))))
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
    /// The place of a report; `None` where its rows must stay apart until all is read: where nothing stands before them, and
    /// where a report that is cut off may be gone on from, which must hold no row that might have been taken back.
    pub fn of(run: &Run<'a>, form: Form, sources: &'a [Source]) -> Option<Self> {
        let (output, opening, joint) = (run.args.output.as_deref(), run.opening(form), form.joint().len());
        let kept = run.args.resumable || run.args.resume.is_some() || run.last.is_some();
        (opening.len() > joint && !kept).then_some(Self { output, sources, opening, joint })
    }

    fn begin(self) -> Option<Ahead> {
        Ahead::begin(self.output, self.opening, self.joint, self.sources)
    }
}
