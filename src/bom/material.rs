//! One row of a bill of materials.

use chrono::NaiveDate;

use super::cell::Cell;
use super::columns::Columns;
use super::field::Field;
use super::levels;
use super::places::{self, Named};
use super::procurement::{self, Procurement};
use super::profile::Profile;
use super::quantity::{self, Value};
use super::sign::Sign;
use crate::diag::{Code, Diagnostic, Problems};
use crate::input::Row;
use crate::value::{Country, Currency, Hs, Money, Position, Quotient};

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
    /// Its value in its own currency, times the divisor of its group; `None` where it is not stated.
    pub value: Option<Money>,
}

/// A row of a bill of materials, read.
#[derive(Clone, Debug)]
pub struct Material {
    /// Where the row stands.
    pub at: Position,
    /// What decides how it counts.
    pub kind: LineKind,
    /// Its HS code.
    pub hs: Option<Hs>,
    /// Its currency.
    pub currency: Option<Currency>,
    /// Its level in an exploded bill of materials.
    pub level: Option<u32>,
    /// Its part, or else its description.
    pub name: String,
    /// How much of it goes into one piece of what it is a part of.
    pub quantity: Option<Quotient>,
    /// Whether the table has a column for quantities.
    pub has_quantity_column: bool,
    /// Its value for one piece of what it is a part of.
    pub value: Option<Quotient>,
    /// Whether it is bought or made.
    pub procurement: Option<Procurement>,
    /// What is doubtful about it should it count; of an assembly that is taken apart none of it matters.
    pub remarks: Vec<Diagnostic>,
}

/// Reads the cells of a row. What is malformed is an error, what is blank and needed a warning; the
/// material is given back in either case, so that one run names everything.
pub(super) fn read(row: &Row, columns: &Columns, profile: &Profile, problems: &mut Problems) -> Material {
    let mut reader = Reader { row, columns, profile, problems, remarks: Vec::new() };
    let name = reader.name();
    let quantity = reader.amounts().quantity();
    let (value, status) = reader.value(quantity);
    let kind = LineKind {
        status,
        origin: reader.cell(Field::Origin).country(),
        proof: !columns.text(row, Field::Proof).is_empty(),
        valid_to: reader.cell(Field::ProofValidTo).day(),
        packing: reader.cell(Field::Kind).packing().unwrap_or(false),
    };
    let hs = reader.cell(Field::HsCode).hs();
    let currency = reader.currency(&value.signs);
    let level = reader.level();
    reader.remark_on(&kind);
    let remarks = reader.remarks;
    Material {
        at: row.at.clone(),
        kind,
        hs,
        currency,
        level,
        name,
        quantity,
        has_quantity_column: columns.has(Field::Quantity) || columns.has(Field::Numerator),
        value: value.value,
        procurement: procurement::of(columns.text(row, Field::Procurement)),
        remarks,
    }
}

/// How many letters of a name are kept.
const LONGEST_NAME: usize = 80;

/// A name as it is kept.
pub(crate) fn kept_name(name: &str) -> &str {
    let end = name.char_indices().nth(LONGEST_NAME).map_or(name.len(), |(end, _)| end);
    name.get(..end).unwrap_or_default()
}

struct Reader<'a> {
    row: &'a Row,
    columns: &'a Columns,
    profile: &'a Profile,
    problems: &'a mut Problems,
    remarks: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn cell(&mut self, field: Field) -> Cell<'_> {
        self.columns.cell(self.row, field, self.problems)
    }

    const fn amounts(&mut self) -> quantity::Reader<'_> {
        quantity::Reader { row: self.row, columns: self.columns, profile: self.profile, problems: self.problems }
    }

    fn is_blank(&self, field: Field) -> bool {
        self.columns.text(self.row, field).is_empty()
    }

    fn remark(&mut self, code: Code, field: Field) {
        let at = self.columns.position(&self.row.at, field);
        self.remarks.push(Diagnostic::at(code, &at));
    }

    fn level(&mut self) -> Option<u32> {
        let text = self.columns.text(self.row, Field::Level);
        let level = levels::level(text, self.columns.level_form);
        if level.is_none() && !text.is_empty() {
            let at = self.columns.position(&self.row.at, Field::Level);
            self.problems.push(Diagnostic::at(Code::NotALevel, &at).with("value", text));
        }
        level
    }

    /// The part, or else the description; a row needs one of them.
    fn name(&mut self) -> String {
        let part = self.columns.text(self.row, Field::Part);
        let name = if part.is_empty() { self.columns.text(self.row, Field::Description) } else { part };
        if name.is_empty() {
            self.problems.push(Diagnostic::at(Code::NamelessRow, &self.row.at));
        }
        kept_name(name).to_owned()
    }

    /// The value, and the status: that of its own cell, or of the column in which the value stands.
    fn value(&mut self, quantity: Option<Quotient>) -> (Value, Option<Status>) {
        let status = self.cell(Field::Status).status();
        match self.amounts().split_value() {
            Some((Field::OriginatingAmount, value)) => (value, status.or(Some(Status::Originating))),
            Some((_, value)) => (value, status.or(Some(Status::NonOriginating))),
            None => (self.amounts().value(quantity), status),
        }
    }

    /// The currency of the row: of its own cell, or else of a sign beside its numbers or in their headings; all must
    /// agree.
    fn currency(&mut self, signs: &[(Field, Sign)]) -> Option<Currency> {
        let stated = self.cell(Field::Currency).currency();
        let named = signs.iter().find_map(|(_, sign)| sign.currency());
        let mut currency = stated.or(named);
        for (field, sign) in signs {
            currency = self.cell(*field).sign_in_row(*sign, currency).or(currency);
        }
        currency
    }

    /// Whether the cell for the country is blank, or holds no more than 國產 or the like.
    fn names_no_country(&self) -> bool {
        self.is_blank(Field::Origin) || places::named(self.columns.text(self.row, Field::Origin), None) == Named::Relative
    }

    /// Warns of what is blank and may matter, and refuses what contradicts itself.
    fn remark_on(&mut self, kind: &LineKind) {
        if self.amounts().has_no_value() {
            self.remark(Code::BlankValue, Field::Amount);
        }
        if self.is_blank(Field::HsCode) && kind.status != Some(Status::Originating) {
            self.remark(Code::BlankHs, Field::HsCode);
        }
        if self.is_blank(Field::Origin) && kind.status.is_none() {
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
