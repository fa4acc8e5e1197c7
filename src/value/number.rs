//! How a number is written in a cell.
//!
//! A column is read under its [`Mark`]: what is known of its decimal mark. [`evidence`] says what one cell
//! proves of it, so that a caller can settle a whole column by the rows that leave no doubt.

use std::borrow::Cow;

use super::money::Money;

/// What is known of the decimal mark of a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// Nothing: each number must speak for itself.
    #[default]
    Open,
    /// A point: `1,234.56`.
    Point,
    /// A comma: `1.234,56`.
    Comma,
}

/// Why a cell is not a number that can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberError {
    /// Not the form of a number: `1e3`, `1_000`, `NaN`, `--5`, `12 pcs`, `1,23,456`.
    Form,
    /// `1,234` alone: a thousand and more, or one and a fraction.
    Ambiguous,
    /// Written with the decimal mark that its column does not have: `12,5` under a point.
    OtherMark,
    /// More digits than are computed with exactly.
    TooLong,
}

/// Why a cell is not a share that can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShareError {
    /// It is not a number.
    Number(NumberError),
    /// Below nothing.
    Negative,
    /// One or more, and nothing says whether it is a percentage: `5`.
    Open,
}

/// The most digits that an input number may have. Products and sums of such numbers are checked
/// again; this bound lets the error point at the cell that is to blame.
pub const MOST_DIGITS: usize = 20;

/// Reads a number: digits, a decimal mark with digits on both sides of it, thousands in groups of three
/// by the other mark, spaces or apostrophes (`1,234.56`, `1.234,56`, `1 234,56`, `1'234.56`), and a sign:
/// a minus before or behind, accounting parentheses, a plus. Full width is taken as the plain form.
/// Never a float, never rounded.
///
/// Where the mark is open, a number that can be read in one way only is read so; of those that can be
/// read in two, `1.234` is one and a fraction, as in the language of programs, and `1,234` is refused.
///
/// # Errors
/// The reason why the text is not such a number.
pub fn parse(text: &str, mark: Mark) -> Result<Money, NumberError> {
    let folded = folded(text);
    match pieces(&folded) {
        Some(Pieces { before: "", number, after: "", negative }) => signed(number, negative, mark),
        _ => Err(NumberError::Form),
    }
}

/// A number that [`pieces`] has cut out.
pub(crate) fn signed(number: &str, negative: bool, mark: Mark) -> Result<Money, NumberError> {
    let value = exact(&chosen(number, mark)?)?;
    Ok(if negative { value.negated() } else { value })
}

/// What a cell proves of the decimal mark of its column: `12.5` and `1,234.56` a point, `12,5` and
/// `1.234,56` a comma; what can be read with either, or is no number, proves nothing. What stands before
/// or behind the number, such as a currency, does no harm.
#[must_use]
pub fn evidence(text: &str) -> Option<Mark> {
    let folded = folded(text);
    let number = pieces(&folded)?.number;
    match (written(number, '.'), written(number, ',')) {
        (Some(_), None) => Some(Mark::Point),
        (None, Some(_)) => Some(Mark::Comma),
        _ => None,
    }
}

/// Reads a share of a whole, such as scrap: `5%` and `0.05` are the same. A bare number is a percentage
/// where the heading says so; where it does not, one below 1 is a fraction, and any other is not guessed at.
///
/// # Errors
/// The reason why the text is not such a share.
pub fn percent(text: &str, heading_says_percent: bool, mark: Mark) -> Result<Money, ShareError> {
    let folded = folded(text);
    let bare = folded.trim_end().strip_suffix('%');
    let value = parse(bare.unwrap_or(&folded), mark).map_err(ShareError::Number)?;
    let hundredth = Money::from_units(1, 2).and_then(|hundredth| value.times(hundredth));
    match (bare.is_some() || heading_says_percent, hundredth) {
        _ if value.is_negative() => Err(ShareError::Negative),
        (true, share) => share.ok_or(ShareError::Number(NumberError::TooLong)),
        (false, _) if value < Money::ONE => Ok(value),
        (false, _) => Err(ShareError::Open),
    }
}

/// Full-width ASCII (`１２．５`, `（`), the ideographic space and the narrow ones as their plain forms.
#[must_use]
pub fn fold_width(text: &str) -> Cow<'_, str> {
    if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(text.chars().map(plain_char).collect()) }
}

pub(super) fn plain_char(c: char) -> char {
    match c {
        c if c.is_ascii() => c,
        '\u{3000}' | '\u{a0}' | '\u{2007}' | '\u{2009}' | '\u{202f}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => u32::from(c).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(c),
        _ => c,
    }
}

/// Full width folded, and the typographic minus and apostrophes as their plain forms.
pub(crate) fn folded(text: &str) -> Cow<'_, str> {
    let plain = |c| match c {
        '\u{2212}' | '\u{fe63}' => '-',
        '‘' | '’' => '\'',
        c => plain_char(c),
    };
    if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(text.chars().map(plain).collect()) }
}

