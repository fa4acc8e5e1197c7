//! Exact quotients: what is left of a division that does not end.

use super::Money;

/// A decimal over a whole number that shares no factor with ten: exact where a decimal alone would not end.
///
/// A third of 10.00 is `10 / 3`; a quarter is `2.5 / 1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quotient {
    /// The decimal.
    pub value: Money,
    /// The divisor: 1, 3, 7, 9, 11 … never a multiple of 2 or 5.
    pub divisor: u64,
}

impl Quotient {
    /// One.
    pub const ONE: Self = Self { value: Money::ONE, divisor: 1 };

    /// A decimal as it is.
    #[must_use]
    pub const fn of(value: Money) -> Self {
        Self { value, divisor: 1 }
    }

    /// The product, or `None` where it has more digits than can be kept.
    #[must_use]
    pub fn times(self, factor: Money) -> Option<Self> {
        Self { value: self.value.times(factor)?, divisor: self.divisor }.reduced()
    }

    /// The product of two quotients, or `None` where it has more digits than can be kept.
    #[must_use]
    pub fn times_quotient(self, factor: Self) -> Option<Self> {
        let divisor = self.divisor.checked_mul(factor.divisor)?;
        Self { value: self.value.times(factor.value)?, divisor }.reduced()
    }

    /// The sum, or `None` where it has more digits than can be kept.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        let divisor = common_multiple(self.divisor, other.divisor)?;
        let lifted = |part: Self| part.value.times(whole(divisor.checked_div(part.divisor)?));
        Self { value: lifted(self)?.plus(lifted(other)?)?, divisor }.reduced()
    }

    /// The quotient by a number above nothing, or `None` where it has more digits than can be kept.
    #[must_use]
    pub fn over(self, divisor: Money) -> Option<Self> {
        if divisor == Money::ONE {
            return self.reduced();
        }
        let (units, scale) = divisor.parts();
        let mut rest = u64::try_from(units).ok().filter(|units| *units > 0)?;
        let mut value = self.value.times(Money::from_units(10_i128.checked_pow(scale)?, 0)?)?;
        for (factor, inverse) in [(2, 5), (5, 2)] {
            while rest.checked_rem(factor) == Some(0) {
                rest = rest.checked_div(factor)?;
                value = value.times(Money::from_units(inverse, 1)?)?;
            }
        }
        Self { value, divisor: self.divisor.checked_mul(rest)? }.reduced()
    }

    /// Without the factors that the decimal and the divisor share.
    fn reduced(self) -> Option<Self> {
        if self.divisor == 1 {
            return Some(self);
        }
        let (units, scale) = self.value.parts();
        let shared = common_divisor(u128::from(self.divisor), units.unsigned_abs());
        let shared = u64::try_from(shared).ok()?;
        if shared <= 1 {
            return Some(self);
        }
        let value = Money::from_units(units.checked_div(i128::from(shared))?, scale)?;
        Some(Self { value, divisor: self.divisor.checked_div(shared)? })
    }
}

/// A whole number as a decimal.
#[must_use]
pub fn whole(number: u64) -> Money {
    Money::from_units(i128::from(number), 0).unwrap_or(Money::ONE)
}

/// The least number that both divide; `None` where it is too large.
#[must_use]
pub fn common_multiple(a: u64, b: u64) -> Option<u64> {
    let shared = u64::try_from(common_divisor(u128::from(a), u128::from(b))).ok()?;
    a.checked_div(shared)?.checked_mul(b)
}

const fn common_divisor(mut a: u128, mut b: u128) -> u128 {
    while let Some(rest) = a.checked_rem(b) {
        (a, b) = (b, rest);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(text: &str) -> Money {
        crate::value::number::parse(text, crate::value::number::Mark::Point).expect("a number")
    }

    fn over(value: &str, divisor: &str) -> (String, u64) {
        let quotient = Quotient::of(money(value)).over(money(divisor)).expect("a quotient");
        (quotient.value.plain(), quotient.divisor)
    }

    #[test]
    fn what_ends_is_a_decimal_and_what_does_not_keeps_its_divisor() {
        assert_eq!(over("10", "4"), ("2.5".to_owned(), 1));
        assert_eq!(over("10", "3"), ("10".to_owned(), 3));
        assert_eq!(over("9", "3"), ("3".to_owned(), 1));
        assert_eq!(over("1", "144"), ("0.0625".to_owned(), 9));
        assert_eq!(over("4.85", "0.97"), ("5".to_owned(), 1));
        assert_eq!(over("1", "1.13"), ("100".to_owned(), 113));
        assert_eq!(Quotient::ONE.over(Money::ZERO), None);
    }

    #[test]
    fn quotients_add_and_multiply_exactly() {
        let third = Quotient::ONE.over(money("3")).expect("a third");
        let seventh = Quotient::ONE.over(money("7")).expect("a seventh");
        let sum = third.plus(seventh).expect("a sum");
        assert_eq!((sum.value.plain(), sum.divisor), ("10".to_owned(), 21));
        assert_eq!(third.times(money("6")).map(|q| (q.value.plain(), q.divisor)), Some(("2".to_owned(), 1)));
        assert_eq!(third.times_quotient(seventh).map(|q| q.divisor), Some(21));
    }
}
