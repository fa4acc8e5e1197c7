//! From what was found to phrases: the one place that knows which message says what.

use super::Setting;
use crate::diag::{Arg, Code, Diagnostic};
use crate::law::{Basis, Cite, Row};
use crate::origin::{Claim, Point, Value};
use crate::rule::Rule;
use crate::say::{Phrase, Word};
use crate::value::money::Cut;
use crate::value::{Criterion, Id, Money, Outcome, Share};

impl Setting<'_> {
    /// A message without particulars.
    pub(super) fn get(&self, id: &str) -> String {
        self.words.get(self.lang, id)
    }

    /// A phrase, said.
    #[must_use]
    pub fn say(&self, phrase: &Phrase) -> String {
        self.words.say(self.lang, phrase)
    }

    /// A claim of a proof, said.
    pub(super) fn claim(&self, claim: &Claim) -> String {
        let mut phrase = Phrase::new(format!("claim.{}", claim.kind));
        for (name, value) in &claim.args {
            phrase = phrase.word(*name, self.value(value));
        }
        self.say(&phrase)
    }

    pub(super) fn value(&self, value: &Value) -> Word {
        match value {
            Value::Amount(amount) => Word::Plain(self.amount(*amount)),
            Value::Share(share) => Self::share(*share),
            Value::Percent(percent) => Word::Plain(percent.to_string()),
            Value::Count(count) => Word::Plain(count.to_string()),
            Value::Code(code) => Word::Plain(dotted(code.as_str())),
            Value::Day(day) => Word::Plain(day.to_string()),
            Value::Operations(ids) => Word::List(ids.iter().map(|id| self.operation(id)).collect()),
            Value::Fact(id) => fact(id),
            Value::Facts(ids) => Word::List(ids.iter().map(fact).collect()),
            Value::Rule(rule) => Word::Plain(rule.to_string()),
            Value::Text(text) => Word::Plain(text.clone()),
            Value::Lines(lines, total) => lines_of(lines, *total),
        }
    }

    /// The name of an operation in every language; its identifier where it is not in the vocabulary.
    pub(super) fn operation(&self, id: &Id) -> Word {
        self.law.operations.get(id).map_or_else(|| Word::Plain(id.to_string()), |operation| Word::Each(operation.names.clone()))
    }

    /// A share with its sign, or the word for one that is not known.
    pub(super) fn share(share: Option<Share>) -> Word {
        share.map_or_else(|| Phrase::new("unbounded").into(), |share| Phrase::new("percent").with("share", share).into())
    }

    /// An amount for people, cut after four decimals with a sign that it was; or the word for one that is
    /// not bounded. The other formats have every digit.
    pub(super) fn amount(&self, amount: Option<Money>) -> String {
        let Some(amount) = amount else { return self.get("unbounded") };
        match amount.over(Money::ONE, 4, Cut::Zero) {
            Some(cut) if cut != amount => format!("{cut}…"),
            _ => amount.to_string(),
        }
    }

    /// An open point, said.
    #[must_use]
    pub fn point(&self, point: &Point) -> String {
        let key: Word = match point.family {
            "fact" => Id::new(&point.key).map_or_else(|| Word::Plain(point.key.clone()), |id| fact(&id)),
            "operation" => {
                let names = point.key.split('|').filter_map(Id::new).map(|id| self.operation(&id));
                Word::List(names.collect())
            }
            _ => Word::Plain(point.key.clone()),
        };
        let about: Word = match point.family {
            "good.labour" | "good.development" if !point.about.is_empty() => {
                Phrase::new("point-enough").with("amount", &point.about).into()
            }
            "good.operations" if !point.about.is_empty() => Phrase::new("point-stated-operations").with("names", &point.about).into(),
            "accumulation.floor" if !point.about.is_empty() => Phrase::new("point-own-content").with("shares", &point.about).into(),
            _ => Word::Plain(point.about.clone()),
        };
        let phrase = Phrase::new(format!("point.{}", point.family)).word("key", key).with("id", &point.key).word("about", about);
        self.say(&phrase.with("code", dotted(&point.key)))
    }

    /// The words for a diagnostic.
    pub fn diagnostic(&self, diagnostic: &Diagnostic) -> String {
        self.say(&phrase_of(diagnostic, ""))
    }

    /// What to do about a diagnostic.
    pub(super) fn remedy(&self, diagnostic: &Diagnostic) -> String {
        self.say(&phrase_of(diagnostic, ".fix"))
    }

    /// A citation as a reader can look it up: the title of the source and the place in it.
    pub(super) fn cite(&self, cite: &Cite) -> String {
        let title = self.law.sources.get(&cite.source).map_or(cite.source.as_str(), |source| self.lang.pick(&source.titles));
        if cite.place.is_empty() { title.to_owned() } else { format!("{title}, {}", cite.place) }
    }

    /// How well a row is known.
    pub(super) fn known(&self, row: &Row) -> String {
        if matches!(row.rule, Rule::Text(_)) { self.get("rule.unseen") } else { self.basis(row.basis) }
    }

    /// Since when a row is in force, where it is written, and how well that is known.
    pub(super) fn since(&self, row: &Row) -> String {
        let cite = row.cite.first().map(|cite| self.cite(cite)).unwrap_or_default();
        let unseen = matches!(row.rule, Rule::Text(_));
        let basis = self.known(row);
        let id = if row.basis.is_plain() || unseen { "rule.since" } else { "rule.since-carried" };
        let from = self.law.products.since(row);
        self.say(&Phrase::new(id).with("from", from).with("cite", cite).with("basis", basis).with("code", row.code))
    }

    /// The words for a basis.
    pub(super) fn basis(&self, basis: Basis) -> String {
        self.get(&format!("basis.{}", basis.word()))
    }

    /// The words for a route.
    pub(super) fn route(criterion: Option<Criterion>) -> Word {
        criterion.map_or_else(|| Word::Plain(String::new()), |criterion| Phrase::new(format!("route.{}", criterion.word())).into())
    }

    /// The words for an outcome.
    pub(super) fn outcome(&self, outcome: Outcome) -> String {
        self.get(&format!("outcome.{}", outcome.word()))
    }

    /// `1 point is confirmed`, `3 points are confirmed`.
    pub(super) fn points(count: usize) -> Word {
        Phrase::new(if count == 1 { "points.one" } else { "points.many" }).with("count", count).into()
    }
}

