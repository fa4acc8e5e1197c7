//! A report good by good: each format as what stands before the goods, for each of them, between two, and behind them.
//! So a report of any length takes the room of one good.

use chrono::NaiveDate;

use super::{Ending, GoodReport, Overview, Setting, View, csv, json, summary, text};
use crate::diag::Diagnostic;

/// A format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Words, good by good.
    Text(View),
    /// Words on the portfolio as a whole.
    Summary,
    /// One JSON document.
    Json,
    /// One JSON object a line.
    Ndjson,
    /// One row a good; with a row at the end that says that it is the end, if so.
    Csv(bool),
}

/// What is known before the first good.
#[derive(Clone, Copy, Debug)]
pub struct Head {
    /// The day judged, for goods that name none.
    pub on: NaiveDate,
}

impl Form {
    /// What stands before the goods.
    #[must_use]
    pub fn opening(self, head: Head, setting: &Setting<'_>) -> String {
        match self {
            Self::Text(_) | Self::Summary | Self::Ndjson => String::new(),
            Self::Json => json::opening(head.on, setting),
            Self::Csv(_) => csv::header(),
        }
    }

    /// A good.
    #[must_use]
    pub fn good(self, good: &GoodReport, setting: &Setting<'_>) -> String {
        match self {
            Self::Text(view) => text::of_good(good, view, setting),
            Self::Summary => String::new(),
            Self::Json => json::element(good, setting),
            Self::Ndjson => json::line(good, setting),
            Self::Csv(_) => csv::row(good, setting),
        }
    }

    /// What stands between two goods.
    #[must_use]
    pub const fn joint(self) -> &'static str {
        match self {
            Self::Text(_) => "\n",
            Self::Json => ",",
            Self::Summary | Self::Ndjson | Self::Csv(_) => "",
        }
    }

    /// What stands behind the goods.
    #[must_use]
    pub fn closing(self, overview: &Overview, problems: &[Diagnostic], ending: &Ending, setting: &Setting<'_>) -> String {
        let summary = overview.summary;
        match self {
            Self::Text(_) => text::closing(summary, setting),
            Self::Summary => summary::text(overview, problems, setting),
            Self::Json => json::closing(summary.goods() > 0, problems, summary, setting),
            Self::Ndjson => ending.line(),
            Self::Csv(true) => csv::end(ending),
            Self::Csv(false) => String::new(),
        }
    }
}
