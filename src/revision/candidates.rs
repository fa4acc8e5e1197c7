//! What could be asked for in place of a rule: a finite set, each candidate one change away from it.
//!
//! How far a candidate departs from today's rule is this program's own measure, and no law: a point for each point of
//! a threshold, and fixed weights for changes of another kind, in the order in which they open a rule wider.

use crate::rule::{Clause, Level, Method, Process, Rule, Shift};
use crate::value::{Id, Money, Percent};

/// What kind of change it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A threshold is lowered.
    Threshold,
    /// An exception from a change of classification is lifted.
    Exception,
    /// The other method of regional value content counts too.
    Method,
    /// The change of classification is asked one level further down.
    Level,
    /// Regional value content stands beside a rule that names none.
    Content,
    /// A change of classification stands beside a rule that names none.
    Shift,
    /// The operations that are carried out stand beside the rule.
    Process,
}

impl Kind {
    /// Every kind, in the order of their weights.
    pub const ALL: [Self; 7] = [Self::Threshold, Self::Exception, Self::Method, Self::Level, Self::Content, Self::Shift, Self::Process];

    /// `threshold`, `exception`, `method`, `level`, `content`, `shift`, `process`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Threshold => "threshold",
            Self::Exception => "exception",
            Self::Method => "method",
            Self::Level => "level",
            Self::Content => "content",
            Self::Shift => "shift",
            Self::Process => "process",
        }
    }

    /// What the change weighs at least; each point of a threshold below the law's own weighs one more.
    #[must_use]
    pub const fn weight(self) -> u32 {
        match self {
            Self::Threshold => 0,
            Self::Exception => 5,
            Self::Method => 10,
            Self::Level => 15,
            Self::Content => 20,
            Self::Shift => 25,
            Self::Process => 40,
        }
    }
}

/// A rule that could be asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The rule.
    pub rule: Rule,
    /// What is changed.
    pub kind: Kind,
    /// How far it departs from today's rule.
    pub departure: u32,
    /// Where in the rule it is changed: candidates of one place and kind differ in their extent only.
    pub place: String,
}

/// Every candidate for a rule, the nearest first; of two ways to the same rule the nearer one.
///
/// `general` has the thresholds that the law itself has for goods outside the list; `operations` are those that the
/// makers carry out in Hong Kong, good by good.
#[must_use]
pub fn candidates(rule: &Rule, general: &[Clause], operations: &[Vec<Id>]) -> Vec<Candidate> {
    let mut found = inside(rule, general);
    found.extend(beside(rule, general, operations));
    found.retain(|candidate| candidate.rule != *rule);
    found.sort_by(|a, b| (a.departure, a.kind, &a.place, &a.rule).cmp(&(b.departure, b.kind, &b.place, &b.rule)));
    let mut nearest: Vec<Candidate> = Vec::new();
    for candidate in found {
        if !nearest.iter().any(|nearer| nearer.rule == candidate.rule) {
            nearest.push(candidate);
        }
    }
    nearest
}

/// Changes of one part of the rule.
fn inside(rule: &Rule, general: &[Clause]) -> Vec<Candidate> {
    match rule {
        Rule::Any(parts) => of_parts(parts, general, Rule::Any),
        Rule::All(parts) => of_parts(parts, general, Rule::All),
        Rule::If { fact, then, otherwise } => {
            let with = |then: Rule, otherwise: Rule| Rule::If { fact: fact.clone(), then: Box::new(then), otherwise: Box::new(otherwise) };
            let first = inside(then, general).into_iter().map(|inner| inner.within("then", |rule| with(rule, (**otherwise).clone())));
            let second = inside(otherwise, general).into_iter().map(|inner| inner.within("else", |rule| with((**then).clone(), rule)));
            first.chain(second).collect()
        }
        Rule::Shift(shift) => of_shift(shift),
        Rule::Rvc(clauses) => of_content(clauses, general),
        Rule::WhollyObtained | Rule::Process(_) | Rule::Fact(_) | Rule::Text(_) => Vec::new(),
    }
}

