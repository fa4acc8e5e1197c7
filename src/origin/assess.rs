//! The assessment of a good: all routes, the bar, and what is open.

use super::context::Context;
use super::figures::Figures;
use super::materials::{Materials, Standing};
use super::point::Point;
use super::policy::Policy;
use super::product::{self, Applied, Judged, RuleSource};
use super::proof::{Claim, Proof, Value};
use super::unknowns::Unknowns;
use super::{bar, headroom, routes, settle, waste};
use crate::bom::{Case, Place, RuleChoice, Spot, Status};
use crate::diag::{Code, Diagnostic};
use crate::law::{Confirmation, Law};
use crate::rule::{Method, Rule};
use crate::value::{Criterion, Id, Outcome, Verdict};

/// What was found of a good.
#[derive(Clone, Debug)]
pub struct Assessment {
    /// What is said of the good.
    pub verdict: Verdict,
    /// What would be said should every open point turn out in the good's favour.
    pub if_confirmed: Verdict,
    /// The route, where the good originates.
    pub criterion: Option<Criterion>,
    /// The route by which it would originate once the open points are settled.
    pub hoped_criterion: Option<Criterion>,
    /// The rule of route 3 and where it comes from.
    pub applied: Applied,
    /// What route 3 comes to.
    pub rule_outcome: Outcome,
    /// The figures.
    pub figures: Figures,
    /// The whole proof.
    pub proof: Proof,
    /// The shortest list of points that would settle the verdict.
    pub blocking: Vec<Point>,
    /// Other points: papers to keep, and what was assumed of the law without the verdict turning on it.
    pub notes: Vec<Point>,
    /// What was assumed.
    pub assumptions: Vec<Claim>,
    /// The confirmations that the proof could rest on.
    pub confirmations: Vec<Confirmation>,
    /// What is doubtful about the input in the light of the law.
    pub remarks: Vec<Diagnostic>,
    /// How many lines there are, and what they lack.
    pub unknowns: Unknowns,
}

/// Assesses a good under a law and a policy.
///
/// # Errors
/// A diagnostic that rejects the good: figures with too many digits to be exact, or `general` for a code
/// that is in the product list.
pub fn assess(case: &Case, law: &Law, policy: &Policy) -> Result<Assessment, Diagnostic> {
    let too_long = || Diagnostic::at(Code::GoodTooLong, &case.at).with("good", &case.id);
    let materials = Materials::of(case, policy);
    let figures = Figures::of(case, &materials, policy, law).ok_or_else(too_long)?;
    let context = Context { case, law, policy, materials: &materials, figures: &figures };
    let tree = Tree::grow(&context).ok_or_else(too_long)??;
    let development_needed = tree.needs_development(&context, policy).ok_or_else(too_long)?;
    Ok(tree.assessment(&context, development_needed))
}

/// The proof and what is read off it.
struct Tree {
    proof: Proof,
    /// What route 3 comes to, and which route it is.
    third: (Outcome, Option<Criterion>),
    applied: Applied,
    remark: Option<Diagnostic>,
}

impl Tree {
    fn grow(context: &Context<'_>) -> Option<Result<Self, Diagnostic>> {
        let Judged { proof, applied, remark } = match product::prove(context)? {
            Ok(judged) => judged,
            Err(problem) => return Some(Err(problem)),
        };
        let waste = waste::outcome(context);
        let obtained = routes::wholly_obtained(context);
        let produced = routes::wholly_produced(context, waste);
        let bar = bar::prove(context, process_met(&proof, applied.source), obtained.outcome);
        let third = waste::third_route(context, waste, proof);
        let told = (third.outcome, third.route);
        let routes = Proof::any(Claim::of("routes"), vec![obtained, produced, third]);
        let proof = Proof::all(Claim::of("originates"), vec![routes, bar]);
        Some(Ok(Self { proof, third: told, applied, remark }))
    }

    /// The three routes, in their order.
    fn routes(&self) -> &[Proof] {
        self.proof.because.first().map_or(&[], |routes| &routes.because)
    }

    const fn verdict(outcome: Outcome) -> Verdict {
        match outcome {
            Outcome::Met => Verdict::Originating,
            Outcome::NotMet => Verdict::NotOriginating,
            Outcome::Unknown => Verdict::Undetermined,
        }
    }

    fn criterion(&self) -> Option<Criterion> {
        self.routes().iter().find(|route| route.outcome == Outcome::Met).and_then(|route| route.route)
    }

