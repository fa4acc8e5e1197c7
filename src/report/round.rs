//! The round of a submission date.

use chrono::NaiveDate;
use serde::Serialize;

use super::Setting;
use super::layout::Page;
use super::rounds::{cite, marked, milestones, note};
use crate::law::Round;
use crate::say::Phrase;

/// A round as JSON, `cepa/round/1`.
#[derive(Serialize)]
pub(super) struct RoundJson<'a> {
    round: &'a str,
    received_from: String,
    received_until: String,
    to_mainland_before: String,
    consultation_complete_before: String,
    implemented_by: String,
    basis: &'static str,
    received_from_basis: &'static str,
    note: String,
    cite: String,
}

#[derive(Serialize)]
struct OfDayJson<'a> {
    schema: &'static str,
    date: String,
    #[serde(flatten)]
    round: RoundJson<'a>,
}

pub(super) fn round_of<'a>(round: &'a Round, setting: &Setting<'_>) -> RoundJson<'a> {
    RoundJson {
        round: &round.name,
        received_from: round.received.from.to_string(),
        received_until: round.received.until.to_string(),
        to_mainland_before: round.to_mainland_before.to_string(),
        consultation_complete_before: round.consultation_complete_before.to_string(),
        implemented_by: round.implemented_by.to_string(),
        basis: round.basis.word(),
        received_from_basis: round.start_basis.word(),
        note: note(round, setting),
        cite: cite(round, setting),
    }
}

/// The round as JSON.
#[must_use]
pub fn round_json(date: NaiveDate, round: &Round, setting: &Setting<'_>) -> String {
    let document = OfDayJson { schema: "cepa/round/1", date: date.to_string(), round: round_of(round, setting) };
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

/// The round in words, with the last day of every milestone.
#[must_use]
pub fn round_text(date: NaiveDate, round: &Round, setting: &Setting<'_>) -> String {
    let mut page = Page::default();
    let head = setting.say(&Phrase::new("round.head").with("date", date).with("round", &round.name));
    page.wrapped(&marked(head, round.basis, setting));
    milestones(round, &mut page, setting);
    page.finish()
}
