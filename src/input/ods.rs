//! Workbooks of `LibreOffice`: the part `content.xml`, read cell by cell.
//!
//! Repeated cells are written once in the file, so a sheet of a million blank rows takes a line. What is repeated and
//! holds something is taken as often as it stands there, within the room that the file may take.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Cursor, Read};

use calamine::Dimensions;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::grid::{Grid, Room, TooLarge};
use super::number::shown_text;

/// A sheet as it stands in the file.
pub(super) struct Sheet {
    pub name: String,
    pub visible: bool,
    pub grid: Grid,
    pub merged: Vec<Dimensions>,
}

/// Why a workbook is not read.
pub(super) enum Fault {
    TooLarge,
    Locked,
    Unsound(String),
}

impl From<TooLarge> for Fault {
    fn from(_: TooLarge) -> Self {
        Self::TooLarge
    }
}

fn unsound(why: impl std::fmt::Display) -> Fault {
    Fault::Unsound(why.to_string())
}

/// The most times that a row which holds something may be repeated.
const MOST_REPEATED: u32 = 1000;

/// Reads every sheet.
///
/// # Errors
/// Where the archive or its content is unsound, locked, or holds more than there is room for.
pub(super) fn sheets(bytes: &[u8], room: Room) -> Result<Vec<Sheet>, Fault> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(unsound)?;
    let mut manifest = String::new();
    if let Ok(part) = archive.by_name("META-INF/manifest.xml") {
        part.take(1024 * 1024).read_to_string(&mut manifest).map_err(unsound)?;
    }
    if manifest.contains("encryption-data") {
        return Err(Fault::Locked);
    }
    let content = archive.by_name("content.xml").map_err(unsound)?;
    let mut book = Book { xml: quick_xml::Reader::from_reader(BufReader::new(content)), room, hidden: BTreeSet::new(), buffer: Vec::new() };
    book.sheets()
}

struct Book<R> {
    xml: quick_xml::Reader<R>,
    room: Room,
    /// The styles of tables that are not shown.
    hidden: BTreeSet<String>,
    buffer: Vec<u8>,
}

/// A cell, before it is put into its rows.
struct Cell {
    column: u32,
    text: String,
    number: bool,
    /// How many rows and columns it is merged over.
    over: (u32, u32),
}

impl<R: BufRead> Book<R> {
    fn next(&mut self) -> Result<Event<'static>, Fault> {
        self.buffer.clear();
        match self.xml.read_event_into(&mut self.buffer).map_err(unsound)? {
            Event::DocType(_) => Err(unsound("it declares a document type")),
            event => Ok(event.into_owned()),
        }
    }

    fn sheets(&mut self) -> Result<Vec<Sheet>, Fault> {
        let (mut sheets, mut style) = (Vec::new(), None);
        loop {
            match self.next()? {
                Event::Eof => return Ok(sheets),
                Event::Start(start) => match name(&start) {
                    "style" => style = attribute(&start, "style:name"),
                    "table-properties" => self.note_style(style.as_deref(), &start),
                    "table" => sheets.push(self.sheet(&start)?),
                    _ => {}
                },
                Event::Empty(empty) if name(&empty) == "table-properties" => self.note_style(style.as_deref(), &empty),
                _ => {}
            }
        }
    }

    fn note_style(&mut self, style: Option<&str>, properties: &BytesStart<'_>) {
        if attribute(properties, "table:display").as_deref() == Some("false") {
            self.hidden.extend(style.map(str::to_owned));
        }
    }

    fn sheet(&mut self, start: &BytesStart<'_>) -> Result<Sheet, Fault> {
        let visible = attribute(start, "table:style-name").is_none_or(|style| !self.hidden.contains(&style));
        let name_of = attribute(start, "table:name").unwrap_or_default();
        let mut sheet = Sheet { name: name_of, visible, grid: Grid::new(self.room), merged: Vec::new() };
        let mut row = 0_u32;
        loop {
            match self.next()? {
                Event::Start(start) if name(&start) == "table-row" => {
                    let times = count(&start, "table:number-rows-repeated");
                    let cells = self.row()?;
                    put(&mut sheet, row, times, &cells)?;
                    row = row.saturating_add(times);
                }
                Event::Empty(empty) if name(&empty) == "table-row" => row = row.saturating_add(count(&empty, "table:number-rows-repeated")),
                Event::End(end) if end.local_name().as_ref() == "table" => return Ok(sheet),
                Event::Eof => return Err(unsound("it is cut off")),
                _ => {}
            }
        }
    }

    fn row(&mut self) -> Result<Vec<Cell>, Fault> {
        let (mut cells, mut column) = (Vec::new(), 0_u32);
        loop {
            let event = self.next()?;
            match event {
                Event::Start(start) if is_cell(&start) => {
                    let text = self.text()?;
                    column = take(&start, &text, column, &mut cells)?;
                }
                Event::Empty(empty) if is_cell(&empty) => column = take(&empty, "", column, &mut cells)?,
                Event::End(end) if end.local_name().as_ref() == "table-row" => return Ok(cells),
                Event::Eof => return Err(unsound("it is cut off")),
                _ => {}
            }
        }
    }

    /// The text of a cell up to its end: its paragraphs, without remarks that hang on it.
    fn text(&mut self) -> Result<String, Fault> {
        let (mut text, mut aside, mut paragraphs) = (String::new(), 0_u32, 0_u32);
        loop {
            match self.next()? {
                Event::Start(start) if name(&start) == "annotation" => aside = aside.saturating_add(1),
                Event::End(end) if end.local_name().as_ref() == "annotation" => aside = aside.saturating_sub(1),
                Event::Start(start) if name(&start) == "p" && aside == 0 => {
                    if paragraphs > 0 {
                        text.push('\n');
                    }
                    paragraphs = paragraphs.saturating_add(1);
                }
                Event::Empty(empty) if matches!(name(&empty), "s" | "tab" | "line-break") && aside == 0 => text.push(' '),
                Event::Text(part) if aside == 0 && paragraphs > 0 => text.push_str(&part.xml_content(XmlVersion::Implicit1_0)),
                Event::CData(part) if aside == 0 && paragraphs > 0 => text.push_str(&part.xml_content(XmlVersion::Implicit1_0)),
                Event::GeneralRef(entity) if aside == 0 && paragraphs > 0 => text.push(letter(&entity)?),
                Event::End(end) if matches!(end.local_name().as_ref(), "table-cell" | "covered-table-cell") => return Ok(text),
                Event::Eof => return Err(unsound("it is cut off")),
                _ => {}
            }
            if text.len() > self.room.text {
                return Err(Fault::TooLarge);
            }
        }
    }
}

