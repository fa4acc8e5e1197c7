//! Amounts that are known only within bounds.

use super::money::Money;

/// An amount between its least and its greatest value; no greatest value where it is unbounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// The least it can be.
    pub least: Money,
    /// The most it can be, or `None` where nothing bounds it.
    pub most: Option<Money>,
}

impl Interval {
    /// Nothing, surely.
    pub const ZERO: Self = Self::exactly(Money::ZERO);

    /// An amount that is known.
    #[must_use]
    pub const fn exactly(value: Money) -> Self {
        Self { least: value, most: Some(value) }
    }

    /// From `least` on, without bound.
    #[must_use]
    pub const fn at_least(least: Money) -> Self {
        Self { least, most: None }
    }

    /// Anything from nothing to `most`.
    #[must_use]
    pub const fn up_to(most: Option<Money>) -> Self {
        Self { least: Money::ZERO, most }
    }

    /// The sum of the two; `None` where it has more digits than can be kept.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        let most = match (self.most, other.most) {
            (Some(a), Some(b)) => Some(a.plus(b)?),
            _ => None,
        };
        Some(Self { least: self.least.plus(other.least)?, most })
    }

    /// Both bounds times a factor that is not negative.
    #[must_use]
    pub fn times(self, factor: Money) -> Option<Self> {
        let most = match self.most {
            Some(most) => Some(most.times(factor)?),
            None => None,
        };
        Some(Self { least: self.least.times(factor)?, most })
    }
}
