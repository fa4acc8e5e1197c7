//! How far the figures are from their thresholds, exact to the cent.
//!
//! Judged again at such a figure the clause is met; one cent beyond it is not. What does not apply is
//! `None`.

use super::figures::Figures;
use crate::bom::Case;
use crate::law::Floor;
use crate::rule::Clause;
use crate::value::money::Cut;
use crate::value::{Money, Percent};

/// How far build-down is from its threshold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BuildDownRoom {
    /// The lowest FOB at which it holds, with the materials as they are.
    pub lowest_fob: Option<Money>,
    /// The highest value of materials that do not originate at which it holds, with FOB as it is.
    pub highest_non_originating: Option<Money>,
}

/// How far build-up is from its threshold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BuildUpRoom {
    /// The highest FOB at which it holds, with the numerator as it is.
    pub highest_fob: Option<Money>,
    /// The least originating value, labour or development to be added for it to hold; none where it
    /// holds already.
    pub least_extra: Option<Money>,
}

/// The content of the worst case: without Mainland materials, with them, and the floor under which
/// these do not count; `with` is `None` where they do not count at all.
struct Worst {
    own: Money,
    with: Option<(Money, Option<Percent>)>,
}

/// The room of build-down at a threshold, in the good's own basis.
#[must_use]
pub fn build_down(clause: Clause, case: &Case, figures: &Figures) -> BuildDownRoom {
    let against = |mainland: bool| {
        let figure = if mainland { figures.build_down?.with_mainland } else { figures.build_down?.hong_kong };
        case.fob?.minus(figure.worst?)
    };
    let Some(own) = against(false) else { return BuildDownRoom::default() };
    let counts = counting(figures.floor(), clause);
    let worst = Worst { own, with: counts.and_then(|floor| Some((against(true)?, floor))) };
    BuildDownRoom { lowest_fob: lowest_fob(&worst, clause, case), highest_non_originating: highest_non_originating(&worst, clause, case) }
}

/// The room of build-up at a threshold, in the good's own basis.
#[must_use]
pub fn build_up(clause: Clause, case: &Case, figures: &Figures) -> BuildUpRoom {
    let content = |mainland: bool| if mainland { figures.build_up?.with_mainland.worst } else { figures.build_up?.hong_kong.worst };
    let Some(own) = content(false) else { return BuildUpRoom::default() };
    let counts = counting(figures.floor(), clause);
    let worst = Worst { own, with: counts.and_then(|floor| Some((content(true)?, floor))) };
    BuildUpRoom { highest_fob: highest_fob(&worst, clause, case), least_extra: least_extra(&worst, clause, case) }
}

/// The floor of a method where Mainland materials count; the inner `None` is "no floor".
#[expect(clippy::option_option, reason = "not counting and having no floor are different things")]
fn counting(floor: Option<Floor>, clause: Clause) -> Option<Option<Percent>> {
    floor.map(|floor| floor.of(clause.method))
}

/// What is left of a hundred.
fn rest(percent: Percent) -> Option<Money> {
    Money::HUNDRED.minus(percent.value())
}

/// `amount × 100 / percent` in the good's own basis, to the cent.
fn whole_for(amount: Money, percent: Money, case: &Case, cut: Cut) -> Option<Money> {
    amount.times(Money::HUNDRED)?.over(percent.times(case.unit())?, 2, cut)
}

/// The lowest FOB whose remainder after `own` (or `with`) reaches the threshold.
fn lowest_fob(worst: &Worst, clause: Clause, case: &Case) -> Option<Money> {
    let at = |against: Money, percent: Percent| whole_for(against, rest(percent)?, case, Cut::Up);
    let own = at(worst.own, clause.percent);
    let with = worst.with.and_then(|(with, floor)| {
        let reached = at(with, clause.percent)?;
        Some(floor.and_then(|floor| at(worst.own, floor)).map_or(reached, |floor| floor.max(reached)))
    });
    let lowest = own.into_iter().chain(with).min()?;
    lowest.is_positive().then_some(lowest)
}

/// The highest value that does not originate: FOB × (100 − percent) / 100. Where Mainland materials count
/// they are not part of it, and Hong Kong's own content must stay above the floor.
fn highest_non_originating(worst: &Worst, clause: Clause, case: &Case) -> Option<Money> {
    let fob = case.fob?;
    let allowed = |percent: Percent, less: Money| {
        let most = fob.times(rest(percent)?)?.minus(less.times(Money::HUNDRED)?)?;
        most.over(Money::HUNDRED.times(case.unit())?, 2, Cut::Down)
    };
    let Some((with, floor)) = worst.with else {
        // Mainland materials do not count: they are among those that do not originate.
        return allowed(clause.percent, Money::ZERO).filter(|highest| !highest.is_negative());
    };
    let mainland = worst.own.minus(with)?;
    let own = allowed(clause.percent, mainland);
    let reached = allowed(clause.percent, Money::ZERO)?;
    let with = floor.and_then(|floor| allowed(floor, mainland)).map_or(reached, |floor| floor.min(reached));
    own.into_iter().chain([with]).max().filter(|highest| !highest.is_negative())
}

/// The highest FOB of which the content is still the threshold's share.
fn highest_fob(worst: &Worst, clause: Clause, case: &Case) -> Option<Money> {
    let at = |content: Money, percent: Percent| {
        if percent.value().is_positive() { whole_for(content, percent.value(), case, Cut::Down) } else { None }
    };
    let own = at(worst.own, clause.percent);
    let with = worst.with.and_then(|(with, floor)| {
        let reached = at(with, clause.percent)?;
        Some(floor.and_then(|floor| at(worst.own, floor)).map_or(reached, |floor| floor.min(reached)))
    });
    own.into_iter().chain(with).max().filter(|highest| highest.is_positive())
}

/// What is lacking to the threshold, rounded up to the cent; nothing where it is reached.
fn least_extra(worst: &Worst, clause: Clause, case: &Case) -> Option<Money> {
    let fob = case.fob?;
    let lacking = |content: Money, percent: Percent| {
        let lacking = fob.times(percent.value())?.minus(content.times(Money::HUNDRED)?)?;
        lacking.over(Money::HUNDRED.times(case.unit())?, 2, Cut::Up)
    };
    let own = lacking(worst.own, clause.percent)?;
    let with = worst.with.and_then(|(with, floor)| {
        let reached = lacking(with, clause.percent)?;
        Some(floor.and_then(|floor| lacking(worst.own, floor)).map_or(reached, |floor| floor.max(reached)))
    });
    let least = with.map_or(own, |with| with.min(own));
    least.is_positive().then_some(least)
}
