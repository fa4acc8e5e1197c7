//! What may be written on the command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use super::calendar_args::{DeadlineArgs, RoundArgs, RoundsArgs};
use super::law_args::LawCommand;
use super::revise_args::ReviseCommand;
use crate::report::View;
use crate::say::Lang;

/// Judges whether a good originates in Hong Kong under CEPA, from its bill of materials, with every
/// step cited. Everything runs on this machine.
#[derive(Parser, Debug)]
#[command(name = "cepa", version, about, long_about = None, disable_help_subcommand = true)]
pub struct Args {
    /// Language of the output
    #[arg(long, global = true, value_enum, default_value_t = LangArg::En)]
    pub lang: LangArg,
    /// Law data to use in place of the bundled ones (a copy of the folder data/)
    #[arg(long, global = true, value_name = "DIR")]
    pub law: Option<PathBuf>,
    /// Configuration: defaults, policy and confirmed points [default: ./cepa.toml if it is there]
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Say nothing on standard error but errors
    #[arg(long, global = true)]
    pub quiet: bool,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Judge the goods of bills of materials
    Check(Box<CheckArgs>),
    /// Show the rule of an HS code on a day, its wording and its history
    Rule(RuleArgs),
    /// Show the consultation round of a submission date, with every milestone; or those of a file's dates
    Round(RoundArgs),
    /// Show the calendar of consultation rounds, and write it for Outlook and others
    Rounds(RoundsArgs),
    /// Work back from the day on which a revised rule is needed: which round, by when, and when to start
    Deadline(DeadlineArgs),
    /// Explain a diagnostic, an operation, a fact, a point, a reading, a number or a source
    Explain {
        /// Such as B008, injection-moulding, psr.unlisted.847130, circular-4-2023
        name: String,
    },
    /// Plan the revision of a rule: what a proposal changes, what to ask for, and a draft of the application
    Revise {
        /// What to do
        #[command(subcommand)]
        command: ReviseCommand,
    },
    /// Work with the law data
    Law {
        /// What to do with them
        #[command(subcommand)]
        command: LawCommand,
    },
}

/// Judge the goods of bills of materials.
#[derive(clap::Args, Debug)]
pub struct CheckArgs {
    /// Bills of materials: CSV files, folders of them, or - for standard input
    #[arg(value_name = "BOM", required = true)]
    pub boms: Vec<PathBuf>,
    /// How the goods are judged
    #[command(flatten)]
    pub judge: JudgeArgs,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// How much a text shows
    #[arg(long, value_enum, default_value_t = ViewArg::Reasons)]
    pub view: ViewArg,
}

/// How goods are read and judged.
#[derive(clap::Args, Clone, Debug)]
pub struct JudgeArgs {
    /// A table of goods: FOB, labour and other facts of each good
    #[arg(long, value_name = "FILE")]
    pub goods: Option<PathBuf>,
    /// Exchange rates: currency,rate,date,source
    #[arg(long, value_name = "FILE")]
    pub rates: Option<PathBuf>,
    /// The day judged, as 2026-11-22 [default: today in Hong Kong]
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    /// HS code of every good that states none
    #[arg(long, value_name = "CODE")]
    pub hs: Option<String>,
    /// FOB value of every good that states none
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    pub fob: Option<String>,
    /// Labour cost of every good that states none
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    pub labour: Option<String>,
    /// Product development cost of every good that states none
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    pub development: Option<String>,
    /// Operations of every good that states none: id[@HK|@CN|@other], separated by ;
    #[arg(long, value_name = "LIST")]
    pub operations: Option<String>,
    /// Facts of every good that states none, separated by ; with ! before one that is not so
    #[arg(long, value_name = "LIST")]
    pub facts: Option<String>,
    /// Rule of every good that states none, as the official list has it, or "general"
    #[arg(long, value_name = "RULE")]
    pub rule: Option<String>,
    /// Pieces that FOB, labour and development cover [default: 1]
    #[arg(long, value_name = "PIECES", allow_hyphen_values = true)]
    pub per: Option<String>,
    /// Pieces that the material rows cover [default: 1]
    #[arg(long, value_name = "PIECES", allow_hyphen_values = true)]
    pub bom_per: Option<String>,
    /// Currency of goods and materials that name none
    #[arg(long, value_name = "CODE")]
    pub currency: Option<String>,
    /// Take a material of Hong Kong or the Mainland without a status as originating
    #[arg(long)]
    pub trust_country: bool,
    /// How to take a material whose origin is open
    #[arg(long, value_enum, value_name = "HOW", default_value_t = Unproven::Open)]
    pub unproven: Unproven,
}

/// Show the rule of an HS code.
#[derive(clap::Args, Debug)]
pub struct RuleArgs {
    /// The code, with or without dots
    pub hs: String,
    /// The day [default: today in Hong Kong]
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = Plain::Text)]
    pub format: Plain,
}

/// A language.
#[derive(ValueEnum, Clone, Copy, Debug)]
pub enum LangArg {
    /// English
    En,
    /// 繁體中文
    #[value(name = "zh-Hant")]
    ZhHant,
    /// 简体中文
    #[value(name = "zh-Hans")]
    ZhHans,
}

impl From<LangArg> for Lang {
    fn from(lang: LangArg) -> Self {
        match lang {
            LangArg::En => Self::En,
            LangArg::ZhHant => Self::ZhHant,
            LangArg::ZhHans => Self::ZhHans,
        }
    }
}

/// How to take a material whose origin is open.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unproven {
    /// It stays open
    Open,
    /// It does not originate
    NonOriginating,
}

/// The form of a report.
#[derive(ValueEnum, Clone, Copy, Debug)]
pub enum Format {
    /// Words
    Text,
    /// One JSON document
    Json,
    /// One JSON object a line
    Ndjson,
    /// One row a good
    Csv,
}

/// The form of a short answer.
#[derive(ValueEnum, Clone, Copy, Debug)]
pub enum Plain {
    /// Words
    Text,
    /// One JSON document
    Json,
}

/// How much a text shows.
#[derive(ValueEnum, Clone, Copy, Debug)]
pub enum ViewArg {
    /// The verdict and what is open
    Answer,
    /// Also the rule, the figures and the steps that decided
    Reasons,
    /// Also every step, with its citations
    Proof,
}

impl From<ViewArg> for View {
    fn from(view: ViewArg) -> Self {
        match view {
            ViewArg::Answer => Self::Answer,
            ViewArg::Reasons => Self::Reasons,
            ViewArg::Proof => Self::Proof,
        }
    }
}
