//! What an application to revise a rule needs, gathered; and what of it is still missing.

use chrono::NaiveDate;
use serde::Deserialize;

use super::ask::row_code;
use super::judge::judge_again;
use crate::bom::{Case, Lot};
use crate::diag::Diagnostic;
use crate::law::{Law, Round};
use crate::origin::{Assessment, Policy, RuleSource, Standing};
use crate::rule::Rule;
use crate::value::{Hs, Verdict};

/// Who applies, as `[applicant]` of the configuration states it. What it does not state stays blank.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Applicant {
    name: String,
    name_zh: String,
    business_registration: String,
    factory_registration: String,
    address: String,
    factory_address: String,
    contact: String,
    position: String,
    phone: String,
    email: String,
}

impl Applicant {
    /// Every field by its key, in the order of the draft; `None` for a blank one.
    #[must_use]
    pub fn fields(&self) -> [(&'static str, Option<&str>); 10] {
        [
            ("name", &self.name),
            ("name_zh", &self.name_zh),
            ("business_registration", &self.business_registration),
            ("factory_registration", &self.factory_registration),
            ("address", &self.address),
            ("factory_address", &self.factory_address),
            ("contact", &self.contact),
            ("position", &self.position),
            ("phone", &self.phone),
            ("email", &self.email),
        ]
        .map(|(key, text)| (key, Some(text.trim()).filter(|text| !text.is_empty())))
    }
}

/// An application as far as it can be drafted.
#[derive(Clone, Debug)]
pub struct Draft<'a> {
    /// Who applies.
    pub applicant: Applicant,
    /// The good, and how it is judged today.
    pub today: (&'a Case, &'a Assessment),
    /// What the good is, as stated.
    pub description: Option<&'a str>,
    /// The rule that is asked for.
    pub requested: Rule,
    /// The code at which it would stand; `None` where the good's own code is missing or too short.
    pub code: Option<Hs>,
    /// How the good is judged under it, where it can be.
    pub then: Option<Assessment>,
    /// The wording that the applicant gives it; may be empty.
    pub wording: String,
    /// The day on which it is received.
    pub received: NaiveDate,
    /// The round into which it falls.
    pub round: Round,
}

/// Something that is still missing. Its words are the message `missing.<word>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// The official form.
    Form,
    /// A field of the applicant.
    Applicant(&'static str),
    /// What changed, so that the rule has to be revised.
    Reason,
    /// What the good is.
    Description,
    /// The HS code of the good, to six digits.
    Code,
    /// The Mainland's code of the good, to eight digits.
    MainlandCode,
    /// FOB.
    Fob,
    /// Labour cost.
    Labour,
    /// Product development cost.
    Development,
    /// The operations.
    Operations,
    /// Whether the rule of today is the one of the official list.
    RuleOfToday,
    /// The HS codes of so many material lines.
    MaterialCodes(u64),
    /// The origin of so many material lines.
    MaterialOrigins(u64),
    /// The value of so many material lines.
    MaterialValues(u64),
    /// Exports to the Mainland.
    Exports,
    /// Papers that support the figures.
    Papers,
    /// Whether the calendar of the round holds.
    Calendar,
}

impl Missing {
    /// The end of the message's name.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Applicant(_) => "applicant",
            Self::Reason => "reason",
            Self::Description => "description",
            Self::Code => "code",
            Self::MainlandCode => "mainland-code",
            Self::Fob => "fob",
            Self::Labour => "labour",
            Self::Development => "development",
            Self::Operations => "operations",
            Self::RuleOfToday => "rule-of-today",
            Self::MaterialCodes(_) => "material-codes",
            Self::MaterialOrigins(_) => "material-origins",
            Self::MaterialValues(_) => "material-values",
            Self::Exports => "exports",
            Self::Papers => "papers",
            Self::Calendar => "calendar",
        }
    }
}

