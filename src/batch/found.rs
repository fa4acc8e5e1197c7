//! What a stretch came to: rows of the report, and what is known of their goods.

use super::good::Good;
use super::setup::{Judged, Setup};
use crate::value::Summary;

/// What a stretch came to.
#[derive(Debug, Default)]
pub struct Found {
    /// The rows of the goods that lie within it, or end in it.
    pub rows: Vec<u8>,
    /// How many of these there are, and how many of each verdict.
    pub verdicts: Summary,
    /// Of these the ones that have a row, where only what changed has one.
    pub changed: Summary,
    /// Which goods of the earlier report they are.
    pub earlier: Vec<u32>,
    /// How many of them the plain road judged.
    pub plainly: u64,
    /// The fingerprints of their identifiers.
    pub prints: Vec<u64>,
    /// The last identifier, as long as each is above the one before.
    pub ascending: Ascending,
    /// The first line of each good, and where its row ends in `rows`; only where lines are given.
    pub marks: Vec<(u64, usize)>,
    /// Why the whole file needs the plain road.
    pub odd: bool,
    pub(super) first: Option<Good>,
    pub(super) last: Option<Good>,
}

impl Found {
    /// Takes in the row of a good that the plain road judged, and its counts but for the verdict.
    pub fn take_judged(&mut self, judged: &Judged, setup: &Setup<'_>) {
        if setup.against.is_some() && !judged.row.is_empty() {
            self.changed.add(judged.verdict);
        }
        self.rows.extend_from_slice(&judged.row);
        self.earlier.extend(judged.earlier);
        self.plainly = self.plainly.saturating_add(u64::from(!setup.is_taken_over(judged.earlier)));
    }
}

/// Identifiers that ascend need no fingerprints: none of them can come back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ascending {
    /// Whether each was above the one before.
    pub holds: bool,
    first: Vec<u8>,
    last: Vec<u8>,
}

impl Default for Ascending {
    fn default() -> Self {
        Self { holds: true, first: Vec::new(), last: Vec::new() }
    }
}

impl Ascending {
    pub(super) fn add(&mut self, id: &[u8]) {
        if self.first.is_empty() {
            self.first.extend_from_slice(id);
        } else {
            self.holds &= self.last.as_slice() < id;
        }
        self.last.clear();
        self.last.extend_from_slice(id);
    }

    /// Joins those that follow.
    pub fn join(&mut self, next: &Self) {
        if next.first.is_empty() {
            return;
        }
        self.holds &= next.holds;
        self.add(&next.first);
        self.last.clone_from(&next.last);
    }
}

/// A fingerprint of an identifier.
#[must_use]
pub fn print_of(id: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64 ^ u64::try_from(id.len()).unwrap_or(0);
    for part in id.chunks(8) {
        let word = part.iter().rev().fold(0_u64, |word, byte| word.wrapping_shl(8) | u64::from(*byte));
        hash = (hash.rotate_left(29) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        hash ^= hash.wrapping_shr(32);
    }
    hash
}
