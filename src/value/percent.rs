//! Percentages: thresholds of the law, and shares that are shown.

use std::cmp::Ordering;
use std::fmt;

use super::money::{Cut, Money};

/// A threshold of the law, such as 30 or 45.5 per cent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent(Money);

impl Percent {
    /// A threshold from 0 to 100 with at most two decimals, so that a share cut after two decimals never
    /// seems to miss a threshold that it reaches; `None` for anything else.
    #[must_use]
    pub fn new(value: Money) -> Option<Self> {
        let fits = value >= Money::ZERO && value <= Money::HUNDRED && value.over(Money::ONE, 2, Cut::Zero) == Some(value);
        fits.then_some(Self(value))
    }

    /// The threshold as a number.
    #[must_use]
    pub const fn value(self) -> Money {
        self.0
    }

    /// Compares `part / whole` with the threshold: `part × 100` against `whole × percent`, both exact.
    ///
    /// `whole` must be above nothing. `None` where a product has too many digits.
    #[must_use]
    pub fn compare(self, part: Money, whole: Money) -> Option<Ordering> {
        Some(part.times(Money::HUNDRED)?.cmp(&whole.times(self.0)?))
    }

    /// Whether `part` is at least this share of `whole`. `None` where a product has too many digits.
    #[must_use]
    pub fn is_reached_by(self, part: Money, whole: Money) -> Option<bool> {
        self.compare(part, whole).map(Ordering::is_ge)
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.plain())
    }
}

/// A share to be shown: cut toward zero after two decimals, so that 39.996 never reads 40.00.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Share(Money);

impl Share {
    /// `part / whole` in per cent; `None` for a whole that is not above nothing, or too many digits.
    #[must_use]
    pub fn of(part: Money, whole: Money) -> Option<Self> {
        if !whole.is_positive() {
            return None;
        }
        part.times(Money::HUNDRED)?.over(whole, 2, Cut::Zero).map(Self)
    }

    /// A share that was cut before, in hundredths of a per cent.
    #[must_use]
    pub fn from_hundredths(units: i128) -> Option<Self> {
        Money::from_units(units, 2).map(Self)
    }

    /// It in hundredths of a per cent.
    #[must_use]
    pub fn hundredths(self) -> Option<i128> {
        self.0.units(2)
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
