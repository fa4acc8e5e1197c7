//! Workbooks: XLSX, XLS and ODS, each sheet as rows.

use std::collections::BTreeSet;
use std::io::Cursor;
use std::sync::Arc;

use calamine::{Data, DataRef, Dimensions, Range, Reader, Sheet, SheetType, SheetVisible, Xls, Xlsx};

use super::biff::{self, Closed};
use super::grid::{Grid, Room, TooLarge};
use super::number::shown;
use super::ods;
use super::row::Row;
use super::unpack::{Packed, unpacked_size};
use crate::diag::{Code, Diagnostic};
use crate::value::Position;

/// A kind of workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BookKind {
    /// Of Excel since 2007.
    Xlsx,
    /// Of older Excel.
    Xls,
    /// Of `LibreOffice` and others.
    Ods,
}

impl BookKind {
    /// `XLSX`, `XLS`, `ODS`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Xlsx => "XLSX",
            Self::Xls => "XLS",
            Self::Ods => "ODS",
        }
    }

    /// The kind of workbook that these bytes begin, if they begin one.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        const ZIP: &[u8] = b"PK\x03\x04";
        const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
        if bytes.starts_with(OLE) {
            return Some(Self::Xls);
        }
        let is_ods = || bytes.windows(ODS_MARK.len()).take(200).any(|window| window == ODS_MARK);
        bytes.starts_with(ZIP).then(|| if is_ods() { Self::Ods } else { Self::Xlsx })
    }
}

/// How an ODS archive begins: with the part `mimetype`, not packed.
const ODS_MARK: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";

/// A sheet of a workbook.
#[derive(Clone, Debug)]
pub(super) struct SheetRows {
    pub name: String,
    /// Whether the user's program shows it.
    pub visible: bool,
    pub rows: Vec<Row>,
}

/// Reads every sheet of a workbook.
///
/// # Errors
/// Why it is not read: damaged, locked, or unpacked larger than a workbook is.
pub(super) fn read(kind: BookKind, bytes: &[u8], file: &Arc<str>) -> Result<Vec<SheetRows>, Diagnostic> {
    let at = Position::file(Arc::clone(file));
    let unsound = |why: &dyn std::fmt::Display| Diagnostic::at(Code::Workbook, &at).with("kind", kind.name()).with("why", why);
    let unsound_for = |id| Diagnostic::at(Code::Workbook, &at).with("kind", kind.name()).with_message("why", id);
    let size = match kind {
        BookKind::Xls => Ok(bytes.len()),
        BookKind::Xlsx | BookKind::Ods => unpacked_size(bytes).and_then(|size| usize::try_from(size).map_err(|_| Packed::TooLarge)),
    };
    let size = size.map_err(|packed| match packed {
        Packed::Unsound => unsound_for("book.damaged"),
        Packed::TooLarge => Diagnostic::at(Code::WorkbookTooLarge, &at).with("kind", kind.name()),
    })?;
    let room = Room { cells: size.saturating_add(1_000_000), text: size.saturating_mul(4).saturating_add(1_000_000) };
    let read = match kind {
        BookKind::Xlsx => xlsx(bytes, file, room),
        BookKind::Xls => xls(bytes, file, room),
        BookKind::Ods => ods(bytes, file, room),
    };
    read.map_err(|fault| match fault {
        Fault::TooLarge => Diagnostic::at(Code::WorkbookTooLarge, &at).with("kind", kind.name()),
        Fault::Locked => unsound_for("book.locked"),
        Fault::NoBook => unsound_for("book.none"),
        Fault::Unsound(why) => unsound(&why),
    })
}

enum Fault {
    TooLarge,
    Locked,
    NoBook,
    Unsound(String),
}

impl From<TooLarge> for Fault {
    fn from(_: TooLarge) -> Self {
        Self::TooLarge
    }
}

fn unsound(error: impl std::fmt::Display) -> Fault {
    Fault::Unsound(error.to_string())
}

type Sheets = Result<Vec<SheetRows>, Fault>;

