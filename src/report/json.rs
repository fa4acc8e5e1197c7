//! The JSON contract, `cepa/report/1`. These types are the public form: they do not follow changes inside.

use chrono::NaiveDate;
use serde::Serialize;

use super::{GoodReport, Report, Setting};
use crate::bom::{BillLine, Case, Inputs};
use crate::diag::Diagnostic;
use crate::law::{Basis, Confirmation, ProvisionId};
use crate::origin::{Assessment, Content, Figure, Figures, Point, PointKind, Proof, RuleSource, Sum, clause_outcome, headroom};
use crate::rule::{Clause, Method};
use crate::value::{Money, Summary};

#[derive(Serialize)]
struct SummaryJson {
    originating: u64,
    not_originating: u64,
    undetermined: u64,
    rejected: u64,
}

#[derive(Serialize)]
struct GoodJson {
    good: String,
    description: Option<String>,
    hs: Option<String>,
    file: String,
    on: Option<String>,
    verdict: &'static str,
    if_confirmed: Option<&'static str>,
    open: Option<OpenJson>,
    criterion: Option<&'static str>,
    rule: Option<RuleJson>,
    rvc: Option<RvcJson>,
    proof: Option<ProofJson>,
    to_confirm: Option<Vec<PointJson>>,
    assumptions: Option<Vec<String>>,
    confirmations: Option<Vec<ConfirmationJson>>,
    diagnostics: Vec<DiagnosticJson>,
    law: String,
    lines: Option<LinesJson>,
    margin: Option<MarginJson>,
    points: Option<usize>,
    first_reason: Option<String>,
    first_error: Option<String>,
    inputs: Option<InputsJson>,
    run: Option<String>,
}

#[derive(Serialize)]
struct LinesJson {
    count: u64,
    no_value: u64,
    no_hs: u64,
    no_origin: u64,
}

#[derive(Serialize)]
struct MarginJson {
    method: &'static str,
    points: String,
    class: &'static str,
}

#[derive(Serialize)]
struct InputsJson {
    lines: String,
    prices: String,
    facts: String,
    bill: Option<Vec<[Option<String>; 3]>>,
}

#[derive(Serialize)]
struct OpenJson {
    facts: usize,
    law: usize,
}

#[derive(Serialize)]
struct RuleJson {
    source: &'static str,
    outcome: &'static str,
    text: Option<String>,
    code: Option<String>,
    wording: Option<String>,
    wording_lang: Option<String>,
    description: Option<String>,
    from: Option<String>,
    until: Option<String>,
    cites: Vec<String>,
    basis: Option<&'static str>,
    note: Option<String>,
}

#[derive(Serialize)]
pub(super) struct RvcJson {
    fob: Option<String>,
    currency: Option<String>,
    per: String,
    bom_per: String,
    originating_hk: Option<String>,
    originating_mainland: Option<String>,
    non_originating: Option<String>,
    unproven: Option<String>,
    labour: Option<String>,
    development: Option<String>,
    rates: Vec<RateJson>,
    build_up: BuildUpJson,
    build_down: BuildDownJson,
}

#[derive(Serialize)]
struct RateJson {
    currency: String,
    rate: String,
    date: Option<String>,
    source: String,
}

#[derive(Serialize)]
struct BuildUpJson {
    percent: Option<String>,
    percent_best: Option<String>,
    at_least: Option<String>,
    outcome: Option<&'static str>,
    numerator: Option<String>,
    hong_kong: Option<FigureJson>,
    with_mainland: Option<FigureJson>,
    headroom: BuildUpRoomJson,
}

#[derive(Serialize)]
struct BuildDownJson {
    percent: Option<String>,
    percent_best: Option<String>,
    at_least: Option<String>,
    outcome: Option<&'static str>,
    non_originating: Option<String>,
    hong_kong: Option<FigureJson>,
    with_mainland: Option<FigureJson>,
    headroom: BuildDownRoomJson,
}

#[derive(Serialize)]
struct FigureJson {
    percent: Option<String>,
    percent_best: Option<String>,
    numerator: Option<String>,
}

#[derive(Serialize, Default)]
struct BuildUpRoomJson {
    highest_fob: Option<String>,
    least_extra: Option<String>,
}

#[derive(Serialize, Default)]
struct BuildDownRoomJson {
    lowest_fob: Option<String>,
    highest_non_originating: Option<String>,
}

