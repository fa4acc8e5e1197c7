//! What may be written on the command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use super::calendar_args::{DeadlineArgs, RoundArgs, RoundsArgs};
use super::deliver_args::{DeliverArgs, MergeArgs};
use super::law_args::LawCommand;
use super::revise_args::ReviseCommand;
use crate::bom::PartQuantities;
use crate::input::Separator;
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
    /// Join the parts that check --partial wrote, and judge their goods
    Merge(Box<MergeArgs>),
    /// Show what is understood of a bill of materials: encoding, headings, columns, levels, rows left out
    Inspect(Box<InspectArgs>),
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
    /// Bills of materials: CSV, XLSX, XLS or ODS files, folders of them, patterns such as 'boms/*.csv', or - for standard input
    #[arg(value_name = "BOM", required = true)]
    pub boms: Vec<PathBuf>,
    /// How the goods are judged
    #[command(flatten)]
    pub judge: JudgeArgs,
    /// Form and place of the report
    #[command(flatten)]
    pub deliver: DeliverArgs,
    /// Write what was gathered of each good in place of verdicts, for cepa merge
    #[arg(long, conflicts_with_all = ["resume", "against", "summary", "end_row", "resumable"])]
    pub partial: bool,
    /// The file is a piece: its rows stand in TABLE from line LINE on
    #[arg(long, value_name = "TABLE:LINE", requires = "partial")]
    pub piece: Option<String>,
    /// Judge every good by the plain road, which is the referee of the fast one
    #[arg(long, hide = true)]
    pub plain_road: bool,
    /// Say in this file which road was taken, and how many goods took the plain one
    #[arg(long, hide = true, value_name = "FILE")]
    pub roads: Option<PathBuf>,
}

/// How files are read, where they do not speak for themselves. cepa.toml can say the same for good.
#[derive(clap::Args, Clone, Debug, Default)]
pub struct FileArgs {
    /// Encoding of texts, such as big5, gb18030, utf-8 [default: recognised, and said]
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,
    /// What parts the cells of texts [default: recognised, and said]
    #[arg(long, value_enum, value_name = "WHAT")]
    pub separator: Option<SeparatorArg>,
    /// Sheet of workbooks [default: the only one with a table]
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    /// Which column holds a field: --map amount="Landed cost"; ignore="…" for one not to use
    #[arg(long, value_name = "FIELD=HEADING")]
    pub map: Vec<String>,
    /// Whether parts of an assembly state quantities for one assembly or for the good
    #[arg(long, value_enum, value_name = "WHOSE")]
    pub parts: Option<PartsArg>,
    /// The tax that tax-inclusive prices include, as 13%
    #[arg(long, value_name = "RATE")]
    pub tax: Option<String>,
}

/// How goods are read and judged.
#[derive(clap::Args, Clone, Debug)]
pub struct JudgeArgs {
    /// How files are read
    #[command(flatten)]
    pub files: FileArgs,
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

/// Show what is understood of a bill of materials.
#[derive(clap::Args, Debug)]
pub struct InspectArgs {
    /// The bill of materials, or - for standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// How it is read
    #[command(flatten)]
    pub files: FileArgs,
    /// Also show every row as it is understood
    #[arg(long)]
    pub rows: bool,
    /// Write the columns, as they are understood, to [columns] of cepa.toml (or --config)
    #[arg(long)]
    pub save_map: bool,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = Plain::Text)]
    pub format: Plain,
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

/// What parts the cells of a text.
#[derive(ValueEnum, Clone, Copy, Debug)]
pub enum SeparatorArg {
    /// A comma
    Comma,
    /// A semicolon
    Semicolon,
    /// A tab
    Tab,
    /// A vertical bar
    Pipe,
}

impl From<SeparatorArg> for Separator {
    fn from(separator: SeparatorArg) -> Self {
        match separator {
            SeparatorArg::Comma => Self::Comma,
            SeparatorArg::Semicolon => Self::Semicolon,
            SeparatorArg::Tab => Self::Tab,
            SeparatorArg::Pipe => Self::Pipe,
        }
    }
}

/// Whose quantities the parts of an assembly state.
#[derive(ValueEnum, Clone, Copy, Debug)]
pub enum PartsArg {
    /// Those of one assembly
    PerAssembly,
    /// Those of the good
    PerGood,
}

impl From<PartsArg> for PartQuantities {
    fn from(parts: PartsArg) -> Self {
        match parts {
            PartsArg::PerAssembly => Self::PerAssembly,
            PartsArg::PerGood => Self::PerGood,
        }
    }
}

/// The form of a report.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
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
    /// The portfolio as a whole
    Summary,
    /// The verdict and what is open
    Answer,
    /// Also the rule, the figures and the steps that decided
    Reasons,
    /// Also every step, with its citations
    Proof,
}
