//! Days and moments as they are given on the command line, and today.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{DateTime, FixedOffset, NaiveDate};

use crate::diag::{Code, Diagnostic};
use crate::value::Position;
use crate::value::period::parse_day;

/// Hong Kong is eight hours ahead of UTC all year.
const HONG_KONG_SECONDS: i32 = 8 * 60 * 60;

/// Today in Hong Kong.
pub fn today() -> NaiveDate {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let seconds = i64::try_from(since.as_secs()).unwrap_or(0);
    DateTime::from_timestamp(seconds, 0).map(|moment| in_hong_kong(moment.fixed_offset())).unwrap_or_default()
}

/// The day of a moment in Hong Kong.
fn in_hong_kong(moment: DateTime<FixedOffset>) -> NaiveDate {
    let zone = FixedOffset::east_opt(HONG_KONG_SECONDS);
    zone.map_or_else(|| moment.date_naive(), |zone| moment.with_timezone(&zone).date_naive())
}

/// A day, or the day in Hong Kong of a moment with its zone.
pub fn day_or_moment(text: &str, flag: &str) -> Result<NaiveDate, Diagnostic> {
    let moment = || DateTime::parse_from_rfc3339(text).ok().map(in_hong_kong);
    parse_day(text).or_else(moment).ok_or_else(|| Diagnostic::at(Code::UsageDate, &Position::file(Arc::from(flag))).with("value", text))
}

/// The day of `--on`, or today.
pub fn day_or_today(text: Option<&str>) -> Result<NaiveDate, Diagnostic> {
    text.map_or_else(|| Ok(today()), |text| day_or_moment(text, "--on"))
}
