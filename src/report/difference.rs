//! What differs between two laws: rows, and the verdicts of goods.

use serde::Serialize;

use super::layout::Page;
use super::list::row_line;
use super::{GoodReport, Report, Setting};
use crate::law::{Difference, Row};
use crate::say::Phrase;

/// The verdict of a good under two laws.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The good.
    pub good: String,
    /// Verdict, criterion and rule under the first law, then under the second one.
    pub sides: [Side; 2],
}

/// What one law says of a good.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Side {
    /// The verdict's word.
    pub verdict: &'static str,
    /// The criterion, where the good originates.
    pub criterion: Option<&'static str>,
    /// The rule that was applied.
    pub rule: Option<String>,
}

impl Side {
    fn of(good: &GoodReport) -> Self {
        let assessment = good.judged.as_ref().map(|(_, assessment)| assessment);
        Self {
            verdict: good.verdict().word(),
            criterion: assessment.and_then(|assessment| assessment.criterion).map(|criterion| criterion.word()),
            rule: assessment.map(|assessment| assessment.applied.rule.to_string()),
        }
    }

    fn shown(&self) -> String {
        let criterion = self.criterion.map(|criterion| format!(" ({criterion})")).unwrap_or_default();
        format!("{}{criterion}", self.verdict)
    }
}

/// The goods whose verdict or criterion two laws judge differently, in the order of the first report.
#[must_use]
pub fn turns(first: &Report, second: &Report) -> Vec<Turn> {
    let pairs = first.goods.iter().zip(&second.goods);
    let sides = pairs.map(|(one, other)| Turn { good: one.id.clone(), sides: [Side::of(one), Side::of(other)] });
    sides.filter(|turn| matches!(&turn.sides, [one, other] if (one.verdict, one.criterion) != (other.verdict, other.criterion))).collect()
}

/// The differences in words.
#[must_use]
pub fn difference_text(found: &[Difference<'_>], turns: Option<&[Turn]>, setting: &Setting<'_>) -> String {
    let mut page = Page::default();
    page.wrapped(&setting.say(&Phrase::new("diff.rows").with("count", found.len())));
    for difference in found {
        page.gap();
        match difference {
            Difference::Added(row) => one(&mut page, "diff.added", row, setting),
            Difference::Gone(row) => one(&mut page, "diff.gone", row, setting),
            Difference::Ended(row) => one(&mut page, "diff.ended", row, setting),
            Difference::Changed { was, now } => {
                page.wrapped(&format!("{} {}", setting.get("diff.changed"), row_line(now)));
                page.labelled(&setting.get("diff.was"), &was.rule.to_string());
                wording(&mut page, was);
                page.labelled(&setting.get("diff.now"), &now.rule.to_string());
                wording(&mut page, now);
            }
        }
    }
    if let Some(turns) = turns {
        page.gap();
        page.wrapped(&setting.say(&Phrase::new("diff.goods").with("count", turns.len())));
        for turn in turns {
            let [one, other] = &turn.sides;
            page.hanging(0, "- ", &format!("{}: {} → {}", turn.good, one.shown(), other.shown()));
            for side in [one, other].into_iter().filter_map(|side| side.rule.as_ref()) {
                page.beside(side);
            }
        }
    }
    page.finish()
}

fn one(page: &mut Page, id: &str, row: &Row, setting: &Setting<'_>) {
    page.wrapped(&format!("{} {}", setting.get(id), row_line(row)));
    wording(page, row);
}

fn wording(page: &mut Page, row: &Row) {
    if !row.wording.is_empty() {
        page.beside(&format!("“{}”", row.wording));
    }
}

#[derive(Serialize)]
struct DifferenceJson {
    schema: &'static str,
    rows: Vec<RowsJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    goods: Option<Vec<TurnJson>>,
}

#[derive(Serialize)]
struct RowsJson {
    change: &'static str,
    hs: String,
    was: Option<RowJson>,
    now: Option<RowJson>,
}

#[derive(Serialize)]
struct RowJson {
    from: String,
    until: Option<String>,
    rule: String,
    wording: String,
}

#[derive(Serialize)]
struct TurnJson {
    good: String,
    was: Side,
    now: Side,
}

/// The differences as JSON.
#[must_use]
pub fn difference_json(found: &[Difference<'_>], turns: Option<&[Turn]>) -> String {
    let document = DifferenceJson {
        schema: "cepa/law-diff/1",
        rows: found.iter().map(rows_json).collect(),
        goods: turns.map(|turns| turns.iter().map(turn_json).collect()),
    };
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

fn rows_json(difference: &Difference<'_>) -> RowsJson {
    let (change, was, now) = match *difference {
        Difference::Added(row) => ("added", None, Some(row)),
        Difference::Gone(row) => ("gone", Some(row), None),
        Difference::Ended(row) => ("ended", None, Some(row)),
        Difference::Changed { was, now } => ("changed", Some(was), Some(now)),
    };
    let hs = was.or(now).map(|row| row.code.to_string()).unwrap_or_default();
    RowsJson { change, hs, was: was.map(row_json), now: now.map(row_json) }
}

fn row_json(row: &Row) -> RowJson {
    RowJson {
        from: row.period.from.to_string(),
        until: row.period.until.map(|day| day.to_string()),
        rule: row.rule.to_string(),
        wording: row.wording.clone(),
    }
}

fn turn_json(turn: &Turn) -> TurnJson {
    let [was, now] = turn.sides.clone();
    TurnJson { good: turn.good.clone(), was, now }
}
