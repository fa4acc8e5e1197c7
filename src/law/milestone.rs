//! The milestones of a round: what happens on which day, the last one where it is a limit.

use chrono::NaiveDate;

use super::cite::Basis;
use super::round::Round;

/// What happens in a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Milestone {
    /// Applications are received from this day on.
    Opens,
    /// The last day on which applications are received.
    Closes,
    /// The last day on which TID submits the proposals to the Mainland.
    ToMainland,
    /// The last day on which the Working Group aims to finish.
    Consulted,
    /// The last day on which the revised rules are put into force.
    Implemented,
}

/// A milestone of a round and its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dated {
    /// What happens.
    pub what: Milestone,
    /// The day, or the last one.
    pub day: NaiveDate,
    /// The day that the text names, where it says "before" that day.
    pub before: Option<NaiveDate>,
    /// How well the day is known.
    pub basis: Basis,
}

impl Milestone {
    /// Its stable name.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Opens => "opens",
            Self::Closes => "closes",
            Self::ToMainland => "to-mainland",
            Self::Consulted => "consulted",
            Self::Implemented => "implemented",
        }
    }
}

impl Round {
    /// Every milestone, in order of time.
    #[must_use]
    pub fn milestones(&self) -> [Dated; 5] {
        let on = |what, day, basis| Dated { what, day, before: None, basis };
        let before = |what, day: NaiveDate| Dated { what, day: day.pred_opt().unwrap_or(day), before: Some(day), basis: self.basis };
        [
            on(Milestone::Opens, self.received.from, self.start_basis),
            on(Milestone::Closes, self.received.until, self.basis),
            before(Milestone::ToMainland, self.to_mainland_before),
            before(Milestone::Consulted, self.consultation_complete_before),
            on(Milestone::Implemented, self.implemented_by, self.basis),
        ]
    }
}
