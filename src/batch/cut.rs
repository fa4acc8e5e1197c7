//! Where a text may be cut: behind a record.

use memchr::{memchr, memchr_iter, memrchr};

/// Whether all quotes of a text are closed.
#[must_use]
pub fn is_even(text: &[u8]) -> bool {
    memchr_iter(b'"', text).count().is_multiple_of(2)
}

/// Behind the last line feed that stands in no quotes.
#[must_use]
pub fn last_record(text: &[u8]) -> Option<usize> {
    let mut open = !is_even(text);
    let mut end = text.len();
    loop {
        let feed = memrchr(b'\n', text.get(..end)?)?;
        let behind = text.get(feed..end)?;
        if memchr(b'"', behind).is_some() {
            open ^= !is_even(behind);
        }
        if !open {
            return feed.checked_add(1);
        }
        end = feed;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_ends_with_a_record() {
        let end = |text: &str| last_record(text.as_bytes());
        assert_eq!(end("a,b\nc,d\ne"), Some(8));
        assert_eq!(end("a,b\n\"c\nd"), Some(4));
        assert_eq!(end("a,b\n\"c\nd\"\ne"), Some(10));
        assert_eq!(end("\"a\nb"), None);
        assert_eq!(end("abc"), None);
    }
}
