//! A good made ready for judgement: one currency, one number of pieces.

use std::sync::Arc;

use chrono::NaiveDate;

use super::codes;
use super::columns::Columns;
use super::field::Field;
use super::good::{GoodFacts, Stated};
use super::material::{Line, LineKind};
use super::portfolio::Good;
use super::rates::Rates;
use super::rows::Layout;
use super::tally::{Group, GroupKey};
use super::vocabulary::Vocabulary;
use crate::diag::{Code, Diagnostic, Problems};
use crate::value::money::Cut;
use crate::value::quotient::{common_multiple, whole};
use crate::value::{Currency, Hs, Money, Position};

/// What holds for goods that do not say otherwise.
#[derive(Clone, Debug)]
pub struct Defaults {
    /// The day judged.
    pub on: NaiveDate,
    /// The currency.
    pub currency: Option<Currency>,
    /// Exchange rates.
    pub rates: Rates,
}

/// A good made ready for judgement.
///
/// All amounts are for `per × bom_per` pieces, in the base of the rates: multiplied, never divided, so
/// that they stay exact. [`Case::shown`] takes an amount back to the good's own basis.
#[derive(Clone, Debug)]
pub struct Case {
    /// The good's identifier.
    pub id: String,
    /// Where it was first met.
    pub at: Position,
    /// The day judged.
    pub on: NaiveDate,
    /// The currency in which amounts are shown; `None` for one unnamed unit.
    pub currency: Option<Currency>,
    /// What is stated of the good, as stated.
    pub stated: GoodFacts,
    /// FOB, above nothing.
    pub fob: Option<Money>,
    /// Labour cost.
    pub labour: Option<Money>,
    /// Product development cost.
    pub development: Option<Money>,
    /// The materials.
    pub lots: Vec<Lot>,
    /// The rates that were used.
    pub rates: Vec<RateUsed>,
    unit: Money,
    columns: Arc<Columns>,
}

/// Materials that count alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lot {
    /// What decides how they count.
    pub kind: LineKind,
    /// Their HS code.
    pub hs: Option<Hs>,
    /// How many lines there are.
    pub lines: u64,
    /// How many of them have no value.
    pub unvalued: u64,
    /// The sum of the others.
    pub sum: Money,
    /// The lines of greatest value, those without value first; not all of them where there are many.
    pub greatest: Vec<Line>,
}

/// A rate that was used for a good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateUsed {
    /// The currency.
    pub currency: Currency,
    /// What one unit is worth in the base.
    pub rate: Money,
    /// The day of the rate.
    pub date: Option<NaiveDate>,
    /// Where it was found.
    pub source: String,
}

/// A cell of a material row that a fact is missing from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Spot {
    /// The country of origin, or the status.
    Origin,
    /// The HS code.
    Hs,
    /// The value.
    Value,
}

impl Case {
    /// Makes a good ready. Problems are added to the good's own; with an error among them there is no case.
    pub fn prepare(good: &mut Good, defaults: &Defaults, vocabulary: &Vocabulary) -> Option<Self> {
        let mut problems = std::mem::take(&mut good.problems);
        let broken = problems.has_error();
        let case = Maker { good, defaults, vocabulary, problems: &mut problems, broken }.make();
        let failed = problems.has_error();
        good.problems = problems;
        case.filter(|_| !failed)
    }

    /// A good whose materials are summed up already, in its own currency, for one piece.
    pub(crate) fn summed(id: &str, stated: GoodFacts, on: NaiveDate, currency: Option<Currency>, lots: Vec<Lot>, layout: &Layout) -> Self {
        let amount = |stated: &Option<Stated<Money>>| stated.as_ref().map(|stated| stated.value);
        let (fob, labour, development) = (amount(&stated.fob), amount(&stated.labour), amount(&stated.development));
        Self {
            id: id.to_owned(),
            at: layout.header.clone(),
            on,
            currency,
            stated,
            fob,
            labour,
            development,
            lots,
            rates: Vec::new(),
            unit: Money::ONE,
            columns: Arc::clone(&layout.columns),
        }
    }

    /// An amount in the good's own basis: for `per` pieces, in its own currency. Cut after six decimals
    /// where it does not end.
    #[must_use]
    pub fn shown(&self, amount: Money) -> Option<Money> {
        if self.unit == Money::ONE {
            return Some(amount);
        }
        let exact = amount.over(self.unit, 12, Cut::Zero).filter(|shown| shown.times(self.unit) == Some(amount));
        exact.or_else(|| amount.over(self.unit, 6, Cut::Zero))
    }

    /// How many units of the computation one unit of the good's own basis is.
    #[must_use]
    pub const fn unit(&self) -> Money {
        self.unit
    }

    /// The same good with no product development cost.
    #[must_use]
    pub fn without_development(&self) -> Self {
        Self { development: Some(Money::ZERO), ..self.clone() }
    }

