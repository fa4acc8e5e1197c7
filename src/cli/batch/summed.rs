//! Goods added up for a summary, in the order in which they are met: their briefs stand in the place of rows.

use super::cannot;
use crate::diag::Diagnostic;
use crate::report::{Brief, Overview};

/// Goods added up.
#[derive(Default)]
pub(super) struct Summed {
    /// Those of the files before.
    before: Overview,
    /// How many bytes these were.
    began: u64,
    /// Those of the file at hand, which may be read again.
    here: Overview,
    count: u64,
}

impl Summed {
    /// How many bytes there are.
    pub const fn len(&self) -> u64 {
        self.count
    }

    /// Comes to the next file: the one before is not read again.
    pub fn begin(&mut self) {
        self.before.join(std::mem::take(&mut self.here));
        self.began = self.count;
    }

    /// Adds the briefs of goods that follow.
    pub fn write(&mut self, briefs: &[u8]) -> Result<(), Diagnostic> {
        self.count = self.count.saturating_add(u64::try_from(briefs.len()).unwrap_or(u64::MAX));
        let mut rest = briefs;
        while !rest.is_empty() {
            let (brief, behind) = Brief::read(rest).ok_or_else(|| cannot(std::io::ErrorKind::InvalidData.into()))?;
            self.here.add(brief, &self.before);
            rest = behind;
        }
        Ok(())
    }

    /// Forgets the goods of the file at hand, or all.
    pub fn cut(&mut self, length: u64) {
        self.here = Overview::default();
        self.count = length;
        if length < self.began {
            *self = Self::default();
        }
    }

    /// All of them.
    pub fn into_overview(mut self) -> Overview {
        self.begin();
        self.before
    }
}
