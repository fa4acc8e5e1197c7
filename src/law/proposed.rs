//! A law that might be: the one in force with rows that somebody proposes.

use super::product::{ProductList, Row};
use super::{Basis, Law, first_day};
use crate::rule::Rule;
use crate::value::{Hs, Period};

impl Law {
    /// This law with proposed rows: each takes the place of every row at its own code, on every day. Rows at
    /// longer or shorter codes stay, and the longest one still decides.
    #[must_use]
    pub fn proposing(mut self, rows: impl IntoIterator<Item = Row>) -> Self {
        rows.into_iter().for_each(|row| self.products.propose(row));
        self
    }
}

impl ProductList {
    fn propose(&mut self, row: Row) {
        self.rows.insert(row.code, vec![row]);
    }

    /// A proposed row at a code. It names the goods that the row there names, if there is one.
    #[must_use]
    pub fn proposed(&self, code: Hs, rule: Rule, wording: String) -> Row {
        let standing = self.rows.get(&code).and_then(|rows| rows.last());
        Row {
            code,
            period: Period { from: first_day(), until: None },
            rule,
            wording,
            wording_lang: String::new(),
            serial: standing.map(|row| row.serial.clone()).unwrap_or_default(),
            description: standing.map(|row| row.description.clone()).unwrap_or_default(),
            partial: standing.is_some_and(|row| row.partial),
            cite: Vec::new(),
            basis: Basis::Proposed,
        }
    }
}
