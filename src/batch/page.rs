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

/// Writes a whole number of the last of so many decimals.
fn decimal(out: &mut Vec<u8>, value: u128, places: usize) {
    let mut buffer = itoa::Buffer::new();
    let digits = match u64::try_from(value) {
        Ok(small) => buffer.format(small),
        Err(_) => buffer.format(value),
    };
    let digits = digits.as_bytes();
    if places == 0 {
        return out.extend_from_slice(digits);
    }
    let Some((whole, rest)) = digits.len().checked_sub(places).filter(|whole| *whole > 0).and_then(|whole| digits.split_at_checked(whole))
    else {
        out.extend_from_slice(b"0.");
        out.extend(std::iter::repeat_n(b'0', places.saturating_sub(digits.len())));
        return out.extend_from_slice(digits);
    };
    out.extend_from_slice(whole);
    out.push(b'.');
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
