//! Codes of the Harmonized System, and ranges of them.

use std::fmt;

use super::edition::{Edition, ValidCodes};
use super::number::folded;

/// A code of the Harmonized System: 2, 4, 6, 8 or 10 digits, without dots.
///
/// Goods and materials carry at least 4 digits; rows of the product list and exceptions may name a
/// chapter by 2. The order is that of the digits, so a heading stands before its subheadings.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hs {
    bytes: [u8; 10],
    count: u8,
}

impl Hs {
    /// Takes a code written with digits only; `None` unless it has 2, 4, 6, 8 or 10 of them.
    #[must_use]
    pub fn from_digits(text: &str) -> Option<Self> {
        Self::of_bytes(text.as_bytes())
    }

    /// The same, of text as bytes.
    #[must_use]
    pub fn of_bytes(digits: &[u8]) -> Option<Self> {
        let mut bytes = [0; 10];
        let sound = matches!(digits.len(), 2 | 4 | 6 | 8 | 10) && digits.iter().all(u8::is_ascii_digit);
        bytes.get_mut(..digits.len()).filter(|_| sound)?.copy_from_slice(digits);
        Some(Self { bytes, count: u8::try_from(digits.len()).ok()? })
    }

    /// The digits, without dots.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }

    /// How many digits it has.
    #[must_use]
    pub const fn digits(&self) -> usize {
        self.count as usize
    }

    /// The first `digits` digits, or the whole code where it is shorter.
    #[must_use]
    pub fn prefix(&self, digits: usize) -> Self {
        let mut bytes = self.bytes;
        match u8::try_from(digits) {
            Ok(count @ (2 | 4 | 6 | 8)) if count < self.count => {
                bytes.iter_mut().skip(digits).for_each(|byte| *byte = 0);
                Self { bytes, count }
            }
            _ => *self,
        }
    }

    /// The code that these digits behind this one make; `None` unless they make one.
    pub(super) fn with(&self, digits: &[u8]) -> Option<Self> {
        let mut bytes = self.bytes;
        let count = self.digits().saturating_add(digits.len());
        let sound = matches!(count, 4 | 6 | 8 | 10) && digits.iter().all(u8::is_ascii_digit);
        bytes.get_mut(self.digits()..count).filter(|_| sound)?.copy_from_slice(digits);
        Some(Self { bytes, count: u8::try_from(count).ok()? })
    }

    /// The digits as bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.digits()).unwrap_or_default()
    }

    /// Whether this code stands under `other`: it begins with all of its digits.
    #[must_use]
    pub fn is_under(&self, other: &Self) -> bool {
        self.count >= other.count && self.bytes.iter().zip(&other.bytes).take(other.digits()).all(|(own, other)| own == other)
    }
}

impl fmt::Display for Hs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Hs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hs({self})")
    }
}

/// Why a text is not one code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HsError {
    /// It has other characters than digits, dots, spaces and hyphens.
    Letters,
    /// `8.54E+09`: a spreadsheet took it for a number.
    Scientific,
    /// `8471.3`: an odd number of digits between dots, so a spreadsheet took a zero away.
    LostZero,
    /// `8471.30/8473.30`: more than one code.
    Several,
    /// No code has so many digits.
    Length(usize),
}

/// A code that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HsRead {
    /// The code.
    pub code: Hs,
    /// Whether a leading zero was put back.
    pub restored: bool,
}

impl Hs {
    /// Reads a code of 4, 6, 8 or 10 digits as people write it: with dots, spaces or hyphens, in full width,
    /// behind the apostrophe of a spreadsheet. A leading zero that was lost (5, 7 or 9 digits) is put back
    /// where that gives a code of HS 2022.
    ///
    /// # Errors
    /// The reason why the text is not one such code.
    pub fn read(text: &str) -> Result<HsRead, HsError> {
        let folded = folded(text);
        let text = folded.strip_prefix("=\"").and_then(|t| t.strip_suffix('"')).unwrap_or(&folded);
        let text = text.strip_prefix('\'').unwrap_or(text).trim();
        let ordinary = text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        if let Some(error) = (!ordinary).then(|| fault(text)).flatten() {
            return Err(error);
        }
        if text.split(is_joint).skip_while(|group| group.is_empty()).skip(1).any(|group| !group.len().is_multiple_of(2)) {
            return Err(HsError::LostZero);
        }
        from_groups(text)
    }
}

