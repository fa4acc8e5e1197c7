//! How each material counts.

use chrono::NaiveDate;

use super::policy::Policy;
use crate::bom::{Case, LineKind, Lot, Status};
use crate::value::{Country, Interval, Money};

/// How a material counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Originating in Hong Kong.
    HongKong,
    /// Originating in the Mainland: counts by accumulation.
    Mainland,
    /// Not originating.
    Foreign,
    /// Not known to originate; if it did, in Hong Kong.
    Unproven,
    /// Not known to originate; if it did, in the Mainland.
    UnprovenMainland,
    /// Packing for transport, to be left out once that is confirmed; not originating otherwise.
    Packing,
    /// Originating packing for transport, to be left out once that is confirmed.
    OwnPacking,
    /// Left out.
    LeftOut,
}

/// A lot and how it counts.
#[derive(Clone, Debug)]
pub struct Standed<'a> {
    /// How it counts.
    pub standing: Standing,
    /// The lot.
    pub lot: &'a Lot,
}

/// What of the user's wishes decided the standing of how many lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wishes {
    /// Lines taken as originating for their country.
    pub trusted: u64,
    /// Lines taken as non-originating for want of proof.
    pub strict: u64,
    /// Lines declared originating without a country, taken as Hong Kong's.
    pub sided: u64,
    /// Lines of packing for transport that are left out.
    pub packing: u64,
}

/// The materials of a good.
#[derive(Clone, Debug)]
pub struct Materials<'a> {
    /// Every lot with its standing.
    pub lots: Vec<Standed<'a>>,
    /// What the user's wishes decided.
    pub wishes: Wishes,
}

impl<'a> Materials<'a> {
    /// Decides how each lot counts on the day of the case.
    #[must_use]
    pub fn of(case: &'a Case, policy: &Policy) -> Self {
        let mut wishes = Wishes::default();
        let stand = |lot: &'a Lot| Standed { standing: standing(lot, case.on, policy, &mut wishes), lot };
        Self { lots: case.lots.iter().map(stand).collect(), wishes }
    }

    /// The lots of a standing.
    pub fn standing(&self, standing: Standing) -> impl Iterator<Item = &'a Lot> {
        self.lots.iter().filter(move |standed| standed.standing == standing).map(|standed| standed.lot)
    }

    /// Whether some lot has this standing.
    #[must_use]
    pub fn any(&self, standing: Standing) -> bool {
        self.lots.iter().any(|standed| standed.standing == standing)
    }

    /// The value of a standing: what is stated of it, and whether some of it is not stated.
    #[must_use]
    pub fn sum(&self, standing: Standing) -> Option<Sum> {
        self.standing(standing)
            .try_fold(Sum::default(), |sum, lot| Some(Sum { stated: sum.stated.plus(lot.sum)?, open: sum.open || lot.unvalued > 0 }))
    }
}

/// A sum of values, some of which may not be stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sum {
    /// The stated part.
    pub stated: Money,
    /// Whether something is not stated, so that the sum can be any amount above.
    pub open: bool,
}

impl Sum {
    /// What it can be.
    #[must_use]
    pub fn interval(self) -> Interval {
        Interval { least: self.stated, most: (!self.open).then_some(self.stated) }
    }

    /// What it can be where it may not count at all.
    #[must_use]
    pub fn maybe(self) -> Interval {
        Interval::up_to(self.interval().most)
    }
}

impl Default for Sum {
    fn default() -> Self {
        Self { stated: Money::ZERO, open: false }
    }
}

/// How a material of this kind counts.
#[must_use]
pub fn standing_of(kind: LineKind, on: NaiveDate, policy: &Policy) -> Standing {
    let lot = Lot { kind, hs: None, lines: 1, unvalued: 0, sum: Money::ZERO, greatest: Vec::new() };
    standing(&lot, on, policy, &mut Wishes::default())
}

fn standing(lot: &Lot, on: NaiveDate, policy: &Policy, wishes: &mut Wishes) -> Standing {
    let declared = declared(&lot.kind, on);
    let standing = match declared {
        Standing::Unproven | Standing::UnprovenMainland => wished(declared, lot, on, policy, wishes),
        settled => settled,
    };
    if standing == Standing::HongKong && lot.kind.origin.is_none() {
        wishes.sided = wishes.sided.saturating_add(lot.lines);
    }
    if lot.kind.packing && policy.exclude_packing { without_packing(standing, lot, policy, wishes) } else { standing }
}

/// What the line itself says: a declaration counts while its proof is good; a third country is foreign.
fn declared(kind: &LineKind, on: NaiveDate) -> Standing {
    let from_mainland = kind.origin == Some(Country::MAINLAND);
    match kind.status {
        Some(Status::NonOriginating) => Standing::Foreign,
        Some(Status::Originating) if !expired(kind, on) => {
            if from_mainland {
                Standing::Mainland
            } else {
                Standing::HongKong
            }
        }
        None if kind.origin.is_some_and(|country| !country.is_a_side()) => Standing::Foreign,
        _ => {
            if from_mainland {
                Standing::UnprovenMainland
            } else {
                Standing::Unproven
            }
        }
    }
}

/// Whether the proof of a line is out of date.
fn expired(kind: &LineKind, on: NaiveDate) -> bool {
    kind.valid_to.is_some_and(|last| last < on)
}

/// What the user wants of a line whose origin is open.
fn wished(open: Standing, lot: &Lot, on: NaiveDate, policy: &Policy, wishes: &mut Wishes) -> Standing {
    if policy.trust_country && !expired(&lot.kind, on) && lot.kind.status.is_none() && lot.kind.origin.is_some() {
        wishes.trusted = wishes.trusted.saturating_add(lot.lines);
        return if open == Standing::UnprovenMainland { Standing::Mainland } else { Standing::HongKong };
    }
    if policy.unproven_is_foreign {
        wishes.strict = wishes.strict.saturating_add(lot.lines);
        return Standing::Foreign;
    }
    open
}

/// Packing that is to be left out. Until the point of law is confirmed it counts in the worst case as it
/// harms the good: Hong Kong's own is not counted, other packing is.
fn without_packing(standing: Standing, lot: &Lot, policy: &Policy, wishes: &mut Wishes) -> Standing {
    let confirmed = policy.confirmed.yes("transport-packing");
    if confirmed == Some(false) {
        return standing;
    }
    wishes.packing = wishes.packing.saturating_add(lot.lines);
    match standing {
        _ if confirmed == Some(true) => Standing::LeftOut,
        Standing::HongKong => Standing::OwnPacking,
        _ => Standing::Packing,
    }
}
