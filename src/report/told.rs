//! What is told of all files and goods at the end of a run, gathered good by good in bounded room.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::diagnostics::{alike, error};
use super::{Setting, diagnostics};
use crate::diag::{Code, Diagnostic, ERRORS_TOLD, OTHERS_TOLD, Severity};
use crate::value::Position;

/// Diagnostics, gathered: errors one by one, warnings and notes that say the same together.
#[derive(Debug, Default)]
pub struct Told {
    errors: Vec<Diagnostic>,
    others: BTreeMap<(Severity, Code, String), Alike>,
    /// How many of these there are of each code.
    of_code: BTreeMap<Code, usize>,
    /// Errors that were left out, and warnings and notes.
    dropped: [u64; 2],
}

/// Diagnostics that say the same.
#[derive(Debug)]
struct Alike {
    first: Vec<Diagnostic>,
    count: usize,
}

impl Told {
    /// Takes one.
    pub fn take(&mut self, diagnostic: Diagnostic, setting: &Setting<'_>) {
        if diagnostic.is_error() {
            if self.errors.len() < ERRORS_TOLD {
                self.errors.push(diagnostic);
            } else {
                self.leave_out(true, 1);
            }
            return;
        }
        let key = (diagnostic.code.severity(), diagnostic.code, setting.diagnostic(&diagnostic));
        let known = self.of_code.entry(diagnostic.code).or_insert(0);
        let alike = match self.others.entry(key) {
            Entry::Occupied(alike) => alike.into_mut(),
            Entry::Vacant(_) if *known >= OTHERS_TOLD => return self.leave_out(false, 1),
            Entry::Vacant(room) => {
                *known = known.saturating_add(1);
                room.insert(Alike { first: Vec::new(), count: 0 })
            }
        };
        alike.count = alike.count.saturating_add(1);
        if alike.first.len() < diagnostics::NAMED {
            alike.first.push(diagnostic);
        }
    }

    /// Takes one that was found so often, with the first of its places.
    pub fn take_alike(&mut self, diagnostic: &Diagnostic, places: &[Position], count: u64, setting: &Setting<'_>) {
        let Some(more) = count.checked_sub(1) else { return };
        let at = |at: &Position| Diagnostic { at: Some(at.clone()), ..diagnostic.clone() };
        let key = (diagnostic.code.severity(), diagnostic.code, setting.diagnostic(diagnostic));
        self.take(places.first().map_or_else(|| diagnostic.clone(), at), setting);
        let Some(alike) = self.others.get_mut(&key) else {
            self.leave_out(false, more);
            return;
        };
        alike.count = alike.count.saturating_add(usize::try_from(more).unwrap_or(usize::MAX));
        let room = diagnostics::NAMED.saturating_sub(alike.first.len());
        alike.first.extend(places.iter().skip(1).take(room).map(at));
    }

    /// So many more errors, or warnings and notes, were left out.
    pub const fn leave_out(&mut self, errors: bool, count: u64) {
        let [of_errors, of_others] = &mut self.dropped;
        let slot = if errors { of_errors } else { of_others };
        *slot = slot.saturating_add(count);
    }

    /// All of it in words, errors first; only these if so.
    #[must_use]
    pub fn text(&self, errors_only: bool, setting: &Setting<'_>) -> String {
        let mut out: String = self.errors.iter().map(|diagnostic| error(diagnostic, setting)).collect();
        for group in self.others.values().filter(|_| !errors_only) {
            out.push_str(&alike(&group.first, group.count, setting));
        }
        let [of_errors, of_others] = self.dropped;
        let dropped = if errors_only { of_errors } else { of_errors.saturating_add(of_others) };
        if dropped > 0 {
            out.push_str(&error(&Diagnostic::general(Code::MoreProblems).with("count", dropped), setting));
        }
        out
    }
}