fn of_parts(parts: &[Rule], general: &[Clause], node: fn(Vec<Rule>) -> Rule) -> Vec<Candidate> {
    let with = |at: usize, rule: Rule| {
        let mut parts = parts.to_vec();
        if let Some(part) = parts.get_mut(at) {
            *part = rule;
        }
        node(parts)
    };
    let changed = parts.iter().enumerate().flat_map(|(at, part)| inside(part, general).into_iter().map(move |inner| (at, inner)));
    changed.map(|(at, inner)| inner.within(&at.to_string(), |rule| with(at, rule))).collect()
}

fn of_shift(shift: &Shift) -> Vec<Candidate> {
    let mut found = Vec::new();
    if let Some(level) = below(shift.level) {
        let rule = Rule::Shift(Shift { level, except: shift.except.clone() });
        found.push(Candidate::new(rule, Kind::Level, Kind::Level.weight(), ""));
    }
    for lifted in 0..shift.except.len() {
        let mut except = shift.except.clone();
        let range = except.remove(lifted);
        let rule = Rule::Shift(Shift { level: shift.level, except });
        found.push(Candidate::new(rule, Kind::Exception, Kind::Exception.weight(), &range.to_string()));
    }
    if let Some(count) = u32::try_from(shift.except.len()).ok().filter(|count| *count > 1) {
        let rule = Rule::Shift(Shift { level: shift.level, except: Vec::new() });
        found.push(Candidate::new(rule, Kind::Exception, Kind::Exception.weight().saturating_mul(count), "all"));
    }
    found
}

fn of_content(clauses: &[Clause], general: &[Clause]) -> Vec<Candidate> {
    let mut found = Vec::new();
    for (at, clause) in clauses.iter().enumerate() {
        for (points, percent) in lower(clause.percent) {
            let mut clauses = clauses.to_vec();
            if let Some(clause) = clauses.get_mut(at) {
                clause.percent = percent;
            }
            found.push(Candidate::new(Rule::Rvc(clauses), Kind::Threshold, points, clause.method.word()));
        }
    }
    let other = general.iter().filter(|other| !clauses.iter().any(|clause| clause.method == other.method));
    found.extend(other.map(|other| {
        let rule = Rule::Rvc(clauses.iter().chain([other]).copied().collect());
        Candidate::new(rule, Kind::Method, Kind::Method.weight(), other.method.word())
    }));
    found
}

/// Alternatives beside the whole rule.
fn beside(rule: &Rule, general: &[Clause], operations: &[Vec<Id>]) -> Vec<Candidate> {
    let mut found = Vec::new();
    if ![Method::BuildUp, Method::BuildDown].into_iter().any(|method| rule.first_clause(method).is_some()) {
        for clause in general {
            let lower = std::iter::once((0, clause.percent)).chain(lower(clause.percent));
            found.extend(lower.map(|(points, percent)| {
                let content = Rule::Rvc(vec![Clause { method: clause.method, percent }]);
                let departure = Kind::Content.weight().saturating_add(points);
                Candidate::new(or(rule, content), Kind::Content, departure, clause.method.word())
            }));
        }
        let both = Candidate::new(or(rule, Rule::Rvc(general.to_vec())), Kind::Content, Kind::Content.weight().saturating_add(2), "both");
        found.extend((general.len() > 1).then_some(both));
    }
    if !has_shift(rule) {
        for (steps, level) in (0_u32..).zip([Level::Chapter, Level::Heading, Level::Subheading]) {
            let shift = Rule::Shift(Shift { level, except: Vec::new() });
            let departure = Kind::Shift.weight().saturating_add(steps.saturating_mul(4));
            found.push(Candidate::new(or(rule, shift), Kind::Shift, departure, "beside"));
        }
    }
    for done in operations.iter().filter(|done| !done.is_empty()) {
        let process = Rule::Process(Process { from: None, steps: done.iter().map(|id| vec![id.clone()]).collect() });
        found.push(Candidate::new(or(rule, process.clone()), Kind::Process, Kind::Process.weight(), &process.to_string()));
    }
    found
}

