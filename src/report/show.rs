//! The rows of the product list, and how much of them was understood, by chapter.

use chrono::NaiveDate;
use serde::Serialize;

use super::Setting;
use super::layout::Page;
use super::rule::{RowJson, row_json};
use super::words::dotted;
use crate::law::{Records, Row};
use crate::official::{Coverage, coverage};
use crate::say::Phrase;
use crate::value::Hs;
use crate::wording::{Context, Party, Terms, write};

#[derive(Serialize)]
struct CoverageJson {
    schema: &'static str,
    law: String,
    on: String,
    chapters: Vec<ChapterJson>,
}

#[derive(Serialize)]
struct ChapterJson {
    chapter: String,
    rows: usize,
    understood: usize,
    accepted: usize,
}

/// Coverage by chapter, as a table.
#[must_use]
pub fn coverage_text(records: &Records, on: NaiveDate, setting: &Setting<'_>) -> String {
    let (chapters, all) = coverage(&setting.law.products, records, on);
    let mut page = Page::default();
    page.wrapped(&setting.say(&Phrase::new("coverage.head").with("on", on)));
    let line = |name: String, part: &Coverage| vec![name, part.rows.to_string(), part.understood.to_string(), part.accepted.to_string()];
    let head = ["coverage.chapter", "coverage.rows", "coverage.understood", "coverage.accepted"].map(|id| setting.get(id)).to_vec();
    let mut rows = vec![head];
    rows.extend(chapters.iter().map(|(chapter, part)| line(chapter.to_string(), part)));
    rows.push(line(setting.get("coverage.all"), &all));
    page.table(&rows);
    page.finish()
}

/// Coverage by chapter, as JSON.
#[must_use]
pub fn coverage_json(records: &Records, on: NaiveDate, setting: &Setting<'_>) -> String {
    let (chapters, _) = coverage(&setting.law.products, records, on);
    let chapter = |(chapter, part): (&Hs, &Coverage)| ChapterJson {
        chapter: chapter.to_string(),
        rows: part.rows,
        understood: part.understood,
        accepted: part.accepted,
    };
    let document = CoverageJson {
        schema: "cepa/law-coverage/1",
        law: setting.law.digest.clone(),
        on: on.to_string(),
        chapters: chapters.iter().map(chapter).collect(),
    };
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

/// Rows, each with its rule, its wording, where it stands and who compared it.
#[must_use]
pub fn rows_text(rows: &[&Row], records: &Records, on: NaiveDate, setting: &Setting<'_>) -> String {
    let mut page = Page::default();
    let terms = Terms::bundled();
    page.wrapped(&setting.say(&Phrase::new("rows.head").with("count", rows.len()).with("on", on)));
    for row in rows {
        page.gap();
        let serial = if row.serial.is_empty() { "—" } else { &row.serial };
        page.line(&format!("{}  ({serial})  {}", dotted(row.code.as_str()), row.description));
        page.labelled(&setting.get("label.rule"), &row.rule.to_string());
        if !row.wording.is_empty() {
            page.labelled(&setting.get("label.wording"), &format!("“{}”", row.wording));
        }
        let context = Context { party: Party::HongKong, code: row.code };
        if let Some(words) = write(&row.rule, setting.lang, &terms, context) {
            page.beside(&setting.say(&Phrase::new("rows.in-words").with("words", words)));
        }
        page.beside(&setting.since(row));
        if let Some(place) = records.place(row) {
            page.beside(&setting.say(&Phrase::new("rows.read-at").with("place", place)));
        }
        if let Some(acceptance) = records.accepted(row) {
            page.beside(&setting.say(&Phrase::new("rows.accepted").with("by", &acceptance.by).with("on", acceptance.on)));
        }
    }
    page.finish()
}

#[derive(Serialize)]
struct RowsJson {
    schema: &'static str,
    law: String,
    on: String,
    rows: Vec<ShownJson>,
}

#[derive(Serialize)]
struct ShownJson {
    #[serde(flatten)]
    row: RowJson,
    read_at: Option<String>,
    accepted_by: Option<String>,
    accepted_on: Option<String>,
}

/// The rows as JSON.
#[must_use]
pub fn rows_json(rows: &[&Row], records: &Records, on: NaiveDate, setting: &Setting<'_>) -> String {
    let shown = |row: &&Row| {
        let acceptance = records.accepted(row);
        ShownJson {
            row: row_json(row, setting),
            read_at: records.place(row).map(str::to_owned),
            accepted_by: acceptance.map(|acceptance| acceptance.by.clone()),
            accepted_on: acceptance.map(|acceptance| acceptance.on.to_string()),
        }
    };
    let document =
        RowsJson { schema: "cepa/law-rows/1", law: setting.law.digest.clone(), on: on.to_string(), rows: rows.iter().map(shown).collect() };
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}