impl<'a> Draft<'a> {
    /// Gathers an application: the good is judged again, by the engine, under the rule that is asked for.
    ///
    /// # Errors
    /// A diagnostic that rejects the good under that rule.
    pub fn of(
        applicant: Applicant,
        today: (&'a Case, &'a Assessment),
        requested: &Rule,
        (received, round): (NaiveDate, Round),
        (law, policy): (&Law, &Policy),
    ) -> Result<Self, Diagnostic> {
        let (case, assessment) = today;
        let code = row_code(case, assessment);
        let then = match code {
            Some(code) => {
                let row = law.products.proposed(code, requested.clone(), String::new());
                Some(judge_again(case, &law.clone().proposing([row]), policy)?.1)
            }
            None => None,
        };
        Ok(Self { applicant, today, description: None, requested: requested.clone(), code, then, wording: String::new(), received, round })
    }

    /// Whether the good originates already.
    #[must_use]
    pub fn is_needless(&self) -> bool {
        self.today.1.verdict == Verdict::Originating
    }

    /// What is still missing, in the order of the draft.
    #[must_use]
    pub fn missing(&self) -> Vec<Missing> {
        let (case, assessment) = self.today;
        let mut missing = vec![Missing::Form];
        missing.extend(self.applicant.fields().into_iter().filter(|(_, text)| text.is_none()).map(|(key, _)| Missing::Applicant(key)));
        let mut note = |wanted: bool, what: Missing| missing.extend(wanted.then_some(what));
        let digits = case.stated.hs.as_ref().map_or(0, |stated| stated.value.digits());
        note(self.description.is_none(), Missing::Description);
        note(digits < 6, Missing::Code);
        note(digits < 8, Missing::MainlandCode);
        note(true, Missing::Exports);
        note(!is_known(assessment), Missing::RuleOfToday);
        note(true, Missing::Reason);
        let lines = |wanted: &dyn Fn(&Lot) -> u64| case.lots.iter().map(wanted).fold(0_u64, u64::saturating_add);
        let without_code = lines(&|lot| if lot.hs.is_none() { lot.lines } else { 0 });
        let unproven = lines(&|lot| if lot.kind.origin.is_none() || is_open(lot, case) { lot.lines } else { 0 });
        let unvalued = lines(&|lot| lot.unvalued);
        note(without_code > 0, Missing::MaterialCodes(without_code));
        note(unproven > 0, Missing::MaterialOrigins(unproven));
        note(unvalued > 0, Missing::MaterialValues(unvalued));
        note(case.fob.is_none(), Missing::Fob);
        note(case.labour.is_none(), Missing::Labour);
        note(case.development.is_none(), Missing::Development);
        note(case.stated.operations.as_ref().is_none_or(|stated| stated.value.is_empty()), Missing::Operations);
        note(true, Missing::Papers);
        note(!self.round.basis.is_plain(), Missing::Calendar);
        missing
    }

    /// The materials in the order in which the draft tells of them, each standing with its lots.
    #[must_use]
    pub fn materials(&self, policy: &Policy) -> Vec<(Standing, Vec<&'a Lot>)> {
        let case = self.today.0;
        let materials = crate::origin::Materials::of(case, policy);
        let of = |standing| (standing, materials.standing(standing).collect::<Vec<_>>());
        let all = [
            Standing::HongKong,
            Standing::Mainland,
            Standing::Foreign,
            Standing::Unproven,
            Standing::UnprovenMainland,
            Standing::Packing,
            Standing::OwnPacking,
            Standing::LeftOut,
        ];
        all.into_iter().map(of).filter(|(_, lots)| !lots.is_empty()).collect()
    }
}

/// Whether today's rule is surely the one of the official list.
fn is_known(assessment: &Assessment) -> bool {
    let applied = &assessment.applied;
    applied.source == RuleSource::List && applied.row.as_ref().is_some_and(|row| row.basis.is_plain() && !matches!(row.rule, Rule::Text(_)))
}

/// Whether a material of either side is neither declared originating nor declared not to be.
fn is_open(lot: &Lot, case: &Case) -> bool {
    let expired = lot.kind.valid_to.is_some_and(|last| last < case.on);
    let a_side = lot.kind.origin.is_some_and(|country| country.is_a_side());
    a_side && (lot.kind.status.is_none() || expired)
}