/// The sign of an outcome in a tree.
pub(super) const fn sign(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Met => "✓",
        Outcome::NotMet => "✗",
        Outcome::Unknown => "?",
    }
}

/// A code as the product list prints it: `0902.30`, `8418.50.1000`.
pub(super) fn dotted(digits: &str) -> String {
    match digits.split_at_checked(4) {
        Some((heading, rest)) if !rest.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) => match rest.split_at_checked(2) {
            Some((sub, more)) if !more.is_empty() => format!("{heading}.{sub}.{more}"),
            _ => format!("{heading}.{rest}"),
        },
        _ => digits.to_owned(),
    }
}

/// Material lines by name, and how many there are beside them.
fn lines_of(lines: &[(u64, String)], total: u64) -> Word {
    let named = lines.iter().map(|(line, name)| Phrase::new("line").with("name", name).with("line", line).into()).collect();
    let kept = u64::try_from(lines.len()).unwrap_or(u64::MAX);
    match total.saturating_sub(kept) {
        0 => Word::List(named),
        more => Phrase::new("lines-and-more").word("lines", Word::List(named)).with("count", more).into(),
    }
}

/// A fact in words.
fn fact(id: &Id) -> Word {
    Phrase::new(format!("fact.{id}")).into()
}

fn phrase_of(diagnostic: &Diagnostic, suffix: &str) -> Phrase {
    let mut phrase = Phrase::new(format!("{}{suffix}", diagnostic.code));
    for (name, arg) in &diagnostic.args {
        let word = match arg {
            Arg::Text(text) => Word::Plain(text.clone()),
            Arg::Message(id) => Phrase::new(id.as_ref()).into(),
        };
        phrase = phrase.word(name.clone(), word);
    }
    phrase
}

/// The severity of a code, said.
pub(super) fn severity(setting: &Setting<'_>, code: Code) -> String {
    setting.get(&format!("severity.{}", code.severity().word()))
}
