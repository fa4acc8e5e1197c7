//! Regional value content: both methods, each from the worst case to the best.
//!
//! Build-up is (originating materials + labour + product development) / FOB; build-down is
//! (FOB − non-originating materials) / FOB. They are not each other's complement: overhead and profit
//! are in neither numerator of build-up.

use std::cmp::Ordering;

use super::materials::{Materials, Standing, Sum};
use super::policy::Policy;
use crate::bom::Case;
use crate::law::{Floor, Law};
use crate::rule::{Clause, Method};
use crate::value::{Interval, Money, Outcome, Percent, Share};

/// A numerator from the worst case to the best; `None` where nothing bounds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    /// With every unknown against the good.
    pub worst: Option<Money>,
    /// With every unknown in its favour.
    pub best: Option<Money>,
}

/// One method: with Hong Kong content only, with Mainland content, and as it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Content {
    /// Hong Kong content only.
    pub hong_kong: Figure,
    /// Mainland content counted too.
    pub with_mainland: Figure,
    /// What the law is applied to: Mainland content counts once that is confirmed, and until then it
    /// is neither originating nor not.
    pub counted: Figure,
}

/// What the figures are made of, and the figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figures {
    /// FOB.
    pub fob: Option<Money>,
    /// Originating in Hong Kong.
    pub hong_kong: Sum,
    /// Originating in the Mainland.
    pub mainland: Sum,
    /// Not originating.
    pub foreign: Sum,
    /// Not known to originate, Hong Kong's if it does.
    pub unproven: Sum,
    /// Not known to originate, the Mainland's if it does.
    pub unproven_mainland: Sum,
    /// Packing that may be left out.
    pub packing: Sum,
    /// Hong Kong's own packing that may be left out.
    pub own_packing: Sum,
    /// Labour and product development together.
    pub added: Interval,
    /// The most that labour and development not stated can come to.
    pub room: Money,
    /// By build-up; `None` without FOB.
    pub build_up: Option<Content>,
    /// By build-down; `None` without FOB.
    pub build_down: Option<Content>,
    /// The floor of Hong Kong content as confirmed.
    known_floor: Option<Floor>,
    /// Whether the other conditions of accumulation were confirmed, or found not to hold.
    conditions: Option<bool>,
}

impl Figures {
    /// Computes them; `None` where a sum has more digits than are exact.
    #[must_use]
    pub fn of(case: &Case, materials: &Materials<'_>, policy: &Policy, law: &Law) -> Option<Self> {
        let room = room(case)?;
        let mut figures = Self {
            fob: case.fob,
            hong_kong: materials.sum(Standing::HongKong)?,
            mainland: materials.sum(Standing::Mainland)?,
            foreign: materials.sum(Standing::Foreign)?,
            unproven: materials.sum(Standing::Unproven)?,
            unproven_mainland: materials.sum(Standing::UnprovenMainland)?,
            packing: materials.sum(Standing::Packing)?,
            own_packing: materials.sum(Standing::OwnPacking)?,
            added: added(case, room)?,
            room,
            build_up: None,
            build_down: None,
            known_floor: policy.confirmed.floor(law.recalled_floor(case.on)),
            conditions: policy.confirmed.yes("accumulation.conditions"),
        };
        if case.lots.is_empty() {
            // Nothing is stated of the materials: they may be anything.
            figures.unproven.open = true;
        }
        if let Some(fob) = case.fob {
            figures.build_up = Some(figures.content(Method::BuildUp, fob)?);
            figures.build_down = Some(figures.content(Method::BuildDown, fob)?);
        }
        Some(figures)
    }

    /// The floor of Hong Kong content, where Mainland content is confirmed to count.
    #[must_use]
    pub fn floor(&self) -> Option<Floor> {
        self.known_floor.filter(|_| self.conditions == Some(true))
    }

