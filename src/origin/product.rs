//! Route 3: the row of the product list, or the General Rule for a good outside it.

use super::context::Context;
use super::point::Point;
use super::proof::{Claim, Proof, Value};
use super::rule;
use crate::bom::RuleChoice;
use crate::diag::{Code, Diagnostic};
use crate::law::{Basis, Lookup, ProvisionId, Row};
use crate::rule::Rule;
use crate::value::{Criterion, Hs, Id, Outcome};

/// The rule that is applied, and where it comes from.
#[derive(Clone, Debug)]
pub struct Applied {
    /// Where it comes from.
    pub source: RuleSource,
    /// The rule.
    pub rule: Rule,
    /// The row of the loaded list for the good's code, where there is one.
    pub row: Option<Row>,
}

/// Where the rule that is applied comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleSource {
    /// A row of the loaded list.
    List,
    /// The General Rule, the good not being in the loaded list.
    General,
    /// Typed by the user from the official list.
    Typed,
    /// The user confirms that the good is not in the list.
    TypedGeneral,
    /// Not known: the code is missing or too short.
    Unknown,
}

impl RuleSource {
    /// The word of the report.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::General => "general",
            Self::Typed => "typed",
            Self::TypedGeneral => "typed-general",
            Self::Unknown => "unknown",
        }
    }
}

/// What route 3 comes to, and by which rule.
pub(super) struct Judged {
    pub proof: Proof,
    pub applied: Applied,
    pub remark: Option<Diagnostic>,
}

/// Judges the good by its rule: the one typed for it, or else the one that the law has for its code on
/// the day. `None` where a figure has too many digits.
///
/// # Errors
/// `general` was typed for a code that is in the list.
pub(super) fn prove(context: &Context<'_>) -> Option<Result<Judged, Diagnostic>> {
    let code = context.case.stated.hs.as_ref().map(|stated| stated.value);
    let lookup = code.map(|code| context.law.products.lookup(&code, context.case.on));
    let step = Step { context, code };
    let typed = context.case.stated.rule.as_ref();
    let judged = match (typed.map(|stated| (&stated.value, stated)), lookup) {
        (Some((RuleChoice::General, stated)), Some(Lookup::Listed(row))) if !step.is_outside(row) => {
            return Some(Err(Diagnostic::at(Code::GeneralButListed, &stated.at).with("code", row.code).with("rule", &row.rule)));
        }
        (Some((RuleChoice::General, _)), _) => step.general(RuleSource::TypedGeneral)?,
        (Some((RuleChoice::Typed(rule), stated)), Some(Lookup::Listed(row))) if differs(rule, row) => {
            let mut judged = step.typed_against(rule, row)?;
            judged.remark =
                Some(Diagnostic::at(Code::RuleDiffers, &stated.at).with("typed", rule).with("code", row.code).with("loaded", &row.rule));
            judged
        }
        (Some((RuleChoice::Typed(rule), _)), lookup) => step.typed(rule, lookup.and_then(listed))?,
        (None, None) => step.no_code("psr.no-code"),
        (None, Some(Lookup::TooShort(row))) => step.too_short(row),
        (None, Some(Lookup::Listed(row))) => step.listed(row)?,
        (None, Some(Lookup::Unlisted)) => step.unlisted(None)?,
    };
    Some(Ok(judged))
}

const fn listed(lookup: Lookup<'_>) -> Option<&Row> {
    match lookup {
        Lookup::Listed(row) => Some(row),
        Lookup::TooShort(_) | Lookup::Unlisted => None,
    }
}

/// Whether a typed rule says something else than the loaded row. A row whose text was not seen says nothing.
fn differs(typed: &Rule, row: &Row) -> bool {
    !matches!(row.rule, Rule::Text(_)) && *typed != row.rule
}

struct Step<'a> {
    context: &'a Context<'a>,
    code: Option<Hs>,
}

