//! What a rule of origin says: the expression tree, and the language it is written in.
//!
//! ```text
//! rule    = all ("or" all)*
//! all     = part ("and" part)*
//! part    = "(" rule ")" | "if" fact "then" part "else" part | "WO" | shift | rvc | process
//!         | "fact(" id ")" | "text(" quoted ")"
//! shift   = ("CC" | "CTH" | "CTSH") [ "except" range ("," range)* ]     range = code [ "-" code ]
//! rvc     = "RVC(" method percent ("|" method percent)* ")"             method = "BU" | "BD"
//! process = "process(" [ "from" material ":" ] step ("," step)* ")"      step = operation ("|" operation)*
//! ```
//!
//! [`parse()`] reads it and says where it stumbles; [`Rule`]'s `Display` writes the one canonical
//! spelling, and the two are inverse to each other. What the language cannot express is
//! [`Rule::Text`], which is shown and never guessed.

mod parse;
mod show;

pub use parse::{Expected, RuleError, parse};

use crate::value::{HsRange, Id, Percent};

/// A rule of origin.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// Alternatives: at least one. Never holds another `Any`, never fewer than two.
    Any(Vec<Rule>),
    /// Everything together. Never holds another `All`, never fewer than two.
    All(Vec<Rule>),
    /// One rule or another, by a fact of the good.
    If {
        /// The fact that decides.
        fact: Id,
        /// What holds where the fact is true.
        then: Box<Rule>,
        /// What holds where it is false.
        otherwise: Box<Rule>,
    },
    /// Wholly obtained or produced.
    WhollyObtained,
    /// A change of tariff classification.
    Shift(Shift),
    /// Regional value content, by any of these clauses.
    Rvc(Vec<Clause>),
    /// Manufacturing or processing operations.
    Process(Process),
    /// A fact that the maker declares.
    Fact(Id),
    /// Wording that this language does not express.
    Text(String),
}

/// How far up the code a material must differ from the good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// `CC`: another chapter (2 digits).
    Chapter,
    /// `CTH`: another heading (4 digits).
    Heading,
    /// `CTSH`: another subheading (6 digits).
    Subheading,
}

impl Level {
    /// How many digits are compared.
    #[must_use]
    pub const fn digits(self) -> usize {
        match self {
            Self::Chapter => 2,
            Self::Heading => 4,
            Self::Subheading => 6,
        }
    }

    /// The word of the language.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Chapter => "CC",
            Self::Heading => "CTH",
            Self::Subheading => "CTSH",
        }
    }
}

/// A change from any other chapter, heading or subheading, save from those excepted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shift {
    /// Where the change must show.
    pub level: Level,
    /// Codes from which a change does not count.
    pub except: Vec<HsRange>,
}

/// A way to compute regional value content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// 累加法: (originating materials + labour + product development) / FOB.
    BuildUp,
    /// 扣减法: (FOB − non-originating materials) / FOB.
    BuildDown,
}

impl Method {
    /// The word of the language.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::BuildUp => "BU",
            Self::BuildDown => "BD",
        }
    }
}

/// One method with its threshold, inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Clause {
    /// How the content is computed.
    pub method: Method,
    /// What it must reach.
    pub percent: Percent,
}

/// Operations that must be carried out on the side that makes the good.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Process {
    /// The material from which it must start, if the rule names one.
    pub from: Option<Id>,
    /// Every step, by any one of its operations.
    pub steps: Vec<Vec<Id>>,
}

impl Rule {
    /// The first clause of `method` in the order of the text, wherever it stands in the rule.
    #[must_use]
    pub fn first_clause(&self, method: Method) -> Option<Clause> {
        match self {
            Self::Any(parts) | Self::All(parts) => parts.iter().find_map(|part| part.first_clause(method)),
            Self::If { then, otherwise, .. } => then.first_clause(method).or_else(|| otherwise.first_clause(method)),
            Self::Rvc(clauses) => clauses.iter().find(|clause| clause.method == method).copied(),
            _ => None,
        }
    }

    /// Every identifier of an operation that the rule names, with whether it is a fact instead.
    pub fn visit_names(&self, operation: &mut dyn FnMut(&Id), fact: &mut dyn FnMut(&Id)) {
        match self {
            Self::Any(parts) | Self::All(parts) => parts.iter().for_each(|part| part.visit_names(operation, fact)),
            Self::If { fact: condition, then, otherwise } => {
                fact(condition);
                then.visit_names(operation, fact);
                otherwise.visit_names(operation, fact);
            }
            Self::Fact(id) => fact(id),
            Self::Process(process) => {
                if let Some(material) = &process.from {
                    fact(&Id::from_material(material));
                }
                process.steps.iter().flatten().for_each(operation);
            }
            Self::WhollyObtained | Self::Shift(_) | Self::Rvc(_) | Self::Text(_) => {}
        }
    }
}
