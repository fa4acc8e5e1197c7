//! Change in tariff classification: only materials that do not originate are tested.

use super::context::Context;
use super::materials::{Standed, Standing};
use super::point::Point;
use super::proof::{Claim, Needs, Proof, Value};
use super::shortfall::point;
use crate::bom::{Lot, Spot};
use crate::law::ProvisionId;
use crate::rule::Shift;
use crate::value::hs::Within;
use crate::value::{Hs, Money, Outcome};

/// What one lot does to the shift.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Change {
    /// Its code differs at the level, and no exception holds it.
    Shifts,
    /// It does not differ, or an exception holds it.
    Stays,
    /// Its code is blank or too short to tell.
    Unclear,
}

/// What a tariff shift comes to; `None` where a figure has too many digits.
pub(super) fn prove(shift: &Shift, context: &Context<'_>) -> Option<Proof> {
    let claim = Claim::of("shift").with("rule", Value::Rule(crate::rule::Rule::Shift(shift.clone())));
    let finish = |proof: Proof| proof.citing(context.provision(ProvisionId::Shift)).reading("shift-tests-foreign-materials");
    let Some(good) = context.case.stated.hs.as_ref().map(|stated| stated.value).filter(|code| code.digits() >= shift.level.digits()) else {
        let at = context.case.stated.hs.as_ref().map(|stated| stated.at.clone());
        return Some(finish(Proof::unknown(Claim::of("shift.good-code"), vec![vec![Point::good("good.hs", at)]])));
    };
    let tester = Tester { shift, good, context };
    let mut steps: Vec<Proof> = context.materials.lots.iter().filter_map(|standed| tester.lot(standed)).collect();
    if context.case.lots.is_empty() {
        steps.push(Proof::unknown(
            Claim::of("materials.none-stated"),
            vec![vec![Point::good("good.materials", Some(context.case.at.clone()))]],
        ));
    }
    if steps.is_empty() {
        return Some(finish(Proof::certain(Claim::of("shift.nothing-to-test"), Outcome::Met)));
    }
    steps.shrink_to_fit();
    let proof = Proof::all(claim, steps);
    Some(finish(if context.policy.tolerance { tolerated(proof, &tester, context)? } else { proof }))
}

struct Tester<'a> {
    shift: &'a Shift,
    good: Hs,
    context: &'a Context<'a>,
}

impl Tester<'_> {
    fn change(&self, code: Option<Hs>) -> Change {
        let Some(code) = code.filter(|code| code.digits() >= self.shift.level.digits()) else { return Change::Unclear };
        let digits = self.shift.level.digits();
        let held: Vec<Within> = self.shift.except.iter().map(|range| range.holds(&code)).collect();
        if code.prefix(digits) == self.good.prefix(digits) || held.contains(&Within::Yes) {
            Change::Stays
        } else if held.contains(&Within::TooShort) {
            Change::Unclear
        } else {
            Change::Shifts
        }
    }

    /// The step of a lot, if it is tested at all.
    fn lot(&self, standed: &Standed<'_>) -> Option<Proof> {
        let (lot, change) = (standed.lot, self.change(standed.lot.hs));
        match standed.standing {
            Standing::HongKong | Standing::OwnPacking | Standing::LeftOut => None,
            _ if change == Change::Shifts => Some(Proof::certain(claim("shift.differs", lot), Outcome::Met)),
            Standing::Foreign if change == Change::Stays => Some(Proof::certain(claim("shift.same", lot), Outcome::NotMet)),
            Standing::Foreign => Some(self.open("shift.no-code", lot, &[Spot::Hs])),
            Standing::Mainland => self.mainland(lot, change),
            Standing::Packing => Some(Proof::unknown(claim("shift.packing", lot), vec![vec![Point::law("transport-packing")]])),
            Standing::Unproven | Standing::UnprovenMainland if change == Change::Stays => {
                Some(self.open("shift.unproven", lot, &[Spot::Origin]))
            }
            Standing::Unproven | Standing::UnprovenMainland => Some(self.open("shift.unproven-no-code", lot, &[Spot::Origin, Spot::Hs])),
        }
    }

    /// A Mainland material that does not shift: not tested, once it is confirmed that it need not be.
    fn mainland(&self, lot: &Lot, change: Change) -> Option<Proof> {
        match self.context.policy.confirmed.yes("mainland-in-shift") {
            Some(true) => None,
            Some(false) if change == Change::Stays => Some(Proof::certain(claim("shift.same", lot), Outcome::NotMet)),
            Some(false) => Some(self.open("shift.no-code", lot, &[Spot::Hs])),
            None => Some(Proof::unknown(claim("shift.mainland", lot), vec![vec![Point::law("mainland-in-shift")]])),
        }
    }

    /// A lot of which facts are missing: any of `spots` would do, for each of its lines.
    fn open(&self, kind: &'static str, lot: &Lot, spots: &[Spot]) -> Proof {
        let ways = spots.iter().map(|spot| points(self.context, lot, *spot)).collect();
        Proof::unknown(claim(kind, lot), ways)
    }
}

