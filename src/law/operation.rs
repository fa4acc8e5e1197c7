//! Manufacturing and processing operations, by identifier and by any of their names.

use std::collections::BTreeMap;

use super::cite::{Basis, Cite};
use crate::value::Id;
use crate::value::name::Names;

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
    names: Names,
}

impl Operations {
    /// These operations, and the names that several of them have, each with those that do not get it.
    pub(super) fn of(by_id: BTreeMap<Id, Operation>, order: &[Id]) -> (Self, Vec<(String, Id)>) {
        let known = order.iter().filter_map(|id| Some((id, by_id.get(id)?)));
        let names = known.flat_map(|(id, operation)| {
            let own = operation.names.iter().chain(&operation.aliases).map(String::as_str).chain([id.as_str()]);
            own.map(|name| (name.to_owned(), id.clone()))
        });
        let (names, taken) = Names::of(names.collect());
        (Self { by_id, names }, taken)
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
        self.names.find(name)
    }

    /// All of their names.
    #[must_use]
    pub const fn names(&self) -> &Names {
        &self.names
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
