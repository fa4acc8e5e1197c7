//! Tables of cells, from CSV, workbooks and web pages, to pieces.

use super::heading::Headings;
use super::piece::{COLUMNS, Piece, What};
use super::text::tidy;
use crate::value::Position;

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GridRow {
    /// Where it stands.
    pub at: Position,
    /// Its cells, tidied.
    pub cells: Vec<String>,
    /// Whether one cell goes over the columns: a title or a note, and no row of the list.
    pub spans: bool,
}

impl GridRow {
    /// A row of ordinary cells.
    pub fn new<'a>(at: Position, cells: impl Iterator<Item = &'a str>) -> Self {
        Self { at, cells: cells.map(tidy).collect(), spans: false }
    }

    /// All its text.
    fn text(&self) -> String {
        self.cells.iter().filter(|cell| !cell.is_empty()).cloned().collect::<Vec<_>>().join(" ")
    }
}

/// The pieces of tables, row by row. Rows before the first heading are text outside the table; a further heading
/// says anew which column is which. `None` where no row is the heading of a list.
#[must_use]
pub fn pieces(rows: &[GridRow], headings: &Headings) -> Option<Vec<Piece>> {
    let mut columns: Option<[Option<usize>; COLUMNS]> = None;
    let mut pieces = Vec::new();
    let mut skip = 0_usize;
    for (index, row) in rows.iter().enumerate() {
        if skip > 0 {
            skip = skip.saturating_sub(1);
            continue;
        }
        let text = row.text();
        if text.is_empty() {
            continue;
        }
        let what = match heading(row, rows.get(index.saturating_add(1)), headings) {
            Some((found, lines)) => {
                columns = Some(found);
                skip = lines.saturating_sub(1);
                What::Heading(text)
            }
            None => match columns {
                Some(columns) if !row.spans => cells(row, columns).map_or(What::Loose(text), What::Cells),
                _ => What::Loose(text),
            },
        };
        pieces.push(Piece { at: row.at.clone(), what });
    }
    columns.map(|_| pieces)
}

/// A heading row, or two rows that are one together.
fn heading(row: &GridRow, next: Option<&GridRow>, headings: &Headings) -> Option<([Option<usize>; COLUMNS], usize)> {
    if let Some(found) = headings.row(row.cells.iter().map(String::as_str)) {
        return Some((found, 1));
    }
    let next = next.filter(|next| headings.row(next.cells.iter().map(String::as_str)).is_none())?;
    let both: Vec<String> = row
        .cells
        .iter()
        .enumerate()
        .map(|(index, cell)| super::text::join(cell, next.cells.get(index).map_or("", String::as_str)))
        .collect();
    headings.row(both.iter().map(String::as_str)).map(|found| (found, 2))
}

/// The four cells of a row; `None` where all its text stands in other columns.
fn cells(row: &GridRow, columns: [Option<usize>; COLUMNS]) -> Option<[String; COLUMNS]> {
    let cells = columns.map(|column| column.and_then(|column| row.cells.get(column)).cloned().unwrap_or_default());
    cells.iter().any(|cell| !cell.is_empty()).then_some(cells)
}
