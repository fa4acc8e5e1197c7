//! What must hold between the law files.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::product::Row;
use super::round::RoundCalendar;
use super::{Fact, Law, Operations, first_day};
use crate::diag::{Code, Diagnostic};
use crate::value::{Id, Position};

/// A listed rule names only facts and operations that exist.
pub(super) fn rule_names(row: &Row, facts: &BTreeMap<Id, Fact>, operations: &Operations, at: &Position, problems: &mut Vec<Diagnostic>) {
    let mut unknown: Vec<Id> = Vec::new();
    let mut named: Vec<Id> = Vec::new();
    row.rule.visit_names(&mut |id| unknown.extend(operations.get(id).is_none().then(|| id.clone())), &mut |id| named.push(id.clone()));
    unknown.extend(named.into_iter().filter(|id| !facts.contains_key(id)));
    for id in unknown {
        problems.push(Diagnostic::at(Code::LawRuleNames, at).with("code", row.code).with("name", id));
    }
}

/// Every parameter has a value on every day from the first, and never two.
pub(super) fn parameters(law: &Law, problems: &mut Vec<Diagnostic>) {
    let at = Position::file(Arc::from("parameters.toml"));
    for (name, parameter) in &law.parameters {
        let begins = parameter.entries.first().map(|entry| entry.period.from);
        if begins.is_none_or(|day| day > first_day()) {
            problems.push(Diagnostic::at(Code::LawGap, &at).with("what", name).with("day", first_day()));
        }
        for pair in parameter.entries.windows(2) {
            let [earlier, later] = pair else { continue };
            if earlier.period.overlaps(&later.period) {
                problems.push(Diagnostic::at(Code::LawOverlap, &at).with("what", name).with("day", later.period.from));
            } else if !earlier.period.is_followed_by(&later.period) {
                let gap = earlier.period.until.and_then(|day| day.succ_opt()).unwrap_or(earlier.period.from);
                problems.push(Diagnostic::at(Code::LawGap, &at).with("what", name).with("day", gap));
            }
        }
        if let Some(end) = parameter.entries.last().and_then(|entry| entry.period.until) {
            problems.push(Diagnostic::at(Code::LawGap, &at).with("what", name).with("day", end.succ_opt().unwrap_or(end)));
        }
    }
}

/// No other row of the same code may share a day with this one, and no row may end before it begins.
pub(super) fn overlap(row: &Row, others: Option<&Vec<Row>>, at: &Position, problems: &mut Vec<Diagnostic>) {
    if row.period.until.is_some_and(|last| last < row.period.from) {
        problems.push(Diagnostic::at(Code::LawValue, at).with("column", "until").with("value", row.period.until.unwrap_or_default()));
    }
    if let Some(other) = others.into_iter().flatten().find(|other| other.period.overlaps(&row.period)) {
        let day = other.period.from.max(row.period.from);
        problems.push(Diagnostic::at(Code::LawOverlap, at).with("what", row.code).with("day", day));
    }
}

/// Windows follow each other without gap or overlap, and milestones come in their order.
pub(super) fn rounds(calendar: &mut RoundCalendar, at: &Position, problems: &mut Vec<Diagnostic>) {
    calendar.announced.sort_by_key(|round| round.received.from);
    for round in &calendar.announced {
        let milestones =
            [round.received.from, round.received.until, round.to_mainland_before, round.consultation_complete_before, round.implemented_by];
        if !milestones.is_sorted() {
            problems.push(Diagnostic::at(Code::LawValue, at).with("column", "implemented_by").with("value", &round.name));
        }
    }
    for pair in calendar.announced.windows(2) {
        let [earlier, later] = pair else { continue };
        let next = earlier.received.until.succ_opt();
        if next.is_some_and(|day| later.received.from < day) {
            problems.push(Diagnostic::at(Code::LawOverlap, at).with("what", &later.name).with("day", later.received.from));
        } else if next != Some(later.received.from) {
            problems.push(Diagnostic::at(Code::LawGap, at).with("what", &later.name).with("day", next.unwrap_or_default()));
        }
    }
}
