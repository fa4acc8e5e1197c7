//! The calendar of rounds, and the rounds of many applications.

use serde::Serialize;

use super::Setting;
use super::layout::Page;
use super::round::{RoundJson, round_of};
use crate::law::{Basis, Dated, Milestone, Round};
use crate::revision::Placed;
use crate::say::Phrase;

#[derive(Serialize)]
struct RoundsJson<'a> {
    schema: &'static str,
    law: &'a str,
    rounds: Vec<OneJson<'a>>,
}

#[derive(Serialize)]
struct OneJson<'a> {
    #[serde(flatten)]
    round: RoundJson<'a>,
    milestones: Vec<MilestoneJson>,
}

#[derive(Serialize)]
struct MilestoneJson {
    milestone: &'static str,
    last_day: String,
    before: Option<String>,
    basis: &'static str,
}

/// Rounds as JSON.
#[must_use]
pub fn rounds_json(rounds: &[Round], setting: &Setting<'_>) -> String {
    let milestone = |dated: Dated| MilestoneJson {
        milestone: dated.what.word(),
        last_day: dated.day.to_string(),
        before: dated.before.map(|day| day.to_string()),
        basis: dated.basis.word(),
    };
    let one = |round| OneJson { round: round_of(round, setting), milestones: Round::milestones(round).map(milestone).into() };
    let document = RoundsJson { schema: "cepa/rounds/1", law: &setting.law.digest, rounds: rounds.iter().map(one).collect() };
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

/// Rounds in words, one after the other.
#[must_use]
pub fn rounds_text(rounds: &[Round], setting: &Setting<'_>) -> String {
    let mut page = Page::default();
    for round in rounds {
        page.gap();
        let head = Phrase::new("rounds.head").with("round", &round.name);
        page.wrapped(&marked(setting.say(&head), round.basis, setting));
        milestones(round, &mut page, setting);
    }
    page.finish()
}

/// The milestones of a round, how well they are known, and where they are written.
pub(super) fn milestones(round: &Round, page: &mut Page, setting: &Setting<'_>) {
    let label = |what| match what {
        Milestone::ToMainland => "round.label.mainland",
        Milestone::Consulted => "round.label.consultation",
        Milestone::Implemented => "round.label.implemented",
        Milestone::Opens | Milestone::Closes => "round.label.received",
    };
    for dated in round.milestones().iter().filter(|dated| dated.what != Milestone::Opens) {
        page.labelled(&setting.get(label(dated.what)), &marked(told(dated, round, setting), dated.basis, setting));
    }
    page.labelled(&setting.get("label.basis"), &setting.basis(round.basis));
    let note = note(round, setting);
    if !note.is_empty() {
        page.beside(&note);
    }
    page.beside(&cite(round, setting));
}

/// A milestone in words, with the last day where it is a limit.
pub(super) fn told(dated: &Dated, round: &Round, setting: &Setting<'_>) -> String {
    let phrase = match (dated.what, dated.before) {
        (_, Some(day)) => Phrase::new("round.before").with("day", day).with("last", dated.day),
        (Milestone::Implemented, None) => Phrase::new("round.by").with("day", dated.day),
        _ => {
            // Of a window whose last day alone is known, the first day is marked by itself.
            let own_mark = round.basis.is_plain() && !round.start_basis.is_plain();
            let from = round.received.from.to_string();
            let from = if own_mark { marked(from, round.start_basis, setting) } else { from };
            Phrase::new("round.received").with("from", from).with("until", round.received.until)
        }
    };
    setting.say(&phrase)
}

/// The text, with the mark of what is inferred where it is.
pub(super) fn marked(text: String, basis: Basis, setting: &Setting<'_>) -> String {
    if basis.is_plain() { text } else { setting.say(&Phrase::new("inferred").with("text", text)) }
}

/// What has to be said of how well the round is known.
pub(super) fn note(round: &Round, setting: &Setting<'_>) -> String {
    let remark = if round.note.is_empty() { String::new() } else { setting.get(&format!("round.note.{}", round.note)) };
    let inferred = if round.basis == Basis::Inferred { setting.get("round.inferred") } else { String::new() };
    [inferred, remark].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
}

pub(super) fn cite(round: &Round, setting: &Setting<'_>) -> String {
    round.cite.iter().map(|cite| setting.cite(cite)).collect::<Vec<_>>().join("; ")
}

#[derive(Serialize)]
struct PlacedJson<'a> {
    schema: &'static str,
    law: &'a str,
    applications: Vec<ApplicationJson<'a>>,
}

#[derive(Serialize)]
struct ApplicationJson<'a> {
    id: &'a str,
    received: &'a str,
    date: String,
    #[serde(flatten)]
    round: RoundJson<'a>,
}

/// The rounds of applications as JSON.
#[must_use]
pub fn placed_json(placed: &[Placed], setting: &Setting<'_>) -> String {
    let one = |application| application_json(application, setting);
    let applications = placed.iter().map(one).collect();
    let document = PlacedJson { schema: "cepa/rounds-of/1", law: &setting.law.digest, applications };
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

fn application_json<'a>(placed: &'a Placed, setting: &Setting<'_>) -> ApplicationJson<'a> {
    let Placed { id, received, day, round } = placed;
    ApplicationJson { id, received, date: day.to_string(), round: round_of(round, setting) }
}

/// The columns of [`placed_csv`], in their order. Columns are only ever added at the end.
const COLUMNS: [&str; 10] = [
    "id",
    "received",
    "date",
    "round",
    "received_from",
    "received_until",
    "to_mainland_before",
    "consultation_complete_before",
    "implemented_by",
    "basis",
];

/// The rounds of applications as CSV with a header.
#[must_use]
pub fn placed_csv(placed: &[Placed]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let _ = writer.write_record(COLUMNS);
    for placed in placed {
        let round = &placed.round;
        let days = [
            placed.day,
            round.received.from,
            round.received.until,
            round.to_mainland_before,
            round.consultation_complete_before,
            round.implemented_by,
        ]
        .map(|day| day.to_string());
        let [date, rest @ ..] = days;
        let head = [placed.id.clone(), placed.received.clone(), date, round.name.clone()];
        let _ = writer.write_record(head.into_iter().chain(rest).chain([round.basis.word().to_owned()]));
    }
    String::from_utf8_lossy(&writer.into_inner().unwrap_or_default()).into_owned()
}

/// The rounds of applications as a table.
#[must_use]
pub fn placed_text(placed: &[Placed], setting: &Setting<'_>) -> String {
    let mut page = Page::default();
    let heads = ["placed.id", "placed.day", "placed.round", "placed.until", "placed.implemented", "label.basis"];
    let mut rows = vec![heads.map(|id| setting.get(id)).to_vec()];
    rows.extend(placed.iter().map(|placed| {
        let round = &placed.round;
        vec![
            placed.id.clone(),
            placed.day.to_string(),
            round.name.clone(),
            round.received.until.to_string(),
            round.implemented_by.to_string(),
            setting.get(if round.basis.is_plain() { "placed.announced" } else { "placed.inferred" }),
        ]
    }));
    page.flush_table(&rows);
    if placed.iter().any(|placed| !placed.round.basis.is_plain()) {
        page.gap();
        page.wrapped(&setting.get("round.inferred"));
    }
    page.finish()
}
