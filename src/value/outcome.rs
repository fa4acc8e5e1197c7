//! Kleene's three values: what a step of the law comes to.

/// What a step comes to, given everything that is known.
///
/// `Unknown` is neither a pass nor a fail: it says that a fact is missing or that a provision is
/// not confirmed. The order is the order of truth, so that `and` is the minimum and `or` the maximum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// Surely not fulfilled, whatever the unknowns turn out to be.
    NotMet,
    /// Depends on what is not known.
    Unknown,
    /// Surely fulfilled, whatever the unknowns turn out to be.
    Met,
}

impl Outcome {
    /// Met for true, not met for false.
    #[must_use]
    pub const fn of(holds: bool) -> Self {
        if holds { Self::Met } else { Self::NotMet }
    }

    /// Both: the lesser of the two.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.min(other)
    }

    /// Either: the greater of the two.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.max(other)
    }

    /// `if self then yes else no`: an unknown condition decides nothing unless both branches agree.
    #[must_use]
    pub fn choose(self, yes: Self, no: Self) -> Self {
        match self {
            Self::Met => yes,
            Self::NotMet => no,
            Self::Unknown if yes == no => yes,
            Self::Unknown => Self::Unknown,
        }
    }

    /// All of them; met when there are none.
    pub fn all(outcomes: impl IntoIterator<Item = Self>) -> Self {
        outcomes.into_iter().fold(Self::Met, Self::and)
    }

    /// Any of them; not met when there are none.
    pub fn any(outcomes: impl IntoIterator<Item = Self>) -> Self {
        outcomes.into_iter().fold(Self::NotMet, Self::or)
    }

    /// The word of the JSON contract: `met`, `not-met`, `unknown`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotMet => "not-met",
            Self::Unknown => "unknown",
        }
    }
}

impl std::ops::Not for Outcome {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::Met => Self::NotMet,
            Self::NotMet => Self::Met,
            Self::Unknown => Self::Unknown,
        }
    }
}
