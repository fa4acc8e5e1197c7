//! A list as a web page: every table in its order, and the text around them.

use std::sync::Arc;

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{StartTag, Token, Tokenizer};

use super::grid::{GridRow, pieces};
use super::heading::Headings;
use super::piece::Piece;
use super::text::tidy;
use crate::diag::{Code, Diagnostic};
use crate::value::Position;

/// The most columns, or rows, that one cell is taken to span.
const WIDEST: usize = 100;

/// Reads the tables of a page. A table without a heading of its own goes on with the columns of the one before it.
///
/// # Errors
/// That no table holds a list, or that the page ends within a table.
pub fn read(file: &Arc<str>, text: &str, headings: &Headings) -> Result<Vec<Piece>, Vec<Diagnostic>> {
    let whole = Position::file(Arc::clone(file));
    let mut page = Page::new(file, text);
    for token in Tokenizer::new_with_emitter(text, DefaultEmitter::<usize>::new_with_span()) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => page.start(&tag),
            Token::EndTag(tag) => page.end(&String::from_utf8_lossy(&tag.name), tag.span.start),
            Token::String(part) => page.text(&String::from_utf8_lossy(&part.value)),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    page.flush();
    if !page.outer.is_empty() || page.row.is_some() {
        return Err(vec![Diagnostic::at(Code::ListDamaged, &whole).with("why", "it ends within a table")]);
    }
    pieces(&page.rows, headings).ok_or_else(|| vec![Diagnostic::at(Code::ListNoTable, &whole)])
}

/// A row that is being read.
#[derive(Default)]
struct OpenRow {
    line: u64,
    cells: Vec<String>,
    /// Whether one cell goes over three columns or more.
    spans: bool,
    /// The text of the cell that is open, with how many columns and rows it goes over.
    cell: Option<(String, usize, usize)>,
}

/// A page that is being read.
struct Page<'a> {
    file: Arc<str>,
    source: &'a str,
    /// How far lines were counted, and the line there.
    counted: (usize, u64),
    rows: Vec<GridRow>,
    /// The row that is open.
    row: Option<OpenRow>,
    /// Rows of outer tables, while an inner one is read; one entry for each table that is open.
    outer: Vec<Option<OpenRow>>,
    /// For each column, how many further rows a cell above goes over.
    below: Vec<usize>,
    /// Text outside tables, with its line.
    loose: (String, u64),
    /// The tag whose text is not shown.
    hidden: Option<String>,
}

impl<'a> Page<'a> {
    fn new(file: &Arc<str>, source: &'a str) -> Self {
        Self {
            file: Arc::clone(file),
            source,
            counted: (0, 1),
            rows: Vec::new(),
            row: None,
            outer: Vec::new(),
            below: Vec::new(),
            loose: (String::new(), 1),
            hidden: None,
        }
    }

    /// The line of a place in the source. Places come in their order.
    fn line(&mut self, offset: usize) -> u64 {
        let (from, line) = self.counted;
        let breaks = self.source.get(from..offset).map_or(0, |passed| passed.matches('\n').count());
        let line = line.saturating_add(u64::try_from(breaks).unwrap_or(0));
        self.counted = (offset.max(from), line);
        line
    }

    fn start(&mut self, tag: &StartTag<usize>) {
        let line = self.line(tag.span.start);
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        match name.as_str() {
            "script" | "style" | "title" => self.hidden = Some(name),
            "table" => {
                self.flush();
                self.outer.push(self.row.take());
                self.below.clear();
            }
            "tr" => {
                self.close_row();
                self.row = Some(OpenRow { line, ..OpenRow::default() });
            }
            "td" | "th" => {
                self.close_cell();
                let span = |name: &str| {
                    let value = tag.attributes.get(name.as_bytes()).map(|value| String::from_utf8_lossy(value).into_owned());
                    value.and_then(|value| value.trim().parse::<usize>().ok()).unwrap_or(1).clamp(1, WIDEST)
                };
                let (columns, rows) = (span("colspan"), span("rowspan"));
                self.row.get_or_insert_with(OpenRow::default).cell = Some((String::new(), columns, rows));
            }
            "br" | "p" | "div" | "li" | "h1" | "h2" | "h3" | "h4" => self.pause(line),
            _ => {}
        }
    }

