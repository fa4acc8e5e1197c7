//! What may be written behind `cepa revise`.

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};

use super::args::{JudgeArgs, Plain};

/// What to do about a rule that is to be revised.
#[derive(Subcommand, Debug)]
pub enum ReviseCommand {
    /// Judge goods under the law of today and under proposed rows
    Propose(Box<ProposeArgs>),
    /// Find the smallest change of today's rule that would admit goods which do not originate
    Ask(Box<AskArgs>),
    /// Draft an application to revise the rule of a good
    #[command(mut_arg("rule", |rule| rule.required(true).help("The rule to ask for, such as \"CTSH or RVC(BD 35)\"")))]
    Draft(Box<DraftArgs>),
}

/// Judge goods under the law of today and under proposed rows.
#[derive(clap::Args, Debug)]
pub struct ProposeArgs {
    /// A table of proposed rows: HS code, rule, wording
    #[arg(value_name = "RULES")]
    pub rules: PathBuf,
    /// Bills of materials: CSV files, folders of them, or - for standard input
    #[arg(value_name = "BOM", required = true)]
    pub boms: Vec<PathBuf>,
    /// How the goods are judged
    #[command(flatten)]
    pub judge: JudgeArgs,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = Plain::Text)]
    pub format: Plain,
}

/// Find the smallest change that would admit goods.
#[derive(clap::Args, Debug)]
pub struct AskArgs {
    /// Bills of materials: CSV files, folders of them, or - for standard input
    #[arg(value_name = "BOM", required = true)]
    pub boms: Vec<PathBuf>,
    /// How the goods are judged
    #[command(flatten)]
    pub judge: JudgeArgs,
    /// Show every candidate that was tried, not only the nearest that admit a good
    #[arg(long)]
    pub all: bool,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = Plain::Text)]
    pub format: Plain,
}

/// Draft an application to revise the rule of a good.
#[derive(clap::Args, Debug)]
pub struct DraftArgs {
    /// Bills of materials: CSV files, folders of them, or - for standard input
    #[arg(value_name = "BOM", required = true)]
    pub boms: Vec<PathBuf>,
    /// The good [default: the only one]
    #[arg(long, value_name = "ID")]
    pub good: Option<String>,
    /// Today's rule, as the official list has it, or "general"
    #[arg(long, value_name = "RULE")]
    pub in_force: Option<String>,
    /// Your wording of the rule to ask for
    #[arg(long, value_name = "TEXT")]
    pub wording: Option<String>,
    /// The day on which TID receives the application, as 2027-01-15 [default: today in Hong Kong]
    #[arg(long, value_name = "DATE")]
    pub by: Option<String>,
    /// The file to write, ending in .md or .html [default: Markdown on standard output]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Form of the draft, where the file's name does not say it
    #[arg(long, value_enum)]
    pub format: Option<DraftFormat>,
    /// How the good is judged
    #[command(flatten)]
    pub judge: JudgeArgs,
}

/// The form of a draft.
#[derive(ValueEnum, Clone, Copy, Debug)]
pub enum DraftFormat {
    /// Markdown, to be edited
    Markdown,
    /// A page that opens in a browser and prints on A4
    Html,
}