#[derive(Serialize)]
struct ProofJson {
    claim: String,
    outcome: &'static str,
    cites: Vec<String>,
    readings: Vec<String>,
    because: Vec<Self>,
}

#[derive(Serialize)]
struct PointJson {
    kind: &'static str,
    code: String,
    blocking: bool,
    at: Option<String>,
    text: String,
}

#[derive(Serialize)]
struct ConfirmationJson {
    point: String,
    is: Option<String>,
    by: String,
    on: String,
    source: String,
}

#[derive(Serialize)]
struct DiagnosticJson {
    code: &'static str,
    severity: &'static str,
    at: Option<String>,
    text: String,
    fix: String,
}

/// The whole report as one JSON document.
#[must_use]
pub fn json(report: &Report, setting: &Setting<'_>) -> String {
    let goods: Vec<String> = report.goods.iter().map(|good| element(good, setting)).collect();
    let closing = closing(!goods.is_empty(), &report.problems, report.summary(), setting);
    opening(report.on, setting) + &goods.join(",") + &closing
}

/// One element of `goods` a line.
#[must_use]
pub fn ndjson(report: &Report, setting: &Setting<'_>) -> String {
    report.goods.iter().map(|good| line(good, setting)).collect()
}

/// A good as one line.
pub(super) fn line(good: &GoodReport, setting: &Setting<'_>) -> String {
    serde_json::to_string(&good_json(good, setting)).unwrap_or_default() + "\n"
}

/// The document up to its first good.
pub(super) fn opening(on: NaiveDate, setting: &Setting<'_>) -> String {
    let (law, lang) = (&setting.law.digest, setting.lang.tag());
    format!("{{\n  \"schema\": \"cepa/report/1\",\n  \"law\": \"{law}\",\n  \"on\": \"{on}\",\n  \"lang\": \"{lang}\",\n  \"goods\": [")
}

/// A good as an element of `goods`.
pub(super) fn element(good: &GoodReport, setting: &Setting<'_>) -> String {
    format!("\n    {}", inside(&good_json(good, setting), "    "))
}

/// The document behind its last good.
pub(super) fn closing(some: bool, problems: &[Diagnostic], summary: Summary, setting: &Setting<'_>) -> String {
    let summary = SummaryJson {
        originating: summary.originating,
        not_originating: summary.not_originating,
        undetermined: summary.undetermined,
        rejected: summary.rejected,
    };
    let end = if some { "\n  ]" } else { "]" };
    let problems = inside(&diagnostics(problems, setting), "  ");
    format!("{end},\n  \"problems\": {problems},\n  \"summary\": {}\n}}\n", inside(&summary, "  "))
}

/// A value as it stands inside a document, so far indented.
fn inside(value: &impl Serialize, indent: &str) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default().replace('\n', &format!("\n{indent}"))
}

fn good_json(good: &GoodReport, setting: &Setting<'_>) -> GoodJson {
    let judged = good.judged.as_ref();
    let assessment = judged.map(|(_, assessment)| assessment);
    GoodJson {
        good: good.id.clone(),
        description: judged.and(good.description.clone()),
        hs: judged.and(good.hs).map(|code| code.to_string()),
        file: good.at.whole().to_string(),
        on: judged.map(|(case, _)| case.on.to_string()),
        verdict: good.verdict().word(),
        if_confirmed: assessment.map(|assessment| assessment.if_confirmed.word()),
        open: assessment.map(open),
        criterion: assessment.and_then(|assessment| assessment.criterion).map(crate::value::Criterion::word),
        rule: assessment.map(|assessment| rule(assessment, setting)),
        rvc: judged.map(|(case, assessment)| rvc(case, assessment)),
        proof: assessment.map(|assessment| proof(&assessment.proof, setting)),
        to_confirm: assessment.map(|assessment| points(assessment, setting)),
        assumptions: assessment.map(|assessment| assessment.assumptions.iter().map(|claim| setting.claim(claim)).collect()),
        confirmations: assessment.map(|assessment| assessment.confirmations.iter().map(confirmation).collect()),
        diagnostics: diagnostics(&good.diagnostics, setting),
        law: setting.law.digest.clone(),
        lines: assessment.map(lines),
        margin: assessment.and_then(margin),
        points: assessment.map(|assessment| assessment.blocking.len()),
        first_reason: assessment.map(|assessment| setting.claim(&assessment.reason().claim)),
        first_error: good.diagnostics.iter().find(|diagnostic| diagnostic.is_error()).map(Diagnostic::brief),
        inputs: good.traces.inputs.as_ref().map(inputs),
        run: good.traces.run.as_deref().map(str::to_owned),
    }
}

