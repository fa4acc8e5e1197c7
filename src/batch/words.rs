//! What has been read before is not read again: origins and currencies by their bytes.

use std::collections::BTreeMap;

use super::record::Record;
use super::setup::{File, Setup};
use crate::bom::LineKind;
use crate::diag::{Code, Problems};
use crate::origin::{Standing, standing_of};
use crate::value::Currency;

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

    #[inline(always)]
    pub fn find(&mut self, record: &Record<'_>, file: &File, setup: &Setup<'_>) -> u8 {
        if let (Some(place), None) = (file.plan.origin, file.plan.status)
            && let Some((start, end)) = record.bounds(place)
        {
            let letters = match record.text.get(start..end) {
                Some([]) => 0,
                Some([a @ b'A'..=b'Z', b @ b'A'..=b'Z']) => usize::from(a & 31).wrapping_shl(5) | usize::from(b & 31),
                _ => usize::MAX,
            };
            if let Some(known) = self.letters.get(letters)
                && *known != UNKNOWN
            {
                return *known;
            }
        }
        self.look_up(record, file, setup)
    }

    #[cold]
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

    /// The number of the currency that a row names; `Some(None)` where it names none, and `None` where the plain road must say.
    #[expect(clippy::option_option, reason = "no currency, and one that the plain road must read, are different things")]
    #[inline(always)]
    pub fn of_row(&mut self, record: &Record<'_>, file: &File, setup: &Setup<'_>) -> Option<Option<u8>> {
        let cell = match file.plan.currency {
            Some(place) => record.cell(place)?,
            None => &[],
        };
        if let Some(sign) = file.plan.sign {
            return self.of_signed(sign, cell, record, file, setup).map(Some);
        }
        if cell.is_empty() { Some(None) } else { self.find(cell, record, file, setup).map(Some) }
    }

    /// The same where a heading names it, which its own cell may not contradict.
    fn of_signed(&mut self, sign: Currency, cell: &[u8], record: &Record<'_>, file: &File, setup: &Setup<'_>) -> Option<u8> {
        let of_heading = self.of(sign)?;
        let own = if cell.is_empty() { of_heading } else { self.find(cell, record, file, setup)? };
        (own == of_heading).then_some(own)
    }

    /// The number of the currency of a cell that is not blank; `None` where the plain road must read it.
    #[inline(always)]
    pub fn find(&mut self, cell: &[u8], record: &Record<'_>, file: &File, setup: &Setup<'_>) -> Option<u8> {
        if let [a @ b'A'..=b'Z', b @ b'A'..=b'Z', c @ b'A'..=b'Z'] = cell
            && let Some(known) = self.letters.get(letters(*a, *b, *c))
            && *known < OPEN_CURRENCY
        {
            return Some(*known);
        }
        self.look_up(cell, record, file, setup)
    }

    #[cold]
    fn look_up(&mut self, cell: &[u8], record: &Record<'_>, file: &File, setup: &Setup<'_>) -> Option<u8> {
        if let [a @ b'A'..=b'Z', b @ b'A'..=b'Z', c @ b'A'..=b'Z'] = cell {
            let place = letters(*a, *b, *c);
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
        self.of(material.currency?)
    }

    /// The number of a currency.
    pub fn of(&mut self, currency: Currency) -> Option<u8> {
        let found = self.known.iter().position(|known| *known == currency).or_else(|| {
            self.known.push(currency);
            self.known.len().checked_sub(1)
        })?;
        u8::try_from(found).ok().filter(|found| *found < OPEN_CURRENCY)
    }
}

const OPEN_CURRENCY: u8 = UNKNOWN - 1;

/// The place of a currency of three letters.
#[inline(always)]
fn letters(a: u8, b: u8, c: u8) -> usize {
    usize::from(a & 31).wrapping_shl(10) | usize::from(b & 31).wrapping_shl(5) | usize::from(c & 31)
}
