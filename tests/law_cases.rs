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
#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::disallowed_methods, reason = "a test fails loudly")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

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

/// What a run gave: its first good, or the whole document where it has none, and what it said beside it.
struct Found {
    run: Run,
    good: Value,
    problems: Value,
}

/// The official sentences by their identifiers.
fn wordings() -> BTreeMap<String, String> {
    let mut table = csv::Reader::from_path(root().join("data/wordings.csv")).expect("the wordings");
    let rows = table.records().map(|row| row.expect("a wording"));
    rows.map(|row| (row[0].to_owned(), format!("    “{}” ({})\n", &row[3], &row[1]))).collect()
}

/// Every case of every page, in order.
fn all_cases() -> Vec<Case> {
    let folder = std::fs::read_dir(root().join("tests/law")).expect("the pages");
    let mut pages: Vec<PathBuf> = folder.map(|entry| entry.expect("a page").path()).collect();
    pages.sort();
    pages.iter().filter(|page| page.extension().is_some_and(|kind| kind == "md")).flat_map(|page| cases(page)).collect()
}

/// The cases of a page.
fn cases(path: &Path) -> Vec<Case> {
    let page = std::fs::read_to_string(path).expect("a page that can be read");
    let mut cases: Vec<Case> = Vec::new();
    let mut lines = page.lines().zip(1..);
    while let Some((line, number)) = lines.next() {
        if let Some(title) = line.strip_prefix("## ") {
            let place = format!("{}:{number}", path.file_name().unwrap_or_default().display());
            cases.push(Case { place, title: title.to_owned(), ..Case::default() });
        } else if let Some(case) = cases.last_mut() {
            match line.strip_prefix("```") {
                Some(kind) => {
                    let block = lines.by_ref().map(|(line, _)| line).take_while(|line| *line != "```");
                    case.take(kind, block.map(|line| line.to_owned() + "\n").collect());
                }
                None => case.tell(line),
            }
        }
    }
    cases
}

impl Case {
    fn tell(&mut self, line: &str) {
        match line.strip_prefix("> wording: ") {
            Some(id) => self.wordings.push(id.trim().to_owned()),
            None => self.told |= !line.is_empty(),
        }
    }

    fn take(&mut self, kind: &str, block: String) {
        match kind.split_once(' ') {
            Some((_, file)) => self.files.push((file.to_owned(), block)),
            None if kind == "run" => self.run.push_str(block.trim()),
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

    fn found(&self) -> Found {
        let folder = scratch(&format!("law/{}", self.place.replace(':', "-")));
        for (name, text) in &self.files {
            std::fs::write(folder.join(name), text).expect("a file of the case");
        }
        let form = ["--format".to_owned(), "json".to_owned()];
        let args: Vec<String> = words(&self.run).into_iter().skip(1).chain(form).collect();
        let run = cepa_in(&folder, &args, b"");
        let document: Value = serde_json::from_str(&run.stdout).unwrap_or_default();
        let good = document.pointer("/goods/0").unwrap_or(&document).clone();
        Found { run, good, problems: document["problems"].clone() }
    }

    /// What is wrong with the page, or else what is not as it expects.
    fn wrong(&self, wordings: &BTreeMap<String, String>) -> Vec<String> {
        let lacking = self.lacking(wordings);
        if !lacking.is_empty() {
            return lacking;
        }
        let found = self.found();
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
        let points = |blocking| texts(&self.good["to_confirm"], "code", |point| point["blocking"] == blocking);
        let is = |texts: Vec<String>| (texts.iter().any(|text| text == value), texts);
        let holds = |texts: Vec<String>| (texts.iter().any(|text| text.contains(value)), texts);
        let (found, got) = match key {
            "exit" => is(vec![self.run.code.to_string()]),
            "point" => is(points(true)),
            "note" => is(points(false)),
            "reason" => holds(claims(&self.good["proof"])),
            "assumption" => holds(texts(&self.good["assumptions"], "", |_| true)),
            "diagnostic" => holds(self.diagnostics()),
            path => is(vec![shown(self.good.pointer(&format!("/{}", path.replace('.', "/"))).unwrap_or(&Value::Null))]),
        };
        (!found).then(|| got.join(" / "))
    }

    /// The codes of the good's problems and of the run's, and what was said on standard error.
    fn diagnostics(&self) -> Vec<String> {
        let [own, all] = [&self.good["diagnostics"], &self.problems].map(|list| texts(list, "code", |_| true));
        [own, all, vec![self.run.stderr.clone()]].concat()
    }
}

/// A value as a page writes it: text without quotes.
fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The texts of a list, or of one field of its elements.
fn texts(list: &Value, field: &str, wanted: impl Fn(&Value) -> bool) -> Vec<String> {
    let elements = list.as_array().into_iter().flatten().filter(|element| wanted(element));
    elements.map(|element| shown(element.get(field).unwrap_or(element))).collect()
}

/// The claims of a proof and of all that it rests on.
fn claims(step: &Value) -> Vec<String> {
    let below = step["because"].as_array().into_iter().flatten().flat_map(claims);
    std::iter::once(shown(&step["claim"])).chain(below).collect()
}

#[test]
fn every_case_of_law_holds() {
    let (wordings, cases) = (wordings(), all_cases());
    let failure = |case: &Case| {
        let wrong = case.wrong(&wordings);
        let said: String = case.wordings.iter().filter_map(|id| wordings.get(id)).cloned().collect();
        (!wrong.is_empty()).then(|| format!("tests/law/{} {}\n{said}    {}\n", case.place, case.title, wrong.join("\n    ")))
    };
    let failures: Vec<String> = cases.iter().filter_map(failure).collect();
    assert!(cases.len() >= 60, "only {} cases", cases.len());
    assert!(failures.is_empty(), "{} of {} cases do not hold:\n{}", failures.len(), cases.len(), failures.join("\n"));
}

#[test]
fn every_defect_of_other_tools_has_its_case() {
    let named: BTreeSet<String> = all_cases().iter().filter_map(|case| case.title.split(' ').next().map(str::to_owned)).collect();
    let lacking: Vec<String> = (1..=19).map(|number| format!("D{number}")).filter(|name| !named.contains(name)).collect();
    assert!(lacking.is_empty(), "no case for {lacking:?}");
}
