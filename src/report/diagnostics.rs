//! What is wrong with the input, for people: one line each, and what to do about it.

use super::words::severity;
use super::{Setting, Told};
use crate::diag::Diagnostic;

/// How many places of one and the same warning are named.
pub(super) const NAMED: usize = 4;

/// The lines for these diagnostics, errors first. Warnings and notes that say the same are told once, with
/// their first places; errors are told one by one.
#[must_use]
pub fn diagnostics(found: &[Diagnostic], setting: &Setting<'_>) -> String {
    let mut told = Told::default();
    for diagnostic in found {
        told.take(diagnostic.clone(), setting);
    }
    told.text(false, setting)
}

/// The lines for an error, or for another diagnostic that stands alone.
pub(super) fn error(diagnostic: &Diagnostic, setting: &Setting<'_>) -> String {
    let place = diagnostic.at.as_ref().map(|at| format!(" {at}")).unwrap_or_default();
    tell(diagnostic, &place, setting)
}

/// The lines for the first few of so many diagnostics that say the same.
pub(super) fn alike(first: &[Diagnostic], count: usize, setting: &Setting<'_>) -> String {
    first.first().map(|diagnostic| tell(diagnostic, &places(first, count, setting), setting)).unwrap_or_default()
}

fn tell(diagnostic: &Diagnostic, place: &str, setting: &Setting<'_>) -> String {
    let said = format!("{}[{}]{place}: {}", severity(setting, diagnostic.code), diagnostic.code, setting.diagnostic(diagnostic));
    format!("{said}\n  {}\n", setting.remedy(diagnostic))
}

/// The first places, and how many there are beside them.
fn places(first: &[Diagnostic], count: usize, setting: &Setting<'_>) -> String {
    let named: Vec<String> = first.iter().filter_map(|diagnostic| diagnostic.at.as_ref()).map(ToString::to_string).collect();
    let more = count.saturating_sub(named.len());
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
