//! A deadline: the round to aim at, and the days that are left.

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use super::Setting;
use super::layout::Page;
use super::round::{RoundJson, round_of};
use super::rounds::{cite, marked, note};
use crate::law::{Basis, NotListed, Reckoned};
use crate::revision::{Obstacle, Plan, Step};
use crate::say::Phrase;

#[derive(Serialize)]
struct PlanJson<'a> {
    schema: &'static str,
    law: &'a str,
    effective_by: String,
    prepare: u32,
    today: String,
    possible: Option<bool>,
    obstacle: Option<&'static str>,
    round: Option<StepJson<'a>>,
    first_possible: Option<StepJson<'a>>,
}

#[derive(Serialize)]
struct StepJson<'a> {
    #[serde(flatten)]
    round: RoundJson<'a>,
    last_receipt: String,
    last_working_day: Option<String>,
    start_by: Option<String>,
    working_days_left: Option<u32>,
    working_days_basis: Option<&'static str>,
}

/// The plan as JSON.
#[must_use]
pub fn plan_json(plan: &Plan, setting: &Setting<'_>) -> String {
    let document = PlanJson {
        schema: "cepa/deadline/1",
        law: &setting.law.digest,
        effective_by: plan.goal.effective_by.to_string(),
        prepare: plan.goal.prepare,
        today: plan.goal.today.to_string(),
        possible: if plan.obstacle.is_some() { Some(false) } else { plan.round.as_ref().and_then(|step| step.enough) },
        obstacle: plan.obstacle.map(Obstacle::word),
        round: plan.round.as_ref().map(|step| step_json(step, setting)),
        first_possible: plan.aim().map(|step| step_json(step, setting)),
    };
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

fn step_json<'a>(step: &'a Step, setting: &Setting<'_>) -> StepJson<'a> {
    let reckoned = step.start.is_ok() && step.left.is_ok();
    let inferred = step.start.is_ok_and(|start| start.inferred) || step.left.is_ok_and(|left| left.inferred);
    StepJson {
        round: round_of(&step.round, setting),
        last_receipt: step.round.received.until.to_string(),
        last_working_day: step.last_working_day.ok().map(|day| day.is.to_string()),
        start_by: step.start.ok().map(|start| start.is.to_string()),
        working_days_left: step.left.ok().map(|left| left.is),
        working_days_basis: reckoned.then_some(if inferred { Basis::Inferred } else { Basis::Verified }.word()),
    }
}

/// The plan in words.
#[must_use]
pub fn plan_text(plan: &Plan, setting: &Setting<'_>) -> String {
    let mut page = Page::default();
    let goal = Phrase::new("plan.goal").with("day", plan.goal.effective_by).with("today", plan.goal.today);
    page.wrapped(&setting.say(&goal));
    if let Some(obstacle) = plan.obstacle {
        page.wrapped(&obstacle_text(obstacle, plan, setting));
        match &plan.instead {
            Some(instead) => page.wrapped(&first(instead, setting)),
            None => page.wrapped(&setting.get("plan.never")),
        }
    }
    if let Some(step) = plan.aim() {
        if step.enough.is_none() {
            page.wrapped(&setting.say(&Phrase::new("plan.uncertain").with("prepare", plan.goal.prepare).with("round", &step.round.name)));
        }
        told(step, plan, &mut page, setting);
    }
    page.finish()
}

/// Why it cannot be met.
fn obstacle_text(obstacle: Obstacle, plan: &Plan, setting: &Setting<'_>) -> String {
    let mut phrase = Phrase::new(format!("plan.obstacle.{}", obstacle.word())).with("prepare", plan.goal.prepare);
    let Some(step) = &plan.round else { return setting.say(&phrase) };
    let left = step.left.map_or_else(|_| "—".to_owned(), |left| left.is.to_string());
    phrase = phrase.with("round", &step.round.name).with("until", step.round.received.until).with("left", left);
    let start = step.start.map_or_else(|_| "—".to_owned(), |start| start.is.to_string());
    marked(setting.say(&phrase.with("start", start)), step.round.basis, setting)
}

fn first(step: &Step, setting: &Setting<'_>) -> String {
    let id = if step.enough.is_some() { "plan.first" } else { "plan.first-uncertain" };
    let phrase = Phrase::new(id).with("day", step.round.implemented_by).with("round", &step.round.name);
    marked(setting.say(&phrase), step.round.basis, setting)
}

/// The round to aim at, line by line.
fn told(step: &Step, plan: &Plan, page: &mut Page, setting: &Setting<'_>) {
    let round = &step.round;
    page.gap();
    page.labelled(&setting.get("plan.label.round"), &marked(round.name.clone(), round.basis, setting));
    let until = round.received.until;
    let received =
        Phrase::new("plan.received").with("from", round.received.from).with("until", until).with("weekday", weekday(until, setting));
    page.labelled(&setting.get("plan.label.receipt"), &marked(setting.say(&received), round.basis, setting));
    if let Ok(last) = step.last_working_day
        && last.is != until
    {
        let phrase = Phrase::new("plan.last-working-day").with("day", last.is).with("weekday", weekday(last.is, setting));
        page.beside(&reckoned(&setting.say(&phrase), &last, step, setting));
    }
    let by = Phrase::new("round.by").with("day", round.implemented_by);
    page.labelled(&setting.get("round.label.implemented"), &marked(setting.say(&by), round.basis, setting));
    if plan.goal.prepare > 0 {
        let start = |start: &Reckoned<NaiveDate>| {
            let phrase = Phrase::new("plan.start").with("day", start.is).with("weekday", weekday(start.is, setting));
            setting.say(&phrase.with("count", plan.goal.prepare).with("until", until))
        };
        page.labelled(&setting.get("plan.label.start"), &counted(&step.start, start, step, setting));
    }
    let left = |left: &Reckoned<u32>| {
        setting.say(&Phrase::new("plan.left").with("count", left.is).with("today", plan.goal.today).with("until", until))
    };
    page.labelled(&setting.get("plan.label.left"), &counted(&step.left, left, step, setting));
    page.labelled(&setting.get("label.basis"), &setting.basis(round.basis));
    let note = note(round, setting);
    if !note.is_empty() {
        page.beside(&note);
    }
    page.beside(&cite(round, setting));
    page.beside(&setting.get("plan.holidays"));
}

/// What was counted, or that it was not.
fn counted<T>(found: &Result<Reckoned<T>, NotListed>, say: impl Fn(&Reckoned<T>) -> String, step: &Step, setting: &Setting<'_>) -> String {
    match found {
        Ok(found) => reckoned(&say(found), found, step, setting),
        Err(NotListed(year)) => setting.say(&Phrase::new("plan.not-counted").with("year", year)),
    }
}

/// The text, marked where the round or a holiday that was counted is inferred.
fn reckoned<T>(text: &str, found: &Reckoned<T>, step: &Step, setting: &Setting<'_>) -> String {
    let basis = if found.inferred { Basis::Inferred } else { step.round.basis };
    marked(text.to_owned(), basis, setting)
}

fn weekday(day: NaiveDate, setting: &Setting<'_>) -> String {
    setting.get(&format!("weekday.{}", day.weekday().number_from_monday()))
}
