//! What is said of a good, and by which route.

/// What the assessment of a good comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// A route is met and the bar of minimal operations is passed.
    Originating,
    /// The bar is not passed, or every route fails.
    NotOriginating,
    /// Something that decides is not known.
    Undetermined,
    /// The good's input is malformed: nothing is said of its origin.
    Rejected,
}

impl Verdict {
    /// The word of the JSON contract.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Originating => "originating",
            Self::NotOriginating => "not-originating",
            Self::Undetermined => "undetermined",
            Self::Rejected => "rejected",
        }
    }

    /// The verdict of a word of the JSON contract.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Originating, Self::NotOriginating, Self::Undetermined, Self::Rejected].into_iter().find(|verdict| verdict.word() == word)
    }
}

/// The route by which a good originates (circular 4/2023, paragraph 2).
///
/// The codes are the program's own: the agreement's codes for the certificate were not seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Criterion {
    /// Wholly obtained or produced.
    WhollyObtained,
    /// Produced exclusively from originating materials.
    WhollyProduced,
    /// Meets its row of the list of product-specific rules.
    ProductRule,
    /// Outside that list, and meets the General Rule.
    GeneralRule,
}

impl Criterion {
    /// `WO`, `WP`, `PSR` or `GR`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::WhollyObtained => "WO",
            Self::WhollyProduced => "WP",
            Self::ProductRule => "PSR",
            Self::GeneralRule => "GR",
        }
    }
}
