//! A report as a table, one row a good.

use super::ending::Ending;
use super::{GoodReport, Report, Setting};
use crate::bom::Case;
use crate::diag::Diagnostic;
use crate::origin::{Assessment, Figure, PointKind, RuleSource, clause_outcome, headroom};
use crate::rule::Method;
use crate::value::{Criterion, Money, Outcome, Share, Verdict};

/// The columns, in their order. Columns are only ever added at the end.
const COLUMNS: [&str; 38] = [
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
    "lines",
    "no_value",
    "no_hs",
    "no_origin",
    "points",
    "first_reason",
    "margin",
    "margin_class",
    "first_error",
    "run",
];

/// The columns before the first that a rejected good fills again: `first_point`.
const BEFORE_FIRST_POINT: usize = 26;

/// What stands in the column `good` of the row that ends a table.
pub(super) const END: &str = "#end";

/// The report as CSV with a header.
#[must_use]
pub fn csv(report: &Report, setting: &Setting<'_>) -> String {
    std::iter::once(header()).chain(report.goods.iter().map(|good| row(good, setting))).collect()
}

/// The headings as a line.
pub(super) fn header() -> String {
    line(COLUMNS)
}

/// How many columns there are.
pub(super) const fn width() -> usize {
    COLUMNS.len()
}

/// The place of a column.
pub(super) fn place(name: &str) -> Option<usize> {
    COLUMNS.iter().position(|column| *column == name)
}

/// A good as a line.
pub(super) fn row(good: &GoodReport, setting: &Setting<'_>) -> String {
    let mut cells = vec![good.id.clone(), good.at.file.to_string()];
    cells.extend(good.judged.as_ref().map_or_else(|| rejected(good, setting), |(case, assessment)| judged(case, assessment, setting)));
    cells.push(setting.law.digest.clone());
    cells.extend(good.judged.as_ref().map_or_else(|| vec![String::new(); 8], |(_, assessment)| counted(assessment, setting)));
    cells.push(first_error(good).map(|error| error.brief()).unwrap_or_default());
    cells.push(good.traces.run.as_deref().unwrap_or_default().to_owned());
    line(cells)
}

/// The row that ends a table: `#end`, how many goods there are in `lines`, and the digests of law and run.
pub(super) fn end(ending: &Ending) -> String {
    let mut cells = vec![END.to_owned()];
    cells.resize(COLUMNS.len(), String::new());
    for (name, value) in [("on", &ending.on), ("law", &ending.law), ("lines", &ending.goods.to_string()), ("run", &ending.run)] {
        if let Some(cell) = place(name).and_then(|place| cells.get_mut(place)) {
            cell.clone_from(value);
        }
    }
    line(cells)
}

/// Cells as a line of CSV.
pub(super) fn line<T: AsRef<[u8]>>(cells: impl IntoIterator<Item = T>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let _ = writer.write_record(cells);
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

fn first_error(good: &GoodReport) -> Option<&Diagnostic> {
    good.diagnostics.iter().find(|diagnostic| diagnostic.is_error())
}

/// The cells of a rejected good: the verdict, and the first error in place of the first point.
fn rejected(good: &GoodReport, setting: &Setting<'_>) -> Vec<String> {
    let mut cells = vec![String::new(), String::new(), Verdict::Rejected.word().to_owned()];
    cells.resize(BEFORE_FIRST_POINT.saturating_sub(2), String::new());
    cells.push(first_error(good).map(|diagnostic| setting.diagnostic(diagnostic)).unwrap_or_default());
    cells
}

/// Lines and what they lack, points, the first reason, the margin.
fn counted(assessment: &Assessment, setting: &Setting<'_>) -> Vec<String> {
    let unknowns = assessment.unknowns;
    let margin = assessment.margin();
    let mut cells = [unknowns.lines, unknowns.value, unknowns.hs, unknowns.origin].map(|count| count.to_string()).to_vec();
    cells.push(assessment.blocking.len().to_string());
    cells.push(setting.claim(&assessment.reason().claim));
    cells.push(margin.map(|margin| margin.points.to_string()).unwrap_or_default());
    cells.push(margin.map(|margin| margin.class.word().to_owned()).unwrap_or_default());
    cells
}

/// The cells of a good that was judged, from its HS code to its first open point.
#[must_use]
pub fn judged(case: &Case, assessment: &Assessment, setting: &Setting<'_>) -> Vec<String> {
    let hs = case.stated.hs.as_ref().map(|stated| stated.value.to_string());
    let mut cells = vec![hs.unwrap_or_default(), case.on.to_string()];
    cells.extend(
        [assessment.verdict.word(), assessment.if_confirmed.word(), assessment.criterion.map_or("", Criterion::word)].map(str::to_owned),
    );
    let known = assessment.applied.source != RuleSource::Unknown;
    let rule = if known { assessment.applied.rule.to_string() } else { String::new() };
    cells.extend([assessment.applied.source.word().to_owned(), rule, assessment.rule_outcome.word().to_owned()]);
    cells.push(case.currency.map(|currency| currency.to_string()).unwrap_or_default());
    cells.push(amount(assessment.figures.fob.and_then(|fob| case.shown(fob))));
    cells.extend([Method::BuildUp, Method::BuildDown].into_iter().flat_map(|method| content(assessment, method)));
    let down =
        assessment.clause(Method::BuildDown).map(|clause| headroom::build_down(clause, case, &assessment.figures)).unwrap_or_default();
    let up = assessment.clause(Method::BuildUp).map(|clause| headroom::build_up(clause, case, &assessment.figures)).unwrap_or_default();
    cells.extend([down.lowest_fob, down.highest_non_originating, up.highest_fob, up.least_extra].map(amount));
    let count = |kind| assessment.blocking.iter().filter(|point| point.kind == kind).count().to_string();
    cells.extend([count(PointKind::Fact), count(PointKind::Law)]);
    cells.push(assessment.blocking.first().map(|point| setting.point(point)).unwrap_or_default());
    cells
}

/// A method: worst and best case, threshold, outcome.
fn content(assessment: &Assessment, method: Method) -> [String; 4] {
    let figures = &assessment.figures;
    let counted = figures.of_method(method).map(|content| content.counted);
    let share = |of: fn(&Figure, Money) -> Option<Share>| counted.zip(figures.fob).and_then(|(figure, fob)| of(&figure, fob));
    let text = |share: Option<Share>| share.map(|share| share.to_string()).unwrap_or_default();
    let clause = assessment.clause(method);
    let outcome = clause.and_then(|clause| clause_outcome(figures, clause)).map_or("", Outcome::word);
    let at_least = clause.map(|clause| clause.percent.to_string()).unwrap_or_default();
    [text(share(Figure::worst_share)), text(share(Figure::best_share)), at_least, outcome.to_owned()]
}

fn amount(amount: Option<Money>) -> String {
    amount.map(|amount| amount.to_string()).unwrap_or_default()
}
