//! The short commands.

use std::sync::Arc;

use super::args::{Plain, RuleArgs};
use super::output::Output;
use super::time;
use crate::bom::{Cell, Ways};
use crate::diag::{Code, Diagnostic, Problems};
use crate::law::{Law, first_day};
use crate::report::{explain as explained, rule_json, rule_text};
use crate::value::number::fold_width;
use crate::value::{Hs, Position};

/// `cepa rule HS`
pub fn rule(args: &RuleArgs, law: &Law, output: &mut Output) -> u8 {
    let chapter = Hs::from_digits(&fold_width(args.hs.trim()));
    let Some(code) = chapter.or_else(|| read_code(&args.hs, law, output)) else {
        return output.fail(&[usage(Code::UsageHs, "HS", &args.hs)], law);
    };
    let day = match time::day_or_today(args.on.as_deref()) {
        Ok(day) if day < first_day() => return output.fail(&[before_regime("--on", &day.to_string())], law),
        Ok(day) => day,
        Err(problem) => return output.fail(&[problem], law),
    };
    let setting = output.setting(law);
    let text = match args.format {
        Plain::Text => rule_text(&code, day, &setting),
        Plain::Json => rule_json(&code, day, &setting),
    };
    written(output, &text, law)
}

/// A code as cells hold it. One whose leading zero was lost is read with a warning.
fn read_code(text: &str, law: &Law, output: &Output) -> Option<Hs> {
    let mut problems = Problems::default();
    let code = Cell { text: text.trim(), at: Position::file(Arc::from("HS")), ways: &Ways::UNSETTLED, problems: &mut problems }.hs()?;
    output.talk(&problems.into_sorted(), law);
    Some(code)
}

/// `cepa explain NAME`
pub fn explain(name: &str, law: &Law, output: &mut Output) -> u8 {
    if let Some(text) = explained(name, &output.setting(law)) {
        return written(output, &text, law);
    }
    let nearest = law.operations.nearest(name).map_or_else(|| "—".to_owned(), ToString::to_string);
    output.fail(&[usage(Code::NothingToExplain, "NAME", name).with("nearest", nearest)], law)
}

/// Writes the answer; 0, or 2 where it cannot be written.
fn written(output: &Output, text: &str, law: &Law) -> u8 {
    match Output::data(text) {
        Ok(()) => 0,
        Err(problem) => output.fail(&[problem], law),
    }
}

fn usage(code: Code, place: &str, value: &str) -> Diagnostic {
    Diagnostic::at(code, &Position::file(Arc::from(place))).with("value", value)
}

fn before_regime(place: &str, value: &str) -> Diagnostic {
    usage(Code::BeforeRegime, place, value).with("first", first_day())
}
