//! How far the share of a good is from the threshold that its rule asks, in points.

use super::assess::Assessment;
use crate::rule::Method;
use crate::value::Money;
use crate::value::money::Cut;

/// How near, and on which side: reports of what changed speak of these alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MarginClass {
    /// More than 5 points below.
    UnderBeyond5,
    /// At most 5 points below.
    UnderWithin5,
    /// At most 1 point below.
    UnderWithin1,
    /// At the threshold, or at most 1 point above.
    OverWithin1,
    /// At most 5 points above.
    OverWithin5,
    /// More than 5 points above.
    OverBeyond5,
}

impl MarginClass {
    /// By whether the share is below its threshold, and whether it is at most one point and at most five from it.
    pub(crate) const fn of(under: bool, within_1: bool, within_5: bool) -> Self {
        match (under, within_1, within_5) {
            (true, true, _) => Self::UnderWithin1,
            (true, _, true) => Self::UnderWithin5,
            (true, ..) => Self::UnderBeyond5,
            (false, true, _) => Self::OverWithin1,
            (false, _, true) => Self::OverWithin5,
            (false, ..) => Self::OverBeyond5,
        }
    }

    /// `under-beyond-5` … `over-beyond-5`
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::UnderBeyond5 => "under-beyond-5",
            Self::UnderWithin5 => "under-within-5",
            Self::UnderWithin1 => "under-within-1",
            Self::OverWithin1 => "over-within-1",
            Self::OverWithin5 => "over-within-5",
            Self::OverBeyond5 => "over-beyond-5",
        }
    }

    /// The class of a word of the JSON contract.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        let under = [Self::UnderBeyond5, Self::UnderWithin5, Self::UnderWithin1];
        let over = [Self::OverWithin1, Self::OverWithin5, Self::OverBeyond5];
        under.into_iter().chain(over).find(|known| known.word() == word)
    }
}

/// The margin of a good by the method that stands best: every unknown against it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Margin {
    /// The method.
    pub method: Method,
    /// The share less the threshold, in points, cut downward after two decimals: never 0.00 below the threshold.
    pub points: Money,
    /// The class, from the exact figures.
    pub class: MarginClass,
}

impl Assessment {
    /// The margin; `None` where the rule names no share, FOB is not known, or nothing bounds the share from below.
    #[must_use]
    pub fn margin(&self) -> Option<Margin> {
        let fob = self.figures.fob?;
        let methods = [Method::BuildUp, Method::BuildDown].into_iter();
        let (method, over) = methods.filter_map(|method| Some((method, self.over(method, fob)?))).max_by_key(|(_, over)| *over)?;
        Some(Margin { method, points: over.over(fob, 2, Cut::Down)?, class: class(over, fob)? })
    }

    /// FOB × (share − threshold), exact.
    fn over(&self, method: Method, fob: Money) -> Option<Money> {
        let clause = self.clause(method)?;
        let worst = self.figures.of_method(method)?.counted.worst?;
        worst.times(Money::HUNDRED)?.minus(fob.times(clause.percent.value())?)
    }
}

fn class(over: Money, fob: Money) -> Option<MarginClass> {
    let five = fob.times(Money::from_units(5, 0)?)?;
    let size = if over.is_negative() { over.negated() } else { over };
    Some(MarginClass::of(over.is_negative(), size <= fob, size <= five))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(units: i128) -> Money {
        Money::from_units(units, 2).expect("an amount")
    }

    #[test]
    fn classes_are_exact_at_their_edges() {
        let of = |over| class(money(over), money(100)).map(MarginClass::word);
        assert_eq!(
            [of(0), of(100), of(101), of(500), of(501)].map(Option::unwrap),
            ["over-within-1", "over-within-1", "over-within-5", "over-within-5", "over-beyond-5"]
        );
        assert_eq!(
            [of(-1), of(-100), of(-101), of(-500), of(-501)].map(Option::unwrap),
            ["under-within-1", "under-within-1", "under-within-5", "under-within-5", "under-beyond-5"]
        );
    }
}
