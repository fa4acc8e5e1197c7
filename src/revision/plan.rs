//! Working back from the day on which a revised rule is needed.

use chrono::NaiveDate;

use crate::law::{Holidays, Law, NotListed, Reckoned, Round};

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Goal {
    /// The revised rule must be in force by this day.
    pub effective_by: NaiveDate,
    /// How many working days it takes to prepare the application.
    pub prepare: u32,
    /// The day on which this is asked.
    pub today: NaiveDate,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What was asked.
    pub goal: Goal,
    /// The latest round whose revised rules are in force by the day; `None` where there is none so early.
    pub round: Option<Step>,
    /// Why it cannot be met; `None` where it can.
    pub obstacle: Option<Obstacle>,
    /// Where it cannot be met: the first round that can.
    pub instead: Option<Step>,
}

/// A round seen from today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The round.
    pub round: Round,
    /// The last day on which to start, so that the working days to prepare remain.
    pub start: Result<Reckoned<NaiveDate>, NotListed>,
    /// The working days from today to the last day of receipt, both included.
    pub left: Result<Reckoned<u32>, NotListed>,
    /// The last working day on which applications are received.
    pub last_working_day: Result<Reckoned<NaiveDate>, NotListed>,
    /// Whether the working days to prepare are left; `None` where too few years are listed to say.
    pub enough: Option<bool>,
}

/// Why a goal cannot be met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// No round puts rules into force so early.
    TooEarly,
    /// The round no longer receives applications.
    Closed,
    /// Too few working days are left to prepare.
    TooShort,
}

impl Obstacle {
    /// `too-early`, `closed`, `too-short`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::TooEarly => "too-early",
            Self::Closed => "closed",
            Self::TooShort => "too-short",
        }
    }
}

impl Plan {
    /// Works back from a goal under the rounds and holidays of a law.
    #[must_use]
    pub fn of(goal: Goal, law: &Law) -> Self {
        let round = law.rounds.implemented_by(goal.effective_by).map(|round| Step::of(round, &goal, &law.holidays));
        let obstacle = round.as_ref().map_or(Some(Obstacle::TooEarly), |step| step.obstacle(&goal));
        let instead = obstacle.and_then(|_| {
            let mut steps = law.rounds.from(goal.today).map(|round| Step::of(round, &goal, &law.holidays));
            steps.find(|step| step.obstacle(&goal).is_none())
        });
        Self { goal, round, obstacle, instead }
    }

    /// The round to aim at: the one asked for, or else the first that can be met.
    #[must_use]
    pub fn aim(&self) -> Option<&Step> {
        if self.obstacle.is_none() { self.round.as_ref() } else { self.instead.as_ref() }
    }
}

impl Step {
    fn of(round: Round, goal: &Goal, holidays: &Holidays) -> Self {
        let until = round.received.until;
        let start = holidays.before(until, goal.prepare);
        let enough = match start {
            Ok(start) => Some(start.is >= goal.today),
            // Beyond the table: enough if the listed years alone have as many working days.
            Err(_) => holidays
                .last_day()
                .and_then(|last| holidays.between(goal.today, last.min(until)).ok())
                .and_then(|listed| (listed.is >= goal.prepare).then_some(true)),
        };
        Self { start, enough, left: holidays.between(goal.today, until), last_working_day: holidays.before(until, 1), round }
    }

    /// What stands against this round. Where it cannot be said whether days enough are left, that is told instead.
    fn obstacle(&self, goal: &Goal) -> Option<Obstacle> {
        if self.round.received.until < goal.today {
            return Some(Obstacle::Closed);
        }
        (self.enough == Some(false)).then_some(Obstacle::TooShort)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::Files;
    use crate::value::period::parse_day;

    fn day(text: &str) -> NaiveDate {
        parse_day(text).expect("a day")
    }

    fn plan(effective_by: &str, prepare: u32, today: &str) -> Plan {
        let law = Law::load(&Files::bundled()).expect("the bundled law is sound");
        Plan::of(Goal { effective_by: day(effective_by), prepare, today: day(today) }, &law)
    }

    fn name(step: Option<&Step>) -> &str {
        step.map_or("none", |step| &step.round.name)
    }

    /// The round asked for, what stands against it, and what comes instead.
    fn names(plan: &Plan) -> (&str, Option<Obstacle>, &str) {
        (name(plan.round.as_ref()), plan.obstacle, name(plan.instead.as_ref()))
    }

    #[test]
    fn the_last_day_of_implementation_counts_and_the_day_before_does_not() {
        assert_eq!(names(&plan("2027-07-01", 0, "2026-11-25")), ("2027-1", None, "none"));
        assert_eq!(names(&plan("2027-06-30", 0, "2026-07-15")), ("2026-2", None, "none"), "the last day of receipt");
        assert_eq!(names(&plan("2027-06-30", 0, "2026-07-16")), ("2026-2", Some(Obstacle::Closed), "2027-1"));
        assert_eq!(names(&plan("2027-01-01", 0, "2026-07-01")), ("2026-2", None, "none"), "the turn of the year");
        assert_eq!(names(&plan("2026-12-31", 0, "2026-01-01")), ("2026-1", None, "none"));
    }

    #[test]
    fn working_days_to_prepare_must_be_left() {
        let left = plan("2027-07-01", 0, "2026-11-25").round.expect("a round").left.expect("listed years").is;
        assert_eq!(names(&plan("2027-07-01", left, "2026-11-25")).1, None, "as many as are left");
        assert_eq!(names(&plan("2027-07-01", left + 1, "2026-11-25")), ("2027-1", Some(Obstacle::TooShort), "2027-2"));
    }

    #[test]
    fn before_the_first_round_nothing_can_be_met() {
        assert_eq!(names(&plan("2019-01-02", 0, "2026-11-25")), ("none", Some(Obstacle::TooEarly), "2027-1"));
    }

    #[test]
    fn beyond_the_table_of_holidays_the_round_is_told_and_the_days_are_not() {
        let plan = plan("2034-07-01", 20, "2026-11-25");
        let step = plan.round.expect("a round");
        assert_eq!((step.round.name.as_str(), step.start, step.left), ("2034-1", Err(NotListed(2034)), Err(NotListed(2031))));
        assert_eq!((plan.obstacle, step.enough), (None, Some(true)), "the listed years have days enough");
    }

    #[test]
    fn whether_days_enough_are_left_is_not_guessed() {
        let plan = plan("2031-07-01", 1000, "2027-03-01");
        let step = plan.round.expect("a round");
        assert_eq!((step.round.name.as_str(), step.enough), ("2031-1", None));
    }

    #[test]
    fn what_comes_instead_is_the_first_that_can_be_met() {
        let law = Law::load(&Files::bundled()).expect("the bundled law is sound");
        for today in day("2026-01-01").iter_days().take(400) {
            for prepare in [0, 30, 130] {
                let goal = Goal { effective_by: day("2025-01-01"), prepare, today };
                let instead = Plan::of(goal, &law).instead.expect("a round to come");
                let by = instead.round.implemented_by;
                let met = Plan::of(Goal { effective_by: by, ..goal }, &law);
                assert_eq!((met.obstacle, met.round.as_ref()), (None, Some(&instead)), "{today}: its own day can be met");
                let before = by.pred_opt().expect("a day");
                assert!(Plan::of(Goal { effective_by: before, ..goal }, &law).obstacle.is_some(), "{today}: no day before it can");
            }
        }
    }
}