    /// Whether the verdict rests on product development: without it route 3 is not met.
    fn needs_development(&self, context: &Context<'_>, policy: &Policy) -> Option<bool> {
        let by_rule = matches!(self.criterion(), Some(Criterion::ProductRule | Criterion::GeneralRule));
        if self.proof.outcome != Outcome::Met || !by_rule || context.case.development.is_none_or(|amount| !amount.is_positive()) {
            return Some(false);
        }
        let case = context.case.without_development();
        let figures = Figures::of(&case, context.materials, policy, context.law)?;
        let without = product::prove(&Context { case: &case, figures: &figures, ..*context })?;
        Some(without.is_ok_and(|judged| judged.proof.outcome != Outcome::Met))
    }

    fn assessment(self, context: &Context<'_>, development_needed: bool) -> Assessment {
        let verdict = Self::verdict(self.proof.outcome);
        let blocking: Vec<Point> = match verdict {
            Verdict::Undetermined => settle::shortest(&self.proof).unwrap_or_default().into_iter().collect(),
            _ => Vec::new(),
        };
        let hoped_criterion = self.hoped_criterion(&blocking);
        let others: Vec<Point> = other_points(&self.proof, &blocking).filter(|_| verdict == Verdict::Undetermined).collect();
        let blocking = with_figures(blocking, context, &self.applied.rule);
        let criterion = self.criterion().filter(|_| verdict == Verdict::Originating);
        let mut notes = evidence(context);
        if development_needed {
            let at = context.case.stated.development.as_ref().map(|stated| stated.at.clone());
            notes.push(Point::evidence("development", at, String::new()));
        }
        notes.extend(with_figures(others, context, &self.applied.rule));
        Assessment {
            verdict,
            if_confirmed: Self::verdict(self.proof.hoped),
            criterion,
            hoped_criterion,
            rule_outcome: self.third.0,
            applied: self.applied,
            figures: *context.figures,
            proof: self.proof,
            blocking,
            notes,
            assumptions: assumptions(context),
            confirmations: confirmations(context),
            remarks: self.remark.into_iter().collect(),
            unknowns: Unknowns::of(context.materials),
        }
    }

    /// The first route that is met, or would be once the points are settled.
    fn hoped_criterion(&self, blocking: &[Point]) -> Option<Criterion> {
        if self.proof.hoped != Outcome::Met {
            return self.third.1;
        }
        let granted = blocking.iter().cloned().collect();
        let settled = |route: &&Proof| settle::is_settled_by(route, &granted);
        self.routes().iter().find(settled).and_then(|route| route.route)
    }
}

/// Whether a process of the good's own row is met. A typed rule never settles the bar.
fn process_met(rule: &Proof, source: RuleSource) -> bool {
    let mut met = false;
    rule.walk(&mut |step| met |= step.claim.kind == "process" && step.outcome == Outcome::Met);
    met && source == RuleSource::List
}

/// Says of labour and development how much of them would be enough, where they are enough alone, and of
/// the floor under accumulation what Hong Kong's own content is.
fn with_figures(mut points: Vec<Point>, context: &Context<'_>, rule: &Rule) -> Vec<Point> {
    let room = rule.first_clause(Method::BuildUp).map(|clause| headroom::build_up(clause, context.case, context.figures));
    let enough = room.and_then(|room| room.least_extra).map(|amount| amount.to_string()).unwrap_or_default();
    let others = points.iter().any(|point| matches!(point.family, "material.origin" | "materials.origin" | "material.value"));
    for point in &mut points {
        match point.family {
            "good.labour" | "good.development" if !others => point.about.clone_from(&enough),
            "accumulation.floor" => point.about = own_content(context),
            _ => {}
        }
    }
    points
}

/// Hong Kong's own content by both methods, in the worst case: `BU 14.90 %, BD 20.00 %`.
fn own_content(context: &Context<'_>) -> String {
    let share = |method: Method| {
        let figure = context.figures.of_method(method)?;
        Some(format!("{} {} %", method.word(), figure.hong_kong.worst_share(context.figures.fob?)?))
    };
    [Method::BuildUp, Method::BuildDown].into_iter().filter_map(share).collect::<Vec<_>>().join(", ")
}

