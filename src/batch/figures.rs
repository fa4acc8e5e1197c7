#![expect(clippy::option_option, reason = "what does not apply and what does not fit are different things")]
//! The figures of a good in fixed point: whole numbers of the eighteenth decimal.
//!
//! The same formulas as in `origin::figures` and `origin::headroom`, for goods of which every value is known, for one piece and
//! in the base of the rates. Every function answers `None` where a number does not fit: the plain road then decides.
//! [`Amounts::fit`] has seen to it that no part of the amounts and no share of them overflows.

use super::digits::{Fixed, PLACES};
use crate::origin::MarginClass;
use crate::rule::Method;
use crate::value::{Outcome, Percent};

/// How many decimals the figures have.
pub(super) const SCALE: u32 = 18;
/// A ten-thousandth of a cent, over one of the six decimals of a rate.
const PART: i128 = 10_i128.pow(SCALE - 2 - 4 - PLACES);
/// One of the six decimals of an amount that was read times one of those of a rate.
const READ: u128 = 10_u128.pow(SCALE - 2 * PLACES);
/// The twelfth decimal of an amount, and the sixth.
const TWELFTH: i128 = 10_i128.pow(SCALE - 12);
const SIXTH: i128 = 10_i128.pow(SCALE - 6);
/// The whole of a share, in hundredths of a per cent.
const WHOLE: i128 = 10_000;
/// Below this the plain road keeps all digits of ten thousand times a number, by its last decimal.
const KEPT: i128 = 7_900_000_000_000_000_000_000_000;

/// Whether the plain road could divide an amount by a unit to twelve decimals: both what is divided and what comes of it must
/// have room there. `spare` is the amount's last decimal.
fn is_shown(amount: i128, spare: i128, unit: Fixed) -> bool {
    let (divided, most) = (i128::MAX.wrapping_div(10_i128.pow(12)), KEPT.wrapping_mul(WHOLE));
    let comes = amount.checked_div(i128::from(unit.units));
    amount.checked_div(spare).is_some_and(|last| last < divided) && comes.is_some_and(|comes| comes < most)
}

/// What is stated of a good, and its sums.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Amounts {
    pub fob: i128,
    pub added: i128,
    pub hong_kong: i128,
    pub mainland: i128,
    pub foreign: i128,
}

/// An amount that was read, in the base of the rates; `None` where that does not fit.
pub(super) fn lifted(units: u64, unit: Fixed) -> Option<i128> {
    const MOST: u128 = i128::MAX.unsigned_abs() / READ;
    let worth = u128::from(units).wrapping_mul(u128::from(unit.units));
    if worth > MOST { None } else { i128::try_from(worth.wrapping_mul(READ)).ok() }
}

/// An amount in the good's own currency, as `Case::shown` has it: to twelve decimals if it ends there, or else cut after six.
pub(super) fn in_own_currency(amount: i128, unit: Fixed) -> i128 {
    if unit == Fixed::ONE {
        return amount;
    }
    // The twelfth decimal of the good's own currency is worth one unit here, since a rate has six and an amount eighteen.
    let unit = i128::from(unit.units);
    if amount.checked_rem(unit) == Some(0) {
        return amount.checked_div(unit).unwrap_or(0).wrapping_mul(TWELFTH);
    }
    amount.checked_div(unit.wrapping_mul(TWELFTH)).unwrap_or(0).wrapping_mul(SIXTH)
}

/// A percentage in hundredths of a per cent.
pub(super) fn hundredths(percent: Percent) -> Option<i128> {
    let read = super::digits::of_text(&percent.value().plain())?;
    i128::from(read.units).checked_div(10_000)
}

/// Whether Mainland materials count, and above which share of Hong Kong's own content.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Accumulation {
    /// The floors as confirmed, by method.
    pub floor: Option<[Option<i128>; 2]>,
    /// Whether the other conditions were confirmed.
    pub conditions: Option<bool>,
}

/// A method and its threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Threshold {
    pub method: Method,
    pub share: i128,
}

/// A numerator without and with Mainland materials, and what counts in the worst case and the best.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Content {
    pub own: i128,
    pub with: i128,
    pub worst: i128,
    pub best: i128,
}

