//! What a user has confirmed against the official texts, with who, when and by which source.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::Law;
use super::point::{self, Answer, PointProblem};
use crate::rule::Method;
use crate::value::{Hs, Id, Percent, name, number};

/// One point, confirmed. Reports repeat it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmation {
    /// The point.
    pub point: String,
    /// What it was found to be, where the point has a value.
    pub is: Option<String>,
    /// Who looked.
    pub by: String,
    /// When.
    pub on: NaiveDate,
    /// In which text.
    pub source: String,
}

/// The least share of Hong Kong's own content where Mainland content is counted; none where there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Floor {
    /// By build-up.
    pub build_up: Option<Percent>,
    /// By build-down.
    pub build_down: Option<Percent>,
}

impl Floor {
    /// The floor of a method.
    #[must_use]
    pub const fn of(&self, method: Method) -> Option<Percent> {
        match method {
            Method::BuildUp => self.build_up,
            Method::BuildDown => self.build_down,
        }
    }
}

/// Why a confirmation cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConfirmationProblem {
    /// The point.
    Point(PointProblem),
    /// A value that the point cannot have.
    Value,
    /// Confirmed already.
    Twice,
}

/// Everything that was confirmed.
#[derive(Clone, Debug, Default)]
pub struct Confirmations {
    by_point: BTreeMap<String, Confirmation>,
}

impl Confirmations {
    /// Takes a confirmation.
    ///
    /// # Errors
    /// Why it cannot be taken: no such point (with the nearest), a value that it cannot have, or a repetition.
    pub fn add(&mut self, law: &Law, mut confirmation: Confirmation) -> Result<(), ConfirmationProblem> {
        confirmation.point = point::without_dots(&confirmation.point);
        let point = point::find(&law.points, &confirmation.point).map_err(ConfirmationProblem::Point)?;
        let is = confirmation.is.as_deref();
        let fits = match point.answer {
            Answer::YesNo => yes(is).is_some(),
            Answer::Floor => floor(is, Floor::default()).is_some(),
            Answer::List => list(is, law).is_some(),
            Answer::Never => false,
        };
        if !fits {
            return Err(ConfirmationProblem::Value);
        }
        match self.by_point.insert(confirmation.point.clone(), confirmation) {
            None => Ok(()),
            Some(_) => Err(ConfirmationProblem::Twice),
        }
    }

    /// The confirmation of a point without a code.
    #[must_use]
    pub fn get(&self, point: &str) -> Option<&Confirmation> {
        self.by_point.get(point)
    }

    /// The confirmation of a point of a family, for a good's code: one for the code's own heading or
    /// chapter covers it too.
    #[must_use]
    pub fn for_code(&self, stem: &str, code: &Hs) -> Option<&Confirmation> {
        [10, 8, 6, 4, 2]
            .into_iter()
            .filter(|digits| *digits <= code.digits())
            .find_map(|digits| self.get(&format!("{stem}{}", code.prefix(digits))))
    }

    /// `Some(true)` where the point was confirmed, `Some(false)` where it was found not to be so.
    #[must_use]
    pub fn yes(&self, point: &str) -> Option<bool> {
        self.get(point).and_then(|confirmation| yes(confirmation.is.as_deref()))
    }

    /// The floor that was confirmed.
    #[must_use]
    pub fn floor(&self, recalled: Floor) -> Option<Floor> {
        self.get("accumulation.floor").and_then(|confirmation| floor(confirmation.is.as_deref(), recalled))
    }

    /// The operations that were confirmed to be on the list of minimal ones.
    #[must_use]
    pub fn minimal(&self, law: &Law) -> Option<BTreeSet<Id>> {
        self.get("minimal-list").and_then(|confirmation| list(confirmation.is.as_deref(), law))
    }

    /// All of them, in the order of their points.
    pub fn iter(&self) -> impl Iterator<Item = &Confirmation> {
        self.by_point.values()
    }
}

/// `yes`, `true`, `confirmed` or nothing said: yes. `no`, `false`: no.
fn yes(is: Option<&str>) -> Option<bool> {
    match is.map(name::folded).as_deref() {
        None | Some("" | "yes" | "true" | "confirmed" | "是") => Some(true),
        Some("no" | "false" | "否") => Some(false),
        Some(_) => None,
    }
}

/// `BU 15 | BD 20`, `15/20`, `none`; nothing said: as recalled.
fn floor(is: Option<&str>, recalled: Floor) -> Option<Floor> {
    let text = is.unwrap_or_default().trim();
    if text.eq_ignore_ascii_case("none") || text == "0" {
        return Some(Floor::default());
    }
    if yes(Some(text)) == Some(true) {
        return Some(recalled);
    }
    let percent = |part: &str| number::parse(part.trim().trim_end_matches('%').trim(), number::Mark::Point).ok().and_then(Percent::new);
    if let Some((up, down)) = text.split_once('/') {
        return Some(Floor { build_up: Some(percent(up)?), build_down: Some(percent(down)?) });
    }
    let mut floor = Floor::default();
    for part in text.split('|').map(str::trim) {
        match part.split_at_checked(2)? {
            ("BU", share) => floor.build_up = Some(percent(share)?),
            ("BD", share) => floor.build_down = Some(percent(share)?),
            _ => return None,
        }
    }
    Some(floor)
}

/// `all` (also `yes` or nothing said), or operations separated by `;` or `,`.
fn list(is: Option<&str>, law: &Law) -> Option<BTreeSet<Id>> {
    let text = is.unwrap_or_default().trim();
    if text.eq_ignore_ascii_case("all") || yes(Some(text)) == Some(true) {
        let minimal = |(id, operation): (&Id, &super::Operation)| (operation.sort == super::Sort::Minimal).then(|| id.clone());
        return Some(law.operations.iter().filter_map(minimal).collect());
    }
    text.split([';', ',']).map(|name| law.operations.find(name).cloned()).collect()
}
