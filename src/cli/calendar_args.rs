//! What may be written behind `cepa round`, `cepa rounds` and `cepa deadline`.

use std::path::PathBuf;

use clap::ValueEnum;

use super::args::Plain;

/// Show the round of a date, or of every application of a file.
#[derive(clap::Args, Debug)]
pub struct RoundArgs {
    /// A day, or a moment with its zone (taken to its day in Hong Kong)
    #[arg(required_unless_present = "from", conflicts_with = "from")]
    pub date: Option<String>,
    /// A table of applications, id,received; - for standard input
    #[arg(long, value_name = "FILE")]
    pub from: Option<PathBuf>,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = Tabular::Text)]
    pub format: Tabular,
}

/// Show the calendar of rounds.
#[derive(clap::Args, Debug)]
pub struct RoundsArgs {
    /// The year of the rounds [default: those under way and to come within a year]
    pub year: Option<String>,
    /// Also write an iCalendar file for Outlook, Google Calendar and others; - for standard output
    #[arg(long, value_name = "FILE")]
    pub ics: Option<PathBuf>,
    /// Today, as 2026-11-22 [default: today in Hong Kong]
    #[arg(long, value_name = "DATE", conflicts_with = "year")]
    pub today: Option<String>,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = Plain::Text)]
    pub format: Plain,
}

/// Work back from the day on which a revised rule is needed.
#[derive(clap::Args, Debug)]
pub struct DeadlineArgs {
    /// The day by which the revised rule must be in force, as 2027-07-01
    #[arg(long, value_name = "DATE")]
    pub effective_by: String,
    /// Working days that it takes to prepare the application
    #[arg(long, value_name = "DAYS", default_value_t = 0, value_parser = clap::value_parser!(u32).range(..=1000))]
    pub prepare: u32,
    /// Today, as 2026-11-22 [default: today in Hong Kong]
    #[arg(long, value_name = "DATE")]
    pub today: Option<String>,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = Plain::Text)]
    pub format: Plain,
}

/// The form of an answer that may be a table.
#[derive(ValueEnum, Clone, Copy, Debug)]
pub enum Tabular {
    /// Words
    Text,
    /// One JSON document
    Json,
    /// A row each
    Csv,
}
