//! Manufacturing and processing operations, by identifier and by any of their names.

use std::collections::BTreeMap;

use super::cite::{Basis, Cite};
use crate::value::Id;
use crate::value::name::folded;

/// Whether an operation lifts the bar of minimal operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// On the list of minimal operations.
    Minimal,
    /// More than minimal: one of them, carried out in Hong Kong, lifts the bar.
    Substantial,
    /// A step that a row names; whether it is more than minimal by itself is not known.
    Step,
}

/// An operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// Whether it lifts the bar.
    pub sort: Sort,
    /// Its names in English, 繁體 and 简体.
    pub names: [String; 3],
    /// Other spellings, in any language.
    pub aliases: Vec<String>,
    /// Where it is listed.
    pub cite: Vec<Cite>,
    /// How well that is known.
    pub basis: Basis,
}

/// The vocabulary of operations.
#[derive(Clone, Debug, Default)]
pub struct Operations {
    by_id: BTreeMap<Id, Operation>,
    /// Every folded name with its operation; in rising order once all are there.
    by_name: Vec<(String, Id)>,
}

impl Operations {
    /// Adds an operation under its identifier and all of its names.
    pub(super) fn add(&mut self, id: &Id, operation: Operation) {
        let mut own: Vec<String> = operation.names.iter().chain(&operation.aliases).map(|name| folded(name)).collect();
        own.push(folded(id.as_str()));
        own.sort_unstable();
        own.dedup();
        self.by_name.extend(own.into_iter().map(|name| (name, id.clone())));
        self.by_id.insert(id.clone(), operation);
    }

    /// Puts the names in order. A name of several operations stays with the first; the others are returned with it.
    pub(super) fn settle(&mut self) -> Vec<(String, Id)> {
        self.by_name.sort_by(|(one, _), (other, _)| one.cmp(other));
        let mut taken = Vec::new();
        self.by_name.dedup_by(|(name, id), (first, _)| {
            let same = name == first;
            taken.extend(same.then(|| (name.clone(), id.clone())));
            same
        });
        taken
    }

    /// The operation of an identifier.
    #[must_use]
    pub fn get(&self, id: &Id) -> Option<&Operation> {
        self.by_id.get(id)
    }

    /// The identifier for a name in any of the languages, or for itself. Exact after folding width,
    /// case, spaces and hyphens; never a part of a word.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Id> {
        let name = folded(name);
        let place = self.by_name.binary_search_by(|(known, _)| known.cmp(&name)).ok()?;
        self.by_name.get(place).map(|(_, id)| id)
    }

    /// The name or identifier nearest in spelling.
    #[must_use]
    pub fn nearest(&self, name: &str) -> Option<&Id> {
        crate::value::name::nearest(name, self.by_id.keys().map(Id::as_str)).and_then(|id| self.find(id))
    }

    /// All of them, in the order of their identifiers.
    pub fn iter(&self) -> impl Iterator<Item = (&Id, &Operation)> {
        self.by_id.iter()
    }
}
