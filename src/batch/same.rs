//! The materials that keep a good from a change of classification, to be named.

use std::cmp::Ordering;
use std::io::Read;

use super::codes::Codes;
use super::good::Good;
use super::reason::Same;
use super::record::{Record, records};
use super::scan::Index;
use super::setup::{File, Setup};
use super::sheet::{Stretch, line_of};
use super::words::{FOREIGN, Origins};
use crate::value::Hs;

/// The rows of a good in a stretch.
pub(super) struct Rows<'t> {
    pub stretch: Stretch<'t>,
    pub index: &'t Index,
    /// The first of its records, and behind the last of them.
    pub first: usize,
    pub last: usize,
}

/// Past so many lines of a lot the plain road keeps only those of greatest value to be named.
const ALL_KEPT: u64 = 100;

/// Past so many lines of a good it keeps fewer.
const MANY: u64 = 10_000;

impl Rows<'_> {
    /// The first lot, in the order in which the plain road has them, of materials that do not originate and do not differ
    /// from the good in these digits; `None` where the plain road must find it.
    pub fn same(&self, good: &Good, digits: u64, codes: &mut Codes, origins: &mut Origins, file: &File, setup: &Setup<'_>) -> Option<Same> {
        if good.sums.lines > MANY {
            return None;
        }
        let own = good.code?.six;
        let mut first: Option<Lot<'_>> = None;
        let mut found: Vec<(u64, Record<'_>)> = Vec::new();
        let width = file.plan.width;
        let ends = self.index.ends().get(self.first.checked_mul(width)?..=self.last.checked_mul(width)?)?;
        for (record, count) in records(self.stretch.text, ends, width).zip(self.first..) {
            let (six, _) = codes.six(&record, file.plan.code)?;
            if (six ^ own) & digits != 0 || origins.find(&record, file, setup) & 3 != FOREIGN {
                continue;
            }
            let code = codes.read(&record, file.plan.code)?.hs;
            let lot = Lot { record, code };
            let order = first.as_ref().map_or(Ordering::Less, |first| lot.compare(first, origins, file, setup));
            if order == Ordering::Less {
                found.clear();
                first = Some(lot);
            }
            if order != Ordering::Greater {
                found.push((line_of(&record, count, self.stretch, self.index), record));
            }
        }
        let code = first?.code;
        let lines = u64::try_from(found.len()).ok().filter(|lines| *lines <= ALL_KEPT)?;
        // Lines ascend within a good, in whatever order its rows stood.
        let named = found.into_iter().take(Same::NAMED).map(|(line, record)| (line, record.name(&file.plan.names)));
        Some(Same { code, first: named.collect(), lines })
    }
}

/// A material, of the lot that it belongs to.
struct Lot<'t> {
    record: Record<'t>,
    code: Hs,
}

impl Lot<'_> {
    /// The order in which the plain road has lots: by what decides how they count, then by code.
    fn compare(&self, other: &Self, origins: &mut Origins, file: &File, setup: &Setup<'_>) -> Ordering {
        let cells = [file.plan.status, file.plan.origin, file.plan.proof];
        let alike = cells.iter().flatten().all(|place| self.record.raw(*place) == other.record.raw(*place));
        let kinds =
            if alike { Ordering::Equal } else { origins.kind(&self.record, file, setup).cmp(&origins.kind(&other.record, file, setup)) };
        kinds.then(self.code.cmp(&other.code))
    }
}

/// The same for a good whose rows are read again.
pub(super) fn again(
    mut rows: Box<dyn Read + '_>,
    good: &Good,
    digits: u64,
    codes: &mut Codes,
    origins: &mut Origins,
    file: &File,
    setup: &Setup<'_>,
) -> Option<Same> {
    if good.sums.lines > MANY {
        return None;
    }
    let length = usize::try_from(good.until.checked_sub(good.from)?).ok()?;
    let (mut text, mut index) = (vec![0; length], Index::default());
    let mut read = 0_usize;
    while let Ok(count @ 1..) = rows.read(text.get_mut(read..)?) {
        read = read.saturating_add(count);
    }
    text.truncate(read);
    if text.last() != Some(&b'\n') {
        text.push(b'\n');
    }
    index.read(&text, file.plan.separator);
    let stretch = Stretch { text: &text, from: good.from, line: good.line, lines: None, whole: true };
    let last = index.records;
    Rows { stretch, index: &index, first: 0, last }.same(good, digits, codes, origins, file, setup)
}
