//! Rows written by hand: the same bytes as the csv crate and the `Display` of amounts would make.

use super::figures::SCALE;

/// Up to here looking at each byte is faster than a search.
const SHORT: usize = 24;

/// Writes a cell, in quotes where it needs them.
pub(super) fn cell(out: &mut Vec<u8>, text: &[u8]) {
    let needs = if text.len() < SHORT {
        text.iter().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r'))
    } else {
        memchr::memchr3(b',', b'"', b'\n', text).is_some() || memchr::memchr(b'\r', text).is_some()
    };
    if !needs {
        out.extend_from_slice(text);
        return;
    }
    out.push(b'"');
    let mut rest = text;
    while let Some((before, behind)) = memchr::memchr(b'"', rest).and_then(|quote| rest.split_at_checked(quote.wrapping_add(1))) {
        out.extend_from_slice(before);
        out.push(b'"');
        rest = behind;
    }
    out.extend_from_slice(rest);
    out.push(b'"');
}

/// Writes a number of hundredths: `-12.50`.
pub(super) fn hundredths(out: &mut Vec<u8>, value: i128) {
    if value < 0 {
        out.push(b'-');
    }
    decimal(out, value.unsigned_abs(), 2);
}

/// Writes a number of millionths with at least two decimals, and all that there are.
pub(super) fn millionths(out: &mut Vec<u8>, value: u64) {
    trimmed(out, u128::from(value), 6);
}

/// Writes an HS code with its dots.
pub(super) fn dotted(out: &mut Vec<u8>, digits: &str) {
    for (place, digit) in digits.bytes().enumerate() {
        if place == 4 || (place == 6 && digits.len() > 6) {
            out.push(b'.');
        }
        out.push(digit);
    }
}

/// Writes a whole number.
pub(super) fn count(out: &mut Vec<u8>, value: u64) {
    decimal(out, u128::from(value), 0);
}

/// Writes an amount in the scale of the figures as people read it: cut after four decimals, with a sign that it was.
pub(super) fn shown(out: &mut Vec<u8>, value: i128) {
    const CUT: u128 = 10_u128.pow(SCALE - 4);
    let size = value.unsigned_abs();
    let whole = size.wrapping_div(CUT);
    if value < 0 && whole > 0 {
        out.push(b'-');
    }
    trimmed(out, whole, 4);
    if size != whole.wrapping_mul(CUT) {
        out.extend_from_slice("…".as_bytes());
    }
}

/// Writes a whole number of the last of so many decimals, without zeros at its end beyond the second.
fn trimmed(out: &mut Vec<u8>, value: u128, places: u32) {
    let Some(digits) = sixteen(value) else {
        let (mut rest, mut places) = (value, places);
        while places > 2 && rest.checked_rem(10) == Some(0) {
            rest = rest.wrapping_div(10);
            places = places.wrapping_sub(1);
        }
        return long(out, rest, places);
    };
    let zeros = digits.leading_zeros().wrapping_shr(3).min(places.saturating_sub(2));
    pointed(out, digits.wrapping_shl(zeros.wrapping_mul(8)), places.saturating_sub(zeros));
}

/// Writes a whole number of the last of so many decimals.
fn decimal(out: &mut Vec<u8>, value: u128, places: u32) {
    match u32::try_from(value) {
        Ok(value) if value < SMALL => small(out, eight(u64::from(value)), places),
        _ => match sixteen(value) {
            Some(digits) => pointed(out, digits, places),
            None => long(out, value, places),
        },
    }
}

/// Numbers below this have eight digits at the most: nearly all numbers of a row do.
const SMALL: u32 = 100_000_000;

/// Writes eight digits without the zeros before the number, and its point.
fn small(out: &mut Vec<u8>, digits: u64, places: u32) {
    const ZEROS: u64 = 0x3030_3030_3030_3030;
    // The digit before the point is written whatever it is.
    let least = 1_u64.wrapping_shl(7_u32.wrapping_sub(places).wrapping_mul(8));
    let before = (digits | least).trailing_zeros() & 0x38;
    let (text, length) = ((digits | ZEROS).wrapping_shr(before), 8_u32.wrapping_sub(before.wrapping_shr(3)));
    if places == 0 {
        return put(out, u128::from(text), length);
    }
    let point = length.wrapping_sub(places).wrapping_mul(8);
    let whole = text & 1_u64.wrapping_shl(point).wrapping_sub(1);
    let pointed = whole | u64::from(b'.').wrapping_shl(point) | (text ^ whole).wrapping_shl(8);
    // The last digit of eight is pushed out by the point.
    let pushed_out = u128::from((digits | ZEROS).wrapping_shr(56)).wrapping_shl(64);
    put(out, u128::from(pointed) | pushed_out, length.wrapping_add(1));
}

/// Adds the first bytes of sixteen, so many of them.
fn put(out: &mut Vec<u8>, bytes: u128, length: u32) {
    let length = out.len().wrapping_add(usize::try_from(length).unwrap_or(0));
    out.extend_from_slice(&bytes.to_le_bytes());
    out.truncate(length);
}

