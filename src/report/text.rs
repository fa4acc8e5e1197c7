//! A report for people.

use super::layout::Page;
use super::words::dotted;
use super::{GoodReport, Report, Setting, View, tree};
use crate::bom::Case;
use crate::origin::{Assessment, PointKind, RuleSource, headroom};
use crate::rule::Method;
use crate::say::{Phrase, Word};
use crate::value::{Money, Outcome, Summary, Verdict};

/// The report in words.
#[must_use]
pub fn text(report: &Report, view: View, setting: &Setting<'_>) -> String {
    let goods: Vec<String> = report.goods.iter().map(|good| of_good(good, view, setting)).collect();
    goods.join("\n") + &closing(report.summary(), setting)
}

/// A good in words.
pub(super) fn of_good(good: &GoodReport, view: View, setting: &Setting<'_>) -> String {
    let mut page = Page::default();
    one_good(good, view, &mut page, setting);
    page.finish()
}

/// What stands under the goods: how many have which verdict, and the law that was applied.
pub(super) fn closing(summary: Summary, setting: &Setting<'_>) -> String {
    let mut page = Page::default();
    let goods = summary.goods();
    if goods > 1 {
        page.wrapped(&counts(summary, setting));
    }
    if goods > 0 {
        page.wrapped(&law(setting));
    }
    if goods > 0 { format!("\n{}", page.finish()) } else { String::new() }
}

/// How many goods have which verdict.
pub(super) fn counts(summary: Summary, setting: &Setting<'_>) -> String {
    let phrase = Phrase::new("summary").with("originating", summary.originating).with("not_originating", summary.not_originating);
    setting.say(&phrase.with("undetermined", summary.undetermined).with("rejected", summary.rejected))
}

/// The law that was applied, and what a report is not.
pub(super) fn law(setting: &Setting<'_>) -> String {
    setting.say(&Phrase::new("law").with("digest", short(&setting.law.digest)))
}

/// The first digits of a digest: enough to compare two pages by eye. JSON and CSV have all of it.
fn short(digest: &str) -> &str {
    digest.get(.."sha256:".len().saturating_add(12)).unwrap_or(digest)
}

fn one_good(good: &GoodReport, view: View, page: &mut Page, setting: &Setting<'_>) {
    page.wrapped(&title(good, setting));
    let Some((case, assessment)) = &good.judged else {
        page.wrapped(&setting.get("headline.rejected"));
        return;
    };
    page.wrapped(&headline(case, assessment, setting));
    points(assessment, page, setting);
    if view == View::Answer {
        return;
    }
    page.gap();
    rule(case, assessment, page, setting);
    page.gap();
    value(case, assessment, page, setting);
    room(case, assessment, page, setting);
    page.gap();
    why(assessment, view, page, setting);
    notes(assessment, page, setting);
    assumed(assessment, page, setting);
    if assessment.verdict == Verdict::Originating {
        requirements(page, setting);
    }
}

/// `TEA-1  Black tea, in packs of 250 g  (HS 0902.30, tea.csv)`
fn title(good: &GoodReport, setting: &Setting<'_>) -> String {
    let description = good.description.as_ref().map(|text| format!("  {text}")).unwrap_or_default();
    let code = good.hs.map(|code| dotted(code.as_str()));
    let code = code.unwrap_or_else(|| setting.get("no-code"));
    format!("{}{description}  (HS {code}, {})", good.id, good.at.whole())
}

pub(super) fn headline(case: &Case, assessment: &Assessment, setting: &Setting<'_>) -> String {
    let phrase = match (assessment.verdict, assessment.if_confirmed) {
        (Verdict::Originating, _) => Phrase::new("headline.originating").word("route", Setting::route(assessment.criterion)),
        (Verdict::NotOriginating, _) => Phrase::new("headline.not-originating"),
        (_, hoped) => {
            let id = if hoped == Verdict::Originating { "headline.open.originating" } else { "headline.open.not-originating" };
            Phrase::new(id)
                .word("route", Setting::route(assessment.hoped_criterion))
                .word("points", Setting::points(assessment.blocking.len()))
        }
    };
    setting.say(&phrase.with("on", case.on))
}

/// The shortest list that would settle the verdict.
fn points(assessment: &Assessment, page: &mut Page, setting: &Setting<'_>) {
    for (index, point) in assessment.blocking.iter().enumerate() {
        let at = point.at.as_ref().map(|at| format!("{at}: ")).unwrap_or_default();
        let kind = setting.get(&format!("kind.{}", point.kind.word()));
        let number = index.saturating_add(1);
        page.hanging(0, &format!("{number}. "), &format!("{at}{}  [{kind} {}]", setting.point(point), point.code()));
    }
    if let Some(point) = assessment.blocking.iter().find(|point| point.kind == PointKind::Law) {
        page.hanging(0, "", &setting.say(&Phrase::new("how-to-confirm").with("point", point.code())));
    }
}

