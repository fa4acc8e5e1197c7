//! Where a text may be cut: behind a record.

use memchr::{memchr, memchr_iter, memrchr};

/// Whether all quotes of a text are closed.
#[must_use]
pub fn is_even(text: &[u8]) -> bool {
    memchr_iter(b'"', text).count().is_multiple_of(2)
}

/// Where the record begins that stands on a line, behind a byte-order mark if there is one; `None` where none does, and where a
/// return without its line feed stands before it, which may end a record of its own.
#[must_use]
pub fn record_on(line: u64, text: &[u8]) -> Option<usize> {
    let mark = "\u{feff}".as_bytes();
    let (mut found, mut at) = (1_u64, if text.starts_with(mark) { mark.len() } else { 0 });
    while found < line {
        let record = text.get(at..)?;
        let end = first_record(record)?;
        let feeds = memchr_iter(b'\n', record.get(..end)?).count();
        found = found.saturating_add(u64::try_from(feeds).ok()?);
        at = at.checked_add(end)?;
    }
    (found == line).then_some(at)
}

/// Behind the first line feed that stands in no quotes; `None` too where a return without its line feed stands before it.
fn first_record(text: &[u8]) -> Option<usize> {
    let end = memchr_iter(b'\n', text).find(|end| is_even(text.get(..*end).unwrap_or_default()))?.checked_add(1)?;
    let first = text.get(..end)?;
    let alone = |at: usize| first.get(at.saturating_add(1)) != Some(&b'\n');
    (!memchr_iter(b'\r', first).any(alone)).then_some(end)
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
    fn a_first_record_ends_with_its_line() {
        let end = |text: &str| first_record(text.as_bytes());
        assert_eq!(end("a,b\nc,d\n"), Some(4));
        assert_eq!(end("a,\"b\r\nc\"\r\nd\n"), Some(10));
        assert_eq!(end("a,b\rc,d\ne"), None);
        assert_eq!(end("a,\"b\nc"), None);
        assert_eq!(end("a,b\nc\rd\n"), Some(4));
    }

    #[test]
    fn a_record_begins_on_its_line() {
        let on = |line| record_on(line, b"title\na,\"b\r\nc\"\r\nd\n");
        assert_eq!([1, 2, 3, 4, 5, 6].map(on), [Some(0), Some(6), None, Some(16), Some(18), None]);
        assert_eq!(record_on(2, b"a\rb\nc\n"), None);
        assert_eq!([1, 2].map(|line| record_on(line, b"\xef\xbb\xbfa\nb\n")), [Some(3), Some(5)]);
    }

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
