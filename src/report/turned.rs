//! Which lines of a good changed since an earlier run: those of greatest effect, each with its part and its place.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Setting, Was};
use crate::bom::{BillLine, Worth};
use crate::say::Phrase;
use crate::value::Money;

/// How many lines are named.
const NAMED: usize = 5;

/// The lines that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turned {
    named: Vec<TurnedLine>,
    /// How many more there are.
    more: usize,
}

/// A line that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
struct TurnedLine {
    how: How,
    was: Option<BillLine>,
    now: Option<BillLine>,
    /// How much it weighs.
    effect: Money,
}

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum How {
    /// Its value is another.
    Price,
    /// Its part is there as before, and of another code, country, status, proof or currency.
    Kind,
    New,
    Gone,
}

#[derive(Serialize)]
pub(super) struct TurnedJson<'a> {
    change: &'static str,
    part: &'a str,
    at: Option<String>,
    was: Option<WorthJson>,
    now: Option<WorthJson>,
}

#[derive(Serialize)]
struct WorthJson {
    value: String,
    currency: Option<String>,
}

impl Turned {
    /// The lines that changed between two runs; `None` where one of them does not know its lines.
    pub(super) fn between(was: &Was, now: &Was) -> Option<Self> {
        let mut lines = Unmatched { was: was.bill.clone()?, now: now.bill.clone()? };
        let rate = |worth: &Worth| rate_of(worth, now).or_else(|| rate_of(worth, was)).unwrap_or(Money::ONE);
        lines.matched(|line| (line.part.clone(), line.kind.clone(), line.value));
        let mut named: Vec<TurnedLine> = Vec::new();
        let mut take = |how, was: Option<BillLine>, now: Option<BillLine>| {
            let [before, after] = [&was, &now].map(|line| line.as_ref().and_then(|line| line.value));
            named.push(TurnedLine { how, was, now, effect: effect(how, before, after, rate) });
        };
        lines
            .matched(|line| (line.part.clone(), line.kind.clone()))
            .into_iter()
            .for_each(|(was, now)| take(How::Price, Some(was), Some(now)));
        lines.matched(|line| line.part.clone()).into_iter().for_each(|(was, now)| take(How::Kind, Some(was), Some(now)));
        lines.now.into_iter().for_each(|now| take(How::New, None, Some(now)));
        lines.was.into_iter().for_each(|was| take(How::Gone, Some(was), None));
        named.sort_by(|a, b| b.effect.cmp(&a.effect).then_with(|| a.order().cmp(&b.order())));
        let more = named.len().saturating_sub(NAMED);
        named.truncate(NAMED);
        Some(Self { named, more })
    }

    /// The lines that are named, for the contract.
    pub(super) fn json(&self) -> Vec<TurnedJson<'_>> {
        self.named.iter().map(TurnedLine::json).collect()
    }

    /// How many more there are.
    pub(super) const fn more(&self) -> usize {
        self.more
    }

    /// The lines in words.
    pub(super) fn words(&self, setting: &Setting<'_>) -> Vec<String> {
        let more = (self.more > 0).then(|| setting.say(&Phrase::new("change.line.more").with("count", self.more)));
        self.named.iter().map(|line| line.words(setting)).chain(more).collect()
    }
}

impl TurnedLine {
    /// The line as it is now, or else as it was.
    const fn line(&self) -> Option<&BillLine> {
        match &self.now {
            Some(now) => Some(now),
            None => self.was.as_ref(),
        }
    }

    fn order(&self) -> (How, Option<&BillLine>, Option<&BillLine>) {
        (self.how, self.now.as_ref(), self.was.as_ref())
    }

    fn json(&self) -> TurnedJson<'_> {
        let worth = |line: &Option<BillLine>| line.as_ref().and_then(|line| line.value).map(worth_json);
        let change = match self.how {
            How::Price => "price",
            How::Kind => "kind",
            How::New => "new",
            How::Gone => "gone",
        };
        let at = self.line().and_then(|line| line.at.as_ref()).map(ToString::to_string);
        TurnedJson { change, part: self.line().map_or("", |line| &line.part), at, was: worth(&self.was), now: worth(&self.now) }
    }

    fn words(&self, setting: &Setting<'_>) -> String {
        let id = match self.how {
            How::Price => "change.line.price",
            How::Kind => "change.line.kind",
            How::New => "change.line.new",
            How::Gone => "change.line.gone",
        };
        let line = self.line();
        let at = line.and_then(|line| line.at.as_ref()).map(ToString::to_string).unwrap_or_default();
        let phrase = Phrase::new(id).with("part", line.map_or("", |line| &line.part)).with("at", at);
        setting.say(&phrase.with("was", shown(self.was.as_ref())).with("now", shown(self.now.as_ref())))
    }
}

/// Lines that are not matched with one another yet.
struct Unmatched {
    was: Vec<BillLine>,
    now: Vec<BillLine>,
}

