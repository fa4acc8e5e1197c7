//! What may be written behind `cepa revise`.

use std::path::PathBuf;

use clap::Subcommand;

use super::args::{JudgeArgs, Plain};

/// What to do about a rule that is to be revised.
#[derive(Subcommand, Debug)]
pub enum ReviseCommand {
    /// Judge goods under the law of today and under proposed rows
    Propose(Box<ProposeArgs>),
    /// Find the smallest change of today's rule that would admit goods which do not originate
    Ask(Box<AskArgs>),
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