/// A cell that holds a number: what stands before it, its digits and marks, what stands behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pieces<'a> {
    pub before: &'a str,
    pub number: &'a str,
    pub after: &'a str,
    pub negative: bool,
}

/// Cuts a cell, folded already, at its first and last digit and takes the sign off, on whichever side of
/// a currency it stands: `-HK$5`, `HK$-5`, `(HK$5)`, `5-`. `None` without a digit or with two signs.
pub(crate) fn pieces(text: &str) -> Option<Pieces<'_>> {
    let digit = |c: char| c.is_ascii_digit();
    let (start, last) = (text.find(digit)?, text.rfind(digit)?);
    let (head, after) = text.split_at_checked(last.checked_add(1)?)?;
    let (before, number) = head.split_at_checked(start)?;
    if before.is_empty() && after.is_empty() {
        return Some(Pieces { before, number, after, negative: false });
    }
    let (opened, before) = without(before, '(');
    let (closed, after) = without(after, ')');
    let (minus, before) = without(before, '-');
    let (plus, before) = without(before, '+');
    let (trailing, after) = without(after, '-');
    let signs = [opened, minus, plus, trailing].into_iter().filter(|sign| *sign).count();
    (opened == closed && signs <= 1).then_some(Pieces { before, number, after, negative: opened || minus || trailing })
}

/// Takes a sign off either end.
fn without(text: &str, sign: char) -> (bool, &str) {
    let text = text.trim();
    match text.strip_prefix(sign).or_else(|| text.strip_suffix(sign)) {
        Some(rest) => (true, rest.trim()),
        None => (false, text),
    }
}

/// The digits before the decimal mark, with what groups them, and those behind it.
struct Written<'a> {
    whole: &'a str,
    fraction: &'a str,
}

/// The one way in which a number is to be read under a mark.
fn chosen(number: &str, mark: Mark) -> Result<Written<'_>, NumberError> {
    let other = |mark| if written(number, mark).is_some() { NumberError::OtherMark } else { NumberError::Form };
    match mark {
        Mark::Point => written(number, '.').ok_or_else(|| other(',')),
        Mark::Comma => written(number, ',').ok_or_else(|| other('.')),
        Mark::Open if !number.contains(',') => written(number, '.').or_else(|| written(number, ',')).ok_or(NumberError::Form),
        Mark::Open => match (written(number, '.'), written(number, ',')) {
            (Some(_), Some(_)) => Err(NumberError::Ambiguous),
            (pointed, comma) => pointed.or(comma).ok_or(NumberError::Form),
        },
    }
}

/// The number with this decimal mark, if it can be one.
fn written(number: &str, mark: char) -> Option<Written<'_>> {
    let (whole, fraction) = number.split_once(mark).map_or((number, None), |(whole, fraction)| (whole, Some(fraction)));
    let sound = fraction.is_none_or(are_digits) && (are_digits(whole) || are_groups(whole));
    sound.then_some(Written { whole, fraction: fraction.unwrap_or_default() })
}

fn are_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// Groups of three behind one of up to three that does not begin with zero, all parted in the same way.
fn are_groups(whole: &str) -> bool {
    let Some(separator) = whole.chars().find(|c| !c.is_ascii_digit()) else { return false };
    let mut groups = whole.split(separator);
    let first = groups.next().unwrap_or_default();
    matches!(separator, ',' | '.' | ' ' | '\'')
        && are_digits(first)
        && first.len() <= 3
        && !first.starts_with('0')
        && groups.all(|group| group.len() == 3 && are_digits(group))
}

