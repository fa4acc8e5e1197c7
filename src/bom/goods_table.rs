//! A table of goods that is kept as it stands, to be joined with goods as they are met.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::Arc;

use super::columns::{Columns, said};
use super::field::Field;
use super::good::GoodFacts;
use super::good_row::{RowCells, good_facts};
use super::portfolio::goods_rows;
use super::profile::Profile;
use super::vocabulary::Vocabulary;
use crate::diag::Problems;
use crate::input::{Marks, Row};
use crate::value::Position;

/// A table of goods: of each row its cells, one behind the other.
#[derive(Debug, Default)]
pub struct GoodsTable {
    /// Where each field stands.
    pub columns: Arc<Columns>,
    at: Option<Position>,
    text: String,
    /// Where each cell of a row ends, from the beginning of the row on.
    ends: Vec<u32>,
    rows: Vec<Kept>,
    /// The cells of a row that a workbook keeps as numbers.
    numbers: BTreeMap<usize, Vec<usize>>,
}

/// A row: its line, where its text and its ends begin, and how wide it is.
#[derive(Clone, Copy, Debug)]
struct Kept {
    line: u64,
    text: usize,
    ends: usize,
    cells: u32,
    width: u32,
}

impl GoodsTable {
    /// Reads a table; `None` where it cannot be used, which is told.
    #[must_use]
    pub fn read(source: impl Read, file: &Arc<str>, profile: &Profile, problems: &mut Problems) -> Option<Self> {
        let mut table = Self::default();
        let columns = goods_rows(source, file, profile, problems, &mut |row, _, _| table.add(row))?;
        table.columns = columns;
        Some(table)
    }

    fn add(&mut self, row: &Row) {
        let (text, ends) = (self.text.len(), self.ends.len());
        for cell in row.cells() {
            self.text.push_str(cell);
            self.ends.push(u32::try_from(self.text.len().saturating_sub(text)).unwrap_or(u32::MAX));
        }
        let numbers: Vec<usize> = (0..row.width()).filter(|place| row.is_number(*place)).collect();
        if !numbers.is_empty() {
            self.numbers.insert(self.rows.len(), numbers);
        }
        let short = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let cells = short(self.ends.len().saturating_sub(ends));
        self.at.get_or_insert_with(|| row.at.clone());
        self.rows.push(Kept { line: row.at.line, text, ends, cells, width: short(row.width()) });
    }

    /// How many rows there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.rows.len()
    }

    fn cell(&self, row: Kept, place: usize) -> &str {
        let ends = self.ends.get(row.ends..).and_then(|ends| ends.get(..usize::try_from(row.cells).ok()?)).unwrap_or_default();
        let end = |place: usize| ends.get(place).and_then(|end| row.text.checked_add(usize::try_from(*end).ok()?));
        let start = place.checked_sub(1).map_or(Some(row.text), end);
        start.zip(end(place)).and_then(|(start, end)| self.text.get(start..end)).unwrap_or_default()
    }

    /// The text of a field in a row; empty where it states nothing.
    #[must_use]
    pub fn text(&self, row: usize, field: Field) -> &str {
        let column = self.columns.column(field).zip(self.rows.get(row));
        column.map_or("", |(column, row)| said(self.cell(*row, column.place)))
    }

    /// Whether a row has as many cells as the headings.
    #[must_use]
    pub fn fits(&self, row: usize) -> bool {
        self.rows.get(row).is_some_and(|row| usize::try_from(row.width) == Ok(self.columns.width))
    }

    /// A row as it was read.
    #[must_use]
    pub fn row(&self, row: usize) -> Option<Row> {
        let kept = *self.rows.get(row)?;
        let cells = (0..usize::try_from(kept.cells).ok()?).map(|place| self.cell(kept, place).to_owned()).collect();
        let marks = Marks {
            width: usize::try_from(kept.width).ok()?,
            numbers: self.numbers.get(&row).cloned().unwrap_or_default(),
            ..Marks::default()
        };
        Some(Row::of_sheet(self.at.as_ref()?.at_line(kept.line), cells, marks))
    }

    /// What a row states of its good.
    #[must_use]
    pub fn facts(&self, row: usize, vocabulary: &Vocabulary, problems: &mut Problems) -> GoodFacts {
        let facts = |row: Row| good_facts(&RowCells { row: &row, columns: &self.columns }, vocabulary, problems);
        self.row(row).map(facts).unwrap_or_default()
    }
}
