//! What may be written on the command line of how a report is made and where it goes.

use std::path::PathBuf;

use super::args::{Format, ViewArg};

/// The form of the report, and where it goes.
#[derive(clap::Args, Debug)]
pub struct DeliverArgs {
    /// Form of the output
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// How much a text shows [default: reasons, or summary for more than 20 goods]
    #[arg(long, value_enum)]
    pub view: Option<ViewArg>,
    /// Write to this file, which appears only when it is whole
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Also write what the run was to this file, as one JSON object, once everything else is written
    #[arg(long, value_name = "FILE")]
    pub summary: Option<PathBuf>,
    /// End a CSV with a row whose good is #end, so that one that was cut off shows
    #[arg(long)]
    pub end_row: bool,
    /// Name the run on every row of a CSV, so that --resume can go on from it; NDJSON always does
    #[arg(long)]
    pub resumable: bool,
    /// Go on from the goods of this NDJSON or CSV, which was cut off
    #[arg(long, value_name = "FILE", conflicts_with = "against")]
    pub resume: Option<PathBuf>,
    /// Only goods whose verdict, criterion or margin class is another than in this NDJSON, and why
    #[arg(long, value_name = "LAST")]
    pub against: Option<PathBuf>,
    /// How many threads judge [default: as many as there are cores]
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Let rows go while files are read: for goods whose rows stand together. Should that turn out otherwise, the run ends with an error
    #[arg(long, conflicts_with_all = ["resume", "resumable", "against"])]
    pub stream: bool,
    /// Folder for temporary files, where a run does not fit into memory [default: that of the system]
    #[arg(long, value_name = "FOLDER")]
    pub temp_dir: Option<PathBuf>,
}

/// Join the parts that `cepa check --partial` wrote, and judge the goods.
#[derive(clap::Args, Debug)]
pub struct MergeArgs {
    /// Parts, or patterns such as 'parts/*.part', in the order of their rows
    #[arg(id = "part_files", value_name = "PART", required = true)]
    pub parts: Vec<PathBuf>,
    /// How the goods are judged
    #[command(flatten)]
    pub judge: super::args::JudgeArgs,
    /// Form and place of the report
    #[command(flatten)]
    pub deliver: DeliverArgs,
}
