//! A list as a workbook: every sheet in its order.

use std::io::Cursor;
use std::sync::Arc;

use calamine::{Data, Reader, Xlsx};

use super::grid::{GridRow, pieces};
use super::heading::Headings;
use super::piece::Piece;
use super::text::tidy;
use crate::diag::{Code, Diagnostic};
use crate::input::unpacked_size;
use crate::value::Position;

/// Reads every sheet that holds a list.
///
/// # Errors
/// That the file is no sound workbook, that no sheet holds a list, or every code cell that holds a number: `0902.30`
/// kept as a number is 902.3.
pub fn read(file: &Arc<str>, bytes: &[u8], headings: &Headings) -> Result<Vec<Piece>, Vec<Diagnostic>> {
    let whole = Position::file(Arc::clone(file));
    let damaged = |why: String| vec![Diagnostic::at(Code::ListDamaged, &whole).with("why", why)];
    if unpacked_size(bytes).is_err() {
        return Err(damaged("it is no workbook, or too large once it is unpacked".to_owned()));
    }
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| damaged(error.to_string()))?;
    let (mut found, mut problems, mut tables) = (Vec::new(), Vec::new(), 0_usize);
    for sheet in workbook.sheet_names() {
        let range = match workbook.worksheet_range(&sheet) {
            Ok(range) => range,
            Err(error) => {
                problems.extend(damaged(format!("{sheet}: {error}")));
                continue;
            }
        };
        let merged = workbook.merge_cells_by_sheet_name(&sheet).unwrap_or_default();
        let across: Vec<u32> = merged.iter().filter(|area| area.end.1.saturating_sub(area.start.1) >= 2).map(|area| area.start.0).collect();
        let place = Position::sheet(Arc::clone(file), Arc::from(sheet.as_str()));
        let rows = rows(&place, &range, &across);
        let read = pieces(&rows.iter().map(|(row, _)| row.clone()).collect::<Vec<_>>(), headings);
        if let Some(read) = read {
            tables = tables.saturating_add(1);
            problems.extend(rows.iter().filter_map(|(row, numbers)| number_for_code(row, numbers, &rows, headings)));
            found.extend(read);
        }
    }
    if tables == 0 && problems.is_empty() {
        problems.push(Diagnostic::at(Code::ListNoTable, &whole));
    }
    if problems.is_empty() { Ok(found) } else { Err(problems) }
}

/// The rows of a sheet, each with which of its cells hold numbers.
fn rows(place: &Position, range: &calamine::Range<Data>, across: &[u32]) -> Vec<(GridRow, Vec<bool>)> {
    let (top, left) = range.start().unwrap_or_default();
    let before = usize::try_from(left).unwrap_or(0);
    let row = |(index, cells): (usize, &[Data])| {
        let number = u32::try_from(index).unwrap_or(u32::MAX).saturating_add(top);
        let texts = std::iter::repeat_n(String::new(), before).chain(cells.iter().map(|cell| tidy(&cell.to_string()))).collect();
        let numbers = std::iter::repeat_n(false, before).chain(cells.iter().map(is_number)).collect();
        let at = place.at_line(u64::from(number).saturating_add(1));
        (GridRow { at, cells: texts, spans: across.contains(&number) }, numbers)
    };
    range.rows().enumerate().map(row).collect()
}

fn is_number(cell: &Data) -> bool {
    matches!(cell, Data::Int(_) | Data::Float(_) | Data::DateTime(_))
}

/// A code cell that holds a number.
fn number_for_code(row: &GridRow, numbers: &[bool], all: &[(GridRow, Vec<bool>)], headings: &Headings) -> Option<Diagnostic> {
    let columns = all.iter().find_map(|(row, _)| headings.row(row.cells.iter().map(String::as_str)))?;
    let [_, code, _, _] = columns;
    let index = code?;
    let is_number = *numbers.get(index)?;
    let value = row.cells.get(index)?;
    is_number.then(|| Diagnostic::at(Code::ListCodeNumber, &row.at.at_cell(index)).with("value", value))
}
