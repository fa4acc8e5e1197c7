//! From rule to wording, in the style of the official list.

use super::Context;
use super::codes;
use super::read::read;
use super::steps::letter;
use super::style::{Style, filled};
use super::terms::{Kind, Terms};
use crate::rule::{Process, Rule, Shift};
use crate::say::Lang;
use crate::value::Id;

/// A rule as the official list would word it; `None` for what its style cannot say without doubt: alternatives
/// inside sentences that hold together, conditions inside conditions, a thing that has no word here.
///
/// What is written reads back as the same rule; that is checked before it is given.
#[must_use]
pub fn write(rule: &Rule, lang: Lang, terms: &Terms, context: Context) -> Option<String> {
    let text = Writer { style: Style::of(lang), terms, context }.wording(rule)?;
    (read(&text, terms, context) == *rule).then_some(text)
}

struct Writer<'a> {
    style: &'a Style,
    terms: &'a Terms,
    context: Context,
}

impl Writer<'_> {
    fn wording(&self, rule: &Rule) -> Option<String> {
        let Rule::Any(limbs) = rule else { return self.limb(rule) };
        let limbs: Option<Vec<String>> = limbs.iter().map(|limb| self.limb(limb)).collect();
        Some(labelled(&limbs?, self.style.alternative, |index| index.saturating_add(1).to_string()))
    }

    fn limb(&self, rule: &Rule) -> Option<String> {
        match rule {
            Rule::If { .. } => self.branch(rule).or_else(|| self.condition(rule)),
            Rule::All(parts) => match parts.split_last() {
                Some((last @ Rule::If { .. }, before)) => {
                    Some(format!("{}{}{}", self.sentences(before)?, self.style.stop, self.condition(last)?))
                }
                _ => self.sentences(parts),
            },
            _ => self.sentence(rule),
        }
    }

    /// Both branches of a condition, each with its own clause.
    fn condition(&self, rule: &Rule) -> Option<String> {
        let Rule::If { fact, then, otherwise } = rule else { return None };
        let comma = self.style.then.first()?;
        let (holds, fails) = (self.word(Kind::Condition, fact.as_str())?, self.word(Kind::Condition, &format!("!{fact}"))?);
        let (when, other) = (self.style.when, self.style.otherwise);
        Some(format!("{when}{holds}{comma}{}{other}{fails}{comma}{}", self.branch(then)?, self.branch(otherwise)?))
    }

    fn branch(&self, rule: &Rule) -> Option<String> {
        match rule {
            Rule::If { fact, then, otherwise } => self.also(fact, then, otherwise),
            Rule::All(parts) => self.sentences(parts),
            _ => self.sentence(rule),
        }
    }

    /// A process, and one operation more under a condition.
    fn also(&self, fact: &Id, then: &Rule, otherwise: &Rule) -> Option<String> {
        let (Rule::Process(more), Rule::Process(process)) = (then, otherwise) else { return None };
        let (addition, same) = more.steps.split_last()?;
        let ([operation], true) = (addition.as_slice(), same == process.steps && more.from == process.from) else { return None };
        let [begin, middle, end] = self.style.also;
        let condition = self.word(Kind::Condition, fact.as_str())?;
        Some(format!("{}{begin}{condition}{middle}{}{end}", self.process(process)?, self.operation(process, operation)?))
    }

    fn sentences(&self, parts: &[Rule]) -> Option<String> {
        let parts: Option<Vec<String>> = parts.iter().map(|part| self.sentence(part)).collect();
        Some(parts?.join(self.style.and))
    }

    fn sentence(&self, rule: &Rule) -> Option<String> {
        match rule {
            Rule::Shift(shift) => self.shift(shift),
            Rule::Rvc(clauses) => {
                let clause = |clause: &crate::rule::Clause| {
                    let (_, patterns) = self.style.clause.iter().find(|(method, _)| *method == clause.method)?;
                    Some(filled(patterns.first()?, &clause.percent.to_string()))
                };
                let clauses: Option<Vec<String>> = clauses.iter().map(clause).collect();
                Some(format!("{}{}", self.style.content.first()?, clauses?.join(self.style.or)))
            }
            Rule::Process(process) => self.stated(&rule.to_string()).or_else(|| self.process(process)),
            Rule::WhollyObtained => self.stated("WO"),
            Rule::Fact(fact) => self.stated(fact.as_str()),
            Rule::Any(_) | Rule::All(_) | Rule::If { .. } | Rule::Text(_) => None,
        }
    }

    fn shift(&self, shift: &Shift) -> Option<String> {
        let (_, spellings) = self.style.shift.iter().find(|(level, _)| *level == shift.level)?;
        let mut text = (*spellings.first()?).to_owned();
        if !shift.except.is_empty() {
            text.push_str(&filled(self.style.except.first()?, &codes::write(self.style, &shift.except)?));
        }
        Some(text)
    }

    fn process(&self, process: &Process) -> Option<String> {
        let head = self.style.operations.first()?;
        let steps = self.steps(process)?;
        let Some(from) = &process.from else { return Some(format!("{head}{steps}")) };
        let opening = match self.word(Kind::Material, from.as_str()) {
            Some(noun) => filled(self.style.from.first()?, noun),
            None => self.word(Kind::Opening, from.as_str())?.to_owned(),
        };
        Some(format!("{opening}{}{head}{steps}", self.style.pause.first()?))
    }

    fn steps(&self, process: &Process) -> Option<String> {
        let word = |id: &Id| self.operation(process, id);
        if let [only] = process.steps.as_slice() {
            return self.step(process, only);
        }
        if process.steps.iter().any(|step| step.len() > 1) {
            let steps: Option<Vec<String>> = process.steps.iter().map(|step| self.step(process, step)).collect();
            return Some(labelled(&steps?, self.style.lettered, letter));
        }
        let words: Option<Vec<&str>> = process.steps.iter().flatten().map(word).collect();
        let words = words?;
        let (last, before) = words.split_last()?;
        Some(format!("{}{}{last}", before.join(self.style.comma.first()?), self.style.last.first()?))
    }

    /// A lettered step.
    fn step(&self, process: &Process, step: &[Id]) -> Option<String> {
        let words: Option<Vec<&str>> = step.iter().map(|id| self.operation(process, id)).collect();
        match words?.as_slice() {
            words @ ([_] | [_, _]) => Some(words.join(self.style.or)),
            words => Some(format!("{}{}", self.style.any_of.first()?, words.join(self.style.comma.first()?))),
        }
    }

    fn operation(&self, process: &Process, id: &Id) -> Option<&str> {
        let chapter = self.context.code.prefix(2);
        let places: Vec<&str> = process.from.iter().map(Id::as_str).chain([chapter.as_str()]).collect();
        self.terms.word(self.style.lang, Kind::Operation, id.as_str(), &places)
    }

    fn stated(&self, name: &str) -> Option<String> {
        [Kind::Obtained, Kind::Limit, Kind::Whole].into_iter().find_map(|kind| self.word(kind, name)).map(str::to_owned)
    }

    /// A word that depends on whose list it is, or on the chapter.
    fn word(&self, kind: Kind, name: &str) -> Option<&str> {
        let chapter = self.context.code.prefix(2);
        self.terms.word(self.style.lang, kind, name, &[self.context.party.word(), chapter.as_str()])
    }
}

/// Parts with their numbers or letters.
fn labelled(parts: &[String], [first, next]: [&str; 2], label: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    for (index, part) in parts.iter().enumerate() {
        text.push_str(&filled(if index == 0 { first } else { next }, &label(index)));
        text.push_str(part);
    }
    text
}
