//! What was in force on a day, and where it is written.
//!
//! The law is data: every number, row and list carries since when it holds, by which text, and how
//! well that text is known. [`Law::load`] reads and checks all of it; the code holds no threshold.

mod about;
mod check;
mod cite;
mod confirm;
mod difference;
mod edit;
mod fact;
mod holiday;
mod load;
mod milestone;
mod notice;
mod operation;
mod parameter;
mod point;
mod product;
mod proposed;
mod provision;
mod reading;
mod record;
mod requirement;
mod round;
mod source;
mod waste;
mod write;

pub use cite::{Basis, Cite};
pub use confirm::{Confirmation, ConfirmationProblem, Confirmations, Floor};
pub use difference::{Difference, differences};
pub use fact::{Fact, FactKind};
pub use holiday::{Holidays, NotListed, Reckoned};
pub use load::Files;
pub use milestone::{Dated, Milestone};
pub use notice::{Notice, NoticeKind};
pub use operation::{Operation, Operations, Sort};
pub use parameter::{Parameter, ParameterEntry};
pub use point::{Answer, Point, PointProblem};
pub use product::{ListAbout, Lookup, ProductList, Row, Unplaced};
pub use provision::{Provision, ProvisionId};
pub use reading::{Reading, ReadingStatus};
pub use record::{Acceptance, Line, Records, named};
pub use requirement::Requirement;
pub use round::{Round, RoundCalendar, Window};
pub use source::Source;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::diag::Diagnostic;
use crate::rule::{Clause, Method, Rule};
use crate::value::{Hs, Id, Percent};

/// The first day of the present regime: the agreement of 2018 is in force since then (GACC 2018 No. 214).
#[must_use]
pub fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2019, 1, 1).unwrap_or_default()
}

/// All the law that is loaded.
#[derive(Clone, Debug)]
pub struct Law {
    /// SHA-256 over the law files, as `sha256:…`: two reports with the same digest applied the same law.
    pub digest: String,
    /// The texts that are cited, by identifier.
    pub sources: BTreeMap<String, Source>,
    /// What each step of an assessment rests on.
    provisions: BTreeMap<ProvisionId, Provision>,
    /// Named numbers, by name.
    pub parameters: BTreeMap<String, Parameter>,
    /// The list of product-specific rules.
    pub products: ProductList,
    /// Facts that a maker may declare.
    pub facts: BTreeMap<Id, Fact>,
    /// Manufacturing and processing operations.
    pub operations: Operations,
    /// Readings of doubtful sentences.
    pub readings: BTreeMap<String, Reading>,
    /// Points of law that a verdict may depend on and a user may confirm.
    pub points: Vec<Point>,
    /// What else it takes to be granted the preference.
    pub requirements: Vec<Requirement>,
    /// Codes that the Harmonized System names as waste or scrap, in order.
    waste: Vec<Hs>,
    /// The consultation rounds.
    pub rounds: RoundCalendar,
    /// The general holidays.
    pub holidays: Holidays,
    /// What applicants must know.
    pub notices: Vec<Notice>,
}

impl Law {
    /// Reads and checks the law files.
    ///
    /// # Errors
    /// Every problem found, each with its file and line.
    pub fn load(files: &Files) -> Result<Self, Vec<Diagnostic>> {
        load::load(files)
    }

    /// What a step of an assessment rests on.
    #[must_use]
    pub fn provision(&self, id: ProvisionId) -> &Provision {
        self.provisions.get(&id).unwrap_or(Provision::NONE)
    }

    /// The General Rule of a day: build-up or build-down, each at its threshold.
    #[must_use]
    pub fn general_rule(&self, day: NaiveDate) -> Rule {
        let clause = |method, name| self.percent(name, day).map(|percent| Clause { method, percent });
        let up = clause(Method::BuildUp, parameter::GENERAL_RULE_BUILD_UP);
        let down = clause(Method::BuildDown, parameter::GENERAL_RULE_BUILD_DOWN);
        Rule::Rvc(up.into_iter().chain(down).collect())
    }

    /// The floor that Hong Kong's own content must reach where Mainland content is counted, as recalled.
    #[must_use]
    pub fn recalled_floor(&self, day: NaiveDate) -> Floor {
        Floor { build_up: self.percent(parameter::FLOOR_BUILD_UP, day), build_down: self.percent(parameter::FLOOR_BUILD_DOWN, day) }
    }

    /// The tolerance for materials that do not shift, as recalled.
    #[must_use]
    pub fn tolerance(&self, day: NaiveDate) -> Option<Percent> {
        self.percent(parameter::TOLERANCE, day)
    }

    fn percent(&self, name: &str, day: NaiveDate) -> Option<Percent> {
        self.parameters.get(name)?.on(day).map(|entry| entry.is)
    }

    /// Whether neither the product list nor the names of waste tell codes of one subheading apart.
    #[must_use]
    pub fn ends_with_subheadings(&self) -> bool {
        self.codes_told_apart().all(|code| code.digits() <= 6)
    }

    /// The codes that the product list and the names of waste tell from others: those of one heading are alike unless some of
    /// these stand within it.
    pub fn codes_told_apart(&self) -> impl Iterator<Item = &Hs> {
        self.products.iter().map(|row| &row.code).chain(&self.waste)
    }

    /// Whether the Harmonized System names goods of this code as waste or scrap.
    #[must_use]
    pub fn is_waste_code(&self, code: &Hs) -> bool {
        let lengths = [2, 4, 6, 8, 10].into_iter().take_while(|digits| *digits <= code.digits());
        lengths.map(|digits| code.prefix(digits)).any(|prefix| self.waste.binary_search(&prefix).is_ok())
    }
}
