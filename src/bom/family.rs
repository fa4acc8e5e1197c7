//! Bills of materials as pairs of parent and part: the tree is put together once all rows are read.
//!
//! A part may go into several assemblies, and an assembly into several goods. How often a part goes into a good is
//! added up along all ways to it, once for each assembly and never way by way, so that a deep product of shared parts
//! takes no more time than it has rows.

use std::collections::{BTreeMap, BTreeSet};

use super::levels::{multiply, note_made};
use super::material::Material;
use super::procurement::Procurement;
use super::tally::Tally;
use crate::diag::{Code, Diagnostic, Problems};
use crate::value::{Position, Quotient};

/// A part, and what it is a part of.
#[derive(Clone, Debug)]
pub(super) struct Pair {
    pub parent: String,
    pub part: Material,
}

/// All pairs of a file.
#[derive(Debug, Default)]
pub(super) struct Family {
    pairs: Vec<Pair>,
    by_parent: BTreeMap<String, Vec<usize>>,
}

impl Family {
    /// Takes a pair.
    pub fn add(&mut self, pair: Pair) {
        self.by_parent.entry(pair.parent.clone()).or_default().push(self.pairs.len());
        self.pairs.push(pair);
    }

    /// Whether some part has parts of its own.
    pub fn has_assemblies(&self) -> bool {
        self.pairs.iter().any(|pair| self.by_parent.contains_key(&pair.part.name))
    }

    /// The parents that are no part themselves, in the order in which they are met, each with its first row. A ring of
    /// assemblies that no good leads to is told.
    pub fn goods(&self, problems: &mut Problems) -> Vec<(String, Position)> {
        let parts: BTreeSet<&str> = self.pairs.iter().map(|pair| pair.part.name.as_str()).collect();
        let mut goods: Vec<(String, Position)> = Vec::new();
        let mut met = BTreeSet::new();
        for pair in self.pairs.iter().filter(|pair| !parts.contains(pair.parent.as_str())) {
            if met.insert(pair.parent.as_str()) {
                goods.push((pair.parent.clone(), pair.part.at.clone()));
            }
        }
        let mut reached: BTreeSet<&str> = met;
        let mut waiting: Vec<&str> = reached.iter().copied().collect();
        while let Some(name) = waiting.pop() {
            waiting.extend(self.parts_of(name).map(|pair| pair.part.name.as_str()).filter(|name| reached.insert(name)));
        }
        if let Some(pair) = self.pairs.iter().find(|pair| !reached.contains(pair.parent.as_str())) {
            problems.push(Diagnostic::at(Code::Cycle, &pair.part.at).with("name", &pair.parent));
        }
        goods
    }

    fn parts_of(&self, parent: &str) -> impl Iterator<Item = &Pair> {
        self.by_parent.get(parent).into_iter().flatten().filter_map(|index| self.pairs.get(*index))
    }

    /// Whether a part counts by its own parts.
    fn is_opened(&self, part: &Material) -> bool {
        part.procurement != Some(Procurement::Bought) && self.by_parent.contains_key(&part.name)
    }

    /// Counts every part of a good as often as it goes into it.
    pub fn explode(&self, good: &str, tally: &mut Tally, problems: &mut Problems) {
        let order = match self.order(good) {
            Ok(order) => order,
            Err(pair) => return problems.push(Diagnostic::at(Code::Cycle, &pair.part.at).with("name", &pair.part.name)),
        };
        let mut pieces: BTreeMap<&str, Option<Quotient>> = BTreeMap::from([(good, Some(Quotient::ONE))]);
        for parent in order {
            let of_parent = pieces.get(parent).copied().flatten();
            for pair in self.parts_of(parent) {
                self.count(pair, of_parent, &mut pieces, tally, problems);
            }
        }
    }

    fn count<'a>(
        &'a self,
        pair: &'a Pair,
        of_parent: Option<Quotient>,
        pieces: &mut BTreeMap<&'a str, Option<Quotient>>,
        tally: &mut Tally,
        problems: &mut Problems,
    ) {
        let part = &pair.part;
        if !self.is_opened(part) {
            if self.by_parent.contains_key(&part.name) {
                let parts = self
                    .parts_of(&part.name)
                    .map(|inner| Diagnostic::at(Code::PartOfBought, &inner.part.at).with("name", &inner.part.name));
                parts.for_each(|remark| problems.push(remark));
            } else {
                note_made(part, problems);
            }
            let mut part = part.clone();
            multiply(&mut part, of_parent, problems);
            return tally.add(part);
        }
        problems.push(Diagnostic::at(Code::AssemblyLeftOut, &part.at).with("name", &part.name));
        if part.quantity.is_none() {
            problems.push(Diagnostic::at(Code::AssemblyQuantity, &part.at).with("name", &part.name));
        }
        let more = of_parent.zip(part.quantity).and_then(|(parent, own)| parent.times_quotient(own));
        pieces.entry(&part.name).and_modify(|known| *known = known.zip(more).and_then(|(known, more)| known.plus(more))).or_insert(more);
    }

    /// The assemblies of a good, each after everything that it is a part of; or a pair that closes a ring.
    fn order<'a>(&'a self, good: &'a str) -> Result<Vec<&'a str>, &'a Pair> {
        let mut finished: BTreeSet<&str> = BTreeSet::new();
        let mut order = Vec::new();
        let mut path: Vec<(&str, Vec<&Pair>)> = vec![(good, self.parts_of(good).collect())];
        let mut on_path: BTreeSet<&str> = BTreeSet::from([good]);
        while let Some((name, rest)) = path.last_mut() {
            let Some(pair) = rest.pop() else {
                on_path.remove(name);
                finished.insert(name);
                order.push(*name);
                path.pop();
                continue;
            };
            let part = pair.part.name.as_str();
            if on_path.contains(part) {
                return Err(pair);
            }
            if self.is_opened(&pair.part) && !finished.contains(part) {
                on_path.insert(part);
                path.push((part, self.parts_of(part).collect()));
            }
        }
        order.reverse();
        Ok(order)
    }

    /// The pairs, in the order in which they came.
    pub fn pairs(&self) -> impl Iterator<Item = &Pair> {
        self.pairs.iter()
    }

    /// The pairs, in the order in which they came.
    pub fn into_pairs(self) -> Vec<Pair> {
        self.pairs
    }
}
