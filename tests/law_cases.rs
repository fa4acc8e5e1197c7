//! The law as cases: every page of `tests/law/` is read, run and held against what it expects.
//!
//! A case is a heading `## …`, the official sentences at issue (`> wording: ID`, from `data/wordings.csv`), a
//! sentence or two on the situation, and fenced blocks. A block of a kind and a name (`csv bom.csv`,
//! `toml cepa.toml`) is a file; `run` is the command line; `expect` holds what must be found, one `key: value` a line:
//!
//! - `exit: 1` is the exit code;
//! - `point: CODE` is a point that the verdict waits for, `note: CODE` one that it does not wait for;
//! - `reason: TEXT` is part of some step of the proof, `assumption: TEXT` of an assumption;
//! - `diagnostic: B013` is a problem of the good, of a file or of the command;
//! - any other key is a dotted path into the first good (or into the round), and its value.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    clippy::needless_for_each,
    clippy::format_push_string,
    reason = "a test fails loudly, and touches the machine"
)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde_json::Value;
use support::{Run, cepa_in, root, scratch, words};

/// A case as it stands on its page.
#[derive(Default)]
struct Case {
    place: String,
    title: String,
    wordings: Vec<String>,
    told: bool,
    files: Vec<(String, String)>,
    run: String,
    expected: Vec<(String, String)>,
}

/// What a run gave: the run itself and its first good, or the whole document where it has none.
struct Found {
    run: Run,
    good: Value,
    problems: Value,
}

/// The official sentences by their identifiers.
fn wordings() -> BTreeMap<String, String> {
    let mut table = csv::Reader::from_path(root().join("data/wordings.csv")).expect("the wordings");
    let rows = table.records().map(|row| row.expect("a wording"));
    rows.map(|row| (row[0].to_owned(), format!("{} ({})", &row[3], &row[1]))).collect()
}

/// The pages by their names, in order.
fn pages() -> Vec<(String, String)> {
    let files = std::fs::read_dir(root().join("tests/law")).expect("the pages").map(|entry| entry.expect("a page").path());
    let page = |path: std::path::PathBuf| (path.file_stem().unwrap().to_str().unwrap().to_owned(), std::fs::read_to_string(path).unwrap());
    let mut pages: Vec<_> = files.filter(|path| path.extension().is_some_and(|kind| kind == "md")).map(page).collect();
    pages.sort();
    pages
}

/// The cases of a page.
fn cases(name: &str, page: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut lines = page.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        if let Some(title) = line.strip_prefix("## ") {
            cases.push(Case { place: format!("tests/law/{name}.md:{}", number + 1), title: title.to_owned(), ..Case::default() });
        }
        let Some(case) = cases.last_mut() else { continue };
        if let Some(id) = line.strip_prefix("> wording: ") {
            case.wordings.push(id.trim().to_owned());
        } else if let Some(kind) = line.strip_prefix("```") {
            let block =
                lines.by_ref().map(|(_, line)| line).take_while(|line| *line != "```").fold(String::new(), |text, line| text + line + "\n");
            case.take(kind, block);
        } else {
            case.told |= !line.is_empty() && !line.starts_with("## ");
        }
    }
    cases
}

impl Case {
    fn take(&mut self, kind: &str, block: String) {
        match kind.split_once(' ') {
            Some((_, file)) => self.files.push((file.to_owned(), block)),
            None if kind == "run" => self.run = block.trim().to_owned(),
            None if kind == "expect" => self.expected.extend(block.lines().map(expectation)),
            None => panic!("{}: a block of kind {kind:?}", self.place),
        }
    }

    /// What the page itself lacks.
    fn lacking(&self, wordings: &BTreeMap<String, String>) -> Vec<String> {
        let unknown =
            self.wordings.iter().filter(|id| !wordings.contains_key(*id)).map(|id| format!("no wording {id} in data/wordings.csv"));
        let need = [
            (self.wordings.is_empty(), "it cites no wording"),
            (!self.told, "the situation is not told"),
            (!self.run.starts_with("cepa "), "no command is run"),
            (self.expected.is_empty(), "nothing is expected"),
        ];
        unknown.chain(need.into_iter().filter(|(lacks, _)| *lacks).map(|(_, what)| what.to_owned())).collect()
    }

