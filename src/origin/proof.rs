//! The proof tree: what was asked, what it comes to, and why.

use chrono::NaiveDate;

use super::point::Point;
use super::shortfall::Shortfall;
use crate::law::{Cite, Provision};
use crate::rule::Rule;
use crate::value::{Criterion, Hs, Id, Money, Outcome, Percent, Share};

/// A sentence that a step of the proof is about. Its words are the message `claim.<kind>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Which sentence.
    pub kind: &'static str,
    /// Its particulars, by the names that the message uses.
    pub args: Vec<(&'static str, Value)>,
}

/// A particular of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// An amount in the good's own basis; `None` where nothing bounds it.
    Amount(Option<Money>),
    /// A share, cut after two decimals; `None` where it is not known or not bounded.
    Share(Option<Share>),
    /// A threshold.
    Percent(Percent),
    /// How many.
    Count(u64),
    /// An HS code.
    Code(Hs),
    /// A day.
    Day(NaiveDate),
    /// Operations, by their names in the reader's language.
    Operations(Vec<Id>),
    /// A fact, by its words.
    Fact(Id),
    /// Facts, by their words.
    Facts(Vec<Id>),
    /// A rule in the rule language.
    Rule(Rule),
    /// Text as it was written.
    Text(String),
    /// Material lines: the first of them by name and line number, and how many there are in all.
    Lines(Vec<(u64, String)>, u64),
}

impl Claim {
    /// A claim without particulars.
    #[must_use]
    pub const fn of(kind: &'static str) -> Self {
        Self { kind, args: Vec::new() }
    }

    /// Adds a particular.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: Value) -> Self {
        // A portfolio keeps the proofs of all its goods: no room is kept for particulars that do not come.
        self.args.reserve_exact(1);
        self.args.push((name, value));
        self
    }
}

/// A step of the proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// What the step is about.
    pub claim: Claim,
    /// What it comes to.
    pub outcome: Outcome,
    /// What it comes to should every open point turn out in the good's favour: never `Unknown`.
    pub hoped: Outcome,
    /// Where the law says so.
    pub cites: Vec<Cite>,
    /// Readings of the law that the step relies on.
    pub readings: Vec<&'static str>,
    /// The steps that it rests on. All were evaluated, also those that no longer matter.
    pub because: Vec<Proof>,
    /// What would turn it from unknown to met.
    pub needs: Needs,
    /// The route that the step is, if it is one.
    pub route: Option<Criterion>,
}

/// What would turn an unknown step to met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Nothing can, or nothing need be done.
    Nothing,
    /// All of the steps that it rests on.
    All,
    /// Any of the steps that it rests on.
    Any,
    /// These points, and then the steps that it rests on.
    Gate(Vec<Point>),
    /// The fact as true and then the first step, or as false and then the second.
    Choice(Point),
    /// Any one of these sets of points.
    Ways(Vec<Vec<Point>>),
    /// Enough value.
    Value(Box<Shortfall>),
    /// The operations to be stated, unless a process that is stated already says them.
    Operations(Vec<Vec<Point>>),
}

impl Proof {
    /// A step whose outcome is certain.
    #[must_use]
    pub const fn certain(claim: Claim, outcome: Outcome) -> Self {
        Self {
            claim,
            outcome,
            hoped: outcome,
            cites: Vec::new(),
            readings: Vec::new(),
            because: Vec::new(),
            needs: Needs::Nothing,
            route: None,
        }
    }

    /// A step that is unknown until one of these sets of points is settled.
    #[must_use]
    pub fn unknown(claim: Claim, ways: Vec<Vec<Point>>) -> Self {
        let proof = Self::certain(claim, Outcome::Unknown);
        Self { hoped: Outcome::Met, needs: Needs::Ways(ways), ..proof }
    }

    /// All of these steps.
    #[must_use]
    pub fn all(claim: Claim, because: Vec<Self>) -> Self {
        let outcome = Outcome::all(because.iter().map(|step| step.outcome));
        let hoped = Outcome::all(because.iter().map(|step| step.hoped));
        Self { hoped, needs: Needs::All, because, ..Self::certain(claim, outcome) }
    }

    /// Any of these steps.
    #[must_use]
    pub fn any(claim: Claim, because: Vec<Self>) -> Self {
        let outcome = Outcome::any(because.iter().map(|step| step.outcome));
        let hoped = Outcome::any(because.iter().map(|step| step.hoped));
        Self { hoped, needs: Needs::Any, because, ..Self::certain(claim, outcome) }
    }

    /// One step or another, by a condition. The condition's own open point is named where it is unknown.
    #[must_use]
    pub fn choice(claim: Claim, condition: Outcome, point: Point, then: Self, otherwise: Self) -> Self {
        let outcome = condition.choose(then.outcome, otherwise.outcome);
        let hoped = match condition {
            Outcome::Met => then.hoped,
            Outcome::NotMet => otherwise.hoped,
            Outcome::Unknown => then.hoped.or(otherwise.hoped),
        };
        let (because, needs) = match condition {
            Outcome::Met => (vec![then], Needs::All),
            Outcome::NotMet => (vec![otherwise], Needs::All),
            Outcome::Unknown => (vec![then, otherwise], Needs::Choice(point)),
        };
        Self { hoped, because, needs, ..Self::certain(claim, outcome) }
    }

    /// A step that counts only once points of law are confirmed. Until then it is unknown, whatever it
    /// would come to; what it would come to then is what is hoped for.
    #[must_use]
    pub fn gated(claim: Claim, points: Vec<Point>, inner: Self) -> Self {
        let (hoped, route) = (inner.hoped, inner.route);
        Self { hoped, route, needs: Needs::Gate(points), because: vec![inner], ..Self::certain(claim, Outcome::Unknown) }
    }

    /// Adds where the law says so.
    #[must_use]
    pub fn citing(mut self, provision: &Provision) -> Self {
        self.cites.extend(provision.cites.iter().cloned());
        self
    }

    /// Adds citations.
    #[must_use]
    pub fn cited(mut self, cites: &[Cite]) -> Self {
        self.cites.extend(cites.iter().cloned());
        self
    }

    /// Adds a reading that the step relies on.
    #[must_use]
    pub fn reading(mut self, id: &'static str) -> Self {
        self.readings.push(id);
        self
    }

    /// Marks the step as a route.
    #[must_use]
    pub fn route(mut self, route: Criterion) -> Self {
        self.route = Some(route);
        self
    }

    /// This step and all that it rests on, each before what it rests on.
    pub fn walk(&self, visit: &mut dyn FnMut(&Self)) {
        visit(self);
        self.because.iter().for_each(|step| step.walk(visit));
    }
}
