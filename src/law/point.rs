//! Points of law that a verdict may depend on.

use super::cite::{Basis, Cite};
use crate::value::Hs;
use crate::value::name::nearest;

/// A point that is not settled by what was seen of the law. Its words are the message `point.<id>`.
///
/// An identifier that ends in `*` is a family: the code of a good stands in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// `minimal-list`, `psr.unlisted.*`.
    pub id: String,
    /// What a confirmation may say.
    pub answer: Answer,
    /// How well it is known.
    pub basis: Basis,
    /// Where it would be settled.
    pub cite: Vec<Cite>,
}

/// What a confirmation of a point may say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// `yes` (also when left out) or `no`.
    YesNo,
    /// Percentages: `BU 15 | BD 20`, `none`, or left out for the recalled ones.
    Floor,
    /// `all`, or the identifiers of those operations that are truly on the list.
    List,
    /// It cannot be confirmed: the rule has to be typed.
    Never,
}

/// Why a name is not that of a point to confirm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PointProblem {
    /// No such point; the nearest one, if any is near.
    Unknown(Option<String>),
    /// The point exists and cannot be confirmed.
    Never,
}

impl Answer {
    pub(super) fn from_word(word: &str) -> Option<Self> {
        match word {
            "yes" => Some(Self::YesNo),
            "floor" => Some(Self::Floor),
            "list" => Some(Self::List),
            "never" => Some(Self::Never),
            _ => None,
        }
    }
}

impl Point {
    /// Whether `name` is this point, or one of this family.
    #[must_use]
    pub fn covers(&self, name: &str) -> bool {
        match self.id.strip_suffix('*') {
            Some(stem) => name.strip_prefix(stem).is_some_and(|code| Hs::from_digits(code).is_some()),
            None => self.id == name,
        }
    }
}

/// A point of a family with its code in digits only: `psr.unlisted.8516.79` is `psr.unlisted.851679`.
pub(super) fn without_dots(name: &str) -> String {
    let start = name.find(|c: char| c.is_ascii_digit()).unwrap_or(name.len());
    let (stem, code) = name.split_at_checked(start).unwrap_or((name, ""));
    format!("{stem}{}", code.replace(['.', ' '], ""))
}

/// The point that a confirmation names.
pub(super) fn find<'a>(points: &'a [Point], name: &str) -> Result<&'a Point, PointProblem> {
    match points.iter().find(|point| point.covers(name)) {
        Some(Point { answer: Answer::Never, .. }) => Err(PointProblem::Never),
        Some(point) => Ok(point),
        None => Err(PointProblem::Unknown(nearest(name, points.iter().map(|point| point.id.as_str())).map(|id| id.replace('*', "CODE")))),
    }
}
