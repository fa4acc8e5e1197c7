//! What can be wrong with input: a diagnostic is data, put into words elsewhere.

mod code;

pub use code::{Code, Severity};

use std::borrow::Cow;
use std::fmt;

use crate::value::Position;

/// One thing that is wrong, doubtful or worth knowing about the input, and where.
///
/// Its words are the message `CODE` of the phrase table with the arguments filled in; what to do
/// about it is `CODE.fix`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    /// Where; `None` for what no place in the input is to blame.
    pub at: Option<Position>,
    /// What, as a stable code.
    pub code: Code,
    /// The particulars, by the names that the message uses.
    pub args: Vec<(Name, Arg)>,
}

/// The name of a particular or a message: the program's own, or read back from a file that it wrote.
pub type Name = Cow<'static, str>;

/// A particular of a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Arg {
    /// Shown as it is: a value from the input, a number, a name.
    Text(String),
    /// The identifier of a message, shown in the reader's language.
    Message(Name),
}

impl Diagnostic {
    /// A diagnostic at a place.
    #[must_use]
    pub fn at(code: Code, at: &Position) -> Self {
        Self { at: Some(at.clone()), code, args: Vec::new() }
    }

    /// A diagnostic that no place is to blame for.
    #[must_use]
    pub const fn general(code: Code) -> Self {
        Self { at: None, code, args: Vec::new() }
    }

    /// Adds a particular. Long values are cut: a cell of ten megabytes is not a message.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.args.push((name.into(), Arg::Text(shortened(value.to_string()))));
        self
    }

    /// Adds a particular that is itself a message.
    #[must_use]
    pub fn with_message(mut self, name: &'static str, id: &'static str) -> Self {
        self.args.push((name.into(), Arg::Message(id.into())));
        self
    }

    /// Code and place alone: `B008 bom.csv:4:6`.
    #[must_use]
    pub fn brief(&self) -> String {
        self.at.as_ref().map_or_else(|| self.code.to_string(), |at| format!("{} {at}", self.code))
    }

    /// Whether it rejects what it is about.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.code.severity() == Severity::Error
    }
}

/// The most characters of a value that a message repeats.
const LONGEST_ARGUMENT: usize = 240;

fn shortened(text: String) -> String {
    if text.len() <= LONGEST_ARGUMENT && !text.chars().any(char::is_control) {
        return text;
    }
    let mut kept: String = text.chars().take(LONGEST_ARGUMENT).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(LONGEST_ARGUMENT).is_some() {
        kept.push('…');
    }
    kept
}

/// How many errors are told of one run.
pub const ERRORS_TOLD: usize = 10_000;
/// How many different warnings and notes of each code are told of one run, so that none hides those of another code.
pub const OTHERS_TOLD: usize = 1_000;

/// Collects what is found, and bounds it: past [`Problems::MOST`] errors, or as many others, they are
/// counted and not kept.
#[derive(Clone, Debug, Default)]
pub struct Problems {
    errors: Vec<Diagnostic>,
    others: Vec<Diagnostic>,
    dropped: u64,
    place: Option<Position>,
}

impl Problems {
    /// How many are kept for one file or one good.
    pub const MOST: usize = 1000;

    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        let kept = if diagnostic.is_error() { &mut self.errors } else { &mut self.others };
        if kept.len() < Self::MOST {
            kept.push(diagnostic);
        } else {
            self.dropped = self.dropped.saturating_add(1);
            self.place = self.place.take().or_else(|| diagnostic.at.map(|at| Position::file(at.file)));
        }
    }

    /// Those that were kept, errors first, and how many were not.
    pub fn kept(&self) -> (impl Iterator<Item = &Diagnostic>, u64) {
        (self.errors.iter().chain(&self.others), self.dropped)
    }

    /// Takes in what else was found of the same good.
    pub fn join(&mut self, others: impl IntoIterator<Item = Diagnostic>, dropped: u64, file: &Position) {
        self.extend(others);
        self.dropped = self.dropped.saturating_add(dropped);
        if dropped > 0 {
            self.place.get_or_insert_with(|| Position::file(file.file.clone()));
        }
    }

    /// Whether one of them is an error.
    #[must_use]
    pub const fn has_error(&self) -> bool {
        !self.errors.is_empty()
    }

    /// Whether so many were found that a hint on one more would not be read.
    #[must_use]
    pub const fn are_many(&self) -> bool {
        self.errors.len() >= Self::MOST || self.others.len() >= Self::MOST
    }

    /// All that were kept, in the order of their places, with a closing count of those that were not.
    #[must_use]
    pub fn into_sorted(self) -> Vec<Diagnostic> {
        let mut kept = self.errors;
        kept.extend(self.others);
        kept.sort();
        kept.dedup();
        if self.dropped > 0 {
            kept.push(Diagnostic { at: self.place, ..Diagnostic::general(Code::MoreProblems).with("count", self.dropped) });
        }
        kept
    }
}

impl Extend<Diagnostic> for Problems {
    fn extend<T: IntoIterator<Item = Diagnostic>>(&mut self, diagnostics: T) {
        diagnostics.into_iter().for_each(|diagnostic| self.push(diagnostic));
    }
}
