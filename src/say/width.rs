//! Columns of a terminal: a Chinese character takes two.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How many columns a text takes.
#[must_use]
pub fn width(text: &str) -> usize {
    text.width()
}

/// The text, filled with spaces on the right up to `columns`.
#[must_use]
pub fn pad(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// The text in lines of at most `columns`, broken at spaces, and between Chinese characters save
/// before a closing sign or after an opening one.
#[must_use]
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let (mut line, mut used) = (String::new(), 0_usize);
    for piece in pieces(text) {
        let wide = width(piece.trim_end());
        if used > 0 && used.saturating_add(wide) > columns {
            lines.push(line.trim_end().to_owned());
            line.clear();
            used = 0;
        }
        line.push_str(piece);
        used = used.saturating_add(width(piece));
    }
    if !line.trim().is_empty() || lines.is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// The unbreakable pieces of a text, each with the spaces that follow it.
fn pieces(text: &str) -> Vec<&str> {
    let mut cuts = vec![0];
    let mut previous = ' ';
    for (at, c) in text.char_indices() {
        let after_space = previous == ' ' && c != ' ';
        let beside_wide = (is_wide(previous) || is_wide(c)) && c != ' ' && !closes(c) && !opens(previous);
        if at > 0 && (after_space || beside_wide) {
            cuts.push(at);
        }
        previous = c;
    }
    cuts.push(text.len());
    cuts.windows(2).filter_map(|pair| text.get(*pair.first()?..*pair.last()?)).filter(|piece| !piece.is_empty()).collect()
}

fn is_wide(c: char) -> bool {
    c.width() == Some(2)
}

fn closes(c: char) -> bool {
    "，。、；：？！）」』】》”,.;:?!)]}%…".contains(c)
}

fn opens(c: char) -> bool {
    "（「『【《“([{".contains(c)
}
