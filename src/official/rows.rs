//! From pieces to rows: wrapped cells are put together, and every piece is accounted for.

use std::collections::BTreeSet;

use super::piece::{COLUMNS, Piece, What};
use super::text::append;
use crate::value::Position;

/// A row of the published list, put together from the pieces over which it wraps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListRow {
    /// Where it begins.
    pub at: Position,
    /// The serial number as printed.
    pub serial: String,
    /// The cell of the HS code as printed.
    pub code: String,
    /// The description as printed.
    pub description: String,
    /// The wording of the rule as printed.
    pub wording: String,
}

/// What became of a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Became {
    /// The first line of the row with this index.
    Row(usize),
    /// A further line of the row with this index.
    Continuation(usize),
    /// The heading of the table.
    Heading,
    /// Text before the table: titles and headnotes.
    Headnote,
    /// A page number, or a title that is repeated on each page.
    Furniture,
    /// None of these: to be looked at.
    NotUnderstood,
}

impl Became {
    /// The word for it in `psr/lines.csv`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Row(_) => "row",
            Self::Continuation(_) => "continuation",
            Self::Heading => "heading",
            Self::Headnote => "headnote",
            Self::Furniture => "furniture",
            Self::NotUnderstood => "not-understood",
        }
    }
}

/// The rows of a list, and what became of each of its pieces, in order.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// The rows.
    pub rows: Vec<ListRow>,
    /// What each piece became.
    pub account: Vec<(Piece, Became)>,
}

/// Puts the rows of a list together.
#[must_use]
pub fn rows(pieces: Vec<Piece>) -> Rows {
    let repeated = repeated(&pieces);
    let mut result = Rows::default();
    let mut in_table = false;
    for piece in pieces {
        let piece = loosened(piece, result.rows.last());
        let became = match &piece.what {
            What::Cells(cells) => result.cells(&piece.at, cells),
            What::Heading(_) => Became::Heading,
            What::Loose(text) if is_page_number(text) => Became::Furniture,
            What::Loose(_) if !in_table => Became::Headnote,
            What::Loose(text) if repeated.contains(text) => Became::Furniture,
            What::Loose(_) => Became::NotUnderstood,
        };
        in_table |= matches!(became, Became::Row(_) | Became::Heading);
        result.account.push((piece, became));
    }
    result
}

/// A page number or a title that was pasted into the first column stands alone in its row, and is no serial number:
/// unless it is the next one, and the rest of its row stands on the next page.
fn loosened(piece: Piece, last: Option<&ListRow>) -> Piece {
    let number = |text: &str| text.trim_end_matches('.').parse::<u32>().ok();
    let next = |text: &str| number(text).is_some() && number(text) == last.and_then(|row| number(&row.serial)?.checked_add(1));
    match piece.what {
        What::Cells([text, code, description, wording])
            if !text.is_empty() && !next(&text) && [&code, &description, &wording].iter().all(|cell| cell.is_empty()) =>
        {
            Piece { at: piece.at, what: What::Loose(text) }
        }
        what => Piece { at: piece.at, what },
    }
}

impl Rows {
    /// Begins a row, or goes on with the last one.
    fn cells(&mut self, at: &Position, cells: &[String; COLUMNS]) -> Became {
        let [serial, code, description, wording] = cells;
        let count = self.rows.len();
        if begins(cells, self.rows.last()) {
            let row = ListRow {
                at: at.clone(),
                serial: serial.clone(),
                code: code.clone(),
                description: description.clone(),
                wording: wording.clone(),
            };
            self.rows.push(row);
            return Became::Row(count);
        }
        let Some(last) = self.rows.last_mut() else { return Became::NotUnderstood };
        for (whole, part) in [(&mut last.code, code), (&mut last.description, description), (&mut last.wording, wording)] {
            append(whole, part);
        }
        Became::Continuation(count.saturating_sub(1))
    }
}

