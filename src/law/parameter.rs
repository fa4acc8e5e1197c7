//! Named numbers of the law, dated.

use chrono::NaiveDate;

use super::cite::{Basis, Cite};
use crate::value::{Percent, Period};

/// The build-up threshold of the General Rule.
pub const GENERAL_RULE_BUILD_UP: &str = "general-rule-build-up";
/// The build-down threshold of the General Rule.
pub const GENERAL_RULE_BUILD_DOWN: &str = "general-rule-build-down";
/// The floor of Hong Kong content under accumulation, build-up.
pub const FLOOR_BUILD_UP: &str = "accumulation-floor-build-up";
/// The floor of Hong Kong content under accumulation, build-down.
pub const FLOOR_BUILD_DOWN: &str = "accumulation-floor-build-down";
/// The tolerance for materials that do not shift.
pub const TOLERANCE: &str = "tolerance";

/// Every parameter that the engine asks for.
pub const NEEDED: [&str; 5] = [GENERAL_RULE_BUILD_UP, GENERAL_RULE_BUILD_DOWN, FLOOR_BUILD_UP, FLOOR_BUILD_DOWN, TOLERANCE];

/// A number of the law and what it was over time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// What it counts.
    pub unit: String,
    /// What it was, in order of time, without gap or overlap.
    pub entries: Vec<ParameterEntry>,
}

/// What a number is for a stretch of days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParameterEntry {
    /// The days.
    pub period: Period,
    /// The number.
    pub is: Percent,
    /// Where it is written.
    pub cite: Vec<Cite>,
    /// How well that is known.
    pub basis: Basis,
}

impl Parameter {
    /// What the number is on a day.
    #[must_use]
    pub fn on(&self, day: NaiveDate) -> Option<&ParameterEntry> {
        self.entries.iter().find(|entry| entry.period.holds(day))
    }
}
