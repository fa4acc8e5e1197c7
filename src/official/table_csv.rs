//! A list as comma, semicolon or tab separated text.

use std::sync::Arc;

use super::grid::{GridRow, pieces};
use super::heading::Headings;
use super::piece::Piece;
use crate::diag::{Code, Diagnostic};
use crate::value::Position;

/// Reads a list by the separator under which its heading is found.
///
/// # Errors
/// That no heading is found under any separator, or what the rows are that cannot be read.
pub fn read(file: &Arc<str>, text: &str, headings: &Headings) -> Result<Vec<Piece>, Vec<Diagnostic>> {
    if !text.matches('"').count().is_multiple_of(2) {
        let at = Position::file(Arc::clone(file));
        return Err(vec![Diagnostic::at(Code::ListDamaged, &at).with("why", "a quotation mark is not closed: it may be cut off")]);
    }
    for separator in *b",;\t" {
        let (rows, problems) = rows(file, text, separator);
        if let Some(pieces) = pieces(&rows, headings) {
            return if problems.is_empty() { Ok(pieces) } else { Err(problems) };
        }
    }
    Err(vec![Diagnostic::at(Code::ListNoTable, &Position::file(Arc::clone(file)))])
}

fn rows(file: &Arc<str>, text: &str, separator: u8) -> (Vec<GridRow>, Vec<Diagnostic>) {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes());
    let (mut rows, mut problems) = (Vec::new(), Vec::new());
    for record in reader.records() {
        match record {
            Ok(record) => {
                let line = record.position().map_or(0, csv::Position::line);
                rows.push(GridRow::new(Position::row(Arc::clone(file), line), record.iter()));
            }
            Err(error) => {
                let at = Position::row(Arc::clone(file), error.position().map_or(0, csv::Position::line));
                problems.push(Diagnostic::at(Code::ListDamaged, &at).with("why", error));
            }
        }
    }
    (rows, problems)
}