/// Why a text that holds more than digits and dots is not one code, if it is not.
fn fault(text: &str) -> Option<HsError> {
    if is_scientific(text) {
        Some(HsError::Scientific)
    } else if are_several(text) {
        Some(HsError::Several)
    } else {
        let letters = !text.bytes().all(|b| b.is_ascii_digit() || is_joint(char::from(b)));
        letters.then_some(HsError::Letters)
    }
}

/// What may stand between the digits of one code.
const fn is_joint(c: char) -> bool {
    matches!(c, '.' | ' ' | '-')
}

/// Joins the digits, and puts back the zero that an odd number of them has lost.
fn from_groups(text: &str) -> Result<HsRead, HsError> {
    let digits = || text.bytes().filter(u8::is_ascii_digit);
    let count = digits().count();
    let restored = matches!(count, 5 | 7 | 9);
    let mut bytes = [0; 10];
    if !restored && !matches!(count, 4 | 6 | 8 | 10) {
        return Err(HsError::Length(count));
    }
    for (slot, byte) in bytes.iter_mut().zip(restored.then_some(b'0').into_iter().chain(digits())) {
        *slot = byte;
    }
    let length = count.saturating_add(usize::from(restored));
    let code = Hs { bytes, count: u8::try_from(length).map_err(|_| HsError::Length(count))? };
    let sound = !restored || ValidCodes::of(Edition::Hs2022).holds(&code);
    if sound { Ok(HsRead { code, restored }) } else { Err(HsError::Length(count)) }
}

/// `8.54E+09`.
fn is_scientific(text: &str) -> bool {
    let number = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'+' | b'-'));
    text.split_once(['e', 'E']).is_some_and(|(mantissa, exponent)| number(mantissa) && number(exponent))
}

/// A list or a range: codes with the mark of a list between them, or two that stand side by side.
fn are_several(text: &str) -> bool {
    let list = |c: char| matches!(c, '/' | ';' | ',' | '、' | '|' | '&' | '+' | '~' | '–' | '—' | '至' | '\n' | '\r' | '\t');
    if text.contains(list) {
        let mut pieces = text.split(list).filter(|piece| !piece.trim().is_empty());
        return pieces.next().is_some_and(is_whole) && pieces.next().is_some_and(is_whole);
    }
    let pair = text.split_once('-').or_else(|| text.split_once(' '));
    pair.is_some_and(|(first, second)| is_whole(first) && is_whole(second) && are_two(first.trim(), second.trim(), text.contains('-')))
}

/// Whether a piece could be a code by itself.
fn is_whole(piece: &str) -> bool {
    length(piece) >= 4 && piece.bytes().all(|b| b.is_ascii_digit() || is_joint(char::from(b)))
}

fn length(piece: &str) -> usize {
    piece.bytes().filter(u8::is_ascii_digit).count()
}

/// Two pieces are two codes and not the halves of one if they are too long for one, if a hyphen joins two of
/// one length (`8471-8473`), or if the second is a heading of the chapter of the first (`8541 8542.30`).
fn are_two(first: &str, second: &str, hyphen: bool) -> bool {
    let heading = second.get(..4).and_then(Hs::from_digits);
    let same_chapter = first.get(..2) == second.get(..2) && heading.is_some_and(|code| ValidCodes::of(Edition::Hs2022).holds(&code));
    let (first, second) = (length(first), length(second));
    first.saturating_add(second) > 10 || same_chapter || (hyphen && first == second)
}

/// One code or a range of codes of the same length, both ends included: `1701` or `1701-1703`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HsRange {
    /// The first code.
    pub first: Hs,
    /// The last code; the same as `first` for a single code.
    pub last: Hs,
}

/// How a material's code lies to a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    /// Surely inside.
    Yes,
    /// Surely outside.
    No,
    /// The code is too short to tell.
    TooShort,
}

