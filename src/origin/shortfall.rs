//! How much value a clause lacks, and which facts could give it.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::figures::Figures;
use super::materials::{Materials, Standing};
use super::point::Point;
use crate::bom::{Case, Lot, Spot};
use crate::rule::{Clause, Method};
use crate::value::Money;

/// What a clause lacks in the worst case, in hundredths of the numerator, and what could make it up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shortfall {
    /// Ways to make it up: with Hong Kong content only, and with Mainland content.
    pub ways: Vec<Way>,
}

/// One way to make up what is lacking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// What must be settled in any case.
    pub must: Vec<Point>,
    /// What is lacking once that is settled, times a hundred.
    pub lacking: Money,
    /// Facts of which enough must turn out in the good's favour.
    pub gains: Vec<Gain>,
}

/// What a fact can give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gain {
    /// The fact.
    pub point: Point,
    /// How much at the most, times a hundred; `None` where nothing bounds it.
    pub most: Option<Money>,
    /// Whether it shares its bound with the others that do: labour and development.
    pub shared: bool,
}

impl Way {
    /// The fewest facts that make up what is lacking, given what is granted already; `None` if not all
    /// of them together do.
    #[must_use]
    pub fn fewest(&self, granted: &BTreeSet<Point>) -> Option<BTreeSet<Point>> {
        let mut chosen: BTreeSet<Point> = self.must.iter().cloned().collect();
        let mut gains: Vec<&Gain> = self.gains.iter().collect();
        gains.sort_by_key(|gain| (!granted.contains(&gain.point), gain.most.is_some(), Reverse(gain.most)));
        let (mut lacking, mut shared_used) = (self.lacking, false);
        for gain in gains {
            let free = granted.contains(&gain.point);
            if !lacking.is_positive() && !free {
                break;
            }
            if gain.shared && shared_used {
                continue;
            }
            shared_used |= gain.shared;
            lacking = match gain.most {
                Some(most) => lacking.minus(most)?,
                None => Money::ZERO,
            };
            chosen.insert(gain.point.clone());
        }
        (!lacking.is_positive()).then_some(chosen)
    }
}

/// What a clause lacks.
#[must_use]
pub fn shortfall(clause: Clause, case: &Case, figures: &Figures, materials: &Materials<'_>) -> Option<Shortfall> {
    let mut ways = vec![Finder { clause, case, figures, materials, mainland: false }.way()?];
    let open = figures.of_method(clause.method).is_none_or(|content| content.counted.best == content.with_mainland.best);
    if figures.has_mainland() && open {
        ways.push(Finder { clause, case, figures, materials, mainland: true }.way()?);
    }
    Some(Shortfall { ways })
}

struct Finder<'a> {
    clause: Clause,
    case: &'a Case,
    figures: &'a Figures,
    materials: &'a Materials<'a>,
    mainland: bool,
}

