//! HS codes of cells: the usual forms are read without anything being looked up.

use std::collections::BTreeMap;

use super::digits::joined;
use super::record::Record;
use crate::bom::doubt_code;
use crate::diag::{Diagnostic, Problems};
use crate::value::{Edition, Hs, HsRead, Position, ValidCodes};

/// A code of at least six digits, as it was read from a cell.
#[derive(Clone, Copy, Debug)]
pub(super) struct CodeWord {
    pub hs: Hs,
    /// Its first six digits, a byte each, the first in the lowest: two codes compared by `^` and a mask.
    pub six: u64,
    /// Whether something is to be told of it.
    pub doubted: bool,
}

/// Something of each subheading that was met.
#[derive(Default)]
pub(super) struct BySix<T> {
    /// By chapter and by the four digits behind it: the number of what is kept, counted from one.
    numbers: Vec<Vec<u16>>,
    all: Vec<(u64, T)>,
}

impl<T: Default> BySix<T> {
    /// How many subheadings there is room for.
    const MOST: usize = 1 << 14;

    /// What is kept of these six digits; `None` where there is no room.
    pub fn entry(&mut self, six: u64) -> Option<&mut T> {
        let slot = slot_of(&mut self.numbers, six)?;
        if *slot == 0 && self.all.len() < Self::MOST {
            self.all.push((six, T::default()));
            *slot = u16::try_from(self.all.len()).ok()?;
        }
        let (_, kept) = self.all.get_mut(usize::from(*slot).checked_sub(1)?)?;
        Some(kept)
    }

    /// Whether there is room for so many more.
    pub const fn has_room(&self, more: usize) -> bool {
        self.all.len().saturating_add(more) <= Self::MOST
    }

    /// Takes all of it out.
    pub fn take(&mut self) -> Vec<(u64, T)> {
        for (six, _) in &self.all {
            if let Some(slot) = slot_of(&mut self.numbers, *six) {
                *slot = 0;
            }
        }
        std::mem::take(&mut self.all)
    }
}

/// The number of six digits, in tables that grow as chapters are met.
fn slot_of(numbers: &mut Vec<Vec<u16>>, six: u64) -> Option<&mut u16> {
    let (chapter, rest) = (number(six).wrapping_div(10_000), number(six) % 10_000);
    if numbers.len() <= chapter {
        numbers.resize(chapter.checked_add(1)?, Vec::new());
    }
    let of_chapter = numbers.get_mut(chapter)?;
    if of_chapter.is_empty() {
        of_chapter.resize(10_000, 0);
    }
    of_chapter.get_mut(rest)
}

/// The digits of the chapter in six of them.
pub(super) const CHAPTER: u64 = 0xffff;
/// Those of the heading.
pub(super) const HEADING: u64 = 0xffff_ffff;
/// Those of the subheading.
pub(super) const SUBHEADING: u64 = 0xffff_ffff_ffff;

/// How near two codes stand: 0 in the same subheading, 1 in the same heading, 2 in the same chapter, 3 in none of these.
#[inline(always)]
pub(super) fn nearness(one: u64, other: u64) -> u8 {
    let apart = one ^ other;
    u8::from(apart & SUBHEADING != 0).wrapping_add(u8::from(apart & HEADING != 0)).wrapping_add(u8::from(apart & CHAPTER != 0))
}

/// Codes as they are read.
pub(super) struct Codes {
    /// One bit for each subheading that HS 2022 has, by its number; none where doubts are not told.
    valid: Option<Vec<u64>>,
    /// Codes in unusual forms by their bytes; `None` where the plain road must read them.
    known: BTreeMap<Vec<u8>, Option<CodeWord>>,
}

/// How many codes are kept.
const KEPT: usize = 1 << 13;

/// The longest cell that is kept.
const LONGEST: usize = 32;

impl Codes {
    pub fn new(told: bool) -> Self {
        Self { valid: told.then(valid), known: BTreeMap::new() }
    }

    /// The first six digits of the code of a cell, and whether something is to be told of it.
    #[inline(always)]
    pub fn six(&mut self, record: &Record<'_>, place: usize) -> Option<(u64, bool)> {
        if let Some(known) = self.direct(record, place) {
            return Some(known);
        }
        let word = self.find(record, place)?;
        Some((word.six, word.doubted))
    }