/// The last sixteen digits of a number of no more, a byte each, the first in the lowest.
fn sixteen(value: u128) -> Option<u128> {
    const HALF: u64 = 100_000_000;
    let value = u64::try_from(value).ok().filter(|value| *value < HALF.wrapping_mul(HALF))?;
    let (first, last) = (eight(value.wrapping_div(HALF)), eight(value.wrapping_rem(HALF)));
    Some(u128::from(first) | u128::from(last).wrapping_shl(64))
}

/// Eight digits, a byte each, the first in the lowest: halves, quarters and digits are parted side by side.
const fn eight(value: u64) -> u64 {
    let halves = value.wrapping_div(10_000) | value.wrapping_rem(10_000).wrapping_shl(32);
    let hundreds = halves.wrapping_mul(10_486).wrapping_shr(20) & 0x7f_0000_007f;
    let pairs = hundreds | halves.wrapping_sub(hundreds.wrapping_mul(100)).wrapping_shl(16);
    let tens = pairs.wrapping_mul(103).wrapping_shr(10) & 0x000f_000f_000f_000f;
    tens | pairs.wrapping_sub(tens.wrapping_mul(10)).wrapping_shl(8)
}

/// Writes sixteen digits without the zeros before the number, and its point: no step depends on how long it is.
fn pointed(out: &mut Vec<u8>, digits: u128, places: u32) {
    const ZEROS: u128 = 0x3030_3030_3030_3030_3030_3030_3030_3030;
    // The digit before the point is written whatever it is.
    let least = 1_u128.wrapping_shl(15_u32.wrapping_sub(places).wrapping_mul(8));
    let before = (digits | least).trailing_zeros().wrapping_shr(3);
    let text = digits | ZEROS;
    let whole = 16_u32.wrapping_sub(places).wrapping_sub(before);
    let mut room = [b'.'; 40];
    let mut put = |at: u32, text: u128| {
        if let Some(slot) = room.get_mut(usize::try_from(at).unwrap_or(0)..).and_then(<[u8]>::first_chunk_mut::<16>) {
            *slot = text.to_le_bytes();
        }
    };
    put(0, text.wrapping_shr(before.wrapping_mul(8)));
    let mut length = whole;
    if places > 0 {
        let behind = whole.wrapping_add(1);
        put(behind, text.wrapping_shr(16_u32.wrapping_sub(places).wrapping_mul(8)));
        length = behind.wrapping_add(places);
    }
    if let Some(at) = room.get_mut(usize::try_from(whole).unwrap_or(0)).filter(|_| places > 0) {
        *at = b'.';
    }
    let length = out.len().wrapping_add(usize::try_from(length).unwrap_or(0));
    out.extend_from_slice(room.first_chunk::<24>().unwrap_or(&[0; 24]));
    out.truncate(length);
}

/// The same for a number of any length.
#[cold]
fn long(out: &mut Vec<u8>, value: u128, places: u32) {
    let places = usize::try_from(places).unwrap_or(0);
    let digits = format!("{value:0>least$}", least = places.saturating_add(1)).into_bytes();
    let (whole, rest) = digits.split_at_checked(digits.len().saturating_sub(places)).unwrap_or_default();
    out.extend_from_slice(whole);
    if places > 0 {
        out.push(b'.');
    }
    out.extend_from_slice(rest);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::value::Money;

    proptest! {
        #[test]
        fn amounts_are_written_as_they_are_shown(value in prop_oneof![0..2_000_i128, 99_999_990..100_000_010_i128, 0..1_000_000_000_000_000_000_i128]) {
            let mut out = Vec::new();
            millionths(&mut out, u64::try_from(value).expect("small"));
            prop_assert_eq!(String::from_utf8(out).expect("ascii"), Money::from_units(value, 6).expect("fits").to_string());
        }

        #[test]
        fn shares_are_written_as_they_are_shown(value in prop_oneof![-2_000..2_000_i128, 99_999_990..100_000_010_i128, -10_000_000_000_000_000_000_000_i128..10_000_000_000_000_000_000_000_i128]) {
            let mut out = Vec::new();
            hundredths(&mut out, value);
            prop_assert_eq!(String::from_utf8(out).expect("ascii"), Money::from_units(value, 2).expect("fits").to_string());
        }

        #[test]
        fn whole_numbers_are_written_as_they_are_shown(value in prop_oneof![0..200_u64, 99_999_990..100_000_010_u64, any::<u64>()]) {
            let mut out = Vec::new();
            count(&mut out, value);
            prop_assert_eq!(String::from_utf8(out).expect("ascii"), value.to_string());
        }

        #[test]
        fn cells_are_quoted_as_the_csv_crate_does(text in "[a \",\n\r中]{1,8}|[a \",\n\r中]{20,40}|[a ,]{20,40}") {
            let mut out = Vec::new();
            cell(&mut out, text.as_bytes());
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record([text.as_str(), "x"]).expect("memory");
            let wanted = writer.into_inner().expect("memory");
            out.extend_from_slice(b",x\n");
            prop_assert_eq!(out, wanted);
        }
    }
}
