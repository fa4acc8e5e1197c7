//! What a run says of a good, as far as a later one compares it.

use serde::Deserialize;

use super::{END_SCHEMA, GoodReport};
use crate::batch::Compared;
use crate::bom::{BillLine, Worth};
use crate::origin::{MarginClass, RuleSource};
use crate::value::{Criterion, Verdict};

/// What a run says of a good, as far as a later one compares it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Was {
    /// The verdict's word.
    pub verdict: String,
    /// The criterion, where the good originates.
    pub criterion: Option<String>,
    /// The class of the margin.
    pub margin: Option<String>,
    /// The rule that was applied.
    pub rule: Option<String>,
    pub(super) on: Option<String>,
    /// Rates as `USD 7.8012`.
    pub(super) rates: Vec<String>,
    /// Digests of lines, prices and facts.
    pub(super) inputs: [Option<String>; 3],
    /// The lines in short, where they are known.
    pub(super) bill: Option<Vec<BillLine>>,
}

/// What goods are judged by beside what is stated of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Basis {
    /// The digest of the law.
    pub law: String,
    /// The digest of policy, defaults and confirmations.
    pub settings: String,
    /// The version of the program.
    pub cepa: String,
}

/// A line of an earlier run's NDJSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EarlierLine {
    /// A good.
    Good(String, Was),
    /// The closing line.
    End(Basis),
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

/// The lines of a good alone: they are only read where a good changed.
#[derive(Deserialize)]
struct BillOfLine {
    inputs: Option<BillJson>,
}

#[derive(Deserialize)]
struct BillJson {
    bill: Option<Vec<[Option<String>; 3]>>,
}

/// A line as a report keeps it; `None` where it cannot be read.
fn bill_line([part, kind, value]: [Option<String>; 3]) -> Option<BillLine> {
    let value = match value {
        Some(value) => Some(Worth::from_plain(&value)?),
        None => None,
    };
    Some(BillLine { part: part?, kind: kind?, value, at: None })
}

impl EarlierLine {
    /// Reads a line; `None` where it is none of a report.
    #[must_use]
    pub fn read(line: &str) -> Option<Self> {
        let line: LineJson = serde_json::from_str(line).ok()?;
        if line.schema.as_deref() == Some(END_SCHEMA) {
            let [law, settings, cepa] = [line.law, line.settings, line.cepa].map(Option::unwrap_or_default);
            return Some(Self::End(Basis { law, settings, cepa }));
        }
        let good = line.good.clone()?;
        Some(Self::Good(good, Was::read(line)))
    }
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
            bill: inputs.and_then(|inputs| inputs.bill.clone()),
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
            bill: None,
        }
    }

    /// The same with its lines, which are on the line that it was read from.
    #[must_use]
    pub fn with_lines(mut self, line: &str) -> Self {
        let read: Option<BillOfLine> = serde_json::from_str(line).ok();
        let lines = read.and_then(|read| read.inputs).and_then(|inputs| inputs.bill);
        self.bill = lines.and_then(|lines| lines.into_iter().map(bill_line).collect());
        self
    }

    /// What is compared, in short; `None` where a word is not known, so that the words themselves must be compared.
    #[must_use]
    pub fn compared(&self) -> Option<Compared> {
        Some(Compared {
            verdict: Verdict::from_word(&self.verdict)?,
            criterion: self.criterion.as_deref().map(|word| Criterion::from_word(word).ok_or(())).transpose().ok()?,
            margin: self.margin.as_deref().map(|word| MarginClass::from_word(word).ok_or(())).transpose().ok()?,
        })
    }

    pub(super) fn is_as(&self, other: &Self) -> bool {
        (&self.verdict, &self.criterion, &self.margin) == (&other.verdict, &other.criterion, &other.margin)
    }

    /// What differs that the verdict rests on. Where nothing does, the program itself does.
    pub(super) fn why(&self, now: &Self, was_by: &Basis, now_by: &Basis) -> Vec<&'static str> {
        let [lines, prices, facts] = &self.inputs;
        let [lines_now, prices_now, facts_now] = &now.inputs;
        let compared = self.verdict != "rejected" && now.verdict != "rejected";
        let found = [
            ("lines", lines != lines_now),
            ("price", lines == lines_now && prices != prices_now),
            ("rate", compared && lines == lines_now && self.rates != now.rates),
            ("rule", compared && self.rule != now.rule),
            ("facts", facts != facts_now),
            ("day", compared && self.on != now.on),
            ("law", was_by.law != now_by.law),
            ("settings", was_by.settings != now_by.settings),
        ];
        let mut why: Vec<&str> = found.into_iter().filter(|(_, differs)| *differs).map(|(word, _)| word).collect();
        if why.is_empty() {
            why.push(if was_by.cepa == now_by.cepa { "reading" } else { "program" });
        }
        why
    }
}
