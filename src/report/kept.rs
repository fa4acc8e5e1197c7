//! A row of a report that was cut off, as far as a run that goes on from it needs it.

use serde::Deserialize;

use super::{END_SCHEMA, csv};
use crate::value::Verdict;

/// A good that was judged already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The good.
    pub good: String,
    /// Its verdict.
    pub verdict: Verdict,
    /// The run that judged it.
    pub run: String,
    /// Its row, as it stands in the report.
    pub row: String,
}

/// A line that is none of a report, or does not name its run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotARow;

#[derive(Deserialize)]
struct LineJson {
    schema: Option<String>,
    good: Option<String>,
    verdict: Option<String>,
    run: Option<String>,
}

impl Kept {
    /// Reads a line of NDJSON; `Ok(None)` for the closing line.
    ///
    /// # Errors
    /// The line is none of a report, or does not name its run.
    pub fn of_json(line: &str) -> Result<Option<Self>, NotARow> {
        let read: LineJson = serde_json::from_str(line).map_err(|_| NotARow)?;
        if read.schema.as_deref() == Some(END_SCHEMA) {
            return Ok(None);
        }
        let verdict = read.verdict.as_deref().and_then(Verdict::from_word);
        match (read.good, verdict, read.run) {
            (Some(good), Some(verdict), Some(run)) => Ok(Some(Self { good, verdict, run, row: format!("{line}\n") })),
            _ => Err(NotARow),
        }
    }

    /// Reads a row of CSV; `Ok(None)` for the row that ends it.
    ///
    /// # Errors
    /// The row is none of a report, or does not name its run.
    pub fn of_csv(cells: &[&str]) -> Result<Option<Self>, NotARow> {
        let cell = |name: &str| csv::place(name).and_then(|place| cells.get(place)).copied().ok_or(NotARow);
        let good = cell("good")?;
        if good == csv::END {
            return Ok(None);
        }
        let (verdict, run) = (Verdict::from_word(cell("verdict")?).ok_or(NotARow)?, cell("run")?);
        if cells.len() != csv::width() || run.is_empty() {
            return Err(NotARow);
        }
        Ok(Some(Self { good: good.to_owned(), verdict, run: run.to_owned(), row: csv::line(cells) }))
    }

    /// Whether cells are the headings of a report.
    #[must_use]
    pub fn is_csv_header(cells: &[&str]) -> bool {
        csv::line(cells) == csv::header()
    }
}
