//! The shortest list of points that would settle a proof.

use std::collections::BTreeSet;

use super::point::{Point, PointKind};
use super::proof::{Needs, Proof};
use crate::value::Outcome;

/// A set of points that together settle something.
pub type Points = BTreeSet<Point>;

/// How many alternatives are followed at a step: the shortest ones.
const WIDTH: usize = 24;

/// The shortest set of points that turns the proof to what is hoped for, where that is open.
#[must_use]
pub fn shortest(proof: &Proof) -> Option<Points> {
    if proof.hoped == Outcome::Met {
        return ways(proof, &Points::new()).into_iter().next();
    }
    gates(proof)
}

/// Whether these points turn a step to met.
#[must_use]
pub fn is_settled_by(proof: &Proof, points: &Points) -> bool {
    ways(proof, points).iter().any(|way| way.is_subset(points))
}

/// The sets of points that turn a step to met, shortest first, given what is granted already.
fn ways(proof: &Proof, granted: &Points) -> Vec<Points> {
    match proof.outcome {
        Outcome::Met => return vec![Points::new()],
        Outcome::NotMet => return Vec::new(),
        Outcome::Unknown => {}
    }
    let found = match &proof.needs {
        Needs::Nothing => Vec::new(),
        Needs::All => all(&proof.because, granted),
        Needs::Any => proof.because.iter().flat_map(|step| ways(step, granted)).collect(),
        Needs::Gate(points) => with(points, all(&proof.because, &joined(granted, points))),
        Needs::Choice(point) => choice(proof, point, granted),
        Needs::Ways(ways) => ways.iter().map(|points| points.iter().cloned().collect()).collect(),
        Needs::Value(shortfall) => shortfall.ways.iter().filter_map(|way| way.fewest(granted)).collect(),
        Needs::Operations(ways) => operations(ways, granted),
    };
    shortest_first(found, granted)
}

/// Everything together: each step after the first given what the steps before it were granted.
fn all(steps: &[Proof], granted: &Points) -> Vec<Points> {
    let mut found = vec![Points::new()];
    let (by_value, others): (Vec<&Proof>, Vec<&Proof>) = steps.iter().partition(|step| matches!(step.needs, Needs::Value(_)));
    for step in others.into_iter().chain(by_value) {
        let mut longer = Vec::new();
        for so_far in &found {
            let given: Points = granted.union(so_far).cloned().collect();
            longer.extend(ways(step, &given).into_iter().map(|more| so_far.union(&more).cloned().collect()));
        }
        found = shortest_first(longer, granted);
    }
    found
}

/// One branch with the condition settled for it, or both branches whatever the condition.
fn choice(proof: &Proof, point: &Point, granted: &Points) -> Vec<Points> {
    let points = [point.clone()];
    let given = joined(granted, &points);
    let one = proof.because.iter().flat_map(|branch| with(&points, ways(branch, &given)));
    let both = all(&proof.because, granted);
    one.chain(both).collect()
}

/// A process whose operations are granted says that operations were carried out.
fn operations(ways: &[Vec<Point>], granted: &Points) -> Vec<Points> {
    if granted.iter().any(|point| point.family == "operation") {
        return vec![Points::new()];
    }
    ways.iter().map(|points| points.iter().cloned().collect()).collect()
}

/// The gates that must open before the proof fails plainly.
fn gates(proof: &Proof) -> Option<Points> {
    let mut points = Points::new();
    proof.walk(&mut |step| {
        if let (Outcome::Unknown, Outcome::NotMet, Needs::Gate(gate)) = (step.outcome, step.hoped, &step.needs) {
            points.extend(gate.iter().cloned());
        }
    });
    (!points.is_empty()).then_some(points)
}

fn joined(granted: &Points, more: &[Point]) -> Points {
    granted.iter().chain(more).cloned().collect()
}

fn with(points: &[Point], ways: Vec<Points>) -> Vec<Points> {
    ways.into_iter().map(|way| joined(&way, points)).collect()
}

/// Fewest new points first; of equally many, facts before law, and then the order of the routes. To state
/// the materials of a good that has none is the last resort: it is many facts in one.
fn shortest_first(found: Vec<Points>, granted: &Points) -> Vec<Points> {
    const MANY: usize = 10;
    let weight = |point: &&Point| if point.family == "good.materials" { MANY } else { 1 };
    let new = |points: &Points| points.difference(granted).map(|point| weight(&point)).fold(0_usize, usize::saturating_add);
    let law = |points: &Points| points.iter().filter(|point| point.kind == PointKind::Law).count();
    let mut unique: Vec<Points> = Vec::new();
    for points in found {
        if !unique.contains(&points) {
            unique.push(points);
        }
    }
    unique.sort_by_key(|points| (new(points), law(points)));
    unique.truncate(WIDTH);
    unique
}

/// Every open point of a proof, whether or not it is on the shortest list.
#[must_use]
pub fn every(proof: &Proof) -> Points {
    let mut points = Points::new();
    proof.walk(&mut |step| {
        if step.outcome != Outcome::Unknown {
            return;
        }
        match &step.needs {
            Needs::Nothing | Needs::All | Needs::Any => {}
            Needs::Gate(gate) => points.extend(gate.iter().cloned()),
            Needs::Choice(point) => points.extend([point.clone()]),
            Needs::Ways(ways) | Needs::Operations(ways) => points.extend(ways.iter().flatten().cloned()),
            Needs::Value(shortfall) => {
                let of_way = |way: &super::shortfall::Way| {
                    way.must.iter().chain(way.gains.iter().map(|gain| &gain.point)).cloned().collect::<Vec<_>>()
                };
                points.extend(shortfall.ways.iter().flat_map(of_way));
            }
        }
    });
    points
}
