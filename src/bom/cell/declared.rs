//! What is declared of a good: operations, facts, a rule.

use std::collections::BTreeMap;

use super::{Cell, Place, RuleChoice};
use crate::bom::good::Declared;
use crate::bom::vocabulary::{self, Vocabulary};
use crate::diag::{Code, Diagnostic};
use crate::rule::{self, Expected, Rule};
use crate::value::Id;
use crate::value::number::fold_width;

impl Cell<'_> {
    /// Operations: `id[@HK|@CN|@other]`, separated by `;`, `!` before one that is not carried out.
    pub fn operations(&mut self, vocabulary: &Vocabulary) -> Option<Vec<Declared>> {
        let folded = fold_width(self.text);
        let names: Vec<&str> = items(&folded, |name| vocabulary.operation(name).is_some());
        let declared: Vec<Declared> = names.iter().filter_map(|name| self.operation(name, vocabulary)).collect();
        let both =
            declared.iter().find(|a| declared.iter().any(|b| a.id.is_some() && a.id == b.id && a.place == b.place && a.done != b.done));
        if let Some(both) = both {
            return self.fail_with(Code::FactTwice, "name", &both.name);
        }
        (!names.is_empty()).then_some(declared)
    }

    fn operation(&mut self, text: &str, vocabulary: &Vocabulary) -> Option<Declared> {
        let (name, place) = text.split_once('@').map_or((text, None), |(name, place)| (name, Some(place)));
        let (done, name) = name.trim().strip_prefix('!').map_or((true, name.trim()), |name| (false, name.trim()));
        let at = match place.map(|place| vocabulary::place(place.trim())) {
            None => Place::HongKong,
            Some(Some(place)) => place,
            Some(None) => return self.fail_with(Code::UnknownPlace, "name", text),
        };
        let id = vocabulary.operation(name).cloned();
        if id.is_none() {
            let nearest = if self.problems.are_many() { None } else { vocabulary.nearest_operation(name) };
            let nearest = nearest.unwrap_or("—");
            let diagnostic = Diagnostic::at(Code::UnknownOperation, &self.at).with("value", name).with("nearest", nearest);
            self.problems.push(diagnostic);
        }
        Some(Declared { name: name.to_owned(), id, place: at, place_said: place.is_some(), done })
    }

    /// Facts: identifiers separated by `;`, `!` before one that is false.
    pub fn facts(&mut self, vocabulary: &Vocabulary) -> Option<BTreeMap<Id, bool>> {
        let mut facts = BTreeMap::new();
        let folded = fold_width(self.text);
        for name in items(&folded, |name| vocabulary.fact(name).is_some()) {
            let (holds, name) = name.strip_prefix('!').map_or((true, name), |name| (false, name.trim()));
            let Some(id) = vocabulary.fact(name) else {
                let nearest = vocabulary.nearest_fact(name).unwrap_or("—");
                let diagnostic = Diagnostic::at(Code::UnknownFact, &self.at).with("value", name).with("nearest", nearest);
                self.problems.push(diagnostic);
                continue;
            };
            if facts.insert(id.clone(), holds).is_some_and(|before| before != holds) {
                return self.fail_with(Code::FactTwice, "name", name);
            }
        }
        (!self.is_blank()).then_some(facts)
    }

    /// `general`, or a rule in the rule language.
    pub fn rule(&mut self, vocabulary: &Vocabulary) -> Option<RuleChoice> {
        if self.is_blank() {
            return None;
        }
        if self.text.eq_ignore_ascii_case("general") {
            return Some(RuleChoice::General);
        }
        match rule::parse(self.text) {
            Ok(rule) => self.names_known(&rule, vocabulary).then_some(RuleChoice::Typed(rule)),
            Err(error) => {
                let diagnostic = Diagnostic::at(Code::RuleSyntax, &self.at).with("value", self.text).with("position", error.position);
                self.problems.push(expecting(diagnostic, error.expected));
                None
            }
        }
    }

    /// Whether every operation and fact of a typed rule is in the vocabulary.
    fn names_known(&mut self, rule: &Rule, vocabulary: &Vocabulary) -> bool {
        let mut unknown: Vec<(Id, String)> = Vec::new();
        let mut facts: Vec<Id> = Vec::new();
        let near = |name: Option<&str>| name.unwrap_or("—").to_owned();
        rule.visit_names(
            &mut |id| {
                if vocabulary.operation(id.as_str()) != Some(id) {
                    unknown.push((id.clone(), near(vocabulary.nearest_operation(id.as_str()))));
                }
            },
            &mut |id| facts.push(id.clone()),
        );
        let unknown_facts = facts.into_iter().filter(|id| vocabulary.fact(id.as_str()).is_none());
        unknown.extend(unknown_facts.map(|id| (id.clone(), near(vocabulary.nearest_fact(id.as_str())))));
        for (id, nearest) in &unknown {
            let diagnostic = Diagnostic::at(Code::RuleNamesUnknown, &self.at).with("value", id).with("nearest", nearest);
            self.problems.push(diagnostic);
        }
        unknown.is_empty()
    }
}

/// The items of a list separated by `;` or `、`. A comma separates too, unless it belongs to a known name.
fn items(text: &str, known: impl Fn(&str) -> bool) -> Vec<&str> {
    let split = |item| -> Vec<&str> { if known(item) { vec![item] } else { item.split(',').collect() } };
    text.split([';', '、', '\n']).map(str::trim).flat_map(split).map(str::trim).filter(|item| !item.is_empty()).collect()
}

/// Adds what the grammar expected, as a word of the language or a message.
fn expecting(diagnostic: Diagnostic, expected: Expected) -> Diagnostic {
    let message = match expected {
        Expected::Token(token) => return diagnostic.with("expected", format!("`{token}`")),
        Expected::Part => return diagnostic.with("expected", "CC, CTH, CTSH, RVC(…), process(…), fact(…), text(…), WO, if, ("),
        Expected::Method => return diagnostic.with("expected", "BU, BD"),
        Expected::Percent => "expected.percent",
        Expected::Code => "expected.code",
        Expected::RangeEnd => "expected.range-end",
        Expected::Id => "expected.id",
        Expected::Quoted => "expected.quoted",
        Expected::End => "expected.end",
        Expected::Shallower => "expected.shallower",
    };
    diagnostic.with_message("expected", message)
}
