//! Whether a part is bought or made.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::heading::key;

/// How a part comes to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Procurement {
    /// It is bought whole: its own parts are its maker's.
    Bought,
    /// It is made of its parts.
    Made,
    /// It is no thing of its own, but a name for its parts.
    Phantom,
    /// It is made of its parts by another firm.
    MadeElsewhere,
}

/// What a cell says; `None` where it is blank, or says something else (a material type, a class of the user's own).
#[must_use]
pub fn of(text: &str) -> Option<Procurement> {
    static WORDS: OnceLock<BTreeMap<String, Procurement>> = OnceLock::new();
    if text.is_empty() {
        return None;
    }
    let words = WORDS.get_or_init(|| include_str!("../../data/row_words.csv").lines().filter_map(row).flatten().collect());
    words.get(&key(text)).copied()
}

fn row(line: &'static str) -> Option<impl Iterator<Item = (String, Procurement)>> {
    let (kind, words) = line.split_once(',')?;
    let procurement = match kind {
        "buy" => Procurement::Bought,
        "make" => Procurement::Made,
        "phantom" => Procurement::Phantom,
        "subcontract" => Procurement::MadeElsewhere,
        _ => return None,
    };
    Some(words.split('|').map(move |word| (key(word), procurement)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_three_programs_are_known() {
        assert_eq!(of("外购"), Some(Procurement::Bought));
        assert_eq!(of("自製件"), Some(Procurement::Made));
        assert_eq!(of("虛設品號"), Some(Procurement::Phantom));
        assert_eq!(of("委外"), Some(Procurement::MadeElsewhere));
        assert_eq!(of("Raw"), None);
        assert_eq!(of(""), None);
    }
}
