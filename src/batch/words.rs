//! What has been read before is not read again: codes, origins and currencies by their bytes.

use std::collections::BTreeMap;

use super::record::Record;
use super::setup::{File, Setup};
use crate::bom::{LineKind, doubt_code};
use crate::diag::{Code, Diagnostic, Problems};
use crate::origin::{Standing, standing_of};
use crate::value::{Currency, Hs, HsRead};

/// A code as it was read from some text.
#[derive(Clone, Debug)]
pub(super) struct CodeWord {
    /// The code; `None` where the plain road must read it.
    pub hs: Option<Hs>,
    /// Its first six digits, four bits each.
    pub six: u32,
    /// Whether something is to be told of it.
    pub doubted: bool,
    /// The class of its goods, where nothing else bears on that.
    pub class: Option<usize>,
}

/// Codes by their bytes.
pub(super) struct Codes {
    slots: Vec<Slot>,
    by_bytes: BTreeMap<u128, u32>,
    pub words: Vec<CodeWord>,
    by_code: BTreeMap<Hs, bool>,
    /// Whether doubts are told.
    told: bool,
}

const SLOTS: usize = 1 << 10;

/// How many words are kept.
const WORDS: usize = 1 << 13;

/// A code that was met: its bytes and its word.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    key: u128,
    word: u32,
}

/// The bytes of a cell of 1 to 16 bytes. One that ends with a zero byte has the key of a shorter cell: the plain road
/// reads it.
#[inline]
fn key_of(text: &[u8], start: usize, end: usize) -> Option<u128> {
    let length = end.wrapping_sub(start);
    if length == 0 || length > 16 || text.get(end.wrapping_sub(1)) == Some(&0) {
        return None;
    }
    match text.get(start..start.wrapping_add(16)).and_then(|bytes| <[u8; 16]>::try_from(bytes).ok()) {
        Some(bytes) => {
            let above = u32::try_from(16_usize.wrapping_sub(length)).ok()?.wrapping_mul(8);
            Some(u128::from_le_bytes(bytes) & u128::MAX.wrapping_shr(above))
        }
        None => Some(text.get(start..end)?.iter().rev().fold(0, |key: u128, byte| key.wrapping_shl(8) | u128::from(*byte))),
    }
}

impl Codes {
    pub fn new(told: bool) -> Self {
        Self { told, slots: vec![Slot::default(); SLOTS], by_bytes: BTreeMap::new(), words: Vec::new(), by_code: BTreeMap::new() }
    }

    /// The first six digits of the code of a cell, and the code itself where something is to be told of it.
    #[inline]
    pub fn six(&mut self, record: &Record<'_>, place: usize) -> Option<(u32, Option<Hs>)> {
        if !self.told
            && let Some((start, end)) = record.bounds(place)
            && let Some(six) = direct(record.text, start, end)
        {
            return Some((six, None));
        }
        let word = self.find(record, place)?;
        word.hs.map(|hs| (word.six, Some(hs).filter(|_| word.doubted)))
    }

    /// The word of a cell of 1 to 16 bytes.
    pub fn find(&mut self, record: &Record<'_>, place: usize) -> Option<&mut CodeWord> {
        let (start, end) = record.content(place)?;
        let key = key_of(record.text, start, end)?;
        let slot = *self.slots.get(slot_of(key))?;
        if slot.key != key {
            let word = match self.by_bytes.get(&key) {
                Some(word) => *word,
                None => self.read(record.text.get(start..end)?, key),
            };
            *self.slots.get_mut(slot_of(key))? = Slot { key, word };
            return self.words.get_mut(usize::try_from(word).ok()?);
        }
        self.words.get_mut(usize::try_from(slot.word).ok()?)
    }