impl Unmatched {
    /// Takes away pairs of lines of one key.
    fn matched<K: Ord>(&mut self, key: impl Fn(&BillLine) -> K) -> Vec<(BillLine, BillLine)> {
        let mut by_key: BTreeMap<K, (Vec<BillLine>, Vec<BillLine>)> = BTreeMap::new();
        for line in self.was.drain(..) {
            by_key.entry(key(&line)).or_default().0.push(line);
        }
        for line in self.now.drain(..) {
            by_key.entry(key(&line)).or_default().1.push(line);
        }
        let mut pairs = Vec::new();
        for (mut was, mut now) in by_key.into_values() {
            let count = was.len().min(now.len());
            self.was.extend(was.split_off(count));
            self.now.extend(now.split_off(count));
            pairs.extend(was.into_iter().zip(now));
        }
        pairs
    }
}

/// How much a change weighs in the base of the rates: what a value rose or fell by, or the whole value of a line that
/// counts otherwise, is new or gone.
fn effect(how: How, was: Option<Worth>, now: Option<Worth>, rate: impl Fn(&Worth) -> Money) -> Money {
    let weight = |worth: Option<Worth>| worth.and_then(|worth| worth.decimal().times(rate(&worth))).unwrap_or(Money::ZERO);
    let (was, now) = (weight(was), weight(now));
    if how == How::Price { now.minus(was).map_or(Money::ZERO, size) } else { size(now).max(size(was)) }
}

fn size(amount: Money) -> Money {
    if amount.is_negative() { amount.negated() } else { amount }
}

/// What one unit of a currency was worth in a run, where it was used there.
fn rate_of(worth: &Worth, run: &Was) -> Option<Money> {
    let currency = worth.currency?;
    let rates = run.rates.iter().filter_map(|rate| rate.split_once(' '));
    rates.into_iter().find(|(known, _)| *known == currency.as_str()).and_then(|(_, rate)| Money::from_plain(rate))
}

fn worth_json(worth: Worth) -> WorthJson {
    WorthJson { value: worth.decimal().plain(), currency: worth.currency.map(|currency| currency.to_string()) }
}

fn shown(line: Option<&BillLine>) -> String {
    let shown = |worth: Worth| Worth { value: worth.decimal(), divisor: 1, ..worth }.plain();
    line.and_then(|line| line.value).map_or_else(|| "—".to_owned(), shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(lines: &[(&str, &str, &str)], rates: &[&str]) -> Was {
        let line = |(part, kind, value): &(&str, &str, &str)| BillLine {
            part: (*part).to_owned(),
            kind: (*kind).to_owned(),
            value: Worth::from_plain(value),
            at: None,
        };
        let mut bill: Vec<BillLine> = lines.iter().map(line).collect();
        bill.sort();
        Was { bill: Some(bill), rates: rates.iter().map(|rate| (*rate).to_owned()).collect(), ..Was::default() }
    }

    fn told(was: &Was, now: &Was) -> (Vec<String>, usize) {
        let turned = Turned::between(was, now).unwrap();
        let line = |line: &TurnedLine| {
            let json = line.json();
            let worth = |worth: Option<WorthJson>| worth.map(|worth| worth.value).unwrap_or_default();
            format!("{} {} {}>{}", json.change, json.part, worth(json.was), worth(json.now))
        };
        (turned.named.iter().map(line).collect(), turned.more)
    }

    #[test]
    fn lines_are_new_gone_or_differently_priced_or_count_otherwise() {
        let was = run(&[("a", "k", "1"), ("b", "k", "2"), ("c", "k", "30"), ("d", "k", "4"), ("e", "k", "")], &[]);
        let now = run(&[("a", "k", "1"), ("b", "k", "9"), ("c", "m", "30"), ("f", "k", "5"), ("e", "k", "6")], &[]);
        assert_eq!(told(&was, &now).0, ["kind c 30>30", "price b 2>9", "price e >6", "new f >5", "gone d 4>"]);
        assert_eq!(told(&was, &was), (Vec::new(), 0));
    }

    #[test]
    fn of_lines_of_one_name_only_those_without_a_like_are_told() {
        let was = run(&[("a", "k", "1"), ("a", "k", "1"), ("a", "k", "2"), ("a", "m", "7")], &[]);
        let now = run(&[("a", "k", "2"), ("a", "k", "1"), ("a", "m", "8"), ("a", "m", "7")], &[]);
        assert_eq!(told(&was, &now).0, ["kind a 1>8"]);
    }

    #[test]
    fn lines_are_weighed_by_the_rates_and_only_five_are_named() {
        let was = run(&[("gone", "k", "10 JPY")], &["JPY 0.05"]);
        let lines =
            [("a", "k", "1 USD"), ("b", "k", "2 HKD"), ("c", "k", "3 HKD"), ("d", "k", "4 HKD"), ("e", "k", "5 HKD"), ("f", "k", "6")];
        let now = run(&lines, &["USD 7.8"]);
        let (lines, more) = told(&was, &now);
        assert_eq!(lines, ["new a >1", "new f >6", "new e >5", "new d >4", "new c >3"]);
        assert_eq!(more, 2);
    }

    #[test]
    fn without_the_lines_of_both_nothing_is_said_of_them() {
        let known = run(&[], &[]);
        assert_eq!(Turned::between(&known, &Was::default()), None);
        assert_eq!(Turned::between(&Was::default(), &known), None);
    }
}
