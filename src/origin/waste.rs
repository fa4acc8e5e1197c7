//! Waste and scrap: judged as wholly obtained alone, whatever else would hold (headnote 1).

use super::context::Context;
use super::point::Point;
use super::proof::{Claim, Proof};
use crate::law::ProvisionId;
use crate::value::{Id, Outcome};

/// The fact that the good is waste or scrap.
pub(super) fn fact() -> Option<Id> {
    Id::new("waste-or-scrap")
}

/// Whether the good is waste or scrap. Silence says no, but a code that the Harmonized System names as
/// waste asks.
pub(super) fn outcome(context: &Context<'_>) -> Outcome {
    let Some(id) = fact() else { return Outcome::NotMet };
    let declared = context.facts().any(|(declared, _)| *declared == id);
    let code = context.case.stated.hs.as_ref().map(|stated| stated.value);
    if !declared && code.is_some_and(|code| context.law.is_waste_code(&code)) {
        return Outcome::Unknown;
    }
    context.fact(&id)
}

/// Route 3 for a good that is, or may be, waste or scrap: closed to such goods.
pub(super) fn third_route(context: &Context<'_>, waste: Outcome, proof: Proof) -> Proof {
    let Some(id) = fact().filter(|_| waste != Outcome::NotMet) else { return proof };
    let route = proof.route;
    let closed = Proof::certain(Claim::of("waste.wo-alone"), Outcome::NotMet).citing(context.provision(ProvisionId::WasteAndScrap));
    let claim = Claim::of(if waste == Outcome::Met { "waste.is" } else { "waste.asks" });
    Proof { route, ..Proof::choice(claim, waste, Point::fact(&id), closed, proof) }
}

/// Route 2 for a good that is, or may be, waste or scrap: whether it is open to such goods is not settled.
pub(super) fn second_route(context: &Context<'_>, waste: Outcome, proof: Proof) -> Proof {
    if waste == Outcome::NotMet {
        return proof;
    }
    let for_waste = match context.policy.confirmed.yes("scrap-wp") {
        Some(true) => return proof,
        Some(false) => Proof::certain(Claim::of("waste.wo-alone"), Outcome::NotMet),
        None if proof.outcome == Outcome::NotMet => return proof,
        None => Proof::gated(Claim::of("waste.wp"), vec![Point::law("scrap-wp")], proof.clone()),
    };
    match fact().filter(|_| waste == Outcome::Unknown) {
        Some(id) => Proof::choice(Claim::of("waste.asks"), waste, Point::fact(&id), for_waste, proof),
        None => for_waste,
    }
}
