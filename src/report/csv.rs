//! A report as a table, one row a good.

use super::{GoodReport, Report, Setting};
use crate::origin::{Content, PointKind, clause_outcome, headroom};
use crate::rule::Method;
use crate::value::{Criterion, Outcome, Verdict};

/// The columns, in their order. Columns are only ever added at the end.
const COLUMNS: [&str; 28] = [
    "good",
    "file",
    "hs",
    "on",
    "verdict",
    "if_confirmed",
    "criterion",
    "rule_source",
    "rule",
    "rule_outcome",
    "currency",
    "fob",
    "build_up",
    "build_up_best",
    "build_up_at_least",
    "build_up_outcome",
    "build_down",
    "build_down_best",
    "build_down_at_least",
    "build_down_outcome",
    "lowest_fob",
    "highest_non_originating",
    "highest_fob",
    "least_extra",
    "open_facts",
    "open_law",
    "first_point",
    "law",
];

/// The report as CSV with a header.
#[must_use]
pub fn csv(report: &Report, setting: &Setting<'_>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let _ = writer.write_record(COLUMNS);
    for good in &report.goods {
        let _ = writer.write_record(row(good, setting));
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

fn row(good: &GoodReport, setting: &Setting<'_>) -> Vec<String> {
    let mut cells = vec![good.id.clone(), good.at.file.to_string()];
    match &good.judged {
        Some((case, assessment)) => {
            let figures = &assessment.figures;
            let hs = case.stated.hs.as_ref().map(|stated| stated.value.to_string());
            let known = assessment.applied.source != crate::origin::RuleSource::Unknown;
            cells.extend([hs.unwrap_or_default(), case.on.to_string()]);
            cells.extend([assessment.verdict.word().to_owned(), assessment.if_confirmed.word().to_owned()]);
            cells.push(assessment.criterion.map_or("", Criterion::word).to_owned());
            cells.extend([
                assessment.applied.source.word().to_owned(),
                if known { assessment.applied.rule.to_string() } else { String::new() },
            ]);
            cells.push(assessment.rule_outcome.word().to_owned());
            cells.push(case.currency.map(|currency| currency.to_string()).unwrap_or_default());
            let amount = |amount: Option<crate::value::Money>| amount.map(|amount| amount.to_string()).unwrap_or_default();
            cells.push(amount(figures.fob.and_then(|fob| case.shown(fob))));
            for method in [Method::BuildUp, Method::BuildDown] {
                let share = |of: fn(&Content) -> Option<crate::value::Money>| {
                    let share =
                        figures.of_method(method).and_then(of).zip(figures.fob).and_then(|(part, fob)| crate::value::Share::of(part, fob));
                    share.map(|share| share.to_string()).unwrap_or_default()
                };
                let clause = assessment.clause(method);
                let outcome = clause.and_then(|clause| clause_outcome(figures, clause));
                cells.extend([share(|content| content.counted.worst), share(|content| content.counted.best)]);
                cells.push(clause.map(|clause| clause.percent.to_string()).unwrap_or_default());
                cells.push(outcome.map_or("", Outcome::word).to_owned());
            }
            let down = assessment.clause(Method::BuildDown).map(|clause| headroom::build_down(clause, case, figures)).unwrap_or_default();
            let up = assessment.clause(Method::BuildUp).map(|clause| headroom::build_up(clause, case, figures)).unwrap_or_default();
            cells.extend([down.lowest_fob, down.highest_non_originating, up.highest_fob, up.least_extra].map(amount));
            let count = |kind| assessment.blocking.iter().filter(|point| point.kind == kind).count().to_string();
            cells.extend([count(PointKind::Fact), count(PointKind::Law)]);
            cells.push(assessment.blocking.first().map(|point| setting.point(point)).unwrap_or_default());
        }
        None => {
            cells.extend([String::new(), String::new(), Verdict::Rejected.word().to_owned()]);
            cells.resize(COLUMNS.len().saturating_sub(2), String::new());
            let first = good.diagnostics.iter().find(|diagnostic| diagnostic.is_error());
            cells.push(first.map(|diagnostic| setting.diagnostic(diagnostic)).unwrap_or_default());
        }
    }
    cells.push(setting.law.digest.clone());
    cells
}
