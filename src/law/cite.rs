//! Citations, and how well what is cited is known.

use std::fmt;

/// How well a provision is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// Given by the program's own task.
    Given,
    /// The official wording was seen.
    Verified,
    /// Follows from what was seen.
    Inferred,
    /// General knowledge; the wording was not seen.
    Recalled,
    /// Not law: a row that somebody proposes. Only in a law that might be, never in a file.
    Proposed,
}

impl Basis {
    /// Reads the word of a `basis` column.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Given, Self::Verified, Self::Inferred, Self::Recalled].into_iter().find(|basis| basis.word() == word)
    }

    /// `given`, `verified`, `inferred`, `recalled`, `proposed`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Verified => "verified",
            Self::Inferred => "inferred",
            Self::Recalled => "recalled",
            Self::Proposed => "proposed",
        }
    }

    /// Whether it yields plain verdicts. A proposed row does so in the law that it makes.
    #[must_use]
    pub const fn is_plain(self) -> bool {
        matches!(self, Self::Given | Self::Verified | Self::Proposed)
    }
}

/// A place in a source: `circular-4-2023#2(3)2`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cite {
    /// The identifier of the source.
    pub source: String,
    /// Where in it; may be empty.
    pub place: String,
}

impl Cite {
    /// Reads `source#place`, or a list of them separated by `|`.
    #[must_use]
    pub fn list(text: &str) -> Vec<Self> {
        text.split('|').map(str::trim).filter(|cite| !cite.is_empty()).map(Self::one).collect()
    }

    /// The citation as it stands in a law file: `source#place`.
    #[must_use]
    pub fn written(&self) -> String {
        if self.place.is_empty() { self.source.clone() } else { format!("{}#{}", self.source, self.place) }
    }

    fn one(text: &str) -> Self {
        let (source, place) = text.split_once('#').unwrap_or((text, ""));
        Self { source: source.to_owned(), place: place.to_owned() }
    }
}

/// `circular-4-2023, 2(3)2`
impl fmt::Display for Cite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source)?;
        if self.place.is_empty() { Ok(()) } else { write!(f, ", {}", self.place) }
    }
}
