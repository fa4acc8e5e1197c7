//! Where the cells of a stretch of separated values end.
//!
//! Sixty-four bytes at a time become four masks; what stands in quotes is told by a running exclusive or. The scanner
//! knows only the plain form of RFC 4180, and says so where a text is of any other: then the csv crate reads it.

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch, u8x64};

/// The ends of the cells of a text that begins and ends with whole records.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// Where each cell ends: the place of the separator or the line feed behind it. Before the first stands the place
    /// before the text, so that every cell begins behind an end.
    ends: Vec<u32>,
    /// How many of these are of the text at hand.
    count: usize,
    /// The line feeds within quotes.
    pub breaks: Vec<u32>,
    /// How many records there are.
    pub records: usize,
    /// How many line feeds there are, those within quotes too.
    pub lines: u64,
    /// A quote where none may stand, a return without its line feed, or no line feed at the end.
    pub odd: bool,
}

/// The place before a text: one more is its beginning.
const BEFORE: u32 = u32::MAX;

/// How many cells end in a block of sixty-four bytes at the most, as a rule.
const USUAL: usize = 12;

/// One bit for each of sixty-four bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Masks {
    pub separator: u64,
    pub feed: u64,
    pub carriage: u64,
    pub quote: u64,
}

impl Masks {
    /// The masks of a block, with the vectors of the machine.
    #[inline(always)]
    pub fn of<S: Simd>(simd: S, block: &[u8; 64], separator: u8) -> Self {
        let bytes = u8x64::from_slice(simd, block);
        let places = |wanted: u8| bytes.simd_eq(u8x64::splat(simd, wanted)).to_bitmask();
        Self { separator: places(separator), feed: places(b'\n'), carriage: places(b'\r'), quote: places(b'"') }
    }

    /// The same in the arithmetic of plain integers; a test holds the two together.
    #[cfg(test)]
    pub fn of_plain(block: &[u8; 64], separator: u8) -> Self {
        let mut masks = Self::default();
        for (place, byte) in block.iter().enumerate() {
            let bit = |wanted: u8| u64::from(*byte == wanted) << place;
            masks.separator |= bit(separator);
            masks.feed |= bit(b'\n');
            masks.carriage |= bit(b'\r');
            masks.quote |= bit(b'"');
        }
        masks
    }
}

/// What goes over from block to block.
struct Carry {
    /// All ones within quotes.
    inside: u64,
    /// Whether a cell may begin at the next byte, or a doubled quote go on there.
    may_open: u64,
    /// Whether the byte before closed quotes.
    closed: u64,
    /// Whether the byte before was a return.
    returned: u64,
}

impl Index {
    /// Reads a text anew. It must be shorter than 4 GiB.
    pub fn read(&mut self, text: &[u8], separator: u8) {
        self.ends.first_mut().into_iter().for_each(|before| *before = BEFORE);
        self.count = 1;
        self.breaks.clear();
        self.lines = 0;
        let odd = dispatch!(Level::new(), simd => self.blocks(simd, text, separator));
        self.records = usize::try_from(self.lines).unwrap_or(usize::MAX).saturating_sub(self.breaks.len());
        let whole = text.last().is_none_or(|last| *last == b'\n');
        self.odd = odd || !whole;
    }

    /// Reads all blocks, and says whether anything is odd.
    #[inline(always)]
    fn blocks<S: Simd>(&mut self, simd: S, text: &[u8], separator: u8) -> bool {
        let mut carry = Carry { inside: 0, may_open: 1, closed: 0, returned: 0 };
        let (blocks, rest) = text.as_chunks::<64>();
        let mut odd = 0;
        let mut base = 0_u32;
        for block in blocks {
            odd |= self.block(Masks::of(simd, block, separator), base, &mut carry);
            base = base.wrapping_add(64);
        }
        if !rest.is_empty() {
            let mut last = [0; 64];
            last.iter_mut().zip(rest).for_each(|(slot, byte)| *slot = *byte);
            odd |= self.block(Masks::of(simd, &last, separator), base, &mut carry);
        }
        odd != 0 || carry.inside != 0
    }

    /// Where the cells end, behind the place before the text.
    pub fn ends(&self) -> &[u32] {
        self.ends.get(..self.count).unwrap_or_default()
    }

    /// Adds the ends of a block.
    #[inline(always)]
    fn push(&mut self, mut bits: u64, base: u32) {
        if self.ends.len() < self.count.wrapping_add(64) {
            self.ends.resize(self.ends.len().saturating_mul(2).max(4096), BEFORE);
        }
        let more = count(bits);
        let room = self.ends.get_mut(self.count..self.count.wrapping_add(64)).unwrap_or_default();
        // Nearly all blocks have no more than these; what is written beyond the last is written over by the next block.
        let (usual, rest) = room.split_at_mut_checked(USUAL).unwrap_or_default();
        for slot in usual {
            *slot = base.wrapping_add(bits.trailing_zeros());
            bits &= bits.wrapping_sub(1);
        }
        for slot in rest.iter_mut().take(more.saturating_sub(USUAL)) {
            *slot = base.wrapping_add(bits.trailing_zeros());
            bits &= bits.wrapping_sub(1);
        }
        self.count = self.count.wrapping_add(more);
    }

