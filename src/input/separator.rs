//! Which character parts the cells of a text.

use csv::{ByteRecord, ReaderBuilder};

/// A character that parts cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Separator {
    /// `,`
    #[default]
    Comma,
    /// `;`
    Semicolon,
    /// A tab.
    Tab,
    /// `|`
    Pipe,
}

impl Separator {
    /// All of them; where nothing else decides, an earlier one goes before a later one.
    pub const ALL: [Self; 4] = [Self::Comma, Self::Semicolon, Self::Tab, Self::Pipe];

    /// The byte.
    #[must_use]
    pub const fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
            Self::Pipe => b'|',
        }
    }

    /// Its name: `comma`, `semicolon`, `tab`, `pipe`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Comma => "comma",
            Self::Semicolon => "semicolon",
            Self::Tab => "tab",
            Self::Pipe => "pipe",
        }
    }

    /// The one of a byte or a name.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|separator| {
            separator.word() == word || [separator.byte()] == *word.as_bytes() || word == "\\t" && *separator == Self::Tab
        })
    }

    /// The one in which the first rows of a text name most columns; where headings do not decide, the one that parts
    /// the rows most evenly.
    #[must_use]
    pub fn of(head: &[u8], known_heading: &dyn Fn(&str) -> bool) -> Self {
        // All that do not occur read the same cells: the first of them stands for them.
        let occurs = |separator: &Self| memchr::memchr(separator.byte(), head).is_some();
        let absent = Self::ALL.into_iter().find(|separator| !occurs(separator));
        let tried = Self::ALL.into_iter().filter(occurs).chain(absent);
        let scored = tried.map(|separator| (separator.score(head, known_heading), std::cmp::Reverse(separator)));
        scored.max().map_or(Self::Comma, |(_, std::cmp::Reverse(separator))| separator)
    }

    /// The most headings in one row, and how many rows have the width that is commonest (0 for rows of one cell).
    fn score(self, head: &[u8], known_heading: &dyn Fn(&str) -> bool) -> (usize, usize) {
        let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).delimiter(self.byte()).from_reader(head);
        let (mut record, mut headings, mut widths) = (ByteRecord::new(), 0, Vec::new());
        while widths.len() < ROWS && reader.read_byte_record(&mut record).unwrap_or(false) {
            headings = headings.max(most_headings(&record, known_heading, headings));
            widths.push(record.len());
        }
        (headings, commonest(&mut widths))
    }
}

/// How many headings a row has, as far as that can be more than `most`: cells are looked at while it can.
fn most_headings(record: &ByteRecord, known_heading: &dyn Fn(&str) -> bool, most: usize) -> usize {
    let mut others = record.len().saturating_sub(most);
    let mut known = 0_usize;
    for cell in record {
        match (others, std::str::from_utf8(cell)) {
            (0, _) => break,
            (_, Ok(text)) if known_heading(text) => known = known.saturating_add(1),
            _ => others = others.saturating_sub(1),
        }
    }
    known
}

/// How many rows are looked at.
const ROWS: usize = 30;

fn commonest(widths: &mut Vec<usize>) -> usize {
    widths.retain(|width| *width > 1);
    widths.sort_unstable();
    widths.chunk_by(|a, b| a == b).map(<[usize]>::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_looked_at_while_it_can_have_more_headings() {
        let known = |word: &str| word.starts_with('h');
        let most = |cells: &[&str], most| super::most_headings(&ByteRecord::from(cells.to_vec()), &known, most);
        assert_eq!(most(&["x", "h1", "x", "h2"], 0), 2);
        assert_eq!(most(&["x", "h1", "h2", "h3"], 2), 3);
        assert!(most(&["x", "h1", "x", "h2"], 2) <= 2 && most(&["h1", "h2"], 2) == 0, "no more than are known");
    }

    #[test]
    fn separators_that_do_not_occur_are_tried_once() {
        let known = |word: &str| ["part", "price", "part;price", "a|b"].contains(&word);
        for text in ["", "part\n", "part;price\n1;2\n", "a|b\nc,d\n", "part,price;x\n1,2\n", "x\t|\n\"a;b\",c\n", "part;price\nA,1\nB,2\n"]
        {
            let all = Separator::ALL.map(|separator| (separator.score(text.as_bytes(), &known), std::cmp::Reverse(separator)));
            let best = all.into_iter().max().map(|(_, separator)| separator.0);
            assert_eq!(Some(Separator::of(text.as_bytes(), &known)), best, "{text:?}");
        }
    }

    #[test]
    fn headings_decide_and_then_evenness() {
        let known = |word: &str| ["part", "price", "description"].contains(&word);
        let of = |text: &str| Separator::of(text.as_bytes(), &known).word();
        assert_eq!(of("part,price\nA,1\n"), "comma");
        assert_eq!(of("BOM of May, 2026, first draft\npart;price\n\"A,B,C\";1,5\n"), "semicolon");
        assert_eq!(of("part\tprice\nA, B\t1\n"), "tab");
        assert_eq!(of("part|description|price\nA|x, y|1\n"), "pipe");
        assert_eq!(of("1;2;3\n4;5;6\n"), "semicolon");
        assert_eq!(of("words\n"), "comma");
    }
}
