//! A table as the readers of this room take it: its columns known, its rows one after the other.

use std::io::Read;
use std::sync::Arc;

use super::columns::{Columns, Context, Field};
use crate::diag::{Code, Diagnostic, Problems};
use crate::input::{Row, Table};

/// The rows of a table whose columns are recognised.
pub struct Rows<R> {
    table: Table<R>,
    /// Where each field stands.
    pub columns: Arc<Columns>,
    /// Why the table broke off before its end, if it did.
    pub broken: Option<Diagnostic>,
    nameless_told: bool,
    /// A cell that seems to hold another row; a fault of a quote explains it better.
    row_in_cell: Option<Diagnostic>,
}

impl<R: Read> Rows<R> {
    /// Reads the header. Of each set in `required` one field must have a column. `None` where the table
    /// cannot be used; the problems say why.
    pub fn open(source: R, file: &Arc<str>, context: Context, required: &[&[Field]], problems: &mut Problems) -> Option<Self> {
        let table = match Table::open(source, file) {
            Ok(table) => table,
            Err(problem) => {
                problems.push(problem);
                return None;
            }
        };
        let columns = Arc::new(Columns::recognise(table.header(), context, problems));
        for any_of in required {
            columns.require(any_of, table.header(), problems);
        }
        (!problems.has_error()).then_some(Self { table, columns, broken: None, nameless_told: false, row_in_cell: None })
    }

    /// Where the header stands.
    pub const fn header(&self) -> &Row {
        self.table.header()
    }

    /// The next row that is not blank; blank ones are noted.
    pub fn next(&mut self, problems: &mut Problems) -> Option<Row> {
        loop {
            let Some(next) = self.table.next_row() else {
                self.broken = self.row_in_cell.take();
                problems.extend(self.broken.clone());
                return None;
            };
            match next {
                Ok(row) if row.is_blank() => problems.push(Diagnostic::at(Code::BlankRow, &row.at)),
                Ok(row) => {
                    self.look_at(&row, problems);
                    return Some(row);
                }
                Err(problem) => {
                    self.broken = Some(problem.clone());
                    problems.push(problem);
                    return None;
                }
            }
        }
    }

    /// Tells of cells under no heading, once, and of a cell that seems to hold another row.
    fn look_at(&mut self, row: &Row, problems: &mut Problems) {
        if let Some(at) = self.columns.unnamed_cell(row).filter(|_| !self.nameless_told) {
            self.nameless_told = true;
            problems.push(Diagnostic::at(Code::NamelessColumn, &at));
        }
        let holds_row = |cell: &str| {
            cell.split(['\n', '\r']).skip(1).any(|line| line.matches(',').count() >= self.columns.width.saturating_sub(2).max(2))
        };
        if let Some(place) = row.cells().position(holds_row) {
            self.row_in_cell.get_or_insert_with(|| Diagnostic::at(Code::RowInCell, &row.at.at_cell(place)));
        }
    }
}