/// A row begins with its serial number; where that is missing, with a code beside a rule or a description. A code
/// cell that goes on over several lines ends in a comma or a dash.
fn begins([serial, code, description, wording]: &[String; COLUMNS], last: Option<&ListRow>) -> bool {
    let goes_on = |row: &ListRow| row.code.ends_with([',', '，', '、', ';', '；', '-', '–', '至']) || row.code.ends_with(" to");
    let alone = description.is_empty() && wording.is_empty();
    let only_number =
        |row: &ListRow| !row.serial.is_empty() && [&row.code, &row.description, &row.wording].iter().all(|cell| cell.is_empty());
    !serial.is_empty() || !(code.is_empty() || alone || last.is_some_and(|row| goes_on(row) || only_number(row)))
}

/// Text that stands outside the table more than once: running titles.
fn repeated(pieces: &[Piece]) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    let mut repeated = BTreeSet::new();
    for piece in pieces {
        if let What::Loose(text) = &piece.what
            && !seen.insert(text.clone())
        {
            repeated.insert(text.clone());
        }
    }
    repeated
}

/// `12`, `- 12 -`, `Page 12 of 144`, `第12页`, `第 12 頁，共 144 頁`.
pub(super) fn is_page_number(text: &str) -> bool {
    const WORDS: [&str; 9] = ["page", "of", "第", "页", "頁", "共", "/", "-", "–"];
    let mut rest = text.to_lowercase();
    for word in WORDS {
        rest = rest.replace(word, " ");
    }
    let digits = rest.chars().filter(char::is_ascii_digit).count();
    (1..=8).contains(&digits) && rest.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || matches!(c, ',' | '，' | '.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &[[&str; COLUMNS]]) -> Rows {
        let at = |index: usize| Position::row("list.csv".into(), u64::try_from(index).unwrap_or(0).saturating_add(1));
        let piece = |(index, cells): (usize, &[&str; COLUMNS])| Piece { at: at(index), what: What::Cells(cells.map(str::to_owned)) };
        let heading = Piece { at: at(0), what: What::Heading("Serial Number".to_owned()) };
        rows(std::iter::once(heading).chain(lines.iter().enumerate().map(piece)).collect())
    }

    fn shown(read: &Rows) -> Vec<String> {
        read.rows.iter().map(|row| [&*row.serial, &row.code, &row.description, &row.wording].join("|")).collect()
    }

    #[test]
    fn lines_that_were_pasted_one_by_one_are_put_together() {
        let found = read(&[
            ["1", "8471.30,", "Computers and", "从其他品目"],
            ["", "8471.41", "their units", "改变至此。"],
            ["- 12 -", "", "", ""],
            ["", "84.18", "Fridges", "从其他章改变至此。"],
            ["", "", "", "且"],
            ["7", "", "Tea", ""],
        ]);
        assert_eq!(
            shown(&found),
            ["1|8471.30, 8471.41|Computers and their units|从其他品目改变至此。", "|84.18|Fridges|从其他章改变至此。且", "7||Tea|"]
        );
        assert_eq!(found.account.get(3).map(|(_, became)| *became), Some(Became::Furniture));
    }

    #[test]
    fn a_serial_number_alone_at_the_foot_of_a_page_belongs_to_the_row_above_which_it_stands() {
        let found = read(&[
            ["1", "84.18", "Fridges", "CTH"],
            ["2", "", "", ""],
            ["", "8438.10,", "Machines", "CC"],
            ["", "8438.80", "", ""],
            ["31", "", "", ""],
        ]);
        assert_eq!(shown(&found), ["1|84.18|Fridges|CTH", "2|8438.10, 8438.80|Machines|CC"]);
    }

    #[test]
    fn a_title_in_the_first_column_is_named_and_begins_no_row() {
        let found = read(&[["1", "84.18", "Fridges", "CTH"], ["Chapter 85", "", "", ""], ["2", "85.01", "Motors", "CTH"]]);
        assert_eq!(found.rows.len(), 2);
        assert_eq!(found.account.get(2).map(|(_, became)| *became), Some(Became::NotUnderstood));
    }

    #[test]
    fn page_numbers_are_told_from_text() {
        for text in ["12", "- 12 -", "Page 12 of 144", "第12页", "第 12 頁，共 144 頁", "12/144"] {
            assert!(is_page_number(text), "{text}");
        }
        for text in ["85 %", "Chapter 12", "12 kg", "of", "第二章"] {
            assert!(!is_page_number(text), "{text}");
        }
    }
}
