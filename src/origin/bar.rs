//! The bar: a good that underwent only minimal operations in Hong Kong does not originate.

use std::collections::BTreeSet;

use super::context::Context;
use super::point::Point;
use super::proof::{Claim, Needs, Proof, Value};
use crate::bom::Declared;
use crate::law::{ProvisionId, Sort};
use crate::value::{Id, Outcome};

/// Whether the good is past the bar. `process_met` is whether the process rule of its own row is met;
/// `obtained` what route 1 comes to: whether the bar holds for it too is an open reading.
pub(super) fn prove(context: &Context<'_>, process_met: bool, obtained: Outcome) -> Proof {
    let in_hong_kong: Vec<&Declared> = context.in_hong_kong().collect();
    let confirmed = context.policy.confirmed.minimal(context.law);
    let judge = |declared: &Declared| weight(declared, context, confirmed.as_ref());
    let lifting: Vec<Id> =
        in_hong_kong.iter().filter(|declared| judge(declared) == Weight::More).filter_map(|declared| declared.id.clone()).collect();
    let proof = if !lifting.is_empty() {
        Proof::certain(Claim::of("bar.lifted").with("operations", Value::Operations(lifting)), Outcome::Met)
    } else if process_met {
        Proof::certain(Claim::of("bar.by-process"), Outcome::Met)
    } else if in_hong_kong.is_empty() {
        let kind = if context.operations().is_empty() { "bar.none-declared" } else { "bar.none-in-hong-kong" };
        open(Claim::of(kind), vec![vec![operations(context)]])
    } else if in_hong_kong.iter().all(|declared| judge(declared) == Weight::Minimal) {
        only_minimal(context, &in_hong_kong, confirmed.is_some(), obtained)
    } else {
        open(Claim::of("bar.unclear").with("names", Value::Text(names(&in_hong_kong))), vec![vec![operations(context)]])
    };
    proof.citing(context.provision(ProvisionId::MinimalOperations))
}

/// How an operation weighs against the bar.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Weight {
    /// On the list of minimal operations.
    Minimal,
    /// More than minimal.
    More,
    /// Neither is known.
    Unclear,
}

fn weight(declared: &Declared, context: &Context<'_>, confirmed: Option<&BTreeSet<Id>>) -> Weight {
    let Some((id, operation)) = declared.id.as_ref().and_then(|id| Some((id, context.law.operations.get(id)?))) else {
        return Weight::Unclear;
    };
    match (operation.sort, confirmed) {
        (Sort::Substantial, _) => Weight::More,
        (Sort::Minimal, Some(list)) if !list.contains(id) => Weight::More,
        (Sort::Minimal, _) => Weight::Minimal,
        (Sort::Step, _) => Weight::Unclear,
    }
}

/// Only operations of the minimal list: the list is recalled, so that it has to be confirmed; for a
/// wholly obtained good it is open whether the bar holds at all.
fn only_minimal(context: &Context<'_>, declared: &[&Declared], confirmed: bool, obtained: Outcome) -> Proof {
    let ids = declared.iter().filter_map(|declared| declared.id.clone()).collect();
    let claim = Claim::of("bar.only-minimal").with("operations", Value::Operations(ids));
    let bars_obtained = context.policy.confirmed.yes("minimal-bars-wo");
    if obtained == Outcome::Met && bars_obtained == Some(false) {
        return Proof::certain(Claim::of("bar.not-for-wo"), Outcome::Met);
    }
    let doubtful = obtained == Outcome::Met && bars_obtained.is_none();
    let mut ways = Vec::new();
    if !confirmed {
        ways.push(vec![Point::law("minimal-list")]);
    }
    if doubtful {
        ways.push(vec![Point::law("minimal-bars-wo")]);
    }
    if ways.is_empty() { Proof::certain(claim, Outcome::NotMet) } else { open(claim, ways) }
}

fn open(claim: Claim, ways: Vec<Vec<Point>>) -> Proof {
    Proof { needs: Needs::Operations(ways.clone()), ..Proof::unknown(claim, ways) }
}

/// The operations to be stated, beside those that are stated and do not tell enough.
fn operations(context: &Context<'_>) -> Point {
    let stated = context.case.stated.operations.as_ref();
    let about = stated.map(|stated| names(&stated.value.iter().collect::<Vec<_>>())).unwrap_or_default();
    Point { about, ..Point::good("good.operations", stated.map(|stated| stated.at.clone())) }
}

fn names(declared: &[&Declared]) -> String {
    declared.iter().map(|declared| declared.name.as_str()).collect::<Vec<_>>().join("; ")
}