impl Step<'_> {
    /// Whether a row that names only some goods of its code was declared not to name this one.
    fn is_outside(&self, row: &Row) -> bool {
        row.partial && described().is_some_and(|id| self.context.fact(&id) == Outcome::NotMet)
    }

    fn judged(proof: Proof, source: RuleSource, rule: Rule, row: Option<&Row>) -> Judged {
        Judged { proof, applied: Applied { source, rule, row: row.cloned() }, remark: None }
    }

    fn no_code(&self, kind: &'static str) -> Judged {
        let at = self.context.case.stated.hs.as_ref().map(|stated| stated.at.clone());
        let proof = Proof::unknown(Claim::of(kind), vec![vec![Point::good("good.hs", at)]]);
        Self::judged(proof.route(Criterion::ProductRule), RuleSource::Unknown, Rule::Text(String::new()), None)
    }

    fn too_short(&self, row: &Row) -> Judged {
        let mut judged = self.no_code("psr.code-too-short");
        judged.proof.claim = Claim::of("psr.code-too-short").with("code", Value::Code(row.code));
        judged
    }

    fn typed(&self, rule: &Rule, row: Option<&Row>) -> Option<Judged> {
        let inner = rule::prove(rule, self.context, self.code.as_ref())?;
        let claim = Claim::of("psr.typed").with("rule", Value::Rule(rule.clone()));
        let proof = Proof::all(claim, vec![inner]).citing(self.context.provision(ProvisionId::ProductRule));
        Some(Self::judged(proof.route(Criterion::ProductRule), RuleSource::Typed, rule.clone(), row))
    }

    /// A typed rule that differs from the loaded row counts once somebody has confirmed it.
    fn typed_against(&self, rule: &Rule, row: &Row) -> Option<Judged> {
        let typed = self.typed(rule, Some(row))?;
        match self.confirmed("psr.typed.", &row.code) {
            Some(true) => Some(typed),
            Some(false) => self.listed(row),
            None => {
                let points = vec![Point::law_of("psr.typed", &row.code)];
                let claim =
                    Claim::of("psr.typed-differs").with("loaded", Value::Rule(row.rule.clone())).with("code", Value::Code(row.code));
                Some(Judged { proof: Proof::gated(claim, points, typed.proof), ..typed })
            }
        }
    }

    fn listed(&self, row: &Row) -> Option<Judged> {
        let proof = self.row(row)?;
        let Some(described) = described().filter(|_| row.partial) else {
            return Some(Self::judged(proof, RuleSource::List, row.rule.clone(), Some(row)));
        };
        let known = self.context.fact(&described);
        if known == Outcome::NotMet {
            return self.unlisted(Some(row));
        }
        let other = self.unlisted(Some(row))?;
        let claim = Claim::of("psr.partial").with("code", Value::Code(row.code)).with("text", Value::Text(row.description.clone()));
        let proof = Proof::choice(claim, known, Point::fact(&described), proof, other.proof).route(Criterion::ProductRule);
        Some(Self::judged(proof, RuleSource::List, row.rule.clone(), Some(row)))
    }

    /// The row's rule; a row that is not known to be in force on the day waits for that.
    fn row(&self, row: &Row) -> Option<Proof> {
        let inner = rule::prove(&row.rule, self.context, Some(&row.code))?;
        let kind = if row.basis == Basis::Proposed { "psr.proposed" } else { "psr.listed" };
        let mut claim = Claim::of(kind).with("code", Value::Code(row.code)).with("rule", Value::Rule(row.rule.clone()));
        if row.basis != Basis::Proposed {
            claim = claim.with("from", Value::Day(self.context.law.products.since(row)));
        }
        let proof = Proof::all(claim, vec![inner]).citing(self.context.provision(ProvisionId::ProductRule)).cited(&row.cite);
        let proof = proof.reading("longest-prefix").route(Criterion::ProductRule);
        match self.confirmed("psr.row.", &row.code) {
            Some(true) => return Some(proof),
            _ if row.basis.is_plain() => return Some(proof),
            Some(false) => {
                let claim = Claim::of("psr.no-longer").with("code", Value::Code(row.code));
                return Some(Proof::unknown(claim, vec![vec![Point::law_of("psr.text", &row.code)]]).route(Criterion::ProductRule));
            }
            None => {}
        }
        let claim = Claim::of("psr.carried").with("code", Value::Code(row.code)).with("day", Value::Day(self.context.case.on));
        Some(Proof::gated(claim, vec![Point::law_of("psr.row", &row.code)], proof))
    }

    /// The General Rule for a good outside the loaded list: plain only where the list is complete, or
    /// somebody has confirmed that the good is not in it.
    fn unlisted(&self, partial: Option<&Row>) -> Option<Judged> {
        let general = self.general(RuleSource::General)?;
        let Some(code) = self.code.map(|code| code.prefix(6)) else { return Some(general) };
        let outside = self
            .context
            .law
            .products
            .is_complete_on(self.context.case.on)
            .then_some(true)
            .or_else(|| self.confirmed("psr.unlisted.", &code));
        match outside {
            Some(true) => Some(general),
            Some(false) => {
                let points = vec![vec![Point::law_of("psr.text", &code)]];
                let claim = Claim::of("psr.listed-elsewhere").with("code", Value::Code(code));
                Some(Judged { proof: Proof::unknown(claim, points).route(Criterion::ProductRule), ..general })
            }
            None => {
                let claim = Claim::of("psr.unlisted").with("code", Value::Code(code));
                let mut judged = general;
                judged.proof = Proof::gated(claim, vec![Point::law_of("psr.unlisted", &code)], judged.proof);
                judged.applied.row = partial.cloned();
                Some(judged)
            }
        }
    }

    fn general(&self, source: RuleSource) -> Option<Judged> {
        let rule = self.context.law.general_rule(self.context.case.on);
        let inner = rule::prove(&rule, self.context, self.code.as_ref())?;
        let kind = if source == RuleSource::TypedGeneral { "gr.typed" } else { "gr" };
        let proof = Proof::all(Claim::of(kind), vec![inner]).citing(self.context.provision(ProvisionId::GeneralRule));
        Some(Self::judged(proof.route(Criterion::GeneralRule), source, rule, None))
    }

    fn confirmed(&self, stem: &str, code: &Hs) -> Option<bool> {
        let confirmation = self.context.policy.confirmed.for_code(stem, code)?;
        self.context.policy.confirmed.yes(&confirmation.point)
    }
}

/// The fact that the good is among those that its row's description names.
fn described() -> Option<Id> {
    Id::new("described")
}
