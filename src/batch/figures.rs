#![expect(clippy::option_option, reason = "what does not apply and what does not fit are different things")]
//! The figures of a good in fixed point: whole numbers of the eighteenth decimal.
//!
//! The same formulas as in `origin::figures` and `origin::headroom`, for goods of which every value is known, in their own
//! currency and for one piece. Every function answers `None` where a number does not fit: the plain road then decides.
//! [`Amounts::fit`] has seen to it that no part of the amounts and no share of them overflows.

use super::digits::PLACES;
use crate::origin::MarginClass;
use crate::rule::Method;
use crate::value::{Outcome, Percent};

/// How many decimals the figures have.
pub(super) const SCALE: u32 = 18;
/// One cent.
const CENT: i128 = 10_i128.pow(SCALE - 2);
/// One of the six decimals of an amount that was read.
const READ: i128 = 10_i128.pow(SCALE - PLACES);
/// The whole of a share, in hundredths of a per cent.
const WHOLE: i128 = 10_000;
/// Below this the plain road keeps all digits of ten thousand times a number, by its last decimal.
const KEPT: i128 = 7_900_000_000_000_000_000_000_000;

/// What is stated of a good, and its sums.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Amounts {
    pub fob: i128,
    pub added: i128,
    pub hong_kong: i128,
    pub mainland: i128,
    pub foreign: i128,
}

/// An amount that was read, in the scale of the figures.
pub(super) fn lifted(units: u64) -> i128 {
    i128::from(units).wrapping_mul(READ)
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
    pub fn fit(&self, decimals: u32) -> bool {
        let sum = [self.added, self.hong_kong, self.mainland, self.foreign].iter().try_fold(self.fob, |sum, part| sum.checked_add(*part));
        let spare = 10_i128.checked_pow(SCALE.saturating_sub(decimals.max(PLACES))).unwrap_or(1);
        // Ten thousand times the sum must fit both there and here.
        let most = KEPT.checked_mul(spare).unwrap_or(i128::MAX).min(i128::MAX.wrapping_div(WHOLE));
        sum.is_some_and(|sum| sum < most)
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

/// How far a method is from its threshold, in cents: for build-up the highest FOB and the least extra, for build-down the
/// lowest FOB and the highest value that does not originate.
pub(super) fn headroom(
    threshold: Threshold,
    amounts: &Amounts,
    content: &Content,
    accumulation: &Accumulation,
) -> Option<[Option<i128>; 2]> {
    let counts = accumulation.floor.filter(|_| accumulation.conditions == Some(true)).map(|floor| floor_of(floor, threshold.method));
    // Without a floor all Mainland materials count, as if they were Hong Kong's.
    let (content, floor) = match counts {
        Some(None) => (Content { own: content.with, ..*content }, None),
        counts => (*content, counts.flatten()),
    };
    Some(match threshold.method {
        Method::BuildUp => [highest_fob(threshold.share, &content, floor)?, least_extra(threshold.share, amounts.fob, &content, floor)?],
        Method::BuildDown => {
            let against = |content: i128| amounts.fob.checked_sub(content);
            let (own, with) = (against(content.own)?, against(content.with)?);
            [lowest_fob(threshold.share, own, with, floor)?, highest_foreign(threshold.share, amounts.fob, own, with, floor)?]
        }
    })
}

/// `amount × 100 / percent` in cents; `Some(None)` where the percentage is nothing.
fn whole_for(amount: i128, share: i128, up: bool) -> Option<Option<i128>> {
    let divisor = share.checked_mul(CENT.checked_div(WHOLE)?)?;
    if divisor == 0 {
        return Some(None);
    }
    quotient(amount, divisor, up).map(Some)
}

/// A quotient by a number above nothing, cut downward or upward.
fn quotient(amount: i128, divisor: i128, up: bool) -> Option<i128> {
    let toward_zero = amount.checked_div(divisor)?;
    let rest = amount.wrapping_sub(toward_zero.wrapping_mul(divisor));
    let cut = i128::from(up && rest > 0).wrapping_sub(i128::from(!up && rest < 0));
    toward_zero.checked_add(cut)
}

fn lowest_fob(share: i128, own: i128, with: i128, floor: Option<i128>) -> Option<Option<i128>> {
    let at = |against: i128, share: i128| whole_for(against, WHOLE.checked_sub(share)?, true);
    let alone = at(own, share)?;
    let mut lowest = alone;
    if let Some(floor) = floor
        && let Some(reached) = at(with, share)?
    {
        let held = at(own, floor)?.map_or(reached, |floor| floor.max(reached));
        lowest = Some(alone.map_or(held, |alone| alone.min(held)));
    }
    Some(lowest.filter(|lowest| *lowest > 0))
}

fn highest_foreign(share: i128, fob: i128, own: i128, with: i128, floor: Option<i128>) -> Option<Option<i128>> {
    let allowed = |share: i128, less: i128| {
        let most = fob.checked_mul(WHOLE.checked_sub(share)?)?.checked_sub(less.checked_mul(WHOLE)?)?;
        quotient(most, WHOLE.checked_mul(CENT)?, false)
    };
    let reached = allowed(share, 0)?;
    let highest = match floor {
        Some(floor) => {
            let mainland = own.checked_sub(with)?;
            allowed(floor, mainland)?.min(reached).max(allowed(share, mainland)?)
        }
        None => reached,
    };
    Some(Some(highest).filter(|highest| *highest >= 0))
}

fn highest_fob(share: i128, content: &Content, floor: Option<i128>) -> Option<Option<i128>> {
    let at = |content: i128, share: i128| if share > 0 { whole_for(content, share, false) } else { Some(None) };
    let alone = at(content.own, share)?;
    let mut highest = alone;
    if let Some(floor) = floor
        && let Some(reached) = at(content.with, share)?
    {
        let held = at(content.own, floor)?.map_or(reached, |floor| floor.min(reached));
        highest = Some(alone.map_or(held, |alone| alone.max(held)));
    }
    Some(highest.filter(|highest| *highest > 0))
}

fn least_extra(share: i128, fob: i128, content: &Content, floor: Option<i128>) -> Option<Option<i128>> {
    let lacking = |content: i128, share: i128| {
        let lacking = fob.checked_mul(share)?.checked_sub(content.checked_mul(WHOLE)?)?;
        quotient(lacking, WHOLE.checked_mul(CENT)?, true)
    };
    let alone = lacking(content.own, share)?;
    let least = match floor {
        Some(floor) => lacking(content.own, floor)?.max(lacking(content.with, share)?).min(alone),
        None => alone,
    };
    Some(Some(least).filter(|least| *least > 0))
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