impl Candidate {
    fn new(rule: Rule, kind: Kind, departure: u32, place: &str) -> Self {
        Self { rule, kind, departure, place: place.to_owned() }
    }

    /// The candidate of a part as one of the whole.
    fn within(self, place: &str, whole: impl FnOnce(Rule) -> Rule) -> Self {
        Self { rule: whole(self.rule), place: format!("{place}.{}", self.place), ..self }
    }
}

/// The rule or another one.
fn or(rule: &Rule, other: Rule) -> Rule {
    match rule {
        Rule::Any(parts) => Rule::Any(parts.iter().cloned().chain([other]).collect()),
        rule => Rule::Any(vec![rule.clone(), other]),
    }
}

const fn below(level: Level) -> Option<Level> {
    match level {
        Level::Chapter => Some(Level::Heading),
        Level::Heading => Some(Level::Subheading),
        Level::Subheading => None,
    }
}

/// Every whole percentage below a threshold down to one, with how many steps below it is.
fn lower(percent: Percent) -> impl Iterator<Item = (u32, Percent)> {
    let whole = (1..=100_i128).rev().filter_map(|units| Percent::new(Money::from_units(units, 0)?));
    (1_u32..).zip(whole.skip_while(move |lower| *lower >= percent))
}

fn has_shift(rule: &Rule) -> bool {
    match rule {
        Rule::Any(parts) | Rule::All(parts) => parts.iter().any(has_shift),
        Rule::If { then, otherwise, .. } => has_shift(then) || has_shift(otherwise),
        Rule::Shift(_) => true,
        Rule::WhollyObtained | Rule::Rvc(_) | Rule::Process(_) | Rule::Fact(_) | Rule::Text(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::parse;

    fn of(rule: &str) -> Vec<String> {
        let Ok(Rule::Rvc(general)) = parse("RVC(BU 30 | BD 40)") else { panic!("a rule") };
        let operations = [vec![Id::new("moulding").expect("an id")]];
        let found = candidates(&parse(rule).expect("a rule"), &general, &operations);
        assert!(found.is_sorted_by_key(|candidate| candidate.departure));
        found.iter().map(|candidate| candidate.rule.to_string()).collect()
    }

    #[test]
    fn each_is_one_change_away_and_parses_as_it_is_spelt() {
        for rule in
            ["CTH", "CC except 39, 40", "RVC(BD 45.5)", "CTH and RVC(BD 40)", "if contains-sugar then CC else (CTH or WO)", "text(\"x\")"]
        {
            for candidate in of(rule) {
                assert_ne!(candidate, rule);
                assert_eq!(parse(&candidate).expect("it parses").to_string(), candidate, "of {rule}");
            }
        }
    }

    #[test]
    fn the_set_is_the_one_that_is_promised() {
        let shift = of("CC except 39, 40");
        for wanted in [
            "CC except 40",
            "CC except 39",
            "CC",
            "CTH except 39, 40",
            "CC except 39, 40 or RVC(BD 40)",
            "CC except 39, 40 or RVC(BU 30 | BD 40)",
            "CC except 39, 40 or RVC(BD 39)",
            "CC except 39, 40 or process(moulding)",
        ] {
            assert!(shift.iter().any(|rule| rule == wanted), "{wanted}: {shift:?}");
        }
        assert_eq!(shift.len(), 2 + 1 + 1 + (40 + 30 + 1) + 1);
        let content = of("RVC(BD 3)");
        let wanted = [
            "RVC(BD 2)",
            "RVC(BD 1)",
            "RVC(BD 3 | BU 30)",
            "RVC(BD 3) or CC",
            "RVC(BD 3) or CTH",
            "RVC(BD 3) or CTSH",
            "RVC(BD 3) or process(moulding)",
        ];
        assert_eq!(content, wanted, "nothing else, in this order");
        assert_eq!(of("RVC(BD 45.5)").first().map(String::as_str), Some("RVC(BD 45)"), "the next whole percentage");
    }
}
