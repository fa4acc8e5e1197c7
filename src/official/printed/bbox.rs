//! The words of a PDF with their places, as `pdftotext -bbox` writes them.

use std::sync::Arc;

use html5gum::{StartTag, Token, Tokenizer};

use super::{Line, Measure, Page, Word};
use crate::diag::{Code, Diagnostic};
use crate::official::heading::Headings;
use crate::official::piece::Piece;
use crate::value::Position;

/// Six points part two cells; a space is about three points wide.
const MEASURE: Measure = Measure { gap: 600, slack: 150, drifts: false };

/// How far the middles of words on one line may lie apart: fonts of two scripts do not share theirs.
const LINE: i32 = 400;

/// A gap between lines that is more than this many times the height of a line stands between two things.
const APART: i32 = 2;

/// Reads the words of a PDF in the form of `pdftotext -bbox`.
///
/// # Errors
/// That the PDF holds no words, that it holds no list, or that the cells of the list are not aligned at the top.
pub fn read(file: &Arc<str>, words: &str) -> Result<Vec<Piece>, Vec<Diagnostic>> {
    let pages = pages(file, words);
    if pages.iter().all(|page| page.lines.is_empty()) {
        return Err(vec![Diagnostic::at(Code::ListScanned, &Position::file(Arc::clone(file)))]);
    }
    super::pieces(file, &pages, &Headings::bundled(), MEASURE)
}

/// A word with its height on the page.
struct Placed {
    word: Word,
    top: i32,
    bottom: i32,
}

impl Placed {
    fn middle(&self) -> i32 {
        self.top.midpoint(self.bottom)
    }
}

fn pages(file: &Arc<str>, text: &str) -> Vec<Page> {
    let mut pages: Vec<Vec<Placed>> = Vec::new();
    let mut in_word = false;
    for token in Tokenizer::new(text) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) if &**tag.name == b"page" => pages.push(Vec::new()),
            Token::StartTag(tag) if &**tag.name == b"word" => {
                in_word = true;
                if let (Some(page), Some(word)) = (pages.last_mut(), placed(&tag)) {
                    page.push(word);
                }
            }
            Token::EndTag(_) => in_word = false,
            Token::String(part) if in_word => {
                if let Some(placed) = pages.last_mut().and_then(|page| page.last_mut()) {
                    placed.word.text.push_str(&String::from_utf8_lossy(&part));
                }
            }
            _ => {}
        }
    }
    pages.into_iter().enumerate().map(|(index, words)| page(file, index, words)).collect()
}

fn placed(tag: &StartTag<()>) -> Option<Placed> {
    let number = |name: &str| hundredths(&String::from_utf8_lossy(tag.attributes.get(name.as_bytes())?));
    let word = Word { left: number("xmin")?, right: number("xmax")?, text: String::new() };
    Some(Placed { word, top: number("ymin")?, bottom: number("ymax")? })
}

/// `62.692913` points as 6269 hundredths.
fn hundredths(text: &str) -> Option<i32> {
    let (whole, part) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let part: String = part.chars().chain("00".chars()).take(2).collect();
    let (whole, part) = (whole.parse::<i32>().ok()?, part.parse::<i32>().ok()?);
    let value = whole.checked_abs()?.checked_mul(100)?.checked_add(part)?;
    Some(if text.trim().starts_with('-') { value.saturating_neg() } else { value })
}

/// Words to lines, from top to bottom and from left to right.
fn page(file: &Arc<str>, index: usize, mut words: Vec<Placed>) -> Page {
    words.sort_by_key(|placed| (placed.middle(), placed.word.left));
    let place: Arc<str> = Arc::from(format!("{file}!page {}", index.saturating_add(1)));
    let mut page = Page::default();
    let mut first: Option<(i32, i32)> = None;
    for placed in words {
        let (middle, height) = (placed.middle(), placed.bottom.saturating_sub(placed.top));
        match (page.lines.last_mut(), first) {
            (Some(line), Some((begun, _))) if middle.saturating_sub(begun) <= LINE => line.words.push(placed.word),
            (_, before) => {
                let apart = before.is_none_or(|(_, last)| placed.top.saturating_sub(last) > height.saturating_mul(APART.saturating_sub(1)));
                let number = u64::try_from(page.lines.len()).unwrap_or(u64::MAX).saturating_add(1);
                page.lines.push(Line { at: Position::row(Arc::clone(&place), number), words: vec![placed.word], apart });
                first = Some((middle, placed.bottom));
            }
        }
    }
    for line in &mut page.lines {
        line.words.sort_by_key(|word| word.left);
    }
    page
}