impl Amounts {
    /// Whether the plain road could keep all digits of what it computes, if no amount has more than `decimals` decimals.
    pub fn fit(&self, decimals: u32, unit: Fixed) -> bool {
        let sum = [self.added, self.hong_kong, self.mainland, self.foreign].iter().try_fold(self.fob, |sum, part| sum.checked_add(*part));
        let spare = 10_i128.checked_pow(SCALE.saturating_sub(decimals.max(PLACES))).unwrap_or(1);
        // Ten thousand times the sum must fit both there and here.
        let most = KEPT.checked_mul(spare).unwrap_or(i128::MAX).min(i128::MAX.wrapping_div(WHOLE));
        sum.is_some_and(|sum| sum < most && (unit == Fixed::ONE || is_shown(sum, spare, unit)))
    }

    /// All materials together.
    pub const fn materials(&self) -> i128 {
        self.hong_kong.saturating_add(self.mainland).saturating_add(self.foreign)
    }

    /// The content by a method.
    pub fn content(&self, method: Method, accumulation: &Accumulation) -> Option<Content> {
        let (own, with) = match method {
            Method::BuildUp => {
                let own = self.hong_kong.checked_add(self.added)?;
                (own, own.checked_add(self.mainland)?)
            }
            Method::BuildDown => {
                let with = self.fob.checked_sub(self.foreign)?;
                (with.checked_sub(self.mainland)?, with)
            }
        };
        let mut content = Content { own, with, worst: own, best: with };
        if accumulation.conditions == Some(false) {
            content.best = own;
        } else if let Some(floor) = accumulation.floor {
            let reached = match floor_of(floor, method) {
                Some(share) => reaches(own, self.fob, share),
                None => true,
            };
            if !reached {
                content.best = own;
            } else if accumulation.conditions == Some(true) {
                content.worst = with;
            }
        }
        Some(content)
    }
}

const fn floor_of([up, down]: [Option<i128>; 2], method: Method) -> Option<i128> {
    match method {
        Method::BuildUp => up,
        Method::BuildDown => down,
    }
}

const fn reaches(part: i128, whole: i128, share: i128) -> bool {
    part.wrapping_mul(WHOLE) >= whole.wrapping_mul(share)
}

impl Content {
    /// What a threshold comes to.
    pub const fn outcome(&self, fob: i128, share: i128) -> Outcome {
        if reaches(self.worst, fob, share) {
            return Outcome::Met;
        }
        if reaches(self.best, fob, share) { Outcome::Unknown } else { Outcome::NotMet }
    }
}

/// A part of a whole in hundredths of a per cent, cut toward zero.
pub(super) fn share(part: i128, whole: i128) -> Option<i128> {
    part.wrapping_mul(WHOLE).checked_div(whole)
}

/// How far a method is from its threshold, in cents of the good's own currency: for build-up the highest FOB and the least
/// extra, for build-down the lowest FOB and the highest value that does not originate.
pub(super) fn headroom(
    threshold: Threshold,
    amounts: &Amounts,
    content: &Content,
    accumulation: &Accumulation,
    unit: Fixed,
) -> Option<[Option<i128>; 2]> {
    let counts = accumulation.floor.filter(|_| accumulation.conditions == Some(true)).map(|floor| floor_of(floor, threshold.method));
    // Without a floor all Mainland materials count, as if they were Hong Kong's.
    let (content, floor) = match counts {
        Some(None) => (Content { own: content.with, ..*content }, None),
        counts => (*content, counts.flatten()),
    };
    let aim = Aim { share: threshold.share, floor, part: i128::from(unit.units).checked_mul(PART)? };
    Some(match threshold.method {
        Method::BuildUp => [aim.highest_fob(&content)?, aim.least_extra(amounts.fob, &content)?],
        Method::BuildDown => {
            let against = |content: i128| amounts.fob.checked_sub(content);
            let (own, with) = (against(content.own)?, against(content.with)?);
            [aim.lowest_fob(own, with)?, aim.highest_foreign(amounts.fob, own, with)?]
        }
    })
}

/// What a figure is to reach.
struct Aim {
    share: i128,
    /// Under this share of Hong Kong's own content Mainland materials do not count.
    floor: Option<i128>,
    /// What a ten-thousandth of a cent of the good's own currency is worth.
    part: i128,
}

/// A quotient by a number above nothing, cut downward or upward.
fn quotient(amount: i128, divisor: i128, up: bool) -> Option<i128> {
    let toward_zero = amount.checked_div(divisor)?;
    let rest = amount.wrapping_sub(toward_zero.wrapping_mul(divisor));
    let cut = i128::from(up && rest > 0).wrapping_sub(i128::from(!up && rest < 0));
    toward_zero.checked_add(cut)
}

