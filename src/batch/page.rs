//! Rows written by hand: the same bytes as the csv crate and the `Display` of amounts would make.

use super::figures::SCALE;

/// Writes a cell, in quotes where it needs them.
pub(super) fn cell(out: &mut Vec<u8>, text: &[u8]) {
    if memchr::memchr3(b',', b'"', b'\n', text).is_none() && memchr::memchr(b'\r', text).is_none() {
        out.extend_from_slice(text);
        return;
    }
    out.push(b'"');
    for byte in text {
        if *byte == b'"' {
            out.push(b'"');
        }
        out.push(*byte);
    }
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
    let (mut rest, mut places) = (value, 6_usize);
    while places > 2 && rest.checked_rem(10) == Some(0) {
        rest = rest.wrapping_div(10);
        places = places.wrapping_sub(1);
    }
    decimal(out, u128::from(rest), places);
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
    let (size, mut places) = (value.unsigned_abs(), 4_usize);
    let mut whole = size.wrapping_div(CUT);
    if value < 0 && whole > 0 {
        out.push(b'-');
    }
    while places > 2 && whole.checked_rem(10) == Some(0) {
        whole = whole.wrapping_div(10);
        places = places.wrapping_sub(1);
    }
    decimal(out, whole, places);
    if size.checked_rem(CUT) != Some(0) {
        out.extend_from_slice("…".as_bytes());
    }
}

/// How many digits of a number are written at once, with its point.
const SHORT: usize = 16;

/// Writes a whole number of the last of so many decimals.
fn decimal(out: &mut Vec<u8>, value: u128, places: usize) {
    let mut rest = match u64::try_from(value) {
        Ok(value) if value < 100_000_000_000_000 && places < 10 => value,
        _ => return long(out, value, places),
    };
    // The number ends in the middle, so that as many bytes are copied of any number.
    let mut digits = [b'0'; 2 * SHORT];
    let mut count = 0_usize;
    let least = if places == 0 { 1 } else { places.wrapping_add(2) };
    for slot in digits.iter_mut().take(SHORT).rev() {
        if count == places && places > 0 {
            *slot = b'.';
        } else if rest == 0 && count >= least {
            break;
        } else {
            *slot = b'0'.wrapping_add(u8::try_from(rest.wrapping_rem(10)).unwrap_or(0));
            rest = rest.wrapping_div(10);
        }
        count = count.wrapping_add(1);
    }
    if let Some(window) = digits.get(SHORT.wrapping_sub(count)..).and_then(<[u8]>::first_chunk::<SHORT>) {
        let length = out.len().wrapping_add(count);
        out.extend_from_slice(window);
        out.truncate(length);
    }
}

/// The same for a number of any length.
fn long(out: &mut Vec<u8>, value: u128, places: usize) {
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
        fn amounts_are_written_as_they_are_shown(value in prop_oneof![0..2_000_i128, 0..1_000_000_000_000_000_000_i128]) {
            let mut out = Vec::new();
            millionths(&mut out, u64::try_from(value).expect("small"));
            prop_assert_eq!(String::from_utf8(out).expect("ascii"), Money::from_units(value, 6).expect("fits").to_string());
        }

        #[test]
        fn shares_are_written_as_they_are_shown(value in prop_oneof![-2_000..2_000_i128, -10_000_000_000_000_000_000_000_i128..10_000_000_000_000_000_000_000_i128]) {
            let mut out = Vec::new();
            hundredths(&mut out, value);
            prop_assert_eq!(String::from_utf8(out).expect("ascii"), Money::from_units(value, 2).expect("fits").to_string());
        }

        #[test]
        fn whole_numbers_are_written_as_they_are_shown(value in prop_oneof![0..200_u64, any::<u64>()]) {
            let mut out = Vec::new();
            count(&mut out, value);
            prop_assert_eq!(String::from_utf8(out).expect("ascii"), value.to_string());
        }

        #[test]
        fn cells_are_quoted_as_the_csv_crate_does(text in "[a \",\n\r中]{1,8}") {
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