    fn end(&mut self, name: &str, offset: usize) {
        let line = self.line(offset);
        if self.hidden.as_deref() == Some(name) {
            self.hidden = None;
        }
        match name {
            "table" => {
                self.close_row();
                self.row = self.outer.pop().flatten();
                self.loose.1 = line;
                self.below.clear();
            }
            "tr" => self.close_row(),
            "td" | "th" => self.close_cell(),
            "p" | "div" | "li" | "h1" | "h2" | "h3" | "h4" => self.pause(line),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.hidden.is_some() {
            return;
        }
        match &mut self.row {
            Some(row) => {
                if let Some((cell, _, _)) = &mut row.cell {
                    cell.push_str(text);
                }
            }
            None => self.loose.0.push_str(text),
        }
    }

    /// A break of lines: white space in a cell, the end of a paragraph outside.
    fn pause(&mut self, line: u64) {
        match &mut self.row {
            Some(row) => {
                if let Some((cell, _, _)) = &mut row.cell {
                    cell.push(' ');
                }
            }
            None => self.flush(),
        }
        self.loose.1 = line;
    }

    /// Text outside tables becomes a row that spans all columns.
    fn flush(&mut self) {
        let (text, line) = std::mem::take(&mut self.loose);
        let text = tidy(&text);
        self.loose.1 = self.counted.1;
        if !text.is_empty() {
            let at = Position::row(Arc::clone(&self.file), line.max(1));
            self.rows.push(GridRow { at, cells: vec![text], spans: true });
        }
    }

    fn close_cell(&mut self) {
        let Some(row) = &mut self.row else { return };
        let Some((text, columns, rows)) = row.cell.take() else { return };
        while self.below.get(row.cells.len()).is_some_and(|left| *left > 0) {
            let index = row.cells.len();
            if let Some(left) = self.below.get_mut(index) {
                *left = left.saturating_sub(1);
            }
            row.cells.push(String::new());
        }
        row.spans |= columns > 2;
        for index in 0..columns.min(WIDEST.saturating_sub(row.cells.len())) {
            let column = row.cells.len();
            row.cells.push(if index == 0 { tidy(&text) } else { String::new() });
            if self.below.len() <= column {
                self.below.resize(column.saturating_add(1), 0);
            }
            if let Some(left) = self.below.get_mut(column) {
                *left = rows.saturating_sub(1);
            }
        }
    }

    fn close_row(&mut self) {
        self.close_cell();
        let Some(row) = self.row.take() else { return };
        // A cell from above that reaches past the last cell of this row uses up this row, too.
        for left in self.below.iter_mut().skip(row.cells.len()) {
            *left = left.saturating_sub(1);
        }
        let at = Position::row(Arc::clone(&self.file), row.line.max(1));
        self.rows.push(GridRow { at, cells: row.cells, spans: row.spans });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::official::What;

    fn shown(html: &str) -> Vec<String> {
        let read = read(&Arc::from("page.html"), html, &Headings::bundled());
        let line = |piece: &Piece| match &piece.what {
            What::Cells(cells) => format!("{} {}", piece.at.line, cells.join("|")),
            What::Heading(text) => format!("{} = {text}", piece.at.line),
            What::Loose(text) => format!("{} # {text}", piece.at.line),
        };
        read.map_or_else(
            |problems| problems.iter().map(|problem| problem.code.to_string()).collect(),
            |pieces| pieces.iter().map(line).collect(),
        )
    }

    const HEAD: &str = "<table><tr><th>序号<th>税则号列<th>货品名称<th>原产地标准</tr>\n";

    #[test]
    fn a_page_is_read_with_its_text_and_spans() {
        let html = format!(
            "<title>x</title><p>公告 &amp; 附件</p>{HEAD}<tr><td>1</td><td rowspan=2>02.01<td>牛肉<br>鲜<td>从其他品目<br/>改变至此。</tr>\n\
             <tr><td>2<td>x<td>y</tr><tr><td colspan=4>第二章</tr></table>注"
        );
        assert_eq!(
            shown(&html),
            [
                "1 # 公告&附件",
                "1 = 序号 税则号列 货品名称 原产地标准",
                "2 1|02.01|牛肉鲜|从其他品目改变至此。",
                "3 2||x|y",
                "3 # 第二章",
                "3 # 注"
            ]
        );
    }

    #[test]
    fn a_page_that_is_cut_off_or_has_no_list_is_said_so() {
        assert_eq!(shown(&format!("{HEAD}<tr><td>1<td>01<td>x<td>从其他")), ["P003"]);
        assert_eq!(shown("<table><tr><td>a<td>b</table>"), ["P001"]);
    }
}
