//! One good: made ready, assessed, reported.

use std::sync::Arc;

use super::resolve::Settings;
use crate::bom::{Case, Good, Inputs, Vocabulary};
use crate::diag::{Code, Diagnostic};
use crate::law::{Law, first_day};
use crate::origin::assess;
use crate::report::{GoodReport, Traces};
use crate::value::Position;

/// What every good of a run is judged with.
pub struct Judge<'a> {
    /// Flags and configuration.
    pub settings: &'a Settings,
    /// The law.
    pub law: &'a Law,
    /// The words that cells may hold.
    pub words: &'a Vocabulary,
    /// The digest of the run, where its goods carry it.
    pub run: Option<Arc<str>>,
}

/// Judges one good.
pub fn one(mut good: Good, judge: &Judge<'_>) -> GoodReport {
    let (settings, law) = (judge.settings, judge.law);
    let inputs = Inputs::of(&good);
    let case = Case::prepare(&mut good, &settings.defaults, judge.words).and_then(|case| {
        if case.on < first_day() {
            let at = case.stated.on.as_ref().map_or_else(|| Position::file(Arc::from("--on")), |stated| stated.at.clone());
            good.problems.push(Diagnostic::at(Code::BeforeRegime, &at).with("value", case.on).with("first", first_day()));
            return None;
        }
        Some(case)
    });
    let judged = case.and_then(|case| match assess(&case, law, &settings.policy) {
        Ok(assessment) => {
            good.problems.extend(assessment.remarks.iter().cloned());
            Some((case, assessment))
        }
        Err(problem) => {
            good.problems.push(problem);
            None
        }
    });
    let traces = Traces { inputs: Some(inputs), run: judge.run.clone() };
    let description = good.facts.description.map(|stated| stated.value);
    let hs = good.facts.hs.map(|stated| stated.value);
    GoodReport { id: good.id, at: good.at, description, hs, judged, diagnostics: good.problems.into_sorted(), traces }
}