fn lines(assessment: &Assessment) -> LinesJson {
    let unknowns = assessment.unknowns;
    LinesJson { count: unknowns.lines, no_value: unknowns.value, no_hs: unknowns.hs, no_origin: unknowns.origin }
}

fn margin(assessment: &Assessment) -> Option<MarginJson> {
    let margin = assessment.margin()?;
    Some(MarginJson { method: margin.method.word(), points: margin.points.to_string(), class: margin.class.word() })
}

fn inputs(inputs: &Inputs) -> InputsJson {
    let line = |line: &BillLine| [Some(line.part.clone()), Some(line.kind.clone()), line.value.map(|worth| worth.plain())];
    let bill = inputs.bill.as_ref().map(|lines| lines.iter().map(line).collect());
    InputsJson { lines: inputs.lines.clone(), prices: inputs.prices.clone(), facts: inputs.facts.clone(), bill }
}

fn open(assessment: &Assessment) -> OpenJson {
    let count = |kind| assessment.blocking.iter().filter(|point| point.kind == kind).count();
    OpenJson { facts: count(PointKind::Fact), law: count(PointKind::Law) }
}

fn rule(assessment: &Assessment, setting: &Setting<'_>) -> RuleJson {
    let applied = &assessment.applied;
    let row = applied.row.as_ref();
    let known = applied.source != RuleSource::Unknown;
    let general = setting.law.provision(ProvisionId::GeneralRule);
    let (cites, basis): (&[_], _) = match (applied.source, row) {
        (RuleSource::General | RuleSource::TypedGeneral, _) => (&general.cites, Some(general.basis)),
        (_, Some(row)) => (&row.cite, Some(row.basis)),
        (_, None) => (&[], None),
    };
    RuleJson {
        source: applied.source.word(),
        outcome: assessment.rule_outcome.word(),
        text: known.then(|| applied.rule.to_string()),
        code: row.map(|row| row.code.to_string()),
        wording: row.map(|row| row.wording.clone()),
        wording_lang: row.map(|row| row.wording_lang.clone()),
        description: row.map(|row| row.description.clone()),
        from: row.map(|row| setting.law.products.since(row).to_string()),
        until: row.and_then(|row| row.period.until).map(|day| day.to_string()),
        cites: cites.iter().map(|cite| setting.cite(cite)).collect(),
        basis: basis.map(Basis::word),
        note: (applied.source == RuleSource::List).then(|| setting.get("rule.later-revisions")),
    }
}

pub(super) fn rvc(case: &Case, assessment: &Assessment) -> RvcJson {
    let figures = &assessment.figures;
    let amount = |amount: Option<Money>| amount.and_then(|amount| case.shown(amount)).map(|amount| amount.to_string());
    let sum = |sum: Sum| amount(Some(sum.stated));
    let unproven = figures.unproven.stated.plus(figures.unproven_mainland.stated);
    let rate = |used: &crate::bom::RateUsed| RateJson {
        currency: used.currency.to_string(),
        rate: used.rate.plain(),
        date: used.date.map(|date| date.to_string()),
        source: used.source.clone(),
    };
    RvcJson {
        fob: amount(figures.fob),
        currency: case.currency.map(|currency| currency.to_string()),
        per: case.per().plain(),
        bom_per: case.bom_per().plain(),
        originating_hk: sum(figures.hong_kong),
        originating_mainland: sum(figures.mainland),
        non_originating: sum(figures.foreign),
        unproven: amount(unproven),
        labour: amount(case.labour),
        development: amount(case.development),
        rates: case.rates.iter().map(rate).collect(),
        build_up: build_up(case, assessment),
        build_down: build_down(case, assessment),
    }
}

