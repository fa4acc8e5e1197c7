//! What is kept of a good once its row is written: enough for the view of the whole portfolio, and no proof.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{GoodReport, Setting};
use crate::diag::Diagnostic;
use crate::origin::{Assessment, Figure, Margin, Point, PointKind};
use crate::value::{Criterion, Percent, Share, Verdict};

/// A good in brief.
#[derive(Clone, Debug)]
pub struct Brief {
    /// Its identifier.
    pub id: String,
    /// The file in which it was first met.
    pub file: Arc<str>,
    /// The verdict.
    pub verdict: Verdict,
    /// The criterion, where it originates.
    pub criterion: Option<Criterion>,
    /// How many lines it has.
    pub lines: u64,
    /// How near it is to its threshold.
    pub near: Option<Near>,
    /// Why it does not originate, or what is open: a key to count by, and words.
    pub reasons: Vec<(String, String)>,
    /// The parts whose missing proof of origin keeps it open.
    pub parts: BTreeSet<String>,
    /// The first error of a rejected good.
    pub error: Option<Diagnostic>,
}

/// A share beside its threshold.
#[derive(Clone, Copy, Debug)]
pub struct Near {
    /// How far apart they are.
    pub margin: Margin,
    /// The share, in the worst case.
    pub share: Option<Share>,
    /// The threshold.
    pub at_least: Percent,
}

impl Brief {
    /// A good of which nothing but the verdict is known.
    #[must_use]
    pub fn of_verdict(id: String, file: Arc<str>, verdict: Verdict) -> Self {
        let (reasons, parts) = (Vec::new(), BTreeSet::new());
        Self { id, file, verdict, criterion: None, lines: 0, near: None, reasons, parts, error: None }
    }

    /// A good in brief.
    #[must_use]
    pub fn of(good: &GoodReport, setting: &Setting<'_>) -> Self {
        let mut brief = Self::of_verdict(good.id.clone(), Arc::clone(&good.at.file), good.verdict());
        match &good.judged {
            None => brief.error = good.diagnostics.iter().find(|diagnostic| diagnostic.is_error()).cloned(),
            Some((_, assessment)) => brief.judged(assessment, setting),
        }
        brief
    }

    fn judged(&mut self, assessment: &Assessment, setting: &Setting<'_>) {
        self.criterion = assessment.criterion;
        self.lines = assessment.unknowns.lines;
        self.near = near(assessment);
        match assessment.verdict {
            Verdict::NotOriginating => {
                let id = failure(assessment.reason().claim.kind);
                self.reasons.push((id.to_owned(), setting.get(id)));
            }
            _ => self.reasons = open(&assessment.blocking, setting),
        }
        let unproven = assessment.blocking.iter().filter(|point| point.family == "material.origin");
        self.parts = unproven.map(|point| point.about.clone()).collect();
    }
}

fn near(assessment: &Assessment) -> Option<Near> {
    let margin = assessment.margin()?;
    let at_least = assessment.clause(margin.method)?.percent;
    let counted: Figure = assessment.figures.of_method(margin.method)?.counted;
    Some(Near { margin, share: counted.worst_share(assessment.figures.fob?), at_least })
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
