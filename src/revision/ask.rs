//! The smallest change of a rule that would admit goods, found by trying every candidate with the engine.

use std::collections::BTreeMap;

use super::candidates::{Candidate, candidates};
use crate::bom::{Case, Place};
use crate::law::{Law, Sort};
use crate::origin::{Assessment, Policy, RuleSource, assess};
use crate::rule::{Clause, Rule};
use crate::value::{Hs, Id, Outcome, Verdict};

/// A good that was judged.
pub type Judged<'a> = (&'a Case, &'a Assessment);

/// What could be asked for, rule by rule.
#[derive(Clone, Debug, Default)]
pub struct Ask {
    /// For each rule that goods fail by, in order of code.
    pub groups: Vec<Group>,
    /// Goods for which nothing is asked, by their places among those given, and why.
    pub others: Vec<(usize, Why)>,
}

/// Why nothing is asked for a good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It originates.
    Originating,
    /// It would originate once its open points are settled.
    Settle,
    /// Its HS code is missing or too short to say which rule it is.
    NoRule,
    /// It underwent minimal operations only: no rule of a row can help.
    Bar,
}

/// Goods that fail by one rule, and what would admit them.
#[derive(Clone, Debug)]
pub struct Group {
    /// The code at which the rule stands, or at which a row would stand.
    pub code: Hs,
    /// Today's rule.
    pub rule: Rule,
    /// Where it comes from.
    pub source: RuleSource,
    /// The goods, by their places among those given.
    pub goods: Vec<usize>,
    /// Every candidate with what it comes to, the nearest first.
    pub tried: Vec<Offer>,
}

/// A candidate and what it comes to.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The candidate.
    pub candidate: Candidate,
    /// The goods that would originate.
    pub admits: Vec<usize>,
    /// The goods that would originate once their open points are settled.
    pub opens: Vec<usize>,
}

impl Ask {
    /// Tries every candidate on every good that fails.
    #[must_use]
    pub fn of(goods: &[Judged<'_>], law: &Law, policy: &Policy) -> Self {
        let mut ask = Self::default();
        let mut groups: BTreeMap<(Hs, Rule), Vec<usize>> = BTreeMap::new();
        for (index, (case, assessment)) in goods.iter().enumerate() {
            match place(case, assessment) {
                Ok(code) => groups.entry((code, assessment.applied.rule.clone())).or_default().push(index),
                Err(why) => ask.others.push((index, why)),
            }
        }
        let group = |((code, rule), members): ((Hs, Rule), Vec<usize>)| Group::of(code, rule, members, goods, law, policy);
        ask.groups = groups.into_iter().map(group).collect();
        ask
    }
}

/// The code at which the rule of a good that fails would be changed, or why nothing is asked for it.
fn place(case: &Case, assessment: &Assessment) -> Result<Hs, Why> {
    if assessment.verdict == Verdict::Originating {
        return Err(Why::Originating);
    }
    if assessment.if_confirmed == Verdict::Originating {
        return Err(Why::Settle);
    }
    // The root of the proof is the routes and, beside them, the bar.
    if assessment.proof.because.get(1).is_some_and(|bar| bar.hoped == Outcome::NotMet) {
        return Err(Why::Bar);
    }
    row_code(case, assessment).ok_or(Why::NoRule)
}

/// The code of the row by which a good is judged, or at which a row for it would stand; `None` where its own code
/// is missing or too short.
#[must_use]
pub fn row_code(case: &Case, assessment: &Assessment) -> Option<Hs> {
    let applied = &assessment.applied;
    let own = case.stated.hs.as_ref().map(|stated| stated.value.prefix(6));
    let row = applied.row.as_ref().filter(|_| !matches!(applied.source, RuleSource::General | RuleSource::TypedGeneral));
    row.map(|row| row.code).or(own).filter(|_| applied.source != RuleSource::Unknown)
}

impl Group {
    fn of(code: Hs, rule: Rule, members: Vec<usize>, goods: &[Judged<'_>], law: &Law, policy: &Policy) -> Self {
        let cases: Vec<(usize, Case)> = members.iter().filter_map(|index| Some((*index, without_rule(goods.get(*index)?.0)))).collect();
        let source = members.first().and_then(|index| goods.get(*index)).map_or(RuleSource::Unknown, |(_, found)| found.applied.source);
        let general = cases.first().map(|(_, case)| general(law, case)).unwrap_or_default();
        let mut operations: Vec<Vec<Id>> = cases.iter().map(|(_, case)| operations(case, law)).collect();
        operations.sort();
        operations.dedup();
        let mut then = law.clone();
        let mut tried = Vec::new();
        for candidate in candidates(&rule, &general, &operations) {
            then = then.proposing([law.products.proposed(code, candidate.rule.clone(), String::new())]);
            tried.push(Offer::of(candidate, &cases, &then, policy));
        }
        Self { code, rule, source, goods: members, tried }
    }

    /// The offers worth making, the nearest first: of one kind and place, each that admits what no nearer one does.
    #[must_use]
    pub fn offers(&self) -> Vec<&Offer> {
        let mut offers: Vec<&Offer> = Vec::new();
        for offer in self.tried.iter().filter(|offer| !offer.admits.is_empty()) {
            let alike = |nearer: &&&Offer| nearer.candidate.kind == offer.candidate.kind && nearer.candidate.place == offer.candidate.place;
            let covers = |nearer: &&Offer| offer.admits.iter().all(|good| nearer.admits.contains(good));
            if !offers.iter().filter(alike).any(covers) {
                offers.push(offer);
            }
        }
        offers
    }

    /// The nearest of those that admit most.
    #[must_use]
    pub fn best(&self) -> Option<&Offer> {
        let most = self.tried.iter().map(|offer| offer.admits.len()).max().filter(|most| *most > 0)?;
        self.tried.iter().find(|offer| offer.admits.len() == most)
    }
}

impl Offer {
    fn of(candidate: Candidate, cases: &[(usize, Case)], then: &Law, policy: &Policy) -> Self {
        let (mut admits, mut opens) = (Vec::new(), Vec::new());
        for (index, case) in cases {
            match assess(case, then, policy).map(|found| (found.verdict, found.if_confirmed)) {
                Ok((Verdict::Originating, _)) => admits.push(*index),
                Ok((_, Verdict::Originating)) => opens.push(*index),
                _ => {}
            }
        }
        Self { candidate, admits, opens }
    }
}

/// A good without the rule that it names itself: that is the one of today.
fn without_rule(case: &Case) -> Case {
    let mut case = case.clone();
    case.stated.rule = None;
    case
}

/// The thresholds that the law has for goods outside the list.
fn general(law: &Law, case: &Case) -> Vec<Clause> {
    match law.general_rule(case.on) {
        Rule::Rvc(clauses) => clauses,
        _ => Vec::new(),
    }
}

/// The operations that are carried out in Hong Kong and are more than minimal.
fn operations(case: &Case, law: &Law) -> Vec<Id> {
    let declared = case.stated.operations.iter().flat_map(|stated| &stated.value);
    let done = declared.filter(|declared| declared.done && declared.place == Place::HongKong).filter_map(|declared| declared.id.clone());
    let mut done: Vec<Id> = done.filter(|id| law.operations.get(id).is_some_and(|known| known.sort != Sort::Minimal)).collect();
    done.dedup();
    done
}
