//! The rows of the report while files are read: held back, or let go as they are made.

use super::super::target::Target;
use super::held::Held;
use super::summed::Summed;
use crate::diag::{Code, Diagnostic};

/// The rows of the report.
pub(super) enum Out<'a> {
    /// Held back until all is read.
    Held(Box<Held<'a>>),
    /// Let go: where to, and what is known of them.
    Gone(Box<Gone>),
    /// Added up.
    Summed(Box<Summed>),
}

/// Rows that were let go.
pub(super) struct Gone {
    pub target: Target,
    /// What stands before the first row.
    pub opening: String,
    /// How many bytes stand before each row, which the first does without.
    pub joint: usize,
    /// How many bytes of rows there are.
    pub count: u64,
}

impl Out<'_> {
    /// Whether they are let go as they are made.
    pub const fn are_let_go(&self) -> bool {
        matches!(self, Self::Gone(_))
    }

    /// How many bytes there are.
    pub fn len(&self) -> u64 {
        match self {
            Self::Held(held) => held.len(),
            Self::Gone(gone) => gone.count,
            Self::Summed(summed) => summed.len(),
        }
    }

    /// Comes to the next file.
    pub fn begin(&mut self) {
        if let Self::Summed(summed) = self {
            summed.begin();
        }
    }

    /// Adds whole rows.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), Diagnostic> {
        match self {
            Self::Held(held) => held.write(bytes),
            Self::Gone(gone) => gone.write(bytes),
            Self::Summed(summed) => summed.write(bytes),
        }
    }

    /// Takes back what was added beyond a length.
    ///
    /// # Errors
    /// It was let go.
    pub fn cut(&mut self, length: u64) -> Result<(), Diagnostic> {
        match self {
            Self::Held(held) => return held.cut(length),
            Self::Gone(gone) if gone.count > length => return Err(Diagnostic::general(Code::TakenBack)),
            Self::Gone(_) => {}
            Self::Summed(summed) => summed.cut(length),
        }
        Ok(())
    }
}

impl Gone {
    fn write(&mut self, bytes: &[u8]) -> Result<(), Diagnostic> {
        let mut rows = bytes;
        if self.count == 0 && !bytes.is_empty() {
            self.target.write(&self.opening)?;
            rows = bytes.get(self.joint..).unwrap_or_default();
        }
        self.count = self.count.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        self.target.write_bytes(rows)?;
        self.target.flush()
    }
}
