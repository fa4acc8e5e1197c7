//! Rows that are given as examples.

use super::record::Record;

/// Whether the first cell of a row may say that it is an example: only where it does not name the good, which is looked
/// at once.
#[inline(always)]
pub(super) fn starts_like_an_example(record: &Record<'_>, id: Option<usize>) -> bool {
    if id == Some(0) {
        return false;
    }
    may_say_example(record.raw(0))
}

/// Whether a text may be one of the words for an example: these begin with `e`, with `s` or with an ideograph.
#[inline(always)]
pub(super) fn may_say_example(text: &[u8]) -> bool {
    !text.first().is_some_and(|first| first.is_ascii_alphanumeric() && !matches!(first, b'e' | b'E' | b's' | b'S'))
}
