//! The words of a claim with room for its figures, for goods whose claims differ in nothing else.

use super::Setting;
use crate::batch::Piece;
use crate::origin::{Claim, Value};
use crate::say::{Phrase, Word};

/// Stands around the name of a figure while a claim is said; no message holds it.
const MARK: char = '\u{1}';

impl Setting<'_> {
    /// The words of a claim; in place of each amount and share that it knows stands its name.
    #[must_use]
    pub fn pieces(&self, claim: &Claim) -> Vec<Piece> {
        let mut said = Phrase::new(format!("claim.{}", claim.kind));
        let of_lines = claim.args.iter().any(|(_, value)| matches!(value, Value::Lines(..)));
        for (name, value) in &claim.args {
            said = said.word(*name, self.marked(name, value, of_lines));
        }
        let said = self.say(&said);
        let pieces =
            said.split(MARK).enumerate().map(|(place, text)| if place % 2 == 1 { gap(text) } else { Piece::Words(text.to_owned()) });
        pieces.filter(|piece| *piece != Piece::Words(String::new())).collect()
    }

    fn marked(&self, name: &str, value: &Value, of_lines: bool) -> Word {
        match value {
            Value::Lines(lines, total) => marked_lines(lines.len(), *total),
            Value::Code(_) if of_lines => Word::Plain(format!("{MARK}k{MARK}")),
            Value::Amount(Some(_)) => Word::Plain(format!("{MARK}a{name}{MARK}")),
            Value::Share(Some(_)) => Phrase::new("percent").with("share", format!("{MARK}s{name}{MARK}")).into(),
            value => self.value(value),
        }
    }
}

/// So many lines, and those beside them, with room for their names and numbers.
fn marked_lines(named: usize, total: u64) -> Word {
    let line = |place| Phrase::new("line").with("name", format!("{MARK}n{place}{MARK}")).with("line", format!("{MARK}l{place}{MARK}"));
    let lines = Word::List((0..named).map(|place| line(place).into()).collect());
    if u64::try_from(named).is_ok_and(|named| named >= total) {
        return lines;
    }
    Phrase::new("lines-and-more").word("lines", lines).with("count", format!("{MARK}m{MARK}")).into()
}

/// What a mark makes room for.
fn gap(text: &str) -> Piece {
    let (kind, name) = text.split_at_checked(1).unwrap_or_default();
    match (kind, name.parse()) {
        ("n", Ok(place)) => Piece::Name(place),
        ("l", Ok(place)) => Piece::Line(place),
        ("m", _) => Piece::More,
        ("k", _) => Piece::Code,
        ("a", _) => Piece::Amount(name.to_owned()),
        _ => Piece::Share(name.to_owned()),
    }
}