    /// The points of law that counting Mainland content waits for.
    pub fn accumulation_waits_for(&self) -> impl Iterator<Item = &'static str> {
        let floor = self.known_floor.is_none().then_some("accumulation.floor");
        let conditions = (self.conditions != Some(true)).then_some("accumulation.conditions");
        floor.into_iter().chain(conditions)
    }

    /// The figures of a method.
    #[must_use]
    pub const fn of_method(&self, method: Method) -> Option<&Content> {
        match method {
            Method::BuildUp => self.build_up.as_ref(),
            Method::BuildDown => self.build_down.as_ref(),
        }
    }

    /// Whether Mainland content stands beside Hong Kong's.
    #[must_use]
    pub fn has_mainland(&self) -> bool {
        let some = |sum: Sum| sum.open || sum.stated.is_positive();
        some(self.mainland) || some(self.unproven_mainland)
    }

    fn content(&self, method: Method, fob: Money) -> Option<Content> {
        let (hong_kong, with_mainland) = match method {
            Method::BuildUp => (self.build_up_of(false)?, self.build_up_of(true)?),
            Method::BuildDown => (self.build_down_of(false, fob)?, self.build_down_of(true, fob)?),
        };
        let mut content = Content { hong_kong, with_mainland, counted: Figure { worst: hong_kong.worst, best: with_mainland.best } };
        if self.conditions == Some(false) {
            content.counted = hong_kong;
        } else if let Some(floor) = self.known_floor {
            content.hold_to(floor.of(method), fob, self.floor().is_some())?;
        }
        Some(content)
    }

    /// (originating materials + labour + development), Mainland materials counted or not.
    fn build_up_of(&self, mainland: bool) -> Option<Figure> {
        let mut numerator = self.hong_kong.interval().plus(self.unproven.maybe())?.plus(self.own_packing.maybe())?.plus(self.added)?;
        if mainland {
            numerator = numerator.plus(self.mainland.interval())?.plus(self.unproven_mainland.maybe())?;
        }
        Some(Figure { worst: Some(numerator.least), best: numerator.most })
    }

    /// FOB less the materials that do not originate, Mainland materials among these or not.
    fn build_down_of(&self, mainland: bool, fob: Money) -> Option<Figure> {
        let mut against = self.foreign.interval().plus(self.unproven.maybe())?.plus(self.packing.maybe())?;
        against = if mainland {
            against.plus(self.unproven_mainland.maybe())?
        } else {
            against.plus(self.unproven_mainland.interval())?.plus(self.mainland.interval())?
        };
        let worst = match against.most {
            Some(most) => Some(fob.minus(most)?),
            None => None,
        };
        Some(Figure { worst, best: Some(fob.minus(against.least)?) })
    }
}

impl Content {
    /// Closes the way by Mainland content where Hong Kong's own cannot reach the floor; and where it does
    /// reach it and the other conditions are confirmed too, counts Mainland content.
    fn hold_to(&mut self, floor: Option<Percent>, fob: Money, confirmed: bool) -> Option<()> {
        let reaches = |numerator: Option<Money>, unbounded: bool| match (floor, numerator) {
            (None, _) => Some(true),
            (Some(_), None) => Some(unbounded),
            (Some(floor), Some(numerator)) => floor.is_reached_by(numerator, fob),
        };
        if confirmed && reaches(self.hong_kong.worst, false)? {
            self.counted.worst = self.with_mainland.worst;
        }
        if !reaches(self.hong_kong.best, true)? {
            self.counted.best = self.hong_kong.best;
        }
        Some(())
    }

    /// What a threshold comes to: met when the worst case reaches it, not met when the best does not.
    #[must_use]
    pub fn reaches(&self, percent: Percent, fob: Money) -> Option<Outcome> {
        if let Some(worst) = self.counted.worst
            && percent.is_reached_by(worst, fob)?
        {
            return Some(Outcome::Met);
        }
        match self.counted.best {
            Some(best) if percent.compare(best, fob)? == Ordering::Less => Some(Outcome::NotMet),
            _ => Some(Outcome::Unknown),
        }
    }
}

impl Figure {
    /// The worst case in per cent.
    #[must_use]
    pub fn worst_share(&self, fob: Money) -> Option<Share> {
        Share::of(self.worst?, fob)
    }

    /// The best case in per cent.
    #[must_use]
    pub fn best_share(&self, fob: Money) -> Option<Share> {
        Share::of(self.best?, fob)
    }
}

/// What a clause comes to; unknown without FOB. `None` where a product has too many digits.
#[must_use]
pub fn clause_outcome(figures: &Figures, clause: Clause) -> Option<Outcome> {
    match (figures.fob, figures.of_method(clause.method)) {
        (Some(fob), Some(content)) => content.reaches(clause.percent, fob),
        _ => Some(Outcome::Unknown),
    }
}

/// The most that labour and development which are not stated can come to together: FOB less the
/// known materials and less what is stated of the two, never below nothing.
fn room(case: &Case) -> Option<Money> {
    let Some(fob) = case.fob else { return Some(Money::ZERO) };
    let known = case.lots.iter().try_fold(Money::ZERO, |sum, lot| sum.plus(lot.sum))?;
    let stated = case.labour.unwrap_or(Money::ZERO).plus(case.development.unwrap_or(Money::ZERO))?;
    Some(fob.minus(known)?.minus(stated)?.or_zero())
}

fn added(case: &Case, room: Money) -> Option<Interval> {
    let stated = case.labour.unwrap_or(Money::ZERO).plus(case.development.unwrap_or(Money::ZERO))?;
    if case.labour.is_some() && case.development.is_some() {
        return Some(Interval::exactly(stated));
    }
    Some(Interval { least: stated, most: Some(stated.plus(room)?) })
}
