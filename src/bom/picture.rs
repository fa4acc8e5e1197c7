//! A picture of what was understood of a bill of materials.

use super::columns::{Column, Columns, Seen};
use super::material::{Material, Status};
use super::quantity::shown;
use super::reading::Witness;
use super::rows::Rows;
use crate::input::{Form, Row};
use crate::value::{Country, Currency, Hs, Money, Position};

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
    /// The goods, in the order in which they are met, each with how many rows it has.
    pub goods: Vec<(String, u64)>,
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
        match self.goods.iter_mut().rev().find(|(known, _)| known == good) {
            Some((_, count)) => *count = count.saturating_add(1),
            None => self.goods.push((good.to_owned(), 1)),
        }
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
