//! What is told of all files and goods at the end of a run, gathered good by good in bounded room.

use std::collections::BTreeMap;

use super::diagnostics::{alike, error};
use super::{Setting, diagnostics};
use crate::diag::{Code, Diagnostic, Severity};

/// Diagnostics, gathered: errors one by one, warnings and notes that say the same together.
#[derive(Debug, Default)]
pub struct Told {
    errors: Vec<Diagnostic>,
    others: BTreeMap<(Severity, Code, String), Alike>,
    dropped: u64,
}

/// Diagnostics that say the same.
#[derive(Debug)]
struct Alike {
    first: Vec<Diagnostic>,
    count: usize,
}

impl Told {
    /// How many errors, and how many different warnings and notes, are told of one run.
    const MOST: usize = 10_000;

    /// Takes one.
    pub fn take(&mut self, diagnostic: Diagnostic, setting: &Setting<'_>) {
        if diagnostic.is_error() {
            if self.errors.len() < Self::MOST {
                self.errors.push(diagnostic);
            } else {
                self.dropped = self.dropped.saturating_add(1);
            }
            return;
        }
        let key = (diagnostic.code.severity(), diagnostic.code, setting.diagnostic(&diagnostic));
        if self.others.len() >= Self::MOST && !self.others.contains_key(&key) {
            self.dropped = self.dropped.saturating_add(1);
            return;
        }
        let alike = self.others.entry(key).or_insert_with(|| Alike { first: Vec::new(), count: 0 });
        alike.count = alike.count.saturating_add(1);
        if alike.first.len() < diagnostics::NAMED {
            alike.first.push(diagnostic);
        }
    }

    /// All of it in words, errors first; only these if so.
    #[must_use]
    pub fn text(&self, errors_only: bool, setting: &Setting<'_>) -> String {
        let mut out: String = self.errors.iter().map(|diagnostic| error(diagnostic, setting)).collect();
        for group in self.others.values().filter(|_| !errors_only) {
            out.push_str(&alike(&group.first, group.count, setting));
        }
        if self.dropped > 0 {
            out.push_str(&error(&Diagnostic::general(Code::MoreProblems).with("count", self.dropped), setting));
        }
        out
    }
}