impl Aim {
    /// `amount × 100 / percent` in cents; `Some(None)` where the percentage is nothing.
    fn whole_for(&self, amount: i128, share: i128, up: bool) -> Option<Option<i128>> {
        if share == 0 {
            return Some(None);
        }
        quotient(amount, share.checked_mul(self.part)?, up).map(Some)
    }

    /// What was multiplied by a share, in cents.
    fn cents(&self, shares: i128, up: bool) -> Option<i128> {
        quotient(shares, self.part.checked_mul(WHOLE.wrapping_mul(WHOLE))?, up)
    }

    fn lowest_fob(&self, own: i128, with: i128) -> Option<Option<i128>> {
        let at = |against: i128, share: i128| self.whole_for(against, WHOLE.checked_sub(share)?, true);
        let alone = at(own, self.share)?;
        let mut lowest = alone;
        if let Some(floor) = self.floor
            && let Some(reached) = at(with, self.share)?
        {
            let held = at(own, floor)?.map_or(reached, |floor| floor.max(reached));
            lowest = Some(alone.map_or(held, |alone| alone.min(held)));
        }
        Some(lowest.filter(|lowest| *lowest > 0))
    }

    fn highest_foreign(&self, fob: i128, own: i128, with: i128) -> Option<Option<i128>> {
        let allowed = |share: i128, less: i128| {
            let most = fob.checked_mul(WHOLE.checked_sub(share)?)?.checked_sub(less.checked_mul(WHOLE)?)?;
            self.cents(most, false)
        };
        let reached = allowed(self.share, 0)?;
        let highest = match self.floor {
            Some(floor) => {
                let mainland = own.checked_sub(with)?;
                allowed(floor, mainland)?.min(reached).max(allowed(self.share, mainland)?)
            }
            None => reached,
        };
        Some(Some(highest).filter(|highest| *highest >= 0))
    }

    fn highest_fob(&self, content: &Content) -> Option<Option<i128>> {
        let at = |content: i128, share: i128| if share > 0 { self.whole_for(content, share, false) } else { Some(None) };
        let alone = at(content.own, self.share)?;
        let mut highest = alone;
        if let Some(floor) = self.floor
            && let Some(reached) = at(content.with, self.share)?
        {
            let held = at(content.own, floor)?.map_or(reached, |floor| floor.min(reached));
            highest = Some(alone.map_or(held, |alone| alone.max(held)));
        }
        Some(highest.filter(|highest| *highest > 0))
    }

    fn least_extra(&self, fob: i128, content: &Content) -> Option<Option<i128>> {
        let lacking = |content: i128, share: i128| {
            let lacking = fob.checked_mul(share)?.checked_sub(content.checked_mul(WHOLE)?)?;
            self.cents(lacking, true)
        };
        let alone = lacking(content.own, self.share)?;
        let least = match self.floor {
            Some(floor) => lacking(content.own, floor)?.max(lacking(content.with, self.share)?).min(alone),
            None => alone,
        };
        Some(Some(least).filter(|least| *least > 0))
    }
}

/// How far a share is from its threshold, as `Assessment::margin` has it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Margin {
    /// The method that stands best, and its threshold.
    pub threshold: Threshold,
    /// In hundredths of a point, cut downward.
    pub points: i128,
    pub class: MarginClass,
}

/// The margin by the method that stands best; `Some(None)` where the rule names no share.
pub(super) fn margin(contents: [Option<(Content, Threshold)>; 2], fob: i128) -> Option<Option<Margin>> {
    let mut best: Option<(i128, Threshold)> = None;
    for (content, threshold) in contents.into_iter().flatten() {
        let over = content.worst.wrapping_mul(WHOLE).checked_sub(fob.wrapping_mul(threshold.share))?;
        // Of two that stand as well the later one, as `Assessment::margin` has it.
        best = best.filter(|(best, _)| *best > over).or(Some((over, threshold)));
    }
    let Some((over, threshold)) = best else { return Some(None) };
    let (point, size) = (fob.checked_mul(100)?, over.checked_abs()?);
    let class = MarginClass::of(over < 0, size <= point, size <= point.checked_mul(5)?);
    Some(Some(Margin { threshold, points: quotient(over, fob, false)?, class }))
}
