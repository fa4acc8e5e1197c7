//! From the bytes of a file to pieces, by what the file is.

use std::sync::Arc;

use super::heading::Headings;
use super::piece::Piece;
use super::{decode, html, printed, table_csv, xlsx};
use crate::diag::{Code, Diagnostic};
use crate::value::Position;

/// Reads a list that is a workbook, a web page, a table of separated values, or text that `pdftotext` made.
///
/// # Errors
/// Why nothing can be read, or every place that cannot.
pub fn read_list(file: &Arc<str>, bytes: &[u8]) -> Result<Vec<Piece>, Vec<Diagnostic>> {
    let headings = Headings::bundled();
    if bytes.starts_with(b"PK\x03\x04") {
        return xlsx::read(file, bytes, &headings);
    }
    let at = Position::file(Arc::clone(file));
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(vec![Diagnostic::at(Code::ListDamaged, &at).with("why", "it is an old .xls workbook: save it as .xlsx")]);
    }
    let Some(text) = decode::text(bytes) else { return Err(vec![Diagnostic::at(Code::NotUtf8, &at)]) };
    let start: String = text.trim_start().chars().take(200).collect::<String>().to_lowercase();
    if start.starts_with('<') || start.contains("<html") || start.contains("<table") {
        return html::read(file, &text, &headings);
    }
    table_csv::read(file, &text, &headings).or_else(|problems| {
        // Printed text is no table of separated values, but a stray quotation mark in it is no fault.
        match printed::from_text(file, &text, &headings) {
            Err(printed) if printed.iter().all(|problem| problem.code == Code::ListNoTable) => Err(problems),
            found => found,
        }
    })
}

/// Whether these are the bytes of a PDF, which has to be turned into words first: see [`super::read_words`].
#[must_use]
pub fn is_pdf(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    head.windows(5).any(|window| window == b"%PDF-")
}
