//! What every step of an assessment looks at.

use std::collections::BTreeMap;

use super::figures::Figures;
use super::materials::Materials;
use super::policy::Policy;
use crate::bom::{Case, Declared, Place};
use crate::law::{FactKind, Law, Provision, ProvisionId};
use crate::value::{Id, Outcome};

/// What every step of an assessment looks at.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub case: &'a Case,
    pub law: &'a Law,
    pub policy: &'a Policy,
    pub materials: &'a Materials<'a>,
    pub figures: &'a Figures,
}

impl<'a> Context<'a> {
    pub fn provision(&self, id: ProvisionId) -> &'a Provision {
        self.law.provision(id)
    }

    /// The facts that were declared.
    pub fn facts(&self) -> impl Iterator<Item = (&'a Id, bool)> + use<'a> {
        const NONE: &BTreeMap<Id, bool> = &BTreeMap::new();
        let facts = self.case.stated.facts.as_ref().map_or(NONE, |stated| &stated.value);
        facts.iter().map(|(id, holds)| (id, *holds))
    }

    /// Whether a fact holds. Silence is unknown, save for facts about which it says no.
    pub fn fact(&self, id: &Id) -> Outcome {
        if let Some((_, holds)) = self.facts().find(|(declared, _)| *declared == id) {
            return Outcome::of(holds);
        }
        match self.law.facts.get(id).map(|fact| fact.kind) {
            Some(FactKind::Closed) => Outcome::NotMet,
            _ => Outcome::Unknown,
        }
    }

    /// The operations that were declared.
    pub fn operations(&self) -> &'a [Declared] {
        self.case.stated.operations.as_ref().map_or(&[], |stated| stated.value.as_slice())
    }

    /// The operations that were declared to be carried out in Hong Kong.
    pub fn in_hong_kong(&self) -> impl Iterator<Item = &'a Declared> + use<'a> {
        self.operations().iter().filter(|declared| declared.done && declared.place == Place::HongKong)
    }
}
