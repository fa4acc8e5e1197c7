//! The rows of a good, to be read again.

use std::io::Read;

use super::cut::last_record;
use super::good::Good;
use super::record::{Record, records};
use super::scan::Index;
use super::setup::File;
use super::sheet::{Stretch, line_of};

/// The rows of a good.
pub(super) enum Rows<'t> {
    /// In a stretch at hand, up to a record.
    Here(Stretch<'t>, &'t Index, usize),
    /// To be read again, as often as need be.
    Elsewhere(&'t dyn Fn() -> Box<dyn Read + 't>),
}

/// How much is read at a time.
const BLOCK: usize = 256 * 1024;

impl Rows<'_> {
    /// Shows each record, and what tells its line, until there is nothing more to see; `None` where the plain road must read them.
    pub fn each(&self, good: &Good, file: &File, see: &mut See<'_>) -> Option<()> {
        match self {
            Rows::Here(stretch, index, last) => each_of(*stretch, index, good.first..*last, file, see),
            Rows::Elsewhere(again) => each_block(&mut *again(), good, file, see),
        }
    }
}

/// Is shown a record, and what tells its line.
type See<'s> = dyn FnMut(&dyn Fn() -> u64, &Record<'_>) -> Option<()> + 's;

fn each_of(stretch: Stretch<'_>, index: &Index, range: std::ops::Range<usize>, file: &File, see: &mut See<'_>) -> Option<()> {
    let width = file.plan.width;
    let ends = index.ends().get(range.start.checked_mul(width)?..=range.end.checked_mul(width)?)?;
    for (record, count) in records(stretch.text, ends, width).zip(range) {
        see(&|| line_of(&record, count, stretch, index), &record)?;
    }
    Some(())
}

/// Block by block, so that a good of any length takes no more room than its longest row.
fn each_block(source: &mut dyn Read, good: &Good, file: &File, see: &mut See<'_>) -> Option<()> {
    let (mut text, mut index) = (Vec::new(), Index::default());
    let (mut line, mut ended) = (good.line, false);
    while !ended {
        let more = source.take(u64::try_from(BLOCK).ok()?).read_to_end(&mut text).ok()?;
        ended = more == 0;
        if ended && !text.is_empty() && text.last() != Some(&b'\n') {
            text.push(b'\n');
        }
        let Some(cut) = last_record(&text) else { continue };
        let whole = text.get(..cut)?;
        index.read(whole, file.plan.separator);
        if index.odd {
            return None;
        }
        let stretch = Stretch { text: whole, from: good.from, line, lines: None, whole: true };
        each_of(stretch, &index, 0..index.records, file, see)?;
        line = line.saturating_add(index.lines);
        text.drain(..cut);
    }
    text.is_empty().then_some(())
}
