//! Text that `pdftotext -layout` made: a character takes a column, a form feed ends a page.

use std::sync::Arc;

use super::{Line, Measure, Page, Word};
use crate::value::Position;

/// Two spaces part two cells. Poppler gives a Chinese character one column, although it is wider, so that a column
/// of the table does not always begin at the same one.
pub(super) const MEASURE: Measure = Measure { gap: 2, slack: 4, drifts: true };

/// The pages of a text.
pub(super) fn pages(file: &Arc<str>, text: &str) -> Vec<Page> {
    let mut pages = vec![Page::default()];
    let mut blank = false;
    for (index, line) in text.lines().enumerate() {
        let number = u64::try_from(index).unwrap_or(u64::MAX).saturating_add(1);
        for (part, content) in line.split('\u{c}').enumerate() {
            if part > 0 {
                pages.push(Page::default());
                blank = true;
            }
            let words = words(content);
            if words.is_empty() {
                blank = true;
            } else if let Some(page) = pages.last_mut() {
                page.lines.push(Line { at: Position::row(Arc::clone(file), number), words, apart: blank });
                blank = false;
            }
        }
    }
    pages
}

fn words(line: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut open = false;
    for (column, c) in line.chars().enumerate() {
        let column = i32::try_from(column).unwrap_or(i32::MAX);
        if c.is_whitespace() {
            open = false;
            continue;
        }
        match words.last_mut() {
            Some(word) if open => {
                word.text.push(c);
                word.right = column.saturating_add(1);
            }
            _ => words.push(Word { left: column, right: column.saturating_add(1), text: c.to_string() }),
        }
        open = true;
    }
    words
}