fn xlsx(bytes: &[u8], file: &Arc<str>, room: Room) -> Sheets {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(unsound)?;
    let mut found = Vec::new();
    for sheet in worksheets(book.sheets_metadata()) {
        let merged = book.merge_cells_by_sheet_name(&sheet.name).map_err(unsound)?;
        let mut grid = Grid::new(room);
        let mut cells = book.worksheet_cells_reader(&sheet.name).map_err(unsound)?;
        let shares = share_styles(cells.styles());
        while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(unsound)? {
            let (row, column) = cell.get_position();
            match cell.get_value() {
                DataRef::SharedString(text) => grid.put(row, column, text, false)?,
                value => {
                    let value = Data::from(value.clone());
                    grid.put(row, column, &text(&value, shares.get(style) == Some(&true)), is_number(&value))?;
                }
            }
        }
        found.push(finished(&sheet.name, is_visible(&sheet), file, grid, &merged)?);
    }
    Ok(found)
}

/// Which styles show a number as a share of a hundred.
fn share_styles(styles: &[calamine::Style]) -> Vec<bool> {
    styles.iter().map(|style| style.number_format.as_ref().is_some_and(|format| format.format_code.contains('%'))).collect()
}

fn xls(bytes: &[u8], file: &Arc<str>, room: Room) -> Sheets {
    let looked = biff::look(bytes).map_err(|closed| match closed {
        Closed::Locked => Fault::Locked,
        Closed::NoBook => Fault::NoBook,
    })?;
    let area = looked.iter().fold(0_u64, |sum, sheet| sum.saturating_add(sheet.area()));
    if usize::try_from(area).is_ok_and(|area| area > room.cells) {
        return Err(Fault::TooLarge);
    }
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(unsound)?;
    let mut found = Vec::new();
    let all: Vec<Sheet> = book.sheets_metadata().to_vec();
    for (sheet, looked) in all.iter().zip(&looked).filter(|(sheet, _)| sheet.typ == SheetType::WorkSheet) {
        let merged = book.merge_cells_by_sheet_name(&sheet.name).map_err(unsound)?;
        let range = book.worksheet_range(&sheet.name).map_err(unsound)?;
        found.push(finished(&sheet.name, is_visible(sheet), file, gathered(&range, &looked.shares, room)?, &merged)?);
    }
    Ok(found)
}

fn ods(bytes: &[u8], file: &Arc<str>, room: Room) -> Sheets {
    let sheets = ods::sheets(bytes, room).map_err(|fault| match fault {
        ods::Fault::TooLarge => Fault::TooLarge,
        ods::Fault::Locked => Fault::Locked,
        ods::Fault::Unsound(why) => Fault::Unsound(why),
    })?;
    sheets.into_iter().map(|sheet| Ok(finished(&sheet.name, sheet.visible, file, sheet.grid, &sheet.merged)?)).collect()
}

/// The sheets that hold cells: no charts, no macros.
fn worksheets(sheets: &[Sheet]) -> Vec<Sheet> {
    sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet).cloned().collect()
}

fn gathered(range: &Range<Data>, shares: &BTreeSet<(u32, u32)>, room: Room) -> Result<Grid, TooLarge> {
    let (top, left) = range.start().unwrap_or_default();
    let mut grid = Grid::new(room);
    for (row, column, value) in range.used_cells() {
        let place = |start: u32, offset: usize| u32::try_from(offset).unwrap_or(u32::MAX).saturating_add(start);
        let (row, column) = (place(top, row), place(left, column));
        grid.put(row, column, &text(value, shares.contains(&(row, column))), is_number(value))?;
    }
    Ok(grid)
}

fn is_visible(sheet: &Sheet) -> bool {
    sheet.visible == SheetVisible::Visible
}

fn finished(name: &str, visible: bool, file: &Arc<str>, grid: Grid, merged: &[Dimensions]) -> Result<SheetRows, TooLarge> {
    let at = Position::sheet(Arc::clone(file), Arc::from(name));
    let rows = grid.into_rows(&at, merged)?;
    Ok(SheetRows { name: name.to_owned(), visible, rows })
}

const fn is_number(value: &Data) -> bool {
    matches!(value, Data::Float(_) | Data::Int(_))
}

/// What a cell shows.
fn text(value: &Data, share: bool) -> String {
    match value {
        Data::Float(number) => shown(*number, share),
        Data::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::DateTimeIso(moment) => moment.split('T').next().unwrap_or_default().to_owned(),
        other => other.to_string(),
    }
}
