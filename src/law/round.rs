//! The consultation rounds: into which one a request to revise a rule falls.

use chrono::{Datelike, NaiveDate};

use super::cite::{Basis, Cite};
use crate::value::Period;

/// The last year whose rounds are inferred; the milestones of a later one would have five digits.
const LAST_YEAR: i32 = 9997;

/// A round and its milestones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// `YYYY-N`.
    pub name: String,
    /// Applications received on these days, both included.
    pub received: Window,
    /// TID submits to the Mainland before this day: the day before is the last.
    pub to_mainland_before: NaiveDate,
    /// The Working Group aims to finish before this day.
    pub consultation_complete_before: NaiveDate,
    /// The revised rules are implemented by this day, included.
    pub implemented_by: NaiveDate,
    /// How well the round is known.
    pub basis: Basis,
    /// How well the first day of its window is known.
    pub start_basis: Basis,
    /// Where it is written.
    pub cite: Vec<Cite>,
    /// The identifier of a remark, the message `round.note.<note>`; may be empty.
    pub note: String,
}

/// First and last day, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
}

/// A day of a pattern: so many years from the round's own year, on this month and day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct YearDay {
    pub years: i32,
    pub month: u32,
    pub day: u32,
}

impl YearDay {
    /// Reads `Y:01-15`, `Y-1:07-16`, `Y+1:01-01`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (year, month_day) = text.split_once(':')?;
        let offset = year.strip_prefix('Y')?;
        let years = if offset.is_empty() { 0 } else { offset.parse().ok()? };
        let (month, day) = month_day.split_once('-')?;
        let parsed = Self { years, month: month.parse().ok()?, day: day.parse().ok()? };
        parsed.of(2024).map(|_| parsed)
    }

    fn of(self, year: i32) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(year.checked_add(self.years)?, self.month, self.day)
    }
}

/// A round of every year that no circular at hand announces.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    pub number: String,
    pub from: YearDay,
    pub until: YearDay,
    pub to_mainland_before: YearDay,
    pub consultation_complete_before: YearDay,
    pub implemented_by: YearDay,
    pub basis: Basis,
    pub cite: Vec<Cite>,
}

impl Pattern {
    fn of(&self, year: i32) -> Option<Round> {
        Some(Round {
            name: format!("{year}-{}", self.number),
            received: Window { from: self.from.of(year)?, until: self.until.of(year)? },
            to_mainland_before: self.to_mainland_before.of(year)?,
            consultation_complete_before: self.consultation_complete_before.of(year)?,
            implemented_by: self.implemented_by.of(year)?,
            basis: self.basis,
            start_basis: self.basis,
            cite: self.cite.clone(),
            note: String::new(),
        })
    }
}

/// Every round: those that were announced, and the pattern for other years.
#[derive(Clone, Debug, Default)]
pub struct RoundCalendar {
    pub(super) announced: Vec<Round>,
    pub(super) patterns: Vec<Pattern>,
}

impl RoundCalendar {
    /// The round of an application received on a day; `None` before the present regime began, or
    /// beyond the calendar's years. Announced rounds go before the pattern.
    #[must_use]
    pub fn of(&self, received: NaiveDate) -> Option<Round> {
        if received < super::first_day() {
            return None;
        }
        let holds = |round: &Round| round.received.holds(received);
        if received.year() > LAST_YEAR {
            return None;
        }
        let announced = self.announced.iter().find(|round| holds(round)).cloned();
        announced.or_else(|| {
            let years = [received.year(), received.year().saturating_add(1)];
            let inferred = years.into_iter().flat_map(|year| self.patterns.iter().filter_map(move |pattern| pattern.of(year)));
            inferred.into_iter().find(holds)
        })
    }

    /// The rounds of a year in order of time, announced ones before the pattern; `None` for a year before
    /// the present regime began, or beyond the calendar's years.
    #[must_use]
    pub fn of_year(&self, year: i32) -> Option<Vec<Round>> {
        if year < super::first_day().year() || year > LAST_YEAR {
            return None;
        }
        let announced = |name: &str| self.announced.iter().find(|round| round.name == name).cloned();
        let inferred = self.patterns.iter().filter_map(|pattern| pattern.of(year));
        let mut rounds: Vec<Round> = inferred.map(|round| announced(&round.name).unwrap_or(round)).collect();
        let own = format!("{year}-");
        let others = self.announced.iter().filter(|round| round.name.starts_with(&own) && !rounds.contains(round)).cloned();
        let others: Vec<Round> = others.collect();
        rounds.extend(others);
        rounds.sort_by_key(|round| round.received.from);
        Some(rounds)
    }

    /// The rounds from a day on without end: first those of its year that are not implemented before it.
    pub fn from(&self, day: NaiveDate) -> impl Iterator<Item = Round> + '_ {
        // A round's revised rules may be implemented on the first day of the year after its own.
        let first = day.year().saturating_sub(1).max(super::first_day().year());
        (first..=LAST_YEAR).filter_map(|year| self.of_year(year)).flatten().filter(move |round| day <= round.implemented_by)
    }

    /// The latest round whose revised rules are in force by a day; `None` before the first one.
    #[must_use]
    pub fn implemented_by(&self, day: NaiveDate) -> Option<Round> {
        let first = super::first_day().year();
        let years = (first..=day.year().min(LAST_YEAR)).rev().filter_map(|year| self.of_year(year));
        years.flatten().filter(|round| round.implemented_by <= day).max_by_key(|round| round.implemented_by)
    }

    /// The rounds that were announced, in order of time.
    #[must_use]
    pub fn announced(&self) -> &[Round] {
        &self.announced
    }
}

impl Window {
    /// Whether the day lies inside.
    #[must_use]
    pub fn holds(&self, day: NaiveDate) -> bool {
        Period { from: self.from, until: Some(self.until) }.holds(day)
    }
}
