//! Codes of the Harmonized System, and ranges of them.

use std::fmt;

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
        let mut bytes = [0; 10];
        if !matches!(text.len(), 2 | 4 | 6 | 8 | 10) || !text.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        for (slot, byte) in bytes.iter_mut().zip(text.bytes()) {
            *slot = byte;
        }
        Some(Self { bytes, count: u8::try_from(text.len()).ok()? })
    }

    /// The digits, without dots.
    #[must_use]
    pub fn as_str(&self) -> &str {
        let bytes = self.bytes.get(..usize::from(self.count)).unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or_default()
    }

    /// How many digits it has.
    #[must_use]
    pub const fn digits(&self) -> usize {
        self.count as usize
    }

    /// The first `digits` digits, or the whole code where it is shorter.
    #[must_use]
    pub fn prefix(&self, digits: usize) -> Self {
        self.as_str().get(..digits).and_then(Self::from_digits).unwrap_or(*self)
    }

    /// Whether this code stands under `other`: it begins with all of its digits.
    #[must_use]
    pub fn is_under(&self, other: &Self) -> bool {
        self.as_str().starts_with(other.as_str())
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
