#![expect(clippy::disallowed_types, reason = "a workbook keeps its numbers in binary; here they become decimals")]
//! The numbers of a workbook as decimals.
//!
//! A spreadsheet computes in binary, and keeps `0.1 + 0.2` as 0.30000000000000004. It shows at most fifteen digits, and
//! so do these functions: what comes out is the decimal that the user's own program shows in the cell.

/// A number as its program shows it, or with `percent` as its cell shows it: 0.05 is `5%`.
///
/// A whole number of more than fifteen digits has lost some, and is written `1.2E+17` so that nobody takes it for exact.
#[must_use]
pub fn shown(number: f64, percent: bool) -> String {
    if !number.is_finite() {
        return number.to_string();
    }
    let scientific = format!("{number:.14e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent = exponent.parse::<i32>().unwrap_or(0).saturating_add(if percent { 2 } else { 0 });
    let (sign, mantissa) = mantissa.strip_prefix('-').map_or(("", mantissa), |rest| ("-", rest));
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_end_matches('0');
    if digits.is_empty() {
        return if percent { "0%".to_owned() } else { "0".to_owned() };
    }
    if !(-20..DIGITS).contains(&exponent) {
        return format!("{sign}{mantissa}E{exponent:+}");
    }
    format!("{sign}{}{}", placed(digits, exponent), if percent { "%" } else { "" })
}

/// How many digits a spreadsheet keeps.
const DIGITS: i32 = 15;

/// Digits with the point after the first `exponent + 1` of them.
fn placed(digits: &str, exponent: i32) -> String {
    let Ok(whole) = usize::try_from(exponent) else {
        let zeros = usize::try_from(exponent.unsigned_abs()).unwrap_or(0).saturating_sub(1);
        return format!("0.{}{digits}", "0".repeat(zeros));
    };
    let whole = whole.saturating_add(1);
    match digits.split_at_checked(whole) {
        Some((all, "")) => all.to_owned(),
        Some((whole, fraction)) => format!("{whole}.{fraction}"),
        None => format!("{digits}{}", "0".repeat(whole.saturating_sub(digits.len()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn binary_numbers_are_the_decimals_that_a_cell_shows() {
        let plain = |number| shown(number, false);
        assert_eq!(plain(0.1 + 0.2), "0.3");
        assert_eq!(plain(1.1 * 3.0), "3.3");
        assert_eq!(plain(4.35 * 100.0), "435");
        assert_eq!(plain(2.675), "2.675");
        assert_eq!(plain(1234.56), "1234.56");
        assert_eq!(plain(-0.5), "-0.5");
        assert_eq!(plain(0.0), "0");
        assert_eq!(plain(85_423_100.0), "85423100");
        assert_eq!(plain(0.000_012), "0.000012");
        assert_eq!(plain(123_456_789_012_345.0), "123456789012345");
        assert_eq!(plain(1.0e15), "1.00000000000000E+15");
        assert_eq!(plain(f64::NAN), "NaN");
    }

    #[test]
    fn a_cell_with_the_format_of_a_share_shows_a_share() {
        assert_eq!(shown(0.05, true), "5%");
        assert_eq!(shown(0.125, true), "12.5%");
        assert_eq!(shown(1.0, true), "100%");
        assert_eq!(shown(0.07, true), "7%");
        assert_eq!(shown(0.0, true), "0%");
    }
}
