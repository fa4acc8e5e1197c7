//! Days and stretches of days.

use chrono::{DateTime, FixedOffset, NaiveDate};

/// Hong Kong is eight hours ahead of UTC all year.
const HONG_KONG_SECONDS: i32 = 8 * 60 * 60;

/// A stretch of days, both ends included; an open end reaches on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    /// The first day.
    pub from: NaiveDate,
    /// The last day, or `None` while no end is known.
    pub until: Option<NaiveDate>,
}

impl Period {
    /// Whether `day` lies inside.
    #[must_use]
    pub fn holds(&self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|last| day <= last)
    }

    /// Whether the two share a day.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        let starts_in_time = |a: &Self, b: &Self| a.until.is_none_or(|last| b.from <= last);
        starts_in_time(self, other) && starts_in_time(other, self)
    }

    /// Whether `next` begins on the day after this one ends.
    #[must_use]
    pub fn is_followed_by(&self, next: &Self) -> bool {
        self.until.and_then(|last| last.succ_opt()) == Some(next.from)
    }
}

/// The day of a moment in Hong Kong.
#[must_use]
pub fn in_hong_kong(moment: DateTime<FixedOffset>) -> NaiveDate {
    let zone = FixedOffset::east_opt(HONG_KONG_SECONDS);
    zone.map_or_else(|| moment.date_naive(), |zone| moment.with_timezone(&zone).date_naive())
}

/// Reads a day, or takes a moment with its zone to its day in Hong Kong.
#[must_use]
pub fn day_or_moment(text: &str) -> Option<NaiveDate> {
    parse_day(text).or_else(|| DateTime::parse_from_rfc3339(text).ok().map(in_hong_kong))
}

/// Reads a day written `YYYY-MM-DD`; anything else, or a day that is not in the calendar, is `None`.
#[must_use]
pub fn parse_day(text: &str) -> Option<NaiveDate> {
    let shape = text.len() == 10 && text.bytes().enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() });
    shape.then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()).flatten()
}
