//! The table of goods, joined with goods as they are met: what it states of a good is looked up by its identifier.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

use super::digits::{self, Fixed};
use super::found::print_of;
use super::plan::{AMOUNTS, Signs};
use super::record::Record;
use super::setup::{File, Setup};
use crate::bom::{Field, GoodFacts, GoodsTable, Portfolio};
use crate::diag::Problems;
use crate::value::number::Mark;

/// The fields by which goods of one code are of different classes.
const OTHERS: [Field; 5] = [Field::GoodCurrency, Field::Operations, Field::Facts, Field::Rule, Field::On];

/// A table of goods, and which of its goods were met in bills of materials.
#[derive(Debug)]
pub struct Table {
    rows: GoodsTable,
    /// The fingerprint of each row's good, and the row.
    index: Vec<(u64, usize)>,
    /// Whether its amounts are plain numbers; otherwise the plain road judges its goods.
    plain: bool,
    /// Of [`OTHERS`] those that it has.
    others: Vec<Field>,
    /// Its amounts in whose headings a currency is named.
    signed: Vec<Field>,
    /// In which reading of a file the good of a row was met last; 0 where it was not.
    met: Vec<AtomicU32>,
    /// The number of the reading at hand.
    reading: AtomicU32,
    /// The readings that came to nothing.
    void: Mutex<BTreeSet<u32>>,
}

/// What the table states of one good.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry<'t> {
    table: &'t Table,
    /// Its row.
    pub row: usize,
    /// Whether the plain road must judge its good.
    pub odd: bool,
}

impl Table {
    /// A table whose rows were read.
    #[must_use]
    pub fn new(rows: GoodsTable) -> Self {
        let mut index: Vec<(u64, usize)> = (0..rows.count()).map(|row| (print_of(rows.text(row, Field::GoodId).as_bytes()), row)).collect();
        index.sort_unstable();
        let mut amounts = AMOUNTS.into_iter().filter_map(|field| rows.columns.column(field));
        let signs = Signs::of(&rows.columns);
        let plain = signs.is_some() && amounts.all(|column| !column.percent && column.ways.point != Mark::Comma);
        let signed = signs.into_iter().flat_map(|signs| signs.of_good).map(|(field, _)| field).collect();
        let others = OTHERS.into_iter().filter(|field| rows.columns.has(*field)).collect();
        let met = (0..rows.count()).map(|_| AtomicU32::new(0)).collect();
        Self { rows, index, plain, others, signed, met, reading: AtomicU32::new(1), void: Mutex::default() }
    }

    /// The rows of a good.
    fn rows_of(&self, id: &str) -> impl Iterator<Item = usize> {
        let print = print_of(id.as_bytes());
        let from = self.index.partition_point(|(known, _)| *known < print);
        let alike = self.index.iter().skip(from).take_while(move |(known, _)| *known == print);
        alike.map(|(_, row)| *row).filter(move |row| self.rows.text(*row, Field::GoodId) == id)
    }

