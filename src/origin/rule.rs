//! What a rule of origin comes to for a good.
//!
//! Every function answers `None` where a figure has too many digits to be exact.

use super::context::Context;
use super::figures::clause_outcome;
use super::point::Point;
use super::proof::{Claim, Needs, Proof, Value};
use super::shortfall::shortfall;
use super::{routes, shift};
use crate::bom::Place;
use crate::law::ProvisionId;
use crate::rule::{Clause, Method, Process, Rule};
use crate::value::{Hs, Id, Outcome};

/// What a rule comes to. `code` is the good's own code, where it is known; `row` the code under which
/// the rule stands, to name a text that nobody has read.
pub(super) fn prove(rule: &Rule, context: &Context<'_>, row: Option<&Hs>) -> Option<Proof> {
    let parts = |parts: &[Rule]| parts.iter().map(|part| prove(part, context, row)).collect::<Option<Vec<_>>>();
    match rule {
        Rule::Any(alternatives) => Some(Proof::any(Claim::of("rule.any"), parts(alternatives)?)),
        Rule::All(conjuncts) => Some(Proof::all(Claim::of("rule.all"), parts(conjuncts)?)),
        Rule::If { fact, then, otherwise } => Some(condition(fact, prove(then, context, row)?, prove(otherwise, context, row)?, context)),
        Rule::WhollyObtained => Some(routes::wholly_obtained(context)),
        Rule::Shift(asked) => shift::prove(asked, context),
        Rule::Rvc(clauses) => content(clauses, context),
        Rule::Process(process) => Some(operations(process, context)),
        Rule::Fact(id) => Some(fact(id, context)),
        Rule::Text(text) => Some(unread(text, row)),
    }
}

fn condition(id: &Id, then: Proof, otherwise: Proof, context: &Context<'_>) -> Proof {
    let outcome = context.fact(id);
    let kind = match outcome {
        Outcome::Met => "rule.if-true",
        Outcome::NotMet => "rule.if-false",
        Outcome::Unknown => "rule.if-unknown",
    };
    let claim = Claim::of(kind).with("fact", Value::Fact(id.clone()));
    Proof::choice(claim, outcome, Point::fact(id), then, otherwise)
}

/// A fact that the rule asks for.
pub(super) fn fact(id: &Id, context: &Context<'_>) -> Proof {
    let claim = |kind| Claim::of(kind).with("fact", Value::Fact(id.clone()));
    let proof = match context.fact(id) {
        Outcome::Met => Proof::certain(claim("fact.true"), Outcome::Met),
        Outcome::NotMet => Proof::certain(claim("fact.false"), Outcome::NotMet),
        Outcome::Unknown => Proof::unknown(claim("fact.unknown"), vec![vec![Point::fact(id)]]),
    };
    let cites = context.law.facts.get(id).map_or(&[][..], |fact| &fact.cite);
    proof.cited(cites)
}

/// Wording that nobody has read, or that the rule language does not express: never met, never failed.
fn unread(text: &str, row: Option<&Hs>) -> Proof {
    let point = row.map_or_else(|| Point::law("psr.text"), |code| Point::law_of("psr.text", code));
    Proof::unknown(Claim::of("rule.text").with("text", Value::Text(text.to_owned())), vec![vec![point]])
}

/// Regional value content: any of the clauses.
fn content(clauses: &[Clause], context: &Context<'_>) -> Option<Proof> {
    let steps = clauses.iter().map(|clause| one_clause(*clause, context)).collect::<Option<Vec<_>>>()?;
    Some(Proof::any(Claim::of("rvc"), steps).reading("at-least"))
}

fn one_clause(clause: Clause, context: &Context<'_>) -> Option<Proof> {
    let figures = context.figures;
    let outcome = clause_outcome(figures, clause)?;
    let provision = context.provision(match clause.method {
        Method::BuildUp => ProvisionId::BuildUp,
        Method::BuildDown => ProvisionId::BuildDown,
    });
    let (Some(fob), Some(figure)) = (figures.fob, figures.of_method(clause.method)) else {
        let gap = shortfall(clause, context.case, figures, context.materials)?;
        let claim = Claim::of(if clause.method == Method::BuildUp { "rvc.build-up.no-fob" } else { "rvc.build-down.no-fob" });
        let claim = claim.with("at_least", Value::Percent(clause.percent));
        return Some(valued(claim, Outcome::Unknown, gap).citing(provision));
    };
    let (worst, best) = (figure.counted.worst, figure.counted.best);
    let kind = match (clause.method, worst.is_some() && worst == best) {
        (Method::BuildUp, true) => "rvc.build-up",
        (Method::BuildUp, false) => "rvc.build-up.range",
        (Method::BuildDown, true) => "rvc.build-down",
        (Method::BuildDown, false) => "rvc.build-down.range",
    };
    let shown = |amount| context.case.shown(amount);
    let claim = Claim::of(kind)
        .with("percent", Value::Share(figure.counted.worst_share(fob)))
        .with("best", Value::Share(figure.counted.best_share(fob)))
        .with("at_least", Value::Percent(clause.percent))
        .with("numerator", Value::Amount(worst.and_then(shown)))
        .with("fob", Value::Amount(shown(fob)));
    let proof = if outcome == Outcome::Unknown {
        valued(claim, outcome, shortfall(clause, context.case, figures, context.materials)?)
    } else {
        Proof::certain(claim, outcome)
    };
    let mut proof = proof.citing(provision);
    if figures.has_mainland() {
        proof = proof.citing(context.provision(ProvisionId::Accumulation));
    }
    Some(proof)
}

fn valued(claim: Claim, outcome: Outcome, gap: super::shortfall::Shortfall) -> Proof {
    Proof { hoped: Outcome::Met, needs: Needs::Value(Box::new(gap)), ..Proof::certain(claim, outcome) }
}

/// Operations that must be carried out in Hong Kong, every step by any of its operations.
fn operations(process: &Process, context: &Context<'_>) -> Proof {
    let from = process.from.iter().map(|material| fact(&Id::from_material(material), context));
    let steps: Vec<Proof> = from.chain(process.steps.iter().map(|step| one_step(step, context))).collect();
    Proof::all(Claim::of("process"), steps).citing(context.provision(ProvisionId::Process)).reading("all-listed-steps")
}

fn one_step(step: &[Id], context: &Context<'_>) -> Proof {
    let outcome = Outcome::any(step.iter().map(|operation| carried_out(operation, context)));
    let claim = |kind| Claim::of(kind).with("operations", Value::Operations(step.to_vec()));
    match outcome {
        Outcome::Met => Proof::certain(claim("process.done"), Outcome::Met),
        Outcome::NotMet => Proof::certain(claim("process.not-in-hong-kong"), Outcome::NotMet),
        Outcome::Unknown => Proof::unknown(claim("process.undeclared"), vec![vec![Point::operation(step)]]),
    }
}

/// Whether an operation is carried out in Hong Kong. Declared only elsewhere, or declared not to be
/// carried out: no. Not declared: unknown, unless another operation of the step says otherwise.
fn carried_out(operation: &Id, context: &Context<'_>) -> Outcome {
    let mut declared = context.operations().iter().filter(|declared| declared.id.as_ref() == Some(operation)).peekable();
    if declared.peek().is_none() {
        return Outcome::Unknown;
    }
    Outcome::of(declared.any(|declared| declared.done && declared.place == Place::HongKong))
}
