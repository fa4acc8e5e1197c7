//! The portfolio as a whole, added up good by good in bounded room.

use std::collections::BTreeMap;

use super::Brief;
use super::counts::Counts;
use crate::diag::Diagnostic;
use crate::value::{Criterion, Money, Summary};

/// How many goods are named on each side of the threshold.
const NEAREST: usize = 5;

/// What is known of the portfolio.
#[derive(Clone, Debug, Default)]
pub struct Overview {
    /// How many goods have which verdict.
    pub summary: Summary,
    /// How many lines they have, rejected goods aside.
    pub lines: u64,
    pub(super) criteria: BTreeMap<&'static str, u64>,
    pub(super) over: Vec<Brief<'static>>,
    pub(super) under: Vec<Brief<'static>>,
    /// By key: how many goods, and the words.
    pub(super) reasons: Counts<String>,
    pub(super) parts: Counts<()>,
    /// By file: how many rejected goods, and the first error.
    pub(super) rejected: Counts<Option<Diagnostic>>,
}

impl Overview {
    /// Of which nothing but the verdicts is known.
    #[must_use]
    pub fn of_counts(summary: Summary) -> Self {
        Self { summary, ..Self::default() }
    }

    /// Adds one good that follows those of `before`, with which this is to be joined.
    pub fn add(&mut self, brief: Brief<'_>, before: &Self) {
        self.summary.add(brief.verdict);
        self.lines = self.lines.saturating_add(brief.lines);
        if let Some(criterion) = brief.criterion {
            count(&mut self.criteria, Criterion::word(criterion), 1);
        }
        for (key, words) in &brief.reasons {
            self.reasons.add(key, &before.reasons, || words.clone().into_owned());
        }
        for part in &brief.parts {
            self.parts.add(part, &before.parts, || ());
        }
        if brief.error.is_some() {
            self.rejected.add(&brief.file, &before.rejected, || brief.error.clone());
        }
        place(if brief.is_under() { &mut self.under } else { &mut self.over }, brief);
    }

    /// Joins the goods that follow, which were added with these before them.
    pub fn join(&mut self, next: Self) {
        self.summary.join(next.summary);
        self.lines = self.lines.saturating_add(next.lines);
        next.criteria.into_iter().for_each(|(word, more)| count(&mut self.criteria, word, more));
        next.over.into_iter().for_each(|brief| place(&mut self.over, brief));
        next.under.into_iter().for_each(|brief| place(&mut self.under, brief));
        self.reasons.join(next.reasons);
        self.parts.join(next.parts);
        self.rejected.join(next.rejected);
    }
}

/// Keeps a good that is among the nearest to its threshold on its side; of two that are as near the one met first.
fn place(side: &mut Vec<Brief<'static>>, brief: Brief<'_>) {
    let Some(own) = brief.distance() else { return };
    if side.len() >= NEAREST && side.last().is_some_and(|last| last.distance() <= Some(own)) {
        return;
    }
    let place = side.partition_point(|kept| kept.distance() <= Some(own));
    side.insert(place, brief.into_owned());
    side.truncate(NEAREST);
}

impl Brief<'_> {
    fn is_under(&self) -> bool {
        self.near.is_some_and(|near| near.points.is_negative())
    }

    /// How far a good is from its threshold, whichever side.
    fn distance(&self) -> Option<Money> {
        self.near.map(|near| if near.points.is_negative() { near.points.negated() } else { near.points })
    }

    /// What is told of a good that is among the nearest.
    fn into_owned(self) -> Brief<'static> {
        Brief { near: self.near, ..Brief::of_verdict(self.id.into_owned(), self.verdict) }
    }
}

fn count<K: Ord>(counts: &mut BTreeMap<K, u64>, key: K, more: u64) {
    let slot = counts.entry(key).or_insert(0);
    *slot = slot.saturating_add(more);
}

/// The entries of greatest count, each with its count; of equal ones in the order of their keys.
pub(super) fn greatest<'a, T>(entries: impl Iterator<Item = (u64, T)> + 'a, most: usize) -> Vec<(u64, T)> {
    let mut entries: Vec<(u64, T)> = entries.collect();
    entries.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    entries.truncate(most);
    entries
}