impl HsRange {
    /// A range from `first` to `last`; `None` if the lengths differ or the order is turned round.
    #[must_use]
    pub fn new(first: Hs, last: Hs) -> Option<Self> {
        (first.digits() == last.digits() && first <= last).then_some(Self { first, last })
    }

    /// Whether a material's code lies inside. A code shorter than the range's own codes is outside
    /// only if no code under it could be inside.
    #[must_use]
    pub fn holds(&self, code: &Hs) -> Within {
        let width = code.digits().min(self.first.digits());
        let (code, first, last) = (code.prefix(width), self.first.prefix(width), self.last.prefix(width));
        if code < first || code > last {
            Within::No
        } else if width == self.first.digits() {
            Within::Yes
        } else {
            Within::TooShort
        }
    }
}

impl fmt::Display for HsRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last { write!(f, "{}", self.first) } else { write!(f, "{}-{}", self.first, self.last) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_write_it() {
        let cases = [
            ("847130", "847130"),
            ("8471.30", "847130"),
            ("8471.30.00", "84713000"),
            ("8471 30 00 00", "8471300000"),
            ("8471-30", "847130"),
            ("84.71.30", "847130"),
            ("8471.3000", "84713000"),
            ("8471 3000", "84713000"),
            ("2933 2990", "29332990"),
            ("8471-3000-10", "8471300010"),
            ("847130 0000", "8471300000"),
            ("８４７１．３０", "847130"),
            ("8471.30.", "847130"),
            ("'0902.30", "090230"),
            ("’0902.30", "090230"),
            ("=\"0902.30\"", "090230"),
            (" 0902 ", "0902"),
        ];
        for (text, wanted) in cases {
            let read = Hs::read(text).map(|read| (read.code.to_string(), read.restored));
            assert_eq!(read, Ok((wanted.to_owned(), false)), "{text}");
        }
    }

    #[test]
    fn a_leading_zero_is_put_back_where_that_gives_a_code() {
        for (text, wanted) in [("90230", "090230"), ("902.30", "090230"), ("9023010", "09023010"), ("902 30 10 90", "0902301090")] {
            let read = Hs::read(text).map(|read| (read.code.to_string(), read.restored));
            assert_eq!(read, Ok((wanted.to_owned(), true)), "{text}");
        }
        for (text, count) in [("84713", 5), ("90299", 5), ("902", 3), ("9", 1), ("12345678901", 11), ("", 0), (".", 0)] {
            assert_eq!(Hs::read(text), Err(HsError::Length(count)), "{text}");
        }
    }

    #[test]
    fn what_is_not_one_code_is_refused_for_its_reason() {
        let cases = [
            ("8471.3", HsError::LostZero),
            ("901.1", HsError::LostZero),
            ("0901.1", HsError::LostZero),
            ("８４７１．３", HsError::LostZero),
            ("8471.30.1", HsError::LostZero),
            ("847 130", HsError::LostZero),
            ("8.54E+09", HsError::Scientific),
            ("8.54E9", HsError::Scientific),
            ("８．５４Ｅ＋０９", HsError::Scientific),
            ("8471.30/8473.30", HsError::Several),
            ("8471.30; 8473.30", HsError::Several),
            ("8471.30、8473.30", HsError::Several),
            ("8471.30,8473.30", HsError::Several),
            ("8471.30 8473.30", HsError::Several),
            ("8471.30\n8473.30", HsError::Several),
            ("8471-8473", HsError::Several),
            ("2933-2942", HsError::Several),
            ("8471 8473", HsError::Several),
            ("8541 8542.30", HsError::Several),
            ("8471.30 - 8471.50", HsError::Several),
            ("8471.30–8471.50", HsError::Several),
            ("8471 to 8473", HsError::Letters),
            ("ex 8471.30", HsError::Letters),
            ("8471.3O", HsError::Letters),
            ("n/a", HsError::Letters),
            ("8471.30/", HsError::Letters),
        ];
        for (text, wanted) in cases {
            assert_eq!(Hs::read(text), Err(wanted), "{text}");
        }
    }
}
