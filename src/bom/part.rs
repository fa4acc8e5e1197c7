//! What was gathered of a good, as JSON: a part of a run that another machine goes on with, exactly.
//!
//! A tally is a commutative monoid, so parts of one good join to what one run would have gathered. The types here are
//! the written form, `cepa/part/1`: they do not follow changes inside.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::cell::{Place, RuleChoice};
use super::columns::Columns;
use super::field::Field;
use super::good::{Declared, GoodFacts, Stated};
use super::material::{Line, LineKind, Status};
use super::portfolio::Good;
use super::tally::{Group, GroupKey, Tally};
use crate::diag::{Arg, Code, Diagnostic, Problems};
use crate::value::period::parse_day;
use crate::value::{Country, Currency, Hs, Id, Money, Position};

/// A place: file, sheet, line, cell.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct At(String, Option<String>, u64, u32);

/// A value and its place.
type Said<T> = Option<(T, At)>;

/// What was gathered of a good.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct GoodPart {
    good: String,
    at: At,
    facts: FactsPart,
    columns: BTreeMap<String, usize>,
    groups: Vec<GroupPart>,
    problems: Vec<DiagnosticPart>,
    dropped: u64,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct FactsPart {
    description: Said<String>,
    hs: Said<String>,
    fob: Said<String>,
    currency: Said<String>,
    per: Said<String>,
    bom_per: Said<String>,
    labour: Said<String>,
    development: Said<String>,
    operations: Said<Vec<DeclaredPart>>,
    facts: Said<BTreeMap<String, bool>>,
    rule: Said<String>,
    on: Said<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct DeclaredPart {
    name: String,
    id: Option<String>,
    place: String,
    place_said: bool,
    done: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct GroupPart {
    status: Option<String>,
    origin: Option<String>,
    proof: bool,
    valid_to: Option<String>,
    packing: bool,
    hs: Option<String>,
    currency: Option<String>,
    divisor: u64,
    lines: u64,
    unvalued: u64,
    sum: Option<String>,
    greatest: Vec<(u64, String, Option<String>)>,
}

/// A diagnostic.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DiagnosticPart {
    code: String,
    at: Option<At>,
    /// Name, value, and whether the value is a message.
    args: Vec<(String, String, bool)>,
}

/// A good, read back.
pub(super) struct ReadPart {
    pub id: String,
    pub at: Position,
    pub facts: GoodFacts,
    pub tally: Tally,
    pub columns: Arc<Columns>,
    pub problems: Problems,
}

impl GoodPart {
    /// What was gathered of a good.
    #[must_use]
    pub fn of(good: &Good) -> Self {
        let (problems, dropped) = good.problems.kept();
        Self {
            good: good.id.clone(),
            at: At::of(&good.at),
            facts: FactsPart::of(&good.facts),
            columns: good.columns.fields().map(|(field, column)| (field.word().to_owned(), column.place)).collect(),
            groups: good.tally.iter().map(|(key, group)| GroupPart::of(key, group)).collect(),
            problems: problems.map(DiagnosticPart::of).collect(),
            dropped,
        }
    }

    /// The same rows, so many lines further down in their table; the line of headings stays.
    #[must_use]
    pub fn moved(mut self, lines: u64) -> Self {
        self.at.shift(lines);
        self.facts.shift(lines);
        let kept = self.groups.iter_mut().flat_map(|group| group.greatest.iter_mut());
        kept.for_each(|(line, ..)| *line = line.saturating_add(lines));
        self.problems = self.problems.into_iter().map(|problem| problem.moved(lines)).collect();
        self
    }

    pub(super) fn read(self) -> Option<ReadPart> {
        let mut problems = Problems::default();
        let found: Option<Vec<Diagnostic>> = self.problems.into_iter().map(DiagnosticPart::read).collect();
        let at = self.at.read();
        problems.join(found?, self.dropped, &at);
        let columns: Option<Vec<(Field, usize)>> =
            self.columns.iter().map(|(word, place)| Some((Field::from_word(word)?, *place))).collect();
        let groups: Option<Vec<(GroupKey, Group)>> = self.groups.into_iter().map(GroupPart::read).collect();
        Some(ReadPart {
            id: self.good,
            at,
            facts: self.facts.read()?,
            tally: Tally::of(groups?),
            columns: Arc::new(Columns::at_places(columns?)),
            problems,
        })
    }
}

impl At {
    fn of(at: &Position) -> Self {
        Self(at.file.to_string(), at.sheet.as_deref().map(str::to_owned), at.line, at.cell)
    }

    fn read(self) -> Position {
        Position { file: Arc::from(self.0), sheet: self.1.map(Arc::from), line: self.2, cell: self.3 }
    }

    /// The first line holds the headings.
    const fn shift(&mut self, lines: u64) {
        if self.2 > 1 {
            self.2 = self.2.saturating_add(lines);
        }
    }
}

fn say<T, U>(stated: Option<&Stated<T>>, text: impl Fn(&T) -> U) -> Said<U> {
    stated.map(|stated| (text(&stated.value), At::of(&stated.at)))
}

/// A value read back; `None` where it is there and cannot be read.
#[expect(clippy::option_option, reason = "nothing stated and nothing readable are different things")]
fn hear<T, U>(said: Said<U>, read: impl Fn(U) -> Option<T>) -> Option<Option<Stated<T>>> {
    match said {
        None => Some(None),
        Some((value, at)) => Some(Some(Stated { value: read(value)?, at: at.read() })),
    }
}

impl FactsPart {
    fn of(facts: &GoodFacts) -> Self {
        let amount = |stated: &Option<Stated<Money>>| say(stated.as_ref(), |amount| amount.plain());
        let declared = |declared: &Vec<Declared>| declared.iter().map(DeclaredPart::of).collect();
        Self {
            description: say(facts.description.as_ref(), Clone::clone),
            hs: say(facts.hs.as_ref(), ToString::to_string),
            fob: amount(&facts.fob),
            currency: say(facts.currency.as_ref(), ToString::to_string),
            per: amount(&facts.per),
            bom_per: amount(&facts.bom_per),
            labour: amount(&facts.labour),
            development: amount(&facts.development),
            operations: say(facts.operations.as_ref(), declared),
            facts: say(facts.facts.as_ref(), |facts| facts.iter().map(|(id, holds)| (id.to_string(), *holds)).collect()),
            rule: say(facts.rule.as_ref(), |rule| match rule {
                RuleChoice::General => "general".to_owned(),
                RuleChoice::Typed(rule) => rule.to_string(),
            }),
            on: say(facts.on.as_ref(), ToString::to_string),
        }
    }

    fn read(self) -> Option<GoodFacts> {
        let amount = |said: Said<String>| hear(said, |text| Money::from_plain(&text));
        let facts = |facts: BTreeMap<String, bool>| facts.iter().map(|(id, holds)| Some((Id::new(id)?, *holds))).collect();
        Some(GoodFacts {
            description: hear(self.description, Some)?,
            hs: hear(self.hs, |text| Hs::from_digits(&text))?,
            fob: amount(self.fob)?,
            currency: hear(self.currency, |text| Currency::from_letters(&text))?,
            per: amount(self.per)?,
            bom_per: amount(self.bom_per)?,
            labour: amount(self.labour)?,
            development: amount(self.development)?,
            operations: hear(self.operations, |declared| declared.into_iter().map(DeclaredPart::read).collect())?,
            facts: hear(self.facts, facts)?,
            rule: hear(self.rule, |text| match text.as_str() {
                "general" => Some(RuleChoice::General),
                rule => crate::rule::parse(rule).ok().map(RuleChoice::Typed),
            })?,
            on: hear(self.on, |text| parse_day(&text))?,
        })
    }

    fn shift(&mut self, lines: u64) {
        let texts = [
            &mut self.description,
            &mut self.hs,
            &mut self.fob,
            &mut self.currency,
            &mut self.per,
            &mut self.bom_per,
            &mut self.labour,
            &mut self.development,
            &mut self.rule,
            &mut self.on,
        ];
        texts.into_iter().flatten().for_each(|(_, at)| at.shift(lines));
        self.operations.iter_mut().for_each(|(_, at)| at.shift(lines));
        self.facts.iter_mut().for_each(|(_, at)| at.shift(lines));
    }
}

const PLACES: [(&str, Place); 3] = [("HK", Place::HongKong), ("CN", Place::Mainland), ("other", Place::Other)];

impl DeclaredPart {
    fn of(declared: &Declared) -> Self {
        let place = PLACES.iter().find(|(_, place)| *place == declared.place).map_or("other", |(word, _)| word);
        Self {
            name: declared.name.clone(),
            id: declared.id.as_ref().map(ToString::to_string),
            place: place.to_owned(),
            place_said: declared.place_said,
            done: declared.done,
        }
    }

    fn read(self) -> Option<Declared> {
        let place = PLACES.iter().find(|(word, _)| *word == self.place).map(|(_, place)| *place)?;
        let id = match self.id {
            Some(id) => Some(Id::new(&id)?),
            None => None,
        };
        Some(Declared { name: self.name, id, place, place_said: self.place_said, done: self.done })
    }
}

const STATUSES: [(&str, Status); 2] = [("originating", Status::Originating), ("non-originating", Status::NonOriginating)];

impl GroupPart {
    fn of(key: &GroupKey, group: &Group) -> Self {
        let kind = &key.kind;
        let status = STATUSES.iter().find(|(_, status)| Some(*status) == kind.status).map(|(word, _)| (*word).to_owned());
        let line = |line: &Line| (line.line, line.name.clone(), line.value.map(Money::plain));
        Self {
            status,
            origin: kind.origin.map(|origin| origin.to_string()),
            proof: kind.proof,
            valid_to: kind.valid_to.map(|day| day.to_string()),
            packing: kind.packing,
            hs: key.hs.map(|hs| hs.to_string()),
            currency: key.currency.map(|currency| currency.to_string()),
            divisor: key.divisor,
            lines: group.lines,
            unvalued: group.unvalued,
            sum: group.sum.map(Money::plain),
            greatest: group.greatest.iter().map(line).collect(),
        }
    }

    fn read(self) -> Option<(GroupKey, Group)> {
        let status = opened(self.status, |word| STATUSES.iter().find(|(known, _)| *known == word).map(|(_, status)| *status))?;
        let kind = LineKind {
            status,
            origin: opened(self.origin, |text| Country::from_letters(&text))?,
            proof: self.proof,
            valid_to: opened(self.valid_to, |text| parse_day(&text))?,
            packing: self.packing,
        };
        let hs = opened(self.hs, |text| Hs::from_digits(&text))?;
        let currency = opened(self.currency, |text| Currency::from_letters(&text))?;
        let line = |(line, name, value)| Some(Line { line, name, value: opened(value, |text: String| Money::from_plain(&text))? });
        let greatest: Option<Vec<Line>> = self.greatest.into_iter().map(line).collect();
        let sum = opened(self.sum, |text| Money::from_plain(&text))?;
        let group = Group { lines: self.lines, unvalued: self.unvalued, sum, greatest: greatest? };
        Some((GroupKey { kind, hs, currency, divisor: self.divisor }, group))
    }
}

/// A value that may be missing; `None` where it is there and cannot be read.
#[expect(clippy::option_option, reason = "nothing stated and nothing readable are different things")]
fn opened<T, U>(value: Option<U>, read: impl Fn(U) -> Option<T>) -> Option<Option<T>> {
    match value {
        None => Some(None),
        Some(value) => Some(Some(read(value)?)),
    }
}

impl DiagnosticPart {
    /// A diagnostic, as it is written.
    #[must_use]
    pub fn of(diagnostic: &Diagnostic) -> Self {
        let arg = |(name, arg): &(crate::diag::Name, Arg)| match arg {
            Arg::Text(text) => (name.to_string(), text.clone(), false),
            Arg::Message(id) => (name.to_string(), id.to_string(), true),
        };
        let args = diagnostic.args.iter().map(arg).collect();
        Self { code: diagnostic.code.to_string(), at: diagnostic.at.as_ref().map(At::of), args }
    }

    /// A diagnostic, read back; `None` for a code that there is not.
    #[must_use]
    pub fn read(self) -> Option<Diagnostic> {
        let code = Code::ALL.iter().find(|code| code.as_str() == self.code).copied()?;
        let arg = |(name, value, is_message): (String, String, bool)| {
            (name.into(), if is_message { Arg::Message(value.into()) } else { Arg::Text(value) })
        };
        Some(Diagnostic { at: self.at.map(At::read), code, args: self.args.into_iter().map(arg).collect() })
    }

    /// The same, so many lines further down.
    #[must_use]
    pub fn moved(mut self, lines: u64) -> Self {
        if let Some(at) = &mut self.at {
            at.shift(lines);
        }
        self
    }
}
