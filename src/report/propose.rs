//! What proposed rows change: goods gained, lost and newly undetermined, with the figures behind each.

use serde::Serialize;

use super::json::{RvcJson, rvc};
use super::layout::Page;
use super::text::method;
use super::words::dotted;
use super::{GoodReport, Report, Setting, tree};
use crate::diag::Diagnostic;
use crate::law::{Law, Lookup};
use crate::origin::{Assessment, RuleSource};
use crate::revision::{Change, Proposal, Proposals};
use crate::rule::Method;
use crate::say::Phrase;

/// The same goods under two laws, in the same order.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// Under the law of today.
    pub today: Report,
    /// Under the law that might be.
    pub then: Report,
}

impl Comparison {
    /// The pairs of each good.
    fn pairs(&self) -> impl Iterator<Item = (&GoodReport, &GoodReport)> {
        self.today.goods.iter().zip(&self.then.goods)
    }

    /// The pairs of goods to which this happens.
    fn with(&self, change: Change) -> Vec<(&GoodReport, &GoodReport)> {
        self.pairs().filter(|(today, then)| change_of(today, then) == change).collect()
    }

    /// Everything that is wrong or worth knowing, each thing once.
    #[must_use]
    pub fn problems(&self) -> Vec<Diagnostic> {
        let mut told = self.today.problems.clone();
        for diagnostic in self.pairs().flat_map(|(today, then)| today.diagnostics.iter().chain(&then.diagnostics)) {
            if !told.contains(diagnostic) {
                told.push(diagnostic.clone());
            }
        }
        told
    }
}

fn change_of(today: &GoodReport, then: &GoodReport) -> Change {
    Change::of(assessment(today), assessment(then))
}

fn assessment(good: &GoodReport) -> Option<&Assessment> {
    good.judged.as_ref().map(|(_, assessment)| assessment)
}

/// The comparison in words.
#[must_use]
pub fn propose_text(proposals: &Proposals, comparison: &Comparison, setting: &Setting<'_>) -> String {
    let mut page = Page::default();
    let head = Phrase::new("propose.head").with("count", proposals.rows.len()).with("on", comparison.today.on);
    page.wrapped(&setting.say(&head));
    for proposal in &proposals.rows {
        proposed(proposal, comparison, &mut page, setting);
    }
    for change in Change::ALL.into_iter().filter(|change| *change != Change::Same) {
        let goods = comparison.with(change);
        if goods.is_empty() && !matches!(change, Change::Gained | Change::Lost | Change::Opened) {
            continue;
        }
        page.gap();
        page.wrapped(&setting.say(&Phrase::new(format!("propose.{}", change.word())).with("count", goods.len())));
        for (today, then) in goods {
            changed(today, then, &mut page, setting);
        }
    }
    totals(comparison, &mut page, setting);
    page.gap();
    page.wrapped(&setting.get("propose.not-law"));
    page.finish()
}

/// A proposed row beside the row or rule of today.
fn proposed(proposal: &Proposal, comparison: &Comparison, page: &mut Page, setting: &Setting<'_>) {
    page.labelled(&dotted(proposal.code.as_str()), &proposal.rule.to_string());
    if !proposal.wording.is_empty() {
        page.beside(&format!("“{}”", proposal.wording));
    }
    let today = match setting.law.products.lookup(&proposal.code, comparison.today.on) {
        Lookup::Listed(row) if row.code == proposal.code => Phrase::new("propose.instead-of").with("rule", &row.rule),
        Lookup::Listed(row) => Phrase::new("propose.under").with("code", dotted(row.code.as_str())).with("rule", &row.rule),
        Lookup::TooShort(row) => Phrase::new("propose.above").with("code", dotted(row.code.as_str())),
        Lookup::Unlisted => Phrase::new("propose.new"),
    };
    page.beside(&setting.say(&today));
}

/// A good that is judged otherwise: both sides, with rule, figures and reasons.
fn changed(today: &GoodReport, then: &GoodReport, page: &mut Page, setting: &Setting<'_>) {
    let code = today.hs.map_or_else(|| setting.get("no-code"), |code| dotted(code.as_str()));
    let (before, after) = (verdict(today, setting), verdict(then, setting));
    page.hanging(0, "- ", &format!("{} (HS {code}, {}): {before} → {after}", today.id, today.at.whole()));
    for (label, good) in [("propose.today", today), ("propose.then", then)] {
        let Some(assessment) = assessment(good) else { continue };
        page.labelled(&setting.get(label), &rule(assessment, setting));
        page.table(&[method(assessment, Method::BuildUp, setting), method(assessment, Method::BuildDown, setting)]);
        tree::reasons(&assessment.proof, page, setting);
    }
}

