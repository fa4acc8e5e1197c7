//! What is told about a published list that was read, and about how whole the loaded one is.

use serde::Serialize;

use super::Setting;
use super::layout::Page;
use super::words::dotted;
use crate::law::{Records, Row};
use crate::official::{Account, Form, Obstacle, obstacles};
use crate::rule::Rule;
use crate::say::Phrase;

/// How many rows of one kind are named before the rest is counted.
const NAMED: usize = 40;

/// An import in words: what was read, how it was understood, and what to look at.
#[must_use]
pub fn import_text(account: &Account, folder: Option<&str>, setting: &Setting<'_>) -> String {
    let mut page = Page::default();
    let (rows, law_rows) = (account.rows, account.law_rows());
    let folder = folder.map_or_else(|| setting.get("import.nowhere"), str::to_owned);
    page.wrapped(&setting.say(&Phrase::new("import.rows").with("rows", rows).with("law", law_rows).with("folder", folder)));
    page.labelled(&setting.get("import.label.rules"), &forms(account, setting));
    let lines: Vec<String> =
        account.lines.iter().map(|(word, count)| format!("{} {count}", setting.get(&format!("line.{word}")))).collect();
    page.labelled(&setting.get("import.label.lines"), &lines.join(", "));
    if !account.texts.is_empty() {
        section(&mut page, "import.texts", account.texts.len(), setting);
        for row in account.texts.iter().take(NAMED) {
            page.hanging(0, "- ", &format!("{}  {}  {}  “{}”", row.at, row.serial, dotted(row.code.as_str()), row.wording));
        }
        rest(&mut page, account.texts.len(), setting);
    }
    if !account.overlaps.is_empty() {
        section(&mut page, "import.overlaps", account.overlaps.len(), setting);
        for overlap in account.overlaps.iter().take(NAMED) {
            page.hanging(0, "- ", &format!("{} < {}", dotted(overlap.code.as_str()), dotted(overlap.above.as_str())));
        }
        rest(&mut page, account.overlaps.len(), setting);
    }
    if !account.replaced.is_empty() {
        section(&mut page, "import.replaced", account.replaced.len(), setting);
        for row in account.replaced.iter().take(NAMED) {
            page.hanging(0, "- ", &row_line(row));
        }
        rest(&mut page, account.replaced.len(), setting);
    }
    if !account.ended.is_empty() {
        section(&mut page, "import.ended", account.ended.len(), setting);
        for row in account.ended.iter().take(NAMED) {
            page.hanging(0, "- ", &row_line(row));
        }
        rest(&mut page, account.ended.len(), setting);
    }
    page.gap();
    page.wrapped(&setting.get(if account.complete { "import.complete" } else { "import.incomplete" }));
    page.wrapped(&setting.get("import.next"));
    page.finish()
}

fn forms(account: &Account, setting: &Setting<'_>) -> String {
    let one = |(form, count): (&Form, &usize)| format!("{} {count}", setting.get(form.message()));
    account.forms.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn section(page: &mut Page, message: &'static str, count: usize, setting: &Setting<'_>) {
    page.gap();
    page.wrapped(&setting.say(&Phrase::new(message).with("count", count)));
}

fn rest(page: &mut Page, count: usize, setting: &Setting<'_>) {
    if count > NAMED {
        page.hanging(0, "- ", &setting.say(&Phrase::new("import.more").with("count", count.saturating_sub(NAMED))));
    }
}

/// A row on one line: code, days, rule.
pub(super) fn row_line(row: &Row) -> String {
    let until = row.period.until.map_or_else(|| "…".to_owned(), |day| day.to_string());
    format!("{}  {} – {until}  {}", dotted(row.code.as_str()), row.period.from, row.rule)
}

#[derive(Serialize)]
struct ImportJson<'a> {
    schema: &'static str,
    folder: Option<&'a str>,
    rows: usize,
    law_rows: usize,
    rules: std::collections::BTreeMap<&'static str, usize>,
    lines: &'a std::collections::BTreeMap<&'static str, usize>,
    texts: Vec<TextJson<'a>>,
    overlaps: Vec<[String; 2]>,
    replaced: Vec<String>,
    ended: Vec<String>,
    headnotes: &'a [String],
    complete: bool,
}

#[derive(Serialize)]
struct TextJson<'a> {
    at: &'a str,
    serial: &'a str,
    hs: String,
    wording: &'a str,
}

/// An import as JSON.
#[must_use]
pub fn import_json(account: &Account, folder: Option<&str>) -> String {
    let word = |form: Form| form.message().trim_start_matches("form.");
    let document = ImportJson {
        schema: "cepa/law-import/1",
        folder,
        rows: account.rows,
        law_rows: account.law_rows(),
        rules: account.forms.iter().map(|(form, count)| (word(*form), *count)).collect(),
        lines: &account.lines,
        texts: account
            .texts
            .iter()
            .map(|row| TextJson { at: &row.at, serial: &row.serial, hs: row.code.to_string(), wording: &row.wording })
            .collect(),
        overlaps: account.overlaps.iter().map(|overlap| [overlap.code.to_string(), overlap.above.to_string()]).collect(),
        replaced: account.replaced.iter().map(row_line).collect(),
        ended: account.ended.iter().map(row_line).collect(),
        headnotes: &account.headnotes,
        complete: account.complete,
    };
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

/// The state of the law data in words: that they are sound, and what stands between the list and completeness.
#[must_use]
pub fn law_check_text(records: &Records, setting: &Setting<'_>) -> String {
    let law = setting.law;
    let mut page = Page::default();
    let counts = Phrase::new("law-check.ok")
        .with("rows", law.products.iter().count())
        .with("operations", law.operations.iter().count())
        .with("sources", law.sources.len())
        .with("digest", &law.digest);
    page.line(&setting.say(&counts));
    let open = obstacles(&law.products);
    if open.is_empty() {
        page.line(&setting.say(&Phrase::new("law-check.complete").with("from", law.products.about.from)));
    } else {
        page.line(&setting.get("law-check.incomplete"));
        for obstacle in &open {
            page.hanging(0, "- ", &obstacle_text(obstacle, setting));
        }
    }
    let in_force = || law.products.iter().filter(|row| row.period.until.is_none());
    let texts = in_force().filter(|row| matches!(row.rule, Rule::Text(_))).count();
    let accepted = in_force().filter(|row| records.accepted(row).is_some()).count();
    page.line(
        &setting.say(&Phrase::new("law-check.rows").with("rows", in_force().count()).with("texts", texts).with("accepted", accepted)),
    );
    page.finish()
}

fn obstacle_text(obstacle: &Obstacle, setting: &Setting<'_>) -> String {
    let (id, names) = match obstacle {
        Obstacle::NotSaid => return setting.get("obstacle.not-said"),
        Obstacle::Serials(missing) => ("obstacle.serials", missing.clone()),
        Obstacle::Unplaced(rows) => ("obstacle.unplaced", rows.clone()),
        Obstacle::Codes(codes) => ("obstacle.codes", codes.iter().map(|code| dotted(code.as_str())).collect()),
    };
    let shown: Vec<String> = names.iter().take(NAMED).cloned().collect();
    let more = if names.len() > NAMED { ", …" } else { "" };
    setting.say(&Phrase::new(id).with("count", names.len()).with("names", format!("{}{more}", shown.join(", "))))
}
