//! One row of a bill of materials.

use chrono::NaiveDate;

use super::cell::Cell;
use super::columns::{Columns, Field};
use super::places::{self, Named};
use super::sign::Sign;
use super::ways::Ways;
use crate::diag::{Code, Diagnostic, Problems};
use crate::input::Row;
use crate::value::{Country, Currency, Hs, Money, Position};

/// Whether a material is declared originating.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Declared originating under the agreement.
    Originating,
    /// Declared not originating.
    NonOriginating,
}

/// What decides how a material counts: lines that share it can be added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineKind {
    /// The status declared; `None` where the cell is blank.
    pub status: Option<Status>,
    /// The country of origin; `None` where the cell is blank.
    pub origin: Option<Country>,
    /// Whether a proof of origin is named.
    pub proof: bool,
    /// The last day on which the proof is good.
    pub valid_to: Option<NaiveDate>,
    /// Whether it is packing for transport.
    pub packing: bool,
}

/// A line as a report needs it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    /// The line of the file.
    pub line: u64,
    /// Its part or description.
    pub name: String,
    /// Its value in its own currency; `None` where it is not stated.
    pub value: Option<Money>,
}

/// A row of a bill of materials, read.
#[derive(Clone, Debug)]
pub(super) struct Material {
    pub at: Position,
    pub kind: LineKind,
    pub hs: Option<Hs>,
    pub currency: Option<Currency>,
    pub level: Option<u32>,
    pub line: Line,
}

/// Reads the cells of a row. What is malformed is an error, what is blank and needed a warning; the
/// material is given back in either case, so that one run names everything.
pub(super) fn read(row: &Row, columns: &Columns, problems: &mut Problems) -> Material {
    let mut reader = Reader { row, columns, problems };
    let name = reader.name();
    let (status, origin) = (reader.cell(Field::Status).status(), reader.cell(Field::Origin).country());
    let kind = LineKind {
        status,
        origin,
        proof: !columns.text(row, Field::Proof).is_empty(),
        valid_to: reader.cell(Field::ProofValidTo).day(),
        packing: reader.cell(Field::Kind).packing().unwrap_or(false),
    };
    let hs = reader.cell(Field::HsCode).hs();
    let (value, signs) = reader.value();
    let currency = reader.currency(&signs);
    let material = Material {
        at: row.at.clone(),
        kind,
        hs,
        currency,
        level: reader.cell(Field::Level).level(),
        line: Line { line: row.at.line, name, value },
    };
    reader.remark_on(&kind);
    material
}

struct Reader<'a> {
    row: &'a Row,
    columns: &'a Columns,
    problems: &'a mut Problems,
}

impl Reader<'_> {
    fn cell(&mut self, field: Field) -> Cell<'_> {
        let at = self.columns.position(&self.row.at, field);
        Cell { text: self.columns.text(self.row, field), at, ways: &Ways::UNSETTLED, problems: self.problems }
    }

    fn is_blank(&self, field: Field) -> bool {
        self.columns.text(self.row, field).is_empty()
    }

    fn remark(&mut self, code: Code, field: Field) {
        let at = self.columns.position(&self.row.at, field);
        self.problems.push(Diagnostic::at(code, &at));
    }

    /// The part, or else the description; a row needs one of them.
    fn name(&mut self) -> String {
        let part = self.columns.text(self.row, Field::Part);
        let name = if part.is_empty() { self.columns.text(self.row, Field::Description) } else { part };
        if name.is_empty() {
            self.problems.push(Diagnostic::at(Code::NamelessRow, &self.row.at));
        }
        name.chars().take(80).collect()
    }

    /// The amount, or else quantity times unit cost; where all are stated they must agree to the cent.
    /// Beside it, the signs of currencies that stand with the numbers.
    fn value(&mut self) -> (Option<Money>, [(Field, Option<Sign>); 2]) {
        let priced = [Field::Amount, Field::UnitCost].map(|field| (field, self.cell(field).priced()));
        let [amount, unit_cost] = priced.map(|(_, priced)| priced.map(|priced| priced.value));
        let quantity = self.cell(Field::Quantity).money();
        let both = quantity.zip(unit_cost);
        let product = both.and_then(|(quantity, unit_cost)| quantity.times(unit_cost));
        if both.is_some() && product.is_none() {
            self.remark(Code::RowTooLong, Field::UnitCost);
        }
        if let (Some(amount), Some(product)) = (amount, product)
            && differ_by_more_than_a_cent(amount, product)
        {
            let at = self.columns.position(&self.row.at, Field::Amount);
            self.problems.push(Diagnostic::at(Code::AmountDiffers, &at).with("amount", amount).with("product", product));
        }
        (amount.or(product), priced.map(|(field, priced)| (field, priced.and_then(|priced| priced.sign))))
    }

    /// The currency of the row: of its own cell, or else of a sign beside its numbers; all must agree.
    fn currency(&mut self, signs: &[(Field, Option<Sign>)]) -> Option<Currency> {
        let stated = self.cell(Field::Currency).currency();
        let named = signs.iter().find_map(|(_, sign)| match sign {
            Some(Sign::Names(currency)) => Some(*currency),
            _ => None,
        });
        let mut currency = stated.or(named);
        for (field, sign) in signs {
            if let Some(sign) = sign {
                currency = self.cell(*field).sign_in_row(*sign, currency).or(currency);
            }
        }
        currency
    }

    /// Whether the cell for the country is blank, or holds no more than 國產 or the like.
    fn names_no_country(&self) -> bool {
        self.is_blank(Field::Origin) || places::named(self.columns.text(self.row, Field::Origin), None) == Named::Relative
    }

    /// Warns of what is blank and may matter, and refuses what contradicts itself.
    fn remark_on(&mut self, kind: &LineKind) {
        let blank_value = self.is_blank(Field::Amount) && (self.is_blank(Field::Quantity) || self.is_blank(Field::UnitCost));
        if blank_value {
            self.remark(Code::BlankValue, Field::Amount);
        }
        if self.is_blank(Field::HsCode) && kind.status != Some(Status::Originating) {
            self.remark(Code::BlankHs, Field::HsCode);
        }
        if self.is_blank(Field::Origin) && self.is_blank(Field::Status) {
            self.remark(Code::BlankOrigin, Field::Origin);
        }
        if kind.status == Some(Status::Originating) {
            match kind.origin {
                Some(country) if !country.is_a_side() => {
                    let at = self.columns.position(&self.row.at, Field::Status);
                    self.problems.push(Diagnostic::at(Code::ThirdCountryOriginating, &at).with("country", country));
                }
                None if self.names_no_country() => self.remark(Code::SideAssumed, Field::Origin),
                _ => {}
            }
        }
    }
}

fn differ_by_more_than_a_cent(a: Money, b: Money) -> bool {
    let cent = Money::from_units(1, 2).unwrap_or(Money::ZERO);
    let gap = if a > b { a.minus(b) } else { b.minus(a) };
    gap.is_none_or(|gap| gap > cent)
}