    /// Where a missing fact of a material would stand.
    #[must_use]
    pub fn position(&self, line: u64, spot: Spot) -> Position {
        let row = self.at.at_line(line);
        let fields: &[Field] = match spot {
            Spot::Origin => &[Field::Origin, Field::Status],
            Spot::Hs => &[Field::HsCode],
            Spot::Value => &[Field::Amount, Field::UnitCost, Field::AmountTaxed, Field::UnitCostTaxed, Field::Quantity],
        };
        fields.iter().find(|field| self.columns.has(**field)).map_or_else(|| row.clone(), |field| self.columns.position(&row, *field))
    }

    /// The pieces that FOB, labour and development cover, as stated or 1.
    #[must_use]
    pub fn per(&self) -> Money {
        stated_or_one(self.stated.per.as_ref())
    }

    /// The pieces that the material rows cover, as stated or 1.
    #[must_use]
    pub fn bom_per(&self) -> Money {
        stated_or_one(self.stated.bom_per.as_ref())
    }
}

fn stated_or_one(stated: Option<&Stated<Money>>) -> Money {
    stated.map_or(Money::ONE, |stated| stated.value)
}

struct Maker<'a> {
    good: &'a Good,
    defaults: &'a Defaults,
    vocabulary: &'a Vocabulary,
    problems: &'a mut Problems,
    /// Whether rows were malformed: then a good without materials is no news.
    broken: bool,
}

impl Maker<'_> {
    fn make(&mut self) -> Option<Case> {
        let facts = &self.good.facts;
        let on = facts.on.as_ref().map_or(self.defaults.on, |on| on.value);
        let stated = facts.currency.as_ref().map(|stated| stated.value);
        let currency = stated.or(self.defaults.currency).or_else(|| self.only_currency());
        codes::check(self.good, self.problems);
        self.some_materials();
        self.one_currency(currency);
        let mut rates = Vec::new();
        let own_rate = self.own_rate(currency, on, &mut rates);
        let (per, bom_per) = (stated_or_one(facts.per.as_ref()), stated_or_one(facts.bom_per.as_ref()));
        let divisor = self.common_divisor();
        let unit = bom_per.times(own_rate).and_then(|unit| unit.times(whole(divisor?)));
        let mut lots = Vec::new();
        for (key, group) in self.good.tally.iter() {
            let rate = self.rate(key.currency.or(currency), currency, group, on, &mut rates);
            lots.push((rate, key, group));
        }
        if self.problems.has_error() {
            return None;
        }
        let factor = |key: &GroupKey, rate: Money| rate.times(per)?.times(whole(divisor?.checked_div(key.divisor)?));
        let lots: Option<Vec<Lot>> = lots.into_iter().map(|(rate, key, group)| lot(key, group, factor(key, rate?)?)).collect();
        let amount = |stated: Option<&Stated<Money>>| stated.map(|stated| stated.value.times(unit?));
        let own = (amount(facts.fob.as_ref()), amount(facts.labour.as_ref()), amount(facts.development.as_ref()));
        let whole = |amount: Option<Option<Money>>| match amount {
            Some(None) => Err(()),
            Some(Some(amount)) => Ok(Some(amount)),
            None => Ok(None),
        };
        let (Some(unit), Some(lots), Ok(fob), Ok(labour), Ok(development)) = (unit, lots, whole(own.0), whole(own.1), whole(own.2)) else {
            self.problems.push(Diagnostic::at(Code::GoodTooLong, &self.good.at).with("good", &self.good.id));
            return None;
        };
        let case = Case {
            id: self.good.id.clone(),
            at: self.good.at.clone(),
            on,
            currency,
            stated: facts.clone(),
            fob,
            labour,
            development,
            lots: joined(lots),
            rates,
            unit,
            columns: Arc::clone(&self.good.columns),
        };
        self.materials_within_fob(&case);
        Some(case)
    }

    /// What every amount is multiplied by, so that values over a divisor need not be divided: the least number that all
    /// divisors divide; `None` where it is too large.
    fn common_divisor(&self) -> Option<u64> {
        self.good.tally.iter().try_fold(1, |common, (key, _)| common_multiple(common, key.divisor))
    }

    /// A good without material rows must be declared wholly obtained.
    fn some_materials(&mut self) {
        let facts = self.good.facts.facts.as_ref();
        let obtained = facts.is_some_and(|facts| facts.value.iter().any(|(id, holds)| *holds && self.vocabulary.says_wholly_obtained(id)));
        if self.good.tally.is_empty() && !obtained && !self.broken {
            self.problems.push(Diagnostic::at(Code::NoMaterials, &self.good.at).with("good", &self.good.id));
        }
    }

    /// The one currency of all materials, where the good itself states no amount that could be in another.
    fn only_currency(&self) -> Option<Currency> {
        let facts = &self.good.facts;
        if facts.fob.is_some() || facts.labour.is_some() || facts.development.is_some() {
            return None;
        }
        let mut currencies = self.good.tally.iter().map(|(key, _)| key.currency);
        let first = currencies.next().flatten()?;
        currencies.all(|currency| currency == Some(first)).then_some(first)
    }

    /// Either every amount has a currency, its own or the good's, or none has.
    fn one_currency(&mut self, currency: Option<Currency>) {
        let named = self.good.tally.iter().find(|(key, _)| key.currency.is_some());
        if let (None, Some((key, group)), false) = (currency, named, self.broken) {
            let named = key.currency.map(|currency| currency.to_string()).unwrap_or_default();
            self.problems
                .push(Diagnostic::at(Code::MixedCurrencies, &self.first_line(group)).with("good", &self.good.id).with("currency", named));
        }
    }

    /// The first line of a group among those that are kept.
    fn first_line(&self, group: &Group) -> Position {
        let line = group.greatest.iter().map(|line| line.line).min();
        line.map_or_else(|| self.good.at.clone(), |line| self.good.at.at_line(line))
    }

    /// The rate of the good's own currency: 1, unless some line is in another and the table lists this one.
    fn own_rate(&self, currency: Option<Currency>, on: NaiveDate, used: &mut Vec<RateUsed>) -> Money {
        let foreign = self.good.tally.iter().any(|(key, _)| key.currency.is_some() && key.currency != currency);
        let listed = currency.filter(|_| foreign).and_then(|currency| Some((currency, self.defaults.rates.on(currency, on)?)));
        listed.map_or(Money::ONE, |(currency, rate)| {
            if rate.worth != Money::ONE {
                used.push(RateUsed { currency, rate: rate.worth, date: rate.date, source: rate.source.clone() });
            }
            rate.worth
        })
    }

    fn rate(
        &mut self,
        line: Option<Currency>,
        own: Option<Currency>,
        group: &Group,
        on: NaiveDate,
        used: &mut Vec<RateUsed>,
    ) -> Option<Money> {
        let Some(line) = line else { return Some(Money::ONE) };
        if Some(line) == own {
            return Some(self.own_rate(own, on, &mut Vec::new()));
        }
        let Some(rate) = self.defaults.rates.on(line, on) else {
            if own.is_some() {
                let at = self.first_line(group);
                self.problems.push(Diagnostic::at(Code::NoRate, &at).with("currency", line).with("good", &self.good.id).with("day", on));
            }
            return None;
        };
        if !used.iter().any(|known| known.currency == line) {
            used.push(RateUsed { currency: line, rate: rate.worth, date: rate.date, source: rate.source.clone() });
        }
        Some(rate.worth)
    }

    fn materials_within_fob(&mut self, case: &Case) {
        let total = case.lots.iter().try_fold(Money::ZERO, |sum, lot| sum.plus(lot.sum));
        let Some(total) = total else {
            self.problems.push(Diagnostic::at(Code::GoodTooLong, &self.good.at).with("good", &self.good.id));
            return;
        };
        if let (Some(fob), Some(stated)) = (case.fob, &case.stated.fob)
            && total > fob
        {
            let shown = case.shown(total).unwrap_or(total);
            self.problems.push(Diagnostic::at(Code::MaterialsAboveFob, &stated.at).with("materials", shown).with("fob", stated.value));
        }
    }
}