    #[inline(always)]
    fn block(&mut self, masks: Masks, base: u32, carry: &mut Carry) -> u64 {
        let Masks { separator, feed, carriage, quote } = masks;
        self.lines = self.lines.wrapping_add(u64::from(feed.count_ones()));
        let mut odd = (carriage.wrapping_shl(1) | carry.returned) & !feed;
        carry.returned = carriage.wrapping_shr(63);
        let inside = if quote == 0 {
            odd |= carry.closed & !(separator | feed | carriage);
            carry.closed = 0;
            carry.inside
        } else {
            let inside = prefix_xor(quote) ^ carry.inside;
            let (opening, closing) = (quote & inside, quote & !inside);
            let before = (separator | feed | closing).wrapping_shl(1) | carry.may_open;
            odd |= opening & !before;
            odd |= (closing.wrapping_shl(1) | carry.closed) & !(separator | feed | carriage | quote);
            carry.closed = closing.wrapping_shr(63);
            carry.inside = 0_u64.wrapping_sub(inside.wrapping_shr(63));
            inside
        };
        carry.may_open = (separator | feed).wrapping_shr(63) | carry.closed;
        if feed & inside != 0 {
            push(&mut self.breaks, feed & inside, base);
        }
        self.push((separator | feed) & !inside, base);
        odd
    }
}

#[inline(always)]
fn count(bits: u64) -> usize {
    usize::try_from(bits.count_ones()).unwrap_or(0)
}

/// Every bit is turned by the bits below it and by itself.
#[inline(always)]
const fn prefix_xor(mut bits: u64) -> u64 {
    let mut step = 1;
    while step < 64 {
        bits ^= bits.wrapping_shl(step);
        step = step.wrapping_shl(1);
    }
    bits
}

/// Adds the places of the bits.
fn push(places: &mut Vec<u32>, mut bits: u64, base: u32) {
    places.reserve(64);
    while bits != 0 {
        places.push(base.wrapping_add(bits.trailing_zeros()));
        bits &= bits.wrapping_sub(1);
    }
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, clippy::cast_possible_truncation, clippy::naive_bytecount, reason = "a test fails loudly")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The cells of every record as the csv crate reads them.
    fn referee(text: &[u8]) -> Vec<Vec<Vec<u8>>> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text);
        reader.byte_records().map(|record| record.expect("memory").iter().map(<[u8]>::to_vec).collect()).collect()
    }

    /// The same by the index: quotes taken off, doubled ones halved.
    fn scanned(text: &[u8]) -> Option<Vec<Vec<Vec<u8>>>> {
        let mut index = Index::default();
        index.read(text, b',');
        if index.odd {
            return None;
        }
        let (mut records, mut record, mut start) = (Vec::new(), Vec::new(), 0);
        for end in index.ends().iter().skip(1) {
            let end = *end as usize;
            let mut cell = &text[start..end];
            if text[end] == b'\n' && cell.last() == Some(&b'\r') {
                cell = &cell[..cell.len() - 1];
            }
            let inner = cell.strip_prefix(b"\"").and_then(|cell| cell.strip_suffix(b"\""));
            record.push(inner.map_or_else(|| cell.to_vec(), |inner| String::from_utf8_lossy(inner).replace("\"\"", "\"").into_bytes()));
            if text[end] == b'\n' {
                records.push(std::mem::take(&mut record));
            }
            start = end + 1;
        }
        assert_eq!(index.records, records.len());
        assert_eq!(index.lines as usize, text.iter().filter(|byte| **byte == b'\n').count());
        Some(records)
    }

    #[test]
    fn what_is_not_plain_is_said() {
        let odd = ["a\"b,c\n", "\"a\"b,c\n", "a,b", "\"a,b\n", "a\rb,c\n", "a,\"b\" \n", "a,\"\" \"\"\n", "\"a\"\"b\n"];
        for text in odd {
            assert_eq!(scanned(text.as_bytes()), None, "{text:?}");
        }
        let plain = ["a,b\n", "\"a\",\"b\"\n", "\"a\"\"b\",\"\"\n", "\"a\nb\",c\r\n\"\"\"\",d\n", "\"x, y\",\"\"\"\"\"\"\n"];
        for text in plain {
            assert_eq!(scanned(text.as_bytes()), Some(referee(text.as_bytes())), "{text:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        #[test]
        fn the_scanner_agrees_with_the_csv_crate(parts in prop::collection::vec("[ab,\"\n\r]|,|\n|\"a\"|\"a\"\"b\n\"|\r\n|abcdefghijklmnopqrstuvw", 0..90)) {
            let text = parts.concat();
            if let Some(records) = scanned(text.as_bytes()) {
                let blank = |record: &Vec<Vec<u8>>| record.len() == 1 && record[0].is_empty();
                let kept: Vec<_> = records.into_iter().filter(|record| !blank(record)).collect();
                let wanted: Vec<_> = referee(text.as_bytes()).into_iter().filter(|record| !blank(record)).collect();
                prop_assert_eq!(kept, wanted);
            }
        }

        #[test]
        fn vectors_and_integers_make_the_same_masks(bytes in prop::collection::vec(prop::sample::select(b"a,;\n\r\"\x80".to_vec()), 64)) {
            let block: [u8; 64] = bytes.try_into().expect("sixty-four");
            let masks = dispatch!(Level::new(), simd => Masks::of(simd, &block, b','));
            prop_assert_eq!(masks, Masks::of_plain(&block, b','));
        }
    }
}