fn exact(number: &Written<'_>) -> Result<Money, NumberError> {
    let digits = number.whole.bytes().filter(u8::is_ascii_digit).chain(number.fraction.bytes());
    let (mut units, mut count) = (0_i128, 0_usize);
    for digit in digits.map(|byte| byte.wrapping_sub(b'0')).skip_while(|digit| *digit == 0) {
        count = count.saturating_add(1);
        if count > MOST_DIGITS {
            return Err(NumberError::TooLong);
        }
        units = units.saturating_mul(10).saturating_add(i128::from(digit));
    }
    let scale = u32::try_from(number.fraction.len()).map_err(|_| NumberError::TooLong)?;
    Money::from_units(units, scale).ok_or(NumberError::TooLong)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, mark: Mark) -> Result<String, NumberError> {
        parse(text, mark).map(Money::plain)
    }

    /// A cell and what it is under an open mark, a point and a comma; `?` ambiguous, `x` no number, `!` the other mark.
    const CELLS: [(&str, [&str; 3]); 34] = [
        ("1234", ["1234", "1234", "1234"]),
        ("12.5", ["12.5", "12.5", "!"]),
        ("12,5", ["12.5", "!", "12.5"]),
        ("1234,5", ["1234.5", "!", "1234.5"]),
        ("0,75", ["0.75", "!", "0.75"]),
        ("0,125", ["0.125", "!", "0.125"]),
        ("0.125", ["0.125", "0.125", "!"]),
        ("1,234", ["?", "1234", "1.234"]),
        ("1.234", ["1.234", "1.234", "1234"]),
        ("1,234.56", ["1234.56", "1234.56", "!"]),
        ("1.234,56", ["1234.56", "!", "1234.56"]),
        ("1,234,567", ["1234567", "1234567", "!"]),
        ("1.234.567", ["1234567", "!", "1234567"]),
        ("1 234", ["1234", "1234", "1234"]),
        ("1 234,56", ["1234.56", "!", "1234.56"]),
        ("1 234,567", ["1234.567", "!", "1234.567"]),
        ("1\u{a0}234.56", ["1234.56", "1234.56", "!"]),
        ("1\u{202f}234\u{2009}567", ["1234567", "1234567", "1234567"]),
        ("1'234.56", ["1234.56", "1234.56", "!"]),
        ("1’234", ["1234", "1234", "1234"]),
        ("１２．５", ["12.5", "12.5", "!"]),
        ("１，２３４．５", ["1234.5", "1234.5", "!"]),
        ("-12.50", ["-12.5", "-12.5", "!"]),
        ("−12", ["-12", "-12", "-12"]),
        ("12.50-", ["-12.5", "-12.5", "!"]),
        ("（12,5）", ["-12.5", "!", "-12.5"]),
        ("+3", ["3", "3", "3"]),
        ("－３", ["-3", "-3", "-3"]),
        ("-0.00", ["0", "0", "!"]),
        ("1,23,456.00", ["x", "x", "x"]),
        ("1 234 56", ["x", "x", "x"]),
        ("1,234 567", ["x", "x", "x"]),
        ("1,234.567,8", ["x", "x", "x"]),
        ("1.234,56.7", ["x", "x", "x"]),
    ];

    #[test]
    fn a_number_is_read_under_the_mark_of_its_column() {
        for (text, wanted) in CELLS {
            for (mark, wanted) in [Mark::Open, Mark::Point, Mark::Comma].into_iter().zip(wanted) {
                let wanted = match wanted {
                    "?" => Err(NumberError::Ambiguous),
                    "x" => Err(NumberError::Form),
                    "!" => Err(NumberError::OtherMark),
                    value => Ok(value.to_owned()),
                };
                assert_eq!(read(text, mark), wanted, "{text} under {mark:?}");
            }
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        let texts =
            ["", " ", "-", ".", "1e3", "1_000", "NaN", "--5", "-5-", "(5", "5)", "(-5)", "+-5", "5 pcs", "$5", ".5", "5.", "٣", "1..2"];
        for text in texts {
            assert_eq!(read(text, Mark::Open), Err(NumberError::Form), "{text}");
        }
    }

    #[test]
    fn too_many_digits_are_refused_and_not_rounded() {
        assert_eq!(read("12345678901234567890", Mark::Open).as_deref(), Ok("12345678901234567890"));
        assert_eq!(read("0000000000000000000000.5", Mark::Open).as_deref(), Ok("0.5"));
        assert_eq!(read("123456789012345678901", Mark::Open), Err(NumberError::TooLong));
        assert_eq!(read("0.00000000000000000000000000001", Mark::Open), Err(NumberError::TooLong));
        assert_eq!(read(&"9".repeat(100_000), Mark::Open), Err(NumberError::TooLong));
    }

    #[test]
    fn a_cell_proves_the_mark_of_its_column_or_nothing() {
        let cases = [
            ("12.5", Some(Mark::Point)),
            ("0.125", Some(Mark::Point)),
            ("1234.567", Some(Mark::Point)),
            ("1,234.56", Some(Mark::Point)),
            ("1,234,567", Some(Mark::Point)),
            ("HK$12.50", Some(Mark::Point)),
            ("12,5", Some(Mark::Comma)),
            ("1.234,56", Some(Mark::Comma)),
            ("2,5 %", Some(Mark::Comma)),
            ("1.234", None),
            ("1,234", None),
            ("1234", None),
            ("12.5 x 3,5", None),
            ("n/a", None),
        ];
        for (text, wanted) in cases {
            assert_eq!(evidence(text), wanted, "{text}");
        }
    }

    #[test]
    fn a_share_is_a_fraction_or_says_percent() {
        let cases = [
            ("5%", false, Ok("0.05")),
            ("5 %", true, Ok("0.05")),
            ("５％", false, Ok("0.05")),
            ("12.5%", false, Ok("0.125")),
            ("2,5%", false, Ok("0.025")),
            ("0.05", false, Ok("0.05")),
            ("0.05", true, Ok("0.0005")),
            ("0", false, Ok("0")),
            ("5", true, Ok("0.05")),
            ("5", false, Err(ShareError::Open)),
            ("1", false, Err(ShareError::Open)),
            ("-5%", true, Err(ShareError::Negative)),
            ("5%%", true, Err(ShareError::Number(NumberError::Form))),
            ("5‰", true, Err(ShareError::Number(NumberError::Form))),
            ("1,234%", true, Err(ShareError::Number(NumberError::Ambiguous))),
        ];
        for (text, heading, wanted) in cases {
            let read = percent(text, heading, Mark::Open).map(Money::plain);
            assert_eq!(read, wanted.map(str::to_owned), "{text} {heading}");
        }
    }
}
