//! The rule of a code on a day: the row, its wording, its history, or the General Rule.

use chrono::NaiveDate;
use serde::Serialize;

use super::Setting;
use super::layout::Page;
use super::words::dotted;
use crate::law::{Lookup, Row};
use crate::say::Phrase;
use crate::value::Hs;

#[derive(Serialize)]
struct RuleJson {
    schema: &'static str,
    law: String,
    hs: String,
    on: String,
    listed: &'static str,
    list_complete: bool,
    rule: Option<String>,
    row: Option<RowJson>,
    history: Vec<RowJson>,
}

#[derive(Serialize)]
pub(super) struct RowJson {
    code: String,
    from: String,
    until: Option<String>,
    rule: String,
    wording: String,
    wording_lang: String,
    description: String,
    serial: String,
    partial: bool,
    cites: Vec<String>,
    basis: &'static str,
}

/// The rule as JSON.
#[must_use]
pub fn rule_json(code: &Hs, on: NaiveDate, setting: &Setting<'_>) -> String {
    let products = &setting.law.products;
    let (listed, rule, row) = match products.lookup(code, on) {
        Lookup::Listed(row) => ("yes", Some(row.rule.to_string()), Some(row)),
        Lookup::TooShort(row) => ("code-too-short", None, Some(row)),
        Lookup::Unlisted if products.is_complete_on(on) => ("no", Some(setting.law.general_rule(on).to_string()), None),
        Lookup::Unlisted => ("not-among-loaded-rows", Some(setting.law.general_rule(on).to_string()), None),
    };
    let document = RuleJson {
        schema: "cepa/rule/1",
        law: setting.law.digest.clone(),
        hs: code.to_string(),
        on: on.to_string(),
        listed,
        list_complete: products.is_complete_on(on),
        rule,
        row: row.map(|row| row_json(row, setting)),
        history: products.history(code).map(|row| row_json(row, setting)).collect(),
    };
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

pub(super) fn row_json(row: &Row, setting: &Setting<'_>) -> RowJson {
    RowJson {
        code: row.code.to_string(),
        from: row.period.from.to_string(),
        until: row.period.until.map(|day| day.to_string()),
        rule: row.rule.to_string(),
        wording: row.wording.clone(),
        wording_lang: row.wording_lang.clone(),
        description: row.description.clone(),
        serial: row.serial.clone(),
        partial: row.partial,
        cites: row.cite.iter().map(|cite| setting.cite(cite)).collect(),
        basis: row.basis.word(),
    }
}

/// The rule in words.
#[must_use]
pub fn rule_text(code: &Hs, on: NaiveDate, setting: &Setting<'_>) -> String {
    let mut page = Page::default();
    let products = &setting.law.products;
    let shown = dotted(code.as_str());
    let head = |id: &str, row: Option<&Row>| {
        let listed = row.map(|row| dotted(row.code.as_str())).unwrap_or_default();
        setting.say(&Phrase::new(id).with("code", &shown).with("on", on).with("row", listed))
    };
    match products.lookup(code, on) {
        Lookup::Listed(row) => {
            page.wrapped(&head("rule.listed", Some(row)));
            one_row(row, &mut page, setting);
        }
        Lookup::TooShort(row) => page.wrapped(&head("rule.too-short", Some(row))),
        Lookup::Unlisted => {
            page.wrapped(&head(if products.is_complete_on(on) { "rule.unlisted" } else { "rule.unlisted-so-far" }, None));
            page.labelled(&setting.get("label.rule"), &setting.law.general_rule(on).to_string());
            let provision = setting.law.provision(crate::law::ProvisionId::GeneralRule);
            let cite = provision.cites.first().map(|cite| setting.cite(cite)).unwrap_or_default();
            page.beside(&cite);
        }
    }
    let history: Vec<&Row> = products.history(code).filter(|row| !row.period.holds(on) || !code.is_under(&row.code)).collect();
    if !history.is_empty() {
        page.gap();
        page.line(&format!("  {}", setting.get("label.history")));
        for row in history {
            let until = row.period.until.map_or_else(|| "…".to_owned(), |day| day.to_string());
            page.hanging(
                0,
                "- ",
                &format!("{} – {until}  {}  {}  [{}]", row.period.from, dotted(row.code.as_str()), row.rule, setting.known(row)),
            );
        }
    }
    page.finish()
}

fn one_row(row: &Row, page: &mut Page, setting: &Setting<'_>) {
    page.labelled(&setting.get("label.rule"), &row.rule.to_string());
    if !row.wording.is_empty() {
        page.labelled(&setting.get("label.wording"), &format!("“{}”", row.wording));
    }
    if !row.description.is_empty() {
        page.labelled(&setting.get("label.goods"), &row.description);
    }
    if row.partial {
        page.beside(&setting.get("rule.partial"));
    }
    page.beside(&setting.since(row));
    page.beside(&setting.get("rule.later-revisions"));
}
