//! Workbooks: XLSX, XLS and ODS, each sheet as rows.

use std::io::Cursor;
use std::sync::Arc;

use calamine::{Data, DataRef, Dimensions, Ods, Range, Reader, Sheet, SheetType, SheetVisible, Xls, Xlsx};

use super::grid::{Grid, Room, TooLarge};
use super::number::shown;
use super::row::Row;
use super::unpack::unpacked_size;
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
    let size = match kind {
        BookKind::Xls => Some(bytes.len()),
        BookKind::Xlsx | BookKind::Ods => unpacked_size(bytes).and_then(|size| usize::try_from(size).ok()),
    };
    let Some(size) = size else {
        return Err(Diagnostic::at(Code::WorkbookTooLarge, &at).with("kind", kind.name()));
    };
    let room = Room { cells: size.saturating_add(1_000_000), text: size.saturating_mul(4).saturating_add(1_000_000) };
    let read = match kind {
        BookKind::Xlsx => xlsx(bytes, file, room),
        BookKind::Xls => xls(bytes, file, room),
        BookKind::Ods => ods(bytes, file, room),
    };
    read.map_err(|fault| match fault {
        Fault::TooLarge => Diagnostic::at(Code::WorkbookTooLarge, &at).with("kind", kind.name()),
        Fault::Unsound(why) => unsound(&why),
    })
}

enum Fault {
    TooLarge,
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
                DataRef::SharedString(text) => grid.put(row, column, text)?,
                value => grid.put(row, column, &text(&Data::from(value.clone()), shares.get(style) == Some(&true)))?,
            }
        }
        found.push(finished(&sheet, file, grid, &merged)?);
    }
    Ok(found)
}

/// Which styles show a number as a share of a hundred.
fn share_styles(styles: &[calamine::Style]) -> Vec<bool> {
    styles.iter().map(|style| style.number_format.as_ref().is_some_and(|format| format.format_code.contains('%'))).collect()
}

fn xls(bytes: &[u8], file: &Arc<str>, room: Room) -> Sheets {
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(unsound)?;
    let mut found = Vec::new();
    for sheet in worksheets(book.sheets_metadata()) {
        let merged = book.merge_cells_by_sheet_name(&sheet.name).map_err(unsound)?;
        let range = book.worksheet_range(&sheet.name).map_err(unsound)?;
        found.push(finished(&sheet, file, gathered(&range, room)?, &merged)?);
    }
    Ok(found)
}

fn ods(bytes: &[u8], file: &Arc<str>, room: Room) -> Sheets {
    let mut book: Ods<_> = Ods::new(Cursor::new(bytes)).map_err(unsound)?;
    let mut found = Vec::new();
    for sheet in worksheets(book.sheets_metadata()) {
        let range = book.worksheet_range(&sheet.name).map_err(unsound)?;
        found.push(finished(&sheet, file, gathered(&range, room)?, &[])?);
    }
    Ok(found)
}

/// The sheets that hold cells: no charts, no macros.
fn worksheets(sheets: &[Sheet]) -> Vec<Sheet> {
    sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet).cloned().collect()
}

fn gathered(range: &Range<Data>, room: Room) -> Result<Grid, TooLarge> {
    let (top, left) = range.start().unwrap_or_default();
    let mut grid = Grid::new(room);
    for (row, column, value) in range.used_cells() {
        let place = |start: u32, offset: usize| u32::try_from(offset).unwrap_or(u32::MAX).saturating_add(start);
        grid.put(place(top, row), place(left, column), &text(value, false))?;
    }
    Ok(grid)
}

fn finished(sheet: &Sheet, file: &Arc<str>, grid: Grid, merged: &[Dimensions]) -> Result<SheetRows, TooLarge> {
    let at = Position::sheet(Arc::clone(file), Arc::from(sheet.name.as_str()));
    let rows = grid.into_rows(&at, merged)?;
    Ok(SheetRows { name: sheet.name.clone(), visible: sheet.visible == SheetVisible::Visible, rows })
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