    /// The code of a cell.
    pub fn read(&mut self, record: &Record<'_>, place: usize) -> Option<CodeWord> {
        match self.direct(record, place) {
            Some((six, doubted)) => Some(CodeWord { hs: digits_of(record.raw(place))?, six, doubted }),
            None => self.find(record, place),
        }
    }

    /// The first six digits of a code in a usual form, and whether something is to be told of it.
    #[inline(always)]
    fn direct(&self, record: &Record<'_>, place: usize) -> Option<(u64, bool)> {
        let (start, end) = record.bounds(place)?;
        let six = direct(record.text, start, end)?;
        let doubted = self.valid.as_ref().is_some_and(|valid| !is_valid(valid, six) && !is_national(six, end.wrapping_sub(start)));
        Some((six, doubted))
    }

    #[cold]
    fn find(&mut self, record: &Record<'_>, place: usize) -> Option<CodeWord> {
        let bytes = record.cell(place).filter(|bytes| bytes.len() <= LONGEST)?;
        if let Some(known) = self.known.get(bytes) {
            return *known;
        }
        if self.known.len() >= KEPT {
            self.known.clear();
        }
        let word = read(bytes, self.valid.is_some());
        self.known.insert(bytes.to_vec(), word);
        word
    }
}

fn read(bytes: &[u8], told: bool) -> Option<CodeWord> {
    let text = std::str::from_utf8(bytes).ok().filter(|text| text.trim() == *text)?;
    match Hs::read(text) {
        Ok(HsRead { code, restored: false }) if code.digits() >= 6 => {
            Some(CodeWord { hs: code, six: six(&code), doubted: told && doubt(&code).is_some() })
        }
        _ => None,
    }
}

/// The bits of the subheadings that HS 2022 has.
fn valid() -> Vec<u64> {
    let mut bits = vec![0_u64; 1_000_000_usize.div_ceil(64)];
    let ends = ["000000", "999999"].map(Hs::from_digits);
    let codes = if let [Some(first), Some(last)] = ends { ValidCodes::of(Edition::Hs2022).range(&first, &last) } else { Vec::new() };
    for code in codes {
        let number = number(six(&code));
        if let Some(word) = bits.get_mut(number.wrapping_shr(6)) {
            *word |= 1_u64.wrapping_shl(u32::try_from(number & 63).unwrap_or(0));
        }
    }
    bits
}

/// Whether a code in a usual form of so many bytes stands in chapters 98 and 99 with digits that a country has added.
fn is_national(six: u64, length: usize) -> bool {
    matches!(six & CHAPTER, 0x0809 | 0x0909) && length > DOTTED
}

/// How long six digits with a dot are.
const DOTTED: usize = 7;

#[inline(always)]
fn is_valid(bits: &[u64], six: u64) -> bool {
    let number = number(six);
    let word = bits.get(number.wrapping_shr(6)).copied().unwrap_or(0);
    word.wrapping_shr(u32::try_from(number & 63).unwrap_or(0)) & 1 == 1
}

/// Six digits as a number.
#[inline(always)]
fn number(six: u64) -> usize {
    usize::try_from(joined(six.wrapping_shl(16))).unwrap_or(0)
}

/// The digits of a code, dots aside.
fn digits_of(bytes: &[u8]) -> Option<Hs> {
    let (mut digits, mut count) = ([0; 10], 0_usize);
    for byte in bytes.iter().filter(|byte| **byte != b'.') {
        *digits.get_mut(count)? = *byte;
        count = count.wrapping_add(1);
    }
    Hs::of_bytes(digits.get(..count)?)
}

/// What sixteen bytes that hold a code in one of the usual forms must be.
#[derive(Clone, Copy)]
struct Form {
    /// What is turned, so that digits are their values and dots nothing.
    turned: [u64; 2],
    /// The bytes of the code.
    within: [u64; 2],
    /// What makes a byte reach 128 if it is above 9, or for a dot above nothing.
    added: [u64; 2],
}

/// By length and number of digits the forms without dots, then those with a dot behind the heading and perhaps another behind
/// the subheading.
const FORMS: [[Form; 13]; 2] = [forms([(6, 6), (8, 8), (10, 10)]), forms([(7, 6), (10, 8), (12, 10)])];

