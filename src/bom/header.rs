//! Where the headings of a table stand.

use super::columns::Columns;
use super::field::{Context, Field};
use super::heading::{Recognised, recognise};
use super::profile::{Profile, Use};
use super::title::is_measure;
use crate::diag::{Code, Diagnostic, Problems};
use crate::input::{Row, Table};
use crate::value::number::{self, Mark};

/// How many rows may come before the headings.
const SEARCHED: usize = 30;

/// The headings of a table, and the rows above them.
pub(super) struct Header {
    /// One row, or two that are one together.
    pub rows: Vec<Row>,
    /// The rows above: titles, dates, labels with values.
    pub above: Vec<Row>,
    pub columns: Columns,
}

/// Takes the rows of a table up to its headings and recognises them. With no heading at all, the first row that holds
/// something is said to lack them.
pub(super) fn take(table: &mut Table<'_>, context: Context, profile: &Profile, problems: &mut Problems) -> Option<Header> {
    let ahead = table.peek(SEARCHED.saturating_add(1));
    let scores: Vec<usize> = ahead.iter().take(SEARCHED).map(|row| score(row, context, profile)).collect();
    let best = scores.iter().copied().max().unwrap_or(0);
    let first_filled = ahead.iter().position(|row| !row.is_blank()).unwrap_or(0);
    let at = if best == 0 { first_filled } else { scores.iter().position(|score| *score == best).unwrap_or(0) };
    let before = at.checked_sub(1);
    let above_belongs =
        before.and_then(|before| ahead.get(before).zip(ahead.get(at))).is_some_and(|(row, best)| is_first_row(row, best, context, profile));
    let at = if above_belongs { at.saturating_sub(1) } else { at };
    let two = above_belongs
        || ahead.get(at).zip(ahead.get(at.saturating_add(1))).is_some_and(|(row, next)| is_second_row(row, next, context, profile));
    let mut above = Vec::new();
    for _ in 0..at {
        above.push(table.next_row()?.ok()?);
    }
    let mut rows = Vec::new();
    for _ in 0..=usize::from(two) {
        rows.push(table.next_row()?.ok()?);
    }
    let columns = Columns::recognise(&rows, context, profile, problems);
    Some(Header { rows, above, columns })
}

/// How many fields the cells of a row name.
fn score(row: &Row, context: Context, profile: &Profile) -> usize {
    let mut fields: Vec<Field> = row.filled().filter_map(|(_, text)| named(text, context, profile)).collect();
    fields.sort_unstable();
    fields.dedup();
    fields.len()
}

fn named(text: &str, context: Context, profile: &Profile) -> Option<Field> {
    match profile.of(text) {
        Some(Use::Holds(field)) => Some(field),
        Some(Use::Ignored) => None,
        None => match recognise(context, text) {
            Recognised::Field(heading) => Some(heading.field),
            Recognised::Open(fields) => fields.first().copied(),
            Recognised::Unknown => None,
        },
    }
}

/// Whether the row under the headings belongs to them: it names fields itself, or nothing but units and currencies; it
/// holds no number, and is not the same row once more.
fn is_second_row(row: &Row, next: &Row, context: Context, profile: &Profile) -> bool {
    let same = row.filled().map(|(_, text)| text).eq(next.filled().map(|(_, text)| text));
    let numbers = next.filled().any(|(_, text)| number::parse(text, Mark::Open).is_ok());
    let only_units = next.filled().count() >= 2 && next.filled().all(|(_, text)| is_measure(text));
    !same && !numbers && (only_units || score(next, context, profile) >= 2)
}

/// Whether the row above the one with most headings belongs to it: nearly all of its cells are headings, and none is a
/// number.
fn is_first_row(row: &Row, best: &Row, context: Context, profile: &Profile) -> bool {
    let filled = row.filled().count();
    let known = row.filled().filter(|(_, text)| named(text, context, profile).is_some()).count();
    let numbers = row.filled().any(|(_, text)| number::parse(text, Mark::Open).is_ok());
    let same = row.filled().map(|(_, text)| text).eq(best.filled().map(|(_, text)| text));
    !same && !numbers && known >= 2 && known.saturating_mul(3) >= filled.saturating_mul(2)
}

/// Notes the rows above the headings that say nothing about the good.
pub(super) fn note_titles<'a>(above: impl Iterator<Item = &'a Row>, problems: &mut Problems) {
    for row in above.filter(|row| !row.is_blank()) {
        let text = row.filled().map(|(_, text)| text).collect::<Vec<_>>().join(" ");
        problems.push(Diagnostic::at(Code::TitleRow, &row.at).with("value", text));
    }
}
