//! The text of a cell: white space that layout put there means nothing.

/// Collapses white space, and drops it beside a Chinese character or a full-width sign. What remains is the wording
/// as printed, however its lines were broken.
#[must_use]
pub fn tidy(text: &str) -> String {
    text.split(is_space).filter(|part| !part.is_empty()).fold(String::new(), |mut whole, part| {
        append(&mut whole, part);
        whole
    })
}

/// Puts two parts of a wrapped cell together: with a space between them, or without one beside a Chinese character
/// or behind the hyphen of a word that was broken there: `build-` and `down`.
#[must_use]
pub fn join(first: &str, second: &str) -> String {
    let mut whole = first.to_owned();
    append(&mut whole, second);
    whole
}

/// Puts a further part behind a wrapped cell, as [`join`] does, in place: a cell may go on for very many lines.
pub(super) fn append(first: &mut String, second: &str) {
    let wide = first.chars().next_back().is_some_and(is_wide) || second.chars().next().is_some_and(is_wide);
    let broken = first.strip_suffix('-').is_some_and(|word| word.ends_with(char::is_alphabetic));
    if !(first.is_empty() || second.is_empty() || wide || broken) {
        first.push(' ');
    }
    first.push_str(second);
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{a0}' | '\u{200b}' | '\u{feff}')
}

/// Chinese characters, their punctuation, and full-width forms.
pub(super) fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{303f}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn white_space_stays_between_latin_words_only() {
        assert_eq!(tidy("  Change to this\n from  any other heading "), "Change to this from any other heading");
        assert_eq!(tidy("(1) 从纱线 制造\u{3000}。"), "(1)从纱线制造。");
        assert_eq!(join("按扣减法计算40%", "或按累加法"), "按扣减法计算40%或按累加法");
        assert_eq!(join("not exceeding", "3 kg"), "not exceeding 3 kg");
    }

    proptest! {
        #[test]
        fn tidying_twice_changes_nothing(text in "[ a-z0-9%()，。从纱线\n]{0,40}") {
            let once = tidy(&text);
            prop_assert_eq!(tidy(&once), once);
        }

        #[test]
        fn a_text_that_wraps_is_put_together_again(text in "[ a-z0-9%()，。从纱线]{1,40}", at in 0..40_usize) {
            let whole = tidy(&text);
            let places: Vec<usize> = whole.char_indices().map(|(at, _)| at).filter(|at| {
                let (before, after) = whole.split_at(*at);
                after.starts_with(' ') || before.chars().next_back().is_some_and(is_wide) || after.chars().next().is_some_and(is_wide)
            }).collect();
            prop_assume!(!places.is_empty());
            let (first, second) = whole.split_at(places[at.checked_rem(places.len()).unwrap_or(0)]);
            prop_assert_eq!(join(&tidy(first), &tidy(second)), whole);
        }
    }
}
