//! What must hold between the law files.

use std::sync::Arc;

use super::load::source_ids;
use super::product::Row;
use super::round::RoundCalendar;
use super::{Cite, Law, first_day};
use crate::diag::{Code, Diagnostic};
use crate::value::{Id, Position};

/// Citations resolve, rules name what exists, parameters have neither gap nor overlap.
pub(super) fn law(law: &Law, problems: &mut Vec<Diagnostic>) {
    cites(law, problems);
    rule_names(law, problems);
    parameters(law, problems);
}

fn cites(law: &Law, problems: &mut Vec<Diagnostic>) {
    let known = source_ids(law);
    let mut check = |file: &str, what: &str, cites: &[Cite]| {
        for cite in cites.iter().filter(|cite| !known.contains(cite.source.as_str())) {
            let at = Position::file(Arc::from(file));
            problems.push(Diagnostic::at(Code::CiteUnresolved, &at).with("what", what).with("source", &cite.source));
        }
    };
    law.provisions.iter().for_each(|(id, provision)| check("provisions.csv", &format!("{id:?}"), &provision.cites));
    law.products.iter().for_each(|row| check("psr/hk.csv", row.code.as_str(), &row.cite));
    law.facts.iter().for_each(|(id, fact)| check("facts.csv", id.as_str(), &fact.cite));
    law.operations.iter().for_each(|(id, operation)| check("operations.csv", id.as_str(), &operation.cite));
    law.readings.iter().for_each(|(id, reading)| check("readings.csv", id, &reading.cite));
    law.points.iter().for_each(|point| check("points.csv", &point.id, &point.cite));
    law.requirements.iter().for_each(|requirement| check("requirements.csv", &requirement.id, &requirement.cite));
    law.rounds.announced().iter().for_each(|round| check("rounds.csv", &round.name, &round.cite));
    law.rounds.patterns.iter().for_each(|pattern| check("rounds.csv", &pattern.number, &pattern.cite));
    for (name, parameter) in &law.parameters {
        parameter.entries.iter().for_each(|entry| check("parameters.toml", name, &entry.cite));
    }
}

fn rule_names(law: &Law, problems: &mut Vec<Diagnostic>) {
    for row in law.products.iter() {
        let mut unknown: Vec<Id> = Vec::new();
        let mut facts: Vec<Id> = Vec::new();
        row.rule
            .visit_names(&mut |id| unknown.extend(law.operations.get(id).is_none().then(|| id.clone())), &mut |id| facts.push(id.clone()));
        unknown.extend(facts.into_iter().filter(|id| !law.facts.contains_key(id)));
        for id in unknown {
            let at = Position::file(Arc::from("psr/hk.csv"));
            problems.push(Diagnostic::at(Code::LawRuleNames, &at).with("code", row.code).with("name", id));
        }
    }
}

fn parameters(law: &Law, problems: &mut Vec<Diagnostic>) {
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
