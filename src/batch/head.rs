//! What is stated of a good: on the first of its rows, in the table of goods, by flags.

use super::codes::{CodeWord, Codes};
use super::digits::{self, Fixed, Places};
use super::plan::AMOUNTS;
use super::record::Record;
use super::setup::{File, Setup};
use super::table::{Entry, code_cell};
use crate::bom::Field;

/// FOB, labour and development in millionths, and the most decimals of these; `None` where the plain road must read them.
pub(super) fn amounts(record: &Record<'_>, entry: Option<&Entry<'_>>, file: &File, setup: &Setup<'_>) -> Option<([u64; 3], Places)> {
    let flags = [&setup.flags.fob, &setup.flags.labour, &setup.flags.development];
    let (mut units, mut decimals) = ([0; 3], Places::None);
    for (((slot, place), field), flag) in units.iter_mut().zip(file.plan.amounts).zip(AMOUNTS).zip(flags) {
        let amount = match stated(record, place, field, entry)? {
            Some(amount) => amount,
            None => digits::of_text(&flag.as_ref()?.value.plain())?,
        };
        *slot = amount.units;
        decimals = decimals.max(amount.decimals);
    }
    Some((units, decimals))
}

/// An amount of its cell, or else of the table. Where they contradict each other, the plain road says so.
#[expect(clippy::option_option, reason = "nothing stated and nothing readable are different things")]
fn stated(record: &Record<'_>, place: Option<usize>, field: Field, entry: Option<&Entry<'_>>) -> Option<Option<Fixed>> {
    let of_table = match entry {
        Some(entry) => entry.amount(field)?,
        None => None,
    };
    let Some(place) = place.filter(|place| !record.raw(*place).is_empty()) else { return Some(of_table) };
    let (start, end) = record.content(place)?;
    let own = digits::read(record.text, start, end)?;
    of_table.is_none_or(|other| other.units == own.units).then_some(Some(own))
}

/// Whether FOB is stated in the table alone.
pub(super) fn is_fob_of_table(record: &Record<'_>, entry: Option<&Entry<'_>>, file: &File) -> bool {
    let [fob, ..] = file.plan.amounts;
    let blank = fob.is_none_or(|place| record.raw(place).is_empty());
    blank && entry.is_some_and(|entry| !entry.text(Field::Fob).is_empty())
}

/// The good's own code: of its cell, or else of the table; `None` where the plain road must read it.
pub(super) fn own_code(record: &Record<'_>, entry: Option<&Entry<'_>>, file: &File, codes: &mut Codes) -> Option<CodeWord> {
    let place = file.plan.own_code.filter(|place| !record.raw(*place).is_empty());
    let text = entry.map_or("", |entry| entry.text(Field::GoodHs));
    if text.is_empty() {
        return codes.read(record, place?);
    }
    let (text, ends) = code_cell(text)?;
    let of_table = codes.read(&Record { text, ends: &ends }, 0)?;
    let Some(place) = place else {
        // What is told of a code is told of its place, which is in the table.
        return Some(of_table).filter(|code| !code.doubted);
    };
    codes.read(record, place).filter(|code| code.hs == of_table.hs)
}