/// The fact that is missing of each line of a lot, the lines beyond those kept as one.
pub(super) fn points(context: &Context<'_>, lot: &Lot, spot: Spot) -> Vec<Point> {
    let named = lot.greatest.iter().map(|line| point(context.case, line.line, spot, line.name.clone()));
    let kept = u64::try_from(lot.greatest.len()).unwrap_or(u64::MAX);
    let others = lot.lines.saturating_sub(kept);
    let rest = (others > 0).then(|| {
        let family = if spot == Spot::Hs { "materials.hs" } else { "materials.origin" };
        Point::material(family, context.case.position(0, spot), others.to_string())
    });
    named.chain(rest).collect()
}

/// A claim about a lot, naming its first lines.
pub(super) fn claim(kind: &'static str, lot: &Lot) -> Claim {
    const NAMED: usize = 3;
    let mut lines: Vec<(u64, String)> = lot.greatest.iter().map(|line| (line.line, line.name.clone())).collect();
    lines.sort();
    lines.truncate(NAMED);
    let claim = Claim::of(kind).with("lines", Value::Lines(lines, lot.lines));
    match lot.hs {
        Some(code) => claim.with("code", Value::Code(code)),
        None => claim.with("code", Value::Text("—".to_owned())),
    }
}

/// The tolerance: materials that do not shift are let pass up to a share of FOB, once that is confirmed.
fn tolerated(proof: Proof, tester: &Tester<'_>, context: &Context<'_>) -> Option<Proof> {
    let (Some(limit), Some(fob)) = (context.law.tolerance(context.case.on), context.case.fob) else { return Some(proof) };
    let confirmed = context.policy.confirmed.yes("tolerance");
    if proof.outcome == Outcome::Met || confirmed == Some(false) {
        return Some(proof);
    }
    let failing = |standed: &&Standed<'_>| {
        !matches!(standed.standing, Standing::HongKong | Standing::OwnPacking | Standing::LeftOut)
            && tester.change(standed.lot.hs) != Change::Shifts
    };
    let lots: Vec<&Standed<'_>> = context.materials.lots.iter().filter(failing).collect();
    if lots.iter().any(|standed| standed.lot.unvalued > 0) {
        return Some(proof);
    }
    let worth = lots.iter().try_fold(Money::ZERO, |sum, standed| sum.plus(standed.lot.sum))?;
    let within = limit.compare(worth, fob)?.is_le();
    let claim = Claim::of(if within { "tolerance.within" } else { "tolerance.beyond" })
        .with("worth", Value::Amount(context.case.shown(worth)))
        .with("limit", Value::Percent(limit));
    let inner = Proof::certain(claim, Outcome::of(within)).citing(context.provision(ProvisionId::Tolerance));
    let allowance = match confirmed {
        Some(true) => inner,
        _ if !within => inner,
        _ => Proof { needs: Needs::Gate(vec![Point::law("tolerance")]), ..Proof::gated(Claim::of("tolerance"), Vec::new(), inner) },
    };
    Some(Proof::any(Claim::of("shift.or-tolerance"), vec![proof, allowance]))
}
