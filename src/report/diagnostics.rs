//! What is wrong with the input, for people: one line each, and what to do about it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::Setting;
use super::words::severity;
use crate::diag::{Code, Diagnostic, Severity};

/// How many places of one and the same warning are named.
const NAMED: usize = 4;

/// The lines for these diagnostics, errors first. Warnings and notes that say the same are told once, with
/// their first places; errors are told one by one.
#[must_use]
pub fn diagnostics(found: &[Diagnostic], setting: &Setting<'_>) -> String {
    let mut out = String::new();
    for diagnostic in found.iter().filter(|diagnostic| diagnostic.is_error()) {
        let place = diagnostic.at.as_ref().map(|at| format!(" {at}")).unwrap_or_default();
        tell(&mut out, diagnostic, &place, setting);
    }
    let mut told_once: BTreeMap<(Severity, Code, String), Vec<&Diagnostic>> = BTreeMap::new();
    for diagnostic in found.iter().filter(|diagnostic| !diagnostic.is_error()) {
        let key = (diagnostic.code.severity(), diagnostic.code, setting.diagnostic(diagnostic));
        told_once.entry(key).or_default().push(diagnostic);
    }
    for alike in told_once.values() {
        if let Some(first) = alike.first() {
            tell(&mut out, first, &places(alike, setting), setting);
        }
    }
    out
}

fn tell(out: &mut String, diagnostic: &Diagnostic, place: &str, setting: &Setting<'_>) {
    let _ = writeln!(out, "{}[{}]{place}: {}", severity(setting, diagnostic.code), diagnostic.code, setting.diagnostic(diagnostic));
    let _ = writeln!(out, "  {}", setting.remedy(diagnostic));
}

/// The first places, and how many there are beside them.
fn places(alike: &[&Diagnostic], setting: &Setting<'_>) -> String {
    let named: Vec<String> = alike.iter().filter_map(|diagnostic| diagnostic.at.as_ref()).take(NAMED).map(ToString::to_string).collect();
    let more = alike.len().saturating_sub(named.len());
    let mut text = if named.is_empty() { String::new() } else { format!(" {}", named.join(", ")) };
    if more > 0 && !named.is_empty() {
        text.push_str(&setting.say(&crate::say::Phrase::new("and-more").with("count", more)));
    }
    text
}

/// The words for one diagnostic.
#[must_use]
pub fn text_of(diagnostic: &Diagnostic, setting: &Setting<'_>) -> String {
    setting.diagnostic(diagnostic)
}

/// What to do about one diagnostic.
#[must_use]
pub fn fix_of(diagnostic: &Diagnostic, setting: &Setting<'_>) -> String {
    setting.remedy(diagnostic)
}