    /// What it states of a good.
    pub(super) fn entry(&self, id: &[u8]) -> Option<Entry<'_>> {
        let mut rows = self.rows_of(std::str::from_utf8(id).ok()?);
        let row = rows.next()?;
        let states = |field| !self.rows.text(row, field).is_empty();
        let odd = rows.next().is_some() || !self.plain || !self.rows.fits(row) || states(Field::Per) || states(Field::BomPer);
        Some(Entry { table: self, row, odd })
    }

    /// Whether it states what parts goods of one code into classes.
    pub(super) const fn parts_codes(&self) -> bool {
        !self.others.is_empty() || !self.signed.is_empty()
    }

    /// Whether it states days: the product list is then looked up on a day of each good.
    pub(super) fn states_days(&self) -> bool {
        self.others.contains(&Field::On)
    }

    /// The good of a row was met.
    pub(super) fn meet(&self, row: usize) {
        if let Some(met) = self.met.get(row)
            && !self.holds(met.load(Ordering::Relaxed))
        {
            met.store(self.reading.load(Ordering::Relaxed), Ordering::Relaxed);
        }
    }

    fn holds(&self, reading: u32) -> bool {
        reading != 0 && !self.void.lock().unwrap_or_else(PoisonError::into_inner).contains(&reading)
    }

    /// Comes to another reading of a file; `again` where the one before came to nothing.
    pub fn begin(&self, again: bool) {
        let before = self.reading.fetch_add(1, Ordering::Relaxed);
        if again {
            self.void.lock().unwrap_or_else(PoisonError::into_inner).insert(before);
        }
    }

    /// Forgets which goods were met.
    pub fn forget(&self) {
        self.met.iter().for_each(|met| met.store(0, Ordering::Relaxed));
    }

    /// States of the goods of a portfolio what the table says of them.
    pub fn join(&self, portfolio: &mut Portfolio<'_>) {
        portfolio.take_rows(&self.rows, &[]);
        for id in portfolio.ids() {
            let rows: Vec<usize> = self.rows_of(&id).collect();
            rows.first().into_iter().for_each(|row| self.meet(*row));
            portfolio.take_rows(&self.rows, &rows);
        }
    }

    /// The goods that were not met, in the order of their first rows, each as a portfolio of its own.
    pub fn unmet<'p>(&'p self, setup: Setup<'p>) -> impl Iterator<Item = Portfolio<'p>> {
        let unmet = (0..self.rows.count()).filter(|row| !self.met.get(*row).is_some_and(|met| self.holds(met.load(Ordering::Relaxed))));
        unmet.filter_map(move |row| {
            let rows: Vec<usize> = self.rows_of(self.rows.text(row, Field::GoodId)).collect();
            let mut portfolio = Portfolio::new(setup.vocabulary, setup.profile);
            portfolio.take_rows(&self.rows, &rows);
            (rows.first() == Some(&row)).then_some(portfolio)
        })
    }
}

impl<'t> Entry<'t> {
    /// The text of a field; empty where it states nothing.
    pub fn text(&self, field: Field) -> &'t str {
        self.table.rows.text(self.row, field)
    }

    /// Adds to the key of a class.
    pub fn add_to(&self, key: &mut Vec<u8>) {
        for field in &self.table.others {
            key.push(0x1e);
            key.extend_from_slice(self.text(*field).as_bytes());
        }
        key.extend(self.table.signed.iter().map(|field| u8::from(self.text(*field).is_empty())));
    }

    /// What it states, and whether what parts goods into classes can be read without a word.
    pub fn facts(&self, setup: &Setup<'_>) -> (GoodFacts, bool) {
        let mut problems = Problems::default();
        let facts = self.table.rows.facts(self.row, setup.vocabulary, &mut problems);
        let columns = self.table.others.iter().chain(&self.table.signed).filter_map(|field| self.table.rows.columns.column(*field));
        let cells: Vec<u32> = columns.filter_map(|column| u32::try_from(column.place.wrapping_add(1)).ok()).collect();
        let plain = problems.into_sorted().iter().all(|problem| problem.at.as_ref().is_some_and(|at| !cells.contains(&at.cell)));
        (facts, plain)
    }

    /// Whether a bill of materials describes the good as the table does, if both do.
    pub fn describes_alike(&self, record: &Record<'_>, file: &File) -> bool {
        let (own, column) = (self.text(Field::GoodDescription), file.layout.columns.column(Field::GoodDescription));
        let Some(column) = column.filter(|_| !own.is_empty()) else { return true };
        record.raw(column.place).is_empty() || record.text(column.place) == own
    }

    /// An amount, where it states one; `None` where the plain road must read it.
    #[expect(clippy::option_option, reason = "nothing stated and nothing readable are different things")]
    pub fn amount(&self, field: Field) -> Option<Option<Fixed>> {
        match self.text(field) {
            "" => Some(None),
            text => digits::of_text(text).map(Some),
        }
    }
}

/// The good's own code in a cell of the table, as a record of its own.
pub(super) fn code_cell(text: &str) -> Option<(&[u8], [u32; 2])> {
    let end = u32::try_from(text.len()).ok().filter(|_| !text.contains(['"', '\r']))?;
    Some((text.as_bytes(), [u32::MAX, end]))
}
