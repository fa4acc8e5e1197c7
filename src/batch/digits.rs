//! Plain numbers in fixed point: digits, and perhaps a point with digits on both sides of it.
//!
//! Anything else, and more digits than fit, is left to the plain road.

/// How many decimals a number is kept with.
pub(super) const PLACES: u32 = 6;

/// The most bytes of a number that is read.
const LONGEST: usize = 19;

/// How many decimals were written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Places {
    #[default]
    None,
    One,
    Two,
    Three,
    Four,
    Five,
    Six,
}

impl Places {
    pub const fn count(self) -> u32 {
        match self {
            Self::None => 0,
            Self::One => 1,
            Self::Two => 2,
            Self::Three => 3,
            Self::Four => 4,
            Self::Five => 5,
            Self::Six => PLACES,
        }
    }
}

/// By the number of decimals: these, and ten to the power of those that are lacking.
const LACKING: [(Places, u64); 7] = [
    (Places::None, 1_000_000),
    (Places::One, 100_000),
    (Places::Two, 10_000),
    (Places::Three, 1_000),
    (Places::Four, 100),
    (Places::Five, 10),
    (Places::Six, 1),
];

/// A number of at most twelve digits before the point and six behind it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Fixed {
    /// The number times a million.
    pub units: u64,
    /// How many decimals were written.
    pub decimals: Places,
}

impl Fixed {
    pub const ONE: Self = Self { units: 1_000_000, decimals: Places::None };
}

/// Reads the number that `text` holds up to `end`, from `start` on.
#[inline(always)]
pub(super) fn read(text: &[u8], start: usize, end: usize) -> Option<Fixed> {
    let length = end.wrapping_sub(start);
    match end.checked_sub(8).and_then(|from| text.get(from..end)).and_then(|eight| <[u8; 8]>::try_from(eight).ok()) {
        Some(eight) if length.wrapping_sub(1) < 8 => short(u64::from_le_bytes(eight), length),
        _ => long(text.get(start..end)?),
    }
}

/// Reads a number that stands by itself.
pub(super) fn of_text(text: &str) -> Option<Fixed> {
    read(text.as_bytes(), 0, text.len())
}

/// The last `length` of eight bytes, without a loop: the point is taken out, and three multiplications join the digits. Nor is
/// there a branch that tells a number with a point from one without: which comes next cannot be foreseen.
#[inline(always)]
fn short(bytes: u64, length: usize) -> Option<Fixed> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const ZEROS: u64 = ONES.wrapping_mul(0x30);
    const HIGH: u64 = ONES.wrapping_mul(0x80);
    const POINTS: u64 = ONES.wrapping_mul(0x30 ^ 0x2e);
    let blank = 64_u32.wrapping_sub(u32::try_from(length.wrapping_mul(8)).ok()?);
    // Digits are their values now, and what stands before the number is nothing.
    let text = (bytes ^ ZEROS) & u64::MAX.wrapping_shl(blank);
    // The highest bit of every byte that is no digit. If that is one, it must be a point with digits on both sides.
    let others = (text.wrapping_add(ONES.wrapping_mul(0x76)) | text) & HIGH;
    let place = others.wrapping_shr(7);
    let point = place.wrapping_mul(0xff);
    let faults = (others & others.wrapping_sub(1)) | ((text ^ POINTS) & point) | others.wrapping_shr(63) | (place.wrapping_shr(blank) & 1);
    // All bytes, where there is no point: then none of them moves.
    let before = place.wrapping_sub(1);
    let moved = if others == 0 { 0 } else { 8 };
    let digits = (text & !before & !point) | (text & before).wrapping_shl(moved);
    let (decimals, lacking) = *LACKING.get(usize::try_from(others.leading_zeros().wrapping_shr(3) & 7).ok()?)?;
    (faults == 0).then(|| Fixed { units: joined(digits).wrapping_mul(lacking), decimals })
}

/// Eight digits, the first in the lowest byte, as a number.
#[inline(always)]
pub(super) const fn joined(digits: u64) -> u64 {
    let pairs = digits.wrapping_mul(10).wrapping_add(digits.wrapping_shr(8));
    let low = (pairs & 0x0000_00ff_0000_00ff).wrapping_mul(0x000f_4240_0000_0064);
    let high = (pairs.wrapping_shr(16) & 0x0000_00ff_0000_00ff).wrapping_mul(0x0000_2710_0000_0001);
    low.wrapping_add(high).wrapping_shr(32) & 0xffff_ffff
}

/// A longer number, byte by byte.
fn long(text: &[u8]) -> Option<Fixed> {
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    let (mut units, mut decimals, mut point) = (0_u64, 0_usize, false);
    for byte in text {
        match byte {
            b'0'..=b'9' => {
                units = units.checked_mul(10)?.checked_add(u64::from(byte.wrapping_sub(b'0')))?;
                decimals = decimals.wrapping_add(usize::from(point));
            }
            b'.' if !point => point = true,
            _ => return None,
        }
    }
    let sound = text.first() != Some(&b'.') && text.last() != Some(&b'.');
    let (decimals, lacking) = *LACKING.get(decimals)?;
    let units = units.checked_mul(lacking)?;
    (sound && units < 1_000_000_000_000_000_000).then_some(Fixed { units, decimals })
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, clippy::cast_possible_truncation, clippy::naive_bytecount, reason = "a test fails loudly")]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::value::Money;
    use crate::value::number::{self, Mark};

    fn fixed(text: &str) -> Option<Fixed> {
        let padded = format!("XXXXXXXX{text},");
        let read_here = read(padded.as_bytes(), 8, 8 + text.len());
        assert_eq!(read_here, read(text.as_bytes(), 0, text.len()), "{text}");
        read_here
    }

    #[test]
    fn only_plain_numbers_are_read() {
        for text in
            ["", ".", "1.", ".5", "-1", "+1", "1,5", "1e3", "1 2", "１", "1..2", "0.1234567", "1234567890123", "12345678.", ".12345678"]
        {
            assert_eq!(fixed(text), None, "{text}");
        }
        assert_eq!(fixed("12.5"), Some(Fixed { units: 12_500_000, decimals: Places::One }));
        assert_eq!(fixed("12345678"), Some(Fixed { units: 12_345_678_000_000, decimals: Places::None }));
        assert_eq!(fixed("0.000001"), Some(Fixed { units: 1, decimals: Places::Six }));
        assert_eq!(fixed("999999999999.999999").map(|fixed| fixed.units), Some(999_999_999_999_999_999));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        #[test]
        fn what_is_read_is_what_the_plain_road_reads(text in "[0-9]{1,13}(\\.[0-9]{1,7})?|[0-9.]{1,9}|[0-9. -]{0,12}") {
            let (whole, decimals) = text.split_once('.').unwrap_or((&text, "0"));
            let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            let plain = digits(whole) && digits(decimals) && decimals.len() <= 6 && whole.trim_start_matches('0').len() <= 12;
            prop_assert_eq!(fixed(&text).is_some(), plain && text.len() <= LONGEST);
            if let Some(Fixed { units, .. }) = fixed(&text) {
                prop_assert_eq!(Money::from_units(i128::from(units), PLACES), number::parse(&text, Mark::Open).ok());
            }
        }
    }
}
