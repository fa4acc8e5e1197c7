//! What is stated of a good, and where.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::cell::{Place, RuleChoice};
use super::field::Field;
use crate::diag::{Code, Diagnostic, Problems};
use crate::value::{Currency, Hs, Id, Money, Position};

/// A value and the place where it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated<T> {
    /// The value.
    pub value: T,
    /// Where.
    pub at: Position,
}

/// An operation as it was declared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Declared {
    /// As it was written.
    pub name: String,
    /// The operation, where the name is known.
    pub id: Option<Id>,
    /// Where it is carried out.
    pub place: Place,
    /// Whether the place was said, or is Hong Kong for want of saying.
    pub place_said: bool,
    /// False where it was declared with `!`: not carried out.
    pub done: bool,
}

/// What is stated of a good. Every value is optional: what nobody stated is unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GoodFacts {
    /// What it is.
    pub description: Option<Stated<String>>,
    /// Its HS code.
    pub hs: Option<Stated<Hs>>,
    /// Its free-on-board value, above nothing.
    pub fob: Option<Stated<Money>>,
    /// The currency of FOB, labour and development.
    pub currency: Option<Stated<Currency>>,
    /// How many pieces FOB, labour and development cover.
    pub per: Option<Stated<Money>>,
    /// How many pieces the material rows cover.
    pub bom_per: Option<Stated<Money>>,
    /// Labour cost.
    pub labour: Option<Stated<Money>>,
    /// Product development cost.
    pub development: Option<Stated<Money>>,
    /// Operations.
    pub operations: Option<Stated<Vec<Declared>>>,
    /// Facts, true or false.
    pub facts: Option<Stated<BTreeMap<Id, bool>>>,
    /// The rule that the user typed.
    pub rule: Option<Stated<RuleChoice>>,
    /// The day judged.
    pub on: Option<Stated<NaiveDate>>,
}

impl GoodFacts {
    /// Takes in what another source states. Two sources that disagree are an error that names both.
    pub fn agree(&mut self, other: Self, problems: &mut Problems) {
        settle(&mut self.description, other.description, Field::GoodDescription, problems);
        settle(&mut self.hs, other.hs, Field::GoodHs, problems);
        settle(&mut self.fob, other.fob, Field::Fob, problems);
        settle(&mut self.currency, other.currency, Field::GoodCurrency, problems);
        settle(&mut self.per, other.per, Field::Per, problems);
        settle(&mut self.bom_per, other.bom_per, Field::BomPer, problems);
        settle(&mut self.labour, other.labour, Field::Labour, problems);
        settle(&mut self.development, other.development, Field::Development, problems);
        settle(&mut self.operations, other.operations, Field::Operations, problems);
        settle(&mut self.facts, other.facts, Field::Facts, problems);
        settle(&mut self.rule, other.rule, Field::Rule, problems);
        settle(&mut self.on, other.on, Field::On, problems);
    }

    /// Takes from `flags` what this good does not state itself.
    pub fn complete_from(&mut self, flags: &Self) {
        fill(&mut self.description, flags.description.as_ref());
        fill(&mut self.hs, flags.hs.as_ref());
        fill(&mut self.fob, flags.fob.as_ref());
        fill(&mut self.currency, flags.currency.as_ref());
        fill(&mut self.per, flags.per.as_ref());
        fill(&mut self.bom_per, flags.bom_per.as_ref());
        fill(&mut self.labour, flags.labour.as_ref());
        fill(&mut self.development, flags.development.as_ref());
        fill(&mut self.operations, flags.operations.as_ref());
        fill(&mut self.facts, flags.facts.as_ref());
        fill(&mut self.rule, flags.rule.as_ref());
        fill(&mut self.on, flags.on.as_ref());
    }
}

fn settle<T: PartialEq>(slot: &mut Option<Stated<T>>, other: Option<Stated<T>>, field: Field, problems: &mut Problems) {
    match (slot.as_ref(), other) {
        (None, other) => *slot = other,
        (Some(first), Some(second)) if first.value != second.value => {
            problems.push(Diagnostic::at(Code::Conflict, &second.at).with("field", field.word()).with("other", &first.at));
        }
        _ => {}
    }
}

fn fill<T: Clone>(slot: &mut Option<Stated<T>>, flag: Option<&Stated<T>>) {
    if slot.is_none() {
        *slot = flag.cloned();
    }
}