    fn found(&self, folder: &str) -> Found {
        let folder = scratch(folder);
        for (name, text) in &self.files {
            std::fs::write(folder.join(name), text).expect("a file of the case");
        }
        let args: Vec<String> = words(&self.run).into_iter().skip(1).chain(["--format".to_owned(), "json".to_owned()]).collect();
        let run = cepa_in(&folder, &args, b"");
        let document: Value = serde_json::from_str(&run.stdout).unwrap_or(Value::Null);
        let good = document.pointer("/goods/0").unwrap_or(&document).clone();
        Found { run, good, problems: document["problems"].clone() }
    }

    /// What is not as expected.
    fn differences(&self, found: &Found) -> Vec<String> {
        let differs = |(key, value): &(String, String)| found.differs(key, value).map(|got| format!("{key}: {value}\n      but {got}"));
        self.expected.iter().filter_map(differs).collect()
    }
}

fn expectation(line: &str) -> (String, String) {
    let (key, value) = line.split_once(':').unwrap_or_else(|| panic!("an expectation without a colon: {line}"));
    (key.trim().to_owned(), value.trim().to_owned())
}

impl Found {
    /// What was found instead of the value expected under a key.
    fn differs(&self, key: &str, value: &str) -> Option<String> {
        let (holds, got) = match key {
            "exit" => (self.run.code.to_string() == value, self.run.code.to_string()),
            "point" => self.point(value, true),
            "note" => self.point(value, false),
            "reason" => contains(&claims(&self.good["proof"]), value),
            "assumption" => contains(&texts(&self.good["assumptions"]), value),
            "diagnostic" => self.diagnostic(value),
            path => {
                let got = shown(&path.split('.').fold(&self.good, |at, step| at.get(step).unwrap_or(&Value::Null)).clone());
                (got == value, got)
            }
        };
        (!holds).then_some(got)
    }

    fn point(&self, code: &str, blocking: bool) -> (bool, String) {
        let points = self.good["to_confirm"].as_array().cloned().unwrap_or_default();
        let holds = points.iter().any(|point| point["code"] == code && point["blocking"] == blocking);
        (
            holds,
            points
                .iter()
                .map(|point| format!("{} (blocking: {})", shown(&point["code"]), point["blocking"]))
                .collect::<Vec<_>>()
                .join(", "),
        )
    }

    fn diagnostic(&self, code: &str) -> (bool, String) {
        let all = [&self.good["diagnostics"], &self.problems].into_iter().filter_map(Value::as_array).flatten();
        let mut codes: Vec<String> = all.map(|diagnostic| shown(&diagnostic["code"])).collect();
        codes.push(self.run.stderr.clone());
        (codes.iter().any(|found| found.contains(code)), codes.join(", "))
    }
}

/// A value as a page writes it: text without quotes.
fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn texts(list: &Value) -> Vec<String> {
    list.as_array().into_iter().flatten().map(shown).collect()
}

/// The claims of a proof and of all that it rests on.
fn claims(step: &Value) -> Vec<String> {
    let below = step["because"].as_array().into_iter().flatten().flat_map(claims);
    std::iter::once(shown(&step["claim"])).chain(below).collect()
}

fn contains(texts: &[String], part: &str) -> (bool, String) {
    (texts.iter().any(|text| text.contains(part)), texts.join(" / "))
}

#[test]
fn every_case_of_law_holds() {
    let wordings = wordings();
    let (mut failures, mut count) = (String::new(), 0);
    for (name, page) in pages() {
        for (index, case) in cases(&name, &page).iter().enumerate() {
            count += 1;
            let mut wrong = case.lacking(&wordings);
            if wrong.is_empty() {
                wrong = case.differences(&case.found(&format!("law/{name}-{index}")));
            }
            if !wrong.is_empty() {
                let said = case.wordings.iter().filter_map(|id| wordings.get(id)).map(|text| format!("    “{text}”\n")).collect::<String>();
                write!(failures, "{} {}\n{said}    {}\n", case.place, case.title, wrong.join("\n    ")).unwrap();
            }
        }
    }
    assert!(count >= 60, "only {count} cases");
    assert!(failures.is_empty(), "cases that do not hold, of {count}:\n{failures}");
}

#[test]
fn every_defect_of_other_tools_has_its_case() {
    let page = pages().into_iter().find(|(name, _)| name == "defects").expect("the page of defects").1;
    let named: BTreeSet<String> = cases("defects", &page).iter().map(|case| case.title.split(' ').next().unwrap().to_owned()).collect();
    let lacking: Vec<String> = (1..=19).map(|number| format!("D{number}")).filter(|name| !named.contains(name)).collect();
    assert!(lacking.is_empty(), "no case for {lacking:?}");
}
