//! Text that plain `pdftotext` made: each cell is a block between blank lines, as long as poppler could tell the
//! cells apart. Where it could not, the lines of two cells are mixed, and nobody can say which belongs where: then
//! the row keeps its number and code, and its lines are named as not understood.

use std::sync::Arc;

use crate::official::heading::Headings;
use crate::official::piece::{Piece, What};
use crate::official::rows::is_page_number;
use crate::official::text::append;
use crate::value::Position;
use crate::value::number::fold_width;

/// Lines between blank lines.
struct Block {
    at: Position,
    text: String,
    /// Whether a page ends within it or before it.
    breaks: bool,
}

/// The pieces of such a text; `None` where no heading of a list stands in it.
pub(super) fn pieces(file: &Arc<str>, text: &str, headings: &Headings) -> Option<Vec<Piece>> {
    let blocks = blocks(file, text);
    let named = |block: &Block| headings.column(&block.text);
    let first = blocks.iter().position(|block| named(block) == Some(1))?;
    blocks.iter().skip(first).find(|block| named(block) == Some(3))?;
    let mut found = Vec::new();
    let mut index = 0_usize;
    while let Some(block) = blocks.get(index) {
        let begins = index > first && is_serial(&block.text) && blocks.get(index.saturating_add(1)).is_some_and(|next| is_code(&next.text));
        if begins {
            let end = row_end(&blocks, index.saturating_add(2), headings);
            found.extend(row(blocks.get(index..end).unwrap_or_default(), is_whole(&blocks, end, headings)));
            index = end;
        } else {
            let what = if named(block).is_some() { What::Heading(block.text.clone()) } else { What::Loose(block.text.clone()) };
            found.push(Piece { at: block.at.clone(), what });
            index = index.saturating_add(1);
        }
    }
    Some(found)
}

fn blocks(file: &Arc<str>, text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let (mut open, mut breaks) = (false, false);
    for (index, line) in text.lines().enumerate() {
        let page_ends = line.contains('\u{c}');
        let content = line.replace('\u{c}', "");
        let content = content.trim();
        breaks |= page_ends;
        if content.is_empty() {
            open = false;
            continue;
        }
        match blocks.last_mut() {
            Some(block) if open && !page_ends => append(&mut block.text, content),
            _ => {
                let number = u64::try_from(index).unwrap_or(u64::MAX).saturating_add(1);
                blocks.push(Block { at: Position::row(Arc::clone(file), number), text: content.to_owned(), breaks });
                breaks = false;
            }
        }
        open = true;
    }
    blocks
}

/// The block with which the row ends: before the next serial number, heading or page number.
fn row_end(blocks: &[Block], from: usize, headings: &Headings) -> usize {
    let ends = |index: usize| {
        let Some(block) = blocks.get(index) else { return true };
        let next_row = is_serial(&block.text) && blocks.get(index.saturating_add(1)).is_some_and(|next| is_code(&next.text));
        next_row || block.breaks || headings.column(&block.text).is_some() || is_page_number(&block.text)
    };
    (from..=blocks.len()).find(|index| ends(*index)).unwrap_or(blocks.len())
}

/// Whether a row that ends here is whole: the next row follows, with nothing between but page numbers and headings.
/// Text after the end of a page may go on with any cell of the row.
fn is_whole(blocks: &[Block], end: usize, headings: &Headings) -> bool {
    let furniture = |block: &&Block| headings.column(&block.text).is_some() || (is_page_number(&block.text) && !is_serial(&block.text));
    let mut rest = blocks.iter().skip(end).skip_while(furniture);
    rest.next().is_none_or(|next| is_serial(&next.text) && rest.next().is_some_and(|code| is_code(&code.text)))
}

/// A row of four blocks; with any other number of them, or where it may go on, its number and code, and the rest as
/// it stands.
fn row(blocks: &[Block], whole: bool) -> Vec<Piece> {
    let [serial, code, rest @ ..] = blocks else { return Vec::new() };
    let (description, rule) = match rest {
        [description, rule] if whole => (description.text.clone(), rule.text.clone()),
        _ => (String::new(), String::new()),
    };
    let cells = [serial.text.clone(), code.text.clone(), description, rule];
    let mut found = vec![Piece { at: serial.at.clone(), what: What::Cells(cells) }];
    if rest.len() != 2 || !whole {
        found.extend(rest.iter().map(|block| Piece { at: block.at.clone(), what: What::Loose(block.text.clone()) }));
    }
    found
}

fn is_serial(text: &str) -> bool {
    (1..=5).contains(&text.len()) && text.chars().all(|c| c.is_ascii_digit())
}

/// `01`, `02.01`, `0902.30`, with or without `ex`.
fn is_code(text: &str) -> bool {
    let folded = fold_width(text).to_lowercase();
    let code = folded.trim_start_matches("ex").trim_start_matches(['.', ' ']);
    !code.is_empty() && code.starts_with(|c: char| c.is_ascii_digit()) && code.chars().all(|c| c.is_ascii_digit() || c == '.')
}