/// The letter that a reference stands for: `&amp;`, `&#8212;`. Others are declared nowhere.
fn letter(entity: &quick_xml::events::BytesRef<'_>) -> Result<char, Fault> {
    if let Some(letter) = entity.resolve_char_ref().map_err(unsound)? {
        return Ok(letter);
    }
    match entity.xml_content(XmlVersion::Implicit1_0).as_ref() {
        "amp" => Ok('&'),
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        other => Err(unsound(format!("&{other}; stands for nothing"))),
    }
}

fn name<'a>(start: &'a BytesStart<'_>) -> &'a str {
    let full: &str = start.name().0;
    full.rsplit(':').next().unwrap_or(full)
}

fn is_cell(start: &BytesStart<'_>) -> bool {
    matches!(name(start), "table-cell" | "covered-table-cell")
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = start.try_get_attribute(name).ok()??;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(|value| value.into_owned())
}

fn count(start: &BytesStart<'_>, name: &str) -> u32 {
    attribute(start, name).and_then(|text| text.parse().ok()).unwrap_or(1)
}

/// Takes a cell, as often as it stands there, and gives the column after it.
fn take(start: &BytesStart<'_>, text: &str, column: u32, cells: &mut Vec<Cell>) -> Result<u32, Fault> {
    let times = count(start, "table:number-columns-repeated");
    let next = column.saturating_add(times);
    let (text, number) = value(start, text);
    if text.trim().is_empty() || name(start) == "covered-table-cell" {
        return Ok(next);
    }
    if times > MOST_REPEATED {
        return Err(Fault::TooLarge);
    }
    let over = (count(start, "table:number-rows-spanned"), count(start, "table:number-columns-spanned"));
    cells.extend((column..next).map(|column| Cell { column, text: text.clone(), number, over }));
    Ok(next)
}

/// What a cell shows, and whether it is a number.
fn value(start: &BytesStart<'_>, text: &str) -> (String, bool) {
    let given = |name: &str| attribute(start, name);
    match given("office:value-type").as_deref() {
        Some("float" | "currency") => (given("office:value").map_or_else(|| text.to_owned(), |value| shown_text(&value, false)), true),
        Some("percentage") => (given("office:value").map_or_else(|| text.to_owned(), |value| shown_text(&value, true)), true),
        Some("date") => {
            let day = given("office:date-value").unwrap_or_default();
            (day.split('T').next().unwrap_or_default().to_owned(), false)
        }
        _ => (given("office:string-value").unwrap_or_else(|| text.to_owned()), false),
    }
}

fn put(sheet: &mut Sheet, row: u32, times: u32, cells: &[Cell]) -> Result<(), Fault> {
    if cells.is_empty() {
        return Ok(());
    }
    if times > MOST_REPEATED {
        return Err(Fault::TooLarge);
    }
    for row in row..row.saturating_add(times) {
        for cell in cells {
            sheet.grid.put(row, cell.column, &cell.text, cell.number)?;
            if cell.over != (1, 1) {
                let end = |from: u32, over: u32| from.saturating_add(over.saturating_sub(1));
                let (down, across) = cell.over;
                sheet.merged.push(Dimensions::new((row, cell.column), (end(row, down), end(cell.column, across))));
            }
        }
    }
    Ok(())
}
