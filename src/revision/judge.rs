//! Goods that were judged once, judged again under a law that might be.

use crate::bom::Case;
use crate::diag::{Code, Diagnostic};
use crate::law::{Basis, Law, Lookup};
use crate::origin::{Assessment, Policy, assess};
use crate::value::Verdict;

/// What becomes of a good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// It originates now, and did not before or was undetermined.
    Gained,
    /// It originated, and does not now.
    Lost,
    /// It is undetermined now, and was settled before.
    Opened,
    /// It was undetermined, and does not originate now.
    Closed,
    /// The verdict stays, by another route.
    Moved,
    /// Nothing.
    Same,
    /// It cannot be judged.
    Rejected,
}

impl Change {
    /// Every change, in the order in which they are told.
    pub const ALL: [Self; 7] = [Self::Gained, Self::Lost, Self::Opened, Self::Closed, Self::Moved, Self::Same, Self::Rejected];

    /// What becomes of a good that was judged so and is judged so now.
    #[must_use]
    pub fn of(before: Option<&Assessment>, after: Option<&Assessment>) -> Self {
        let (Some(before), Some(after)) = (before, after) else { return Self::Rejected };
        match (before.verdict, after.verdict) {
            (before, Verdict::Originating) if before != Verdict::Originating => Self::Gained,
            (Verdict::Originating, Verdict::NotOriginating) => Self::Lost,
            (before, Verdict::Undetermined) if before != Verdict::Undetermined => Self::Opened,
            (Verdict::Undetermined, Verdict::NotOriginating) => Self::Closed,
            _ if before.criterion != after.criterion => Self::Moved,
            _ => Self::Same,
        }
    }

    /// `gained`, `lost`, `newly-undetermined`, `newly-not-originating`, `other-route`, `same`, `rejected`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Gained => "gained",
            Self::Lost => "lost",
            Self::Opened => "newly-undetermined",
            Self::Closed => "newly-not-originating",
            Self::Moved => "other-route",
            Self::Same => "same",
            Self::Rejected => "rejected",
        }
    }
}

/// A good judged again under a law with proposed rows.
///
/// Where such a row decides the good, the rule that the good itself names is set aside: it says what the list has
/// today, and the proposal says what it would have. A note tells of it.
///
/// # Errors
/// A diagnostic that rejects the good.
pub fn judge_again(case: &Case, law: &Law, policy: &Policy) -> Result<(Case, Assessment, Option<Diagnostic>), Diagnostic> {
    let code = case.stated.hs.as_ref().map(|stated| stated.value);
    let proposed =
        code.is_some_and(|code| matches!(law.products.lookup(&code, case.on), Lookup::Listed(row) if row.basis == Basis::Proposed));
    let mut case = case.clone();
    let own = case.stated.rule.take_if(|_| proposed);
    let note = own.map(|own| Diagnostic::at(Code::OwnRuleSetAside, &own.at).with("good", &case.id));
    let assessment = assess(&case, law, policy)?;
    Ok((case, assessment, note))
}
