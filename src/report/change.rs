//! What changed since an earlier run: goods whose verdict, criterion or margin class is another, and why.

use chrono::NaiveDate;
use serde::Serialize;

use super::layout::Page;
use super::turned::TurnedJson;
use super::{Basis, END_SCHEMA, Setting, Turned, Was, csv};
use crate::say::{Phrase, Word};

/// A good that is judged differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The good.
    pub good: String,
    /// What was said of it; `None` for one that is new.
    pub was: Option<Was>,
    /// What is said of it; `None` for one that is gone.
    pub now: Option<Was>,
    /// Why: words of the contract.
    pub why: Vec<&'static str>,
    /// Which lines changed, where both runs know them and lines or prices are among the reasons.
    pub lines: Option<Turned>,
}

impl Change {
    /// A good that the earlier run does not have.
    #[must_use]
    pub fn new(good: &str, now: Was) -> Self {
        Self { good: good.to_owned(), was: None, now: Some(now), why: vec!["new"], lines: None }
    }

    /// A good that only the earlier run has.
    #[must_use]
    pub fn gone(good: &str, was: Was) -> Self {
        Self { good: good.to_owned(), was: Some(was), now: None, why: vec!["gone"], lines: None }
    }

    /// How a good changed, if it did.
    #[must_use]
    pub fn between(good: &str, (was, was_by): (Was, &Basis), (now, now_by): (Was, &Basis)) -> Option<Self> {
        let why = was.why(&now, was_by, now_by);
        if was.is_as(&now) {
            return None;
        }
        let of_lines = why.iter().any(|why| matches!(*why, "lines" | "price"));
        let lines = of_lines.then(|| Turned::between(&was, &now)).flatten();
        Some(Self { good: good.to_owned(), was: Some(was), now: Some(now), why, lines })
    }
}

#[derive(Serialize)]
struct ChangeJson<'a> {
    schema: &'static str,
    good: &'a str,
    was: Option<SideJson<'a>>,
    now: Option<SideJson<'a>>,
    why: &'a [&'static str],
    lines: Option<Vec<TurnedJson<'a>>>,
    more_lines: Option<usize>,
}

#[derive(Serialize)]
struct SideJson<'a> {
    verdict: &'a str,
    criterion: Option<&'a str>,
    margin_class: Option<&'a str>,
    rule: Option<&'a str>,
}

/// The headings of changes as a table.
const COLUMNS: [&str; 11] = [
    "good",
    "was_verdict",
    "was_criterion",
    "was_margin_class",
    "was_rule",
    "now_verdict",
    "now_criterion",
    "now_margin_class",
    "now_rule",
    "why",
    "lines",
];

impl Change {
    /// As JSON, `cepa/change/1`.
    #[must_use]
    pub fn json(&self) -> String {
        let document = ChangeJson {
            schema: "cepa/change/1",
            good: &self.good,
            was: self.was.as_ref().map(Was::side),
            now: self.now.as_ref().map(Was::side),
            why: &self.why,
            lines: self.lines.as_ref().map(Turned::json),
            more_lines: self.lines.as_ref().map(Turned::more),
        };
        serde_json::to_string(&document).unwrap_or_default()
    }

    /// The headings of the table.
    #[must_use]
    pub fn csv_header() -> String {
        csv::line(COLUMNS)
    }

    /// As a row of the table.
    #[must_use]
    pub fn csv(&self, setting: &Setting<'_>) -> String {
        let mut cells = vec![self.good.clone()];
        for side in [&self.was, &self.now] {
            let texts =
                side.as_ref().map_or([None; 4], |was| [Some(&was.verdict), was.criterion.as_ref(), was.margin.as_ref(), was.rule.as_ref()]);
            cells.extend(texts.map(|text| text.cloned().unwrap_or_default()));
        }
        cells.push(self.why.join(" "));
        cells.push(self.lines.as_ref().map(|lines| lines.words(setting).join("; ")).unwrap_or_default());
        csv::line(cells)
    }

    /// In words.
    #[must_use]
    pub fn text(&self, setting: &Setting<'_>) -> String {
        let mut page = Page::default();
        let shown = |side: &Option<Was>| side.as_ref().map_or_else(|| "—".to_owned(), Was::shown);
        page.wrapped(&format!("{}: {} → {}", self.good, shown(&self.was), shown(&self.now)));
        let why: Vec<Word> = self.why.iter().map(|word| Phrase::new(format!("change.{word}")).into()).collect();
        page.hanging(0, "", &setting.say(&Phrase::new("change.why").word("why", Word::List(why))));
        for line in self.lines.iter().flat_map(|lines| lines.words(setting)) {
            page.hanging(0, "- ", &line);
        }
        let rules = self.was.as_ref().and_then(|was| was.rule.as_ref()).zip(self.now.as_ref().and_then(|now| now.rule.as_ref()));
        if let Some((was, now)) = rules.filter(|(was, now)| was != now) {
            page.hanging(0, "", &format!("{was} → {now}"));
        }
        page.finish()
    }
}

impl Was {
    fn side(&self) -> SideJson<'_> {
        SideJson {
            verdict: &self.verdict,
            criterion: self.criterion.as_deref(),
            margin_class: self.margin.as_deref(),
            rule: self.rule.as_deref(),
        }
    }

    /// `not-originating (under-within-1)`
    fn shown(&self) -> String {
        let beside: Vec<&str> = [&self.criterion, &self.margin].into_iter().flatten().map(String::as_str).collect();
        if beside.is_empty() { self.verdict.clone() } else { format!("{} ({})", self.verdict, beside.join(", ")) }
    }
}

/// What stands under the changes.
#[must_use]
pub fn changes_closing(changed: u64, goods: u64, on: NaiveDate, setting: &Setting<'_>) -> String {
    let phrase = Phrase::new("change.count").with("changed", changed).with("goods", goods).with("on", on);
    setting.say(&phrase) + "\n"
}

/// The object that ends a list of changes: without it the list was cut off.
#[must_use]
pub fn changes_end(changed: u64, goods: u64) -> String {
    format!("{{\"schema\":\"{END_SCHEMA}\",\"complete\":true,\"changed\":{changed},\"goods\":{goods}}}")
}
