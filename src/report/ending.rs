//! The closing line of a table of goods: without it the table was cut off.

use serde::Serialize;

use crate::value::Summary;

/// The contract of the closing line.
pub const END_SCHEMA: &str = "cepa/end/1";

/// What a run was, in one line.
#[derive(Clone, Debug, Serialize)]
pub struct Ending {
    /// The contract.
    pub schema: &'static str,
    /// Always true: what was interrupted has no such line.
    pub complete: bool,
    /// How many goods there are.
    pub goods: u64,
    /// How many of them originate.
    pub originating: u64,
    /// How many do not.
    pub not_originating: u64,
    /// How many are open.
    pub undetermined: u64,
    /// How many were rejected.
    pub rejected: u64,
    /// How many errors files as a whole have.
    pub problems: usize,
    /// The exit code.
    pub exit: u8,
    /// The digest of the law.
    pub law: String,
    /// The day judged, for goods that name none.
    pub on: String,
    /// The language of the texts.
    pub lang: &'static str,
    /// The version of the program.
    pub cepa: &'static str,
    /// How many files were read.
    pub files: usize,
    /// The digest of their names and contents.
    pub input: String,
    /// The digest of policy, defaults and confirmations.
    pub settings: String,
    /// The digest of all of it; every good of the run carries it too.
    pub run: String,
}

impl Ending {
    /// The closing line of a run of which nothing but its counts is known yet.
    #[must_use]
    pub fn of(summary: Summary) -> Self {
        Self {
            schema: END_SCHEMA,
            complete: true,
            goods: summary.goods(),
            originating: summary.originating,
            not_originating: summary.not_originating,
            undetermined: summary.undetermined,
            rejected: summary.rejected,
            problems: 0,
            exit: 0,
            law: String::new(),
            on: String::new(),
            lang: "",
            cepa: env!("CARGO_PKG_VERSION"),
            files: 0,
            input: String::new(),
            settings: String::new(),
            run: String::new(),
        }
    }

    /// As a line of JSON.
    #[must_use]
    pub fn line(&self) -> String {
        serde_json::to_string(self).unwrap_or_default() + "\n"
    }
}
