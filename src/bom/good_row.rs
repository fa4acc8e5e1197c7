//! What a row, or labels beside a table, state of a good.

use super::block::Block;
use super::cell::Cell;
use super::columns::Columns;
use super::field::Field;
use super::good::{GoodFacts, Stated};
use super::sign::{Settled, Sign};
use super::vocabulary::Vocabulary;
use super::ways::Ways;
use crate::diag::Problems;
use crate::input::Row;
use crate::value::{Currency, Money, Position};

/// The fields of a good, as they may be repeated on the rows of its materials.
pub(super) const GOOD_FIELDS: [Field; 12] = [
    Field::GoodDescription,
    Field::GoodHs,
    Field::Fob,
    Field::GoodCurrency,
    Field::Per,
    Field::BomPer,
    Field::Labour,
    Field::Development,
    Field::Operations,
    Field::Facts,
    Field::Rule,
    Field::On,
];

/// Where the fields of a good are found.
pub(super) trait Fields {
    /// The text of a field, where it stands, and how it is read; `None` where it is blank.
    fn get(&self, field: Field) -> Option<(&str, Position, Ways)>;

    /// The sign of a currency in the heading of a field.
    fn sign(&self, field: Field) -> Option<Sign>;
}

/// A row of a table.
pub(super) struct RowCells<'a> {
    pub row: &'a Row,
    pub columns: &'a Columns,
}

impl Fields for RowCells<'_> {
    fn get(&self, field: Field) -> Option<(&str, Position, Ways)> {
        let column = self.columns.column(field)?;
        let text = self.columns.text(self.row, field);
        (!text.is_empty()).then(|| (text, self.row.at.at_cell(column.place), *self.columns.ways(self.row, field)))
    }

    fn sign(&self, field: Field) -> Option<Sign> {
        self.columns.column(field)?.sign
    }
}

/// Labels beside a table.
pub(super) struct Labels<'a> {
    pub block: &'a Block,
    pub ways: Ways,
}

impl Fields for Labels<'_> {
    fn get(&self, field: Field) -> Option<(&str, Position, Ways)> {
        self.block.get(field).map(|(text, at)| (text, at, self.ways))
    }

    /// That of a label is kept beside the labels: [`Block::currency`].
    fn sign(&self, _: Field) -> Option<Sign> {
        None
    }
}

/// What is stated of a good. Where no cell names the currency, a sign beside FOB, labour or development or in their headings may.
pub(super) fn good_facts(fields: &impl Fields, vocabulary: &Vocabulary, problems: &mut Problems) -> GoodFacts {
    let mut cells = Cells { fields, problems };
    let mut currency = cells.read(Field::GoodCurrency, |cell| cell.currency());
    let fob = cells.read_money(Field::Fob, &mut currency);
    let labour = cells.read_money(Field::Labour, &mut currency);
    let development = cells.read_money(Field::Development, &mut currency);
    GoodFacts {
        description: cells.read(Field::GoodDescription, |cell| Some(cell.text.to_owned())),
        hs: cells.read(Field::GoodHs, |cell| cell.hs()),
        fob,
        currency,
        per: cells.read(Field::Per, |cell| cell.positive()),
        bom_per: cells.read(Field::BomPer, |cell| cell.positive()),
        labour,
        development,
        operations: cells.read(Field::Operations, |cell| cell.operations(vocabulary)),
        facts: cells.read(Field::Facts, |cell| cell.facts(vocabulary)),
        rule: cells.read(Field::Rule, |cell| cell.rule(vocabulary)),
        on: cells.read(Field::On, |cell| cell.day()),
    }
}

struct Cells<'a, F> {
    fields: &'a F,
    problems: &'a mut Problems,
}

impl<F: Fields> Cells<'_, F> {
    /// A field of the good, if there is one and it is not blank.
    fn read<T>(&mut self, field: Field, parse: impl FnOnce(&mut Cell<'_>) -> Option<T>) -> Option<Stated<T>> {
        let (text, at, ways) = self.fields.get(field)?;
        let mut cell = Cell { text, at: at.clone(), ways: &ways, problems: self.problems };
        parse(&mut cell).map(|value| Stated { value, at })
    }

    /// An amount of the good. A sign beside it, or else in its heading, must agree with the good's currency, and names it where
    /// nothing else does. An open sign in a heading is asked about once, with the heading.
    fn read_money(&mut self, field: Field, currency: &mut Option<Stated<Currency>>) -> Option<Stated<Money>> {
        let (text, at, ways) = self.fields.get(field)?;
        let mut cell = Cell { text, at: at.clone(), ways: &ways, problems: self.problems };
        let priced = cell.priced()?;
        if field == Field::Fob && !priced.value.is_positive() {
            return cell.positive().map(|value| Stated { value, at });
        }
        let known = currency.as_ref().map(|stated| stated.value);
        let of_heading = self.fields.sign(field).filter(|sign| sign.settled(known, &ways) != Settled::Open);
        if let Some(sign) = priced.sign.or(of_heading) {
            let settled = cell.sign_in_row(sign, known.or(sign.currency()));
            *currency = currency.take().or_else(|| settled.map(|value| Stated { value, at: at.clone() }));
        }
        Some(Stated { value: priced.value, at })
    }
}
