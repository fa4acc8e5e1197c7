//! Like lines, gathered.
//!
//! A tally does not depend on the order of the lines, and two tallies of one good can be joined: it is
//! a commutative monoid. It knows no rule and no rate, so it can be made before either is known.

use std::collections::BTreeMap;

use super::material::{Line, LineKind, Material};
use crate::value::{Currency, Hs, Money};

/// What lines must share to be gathered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupKey {
    /// What decides how they count.
    pub kind: LineKind,
    /// Their HS code.
    pub hs: Option<Hs>,
    /// Their currency.
    pub currency: Option<Currency>,
    /// What their values are still to be divided by: 1, unless a quotient did not end.
    pub divisor: u64,
}

/// Lines that count alike.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// How many there are.
    pub lines: u64,
    /// How many of them have no value.
    pub unvalued: u64,
    /// The sum of the others; `None` where it has more digits than can be kept.
    pub sum: Option<Money>,
    /// The lines of greatest value, those without value first; at most [`Group::KEPT`].
    pub greatest: Vec<Line>,
}

impl Group {
    /// How many single lines of a group are kept to be named.
    pub const KEPT: usize = 100;
    /// How many are kept of each group of a good that has very many different materials.
    pub(crate) const KEPT_OF_MANY: usize = 3;

    fn add(&mut self, line: Line, kept: usize) {
        let first = self.lines == 0;
        self.lines = self.lines.saturating_add(1);
        if first {
            self.sum = Some(Money::ZERO);
        }
        match line.value {
            Some(value) => self.sum = self.sum.and_then(|sum| sum.plus(value)),
            None => self.unvalued = self.unvalued.saturating_add(1),
        }
        self.greatest.push(line);
        if self.greatest.len() >= kept.saturating_mul(2) {
            self.keep_greatest(kept);
        }
    }

    fn keep_greatest(&mut self, kept: usize) {
        self.greatest.sort_by(|a, b| rank(a).cmp(&rank(b)).then_with(|| a.cmp(b)));
        self.greatest.truncate(kept);
    }

    fn join(&mut self, other: Self) {
        self.sum = match (self.lines, other.lines) {
            (0, _) => other.sum,
            (_, 0) => self.sum,
            _ => self.sum.zip(other.sum).and_then(|(a, b)| a.plus(b)),
        };
        self.lines = self.lines.saturating_add(other.lines);
        self.unvalued = self.unvalued.saturating_add(other.unvalued);
        self.greatest.extend(other.greatest);
    }

    /// How many lines are to be named of it at the most.
    fn named(&self) -> usize {
        usize::try_from(self.lines).unwrap_or(usize::MAX).min(Self::KEPT)
    }
}

/// Lines without a value first, then by falling value.
fn rank(line: &Line) -> (bool, std::cmp::Reverse<Option<Money>>) {
    (line.value.is_some(), std::cmp::Reverse(line.value))
}

/// All lines of a good, gathered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    groups: BTreeMap<GroupKey, Group>,
    /// How many lines would be named of all groups together.
    named: usize,
}

impl Tally {
    /// Past so many lines to be named, only the greatest few of each group are kept. The sum over the
    /// groups is the same in any order, so what is kept does not depend on the order either.
    pub(crate) const MANY: usize = 10_000;

    /// Adds a material.
    pub(super) fn add(&mut self, material: Material) {
        let divisor = material.value.map_or(1, |value| value.divisor);
        let key = GroupKey { kind: material.kind, hs: material.hs, currency: material.currency, divisor };
        let line = Line { line: material.at.line, name: material.name, value: material.value.map(|value| value.value) };
        let (before, kept) = (self.named, self.kept());
        let group = self.groups.entry(key).or_default();
        let named = group.named();
        group.add(line, kept);
        self.named = self.named.saturating_add(group.named().saturating_sub(named));
        if before <= Self::MANY && self.named > Self::MANY {
            self.settle();
        }
    }

    const fn kept(&self) -> usize {
        if self.named > Self::MANY { Group::KEPT_OF_MANY } else { Group::KEPT }
    }

    /// Joins another tally of the same good into this one.
    pub fn join(&mut self, other: Self) {
        for (key, group) in other.groups {
            self.groups.entry(key).or_default().join(group);
        }
        self.named = self.groups.values().fold(0, |sum, group| group.named().saturating_add(sum));
        self.settle();
    }

    /// Puts the kept lines of every group into their order.
    pub(super) fn settle(&mut self) {
        let kept = self.kept();
        for group in self.groups.values_mut() {
            group.keep_greatest(kept);
            group.greatest.shrink_to_fit();
        }
    }

    /// A tally of these groups.
    pub(super) fn of(groups: impl IntoIterator<Item = (GroupKey, Group)>) -> Self {
        let mut tally = Self::default();
        tally.join(Self { groups: groups.into_iter().collect(), named: 0 });
        tally
    }

    /// The groups, in the order of their keys.
    pub fn iter(&self) -> impl Iterator<Item = (&GroupKey, &Group)> {
        self.groups.iter()
    }

    /// Whether there are no lines.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }
}