fn build_up(case: &Case, assessment: &Assessment) -> BuildUpJson {
    let figures = &assessment.figures;
    let clause = assessment.clause(Method::BuildUp);
    let content = figures.build_up.as_ref();
    let counted = figure(case, figures, content.map(|content| content.counted));
    let shown = |amount: Option<Money>| amount.map(|amount| amount.to_string());
    let room = clause.map(|clause| headroom::build_up(clause, case, figures)).unwrap_or_default();
    BuildUpJson {
        percent: counted.as_ref().and_then(|figure| figure.percent.clone()),
        percent_best: counted.as_ref().and_then(|figure| figure.percent_best.clone()),
        at_least: clause.map(|clause| clause.percent.to_string()),
        outcome: outcome(figures, clause),
        numerator: counted.and_then(|figure| figure.numerator),
        hong_kong: figure(case, figures, content.map(|content| content.hong_kong)),
        with_mainland: figure(case, figures, content.map(|content| content.with_mainland)),
        headroom: BuildUpRoomJson { highest_fob: shown(room.highest_fob), least_extra: shown(room.least_extra) },
    }
}

fn build_down(case: &Case, assessment: &Assessment) -> BuildDownJson {
    let figures = &assessment.figures;
    let clause = assessment.clause(Method::BuildDown);
    let content = figures.build_down.as_ref();
    let counted = figure(case, figures, content.map(|content| content.counted));
    let against = |content: &Content| case.shown(figures.fob?.minus(content.counted.worst?)?);
    let shown = |amount: Option<Money>| amount.map(|amount| amount.to_string());
    let room = clause.map(|clause| headroom::build_down(clause, case, figures)).unwrap_or_default();
    BuildDownJson {
        percent: counted.as_ref().and_then(|figure| figure.percent.clone()),
        percent_best: counted.as_ref().and_then(|figure| figure.percent_best.clone()),
        at_least: clause.map(|clause| clause.percent.to_string()),
        outcome: outcome(figures, clause),
        non_originating: shown(content.and_then(against)),
        hong_kong: figure(case, figures, content.map(|content| content.hong_kong)),
        with_mainland: figure(case, figures, content.map(|content| content.with_mainland)),
        headroom: BuildDownRoomJson { lowest_fob: shown(room.lowest_fob), highest_non_originating: shown(room.highest_non_originating) },
    }
}

fn outcome(figures: &Figures, clause: Option<Clause>) -> Option<&'static str> {
    clause.and_then(|clause| clause_outcome(figures, clause)).map(crate::value::Outcome::word)
}

fn figure(case: &Case, figures: &Figures, figure: Option<Figure>) -> Option<FigureJson> {
    let (figure, fob) = (figure?, figures.fob?);
    Some(FigureJson {
        percent: figure.worst_share(fob).map(|share| share.to_string()),
        percent_best: figure.best_share(fob).map(|share| share.to_string()),
        numerator: figure.worst.and_then(|worst| case.shown(worst)).map(|amount| amount.to_string()),
    })
}

fn proof(step: &Proof, setting: &Setting<'_>) -> ProofJson {
    ProofJson {
        claim: setting.claim(&step.claim),
        outcome: step.outcome.word(),
        cites: step.cites.iter().map(|cite| setting.cite(cite)).collect(),
        readings: step.readings.iter().map(|reading| setting.get(&format!("reading.{reading}"))).collect(),
        because: step.because.iter().map(|step| proof(step, setting)).collect(),
    }
}

fn points(assessment: &Assessment, setting: &Setting<'_>) -> Vec<PointJson> {
    let point = |point: &Point, blocking| PointJson {
        kind: point.kind.word(),
        code: point.code(),
        blocking,
        at: point.at.as_ref().map(ToString::to_string),
        text: setting.point(point),
    };
    let blocking = assessment.blocking.iter().map(|found| point(found, true));
    blocking.chain(assessment.notes.iter().map(|found| point(found, false))).collect()
}

fn confirmation(confirmed: &Confirmation) -> ConfirmationJson {
    ConfirmationJson {
        point: confirmed.point.clone(),
        is: confirmed.is.clone(),
        by: confirmed.by.clone(),
        on: confirmed.on.to_string(),
        source: confirmed.source.clone(),
    }
}

fn diagnostics(found: &[Diagnostic], setting: &Setting<'_>) -> Vec<DiagnosticJson> {
    let one = |diagnostic: &Diagnostic| DiagnosticJson {
        code: diagnostic.code.as_str(),
        severity: diagnostic.code.severity().word(),
        at: diagnostic.at.as_ref().map(ToString::to_string),
        text: setting.diagnostic(diagnostic),
        fix: setting.remedy(diagnostic),
    };
    found.iter().map(one).collect()
}
