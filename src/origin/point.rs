//! Open points: what a verdict waits for.

use crate::value::{Hs, Id, Position};

/// What kind of point it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PointKind {
    /// A fact of the good or of a material that the user can state.
    Fact,
    /// A point of law that is not verified and can be confirmed.
    Law,
    /// A paper to keep at hand; never decides.
    Evidence,
}

impl PointKind {
    /// `fact`, `law`, `evidence`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Fact => "fact",
            Self::Law => "law",
            Self::Evidence => "evidence",
        }
    }
}

/// Something that is open. Its words are the message `point.<family>`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Point {
    /// What kind it is.
    pub kind: PointKind,
    /// Which message tells of it.
    pub family: &'static str,
    /// What makes it this one: an identifier or a code; may be empty.
    pub key: String,
    /// Where the answer belongs.
    pub at: Option<Position>,
    /// The material that it is about, or how many; may be empty.
    pub about: String,
}

impl Point {
    /// A fact of the good.
    #[must_use]
    pub fn good(family: &'static str, at: Option<Position>) -> Self {
        Self { kind: PointKind::Fact, family, key: String::new(), at, about: String::new() }
    }

    /// A fact of a material, or of so many of them.
    #[must_use]
    pub const fn material(family: &'static str, at: Position, about: String) -> Self {
        Self { kind: PointKind::Fact, family, key: String::new(), at: Some(at), about }
    }

    /// A fact that a rule or headnote asks for.
    #[must_use]
    pub fn fact(id: &Id) -> Self {
        Self { kind: PointKind::Fact, family: "fact", key: id.to_string(), at: None, about: String::new() }
    }

    /// An operation that a rule asks for; `any_of` are those that would do.
    #[must_use]
    pub fn operation(any_of: &[Id]) -> Self {
        let names: Vec<&str> = any_of.iter().map(Id::as_str).collect();
        Self { kind: PointKind::Fact, family: "operation", key: names.join("|"), at: None, about: String::new() }
    }

    /// A point of law.
    #[must_use]
    pub const fn law(family: &'static str) -> Self {
        Self { kind: PointKind::Law, family, key: String::new(), at: None, about: String::new() }
    }

    /// A point of law about a code.
    #[must_use]
    pub fn law_of(family: &'static str, code: &Hs) -> Self {
        Self { key: code.to_string(), ..Self::law(family) }
    }

    /// A paper to keep at hand.
    #[must_use]
    pub fn evidence(family: &'static str, at: Option<Position>, about: String) -> Self {
        Self { kind: PointKind::Evidence, family, key: String::new(), at, about }
    }

    /// The point's stable name: `material.origin`, `fact.contains-sugar`, `psr.unlisted.847130`.
    #[must_use]
    pub fn code(&self) -> String {
        if self.key.is_empty() { self.family.to_owned() } else { format!("{}.{}", self.family, self.key) }
    }
}
