//! The serial numbers of a list: whether they run from 1 to the last without a gap.

use std::collections::BTreeMap;

use crate::diag::{Code, Diagnostic};
use crate::value::Position;
use crate::value::number::fold_width;

/// The serial numbers that were met, with where.
#[derive(Clone, Debug, Default)]
pub(super) struct Serials {
    places: BTreeMap<u32, Vec<Position>>,
    /// Rows without a number that can be read.
    nameless: Vec<Position>,
}

impl Serials {
    pub fn add(&mut self, serial: &str, at: &Position) {
        let folded = fold_width(serial);
        match folded.trim().trim_end_matches('.').parse::<u32>().ok().filter(|number| *number > 0) {
            Some(number) => self.places.entry(number).or_default().push(at.clone()),
            None => self.nameless.push(at.clone()),
        }
    }

    /// Numbers that are missing, doubled or not there at all.
    pub fn problems(&self) -> Vec<Diagnostic> {
        let mut problems: Vec<Diagnostic> =
            self.nameless.iter().map(|at| Diagnostic::at(Code::ListSerialGap, at).with("missing", "—")).collect();
        let mut expected = 1_u32;
        for (number, places) in &self.places {
            let Some(at) = places.first() else { continue };
            if *number > expected {
                let missing = between(expected, number.saturating_sub(1));
                problems.push(Diagnostic::at(Code::ListSerialGap, at).with("missing", missing));
            }
            for again in places.iter().skip(1) {
                problems.push(Diagnostic::at(Code::ListSerialTwice, again).with("serial", number).with("first", at));
            }
            expected = number.saturating_add(1);
        }
        problems
    }
}

impl Serials {
    /// The numbers that are missing between 1 and the last, as numbers and ranges.
    pub fn missing(&self) -> Vec<String> {
        let mut missing = Vec::new();
        let mut expected = 1_u32;
        for number in self.places.keys() {
            if *number > expected {
                missing.push(between(expected, number.saturating_sub(1)));
            }
            expected = number.saturating_add(1);
        }
        missing
    }
}

fn between(first: u32, last: u32) -> String {
    if first == last { first.to_string() } else { format!("{first}–{last}") }
}
