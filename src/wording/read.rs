//! From wording to rule, one function for each line of the grammar. Each gives `None` where not all of its text
//! is the form that it reads.

use super::plain::{is_chinese, plain};
use super::style::{STYLES, Style, after, inside};
use super::terms::{Kind, Terms};
use super::{Context, codes, steps};
use crate::rule::{self, Clause, Process, Rule, Shift};
use crate::say::Lang;
use crate::value::{Id, Percent, number};

/// Reads a wording as it stands in a row of the list. A wording that is not known entirely, or that two
/// languages would read differently, is [`Rule::Text`] and holds the wording itself.
#[must_use]
pub fn read(wording: &str, terms: &Terms, context: Context) -> Rule {
    let text = plain(wording);
    let chinese = is_chinese(&text);
    let styles = STYLES.iter().filter(|style| (style.lang != Lang::En) == chinese);
    let mut rules: Vec<Rule> = styles.filter_map(|style| Reader { style, terms, context }.wording(&text)).collect();
    rules.dedup();
    match (rules.pop(), rules.is_empty()) {
        (Some(rule), true) => rule,
        _ => Rule::Text(wording.trim().to_owned()),
    }
}

/// One language, its words and the row that is read.
pub(super) struct Reader<'a> {
    pub style: &'a Style,
    pub terms: &'a Terms,
    pub context: Context,
}

