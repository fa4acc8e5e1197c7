//! Days and moments as they are given on the command line, and today.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{DateTime, NaiveDate};

use crate::diag::{Code, Diagnostic};
use crate::value::Position;
use crate::value::period::{self, in_hong_kong};

/// Today in Hong Kong.
pub fn today() -> NaiveDate {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let seconds = i64::try_from(since.as_secs()).unwrap_or(0);
    DateTime::from_timestamp(seconds, 0).map(|moment| in_hong_kong(moment.fixed_offset())).unwrap_or_default()
}

/// A day, or the day in Hong Kong of a moment with its zone.
pub fn day_or_moment(text: &str, flag: &str) -> Result<NaiveDate, Diagnostic> {
    period::day_or_moment(text).ok_or_else(|| Diagnostic::at(Code::UsageDate, &Position::file(Arc::from(flag))).with("value", text))
}

/// The day of `--on`, or today.
pub fn day_or_today(text: Option<&str>) -> Result<NaiveDate, Diagnostic> {
    given_or_today(text, "--on")
}

/// The day of a flag, or today.
pub fn given_or_today(text: Option<&str>, flag: &str) -> Result<NaiveDate, Diagnostic> {
    text.map_or_else(|| Ok(today()), |text| day_or_moment(text, flag))
}
