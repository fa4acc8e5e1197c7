//! The first two routes: wholly obtained, and exclusively from originating materials.

use super::context::Context;
use super::materials::Standing;
use super::point::Point;
use super::proof::{Claim, Proof, Value};
use super::shift::{claim, points};
use super::waste;
use crate::bom::Spot;
use crate::law::{FactKind, ProvisionId};
use crate::value::{Criterion, Id, Outcome};

/// Route 1. A good is not wholly obtained unless a fact says so; the items of the list are recalled, so
/// that a good which rests on one of them waits for `wo-list`.
pub(super) fn wholly_obtained(context: &Context<'_>) -> Proof {
    let declared: Vec<(&Id, FactKind)> = context
        .facts()
        .filter(|(_, holds)| *holds)
        .filter_map(|(id, _)| Some((id, context.law.facts.get(id)?.kind)))
        .filter(|(_, kind)| kind.is_wholly_obtained())
        .collect();
    let ids = declared.iter().map(|(id, _)| (*id).clone()).collect();
    let said = Claim::of("wo.declared").with("facts", Value::Facts(ids));
    let plain = declared.iter().any(|(_, kind)| *kind == FactKind::WhollyObtained);
    let listed = context.policy.confirmed.yes("wo-list");
    let proof = match (declared.is_empty(), plain, listed) {
        (true, ..) => Proof::certain(Claim::of("wo.not-declared"), Outcome::NotMet),
        (_, true, _) | (_, _, Some(true)) => Proof::certain(said, Outcome::Met),
        (_, _, Some(false)) => Proof::certain(Claim::of("wo.not-listed"), Outcome::NotMet),
        _ => Proof::gated(Claim::of("wo.item"), vec![Point::law("wo-list")], Proof::certain(said, Outcome::Met)),
    };
    proof.citing(context.provision(ProvisionId::WhollyObtained)).route(Criterion::WhollyObtained)
}

/// Route 2. `waste` is whether the good is waste or scrap: then this route is doubtful.
pub(super) fn wholly_produced(context: &Context<'_>, waste: Outcome) -> Proof {
    let steps: Vec<Proof> = context.materials.lots.iter().filter_map(|standed| lot(context, standed.standing, standed.lot)).collect();
    let proof = if context.case.lots.is_empty() {
        Proof::unknown(Claim::of("materials.none-stated"), vec![vec![Point::good("good.materials", Some(context.case.at.clone()))]])
    } else if steps.is_empty() {
        Proof::certain(Claim::of("wp.all-originate"), Outcome::Met)
    } else {
        Proof::all(Claim::of("wp"), steps)
    };
    let proof = waste::second_route(context, waste, proof);
    proof.citing(context.provision(ProvisionId::WhollyProduced)).route(Criterion::WhollyProduced)
}

/// The step of a lot that is not surely originating in Hong Kong.
fn lot(context: &Context<'_>, standing: Standing, lot: &crate::bom::Lot) -> Option<Proof> {
    match standing {
        Standing::HongKong | Standing::OwnPacking | Standing::LeftOut => None,
        Standing::Foreign => Some(Proof::certain(claim("wp.foreign", lot), Outcome::NotMet)),
        Standing::Unproven => Some(Proof::unknown(claim("wp.unproven", lot), vec![points(context, lot, Spot::Origin)])),
        Standing::Packing => Some(Proof::unknown(claim("shift.packing", lot), vec![vec![Point::law("transport-packing")]])),
        Standing::Mainland | Standing::UnprovenMainland => mainland(context, standing, lot),
    }
}

/// Mainland materials count here once that is confirmed.
fn mainland(context: &Context<'_>, standing: Standing, lot: &crate::bom::Lot) -> Option<Proof> {
    let proven = standing == Standing::Mainland;
    let mut open = if proven { Vec::new() } else { points(context, lot, Spot::Origin) };
    match context.policy.confirmed.yes("mainland-in-wp") {
        Some(true) if proven => None,
        Some(true) => Some(Proof::unknown(claim("wp.unproven", lot), vec![open])),
        Some(false) => Some(Proof::certain(claim("wp.foreign", lot), Outcome::NotMet)),
        None => {
            open.push(Point::law("mainland-in-wp"));
            Some(Proof::unknown(claim(if proven { "wp.mainland" } else { "wp.unproven" }, lot), vec![open]))
        }
    }
}