    fn read(&mut self, bytes: &[u8], key: u128) -> u32 {
        if self.words.len() >= WORDS {
            *self = Self::new(self.told);
        }
        let text = std::str::from_utf8(bytes).ok().filter(|text| text.trim() == *text);
        let hs = match text.map(Hs::read) {
            Some(Ok(HsRead { code, restored: false })) if code.digits() >= 6 => Some(code),
            _ => None,
        };
        let doubted = hs.is_some_and(|code| self.told && *self.by_code.entry(code).or_insert_with(|| doubt(&code).is_some()));
        let word = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        self.words.push(CodeWord { hs, six: hs.map_or(0, |code| six(&code)), doubted, class: None });
        self.by_bytes.insert(key, word);
        word
    }
}

/// The first six digits of a code of six, eight or ten, written without dots, or with one behind the heading and perhaps
/// another behind the subheading. Anything else is looked up.
#[inline]
fn direct(text: &[u8], start: usize, end: usize) -> Option<u32> {
    const ZEROS: u64 = 0x3030_3030_3030_3030;
    let length = u32::try_from(end.wrapping_sub(start)).ok().filter(|length| (6..=12).contains(length))?;
    let bytes = text.get(start..start.wrapping_add(16)).and_then(|bytes| <[u8; 16]>::try_from(bytes).ok())?;
    let key = u128::from_le_bytes(bytes) & u128::MAX.wrapping_shr(128_u32.wrapping_sub(length.wrapping_mul(8)));
    let low = |key: u128| u64::try_from(key & u128::from(u64::MAX)).unwrap_or(0);
    let first = low(key);
    let dotted = u32::from(first.wrapping_shr(32) & 0xff == 0x2e);
    let behind = first.wrapping_shr(32_u32.wrapping_add(dotted.wrapping_mul(8))) & 0xffff;
    let six = ((first & 0xffff_ffff) | behind.wrapping_shl(32)) ^ (ZEROS & 0xffff_ffff_ffff);
    let taken = dotted.wrapping_add(6);
    let rest = low(key.wrapping_shr(taken.wrapping_mul(8)));
    let left = length.checked_sub(taken)?;
    let dot = u32::from(dotted == 1 && rest & 0xff == 0x2e);
    let more = left.wrapping_sub(dot);
    let rest = (rest.wrapping_shr(dot.wrapping_mul(8)) ^ ZEROS) & 1_u64.wrapping_shl(more.wrapping_mul(8)).wrapping_sub(1);
    let odd = (six | six.wrapping_add(0x0606_0606_0606) | rest | rest.wrapping_add(0x0606_0606)) & 0xf0f0_f0f0_f0f0;
    let pairs = (six.wrapping_shl(4) | six.wrapping_shr(8)) & 0x00ff_00ff_00ff;
    let six = (pairs & 0xff).wrapping_shl(16) | (pairs.wrapping_shr(8) & 0xff00) | (pairs.wrapping_shr(32) & 0xff);
    let sound = odd == 0 && matches!(more, 0 | 2 | 4) && (left == 0 || dotted == dot) && (more > 0 || dot == 0);
    sound.then_some(())?;
    u32::try_from(six).ok()
}

