//! What a good is judged from, as digests: where two runs judge it differently, they say which part of it changed.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::bill::{BillLine, bill};
use super::good::{Declared, GoodFacts, Stated};
use super::material::LineKind;
use super::material::Status;
use super::portfolio::Good;
use super::tally::GroupKey;
use crate::value::{Country, Currency, Hs, Money};

/// The digests of one good: sixteen hexadecimal digits each, and its lines. None depends on the order of the lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inputs {
    /// How many lines there are of which kind, code and currency.
    pub lines: String,
    /// FOB, labour, development and the values of the materials.
    pub prices: String,
    /// What else is stated of the good: code, operations, facts, pieces, currency, day. A typed rule is not part of it.
    pub facts: String,
    /// The lines in short; `None` where there are more than a hundred.
    pub bill: Option<Vec<BillLine>>,
}

impl Inputs {
    /// The digests of a good that is complete.
    #[must_use]
    pub fn of(good: &Good) -> Self {
        let (mut lines, mut prices) = (String::new(), String::new());
        for (key, group) in good.tally.iter() {
            let key = key_text(key);
            let _ = writeln!(lines, "{key} {} {}", group.lines, group.unvalued);
            let _ = writeln!(prices, "{key} {}", group.sum.map(Money::plain).unwrap_or_default());
        }
        let facts = &good.facts;
        for (name, amount) in [("fob", &facts.fob), ("labour", &facts.labour), ("development", &facts.development)] {
            let _ = writeln!(prices, "{name} {}", amount.as_ref().map(|amount| amount.value.plain()).unwrap_or_default());
        }
        Self { lines: digest(&lines), prices: digest(&prices), facts: digest(&facts_text(facts)), bill: bill(good) }
    }
}

/// Sixteen hexadecimal digits of the SHA-256 of a text.
#[must_use]
pub fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(8).fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

pub(super) fn key_text(key: &GroupKey) -> String {
    let mut text = kind_text(&key.kind);
    text.extend(["|", key.hs.as_ref().map_or("", Hs::as_str), "|", key.currency.as_ref().map_or("", Currency::as_str), "|"]);
    text.push_str(&key.divisor.to_string());
    text
}

fn kind_text(kind: &LineKind) -> String {
    let status = match kind.status {
        Some(Status::Originating) => "originating",
        Some(Status::NonOriginating) => "non-originating",
        None => "",
    };
    let said = |yes: bool| if yes { "true" } else { "false" };
    let origin = kind.origin.as_ref().map_or("", Country::as_str);
    let valid_to = kind.valid_to.map(|day| day.to_string()).unwrap_or_default();
    [status, origin, said(kind.proof), &valid_to, said(kind.packing)].join("|")
}

fn facts_text(facts: &GoodFacts) -> String {
    fn said<T>(stated: Option<&Stated<T>>, text: impl Fn(&T) -> String) -> String {
        stated.map(|stated| text(&stated.value)).unwrap_or_default()
    }
    let declared = |declared: &Vec<Declared>| declared.iter().map(declared_text).collect::<Vec<_>>().join(";");
    let parts = [
        said(facts.hs.as_ref(), ToString::to_string),
        said(facts.currency.as_ref(), ToString::to_string),
        said(facts.per.as_ref(), |per| per.plain()),
        said(facts.bom_per.as_ref(), |per| per.plain()),
        said(facts.operations.as_ref(), declared),
        said(facts.facts.as_ref(), |facts| facts.iter().map(|(id, holds)| format!("{id}={holds}")).collect::<Vec<_>>().join(";")),
        said(facts.on.as_ref(), ToString::to_string),
    ];
    parts.join("\n")
}

fn declared_text(declared: &Declared) -> String {
    let name = declared.id.as_ref().map_or(declared.name.as_str(), |id| id.as_str());
    format!("{name}@{:?}@{}", declared.place, declared.done)
}
