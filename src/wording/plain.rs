//! A wording without what does not change it: width of characters, white space, case.

use crate::say::Lang;
use crate::value::number::fold_width;

/// Whether a text is Chinese: then spaces mean nothing in it.
pub(super) fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{3400}'..='\u{9fff}').contains(&c))
}

/// Folds full-width signs to ASCII; drops white space from Chinese text and collapses it elsewhere; English
/// becomes lower case. One full stop at the end is dropped. Everything else stays, and counts.
#[must_use]
pub fn plain(text: &str) -> String {
    let folded = fold_width(text);
    let spaced = if is_chinese(&folded) {
        folded.chars().filter(|c| !c.is_whitespace()).collect()
    } else {
        folded.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
    };
    let stop = ['。', '.'].into_iter().find_map(|stop| spaced.strip_suffix(stop));
    stop.unwrap_or(&spaced).to_owned()
}

/// The language in which a wording is written. Chinese that shows no character of either script alone counts as
/// simplified, in which customs announcements are written.
#[must_use]
pub fn language(text: &str) -> Lang {
    const TRADITIONAL: [char; 12] = ['從', '變', '區', '價', '製', '為', '應', '獲', '動', '飼', '養', '經'];
    match is_chinese(text) {
        false => Lang::En,
        true if text.contains(TRADITIONAL) => Lang::ZhHant,
        true => Lang::ZhHans,
    }
}
