//! The headings under which the four columns of the list are known.

use std::collections::BTreeMap;

use super::piece::COLUMNS;
use crate::value::name::folded;

/// The columns, in the order of [`super::What::Cells`].
const NAMES: [&str; COLUMNS] = ["serial", "code", "description", "rule"];

/// The headings of the four columns, from `data/headings.csv`.
#[derive(Clone, Debug)]
pub struct Headings {
    by_name: BTreeMap<String, usize>,
}

impl Headings {
    /// The bundled table.
    #[must_use]
    pub fn bundled() -> Self {
        let mut reader = csv::Reader::from_reader(include_str!("../../data/headings.csv").as_bytes());
        let pair = |row: csv::StringRecord| {
            let column = NAMES.iter().position(|name| row.get(0) == Some(name))?;
            Some((folded(row.get(1)?), column))
        };
        Self { by_name: reader.records().filter_map(|row| pair(row.ok()?)).collect() }
    }

    /// The column (0 to 3) of which this is the heading, whatever its case, width and spaces.
    #[must_use]
    pub fn column(&self, heading: &str) -> Option<usize> {
        self.by_name.get(&folded(heading)).copied()
    }

    /// The columns of a row of headings: for each of the four, the index of its cell. The HS code and the rule
    /// must be there; the serial number and the description may be missing. Where a row has two headings for
    /// one column, the last one counts: announcements print the present rule before the revised one.
    #[must_use]
    pub fn row<'a>(&self, cells: impl Iterator<Item = &'a str>) -> Option<[Option<usize>; COLUMNS]> {
        let mut found = [None; COLUMNS];
        for (index, cell) in cells.enumerate() {
            if let Some(slot) = self.column(cell).and_then(|column| found.get_mut(column)) {
                *slot = Some(index);
            }
        }
        let [_, code, _, rule] = found;
        (code.is_some() && rule.is_some()).then_some(found)
    }
}
