//! What may be written behind `cepa law`.

use std::path::PathBuf;

use clap::builder::NonEmptyStringValueParser;
use clap::{Subcommand, ValueEnum};

use super::args::{JudgeArgs, Plain};

/// What to do with the law data.
#[derive(Subcommand, Debug)]
pub enum LawCommand {
    /// Check that they are sound, and say what the product list still lacks
    Check(LawCheckArgs),
    /// Read the official product list, or an announcement that amends it, into a folder of law data
    Import(ImportArgs),
    /// Show the rows of the product list
    #[command(visible_alias = "list")]
    Show(ShowArgs),
    /// Show what differs between two folders of law data, and which goods it turns
    Diff(Box<DiffArgs>),
}

/// Check the law data.
#[derive(clap::Args, Debug)]
pub struct LawCheckArgs {
    /// The folder [default: that of --law, or the bundled data]
    #[arg(value_name = "DIR")]
    pub folder: Option<PathBuf>,
    /// Record that a person compared a row's rule with its wording: its serial number, or its code
    #[arg(long, value_name = "SERIAL", requires = "by")]
    pub accept: Vec<String>,
    /// Who compared them
    #[arg(long, value_name = "NAME", requires = "accept", value_parser = NonEmptyStringValueParser::new())]
    pub by: Option<String>,
    /// On which day [default: today in Hong Kong]
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
}

/// Read the official product list.
#[derive(clap::Args, Debug)]
pub struct ImportArgs {
    /// The list: PDF, text of pdftotext, CSV, XLSX or HTML; several parts in their order
    #[arg(value_name = "LIST", required = true)]
    pub lists: Vec<PathBuf>,
    /// Whose list it is
    #[arg(long, value_enum, default_value_t = PartyArg::Hk)]
    pub party: PartyArg,
    /// The edition of the Harmonized System in which it is written
    #[arg(long, value_enum, default_value_t = EditionArg::Hs2022)]
    pub edition: EditionArg,
    /// The first day on which it is in force, as 2022-05-16
    #[arg(long, value_name = "DATE")]
    pub from: String,
    /// What it is called, as reports shall cite it
    #[arg(long, value_name = "TEXT", value_parser = NonEmptyStringValueParser::new())]
    pub cite: String,
    /// The folder to write the law data to
    #[arg(long, value_name = "DIR", required_unless_present = "dry_run")]
    pub out: Option<PathBuf>,
    /// Say what would come of it, and write nothing
    #[arg(long, conflicts_with = "out")]
    pub dry_run: bool,
    /// Say that this is the whole list: then a good outside it gets the General Rule
    #[arg(long, conflicts_with = "amend")]
    pub complete: bool,
    /// It is an announcement that changes some rows of the list
    #[arg(long)]
    pub amend: bool,
    /// The announcement may also add rows for codes that have none
    #[arg(long, requires = "amend")]
    pub new: bool,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = Plain::Text)]
    pub format: Plain,
}

/// Show the rows of the product list.
#[derive(clap::Args, Debug)]
pub struct ShowArgs {
    /// Serial numbers or codes; a code also shows the rows under it [default: every row]
    #[arg(value_name = "ROW")]
    pub rows: Vec<String>,
    /// The day [default: today in Hong Kong]
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    /// By chapter: how many rows, how many understood, how many compared by a person
    #[arg(long, conflicts_with = "rows")]
    pub coverage: bool,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = Plain::Text)]
    pub format: Plain,
}

/// Show what differs between two folders of law data.
#[derive(clap::Args, Debug)]
pub struct DiffArgs {
    /// The first folder, or "bundled"
    #[arg(value_name = "A")]
    pub first: PathBuf,
    /// The second folder, or "bundled"
    #[arg(value_name = "B")]
    pub second: PathBuf,
    /// Bills of materials, whose goods are judged under both
    #[arg(value_name = "BOM")]
    pub boms: Vec<PathBuf>,
    /// How the goods are judged
    #[command(flatten)]
    pub judge: JudgeArgs,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = Plain::Text)]
    pub format: Plain,
}

/// Whose list.
#[derive(ValueEnum, Clone, Copy, Debug)]
pub enum PartyArg {
    /// Hong Kong
    Hk,
}

/// An edition of the Harmonized System.
#[derive(ValueEnum, Clone, Copy, Debug)]
pub enum EditionArg {
    /// In use until 2021, in this list until 15 May 2022
    Hs2017,
    /// In use from 2022, in this list from 16 May 2022
    Hs2022,
}