impl Reader<'_> {
    /// `wording = limb | "(1)" limb ( ";或(2)" limb )+`
    fn wording(&self, text: &str) -> Option<Rule> {
        let Some(limbs) = numbered(text, self.style.alternative, |index| index.saturating_add(1).to_string()) else {
            return self.limb(text);
        };
        let limbs: Option<Vec<Rule>> = limbs.into_iter().map(|limb| self.limb(self.unstopped(limb))).collect();
        limbs.filter(|limbs| limbs.len() > 1).map(Rule::Any)
    }

    /// A sentence may end with a full stop before the next alternative.
    fn unstopped<'t>(&self, text: &'t str) -> &'t str {
        text.strip_suffix(self.style.stop.trim_end()).unwrap_or(text)
    }

    /// `limb = branch ";如" condition "," branch | [ sentences "。" ] "如" … ";如" … | branch`
    fn limb(&self, text: &str) -> Option<Rule> {
        let Some((first, second)) = text.split_once(self.style.otherwise) else { return self.branch(text) };
        let (negated, fact, second) = self.conditional(second)?;
        let begins = format!("{}{}", self.style.stop, self.style.when);
        let (before, condition) = match first.split_once(&begins) {
            Some((before, condition)) => (Some(before), Some(condition)),
            None => (None, first.strip_prefix(self.style.when)),
        };
        let Some(condition) = condition else {
            return Some(decided(fact, negated, self.branch(second)?, self.branch(first)?));
        };
        let (other_negated, other_fact, first) = self.conditional(condition)?;
        if fact != other_fact || negated == other_negated {
            return None;
        }
        let decided = decided(fact, negated, self.branch(second)?, self.branch(first)?);
        match before {
            None => Some(decided),
            Some(before) => Some(joined(self.sentences(before)?, decided)),
        }
    }

    /// A condition and what follows it: whether it is a negation, its fact, and the rest.
    fn conditional<'t>(&self, text: &'t str) -> Option<(bool, Id, &'t str)> {
        let comma = self.style.then.first()?;
        let (condition, _) = text.split_once(comma)?;
        let rest = text.strip_prefix(condition)?;
        let longest = self.style.then.iter().rev().find_map(|then| rest.strip_prefix(then))?;
        let name = self.terms.find(self.style.lang, Kind::Condition, condition, &[self.context.party.word()])?;
        let (negated, name) = name.strip_prefix('!').map_or((false, name), |name| (true, name));
        Some((negated, Id::new(name)?, longest))
    }

    /// `branch = process ",如" condition ",则" operation "亦须在一方进行" | sentences`
    fn branch(&self, text: &str) -> Option<Rule> {
        let [begin, middle, end] = self.style.also;
        let Some((before, addition)) = text.split_once(begin) else { return self.sentences(text) };
        let (condition, operation) = addition.strip_suffix(end)?.split_once(middle)?;
        let fact = self.terms.find(self.style.lang, Kind::Condition, condition, &[self.context.party.word()])?;
        let Rule::Process(process) = self.sentence(before)? else { return None };
        let step = vec![steps::operation(self, process.from.as_ref(), operation)?];
        let mut more = process.clone();
        more.steps.push(step);
        Some(decided(Id::new(fact)?, false, Rule::Process(more), Rule::Process(process)))
    }

    /// `sentences = sentence ( ",且" sentence )*`
    fn sentences(&self, text: &str) -> Option<Rule> {
        let parts: Option<Vec<Rule>> = text.split(self.style.and).map(|part| self.sentence(part)).collect();
        let mut parts = parts?;
        if parts.len() == 1 { parts.pop() } else { Some(Rule::All(parts)) }
    }

    fn sentence(&self, text: &str) -> Option<Rule> {
        self.shift(text).or_else(|| self.content(text)).or_else(|| self.process(text)).or_else(|| self.stated(text))
    }

    /// A change of chapter, heading or subheading, with what is excepted.
    fn shift(&self, text: &str) -> Option<Rule> {
        self.style.shift.iter().find_map(|(level, spellings)| {
            let except = match after(text, spellings)? {
                "" => Vec::new(),
                rest => codes::read(self.style, inside(rest, self.style.except)?)?,
            };
            Some(Rule::Shift(Shift { level: *level, except }))
        })
    }

    /// Regional value content by one method or either of two.
    fn content(&self, text: &str) -> Option<Rule> {
        let clauses = self.style.content.iter().find_map(|content| {
            let parts = text.strip_prefix(content)?.split(self.style.or);
            parts.map(|part| self.clause(part)).collect::<Option<Vec<Clause>>>()
        })?;
        match clauses.as_slice() {
            [_] => Some(Rule::Rvc(clauses)),
            [one, other] if one.method != other.method => Some(Rule::Rvc(clauses)),
            _ => None,
        }
    }

    fn clause(&self, text: &str) -> Option<Clause> {
        self.style.clause.iter().find_map(|(method, patterns)| {
            let digits = inside(text, patterns)?;
            let plain = digits.starts_with(|c: char| c.is_ascii_digit()) && digits.chars().all(|c| c.is_ascii_digit() || c == '.');
            let percent = Percent::new(number::parse(digits, number::Mark::Point).ok().filter(|_| plain)?)?;
            Some(Clause { method: *method, percent })
        })
    }

    /// `process = [ "从" material "制造。" ] "主要制造工序为" steps`
    fn process(&self, text: &str) -> Option<Rule> {
        if let Some(operations) = after(text, self.style.operations) {
            return Some(Rule::Process(Process { from: None, steps: steps::read(self, None, operations)? }));
        }
        self.style.operations.iter().find_map(|head| {
            let (opening, operations) = text.split_once(head)?;
            let opening = self.style.pause.iter().find_map(|pause| opening.strip_suffix(pause))?;
            let from = self.material(opening)?;
            let steps = steps::read(self, Some(&from), operations)?;
            Some(Rule::Process(Process { from: Some(from), steps }))
        })
    }

    fn material(&self, opening: &str) -> Option<Id> {
        let find = |kind, word| self.terms.find(self.style.lang, kind, word, &[self.context.code.prefix(2).as_str()]);
        let noun = self.style.from.iter().find_map(|pattern| find(Kind::Material, inside(opening, &[pattern])?));
        Id::new(noun.or_else(|| find(Kind::Opening, opening))?)
    }

    /// A whole sentence of the terms.
    fn stated(&self, text: &str) -> Option<Rule> {
        let find = |kind| self.terms.find(self.style.lang, kind, text, &[self.context.party.word()]);
        match find(Kind::Obtained).or_else(|| find(Kind::Limit)) {
            Some("WO") => Some(Rule::WhollyObtained),
            Some(name) => Id::new(name).map(Rule::Fact),
            None => rule::parse(find(Kind::Whole)?).ok(),
        }
    }
}

/// The parts of a numbered or lettered text: every label in its order, from the first on. `None` where the text
/// does not begin with the first label.
pub(super) fn numbered<'a>(text: &'a str, patterns: [&str; 2], label: impl Fn(usize) -> String) -> Option<Vec<&'a str>> {
    let [first, next] = patterns;
    let mut rest = text.strip_prefix(super::style::filled(first, &label(0)).as_str())?;
    let mut parts = Vec::new();
    while let Some((part, more)) = rest.split_once(super::style::filled(next, &label(parts.len().saturating_add(1))).as_str()) {
        parts.push(part);
        rest = more;
    }
    parts.push(rest);
    Some(parts)
}

/// One rule where a fact (or its negation) holds, another where it does not.
fn decided(fact: Id, negated: bool, holds: Rule, fails: Rule) -> Rule {
    let (then, otherwise) = if negated { (fails, holds) } else { (holds, fails) };
    Rule::If { fact, then: Box::new(then), otherwise: Box::new(otherwise) }
}

/// Both rules together, in one list.
fn joined(first: Rule, last: Rule) -> Rule {
    let mut parts = if let Rule::All(parts) = first { parts } else { vec![first] };
    parts.push(last);
    Rule::All(parts)
}
