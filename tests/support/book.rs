//! Workbooks as small as they can be: one sheet of texts and numbers.
#![allow(dead_code, reason = "each test uses a part of it")]

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    Text(String),
    /// A number, as its program writes it.
    Number(String),
}

impl Cell {
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// What it shows.
    pub fn shown(&self) -> &str {
        match self {
            Self::Text(text) | Self::Number(text) => text,
        }
    }
}

fn archive(parts: &[(&str, String)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        let method = if *name == "mimetype" { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        writer.start_file(*name, SimpleFileOptions::default().compression_method(method)).expect("a part");
        writer.write_all(content.as_bytes()).expect("its content");
    }
    writer.finish().expect("an archive").into_inner()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// An XLSX workbook with one sheet, `BOM`.
pub fn xlsx(rows: &[Vec<Cell>]) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let mut data = String::new();
    for (number, row) in rows.iter().enumerate() {
        let number = number + 1;
        write!(data, "<row r=\"{number}\">").expect("a text");
        for (place, cell) in row.iter().enumerate().filter(|(_, cell)| !cell.shown().is_empty()) {
            let at = format!("{}{number}", char::from(b'A' + u8::try_from(place).expect("few columns")));
            match cell {
                Cell::Number(number) => write!(data, "<c r=\"{at}\"><v>{number}</v></c>").expect("a text"),
                Cell::Text(text) => write!(data, "<c r=\"{at}\" t=\"inlineStr\"><is><t>{}</t></is></c>", escaped(text)).expect("a text"),
            }
        }
        data.push_str("</row>");
    }
    let kinds = format!("{package}/content-types");
    archive(&[
        (
            "[Content_Types].xml",
            format!(
                "{XML}<Types xmlns=\"{kinds}\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/></Types>"
            ),
        ),
        (
            "_rels/.rels",
            format!(
                "{XML}<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"rId1\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "{XML}<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"BOM\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "{XML}<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"rId1\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        ("xl/worksheets/sheet1.xml", format!("{XML}<worksheet xmlns=\"{main}\"><sheetData>{data}</sheetData></worksheet>")),
    ])
}

/// An ODS workbook with one sheet, `BOM`.
pub fn ods(rows: &[Vec<Cell>]) -> Vec<u8> {
    const KIND: &str = "application/vnd.oasis.opendocument.spreadsheet";
    let space = "urn:oasis:names:tc:opendocument:xmlns";
    let mut data = String::new();
    for row in rows {
        data.push_str("<table:table-row>");
        for cell in row {
            match cell {
                Cell::Number(number) => {
                    write!(data, "<table:table-cell office:value-type=\"float\" office:value=\"{number}\"><text:p>{number}</text:p></table:table-cell>").expect("a text");
                }
                Cell::Text(text) if text.is_empty() => data.push_str("<table:table-cell/>"),
                Cell::Text(text) => {
                    write!(data, "<table:table-cell office:value-type=\"string\"><text:p>{}</text:p></table:table-cell>", escaped(text))
                        .expect("a text");
                }
            }
        }
        data.push_str("</table:table-row>");
    }
    archive(&[
        ("mimetype", KIND.to_owned()),
        (
            "META-INF/manifest.xml",
            format!(
                "{XML}<manifest:manifest xmlns:manifest=\"{space}:manifest:1.0\"><manifest:file-entry manifest:full-path=\"/\" manifest:media-type=\"{KIND}\"/><manifest:file-entry manifest:full-path=\"content.xml\" manifest:media-type=\"text/xml\"/></manifest:manifest>"
            ),
        ),
        (
            "content.xml",
            format!(
                "{XML}<office:document-content xmlns:office=\"{space}:office:1.0\" xmlns:table=\"{space}:table:1.0\" xmlns:text=\"{space}:text:1.0\"><office:body><office:spreadsheet><table:table table:name=\"BOM\">{data}</table:table></office:spreadsheet></office:body></office:document-content>"
            ),
        ),
    ])
}