/// By length these forms, each of so many bytes and digits; at all other lengths one that nothing has.
#[expect(clippy::indexing_slicing, reason = "a constant: it is made when the program is")]
const fn forms(known: [(u32, u32); 3]) -> [Form; 13] {
    let mut forms = [Form { turned: [0; 2], within: [0; 2], added: [0x80; 2] }; 13];
    let mut next = 0;
    while next < known.len() {
        let (length, digits) = known[next];
        forms[length as usize] = form(length, digits);
        next = next.wrapping_add(1);
    }
    forms
}

/// The form of so many bytes with so many digits, the others being dots.
#[expect(clippy::indexing_slicing, reason = "a constant: it is made when the program is")]
const fn form(length: u32, digits: u32) -> Form {
    let mut form = Form { turned: [0; 2], within: [0; 2], added: [0; 2] };
    let mut place = 0_u32;
    while place < length {
        let dot = digits < length && (place == 4 || place == 7);
        let (half, shift) = (place.wrapping_shr(3) as usize, (place & 7).wrapping_mul(8));
        let (byte, most): (u64, u64) = if dot { (0x2e, 0x7f) } else { (0x30, 0x76) };
        form.turned[half] |= byte.wrapping_shl(shift);
        form.within[half] |= 0xff_u64.wrapping_shl(shift);
        form.added[half] |= most.wrapping_shl(shift);
        place = place.wrapping_add(1);
    }
    form
}

/// The first six digits of a code of six, eight or ten in one of the usual forms.
#[inline(always)]
fn direct(text: &[u8], start: usize, end: usize) -> Option<u64> {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let halves = text.get(start..start.wrapping_add(16))?.as_chunks::<8>().0;
    let [low, high] = halves else { return None };
    let (low, high) = (u64::from_le_bytes(*low), u64::from_le_bytes(*high));
    let dotted = u32::from(low.wrapping_shr(32) & 0xff == 0x2e);
    let form = FORMS.get(usize::try_from(dotted).ok()?)?.get(end.wrapping_sub(start))?;
    let [low, high] = [(low ^ form.turned[0]) & form.within[0], (high ^ form.turned[1]) & form.within[1]];
    let odd = low | low.wrapping_add(form.added[0]) | high | high.wrapping_add(form.added[1]);
    let six = (low & HEADING) | (low.wrapping_shr(dotted.wrapping_mul(8)) & (SUBHEADING ^ HEADING));
    (odd & HIGH == 0).then_some(six)
}

/// What is to be told of a code.
fn doubt(code: &Hs) -> Option<Diagnostic> {
    let mut problems = Problems::default();
    doubt_code(code, &Position::file("".into()), &mut problems);
    problems.into_sorted().pop()
}

/// What is to be told of a code with these six digits.
pub(super) fn doubt_of_six(six: u64) -> Option<Diagnostic> {
    let digits = six.to_le_bytes().map(|digit| digit | 0x30);
    doubt(&Hs::of_bytes(digits.get(..6)?)?)
}

/// The first six digits of a code, a byte each.
fn six(code: &Hs) -> u64 {
    code.as_str().bytes().take(6).rev().fold(0, |six: u64, digit| six.wrapping_shl(8) | u64::from(digit & 15))
}

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

    /// Chapters 98 and 99, which each country fills, and codes that are in no edition.
    #[test]
    fn what_is_doubted_of_a_code_in_a_usual_form_is_what_the_plain_road_doubts() {
        let mut codes = Codes::new(true);
        for six in ["847130", "847199", "980100", "9801.00", "991234", "851712", "770000"] {
            for more in ["", "10", "1000", ".10", ".1000"] {
                let text = format!("{six}{more},................");
                let ends = [u32::MAX, u32::try_from(text.find(',').unwrap()).unwrap()];
                if let Some(found) = codes.read(&Record { text: text.as_bytes(), ends: &ends }, 0) {
                    assert_eq!(found.doubted, doubt(&found.hs).is_some(), "{text}");
                }
            }
        }
    }

    #[test]
    fn the_usual_forms_are_read_directly() {
        for text in ["847130", "8471.30", "84713010", "8471.30.10", "8471.30.1000", "8471301000"] {
            let padded = format!("{text},................");
            assert_eq!(direct(padded.as_bytes(), 0, text.len()), Some(0x00_03_01_07_04_08), "{text}");
        }
    }
}