fn rule(assessment: &Assessment, setting: &Setting<'_>) -> String {
    match assessment.applied.source {
        RuleSource::Unknown => setting.get("unknown"),
        RuleSource::General | RuleSource::TypedGeneral => format!("{} ({})", assessment.applied.rule, setting.get("propose.general")),
        RuleSource::List | RuleSource::Typed => assessment.applied.rule.to_string(),
    }
}

/// The verdict, with the route of a good that originates.
pub(super) fn verdict(good: &GoodReport, setting: &Setting<'_>) -> String {
    let verdict = setting.get(&format!("verdict.{}", good.verdict().word()));
    let criterion = assessment(good).and_then(|assessment| assessment.criterion);
    criterion.map_or(verdict.clone(), |criterion| format!("{verdict} ({})", criterion.word()))
}

/// Every good in a line, and how many there are of each kind.
fn totals(comparison: &Comparison, page: &mut Page, setting: &Setting<'_>) {
    page.gap();
    page.wrapped(&setting.get("propose.by-good"));
    let heads = ["propose.good", "propose.code", "propose.today", "propose.then", "propose.change"];
    let mut rows = vec![heads.map(|id| setting.get(id)).to_vec()];
    for (today, then) in comparison.pairs() {
        let code = today.hs.map(|code| dotted(code.as_str())).unwrap_or_default();
        let change = setting.get(&format!("change.{}", change_of(today, then).word()));
        rows.push(vec![today.id.clone(), code, verdict(today, setting), verdict(then, setting), change]);
    }
    page.flush_table(&rows);
    page.gap();
    let kinds = Change::ALL.into_iter().map(|change| (change, comparison.with(change).len()));
    let told = kinds.filter(|(change, count)| *count > 0 || matches!(change, Change::Gained | Change::Lost | Change::Opened));
    let told: Vec<String> = told
        .map(|(change, count)| {
            let what = crate::say::Word::from(Phrase::new(format!("change.{}", change.word())));
            setting.say(&Phrase::new("propose.total").with("count", count).word("what", what))
        })
        .collect();
    page.wrapped(&told.join(&setting.get("list.separator")));
}

#[derive(Serialize)]
struct ProposeJson<'a> {
    schema: &'static str,
    law: &'a str,
    on: String,
    proposals: Vec<ProposalJson>,
    goods: Vec<GoodJson>,
    totals: std::collections::BTreeMap<&'static str, usize>,
}

#[derive(Serialize)]
struct ProposalJson {
    hs: String,
    rule: String,
    wording: String,
    today: Option<String>,
}

#[derive(Serialize)]
struct GoodJson {
    good: String,
    hs: Option<String>,
    file: String,
    change: &'static str,
    today: SideJson,
    proposed: SideJson,
}

#[derive(Serialize)]
struct SideJson {
    verdict: &'static str,
    if_confirmed: Option<&'static str>,
    criterion: Option<&'static str>,
    rule: Option<String>,
    rule_outcome: Option<&'static str>,
    rvc: Option<RvcJson>,
    reasons: Vec<String>,
}

/// The comparison as JSON.
#[must_use]
pub fn propose_json(proposals: &Proposals, comparison: &Comparison, then: &Law, setting: &Setting<'_>) -> String {
    let proposal = |proposal: &Proposal| ProposalJson {
        hs: proposal.code.to_string(),
        rule: proposal.rule.to_string(),
        wording: proposal.wording.clone(),
        today: setting.law.products.at(&proposal.code, comparison.today.on).map(|row| row.rule.to_string()),
    };
    let under = Setting { law: then, ..*setting };
    let good = |(today, other): (&GoodReport, &GoodReport)| GoodJson {
        good: today.id.clone(),
        hs: today.hs.map(|code| code.to_string()),
        file: today.at.whole().to_string(),
        change: change_of(today, other).word(),
        today: side(today, setting),
        proposed: side(other, &under),
    };
    let document = ProposeJson {
        schema: "cepa/propose/1",
        law: &setting.law.digest,
        on: comparison.today.on.to_string(),
        proposals: proposals.rows.iter().map(proposal).collect(),
        goods: comparison.pairs().map(good).collect(),
        totals: Change::ALL.into_iter().map(|change| (change.word(), comparison.with(change).len())).collect(),
    };
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

fn side(good: &GoodReport, setting: &Setting<'_>) -> SideJson {
    let assessment = assessment(good);
    SideJson {
        verdict: good.verdict().word(),
        if_confirmed: assessment.map(|assessment| assessment.if_confirmed.word()),
        criterion: assessment.and_then(|assessment| assessment.criterion).map(crate::value::Criterion::word),
        rule: assessment.map(|assessment| assessment.applied.rule.to_string()),
        rule_outcome: assessment.map(|assessment| assessment.rule_outcome.word()),
        rvc: good.judged.as_ref().map(|(case, assessment)| rvc(case, assessment)),
        reasons: assessment.map(|assessment| tree::deciding_claims(&assessment.proof, setting)).unwrap_or_default(),
    }
}
