//! The portfolio as a whole, added up good by good in bounded room.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Brief;
use crate::diag::Diagnostic;
use crate::value::{Criterion, Money, Summary};

/// How many goods are named on each side of the threshold.
const NEAREST: usize = 5;

/// How many different reasons, parts or files are told apart; later ones are not counted.
const MOST: usize = 100_000;

/// What is known of the portfolio.
#[derive(Clone, Debug, Default)]
pub struct Overview {
    /// How many goods have which verdict.
    pub summary: Summary,
    /// How many lines they have, rejected goods aside.
    pub lines: u64,
    pub(super) criteria: BTreeMap<&'static str, u64>,
    pub(super) over: Vec<Brief>,
    pub(super) under: Vec<Brief>,
    /// By key: how many goods, and the words.
    pub(super) reasons: BTreeMap<String, (u64, String)>,
    pub(super) parts: BTreeMap<String, u64>,
    /// By file: how many rejected goods, and the first error.
    pub(super) rejected: BTreeMap<Arc<str>, (u64, Option<Diagnostic>)>,
}

impl Overview {
    /// Of which nothing but the verdicts is known.
    #[must_use]
    pub fn of_counts(summary: Summary) -> Self {
        Self { summary, ..Self::default() }
    }

    /// Adds one good.
    pub fn add(&mut self, brief: Brief) {
        self.summary.add(brief.verdict);
        self.lines = self.lines.saturating_add(brief.lines);
        if let Some(criterion) = brief.criterion {
            count(&mut self.criteria, Criterion::word(criterion));
        }
        for (key, words) in &brief.reasons {
            if self.reasons.len() < MOST || self.reasons.contains_key(key) {
                let slot = self.reasons.entry(key.clone()).or_insert_with(|| (0, words.clone()));
                slot.0 = slot.0.saturating_add(1);
            }
        }
        for part in &brief.parts {
            if self.parts.len() < MOST || self.parts.contains_key(part) {
                count(&mut self.parts, part.clone());
            }
        }
        if brief.error.is_some() && (self.rejected.len() < MOST || self.rejected.contains_key(&brief.file)) {
            let slot = self.rejected.entry(Arc::clone(&brief.file)).or_default();
            slot.0 = slot.0.saturating_add(1);
            slot.1 = slot.1.take().or_else(|| brief.error.clone());
        }
        self.place(brief);
    }

    /// Keeps a good that is among the nearest to its threshold; of two that are as near the one met first.
    fn place(&mut self, brief: Brief) {
        let Some(near) = &brief.near else { return };
        let side = if near.margin.points.is_negative() { &mut self.under } else { &mut self.over };
        let place = side.partition_point(|kept| distance(kept) <= distance(&brief));
        if place < NEAREST {
            side.insert(place, brief);
            side.truncate(NEAREST);
        }
    }
}

/// How far a good is from its threshold, whichever side.
fn distance(brief: &Brief) -> Option<Money> {
    brief.near.map(|near| near.margin.points).map(|points| if points.is_negative() { points.negated() } else { points })
}

fn count<K: Ord>(counts: &mut BTreeMap<K, u64>, key: K) {
    let slot = counts.entry(key).or_insert(0);
    *slot = slot.saturating_add(1);
}

/// The entries of greatest count, each with its count; of equal ones in the order of their keys.
pub(super) fn greatest<'a, T>(entries: impl Iterator<Item = (u64, T)> + 'a, most: usize) -> Vec<(u64, T)> {
    let mut entries: Vec<(u64, T)> = entries.collect();
    entries.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    entries.truncate(most);
    entries
}
