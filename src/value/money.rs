//! Amounts: decimals that are exact or refused.
//!
//! [`rust_decimal`] keeps 28 digits, and beyond them its own operations round without saying so.
//! The operations here work on the integers behind the decimals and answer `None` instead.

use std::fmt;

use rust_decimal::Decimal;

/// An exact amount of one currency (or a quantity, or a rate: any exact decimal).
///
/// It is kept without trailing zeros, so that equal amounts are equal in every way: `250` is `250.00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(Decimal);

/// Which way a quotient that does not end is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// Toward minus infinity.
    Down,
    /// Toward plus infinity.
    Up,
    /// Toward zero.
    Zero,
}

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(Decimal::ZERO);
    /// One.
    pub const ONE: Self = Self(Decimal::ONE);
    /// A hundred.
    pub const HUNDRED: Self = Self(Decimal::ONE_HUNDRED);

    /// The decimal as given, without its trailing zeros.
    #[must_use]
    pub fn new(decimal: Decimal) -> Self {
        Self(decimal.normalize())
    }

    /// `units` of the `scale`-th decimal place: `from_units(1234, 2)` is 12.34. `None` beyond 28 digits.
    #[must_use]
    pub fn from_units(units: i128, scale: u32) -> Option<Self> {
        let (mut units, mut scale) = (units, scale);
        while let Some(tenth) = tenth(units).filter(|_| scale > 0) {
            units = tenth;
            scale = scale.checked_sub(1)?;
        }
        Decimal::try_from_i128_with_scale(units, scale).ok().map(Self)
    }

    /// How many units of the `scale`-th decimal place it is; `None` where that is no whole number, or too large a one.
    #[must_use]
    pub fn units(self, scale: u32) -> Option<i128> {
        let (units, own) = self.parts();
        units.checked_mul(ten_to(scale.checked_sub(own)?)?)
    }

    /// The integer behind the decimal, and how many of its digits are decimals: 12.34 is `(1234, 2)`.
    pub(super) const fn parts(self) -> (i128, u32) {
        (self.0.mantissa(), self.0.scale())
    }

    /// The two integers over a common power of ten.
    fn aligned(self, other: Self) -> Option<(i128, i128, u32)> {
        let ((a, a_scale), (b, b_scale)) = (self.parts(), other.parts());
        let scale = a_scale.max(b_scale);
        let lift = |n: i128, from: u32| n.checked_mul(ten_to(scale.checked_sub(from)?)?);
        Some((lift(a, a_scale)?, lift(b, b_scale)?, scale))
    }

    /// The sum, or `None` where it has more digits than can be kept.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        let (a, b, scale) = self.aligned(other)?;
        Self::from_units(a.checked_add(b)?, scale)
    }

    /// The difference, or `None` where it has more digits than can be kept.
    #[must_use]
    pub fn minus(self, other: Self) -> Option<Self> {
        self.plus(other.negated())
    }

    /// The product, or `None` where it has more digits than can be kept.
    #[must_use]
    pub fn times(self, other: Self) -> Option<Self> {
        if other == Self::ONE {
            return Some(self);
        }
        let ((a, a_scale), (b, b_scale)) = (self.parts(), other.parts());
        Self::from_units(a.checked_mul(b)?, a_scale.checked_add(b_scale)?)
    }

    /// The quotient cut after `places` decimals, or `None` for a zero divisor or too many digits.
    #[must_use]
    pub fn over(self, divisor: Self, places: u32, cut: Cut) -> Option<Self> {
        let (n, d, _) = self.aligned(divisor)?;
        let n = n.checked_mul(ten_to(places)?)?;
        let (quotient, rest) = (n.checked_div(d)?, n.checked_rem(d)?);
        let step = match cut {
            Cut::Zero => 0,
            _ if rest == 0 => 0,
            Cut::Up => i128::from((rest > 0) == (d > 0)),
            Cut::Down if (rest > 0) != (d > 0) => -1,
            Cut::Down => 0,
        };
        Self::from_units(quotient.checked_add(step)?, places)
    }

    /// The same amount with the other sign.
    #[must_use]
    pub fn negated(self) -> Self {
        let mut decimal = self.0;
        decimal.set_sign_negative(decimal.is_sign_positive() && !decimal.is_zero());
        Self(decimal)
    }

    /// Reads what [`Money::plain`] wrote.
    #[must_use]
    pub fn from_plain(text: &str) -> Option<Self> {
        Decimal::from_str_exact(text).ok().map(Self::new)
    }

    /// Whether it is below nothing.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.0.is_sign_negative() && !self.0.is_zero()
    }

    /// Whether it is above nothing.
    #[must_use]
    pub const fn is_positive(self) -> bool {
        self.0.is_sign_positive() && !self.0.is_zero()
    }

    /// The greater of this and nothing.
    #[must_use]
    pub fn or_zero(self) -> Self {
        self.max(Self::ZERO)
    }

    /// Written as a plain number without trailing zeros: `40`, `45.5`.
    #[must_use]
    pub fn plain(self) -> String {
        self.0.to_string()
    }
}

/// The tenth part, where it is whole. Most amounts are small, and small numbers are divided far faster.
fn tenth(units: i128) -> Option<i128> {
    match i64::try_from(units) {
        Ok(small) => (small % 10 == 0).then_some(i128::from(small / 10)),
        Err(_) => (units % 10 == 0).then_some(units / 10),
    }
}

/// Ten to the power `n`.
fn ten_to(n: u32) -> Option<i128> {
    10_i128.checked_pow(n)
}

/// Written with at least two decimals, and all that there are: `250.00`, `0.3752`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = self.0;
        if shown.scale() < 2 {
            shown.rescale(2);
        }
        write!(f, "{shown}")
    }
}
