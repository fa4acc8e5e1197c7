//! What is told: one value, then one file for each format.
//!
//! A [`Report`] is complete before anything is written; the formats only put it into words.

mod ask;
mod brief;
mod brief_row;
mod change;
mod counts;
mod csv;
mod diagnostics;
mod difference;
mod document;
mod draft;
mod ending;
mod explain;
mod form;
mod ics;
mod inspected;
mod json;
mod kept;
mod layout;
mod list;
mod overview;
mod pieces;
mod plan;
mod propose;
mod round;
mod rounds;
mod rule;
mod show;
mod summary;
mod text;
mod told;
mod tree;
mod turned;
mod was;
mod words;

pub use ask::{Asked, ask_json, ask_text};
pub use brief::{Brief, reasons};
pub use change::{Change, changes_closing, changes_end};
pub use csv::{csv, judged as csv_judged};
pub use diagnostics::{diagnostics, fix_of, text_of};
pub use difference::{Turn, difference_json, difference_text, turns};
pub use document::{html, markdown};
pub use draft::{draft, draft_summary};
pub use ending::{END_SCHEMA, Ending};
pub use explain::explain;
pub use form::{Form, Head};
pub use ics::rounds_ics;
pub use inspected::{Inspected, inspected_json, inspected_text};
pub use json::{json, ndjson};
pub use kept::{Kept, NotARow};
pub use list::{import_json, import_text, law_check_text};
pub use overview::Overview;
pub use plan::{plan_json, plan_text};
pub use propose::{Comparison, propose_json, propose_text};
pub use round::{round_json, round_text};
pub use rounds::{placed_csv, placed_json, placed_text, rounds_json, rounds_text};
pub use rule::{rule_json, rule_text};
pub use show::{coverage_json, coverage_text, rows_json, rows_text};
pub use text::text;
pub use told::Told;
pub use turned::Turned;
pub use was::{Basis, EarlierLine, Was};

use std::sync::Arc;

use crate::bom::{Case, Inputs};
use crate::diag::Diagnostic;
use crate::law::Law;
use crate::origin::Assessment;
use crate::say::{Lang, Words};
use crate::value::{Hs, Position, Summary, Verdict};

use chrono::NaiveDate;

/// Everything that one run found.
#[derive(Clone, Debug)]
pub struct Report {
    /// The day judged, for goods that name none.
    pub on: NaiveDate,
    /// The goods, in the order in which they were met.
    pub goods: Vec<GoodReport>,
    /// What is wrong with files as a whole.
    pub problems: Vec<Diagnostic>,
}

/// What was found of one good.
#[derive(Clone, Debug)]
pub struct GoodReport {
    /// The good's identifier.
    pub id: String,
    /// Where it was first met.
    pub at: Position,
    /// What it is, as stated.
    pub description: Option<String>,
    /// Its HS code, as stated.
    pub hs: Option<Hs>,
    /// The case and its assessment; `None` where the good is rejected.
    pub judged: Option<(Case, Assessment)>,
    /// What is wrong with its input.
    pub diagnostics: Vec<Diagnostic>,
    /// What later runs recognise it by.
    pub traces: Traces,
}

/// What later runs recognise a good and its run by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Traces {
    /// Digests of what it was judged from.
    pub inputs: Option<Inputs>,
    /// The digest of the run: law, files, flags; see `docs/report-format.md`.
    pub run: Option<Arc<str>>,
}

/// How much of the proof a text shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// The verdict and what is open.
    Answer,
    /// Also the rule, the figures and the steps that decided.
    #[default]
    Reasons,
    /// Also every step that was evaluated, with its citations.
    Proof,
}

/// What a format needs beside the report: the law that was applied, and a language.
#[derive(Clone, Copy)]
pub struct Setting<'a> {
    /// The law that was applied.
    pub law: &'a Law,
    /// The phrase table.
    pub words: &'a Words,
    /// The language.
    pub lang: Lang,
}

impl GoodReport {
    /// The verdict.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.judged.as_ref().map_or(Verdict::Rejected, |(_, assessment)| assessment.verdict)
    }
}

impl Report {
    /// How many goods have each verdict.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let mut summary = Summary::default();
        self.goods.iter().for_each(|good| summary.add(good.verdict()));
        summary
    }

    /// Everything that is wrong, doubtful or worth knowing, of files and of goods.
    #[must_use]
    pub fn told(&self) -> Vec<Diagnostic> {
        let of_goods = self.goods.iter().flat_map(|good| &good.diagnostics).filter(|diagnostic| !self.problems.contains(diagnostic));
        self.problems.iter().chain(of_goods).cloned().collect()
    }

    /// The exit code: 2 where something was rejected or could not be read, 1 where some good does not
    /// originate or is undetermined, and 0 where all originate.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        self.summary().exit_code(self.problems.iter().any(Diagnostic::is_error))
    }
}
