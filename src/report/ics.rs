//! The rounds as an iCalendar (RFC 5545): one whole day for each milestone, with reminders.
//!
//! The same rounds give the same bytes. An event keeps its UID whatever becomes of its day, so that importing
//! again updates it; a newer source raises its sequence number.

use std::fmt::Write as _;

use chrono::NaiveDate;

use super::Setting;
use super::rounds::{cite, told};
use crate::law::{Dated, Milestone, Round, first_day};
use crate::say::Phrase;
use crate::value::period::parse_day;

/// The most octets of a line, its end not counted.
const LINE: usize = 75;

/// How many days before a milestone a reminder comes up: more of them before the last day of receipt.
const fn reminders(what: Milestone) -> &'static [u8] {
    match what {
        Milestone::Closes => &[60, 14, 1],
        Milestone::Opens | Milestone::Implemented => &[7],
        Milestone::ToMainland | Milestone::Consulted => &[],
    }
}

/// The calendar of these rounds.
#[must_use]
pub fn rounds_ics(rounds: &[Round], setting: &Setting<'_>) -> String {
    let mut page = Lines::default();
    page.add("BEGIN", "VCALENDAR");
    page.add("VERSION", "2.0");
    page.add("PRODID", "-//cepa//consultation rounds//EN");
    page.add("CALSCALE", "GREGORIAN");
    page.add("METHOD", "PUBLISH");
    for round in rounds {
        for dated in round.milestones() {
            event(&mut page, round, &dated, setting);
        }
    }
    page.add("END", "VCALENDAR");
    page.text
}

fn event(page: &mut Lines, round: &Round, dated: &Dated, setting: &Setting<'_>) {
    let source = setting.law.sources.get(round.cite.first().map_or("", |cite| cite.source.as_str()));
    let issued = source.and_then(|source| parse_day(&source.date)).unwrap_or_else(first_day);
    let summary = setting.say(&Phrase::new(format!("ics.{}", dated.what.word())).with("round", &round.name));
    let summary = if dated.basis.is_plain() { summary } else { setting.say(&Phrase::new("inferred").with("text", summary)) };
    page.add("BEGIN", "VEVENT");
    page.add("UID", &format!("{}-{}@rounds.cepa", round.name, dated.what.word()));
    page.add("DTSTAMP", &format!("{}T000000Z", compact(issued)));
    page.add("SEQUENCE", &sequence(issued, dated).to_string());
    page.add("DTSTART;VALUE=DATE", &compact(dated.day));
    page.add("DTEND;VALUE=DATE", &compact(dated.day.succ_opt().unwrap_or(dated.day)));
    page.add("SUMMARY", &escaped(&summary));
    page.add("DESCRIPTION", &escaped(&description(round, dated, setting)));
    if let Some(source) = source.filter(|source| !source.address.is_empty()) {
        page.add("URL", &source.address);
    }
    page.add("STATUS", if dated.basis.is_plain() { "CONFIRMED" } else { "TENTATIVE" });
    page.add("TRANSP", "TRANSPARENT");
    for days in reminders(dated.what) {
        page.add("BEGIN", "VALARM");
        page.add("ACTION", "DISPLAY");
        page.add("TRIGGER", &format!("-P{days}D"));
        page.add("DESCRIPTION", &escaped(&summary));
        page.add("END", "VALARM");
    }
    page.add("END", "VEVENT");
}

/// A number that grows with the day of the source, and when what was inferred is announced.
fn sequence(issued: NaiveDate, dated: &Dated) -> i64 {
    let days = issued.signed_duration_since(first_day()).num_days().max(0);
    days.saturating_mul(2).saturating_add(i64::from(dated.basis.is_plain()))
}

/// What the day is, how well it is known, and where it is written.
fn description(round: &Round, dated: &Dated, setting: &Setting<'_>) -> String {
    let basis = format!("{}: {}", setting.get("label.basis"), setting.basis(dated.basis));
    let inferred = if dated.basis.is_plain() { String::new() } else { setting.get("round.inferred") };
    let lines = [told(dated, round, setting), inferred, basis, cite(round, setting)];
    lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

fn compact(day: NaiveDate) -> String {
    day.format("%Y%m%d").to_string()
}

/// TEXT of RFC 5545, 3.3.11.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n")
}

/// Content lines, folded.
#[derive(Default)]
struct Lines {
    text: String,
}

impl Lines {
    /// Adds `name:value`, in lines of at most 75 octets that never cut a character.
    fn add(&mut self, name: &str, value: &str) {
        let mut used = 0_usize;
        for c in name.chars().chain([':']).chain(value.chars()) {
            if used.saturating_add(c.len_utf8()) > LINE {
                self.text.push_str("\r\n ");
                used = 1;
            }
            used = used.saturating_add(c.len_utf8());
            let _ = write!(self.text, "{c}");
        }
        self.text.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_by_octets_and_never_within_a_character() {
        let mut page = Lines::default();
        page.add("SUMMARY", &"原產地規則磋商".repeat(9));
        assert!(page.text.split("\r\n").all(|line| line.len() <= LINE), "{}", page.text);
        assert_eq!(page.text.replace("\r\n ", ""), format!("SUMMARY:{}\r\n", "原產地規則磋商".repeat(9)));
        assert!(page.text.split("\r\n").next().is_some_and(|line| line.len() >= LINE - 2), "lines are filled");
    }

    #[test]
    fn text_is_escaped() {
        assert_eq!(escaped("a, b; c\\d\ne"), "a\\, b\\; c\\\\d\\ne");
    }
}