impl Finder<'_> {
    fn way(&self) -> Option<Way> {
        let mut must = Vec::new();
        if self.mainland {
            must.extend(self.figures.accumulation_waits_for().map(Point::law));
        }
        if self.case.lots.is_empty() {
            must.push(Point::good("good.materials", Some(self.case.at.clone())));
        }
        let mut gains = Vec::new();
        let lacking = match self.clause.method {
            Method::BuildUp => self.build_up(&mut must, &mut gains)?,
            Method::BuildDown => self.build_down(&mut must, &mut gains)?,
        };
        Some(Way { must, lacking, gains })
    }

    /// FOB × percent − numerator × 100, and what can add to the numerator.
    fn build_up(&self, must: &mut Vec<Point>, gains: &mut Vec<Gain>) -> Option<Money> {
        let room = self.figures.room.times(Money::HUNDRED)?;
        for (stated, family) in [(self.case.labour, "good.labour"), (self.case.development, "good.development")] {
            if stated.is_none() {
                gains.push(Gain { point: Point::good(family, None), most: Some(room), shared: true });
            }
        }
        self.lines(&[(Standing::HongKong, Spot::Value), (Standing::Unproven, Spot::Origin)], gains)?;
        if self.materials.any(Standing::OwnPacking) {
            let counted = self.figures.own_packing.stated.times(Money::HUNDRED)?;
            gains.push(Gain { point: Point::law("transport-packing"), most: Some(counted), shared: false });
        }
        if self.mainland {
            self.lines(&[(Standing::Mainland, Spot::Value), (Standing::UnprovenMainland, Spot::Origin)], gains)?;
        }
        let Some(fob) = self.case.fob else {
            must.push(Point::good("good.fob", None));
            return Some(Money::ZERO);
        };
        let numerator = if self.mainland { self.figures.build_up?.with_mainland } else { self.figures.build_up?.hong_kong };
        fob.times(self.clause.percent.value())?.minus(numerator.worst?.times(Money::HUNDRED)?)
    }

    /// What does not originate × 100 − FOB × (100 − percent), and what can take from it.
    fn build_down(&self, must: &mut Vec<Point>, gains: &mut Vec<Gain>) -> Option<Money> {
        let mut against = vec![Standing::Foreign];
        self.open_values(Standing::Foreign, must);
        let mut maybe = vec![(Standing::Unproven, Spot::Origin)];
        if self.mainland {
            maybe.push((Standing::UnprovenMainland, Spot::Origin));
        } else {
            against.extend([Standing::Mainland, Standing::UnprovenMainland]);
            self.open_values(Standing::Mainland, must);
            self.open_values(Standing::UnprovenMainland, must);
        }
        if self.materials.any(Standing::Packing) {
            gains.push(Gain {
                point: Point::law("transport-packing"),
                most: Some(self.figures.packing.stated.times(Money::HUNDRED)?),
                shared: false,
            });
        }
        // A line whose value is not stated must be settled in any case: it could be worth anything.
        for (standing, _) in &maybe {
            self.open_origins(*standing, must);
        }
        self.lines(&maybe, gains)?;
        gains.retain(|gain| gain.most.is_some());
        let sum = |standings: &[Standing]| {
            standings.iter().try_fold(Money::ZERO, |sum, standing| sum.plus(self.materials.sum(*standing)?.stated))
        };
        let worst = sum(&against)?
            .plus(sum(&maybe.iter().map(|(standing, _)| *standing).collect::<Vec<_>>())?)?
            .plus(self.figures.packing.stated)?;
        let Some(fob) = self.case.fob else {
            must.push(Point::good("good.fob", None));
            return Some(Money::ZERO);
        };
        let allowed = fob.times(Money::HUNDRED.minus(self.clause.percent.value())?)?;
        worst.times(Money::HUNDRED)?.minus(allowed)
    }

    /// What the lines of these standings can give, each by the fact that is missing of it.
    fn lines(&self, wanted: &[(Standing, Spot)], gains: &mut Vec<Gain>) -> Option<()> {
        for (standing, spot) in wanted {
            for lot in self.materials.standing(*standing) {
                self.lot(lot, *spot, gains)?;
            }
        }
        Some(())
    }

    fn lot(&self, lot: &Lot, spot: Spot, gains: &mut Vec<Gain>) -> Option<()> {
        let mut rest = lot.sum;
        let mut named = 0_u64;
        for line in &lot.greatest {
            named = named.saturating_add(1);
            if let Some(value) = line.value {
                rest = rest.minus(value)?;
            }
            // Of a line that is known to originate only its value can be missing.
            if spot == Spot::Value && line.value.is_some() {
                continue;
            }
            let most = match line.value {
                Some(value) => Some(value.times(Money::HUNDRED)?),
                None => None,
            };
            gains.push(Gain { point: point(self.case, line.line, spot, line.name.clone()), most, shared: false });
        }
        let others = lot.lines.saturating_sub(named);
        if others > 0 && rest.is_positive() && spot == Spot::Origin {
            let at = self.case.position(0, spot);
            gains.push(Gain {
                point: Point::material("materials.origin", at, others.to_string()),
                most: Some(rest.times(Money::HUNDRED)?),
                shared: false,
            });
        }
        Some(())
    }

    /// The values that are not stated of materials that count against the good.
    fn open_values(&self, standing: Standing, must: &mut Vec<Point>) {
        for lot in self.materials.standing(standing) {
            let open = lot.greatest.iter().filter(|line| line.value.is_none());
            must.extend(open.map(|line| point(self.case, line.line, Spot::Value, line.name.clone())));
        }
    }

    /// The origins of materials whose value is not stated.
    fn open_origins(&self, standing: Standing, must: &mut Vec<Point>) {
        for lot in self.materials.standing(standing) {
            let open = lot.greatest.iter().filter(|line| line.value.is_none());
            must.extend(open.map(|line| point(self.case, line.line, Spot::Origin, line.name.clone())));
        }
    }
}

/// The fact that a line lacks.
#[must_use]
pub fn point(case: &Case, line: u64, spot: Spot, name: String) -> Point {
    let family = match spot {
        Spot::Origin => "material.origin",
        Spot::Hs => "material.hs",
        Spot::Value => "material.value",
    };
    Point::material(family, case.position(line, spot), name)
}
