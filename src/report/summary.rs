//! The portfolio as a whole, for people.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::layout::Page;
use super::overview::greatest;
use super::text::{counts, law};
use super::{Brief, Overview, Setting};
use crate::diag::Diagnostic;
use crate::rule::Method;
use crate::say::Phrase;

/// How many reasons, parts and files are named.
const NAMED: usize = 10;

/// The portfolio in words: counts, the goods nearest to the threshold, reasons, parts, what was rejected.
pub(super) fn text(overview: &Overview, problems: &[Diagnostic], setting: &Setting<'_>) -> String {
    let mut page = Page::default();
    let goods = overview.summary.goods();
    if goods > 0 {
        page.wrapped(&setting.say(&Phrase::new("overview.goods").with("goods", goods).with("lines", overview.lines)));
        page.labelled(&setting.get("overview.verdicts"), &counts(overview.summary, setting));
        let criteria: Vec<String> = overview.criteria.iter().map(|(word, count)| format!("{word} {count}")).collect();
        if !criteria.is_empty() {
            page.labelled(&setting.get("overview.criteria"), &criteria.join(", "));
        }
    }
    nearest("overview.over", &overview.over, &mut page, setting);
    nearest("overview.under", &overview.under, &mut page, setting);
    let reasons = greatest(overview.reasons.iter().map(|(_, count, words)| (count, words)), NAMED);
    counted("overview.reasons", &reasons, overview.reasons.len(), &mut page, setting);
    let parts = greatest(overview.parts.iter().map(|(part, count, ())| (count, part)), NAMED);
    counted("overview.parts", &parts, overview.parts.len(), &mut page, setting);
    rejected(overview, problems, &mut page, setting);
    if goods > 0 {
        page.gap();
        page.wrapped(&law(setting));
    }
    page.finish()
}

fn heading(id: &str, page: &mut Page, setting: &Setting<'_>) {
    page.gap();
    page.line(&format!("  {}", setting.get(id)));
}

fn nearest(id: &str, side: &[Brief<'_>], page: &mut Page, setting: &Setting<'_>) {
    if !side.is_empty() {
        heading(id, page, setting);
    }
    for brief in side {
        let Some(near) = brief.near else { continue };
        let method = if near.method == Method::BuildUp { "build-up" } else { "build-down" };
        let sign = if near.points.is_negative() { "" } else { "+" };
        let phrase = Phrase::new("overview.near")
            .with("good", &brief.id)
            .word("method", Phrase::new(method).into())
            .word("share", Setting::share(near.share))
            .with("at_least", near.at_least)
            .with("points", format!("{sign}{}", near.points));
        page.hanging(0, "- ", &setting.say(&phrase));
    }
}

fn counted(id: &str, entries: &[(u64, &String)], all: usize, page: &mut Page, setting: &Setting<'_>) {
    if !entries.is_empty() {
        heading(id, page, setting);
    }
    for (count, words) in entries {
        page.hanging(0, "- ", &setting.say(&Phrase::new("overview.count").with("text", words).with("count", count)));
    }
    more(entries.len(), all, page, setting);
}

fn more(named: usize, all: usize, page: &mut Page, setting: &Setting<'_>) {
    if let Some(more) = all.checked_sub(named).filter(|more| *more > 0) {
        page.hanging(0, "- ", setting.say(&Phrase::new("and-more").with("count", more)).trim().trim_start_matches([',', '，', ' ']));
    }
}

/// Files with rejected goods, and files that are wrong as a whole, each with its first error.
fn rejected(overview: &Overview, problems: &[Diagnostic], page: &mut Page, setting: &Setting<'_>) {
    let mut files: BTreeMap<Arc<str>, (u64, Option<&Diagnostic>)> = BTreeMap::new();
    for problem in problems.iter().filter(|problem| problem.is_error()) {
        let file = problem.at.as_ref().map_or_else(|| Arc::from(""), |at| Arc::clone(&at.file));
        files.entry(file).or_insert((0, Some(problem)));
    }
    for (file, count, first) in overview.rejected.iter() {
        let slot = files.entry(Arc::from(file.as_str())).or_default();
        slot.0 = count;
        slot.1 = slot.1.or(first.as_ref());
    }
    if !files.is_empty() {
        heading("overview.rejected", page, setting);
    }
    for (file, (count, first)) in files.iter().take(NAMED) {
        let words = first.map(|first| format!("{}: {}", first.brief(), setting.diagnostic(first))).unwrap_or_default();
        let id = if *count == 0 { "overview.unread" } else { "overview.rejected-file" };
        let phrase = Phrase::new(id).with("file", file).with("count", count).with("text", words);
        page.hanging(0, "- ", &setting.say(&phrase));
    }
    more(files.len().min(NAMED), files.len(), page, setting);
}
