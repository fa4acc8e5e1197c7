//! A picture of what was understood of a bill of materials.

use std::collections::BTreeMap;

use super::columns::{Column, Columns, Seen};
use super::material::{Material, Status};
use super::portfolio::Good;
use super::quantity::shown;
use super::reading::Witness;
use super::rows::Rows;
use crate::input::{Form, Row};
use crate::value::{Country, Currency, Hs, Money, Position, Quotient};

/// What was understood of a bill of materials.
#[derive(Clone, Debug, Default)]
pub struct Picture {
    /// Of its bytes: encoding and separator, or the sheet.
    pub form: Option<Form>,
    /// Where the headings stand.
    pub header: Option<Position>,
    /// Every heading, in the order of the columns.
    pub columns: Vec<ColumnPicture>,
    /// Every row that was read as a material; at most [`Picture::MOST`].
    pub rows: Vec<RowPicture>,
    /// How many there are.
    pub count: u64,
    /// The goods or assemblies, in the order in which they are met, each with how many rows it has.
    pub goods: Vec<(String, u64)>,
    /// Where each of them stands in that list.
    by_name: BTreeMap<String, usize>,
}

/// A column, and the first values in it.
#[derive(Clone, Debug)]
pub struct ColumnPicture {
    /// Its heading, and what became of it.
    pub seen: Seen,
    /// How its cells are read, where it holds a field.
    pub column: Option<Column>,
    /// Its first values, as they stand.
    pub values: Vec<String>,
}

/// A row as it is understood.
#[derive(Clone, Debug)]
pub struct RowPicture {
    /// Where it stands.
    pub at: Position,
    /// The good, or the assembly, that it is a part of.
    pub good: String,
    /// Its level.
    pub level: Option<u32>,
    /// Its part, or else its description.
    pub name: String,
    /// Its HS code.
    pub hs: Option<Hs>,
    /// Its country of origin.
    pub origin: Option<Country>,
    /// Its status, as declared.
    pub status: Option<Status>,
    /// How much of it goes into what it is a part of, cut after six decimals where it does not end.
    pub quantity: Option<Money>,
    /// Its value, cut likewise.
    pub value: Option<Money>,
    /// Its currency, where it names one.
    pub currency: Option<Currency>,
}

impl Picture {
    /// How many rows are kept.
    pub const MOST: usize = 10_000;
    /// How many values of a column are kept.
    const VALUES: usize = 3;

    fn note_values(&mut self, row: &Row) {
        for picture in &mut self.columns {
            let text = row.cell(picture.seen.place);
            if picture.values.len() < Self::VALUES && !text.is_empty() && !picture.values.iter().any(|value| value == text) {
                picture.values.push(text.to_owned());
            }
        }
    }

    fn note_good(&mut self, good: &str) {
        let known = self.by_name.get(good).and_then(|index| self.goods.get_mut(*index));
        if let Some((_, count)) = known {
            *count = count.saturating_add(1);
            return;
        }
        self.by_name.insert(good.to_owned(), self.goods.len());
        self.goods.push((good.to_owned(), 1));
    }
}

/// What counts of a good: the lines that are left once assemblies are taken apart, and what they come to.
#[derive(Clone, Debug)]
pub struct Counted {
    /// The good.
    pub good: String,
    /// How many lines count.
    pub lines: u64,
    /// How many of them have no value.
    pub unvalued: u64,
    /// What the others come to in each currency, cut after six decimals where it does not end; `None` where it has
    /// more digits than can be kept.
    pub sums: BTreeMap<Option<Currency>, Option<Money>>,
}

impl Counted {
    /// What counts of a good; `default` is the currency of goods that name none.
    #[must_use]
    pub fn of(good: &Good, default: Option<Currency>) -> Self {
        let own = good.facts.currency.as_ref().map(|stated| stated.value).or(default);
        let mut sums: BTreeMap<Option<Currency>, Option<Quotient>> = BTreeMap::new();
        let (mut lines, mut unvalued) = (0_u64, 0_u64);
        for (key, group) in good.tally.iter() {
            lines = lines.saturating_add(group.lines);
            unvalued = unvalued.saturating_add(group.unvalued);
            if group.lines == group.unvalued {
                continue;
            }
            let more = group.sum.map(|value| Quotient { value, divisor: key.divisor });
            let sum = sums.entry(key.currency.or(own)).or_insert(Some(Quotient::of(Money::ZERO)));
            *sum = sum.zip(more).and_then(|(sum, more)| sum.plus(more));
        }
        let sums = sums.into_iter().map(|(currency, sum)| (currency, sum.and_then(shown))).collect();
        Self { good: good.id.clone(), lines, unvalued, sums }
    }
}

impl Witness for Picture {
    fn opened(&mut self, rows: &Rows<'_>) {
        let columns: &Columns = &rows.columns;
        self.form = Some(rows.form());
        self.header = Some(rows.header.clone());
        let column = |seen: &Seen| columns.fields().find(|(_, column)| column.place == seen.place).map(|(_, column)| *column);
        self.columns =
            columns.seen.iter().map(|seen| ColumnPicture { seen: seen.clone(), column: column(seen), values: Vec::new() }).collect();
    }

    fn material(&mut self, good: &str, row: &Row, material: &Material) {
        self.count = self.count.saturating_add(1);
        self.note_values(row);
        self.note_good(good);
        if self.rows.len() < Self::MOST {
            self.rows.push(RowPicture {
                at: material.at.clone(),
                good: good.to_owned(),
                level: material.level,
                name: material.name.clone(),
                hs: material.hs,
                origin: material.kind.origin,
                status: material.kind.status,
                quantity: material.quantity.and_then(shown),
                value: material.value.and_then(shown),
                currency: material.currency,
            });
        }
    }

    fn ended(&mut self, form: &Form) {
        self.form = Some(form.clone());
    }
}
