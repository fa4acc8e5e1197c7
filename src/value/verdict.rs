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

/// How many goods have each verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Originating.
    pub originating: u64,
    /// Not originating.
    pub not_originating: u64,
    /// Undetermined.
    pub undetermined: u64,
    /// Rejected.
    pub rejected: u64,
}

impl Summary {
    /// Counts one more good.
    pub const fn add(&mut self, verdict: Verdict) {
        let count = match verdict {
            Verdict::Originating => &mut self.originating,
            Verdict::NotOriginating => &mut self.not_originating,
            Verdict::Undetermined => &mut self.undetermined,
            Verdict::Rejected => &mut self.rejected,
        };
        *count = count.saturating_add(1);
    }

    /// Adds the goods that were counted elsewhere.
    pub const fn join(&mut self, other: Self) {
        self.originating = self.originating.saturating_add(other.originating);
        self.not_originating = self.not_originating.saturating_add(other.not_originating);
        self.undetermined = self.undetermined.saturating_add(other.undetermined);
        self.rejected = self.rejected.saturating_add(other.rejected);
    }

    /// How many goods there are.
    #[must_use]
    pub fn goods(&self) -> u64 {
        [self.originating, self.not_originating, self.undetermined, self.rejected].into_iter().fold(0, u64::saturating_add)
    }

    /// The exit code: 2 where a good was rejected or a file as a whole is `faulty`, 1 where some good does not originate or
    /// is undetermined, and 0 where all originate.
    #[must_use]
    pub const fn exit_code(&self, faulty: bool) -> u8 {
        if self.rejected > 0 || faulty {
            2
        } else if self.not_originating > 0 || self.undetermined > 0 {
            1
        } else {
            0
        }
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

    /// The criterion of a word of the JSON contract.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::WhollyObtained, Self::WhollyProduced, Self::ProductRule, Self::GeneralRule].into_iter().find(|known| known.word() == word)
    }
}
