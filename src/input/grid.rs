//! Cells at places of a sheet, put together to rows.

use std::collections::{BTreeMap, BTreeSet};

use calamine::Dimensions;

use super::row::{Marks, Row};
use crate::value::Position;

/// What one sheet may hold; beyond it the workbook is refused.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    /// How many cells.
    pub cells: usize,
    /// How many bytes of text.
    pub text: usize,
}

/// The most columns of a table.
const COLUMNS: u32 = 2048;

/// The most blank rows in a run that are told one by one.
const BLANK_RUN: u32 = 100;

/// The cells of one row.
#[derive(Default)]
struct Line {
    texts: Vec<String>,
    numbers: BTreeSet<usize>,
}

/// A sheet while its cells come in. Cells may come in any order.
pub(super) struct Grid {
    rows: BTreeMap<u32, Line>,
    room: Room,
}

/// A sheet holds more than it has room for.
#[derive(Debug)]
pub(super) struct TooLarge;

impl Grid {
    pub const fn new(room: Room) -> Self {
        Self { rows: BTreeMap::new(), room }
    }

    /// Takes the text of a cell, row and column counted from 0, and whether the workbook keeps it as a number.
    pub fn put(&mut self, row: u32, column: u32, text: &str, number: bool) -> Result<(), TooLarge> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(());
        }
        if column >= COLUMNS {
            return Err(TooLarge);
        }
        self.room.text = self.room.text.checked_sub(text.len()).ok_or(TooLarge)?;
        let line = self.rows.entry(row).or_default();
        let index = usize::try_from(column).map_err(|_| TooLarge)?;
        let more = index.saturating_add(1).saturating_sub(line.texts.len());
        self.room.cells = self.room.cells.checked_sub(more).ok_or(TooLarge)?;
        if more > 0 {
            line.texts.resize(index.saturating_add(1), String::new());
        }
        if let Some(cell) = line.texts.get_mut(index) {
            text.clone_into(cell);
        }
        if number {
            line.numbers.insert(index);
        }
        Ok(())
    }

    /// The rows in their order, blank ones between them included. The text of merged cells stands in each row that
    /// they go over.
    pub fn into_rows(mut self, sheet: &Position, merged: &[Dimensions]) -> Result<Vec<Row>, TooLarge> {
        let mut parted: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        let mut down: Vec<&Dimensions> = merged.iter().filter(|area| area.end.0 > area.start.0 && area.start.1 < COLUMNS).collect();
        down.sort_by_key(|area| (area.start.1, area.start.0));
        let mut last: Option<&Dimensions> = None;
        for area in down {
            // Merged cells never lie over each other in a sound file; in another they would take time without end.
            if last.is_some_and(|last| last.start.1 == area.start.1 && last.end.0 >= area.start.0) {
                continue;
            }
            last = Some(area);
            self.spread(area, &mut parted)?;
        }
        let width = self.rows.values().map(|line| line.texts.len()).max().unwrap_or(0);
        let across = merged.iter().filter(|area| area.start.0 == area.end.0 && spans(area, width));
        let across: BTreeSet<u32> = across.map(|area| area.start.0).collect();
        let mut rows = Vec::with_capacity(self.rows.len());
        let mut next = self.rows.keys().next().copied().unwrap_or(0);
        for (number, line) in std::mem::take(&mut self.rows) {
            let blank = (next..number).take(usize::try_from(BLANK_RUN).unwrap_or(0));
            let blank_marks = || Marks { width, ..Marks::default() };
            rows.extend(blank.map(|number| Row::of_sheet(place(sheet, number), Vec::new(), blank_marks())));
            let merged = parted.remove(&number).unwrap_or_default();
            let marks = Marks { width, spans: across.contains(&number), merged, numbers: line.numbers.into_iter().collect() };
            rows.push(Row::of_sheet(place(sheet, number), line.texts, marks));
            next = number.saturating_add(1);
        }
        Ok(rows)
    }

    /// Puts the text of a merged cell into the rows that it goes over, as far as they hold anything.
    fn spread(&mut self, area: &Dimensions, parted: &mut BTreeMap<u32, Vec<usize>>) -> Result<(), TooLarge> {
        let Ok(column) = usize::try_from(area.start.1) else { return Ok(()) };
        let Some(first) = self.rows.get(&area.start.0) else { return Ok(()) };
        let text = first.texts.get(column).cloned().unwrap_or_default();
        let number = first.numbers.contains(&column);
        if text.is_empty() {
            return Ok(());
        }
        let rows: Vec<u32> = self.rows.range(area.start.0..=area.end.0).map(|(number, _)| *number).collect();
        for row in rows {
            self.put(row, area.start.1, &text, number)?;
            parted.entry(row).or_default().push(column);
        }
        Ok(())
    }
}

/// Whether a merged cell goes over most of a sheet's columns.
fn spans(area: &Dimensions, width: usize) -> bool {
    let columns = usize::try_from(area.end.1.saturating_sub(area.start.1)).unwrap_or(0).saturating_add(1);
    columns >= 3 && columns.saturating_mul(2) >= width
}

fn place(sheet: &Position, row: u32) -> Position {
    sheet.at_line(u64::from(row).saturating_add(1))
}
