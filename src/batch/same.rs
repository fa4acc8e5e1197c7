//! The materials that keep a good from a change of classification, to be named.

use super::good::Good;
use super::reason::Same;
use super::record::Record;
use super::scan::Index;
use super::setup::{File, Setup};
use super::sheet::{Stretch, line_of};
use super::words::{Codes, FOREIGN, Origins};
use crate::bom::LineKind;
use crate::value::Hs;

/// The rows of a good in a stretch.
pub(super) struct Rows<'t> {
    pub stretch: Stretch<'t>,
    pub index: &'t Index,
    /// Behind the last of its records.
    pub last: usize,
}

/// Past so many lines the plain road keeps only those of greatest value to be named.
const ALL_KEPT: u64 = 100;

impl Rows<'_> {
    /// The first lot, in the order in which the plain road has them, of materials that do not originate and do not differ
    /// from the good in these digits; `None` where the plain road must find it.
    pub fn same(&self, good: &Good, digits: u32, codes: &mut Codes, origins: &mut Origins, file: &File, setup: &Setup<'_>) -> Option<Same> {
        if good.sums.lines > ALL_KEPT {
            return None;
        }
        let own = good.code.as_ref()?.six;
        let mut first: Option<(LineKind, Hs)> = None;
        let mut found = Vec::new();
        let mut start = usize::try_from(good.from.checked_sub(self.stretch.from)?).ok()?;
        let width = file.plan.width;
        let cells = self.index.ends.get(good.first.checked_mul(width)?..self.last.checked_mul(width)?)?;
        for (ends, count) in cells.chunks_exact(width).zip(good.first..) {
            let record = Record { text: self.stretch.text, start, ends };
            start = record.next();
            let (from, until) = record.content(file.plan.code)?;
            let (six, _) = codes.six(record.text, from, until)?;
            if (six ^ own) & digits != 0 || origins.find(&record, file, setup) & 3 != FOREIGN {
                continue;
            }
            let word = codes.find(record.text, from, until)?;
            let code = codes.words.get(usize::try_from(word).ok()?)?.hs?;
            let lot = (origins.kind(&record, file, setup), code);
            if first.is_none_or(|first| lot < first) {
                found.clear();
                first = Some(lot);
            }
            if first == Some(lot) {
                found.push((line_of(&record, count, self.stretch, self.index), record.name(&file.plan.names)));
            }
        }
        let (_, code) = first?;
        let lines = u64::try_from(found.len()).ok()?;
        found.sort();
        found.truncate(Same::NAMED);
        Some(Same { code, first: found, lines })
    }
}
