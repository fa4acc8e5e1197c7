//! What is kept of a good once its row is written: enough for the view of the whole portfolio, and no proof.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::{GoodReport, Setting};
use crate::diag::Diagnostic;
use crate::origin::{Assessment, Figure, Point, PointKind};
use crate::rule::Method;
use crate::value::{Criterion, Money, Percent, Share, Verdict};

/// A text of its own, or of the bytes that it was read from.
pub(super) type Text<'t> = Cow<'t, str>;

/// A good in brief.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brief<'t> {
    /// Its identifier.
    pub id: Text<'t>,
    /// The file in which it was first met, where it is rejected.
    pub file: Text<'t>,
    /// The verdict.
    pub verdict: Verdict,
    /// The criterion, where it originates.
    pub criterion: Option<Criterion>,
    /// How many lines it has.
    pub lines: u64,
    /// How near it is to its threshold.
    pub near: Option<Near>,
    /// Why it does not originate, or what is open: a key to count by, and words.
    pub reasons: Vec<(Text<'t>, Text<'t>)>,
    /// The parts whose missing proof of origin keeps it open.
    pub parts: BTreeSet<Text<'t>>,
    /// The first error of a rejected good.
    pub error: Option<Diagnostic>,
}

/// A share beside its threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Near {
    /// By which method.
    pub method: Method,
    /// How far apart they are, in points, as [`Margin`](crate::origin::Margin) has them.
    pub points: Money,
    /// The share, in the worst case.
    pub share: Option<Share>,
    /// The threshold.
    pub at_least: Percent,
}

impl Brief<'_> {
    /// A good of which nothing but the verdict is known.
    #[must_use]
    pub fn of_verdict(id: String, verdict: Verdict) -> Self {
        let (reasons, parts) = (Vec::new(), BTreeSet::new());
        Self { id: Cow::Owned(id), file: Cow::Borrowed(""), verdict, criterion: None, lines: 0, near: None, reasons, parts, error: None }
    }

    /// A good in brief.
    #[must_use]
    pub fn of(good: &GoodReport, setting: &Setting<'_>) -> Self {
        let mut brief = Self::of_verdict(good.id.clone(), good.verdict());
        match &good.judged {
            None => {
                brief.file = Cow::Owned(good.at.file.to_string());
                brief.error = good.diagnostics.iter().find(|diagnostic| diagnostic.is_error()).cloned();
            }
            Some((_, assessment)) => brief.judged(assessment, setting),
        }
        brief
    }

    fn judged(&mut self, assessment: &Assessment, setting: &Setting<'_>) {
        self.criterion = assessment.criterion;
        self.lines = assessment.unknowns.lines;
        self.near = near(assessment);
        let found = reasons(assessment.verdict, assessment.reason().claim.kind, &assessment.blocking, setting);
        self.reasons = found.into_iter().map(|(key, words)| (key.into(), words.into())).collect();
        let unproven = assessment.blocking.iter().filter(|point| point.family == "material.origin");
        self.parts = unproven.map(|point| point.about.clone().into()).collect();
    }
}

/// Why a good does not originate, by the kind of the step that decided, or what is open.
pub fn reasons(verdict: Verdict, kind: &str, blocking: &[Point], setting: &Setting<'_>) -> Vec<(String, String)> {
    if verdict == Verdict::NotOriginating {
        let id = failure(kind);
        return vec![(id.to_owned(), setting.get(id))];
    }
    open(blocking, setting)
}

fn near(assessment: &Assessment) -> Option<Near> {
    let margin = assessment.margin()?;
    let method = margin.method;
    let at_least = assessment.clause(method)?.percent;
    let counted: Figure = assessment.figures.of_method(method)?.counted;
    Some(Near { method, points: margin.points, share: counted.worst_share(assessment.figures.fob?), at_least })
}

/// The message for the kind of step on which a good fails.
fn failure(kind: &str) -> &'static str {
    match kind.split('.').next().unwrap_or_default() {
        "rvc" => "reason.rvc",
        "shift" | "tolerance" => "reason.shift",
        "process" => "reason.process",
        "fact" => "reason.fact",
        "bar" => "reason.bar",
        "waste" => "reason.waste",
        _ => "reason.other",
    }
}

/// The open points, each once, without the names of single materials.
fn open(blocking: &[Point], setting: &Setting<'_>) -> Vec<(String, String)> {
    let mut reasons: Vec<(String, String)> = blocking.iter().map(|point| open_point(point, setting)).collect();
    reasons.sort();
    reasons.dedup_by(|a, b| a.0 == b.0);
    reasons
}

fn open_point(point: &Point, setting: &Setting<'_>) -> (String, String) {
    let of_materials = match point.family {
        "material.origin" | "materials.origin" => Some("reason.material.origin"),
        "material.hs" | "materials.hs" => Some("reason.material.hs"),
        "material.value" => Some("reason.material.value"),
        _ => None,
    };
    of_materials.map_or_else(
        || {
            let about = if point.kind == PointKind::Law { point.about.clone() } else { String::new() };
            (point.code(), setting.point(&Point { about, ..point.clone() }))
        },
        |id| (id.to_owned(), setting.get(id)),
    )
}
