//! What differs between two product lists.

use std::collections::BTreeSet;

use super::product::{ProductList, Row};
use crate::value::Hs;

/// A difference between two lists, at one code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference<'a> {
    /// A row that the first list does not have.
    Added(&'a Row),
    /// A row of the first list that the second one does not have on any day.
    Gone(&'a Row),
    /// A row that ends earlier in the second list, with nothing after it.
    Ended(&'a Row),
    /// A row whose rule, wording or goods are others in the second list.
    Changed {
        /// As it was.
        was: &'a Row,
        /// As it is from its own first day on.
        now: &'a Row,
    },
}

/// What differs from one list to another, in order of code and time.
#[must_use]
pub fn differences<'a>(first: &'a ProductList, second: &'a ProductList) -> Vec<Difference<'a>> {
    let codes: BTreeSet<&Hs> = first.rows.keys().chain(second.rows.keys()).collect();
    let rows = |list: &'a ProductList, code: &Hs| list.rows.get(code).map_or(&[] as &[Row], Vec::as_slice);
    codes.into_iter().flat_map(|code| at_code(rows(first, code), rows(second, code))).collect()
}

/// What differs at one code.
fn at_code<'a>(first: &'a [Row], second: &'a [Row]) -> Vec<Difference<'a>> {
    let mut found = Vec::new();
    for now in second {
        let standing = first.iter().find(|row| row.period.holds(now.period.from));
        match standing.or_else(|| before(second, now)) {
            None => found.push(Difference::Added(now)),
            Some(was) if !says_the_same(was, now) => found.push(Difference::Changed { was, now }),
            Some(_) => {}
        }
    }
    for was in first {
        match second.iter().rfind(|row| row.period.overlaps(&was.period)) {
            None => found.push(Difference::Gone(was)),
            Some(last) => {
                let ends = last.period.until.is_some_and(|end| was.period.until.is_none_or(|until| end < until));
                let followed = second.iter().any(|row| last.period.is_followed_by(&row.period));
                if ends && !followed {
                    found.push(Difference::Ended(last));
                }
            }
        }
    }
    found
}

/// The row that ends the day before another one begins.
fn before<'a>(rows: &'a [Row], row: &Row) -> Option<&'a Row> {
    rows.iter().find(|earlier| earlier.period.is_followed_by(&row.period))
}

fn says_the_same(one: &Row, other: &Row) -> bool {
    one.rule == other.rule && one.wording == other.wording && one.partial == other.partial && one.basis == other.basis
}