/// The rule that was applied, its wording and where it is written.
fn rule(case: &Case, assessment: &Assessment, page: &mut Page, setting: &Setting<'_>) {
    let applied = &assessment.applied;
    let source = Phrase::new(format!("rule.source.{}", applied.source.word())).with("day", case.on);
    if applied.source == RuleSource::Unknown {
        page.labelled(&setting.get("label.rule"), &setting.say(&source));
        return;
    }
    page.labelled(&setting.get("label.rule"), &applied.rule.to_string());
    let row = applied.row.as_ref();
    page.beside(&setting.say(&source.with("code", row.map(|row| dotted(row.code.as_str())).unwrap_or_default())));
    let Some(row) = row.filter(|_| applied.source == RuleSource::List) else { return };
    if !row.wording.is_empty() {
        page.beside(&format!("“{}”", row.wording));
    }
    page.beside(&setting.since(row));
    page.beside(&setting.get("rule.later-revisions"));
}

/// FOB, the operands, and both methods.
fn value(case: &Case, assessment: &Assessment, page: &mut Page, setting: &Setting<'_>) {
    let figures = &assessment.figures;
    let shown = |amount: Money| case.shown(amount);
    let currency = case.currency.filter(|_| figures.fob.is_some()).map(|currency| currency.to_string()).unwrap_or_default();
    let fob = figures.fob.map_or_else(|| setting.get("not-stated"), |fob| setting.amount(shown(fob)));
    let per = Phrase::new("value.fob").with("fob", fob).with("currency", currency).with("per", case.per().plain());
    page.labelled(&setting.get("label.value"), &setting.say(&per).replace("  ", " "));
    let sum = |sum: crate::origin::Sum| {
        let amount = setting.amount(shown(sum.stated));
        if sum.open { setting.say(&Phrase::new("value.and-more").with("amount", amount)) } else { amount }
    };
    let open = figures.unproven.stated.plus(figures.unproven_mainland.stated);
    let unproven =
        crate::origin::Sum { stated: open.unwrap_or(Money::ZERO), open: figures.unproven.open || figures.unproven_mainland.open };
    let materials = Phrase::new("value.materials")
        .with("hong_kong", sum(figures.hong_kong))
        .with("mainland", sum(figures.mainland))
        .with("foreign", sum(figures.foreign))
        .with("unproven", sum(unproven));
    page.beside(&setting.say(&materials));
    let stated = |amount: Option<Money>| amount.map_or_else(|| setting.get("not-stated"), |amount| setting.amount(shown(amount)));
    let added = Phrase::new("value.added").with("labour", stated(case.labour)).with("development", stated(case.development));
    page.beside(&setting.say(&added));
    page.table(&[method(assessment, Method::BuildUp, setting), method(assessment, Method::BuildDown, setting)]);
    if figures.mainland.open || figures.mainland.stated.is_positive() {
        mainland(assessment, page, setting);
    }
    for used in &case.rates {
        let date = used.date.map(|date| date.to_string()).unwrap_or_default();
        let rate = Phrase::new("value.rate")
            .with("currency", used.currency)
            .with("rate", used.rate.plain())
            .with("date", date)
            .with("source", &used.source);
        page.beside(&setting.say(&rate));
    }
}

/// One method as a row: name, share, threshold, outcome.
pub(super) fn method(assessment: &Assessment, method: Method, setting: &Setting<'_>) -> Vec<String> {
    let figures = &assessment.figures;
    let name = setting.get(if method == Method::BuildUp { "build-up" } else { "build-down" });
    let share = match (figures.fob, figures.of_method(method)) {
        (Some(fob), Some(content)) => {
            let (worst, best) = (content.counted.worst_share(fob), content.counted.best_share(fob));
            let range = Phrase::new("range").word("worst", Setting::share(worst)).word("best", Setting::share(best));
            if content.counted.worst == content.counted.best {
                setting.say(&Phrase::new("same").word("share", Setting::share(worst)))
            } else {
                setting.say(&range)
            }
        }
        _ => setting.get("unknown"),
    };
    let Some(clause) = assessment.clause(method) else { return vec![name, share, setting.get("not-asked"), String::new()] };
    let outcome = crate::origin::clause_outcome(figures, clause).unwrap_or(Outcome::Unknown);
    vec![name, share, setting.say(&Phrase::new("at-least").with("percent", clause.percent)), setting.outcome(outcome)]
}

