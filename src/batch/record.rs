//! One record of a text: its cells as they stand.

use std::borrow::Cow;

use crate::bom::{Layout, kept_name};
use crate::input::{LONGEST, Row, kept_cell};
use crate::value::Position;

/// A record of a text.
#[derive(Clone, Copy)]
pub(super) struct Record<'t> {
    pub text: &'t [u8],
    /// Where the record before it ends, and then where each of its cells does.
    pub ends: &'t [u32],
}

#[inline(always)]
fn wide(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}

/// The records of a text whose cells end there.
#[inline(always)]
pub(super) fn records<'t>(text: &'t [u8], ends: &'t [u32], width: usize) -> impl Iterator<Item = Record<'t>> {
    ends.windows(width.saturating_add(1)).step_by(width.max(1)).map(move |ends| Record { text, ends })
}

impl<'t> Record<'t> {
    /// Where it begins.
    #[inline(always)]
    pub fn start(&self) -> usize {
        self.ends.first().map_or(0, |before| wide(before.wrapping_add(1)))
    }

    /// Where a cell begins and ends, quotes and all.
    #[inline(always)]
    pub fn bounds(&self, place: usize) -> Option<(usize, usize)> {
        let next = place.wrapping_add(1);
        let (start, end) = (wide(self.ends.get(place)?.wrapping_add(1)), wide(*self.ends.get(next)?));
        if next.wrapping_add(1) == self.ends.len() && end.checked_sub(1).and_then(|last| self.text.get(last)) == Some(&b'\r') {
            return Some((start, end.wrapping_sub(1).max(start)));
        }
        Some((start, end))
    }

    /// Where the content of a cell begins and ends; `None` where quotes stand within it.
    #[inline(always)]
    pub fn content(&self, place: usize) -> Option<(usize, usize)> {
        let (start, end) = self.bounds(place)?;
        if self.text.get(start) != Some(&b'"') || start == end {
            return Some((start, end));
        }
        let (start, end) = (start.wrapping_add(1), end.wrapping_sub(1));
        (!self.text.get(start..end)?.contains(&b'"')).then_some((start, end))
    }

    /// The content of a cell; `None` where quotes stand within it.
    #[inline(always)]
    pub fn cell(&self, place: usize) -> Option<&'t [u8]> {
        let (start, end) = self.content(place)?;
        self.text.get(start..end)
    }

    /// A cell as it stands, quotes and all.
    #[inline(always)]
    pub fn raw(&self, place: usize) -> &'t [u8] {
        self.bounds(place).and_then(|(start, end)| self.text.get(start..end)).unwrap_or_default()
    }

    /// The leading cells as they stand, with the separators between them.
    #[inline]
    pub fn lead(&self, count: usize) -> &'t [u8] {
        let end = count.checked_sub(1).and_then(|last| self.bounds(last)).map_or(0, |(_, end)| end);
        self.text.get(self.start()..end).unwrap_or_default()
    }

    /// Where the record behind this one begins.
    #[inline]
    pub fn next(&self) -> usize {
        self.ends.last().map_or(0, |last| wide(*last).wrapping_add(1))
    }

    /// Whether it ends with its line.
    #[inline(always)]
    pub fn is_whole(&self) -> bool {
        self.ends.last().is_some_and(|last| self.text.get(wide(*last)) == Some(&b'\n'))
    }

    /// The row as the plain road has it.
    pub fn row(&self, layout: &Layout, line: u64) -> Row {
        Row::new(Position::row(layout.file.clone(), line), (1..self.ends.len()).map(|next| self.text(next.wrapping_sub(1))).collect())
    }

    /// A cell as the plain road has it. Of a long one no more is looked at than may be kept: half of it may be doubled quotes.
    pub fn text(&self, place: usize) -> String {
        const SEEN: usize = 2 * LONGEST + 8;
        let raw = self.raw(place);
        let inner = raw.strip_prefix(b"\"").and_then(|raw| raw.strip_suffix(b"\""));
        let seen = |text: &'t [u8]| String::from_utf8_lossy(text.get(..SEEN).unwrap_or(text));
        let text = inner.map_or_else(|| seen(raw), |inner| Cow::Owned(seen(inner).replace("\"\"", "\"")));
        kept_cell(text.trim()).into_owned()
    }

    /// The name of the material: the first of these cells that is filled, cut as the plain road cuts it.
    pub fn name(&self, places: &[usize]) -> String {
        let name = places.iter().map(|place| self.text(*place)).find(|name| !name.is_empty()).unwrap_or_default();
        kept_name(&name).to_owned()
    }
}
