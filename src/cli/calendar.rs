//! `cepa round`, `cepa rounds` and `cepa deadline`: dates of the consultations.

use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDate;

use super::args::Plain;
use super::calendar_args::{DeadlineArgs, RoundArgs, RoundsArgs, Tabular};
use super::output::Output;
use super::{files, time};
use crate::diag::{Code, Diagnostic, Problems};
use crate::law::{Law, NotListed, Round, first_day};
use crate::report::{
    placed_csv, placed_json, placed_text, plan_json, plan_text, round_json, round_text, rounds_ics, rounds_json, rounds_text,
};
use crate::revision::{Applications, Goal, Placed, Plan};
use crate::value::Position;

/// How many rounds are shown where no year is named: the one under way, and those of about a year.
const TO_COME: usize = 4;

/// What a command says, with its exit code; or why it cannot be carried out.
pub type Done = Result<(String, u8), Vec<Diagnostic>>;

/// `cepa round DATE`, `cepa round --from FILE`
pub fn round(args: &RoundArgs, law: &Law, output: &mut Output) -> u8 {
    let done = match (&args.from, &args.date) {
        (Some(path), _) => many(path, args.format, law, output),
        (None, date) => one(date.as_deref().unwrap_or_default(), args.format, law, output).map_err(|problem| vec![problem]),
    };
    output.done(done, law)
}

fn one(date: &str, format: Tabular, law: &Law, output: &Output) -> Result<(String, u8), Diagnostic> {
    let day = time::day_or_moment(date, "DATE")?;
    let round = round_of(day, "DATE", date, law)?;
    let setting = output.setting(law);
    let text = match format {
        Tabular::Text => round_text(day, &round, &setting),
        Tabular::Json => round_json(day, &round, &setting),
        Tabular::Csv => placed_csv(&[Placed { id: String::new(), received: date.to_owned(), day, round }]),
    };
    Ok((text, 0))
}

/// The round of a day, or why there is none.
pub fn round_of(day: NaiveDate, place: &str, value: &str, law: &Law) -> Result<Round, Diagnostic> {
    law.rounds.of(day).ok_or_else(|| {
        let at = Position::file(Arc::from(place));
        if day < first_day() {
            Diagnostic::at(Code::BeforeRegime, &at).with("value", value).with("first", first_day())
        } else {
            Diagnostic::at(Code::UsageDate, &at).with("value", value)
        }
    })
}

/// The rounds of a file's applications. Those that can be placed are shown even where others cannot.
fn many(path: &Path, format: Tabular, law: &Law, output: &Output) -> Done {
    let name = files::name(path);
    let source = files::open_or_input(path, &name).map_err(|problem| vec![problem])?;
    let mut problems = Problems::default();
    let applications = Applications::read(source, &name, &law.rounds, &mut problems);
    let failed = problems.has_error();
    output.talk(&problems.into_sorted(), law);
    let (placed, setting) = (&applications.placed, output.setting(law));
    let text = match format {
        _ if placed.is_empty() => String::new(),
        Tabular::Text => placed_text(placed, &setting),
        Tabular::Json => placed_json(placed, &setting),
        Tabular::Csv => placed_csv(placed),
    };
    Ok((text, if failed { 2 } else { 0 }))
}

/// `cepa rounds`
pub fn rounds(args: &RoundsArgs, law: &Law, output: &mut Output) -> u8 {
    let done = calendar(args, law, output);
    output.done(done, law)
}

fn calendar(args: &RoundsArgs, law: &Law, output: &Output) -> Done {
    let rounds = args.year.as_deref().map_or_else(|| to_come(args.today.as_deref(), law), |text| year(text, law));
    let rounds = rounds.map_err(|problem| vec![problem])?;
    let setting = output.setting(law);
    if let Some(path) = &args.ics {
        let calendar = rounds_ics(&rounds, &setting);
        if path.as_os_str() == "-" {
            return Ok((calendar, 0));
        }
        files::write(path, &calendar).map_err(|problem| vec![problem])?;
    }
    let text = match args.format {
        Plain::Text => rounds_text(&rounds, &setting),
        Plain::Json => rounds_json(&rounds, &setting),
    };
    Ok((text, 0))
}

/// The rounds under way on a day, and those after them.
fn to_come(today: Option<&str>, law: &Law) -> Result<Vec<Round>, Diagnostic> {
    let today = time::given_or_today(today, "--today")?;
    round_of(today, "--today", &today.to_string(), law)?;
    Ok(law.rounds.from(today).take(TO_COME).collect())
}

/// The rounds of a year written with four digits.
fn year(text: &str, law: &Law) -> Result<Vec<Round>, Diagnostic> {
    let problem = |code| Diagnostic::at(code, &Position::file(Arc::from("YEAR"))).with("value", text);
    let digits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    let year = text.parse::<i32>().ok().filter(|_| digits).ok_or_else(|| problem(Code::RoundYear))?;
    law.rounds.of_year(year).ok_or_else(|| match NaiveDate::from_ymd_opt(year, 12, 31) {
        Some(last) if last < first_day() => problem(Code::BeforeRegime).with("first", first_day()),
        _ => problem(Code::RoundYear),
    })
}

/// `cepa deadline`
pub fn deadline(args: &DeadlineArgs, law: &Law, output: &mut Output) -> u8 {
    let done = planned(args, law, output);
    output.done(done, law)
}

fn planned(args: &DeadlineArgs, law: &Law, output: &Output) -> Done {
    let mut problems = Vec::new();
    let mut day = |found: Result<NaiveDate, Diagnostic>, flag: &str| match found {
        Ok(day) if day < first_day() => {
            let at = Position::file(Arc::from(flag));
            problems.push(Diagnostic::at(Code::BeforeRegime, &at).with("value", day).with("first", first_day()));
            None
        }
        Ok(day) => Some(day),
        Err(problem) => {
            problems.push(problem);
            None
        }
    };
    let effective_by = day(time::day_or_moment(&args.effective_by, "--effective-by"), "--effective-by");
    let today = day(time::given_or_today(args.today.as_deref(), "--today"), "--today");
    let (Some(effective_by), Some(today)) = (effective_by, today) else { return Err(problems) };
    let plan = Plan::of(Goal { effective_by, prepare: args.prepare, today }, law);
    if let Some(NotListed(year)) = plan.aim().and_then(|step| step.start.err().or(step.left.err())) {
        let last = law.holidays.last_day().map(|day| day.to_string()).unwrap_or_default();
        output.talk(&[Diagnostic::general(Code::HolidaysEnd).with("year", year).with("last", last)], law);
    }
    let setting = output.setting(law);
    let text = match args.format {
        Plain::Text => plan_text(&plan, &setting),
        Plain::Json => plan_json(&plan, &setting),
    };
    Ok((text, 0))
}
