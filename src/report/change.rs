//! What changed since an earlier run: goods whose verdict, criterion or margin class is another, and why.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::layout::Page;
use super::{END_SCHEMA, Ending, GoodReport, Setting, csv};
use crate::origin::RuleSource;
use crate::say::{Phrase, Word};

/// What a run says of a good, as far as a later one compares it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Was {
    /// The verdict's word.
    pub verdict: String,
    /// The criterion, where the good originates.
    pub criterion: Option<String>,
    /// The class of the margin.
    pub margin: Option<String>,
    /// The rule that was applied.
    pub rule: Option<String>,
    on: Option<String>,
    /// Rates as `USD 7.8012`.
    rates: Vec<String>,
    /// Digests of lines, prices and facts.
    inputs: [Option<String>; 3],
}

/// An earlier run, from its NDJSON.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    goods: BTreeMap<String, Was>,
    law: String,
    settings: String,
    cepa: String,
    complete: bool,
}

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
}

/// A line of NDJSON, as far as it is compared.
#[derive(Deserialize)]
struct LineJson {
    schema: Option<String>,
    good: Option<String>,
    verdict: Option<String>,
    criterion: Option<String>,
    on: Option<String>,
    rule: Option<RuleText>,
    rvc: Option<RvcRates>,
    margin: Option<ClassJson>,
    inputs: Option<InputsJson>,
    law: Option<String>,
    settings: Option<String>,
    cepa: Option<String>,
}

#[derive(Deserialize)]
struct RuleText {
    text: Option<String>,
}

#[derive(Deserialize)]
struct RvcRates {
    #[serde(default)]
    rates: Vec<RateJson>,
}

#[derive(Deserialize)]
struct RateJson {
    currency: String,
    rate: String,
}

#[derive(Deserialize)]
struct ClassJson {
    class: String,
}

#[derive(Deserialize)]
struct InputsJson {
    lines: String,
    prices: String,
    facts: String,
}

impl Was {
    /// What is said of a good now.
    #[must_use]
    pub fn of(good: &GoodReport) -> Self {
        let judged = good.judged.as_ref();
        let rates = judged.map(|(case, _)| case.rates.iter().map(|used| format!("{} {}", used.currency, used.rate.plain())).collect());
        let assessment = judged.map(|(_, assessment)| assessment);
        let known = assessment.filter(|assessment| assessment.applied.source != RuleSource::Unknown);
        let inputs = good.traces.inputs.as_ref();
        Self {
            verdict: good.verdict().word().to_owned(),
            criterion: assessment.and_then(|assessment| assessment.criterion).map(|criterion| criterion.word().to_owned()),
            margin: assessment.and_then(|assessment| assessment.margin()).map(|margin| margin.class.word().to_owned()),
            rule: known.map(|assessment| assessment.applied.rule.to_string()),
            on: judged.map(|(case, _)| case.on.to_string()),
            rates: rates.unwrap_or_default(),
            inputs: [inputs.map(|it| it.lines.clone()), inputs.map(|it| it.prices.clone()), inputs.map(|it| it.facts.clone())],
        }
    }

    fn read(line: LineJson) -> Self {
        let [lines, prices, facts] = line.inputs.map_or([None, None, None], |it| [Some(it.lines), Some(it.prices), Some(it.facts)]);
        let rates = line.rvc.map(|rvc| rvc.rates).unwrap_or_default();
        Self {
            verdict: line.verdict.unwrap_or_default(),
            criterion: line.criterion,
            margin: line.margin.map(|margin| margin.class),
            rule: line.rule.and_then(|rule| rule.text),
            on: line.on,
            rates: rates.into_iter().map(|rate| format!("{} {}", rate.currency, rate.rate)).collect(),
            inputs: [lines, prices, facts],
        }
    }

    fn is_as(&self, other: &Self) -> bool {
        (&self.verdict, &self.criterion, &self.margin) == (&other.verdict, &other.criterion, &other.margin)
    }
}

impl Changes {
    /// Takes a line of the earlier run; `None` where it is none.
    pub fn take(&mut self, line: &str) -> Option<()> {
        let line: LineJson = serde_json::from_str(line).ok()?;
        if line.schema.as_deref() == Some(END_SCHEMA) {
            self.complete = true;
            self.law = line.law.unwrap_or_default();
            self.settings = line.settings.unwrap_or_default();
            self.cepa = line.cepa.unwrap_or_default();
            return Some(());
        }
        let good = line.good.clone()?;
        self.goods.insert(good, Was::read(line));
        Some(())
    }

    /// Whether the earlier run came to its end.
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        self.complete
    }

    /// How a good changed, if it did. Each good is asked about once.
    pub fn of(&mut self, good: &str, now: Was, ending: &Ending) -> Option<Change> {
        let was = self.goods.remove(good);
        if was.as_ref().is_some_and(|was| was.is_as(&now)) {
            return None;
        }
        let why = was.as_ref().map_or_else(|| vec!["new"], |was| self.why(was, &now, ending));
        Some(Change { good: good.to_owned(), was, now: Some(now), why })
    }

    /// What differs that the verdict rests on. Where nothing does, the program itself does.
    fn why(&self, was: &Was, now: &Was, ending: &Ending) -> Vec<&'static str> {
        let [lines, prices, facts] = &was.inputs;
        let [lines_now, prices_now, facts_now] = &now.inputs;
        let compared = was.verdict != "rejected" && now.verdict != "rejected";
        let found = [
            ("lines", lines != lines_now),
            ("price", lines == lines_now && prices != prices_now),
            ("rate", compared && lines == lines_now && was.rates != now.rates),
            ("rule", compared && was.rule != now.rule),
            ("facts", facts != facts_now),
            ("day", compared && was.on != now.on),
            ("law", self.law != ending.law),
            ("settings", self.settings != ending.settings),
        ];
        let mut why: Vec<&str> = found.into_iter().filter(|(_, differs)| *differs).map(|(word, _)| word).collect();
        if why.is_empty() {
            why.push(if self.cepa == ending.cepa { "reading" } else { "program" });
        }
        why
    }

    /// The goods of the earlier run that nobody asked about, in the order of their names.
    pub fn gone(&mut self) -> impl Iterator<Item = Change> + use<> {
        let goods = std::mem::take(&mut self.goods);
        goods.into_iter().map(|(good, was)| Change { good, was: Some(was), now: None, why: vec!["gone"] })
    }
}

#[derive(Serialize)]
struct ChangeJson<'a> {
    schema: &'static str,
    good: &'a str,
    was: Option<SideJson<'a>>,
    now: Option<SideJson<'a>>,
    why: &'a [&'static str],
}

#[derive(Serialize)]
struct SideJson<'a> {
    verdict: &'a str,
    criterion: Option<&'a str>,
    margin_class: Option<&'a str>,
    rule: Option<&'a str>,
}

/// The headings of changes as a table.
const COLUMNS: [&str; 10] = [
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
    pub fn csv(&self) -> String {
        let mut cells = vec![self.good.clone()];
        for side in [&self.was, &self.now] {
            let texts =
                side.as_ref().map_or([None; 4], |was| [Some(&was.verdict), was.criterion.as_ref(), was.margin.as_ref(), was.rule.as_ref()]);
            cells.extend(texts.map(|text| text.cloned().unwrap_or_default()));
        }
        cells.push(self.why.join(" "));
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