fn lot(key: &GroupKey, group: &Group, factor: Money) -> Option<Lot> {
    let line = |line: &Line| {
        let value = match line.value {
            Some(value) => Some(value.times(factor)?),
            None => None,
        };
        Some(Line { line: line.line, name: line.name.clone(), value })
    };
    Some(Lot {
        kind: key.kind,
        hs: key.hs,
        lines: group.lines,
        unvalued: group.unvalued,
        sum: group.sum?.times(factor)?,
        greatest: group.greatest.iter().map(line).collect::<Option<_>>()?,
    })
}

/// Lots that differed by their currency only are one lot now.
fn joined(lots: Vec<Lot>) -> Vec<Lot> {
    let mut joined: Vec<Lot> = Vec::new();
    for lot in lots {
        match joined.last_mut() {
            Some(last) if last.kind == lot.kind && last.hs == lot.hs => match last.sum.plus(lot.sum) {
                Some(sum) => {
                    last.sum = sum;
                    last.lines = last.lines.saturating_add(lot.lines);
                    last.unvalued = last.unvalued.saturating_add(lot.unvalued);
                    last.greatest.extend(lot.greatest);
                    last.greatest
                        .sort_by(|a, b| a.value.is_some().cmp(&b.value.is_some()).then(b.value.cmp(&a.value)).then(a.line.cmp(&b.line)));
                    last.greatest.truncate(Group::KEPT);
                }
                None => joined.push(lot),
            },
            _ => joined.push(lot),
        }
    }
    joined
}
