//! The round of a submission date.

use chrono::NaiveDate;
use serde::Serialize;

use super::Setting;
use super::layout::Page;
use crate::law::{Basis, Round};
use crate::say::Phrase;

#[derive(Serialize)]
struct RoundJson<'a> {
    schema: &'static str,
    date: String,
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

/// The round as JSON.
#[must_use]
pub fn round_json(date: NaiveDate, round: &Round, setting: &Setting<'_>) -> String {
    let document = RoundJson {
        schema: "cepa/round/1",
        date: date.to_string(),
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
    };
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

/// The round in words, with the last day of every milestone.
#[must_use]
pub fn round_text(date: NaiveDate, round: &Round, setting: &Setting<'_>) -> String {
    let mut page = Page::default();
    page.wrapped(&setting.say(&Phrase::new("round.head").with("date", date).with("round", &round.name)));
    let day_before = |day: NaiveDate| day.pred_opt().unwrap_or(day);
    let mut row = |id: &str, phrase: Phrase| page.labelled(&setting.get(id), &setting.say(&phrase));
    row("round.label.received", Phrase::new("round.received").with("from", round.received.from).with("until", round.received.until));
    let before = |day| Phrase::new("round.before").with("day", day).with("last", day_before(day));
    row("round.label.mainland", before(round.to_mainland_before));
    row("round.label.consultation", before(round.consultation_complete_before));
    row("round.label.implemented", Phrase::new("round.by").with("day", round.implemented_by));
    page.labelled(&setting.get("label.basis"), &setting.basis(round.basis));
    let note = note(round, setting);
    if !note.is_empty() {
        page.beside(&note);
    }
    page.beside(&cite(round, setting));
    page.finish()
}

/// What has to be said of how well the round is known.
fn note(round: &Round, setting: &Setting<'_>) -> String {
    let remark = if round.note.is_empty() { String::new() } else { setting.get(&format!("round.note.{}", round.note)) };
    let inferred = if round.basis == Basis::Inferred { setting.get("round.inferred") } else { String::new() };
    [inferred, remark].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
}

fn cite(round: &Round, setting: &Setting<'_>) -> String {
    round.cite.iter().map(|cite| setting.cite(cite)).collect::<Vec<_>>().join("; ")
}
