//! Whether some good came back after it was closed, by the fingerprints of goods.

use std::collections::BTreeSet;

use super::super::changes::Marked;
use super::spool::Spool;
use crate::batch::{Ascending, Found};
use crate::diag::Diagnostic;

/// The fingerprints of the goods of one file, while these follow one another.
#[derive(Default)]
pub(super) struct Prints {
    all: Vec<u64>,
    ascending: Ascending,
    /// How many there were when it was last looked whether some good came back.
    looked: usize,
    /// Too many to be kept, or some left out while they ascended.
    lost: bool,
    /// Where rows are let go and do not ascend: all of them in order, so that one that comes back is seen at once.
    met: Option<BTreeSet<u64>>,
    repeated: bool,
}

impl Prints {
    /// How many are kept.
    const KEPT: usize = 1 << 20;
    /// How many are kept while identifiers ascend, since none of these comes back.
    const KEPT_ASCENDING: usize = 1 << 16;

    /// None yet. `at_once` says that one that comes back must be seen at once.
    pub fn new(at_once: bool) -> Self {
        Self { met: at_once.then(BTreeSet::new), ..Self::default() }
    }

    /// Adds those of goods that follow.
    pub fn join(&mut self, prints: &[u64], ascending: &Ascending) {
        self.ascending.join(ascending);
        if !self.ascending.holds
            && let Some(met) = self.met.as_mut().filter(|met| met.len() <= Self::KEPT)
        {
            // The first time those of before too: none of them came back while they ascended.
            let before = if met.is_empty() { self.all.as_slice() } else { &[] };
            self.repeated |= before.iter().chain(prints).filter(|print| !met.insert(**print)).count() > 0;
        }
        let most = if self.ascending.holds && self.met.is_none() { Self::KEPT_ASCENDING } else { Self::KEPT };
        if self.all.len().saturating_add(prints.len()) > most {
            self.lost = true;
            self.all = Vec::new();
        }
        if !self.lost {
            self.all.extend_from_slice(prints);
        }
    }

    /// Whether some good came back already, as far as was looked: as often as their number has doubled.
    pub fn repeats_already(&mut self) -> bool {
        if self.met.is_some() {
            return self.repeated || (self.lost && !self.ascending.holds);
        }
        if self.ascending.holds || (!self.lost && self.all.len() < self.looked.saturating_mul(2)) {
            return false;
        }
        self.looked = self.all.len();
        self.may_repeat()
    }

    /// Whether some good may have come back.
    pub fn may_repeat(&self) -> bool {
        if self.ascending.holds {
            return false;
        }
        if self.lost {
            return true;
        }
        let mut all = self.all.clone();
        all.sort_unstable();
        all.windows(2).any(|pair| matches!(pair, [a, b] if a == b))
    }

    /// Whether each identifier was above the one before.
    pub const fn ascending(&self) -> &Ascending {
        &self.ascending
    }
}

/// The fingerprints of the goods of all files: a good must not stand in two.
pub(super) struct Met {
    spool: Spool,
    /// Which goods of an earlier report they are, as four bytes each.
    earlier: Spool,
    ascending: Ascending,
    /// Whether there is more than one file.
    wanted: bool,
}

impl Met {
    /// How many are looked at at a time.
    const AT_A_TIME: u64 = 1 << 20;

    pub fn new([spool, earlier]: [Spool; 2], wanted: bool) -> Self {
        Self { spool, earlier, ascending: Ascending::default(), wanted }
    }

    /// Adds the goods of a stretch.
    pub fn take(&mut self, found: &Found) -> Result<(), Diagnostic> {
        if self.wanted {
            found.prints.iter().try_for_each(|print| self.spool.write(&print.to_le_bytes()))?;
        }
        found.earlier.iter().try_for_each(|good| self.earlier.write(&good.to_le_bytes()))
    }

    /// Whether each identifier of the file that was added was above the one before.
    pub fn ascend(&mut self, ascending: &Ascending) {
        self.ascending.join(ascending);
    }

    /// The goods that were added do not ascend.
    pub const fn mix(&mut self) {
        self.ascending.holds = false;
    }

    pub const fn len(&self) -> [u64; 2] {
        [self.spool.len(), self.earlier.len()]
    }

    /// Forgets what was added beyond a length.
    pub fn cut(&mut self, [prints, earlier]: [u64; 2]) {
        self.spool.cut(prints);
        self.earlier.cut(earlier);
        self.mix();
    }

    /// The goods of the earlier report that were met.
    pub fn earlier(&mut self) -> Result<Marked, Diagnostic> {
        let mut met = Marked::default();
        self.earlier.each(|bytes| bytes.as_chunks::<4>().0.iter().for_each(|good| met.mark(u32::from_le_bytes(*good))))?;
        Ok(met)
    }

    /// Whether some good may stand in two files: as many fingerprints at a time as there is room for.
    pub fn may_repeat(&mut self) -> Result<bool, Diagnostic> {
        if !self.wanted || self.ascending.holds {
            return Ok(false);
        }
        let count = self.spool.len().checked_div(8).unwrap_or(0);
        let turns = count.checked_div(Self::AT_A_TIME).unwrap_or(0).saturating_add(1);
        for turn in 0..turns {
            let mut all = Vec::new();
            self.spool.each(|bytes| {
                let prints = bytes.as_chunks::<8>().0.iter().map(|bytes| u64::from_le_bytes(*bytes));
                all.extend(prints.filter(|print| print.checked_rem(turns) == Some(turn)));
            })?;
            let whole = all.len();
            all.sort_unstable();
            all.dedup();
            if all.len() < whole {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