fn slot_of(key: u128) -> usize {
    let half = |half: u128| u64::try_from(half & u128::from(u64::MAX)).unwrap_or(0);
    let (low, high) = (half(key), half(key.wrapping_shr(64)));
    let mixed = (low ^ high.wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_mul(0xd134_2543_de82_ef95);
    usize::try_from(mixed.wrapping_shr(54)).unwrap_or(0)
}

/// What is to be told of a code.
pub(super) fn doubt(code: &Hs) -> Option<Diagnostic> {
    let mut problems = Problems::default();
    doubt_code(code, &crate::value::Position::file("".into()), &mut problems);
    problems.into_sorted().pop()
}

/// The first six digits of a code, four bits each.
fn six(code: &Hs) -> u32 {
    code.as_str().bytes().take(6).fold(0, |six: u32, digit| six.wrapping_shl(4) | u32::from(digit & 15))
}

/// How a material counts: an index of the sums of a good.
pub(super) const HONG_KONG: u8 = 0;
pub(super) const MAINLAND: u8 = 1;
pub(super) const FOREIGN: u8 = 2;
/// The plain road must say.
pub(super) const OPEN: u8 = 3;
/// Added where a warning is to be told of the blank cell.
pub(super) const BLANK: u8 = 4;
const UNKNOWN: u8 = u8::MAX;

/// Origins by their bytes.
pub(super) struct Origins {
    letters: Vec<u8>,
    by_bytes: BTreeMap<Vec<u8>, u8>,
    kinds: BTreeMap<Vec<u8>, LineKind>,
}

impl Origins {
    pub fn new() -> Self {
        Self { letters: vec![UNKNOWN; 1 << 10], by_bytes: BTreeMap::new(), kinds: BTreeMap::new() }
    }

    #[inline]
    pub fn find(&mut self, record: &Record<'_>, file: &File, setup: &Setup<'_>) -> u8 {
        if let (Some(place), None) = (file.plan.origin, file.plan.status)
            && let Some((start, end)) = record.bounds(place)
        {
            let letters = match record.text.get(start..end) {
                Some([]) => Some(0),
                Some([a @ b'A'..=b'Z', b @ b'A'..=b'Z']) => Some(usize::from(a & 31).wrapping_shl(5) | usize::from(b & 31)),
                _ => None,
            };
            if let Some(known) = letters.and_then(|letters| self.letters.get(letters))
                && *known != UNKNOWN
            {
                return *known;
            }
        }
        self.look_up(record, file, setup)
    }

    fn look_up(&mut self, record: &Record<'_>, file: &File, setup: &Setup<'_>) -> u8 {
        let origin = file.plan.origin.map_or(Some(&[][..]), |place| record.cell(place));
        let short = match origin {
            Some([a @ b'A'..=b'Z', b @ b'A'..=b'Z']) => Some(usize::from(a & 31).wrapping_shl(5) | usize::from(b & 31)),
            Some([]) => Some(0),
            _ => None,
        };
        if let (None, Some(short)) = (file.plan.status, short) {
            let slot = self.letters.get_mut(short);
            return slot.map_or(OPEN, |slot| {
                if *slot == UNKNOWN {
                    *slot = read_origin(record, file, setup);
                }
                *slot
            });
        }
        let Some(origin) = origin else { return OPEN };
        let Some(status) = file.plan.status.map_or(Some(&[][..]), |place| record.cell(place)) else { return OPEN };
        let mut key = Vec::with_capacity(status.len().saturating_add(origin.len()).saturating_add(1));
        key.extend_from_slice(status);
        key.push(0);
        key.extend_from_slice(origin);
        if let Some(known) = self.by_bytes.get(&key) {
            return *known;
        }
        let read = read_origin(record, file, setup);
        if self.by_bytes.len() < 10_000 {
            self.by_bytes.insert(key, read);
        }
        read
    }
}

impl Origins {
    /// What decides how the material of a record counts, as the plain road has it.
    pub fn kind(&mut self, record: &Record<'_>, file: &File, setup: &Setup<'_>) -> LineKind {
        let mut key = Vec::new();
        for place in [file.plan.status, file.plan.origin, file.plan.proof] {
            // A file without the column differs from one whose cell is blank.
            key.extend_from_slice(place.map_or(b"\x01", |place| record.raw(place)));
            key.push(0);
        }
        if let Some(kind) = self.kinds.get(&key) {
            return *kind;
        }
        let (_, material) = crate::bom::read_row(
            &record.row(&file.layout, 1),
            &file.layout.columns,
            setup.profile,
            setup.vocabulary,
            &mut Problems::default(),
        );
        if self.kinds.len() < 10_000 {
            self.kinds.insert(key, material.kind);
        }
        material.kind
    }
}

/// Reads status and origin as the plain road does.
fn read_origin(record: &Record<'_>, file: &File, setup: &Setup<'_>) -> u8 {
    let row = record.row(&file.layout, 1);
    let mut problems = Problems::default();
    let (_, material) = crate::bom::read_row(&row, &file.layout.columns, setup.profile, setup.vocabulary, &mut problems);
    let mut told = 0;
    let cells = [file.plan.origin, file.plan.status].map(|place| place.and_then(|place| u32::try_from(place.wrapping_add(1)).ok()));
    for problem in problems.into_sorted() {
        match problem.code {
            Code::BlankOrigin => told = BLANK,
            _ if problem.at.is_none_or(|at| cells.contains(&Some(at.cell)) || at.cell == 0) => return OPEN,
            _ => {}
        }
    }
    let standing = match standing_of(material.kind, setup.defaults.on, setup.policy) {
        Standing::HongKong => HONG_KONG,
        Standing::Mainland => MAINLAND,
        Standing::Foreign => FOREIGN,
        _ => return OPEN,
    };
    standing | told
}

/// Currencies by their bytes.
pub(super) struct Currencies {
    letters: Vec<u8>,
    by_bytes: BTreeMap<Vec<u8>, u8>,
    pub known: Vec<Currency>,
}

impl Currencies {
    pub fn new() -> Self {
        Self { letters: vec![UNKNOWN; 1 << 15], by_bytes: BTreeMap::new(), known: Vec::new() }
    }

    /// The number of the currency of a cell that is not blank; `None` where the plain road must read it.
    pub fn find(&mut self, cell: &[u8], record: &Record<'_>, file: &File, setup: &Setup<'_>) -> Option<u8> {
        if let [a @ b'A'..=b'Z', b @ b'A'..=b'Z', c @ b'A'..=b'Z'] = cell {
            let place = usize::from(a & 31).wrapping_shl(10) | usize::from(b & 31).wrapping_shl(5) | usize::from(c & 31);
            let known = *self.letters.get(place)?;
            if known != UNKNOWN {
                return (known != OPEN_CURRENCY).then_some(known);
            }
            let read = self.read(record, file, setup);
            *self.letters.get_mut(place)? = read.unwrap_or(OPEN_CURRENCY);
            return read;
        }
        if let Some(known) = self.by_bytes.get(cell) {
            return (*known != OPEN_CURRENCY).then_some(*known);
        }
        let read = self.read(record, file, setup);
        if self.by_bytes.len() < 10_000 {
            self.by_bytes.insert(cell.to_vec(), read.unwrap_or(OPEN_CURRENCY));
        }
        read
    }

    fn read(&mut self, record: &Record<'_>, file: &File, setup: &Setup<'_>) -> Option<u8> {
        let row = record.row(&file.layout, 1);
        let mut problems = Problems::default();
        let (_, material) = crate::bom::read_row(&row, &file.layout.columns, setup.profile, setup.vocabulary, &mut problems);
        let cell = file.plan.currency.and_then(|place| u32::try_from(place.wrapping_add(1)).ok());
        if problems.into_sorted().iter().any(|problem| problem.at.as_ref().map(|at| at.cell) == cell) {
            return None;
        }
        let currency = material.currency?;
        let found = self.known.iter().position(|known| *known == currency).or_else(|| {
            self.known.push(currency);
            self.known.len().checked_sub(1)
        })?;
        u8::try_from(found).ok().filter(|found| *found < OPEN_CURRENCY)
    }
}

const OPEN_CURRENCY: u8 = UNKNOWN - 1;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(6000))]

        #[test]
        fn a_code_that_is_read_directly_is_the_code(text in "[0-9]{4}[.]?[0-9]{2}[.]?[0-9]{0,4}|[0-9. -]{4,13}|[0-9]{4}[.][0-9]{2}[.][0-9]{2}[.]?[0-9]{2}") {
            let padded = format!("{text},................");
            if let Some(found) = direct(padded.as_bytes(), 0, text.len()) {
                let read = Hs::read(&text).map(|read| (six(&read.code), read.restored, read.code.digits() >= 6));
                prop_assert_eq!(read, Ok((found, false, true)), "{}", text);
            }
        }
    }

    #[test]
    fn the_usual_forms_are_read_directly() {
        for text in ["847130", "8471.30", "84713010", "8471.30.10", "8471.30.1000", "8471301000"] {
            let padded = format!("{text},................");
            assert_eq!(direct(padded.as_bytes(), 0, text.len()), Some(0x0084_7130), "{text}");
        }
    }
}
