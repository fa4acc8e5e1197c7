//! Facts that a maker may declare of a good.

use super::cite::{Basis, Cite};

/// A fact that a maker may declare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What kind of fact it is.
    pub kind: FactKind,
    /// Where the law asks for it.
    pub cite: Vec<Cite>,
    /// How well that is known.
    pub basis: Basis,
}

/// What silence about a fact means, and what it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FactKind {
    /// States that the good is wholly obtained, by wording that was seen. Silence says no.
    WhollyObtained,
    /// An item of the list of wholly obtained goods, which is recalled. Silence says no.
    WhollyObtainedItem,
    /// The wording of a product row that asks how the good was obtained. It answers that row and no other
    /// route; a good that declares it needs no materials. Silence is unknown.
    RowObtained,
    /// Silence says no.
    Closed,
    /// A condition in a rule. Silence is unknown.
    Condition,
    /// The material from which a process starts. Silence is unknown.
    Material,
}

impl FactKind {
    /// Reads the word of the `kind` column.
    pub(super) fn from_word(word: &str) -> Option<Self> {
        match word {
            "wo" => Some(Self::WhollyObtained),
            "wo-item" => Some(Self::WhollyObtainedItem),
            "row" => Some(Self::RowObtained),
            "closed" => Some(Self::Closed),
            "condition" => Some(Self::Condition),
            "material" => Some(Self::Material),
            _ => None,
        }
    }

    /// Whether a good that declares it may have no materials.
    #[must_use]
    pub const fn explains_no_materials(self) -> bool {
        self.is_wholly_obtained() || matches!(self, Self::RowObtained)
    }

    /// Whether declaring it says that the good is wholly obtained.
    #[must_use]
    pub const fn is_wholly_obtained(self) -> bool {
        matches!(self, Self::WhollyObtained | Self::WhollyObtainedItem)
    }
}
