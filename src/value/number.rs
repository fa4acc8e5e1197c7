//! How a number is written in a cell.

use rust_decimal::Decimal;

use super::money::Money;

/// Why a cell is not a number that can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberError {
    /// Not the form of a number: `1e3`, `1_000`, `NaN`, `--5`, `12 pcs`.
    Form,
    /// `1,234` alone: a thousand and more, or one and a fraction.
    Ambiguous,
    /// More digits than are computed with exactly.
    TooLong,
}

/// The most digits that an input number may have. Products and sums of such numbers are checked
/// again; this bound lets the error point at the cell that is to blame.
pub const MOST_DIGITS: usize = 20;

/// Reads a number: digits with an optional point, thousands in groups of three (`1,234.56`,
/// `1 234 567`), a leading minus or accounting parentheses for a negative. Full-width digits and signs are
/// taken as their plain forms. Never a float, never rounded.
///
/// # Errors
/// The reason why the text is not such a number.
pub fn parse(text: &str) -> Result<Money, NumberError> {
    let folded = fold_width(text);
    let (negative, body) = sign(folded.trim());
    let plain = ungrouped(body)?;
    if !is_plain(&plain) {
        return Err(NumberError::Form);
    }
    if plain.trim_start_matches('0').bytes().filter(u8::is_ascii_digit).count() > MOST_DIGITS {
        return Err(NumberError::TooLong);
    }
    let value = Decimal::from_str_exact(&plain).map_err(|_| NumberError::Form)?;
    let value = Money::new(value);
    Ok(if negative { value.negated() } else { value })
}

/// Full-width ASCII (`１２．５`, `（`) and the ideographic space as their plain forms.
#[must_use]
pub fn fold_width(text: &str) -> String {
    text.chars().map(plain_char).collect()
}

fn plain_char(c: char) -> char {
    match c {
        '\u{3000}' | '\u{a0}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => u32::from(c).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(c),
        _ => c,
    }
}

/// Takes the sign off: `-5`, `−5` or `(5)`.
fn sign(text: &str) -> (bool, &str) {
    let minus = text.strip_prefix('-').or_else(|| text.strip_prefix('\u{2212}'));
    let parentheses = text.strip_prefix('(').and_then(|t| t.strip_suffix(')'));
    match minus.or(parentheses) {
        Some(body) => (true, body),
        None => (false, text),
    }
}

/// Takes out thousands separators where they stand in proper groups of three.
fn ungrouped(text: &str) -> Result<String, NumberError> {
    let separator = if text.contains(',') { ',' } else { ' ' };
    if !text.contains(separator) {
        return Ok(text.to_owned());
    }
    let (whole, fraction) = text.split_once('.').map_or((text, None), |(w, f)| (w, Some(f)));
    let mut groups = whole.split(separator);
    let first = groups.next().unwrap_or_default();
    let (mut digits, mut count) = (first.to_owned(), 0_usize);
    for group in groups {
        if group.len() != 3 {
            return Err(NumberError::Form);
        }
        digits.push_str(group);
        count = count.saturating_add(1);
    }
    if first.is_empty() || first.len() > 3 {
        return Err(NumberError::Form);
    }
    if separator == ',' && count == 1 && fraction.is_none() {
        return Err(NumberError::Ambiguous);
    }
    Ok(fraction.map_or_else(|| digits.clone(), |f| format!("{digits}.{f}")))
}

/// Digits with at most one point among them, and a digit on each side of it.
fn is_plain(text: &str) -> bool {
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    text.split_once('.').map_or_else(|| digits(text), |(whole, fraction)| digits(whole) && digits(fraction))
}