/// Points that appear in the proof and are not on the shortest list: other ways to the same end.
fn other_points<'a>(proof: &Proof, blocking: &'a [Point]) -> impl Iterator<Item = Point> + use<'a> {
    let mut points = settle::every(proof);
    points.retain(|point| !blocking.contains(point));
    points.into_iter()
}

/// Papers to keep: a proof for each originating material that names none, and for operations elsewhere.
fn evidence(context: &Context<'_>) -> Vec<Point> {
    let mut points = Vec::new();
    let unproven = |lot: &&crate::bom::Lot| lot.kind.status == Some(Status::Originating) && !lot.kind.proof;
    let declared = [Standing::HongKong, Standing::Mainland].into_iter().flat_map(|standing| context.materials.standing(standing));
    for lot in declared.filter(unproven) {
        let line = |line: &crate::bom::Line| {
            Point::evidence("material.proof", Some(context.case.position(line.line, Spot::Origin)), line.name.clone())
        };
        points.extend(lot.greatest.iter().map(line));
    }
    let elsewhere = context
        .operations()
        .iter()
        .any(|declared| declared.done && declared.place != Place::HongKong && is_substantial(context, declared.id.as_ref()));
    if elsewhere {
        let at = context.case.stated.operations.as_ref().map(|stated| stated.at.clone());
        points.push(Point::evidence("operations-elsewhere", at, String::new()));
    }
    points.sort();
    points
}

fn is_substantial(context: &Context<'_>, id: Option<&Id>) -> bool {
    id.and_then(|id| context.law.operations.get(id)).is_some_and(|operation| operation.sort == crate::law::Sort::Substantial)
}

/// What was taken for granted, so that the reader can object.
fn assumptions(context: &Context<'_>) -> Vec<Claim> {
    let mut assumed = Vec::new();
    let mut note = |wanted: bool, claim: Claim| assumed.extend(wanted.then_some(claim));
    let wishes = context.materials.wishes;
    let count = |kind, lines| Claim::of(kind).with("count", Value::Count(lines));
    note(wishes.trusted > 0, count("assume.trust-country", wishes.trusted));
    note(wishes.strict > 0, count("assume.unproven-foreign", wishes.strict));
    note(wishes.sided > 0, count("assume.side", wishes.sided));
    note(wishes.packing > 0, count("assume.packing", wishes.packing));
    let unplaced: Vec<Id> = context
        .operations()
        .iter()
        .filter(|declared| !declared.place_said && declared.done)
        .filter_map(|declared| declared.id.clone())
        .collect();
    note(!unplaced.is_empty(), Claim::of("assume.place").with("operations", Value::Operations(unplaced)));
    let declared = |wanted: &dyn Fn(&Id) -> bool| context.facts().any(|(id, _)| wanted(id));
    let says_obtained = |id: &Id| context.law.facts.get(id).is_some_and(|fact| fact.kind.is_wholly_obtained());
    note(!declared(&says_obtained), Claim::of("assume.not-wo"));
    note(waste::outcome(context) == Outcome::NotMet && !declared(&|id| Some(id) == waste::fact().as_ref()), Claim::of("assume.not-waste"));
    let typed = context.case.stated.rule.as_ref().map(|stated| &stated.value);
    note(matches!(typed, Some(RuleChoice::Typed(_))), Claim::of("assume.typed"));
    note(typed == Some(&RuleChoice::General), Claim::of("assume.typed-general"));
    let pieces = Claim::of("assume.pieces")
        .with("per", Value::Text(context.case.per().plain()))
        .with("bom_per", Value::Text(context.case.bom_per().plain()));
    note(true, pieces);
    assumed
}

/// The confirmations that bear on this good: all of those that name no code, and those of its own code.
fn confirmations(context: &Context<'_>) -> Vec<Confirmation> {
    let code = context.case.stated.hs.as_ref().map(|stated| stated.value);
    let own = |point: &str| {
        let named = point.rsplit_once('.').and_then(|(stem, digits)| Some((stem, crate::value::Hs::from_digits(digits)?)));
        named.is_none_or(|(_, named)| code.is_some_and(|code| code.is_under(&named)))
    };
    context.policy.confirmed.iter().filter(|confirmation| own(&confirmation.point)).cloned().collect()
}

impl Assessment {
    /// The first clause of a method in the rule that is applied.
    #[must_use]
    pub fn clause(&self, method: Method) -> Option<crate::rule::Clause> {
        self.applied.rule.first_clause(method)
    }
}