/// Both methods with and without Mainland materials.
fn mainland(assessment: &Assessment, page: &mut Page, setting: &Setting<'_>) {
    let figures = &assessment.figures;
    let Some(fob) = figures.fob else { return };
    for (method, name) in [(Method::BuildUp, "build-up"), (Method::BuildDown, "build-down")] {
        let Some(content) = figures.of_method(method) else { continue };
        let phrase = Phrase::new("value.with-mainland")
            .word("method", Phrase::new(name).into())
            .word("without", Setting::share(content.hong_kong.worst_share(fob)))
            .word("with", Setting::share(content.with_mainland.worst_share(fob)));
        page.beside(&setting.say(&phrase));
    }
}

/// How far the figures are from the thresholds that the rule names.
fn room(case: &Case, assessment: &Assessment, page: &mut Page, setting: &Setting<'_>) {
    for (index, line) in room_lines(case, assessment, setting).iter().enumerate() {
        if index == 0 {
            page.labelled(&setting.get("label.room"), line);
        } else {
            page.beside(line);
        }
    }
}

/// The same, a sentence for each figure.
pub(super) fn room_lines(case: &Case, assessment: &Assessment, setting: &Setting<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    let mut tell =
        |id: &str, amount: Option<Money>| lines.extend(amount.map(|amount| setting.say(&Phrase::new(id).with("amount", amount))));
    if let Some(clause) = assessment.clause(Method::BuildDown) {
        let room = headroom::build_down(clause, case, &assessment.figures);
        tell("room.lowest-fob", room.lowest_fob);
        tell("room.highest-non-originating", room.highest_non_originating);
    }
    if let Some(clause) = assessment.clause(Method::BuildUp) {
        let room = headroom::build_up(clause, case, &assessment.figures);
        tell("room.highest-fob", room.highest_fob);
        tell("room.least-extra", room.least_extra);
    }
    lines
}

fn why(assessment: &Assessment, view: View, page: &mut Page, setting: &Setting<'_>) {
    page.line(&format!("  {}", setting.get("label.why")));
    match view {
        View::Proof => tree::whole(&assessment.proof, 0, page, setting),
        _ => tree::reasons(&assessment.proof, page, setting),
    }
}

/// Points that do not block: papers to keep, and other ways to settle the verdict.
fn notes(assessment: &Assessment, page: &mut Page, setting: &Setting<'_>) {
    const SHOWN: usize = 8;
    let evidence: Vec<_> = assessment.notes.iter().filter(|point| point.kind == PointKind::Evidence).collect();
    if evidence.is_empty() {
        return;
    }
    page.gap();
    page.line(&format!("  {}", setting.get("label.evidence")));
    for point in evidence.iter().take(SHOWN) {
        let at = point.at.as_ref().map(|at| format!("{at}: ")).unwrap_or_default();
        page.hanging(0, "- ", &format!("{at}{}", setting.point(point)));
    }
    if let Some(more) = evidence.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        page.hanging(0, "- ", setting.say(&Phrase::new("and-more").with("count", more)).trim());
    }
}

/// What was taken for granted, and what was confirmed.
fn assumed(assessment: &Assessment, page: &mut Page, setting: &Setting<'_>) {
    page.gap();
    page.line(&format!("  {}", setting.get("label.assumed")));
    for claim in &assessment.assumptions {
        page.hanging(0, "- ", &setting.claim(claim));
    }
    if !assessment.confirmations.is_empty() {
        page.gap();
        page.line(&format!("  {}", setting.get("label.confirmed")));
    }
    for confirmation in &assessment.confirmations {
        let is = confirmation.is.as_deref().unwrap_or("yes");
        let phrase = Phrase::new("confirmed").with("point", &confirmation.point).with("is", is).with("by", &confirmation.by);
        page.hanging(0, "- ", &setting.say(&phrase.with("on", confirmation.on).with("source", &confirmation.source)));
    }
}

/// What else it takes to be granted the preference.
fn requirements(page: &mut Page, setting: &Setting<'_>) {
    page.gap();
    page.line(&format!("  {}", setting.get("label.also")));
    for requirement in &setting.law.requirements {
        let cite = requirement.cite.first().map(|cite| setting.cite(cite)).unwrap_or_default();
        let words = Word::from(Phrase::new(format!("also.{}", requirement.id)));
        let id = if requirement.basis.is_plain() { "also.cited" } else { "also.recalled" };
        page.hanging(0, "- ", &setting.say(&Phrase::new(id).word("text", words).with("cite", cite)));
    }
}
