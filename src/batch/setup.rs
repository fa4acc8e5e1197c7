//! What a run is judged by, and what is known of a file before its rows are read.

use super::earlier::Earlier;
use super::plan::Plan;
use super::table::Table;
use crate::bom::{Case, Defaults, Good, GoodFacts, Layout, Profile, Vocabulary};
use crate::diag::Diagnostic;
use crate::law::Law;
use crate::origin::{Assessment, Claim, Point, Policy};
use crate::value::Verdict;

/// What a run is judged by.
#[derive(Clone, Copy)]
pub struct Setup<'a> {
    /// The law.
    pub law: &'a Law,
    /// How doubtful things are taken.
    pub policy: &'a Policy,
    /// Day, currency and rates.
    pub defaults: &'a Defaults,
    /// What flags state of every good.
    pub flags: &'a GoodFacts,
    /// Names of operations and facts.
    pub vocabulary: &'a Vocabulary,
    /// What the user settled about the files.
    pub profile: &'a Profile,
    /// The table that states more of the goods.
    pub table: Option<&'a Table>,
    /// Whether warnings are told; only then is it looked for them.
    pub told: bool,
    /// Whether the words of one good serve for others of its kind, so that only figures are written anew.
    pub by_words: bool,
    /// Whether a good's row is its [`Brief`](super::Brief), for a summary.
    pub in_brief: bool,
    /// An earlier report that rows are told against: only a good of which it says something else has one.
    pub against: Option<&'a Earlier>,
    /// An earlier report whose rows are taken over: in place of each of its goods stands a [`kept`](super::kept()).
    pub resumed: Option<&'a Earlier>,
    /// The digest of the run that rows carry; empty where they carry none.
    pub run: &'a str,
    /// The plain road, and the words of a row.
    pub referee: &'a dyn Referee,
}

/// The plain road of one good, and the words of its row.
pub trait Referee: Sync {
    /// Judges a good by the plain road.
    fn judge(&self, good: Good) -> Judged;
    /// The cells of a row from the HS code to the first open point.
    fn cells(&self, case: &Case, assessment: &Assessment) -> Vec<String>;
    /// The words of an open point.
    fn point(&self, point: &Point) -> String;
    /// The words of a claim, with room for its figures.
    fn claim(&self, claim: &Claim) -> Vec<Piece>;
    /// Why a good does not originate, or what is open, as a summary counts it: keys and words. `kind` is that of the step
    /// that decided.
    fn reasons(&self, verdict: Verdict, kind: &str, blocking: &[Point]) -> Vec<(String, String)>;
}

/// A piece of the words of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Words.
    Words(String),
    /// Room for the amount of this name.
    Amount(String),
    /// Room for the share of this name, without its sign.
    Share(String),
    /// Room for the HS code of the materials that are named.
    Code,
    /// Room for the name of a material, the first being 0.
    Name(usize),
    /// Room for its line.
    Line(usize),
    /// Room for how many materials there are beside those that are named.
    More,
}

/// A good that was judged by the plain road.
#[derive(Clone, Debug)]
pub struct Judged {
    /// Its row, with the line feed, or its brief; nothing of a good that is told against an earlier report and is as it was.
    pub row: Vec<u8>,
    /// Which good of the earlier report it is.
    pub earlier: Option<u32>,
    /// Its verdict.
    pub verdict: Verdict,
    /// What is wrong with its input.
    pub diagnostics: Vec<Diagnostic>,
}

/// A file whose columns are recognised.
#[derive(Clone, Debug)]
pub struct File {
    /// How its rows are read.
    pub layout: Layout,
    /// The good of rows that name none.
    pub fallback_id: String,
    /// Whether its columns were not recognised by themselves: then the plain road must take it as a whole, or not at all.
    pub(super) strict: bool,
    /// Its name as a cell of the report, between two separators.
    pub(super) name: Vec<u8>,
    pub(super) plan: Plan,
}

impl File {
    /// A file for the fast road; `None` where it needs the plain one.
    #[must_use]
    pub fn new(layout: Layout, fallback_id: &str, setup: &Setup<'_>) -> Option<Self> {
        let plan = Plan::of(&layout, setup.profile)?;
        Some(Self { name: name_cell(&layout.file), layout, fallback_id: fallback_id.to_owned(), strict: false, plan })
    }

    /// Another file with the very same headings.
    #[must_use]
    pub fn alike(&self, name: &std::sync::Arc<str>, fallback_id: &str) -> Self {
        let mut file = Self { fallback_id: fallback_id.to_owned(), strict: true, ..self.clone() };
        file.name = name_cell(name);
        file.layout.file.clone_from(name);
        file.layout.header.file.clone_from(name);
        file
    }
}

fn name_cell(name: &str) -> Vec<u8> {
    let mut cell = vec![b','];
    super::page::cell(&mut cell, name.as_bytes());
    cell.push(b',');
    cell
}

impl Setup<'_> {
    /// Whether a good is in an earlier report whose rows are taken over.
    #[must_use]
    pub const fn is_taken_over(&self, earlier: Option<u32>) -> bool {
        self.resumed.is_some() && earlier.is_some()
    }

    /// Whether some good of this run can be judged by what was said of another.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.by_words && !self.policy.tolerance && self.flags.per.is_none() && self.flags.bom_per.is_none()
    }
}
