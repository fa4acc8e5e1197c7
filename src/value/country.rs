//! Countries and territories, and the two sides of the agreement among them.

use std::fmt;

/// A country or territory by its two letters (ISO 3166-1 alpha-2), in capitals.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country([u8; 2]);

impl Country {
    /// Hong Kong, the side whose goods are judged.
    pub const HONG_KONG: Self = Self(*b"HK");
    /// The Mainland of China, the other side: its materials may count by accumulation.
    pub const MAINLAND: Self = Self(*b"CN");

    /// Takes two ASCII letters of either case; whether they name a country is for the vocabulary to say.
    #[must_use]
    pub fn from_letters(text: &str) -> Option<Self> {
        let letters: [u8; 2] = text.as_bytes().try_into().ok()?;
        letters.iter().all(u8::is_ascii_alphabetic).then(|| Self(letters.map(|b| b.to_ascii_uppercase())))
    }

    /// Whether it is one of the two sides. Macao and Taiwan are not: each is a third place here.
    #[must_use]
    pub fn is_a_side(&self) -> bool {
        *self == Self::HONG_KONG || *self == Self::MAINLAND
    }

    /// The two letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Country({self})")
    }
}
