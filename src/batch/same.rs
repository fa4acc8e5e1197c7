//! The materials that keep a good from a change of classification, to be named.

use std::collections::BTreeMap;

use super::codes::{CodeWord, Codes};
use super::days::Worth;
use super::good::Good;
use super::reason::Same;
use super::record::Record;
use super::rows::Rows;
use super::setup::{File, Setup};
use super::sheet::valued;
use super::words::{Currencies, FOREIGN, Origins};
use crate::bom::{Group, LineKind, Tally};
use crate::value::Hs;

/// A search for these materials.
pub(super) struct Search<'w, 't, 's> {
    pub good: &'w Good,
    /// The digits in which they do not differ from the good.
    pub digits: u64,
    pub rows: &'w Rows<'t>,
    pub codes: &'w mut Codes,
    pub origins: &'w mut Origins,
    pub currencies: &'w mut Currencies,
    /// What currencies are worth in the base of the rates.
    pub worths: &'w [Worth],
    pub file: &'w File,
    pub setup: &'w Setup<'s>,
}

/// What a lot is: what decides how its materials count, and their code. In this order the plain road has them.
type Lot = (LineKind, Hs);

/// A material that may be named.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Named {
    /// Its value in the base of the rates, below nothing: the greatest come first.
    value: std::cmp::Reverse<u128>,
    line: u64,
    name: String,
}

impl Search<'_, '_, '_> {
    /// The first lot of materials that do not originate and do not differ from the good; `None` where the plain road must
    /// find it.
    pub fn find(mut self) -> Option<Same> {
        if usize::try_from(self.good.sums.lines).is_ok_and(|lines| lines <= Group::KEPT) {
            return self.of_few();
        }
        let (lot, kept) = self.first_lot()?;
        self.of_many(lot, kept)
    }

    /// Of so few lines that the plain road keeps all of them.
    fn of_few(&mut self) -> Option<Same> {
        let (good, rows, file) = (self.good, self.rows, self.file);
        let mut first: Option<Lot> = None;
        let (mut found, mut lines) = (Vec::new(), 0_u64);
        rows.each(good, file, &mut |line, record| {
            let Some(code) = self.candidate(record)? else { return Some(()) };
            let lot = self.lot(record, code.hs);
            if first.is_none_or(|first| lot < first) {
                found.clear();
                (first, lines) = (Some(lot), 0);
            }
            if first == Some(lot) {
                lines = lines.saturating_add(1);
                if found.len() < Same::NAMED {
                    found.push((line(), record.name(&file.plan.names)));
                }
            }
            Some(())
        })?;
        Some(Same { code: first?.1, first: found, lines })
    }

    /// The first lot, and how many lines of each group are kept to be named.
    fn first_lot(&mut self) -> Option<(Lot, usize)> {
        let (good, rows, file) = (self.good, self.rows, self.file);
        let mut first: Option<Lot> = None;
        let mut groups = Groups::default();
        // Of fewer lines than are kept of one group all are kept.
        let few = usize::try_from(good.sums.lines).is_ok_and(|lines| lines <= Tally::MANY);
        rows.each(good, file, &mut |_, record| {
            let code = self.candidate(record)?;
            if !few && !groups.are_many() {
                let code = self.codes.read(record, file.plan.code)?.hs;
                groups.add(self.lot(record, code), self.currencies.of_row(record, self.file, self.setup)?);
            }
            if let Some(code) = code {
                let lot = self.lot(record, code.hs);
                if first.is_none_or(|first| lot < first) {
                    first = Some(lot);
                }
            }
            Some(())
        })?;
        Some((first?, if groups.are_many() { Group::KEPT_OF_MANY } else { Group::KEPT }))
    }

    /// The lines of a lot that are to be named, of a good whose rows are read once more.
    fn of_many(&mut self, lot: Lot, kept: usize) -> Option<Same> {
        let (good, rows, file) = (self.good, self.rows, self.file);
        let mut lines = 0_u64;
        let mut groups: BTreeMap<Option<u8>, Vec<Named>> = BTreeMap::new();
        rows.each(good, file, &mut |line, record| {
            let Some(code) = self.candidate(record)? else { return Some(()) };
            if self.lot(record, code.hs) != lot {
                return Some(());
            }
            lines = lines.saturating_add(1);
            let group = groups.entry(self.currencies.of_row(record, self.file, self.setup)?).or_default();
            group.push(Named { value: std::cmp::Reverse(self.value(record)?), line: line(), name: record.name(&file.plan.names) });
            if group.len() >= kept.saturating_mul(2) {
                keep_greatest(group, kept);
            }
            Some(())
        })?;
        let mut all: Vec<Named> = Vec::new();
        for (_, mut group) in groups {
            keep_greatest(&mut group, kept);
            all.append(&mut group);
        }
        keep_greatest(&mut all, Group::KEPT);
        all.sort_by(|one, other| (one.line, &one.name).cmp(&(other.line, &other.name)));
        let first = all.into_iter().take(Same::NAMED).map(|named| (named.line, named.name));
        Some(Same { code: lot.1, first: first.collect(), lines })
    }

    /// The code of the material of a record, if it does not originate and does not differ from the good.
    #[expect(clippy::option_option, reason = "no such material, and one that the plain road must read, are different things")]
    fn candidate(&mut self, record: &Record<'_>) -> Option<Option<CodeWord>> {
        let own = self.good.code?.six;
        let (six, _) = self.codes.six(record, self.file.plan.code)?;
        if (six ^ own) & self.digits != 0 || self.origins.find(record, self.file, self.setup) & 3 != FOREIGN {
            return Some(None);
        }
        self.codes.read(record, self.file.plan.code).map(Some)
    }

    fn lot(&mut self, record: &Record<'_>, code: Hs) -> Lot {
        (self.origins.kind(record, self.file, self.setup), code)
    }

    /// The value of a row in the base of the rates.
    fn value(&mut self, record: &Record<'_>) -> Option<u128> {
        let worth = match self.currencies.of_row(record, self.file, self.setup)? {
            None => self.good.unit.into(),
            Some(number) => *self.worths.get(usize::from(number))?,
        };
        valued(record, &self.file.plan, worth).map(|(value, _)| value)
    }
}

/// The greatest of a group; of equals the first.
fn keep_greatest(group: &mut Vec<Named>, kept: usize) {
    group.sort();
    group.truncate(kept);
}

/// How many lines would be named of each group of like lines, counted as [`Tally`] counts them.
#[derive(Default)]
struct Groups {
    counts: BTreeMap<(Lot, Option<u8>), usize>,
    named: usize,
}

impl Groups {
    fn add(&mut self, lot: Lot, currency: Option<u8>) {
        let count = self.counts.entry((lot, currency)).or_insert(0);
        if *count < Group::KEPT {
            *count = count.saturating_add(1);
            self.named = self.named.saturating_add(1);
        }
    }

    /// Whether only the greatest few of each group are kept.
    fn are_many(&self) -> bool {
        self.named > Tally::MANY
    }
}
