//! A list as it is printed: words with their places on pages, from a PDF or from text that keeps its layout.
//!
//! A printed table has no cells, only words. Its four columns are found from the lines on which rows begin: a serial
//! number and a code stand there, and the words after them begin where their columns begin. Cells are taken to be
//! aligned at the top; where they are not, a line could belong to the row above or below it, and the list is refused.

mod bbox;
mod columns;
mod layout;
mod plain;

pub use bbox::read as read_words;

use std::sync::Arc;

use columns::Columns;

use super::heading::Headings;
use super::piece::{Piece, What};
use super::rows::is_page_number;
use super::text::tidy;
use crate::diag::{Code, Diagnostic};
use crate::value::Position;

/// A word and where it stands: hundredths of a point in a PDF, columns of characters in text.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Word {
    left: i32,
    right: i32,
    text: String,
}

/// A printed line, its words from left to right.
#[derive(Clone, Debug)]
struct Line {
    at: Position,
    words: Vec<Word>,
    /// Whether more room than between two lines of a cell stands above it.
    apart: bool,
}

impl Line {
    fn text(&self) -> String {
        tidy(&self.words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" "))
    }
}

/// A page, its lines from top to bottom.
#[derive(Clone, Debug, Default)]
struct Page {
    lines: Vec<Line>,
}

/// How places are measured.
#[derive(Clone, Copy, Debug)]
struct Measure {
    /// From which distance on two words are no neighbours in a text.
    gap: i32,
    /// By how much words of one column may begin at different places.
    slack: i32,
    /// Whether a column begins elsewhere on another page.
    drifts: bool,
}

/// Reads text that `pdftotext` made, with or without `-layout`.
///
/// # Errors
/// That it holds no list, or that the cells of the list are not aligned at the top.
pub(super) fn from_text(file: &Arc<str>, text: &str, headings: &Headings) -> Result<Vec<Piece>, Vec<Diagnostic>> {
    let pages = layout::pages(file, text);
    if !text.ends_with(['\n', '\u{c}']) && (has_heading(&pages, headings, layout::MEASURE) || plain::pieces(file, text, headings).is_some())
    {
        let at = Position::file(Arc::clone(file));
        return Err(vec![Diagnostic::at(Code::ListDamaged, &at).with("why", "its last line has no end: it may be cut off")]);
    }
    if has_heading(&pages, headings, layout::MEASURE) {
        return pieces(file, &pages, headings, layout::MEASURE);
    }
    plain::pieces(file, text, headings).ok_or_else(|| vec![Diagnostic::at(Code::ListNoTable, &Position::file(Arc::clone(file)))])
}

fn has_heading(pages: &[Page], headings: &Headings, measure: Measure) -> bool {
    pages.iter().any(|page| heading(&page.lines, headings, measure).is_some())
}

/// The pieces of a printed list.
fn pieces(file: &Arc<str>, pages: &[Page], headings: &Headings, measure: Measure) -> Result<Vec<Piece>, Vec<Diagnostic>> {
    if !has_heading(pages, headings, measure) {
        return Err(vec![Diagnostic::at(Code::ListNoTable, &Position::file(Arc::clone(file)))]);
    }
    let mut reader = Reader { measure, columns: None, begun: false, in_table: false, found: Vec::new(), problems: Vec::new() };
    for page in pages {
        reader.page(page, headings);
    }
    if reader.problems.is_empty() { Ok(reader.found) } else { Err(reader.problems) }
}

/// The lines of a heading that is printed on up to four lines: where it begins, and how many they are.
fn heading(lines: &[Line], headings: &Headings, measure: Measure) -> Option<(usize, usize)> {
    (0..lines.len()).find_map(|start| {
        (1..=4).find_map(|count| {
            let lines = lines.get(start..start.saturating_add(count))?;
            let cells = columns::stacked(lines, measure);
            headings.row(cells.iter().map(|cell| cell.text.as_str())).map(|_| (start, count))
        })
    })
}

struct Reader {
    measure: Measure,
    /// The columns of the page before, for a page on which no row begins.
    columns: Option<Columns>,
    /// Whether a row has begun.
    begun: bool,
    /// Whether a heading was met.
    in_table: bool,
    found: Vec<Piece>,
    problems: Vec<Diagnostic>,
}

impl Reader {
    fn page(&mut self, page: &Page, headings: &Headings) {
        let head = heading(&page.lines, headings, self.measure);
        let (top, count) = head.unwrap_or((0, 0));
        self.in_table |= head.is_some();
        let table = top.saturating_add(count);
        let headed = || Columns::of_heading(page.lines.get(top..table)?, page.lines.get(table..)?, headings, self.measure);
        let known = Columns::of(&page.lines, self.measure).or_else(|| if self.measure.drifts { headed() } else { None });
        self.columns = known.or(self.columns.take());
        let foot = foot(&page.lines);
        for (index, line) in page.lines.iter().enumerate() {
            let what = if index < top || !self.in_table || foot == Some(index) {
                What::Loose(line.text())
            } else if index < table {
                What::Heading(line.text())
            } else {
                let below = page.lines.get(index.saturating_add(1)..foot.unwrap_or(page.lines.len())).unwrap_or_default();
                self.line(line, below)
            };
            self.found.push(Piece { at: line.at.clone(), what });
        }
    }

    /// A line of the table. A row that begins without its rule and goes on with it is not aligned at the top; no more
    /// is one whose text stands above its serial number.
    fn line(&mut self, line: &Line, below: &[Line]) -> What {
        let cells = |line: &Line| self.columns.as_ref().and_then(|columns| columns.cells(line, self.measure));
        let Some(cells_here) = cells(line) else { return What::Loose(line.text()) };
        let [serial, code, _, rule] = &cells_here;
        let begins = !serial.is_empty() && !code.is_empty();
        let rule_follows = || {
            let mut rest = below.iter().map_while(|line| cells(line).filter(|[serial, code, _, _]| serial.is_empty() && code.is_empty()));
            rest.any(|[_, _, _, rule]| !rule.is_empty())
        };
        if (begins && rule.is_empty() && rule_follows()) || (!begins && !self.begun && serial.is_empty()) {
            self.problems.push(Diagnostic::at(Code::ListLayout, &line.at).with("line", line.text()));
        }
        self.begun |= begins;
        What::Cells(cells_here)
    }
}

/// The page number at the foot of a page, if it stands apart from the table.
fn foot(lines: &[Line]) -> Option<usize> {
    let last = lines.last()?;
    let plain_number = last.text().chars().all(|c| c.is_ascii_digit());
    (is_page_number(&last.text()) && (last.apart || !plain_number)).then(|| lines.len().saturating_sub(1))
}
