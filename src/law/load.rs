//! Reading the law files, with every problem named by file and line.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::rc::Rc;
use std::sync::Arc;

use chrono::NaiveDate;
use csv::StringRecord;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::parameter::{NEEDED, Parameter, ParameterEntry};
use super::point::{Answer, Point};
use super::product::{ProductList, Row};
use super::provision::{Provision, ProvisionId};
use super::reading::{Reading, ReadingStatus};
use super::requirement::Requirement;
use super::round::{Pattern, Round, RoundCalendar, Window, YearDay};
use super::source::Source;
use super::{Basis, Cite, Fact, FactKind, Law, Operation, Operations, Sort, about, check, holiday, notice, record, waste};
use crate::diag::{Code, Diagnostic};
use crate::rule;
use crate::value::period::parse_day;
use crate::value::{Hs, Id, Percent, Period, Position, number};

/// The law files by their paths under `data/`, as text.
#[derive(Clone, Debug, Default)]
pub struct Files {
    by_path: BTreeMap<String, String>,
}

impl Files {
    /// Every file that the law is read from.
    pub const PATHS: [&'static str; 12] = [
        "facts.csv",
        "operations.csv",
        "parameters.toml",
        "points.csv",
        "provisions.csv",
        "psr/hk.csv",
        "psr/hk.toml",
        "readings.csv",
        "requirements.csv",
        "rounds.csv",
        "sources.csv",
        "waste.csv",
    ];

    /// The law that is built into the program.
    #[must_use]
    pub fn bundled() -> Self {
        const TEXTS: [&str; 12] = [
            include_str!("../../data/facts.csv"),
            include_str!("../../data/operations.csv"),
            include_str!("../../data/parameters.toml"),
            include_str!("../../data/points.csv"),
            include_str!("../../data/provisions.csv"),
            include_str!("../../data/psr/hk.csv"),
            include_str!("../../data/psr/hk.toml"),
            include_str!("../../data/readings.csv"),
            include_str!("../../data/requirements.csv"),
            include_str!("../../data/rounds.csv"),
            include_str!("../../data/sources.csv"),
            include_str!("../../data/waste.csv"),
        ];
        Self::PATHS.into_iter().zip(TEXTS).map(|(path, text)| (path.to_owned(), text.to_owned())).collect()
    }

    /// Files that a folder may have beside the law: no part of it.
    pub const BESIDE: [&'static str; 4] = [record::LINES, record::ACCEPTED, holiday::HOLIDAYS, notice::APPLICATION];

    /// The text of a file.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&str> {
        self.by_path.get(path).map(String::as_str)
    }

    /// Every file that is there, with its text, in the order of paths.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.by_path.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    pub(super) fn set(&mut self, path: &str, text: String) {
        self.by_path.insert(path.to_owned(), text);
    }

    /// SHA-256 over all paths and texts of the law.
    fn digest(&self) -> String {
        let mut hash = Sha256::new();
        for (path, text) in self.by_path.iter().filter(|(path, _)| Self::PATHS.contains(&path.as_str())) {
            hash.update(path.as_bytes());
            hash.update([0]);
            hash.update(text.as_bytes());
            hash.update([0]);
        }
        hash.finalize().iter().fold("sha256:".to_owned(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
    }
}

impl FromIterator<(String, String)> for Files {
    fn from_iter<T: IntoIterator<Item = (String, String)>>(files: T) -> Self {
        Self { by_path: files.into_iter().collect() }
    }
}

/// A row of a law table: its cells under the columns of the table, and where it stands.
pub(super) struct Entry {
    pub at: Position,
    columns: Rc<[String]>,
    cells: StringRecord,
}

impl Entry {
    /// The text of a cell, trimmed; empty where there is none.
    pub fn text(&self, column: &str) -> &str {
        let place = self.columns.iter().rposition(|name| name == column);
        place.and_then(|place| self.cells.get(place)).unwrap_or_default().trim()
    }
}

/// Reads the files and gathers what is wrong with them.
pub(super) struct Loader<'a> {
    files: &'a Files,
    pub problems: Vec<Diagnostic>,
    /// The sources that citations may name.
    sources: BTreeSet<String>,
}

pub(super) fn load(files: &Files) -> Result<Law, Vec<Diagnostic>> {
    let missing: Vec<Diagnostic> = Files::PATHS
        .into_iter()
        .filter(|path| !files.by_path.contains_key(*path))
        .map(|path| Diagnostic::at(Code::LawFileMissing, &Position::file(Arc::from(path))))
        .collect();
    if !missing.is_empty() {
        return Err(missing);
    }
    let mut loader = Loader::new(files);
    let law = loader.law();
    check::parameters(&law, &mut loader.problems);
    if loader.problems.is_empty() {
        return Ok(law);
    }
    loader.problems.sort();
    loader.problems.dedup();
    Err(loader.problems)
}

impl<'a> Loader<'a> {
    pub fn new(files: &'a Files) -> Self {
        Self { files, problems: Vec::new(), sources: BTreeSet::new() }
    }

    /// Whether the folder has a file of this path.
    pub fn has(&self, path: &str) -> bool {
        self.files.by_path.contains_key(path)
    }

    fn law(&mut self) -> Law {
        let sources = self.sources();
        self.sources = sources.keys().cloned().collect();
        let (facts, operations) = (self.facts(), self.operations());
        Law {
            digest: self.files.digest(),
            sources,
            provisions: self.provisions(),
            parameters: self.parameters(),
            products: self.products(&facts, &operations),
            facts,
            operations,
            readings: self.readings(),
            points: self.points(),
            requirements: self.requirements(),
            waste: waste::load(self),
            rounds: self.rounds(),
            holidays: holiday::load(self),
            notices: notice::load(self),
        }
    }

    /// The rows of a CSV table that has at least these columns.
    pub fn table(&mut self, path: &str, columns: &[&str]) -> Vec<Entry> {
        let Some(text) = self.text(path) else { return Vec::new() };
        let file: Arc<str> = Arc::from(path);
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::Headers).from_reader(text.as_bytes());
        let header: Rc<[String]> = reader.headers().map(|row| row.iter().map(str::to_owned).collect()).unwrap_or_default();
        for column in columns.iter().filter(|column| !header.iter().any(|name| name == *column)) {
            self.problems
                .push(Diagnostic::at(Code::LawValue, &Position::row(Arc::clone(&file), 1)).with("column", column).with("value", ""));
        }
        let mut entries = Vec::new();
        for row in reader.records() {
            match row {
                Ok(row) => {
                    let at = Position::row(Arc::clone(&file), row.position().map_or(0, csv::Position::line));
                    entries.push(Entry { at, columns: Rc::clone(&header), cells: row });
                }
                Err(error) => self.problems.push(unreadable(&file, error.position().map_or(0, csv::Position::line), &error)),
            }
        }
        entries
    }

    /// The text of a file. What a folder need not have beside the law is bundled.
    fn text(&self, path: &str) -> Option<&'a str> {
        let bundled = match path {
            holiday::HOLIDAYS => Some(include_str!("../../data/holidays.csv")),
            notice::APPLICATION => Some(include_str!("../../data/application.csv")),
            _ => None,
        };
        self.files.get(path).or(bundled)
    }

    /// A TOML file of a known shape.
    pub fn toml<T: for<'de> Deserialize<'de> + Default>(&mut self, path: &str) -> T {
        let Some(text) = self.text(path) else { return T::default() };
        toml::from_str(text).unwrap_or_else(|error| {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            let line = u64::try_from(before.matches('\n').count()).unwrap_or(0).saturating_add(1);
            self.problems.push(unreadable(&Arc::from(path), line, &error.message()));
            T::default()
        })
    }

    /// A cell as `parse` reads it, or a problem that names the cell.
    pub fn value<T>(&mut self, entry: &Entry, column: &str, parse: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let text = entry.text(column);
        let value = parse(text);
        if value.is_none() {
            self.problems.push(Diagnostic::at(Code::LawValue, &entry.at).with("column", column).with("value", text));
        }
        value
    }

    /// The citations of a column, and how well they are known. Every source must be listed.
    pub fn founded(&mut self, entry: &Entry, column: &str) -> Option<(Vec<Cite>, Basis)> {
        let cites = self.value(entry, column, |text| Some(Cite::list(text)).filter(|cites| !cites.is_empty()))?;
        let what = ["id", "hs_code", "round"].map(|column| entry.text(column)).into_iter().find(|text| !text.is_empty());
        self.resolve(&cites, what.unwrap_or_default(), &entry.at);
        Some((cites, self.value(entry, "basis", Basis::from_word)?))
    }

    fn resolve(&mut self, cites: &[Cite], what: &str, at: &Position) {
        for cite in cites.iter().filter(|cite| !self.sources.contains(&cite.source)) {
            self.problems.push(Diagnostic::at(Code::CiteUnresolved, at).with("what", what).with("source", &cite.source));
        }
    }

    /// Says that the cell of an identifier repeats an earlier one.
    pub fn unique(&mut self, entries: &[Entry], column: &str) {
        let mut seen = BTreeSet::new();
        for entry in entries {
            if !seen.insert(entry.text(column)) {
                self.problems.push(Diagnostic::at(Code::LawIdTwice, &entry.at).with("id", entry.text(column)));
            }
        }
    }

    /// Puts an entry under its identifier, or names the identifier that stands twice.
    fn keyed<K: Ord, T>(&mut self, map: &mut BTreeMap<K, T>, entry: &Entry, key: K, value: T) {
        if map.insert(key, value).is_some() {
            self.problems.push(Diagnostic::at(Code::LawIdTwice, &entry.at).with("id", entry.text("id")));
        }
    }

    fn sources(&mut self) -> BTreeMap<String, Source> {
        let mut sources = BTreeMap::new();
        for entry in self.table("sources.csv", &["id", "title", "title_zh_hant", "title_zh_hans", "issuer", "date", "address", "read"]) {
            self.keyed(&mut sources, &entry, entry.text("id").to_owned(), Source::from_entry(&entry));
        }
        sources
    }

    fn provisions(&mut self) -> BTreeMap<ProvisionId, Provision> {
        let mut provisions = BTreeMap::new();
        for entry in self.table("provisions.csv", &["id", "cites", "basis"]) {
            let by_name = |text: &str| ProvisionId::ALL.into_iter().find(|(_, name)| *name == text).map(|(id, _)| id);
            let Some(id) = self.value(&entry, "id", by_name) else { continue };
            let Some((cites, basis)) = self.founded(&entry, "cites") else { continue };
            self.keyed(&mut provisions, &entry, id, Provision { cites, basis });
        }
        for (_, name) in ProvisionId::ALL.into_iter().filter(|(id, _)| !provisions.contains_key(id)) {
            let at = Position::file(Arc::from("provisions.csv"));
            self.problems.push(Diagnostic::at(Code::LawValue, &at).with("column", "id").with("value", name));
        }
        provisions
    }

    fn parameters(&mut self) -> BTreeMap<String, Parameter> {
        let file: BTreeMap<String, ParameterFile> = self.toml("parameters.toml");
        let at = Position::file(Arc::from("parameters.toml"));
        for name in NEEDED.into_iter().filter(|name| !file.contains_key(*name)) {
            self.problems.push(Diagnostic::at(Code::LawGap, &at).with("what", name).with("day", super::first_day()));
        }
        let parameter = |(name, file): (String, ParameterFile)| {
            let entries = file.entries.into_iter().filter_map(|entry| self.parameter_entry(&at, &name, &entry)).collect();
            (name, Parameter { unit: file.unit, entries })
        };
        file.into_iter().map(parameter).collect()
    }

    fn parameter_entry(&mut self, at: &Position, name: &str, entry: &EntryFile) -> Option<ParameterEntry> {
        let until = entry.until.as_deref();
        let read = || {
            Some(ParameterEntry {
                period: Period {
                    from: parse_day(&entry.from)?,
                    until: match until {
                        Some(text) => Some(parse_day(text)?),
                        None => None,
                    },
                },
                is: number::parse(&entry.is, number::Mark::Point).ok().and_then(Percent::new)?,
                cite: Some(Cite::list(&entry.cite)).filter(|cites| !cites.is_empty())?,
                basis: Basis::from_word(&entry.basis)?,
            })
        };
        let value = read();
        self.resolve(&Cite::list(&entry.cite), name, at);
        if value.is_none() {
            let shown = format!("{} {} {}", entry.from, entry.is, entry.basis);
            self.problems.push(Diagnostic::at(Code::LawValue, at).with("column", name).with("value", shown));
        }
        value
    }

    fn products(&mut self, facts: &BTreeMap<Id, Fact>, operations: &Operations) -> ProductList {
        let about = about::load(self);
        let mut rows: BTreeMap<Hs, Vec<Row>> = BTreeMap::new();
        let columns = ["hs_code", "from", "until", "rule", "wording", "wording_lang", "serial", "description", "partial", "cite", "basis"];
        for entry in self.table("psr/hk.csv", &columns) {
            if let Some(row) = self.product_row(&entry) {
                check::rule_names(&row, facts, operations, &entry.at, &mut self.problems);
                check::overlap(&row, rows.get(&row.code), &entry.at, &mut self.problems);
                rows.entry(row.code).or_default().push(row);
            }
        }
        for rows in rows.values_mut() {
            rows.sort_by_key(|row| row.period.from);
        }
        ProductList { about, rows }
    }

    fn product_row(&mut self, entry: &Entry) -> Option<Row> {
        let code = self.value(entry, "hs_code", |text| Hs::from_digits(text).filter(|code| code.digits() <= 6));
        let from = self.value(entry, "from", parse_day);
        let until = self.value(entry, "until", |text| if text.is_empty() { Some(None) } else { parse_day(text).map(Some) });
        let founded = self.founded(entry, "cite");
        let rule = self.listed_rule(entry);
        let partial = self.value(entry, "partial", |text| match text {
            "" => Some(false),
            "yes" => Some(true),
            _ => None,
        });
        let (cite, basis) = founded?;
        let text = |column| entry.text(column).to_owned();
        Some(Row {
            code: code?,
            period: Period { from: from?, until: until? },
            rule: rule?,
            wording: text("wording"),
            wording_lang: text("wording_lang"),
            serial: text("serial"),
            description: text("description"),
            partial: partial?,
            cite,
            basis,
        })
    }

    fn listed_rule(&mut self, entry: &Entry) -> Option<rule::Rule> {
        let text = entry.text("rule");
        match rule::parse(text) {
            Ok(rule) if rule.to_string() == text => Some(rule),
            Ok(rule) => {
                self.problems.push(Diagnostic::at(Code::LawRuleSpelling, &entry.at).with("rule", text).with("spelling", rule));
                None
            }
            Err(error) => {
                self.problems.push(Diagnostic::at(Code::LawRuleSyntax, &entry.at).with("rule", text).with("position", error.position));
                None
            }
        }
    }

    fn facts(&mut self) -> BTreeMap<Id, Fact> {
        let mut facts = BTreeMap::new();
        for entry in self.table("facts.csv", &["id", "kind", "cite", "basis"]) {
            let (id, kind) = (self.value(&entry, "id", Id::new), self.value(&entry, "kind", FactKind::from_word));
            let (Some(id), Some(kind), Some((cite, basis))) = (id, kind, self.founded(&entry, "cite")) else { continue };
            self.keyed(&mut facts, &entry, id, Fact { kind, cite, basis });
        }
        facts
    }

    fn operations(&mut self) -> Operations {
        let (mut operations, mut order, mut places) = (BTreeMap::new(), Vec::new(), BTreeMap::new());
        for entry in self.table("operations.csv", &["id", "kind", "en", "zh_hant", "zh_hans", "aliases", "cite", "basis"]) {
            let sort = |word: &str| match word {
                "minimal" => Some(Sort::Minimal),
                "substantial" => Some(Sort::Substantial),
                "step" => Some(Sort::Step),
                _ => None,
            };
            let (id, sort) = (self.value(&entry, "id", Id::new), self.value(&entry, "kind", sort));
            let (Some(id), Some(sort), Some((cite, basis))) = (id, sort, self.founded(&entry, "cite")) else { continue };
            let names = ["en", "zh_hant", "zh_hans"].map(|column| entry.text(column).to_owned());
            let aliases = entry.text("aliases").split('|').map(str::trim).filter(|alias| !alias.is_empty()).map(str::to_owned).collect();
            if operations.contains_key(&id) {
                self.problems.push(Diagnostic::at(Code::LawIdTwice, &entry.at).with("id", &id));
                continue;
            }
            operations.insert(id.clone(), Operation { sort, names, aliases, cite, basis });
            places.insert(id.clone(), entry.at);
            order.push(id);
        }
        let (operations, taken) = Operations::of(operations, &order);
        for (name, at) in taken.into_iter().filter_map(|(name, id)| Some((name, places.get(&id)?))) {
            self.problems.push(Diagnostic::at(Code::LawNameTwice, at).with("name", name));
        }
        operations
    }

    fn readings(&mut self) -> BTreeMap<String, Reading> {
        let mut readings = BTreeMap::new();
        for entry in self.table("readings.csv", &["id", "status", "cite", "basis"]) {
            let status = |word: &str| match word {
                "adopted" => Some(ReadingStatus::Adopted),
                "open" => Some(ReadingStatus::Open),
                _ => None,
            };
            let (Some(status), Some((cite, basis))) = (self.value(&entry, "status", status), self.founded(&entry, "cite")) else {
                continue;
            };
            self.keyed(&mut readings, &entry, entry.text("id").to_owned(), Reading { status, cite, basis });
        }
        readings
    }

    fn points(&mut self) -> Vec<Point> {
        let mut points = Vec::new();
        let entries = self.table("points.csv", &["id", "answer", "basis", "cite"]);
        self.unique(&entries, "id");
        for entry in entries {
            let (Some(answer), Some((cite, basis))) = (self.value(&entry, "answer", Answer::from_word), self.founded(&entry, "cite"))
            else {
                continue;
            };
            points.push(Point { id: entry.text("id").to_owned(), answer, basis, cite });
        }
        points
    }

    fn requirements(&mut self) -> Vec<Requirement> {
        let entries = self.table("requirements.csv", &["id", "cite", "basis"]);
        self.unique(&entries, "id");
        let requirement =
            |entry: &Entry| self.founded(entry, "cite").map(|(cite, basis)| Requirement { id: entry.text("id").to_owned(), cite, basis });
        entries.iter().filter_map(requirement).collect()
    }

    fn rounds(&mut self) -> RoundCalendar {
        let mut calendar = RoundCalendar::default();
        let columns = [
            "round",
            "received_from",
            "received_until",
            "to_mainland_before",
            "consultation_complete_before",
            "implemented_by",
            "basis",
            "start_basis",
            "cite",
            "note",
        ];
        for entry in self.table("rounds.csv", &columns) {
            match entry.text("round").strip_prefix("Y-") {
                Some(number) => calendar.patterns.extend(self.pattern(&entry, number)),
                None => calendar.announced.extend(self.round(&entry)),
            }
        }
        let at = Position::file(Arc::from("rounds.csv"));
        check::rounds(&mut calendar, &at, &mut self.problems);
        calendar
    }

    fn round(&mut self, entry: &Entry) -> Option<Round> {
        let mut day = |column| -> Option<NaiveDate> { self.value(entry, column, parse_day) };
        let received = (day("received_from"), day("received_until"));
        let milestones = (day("to_mainland_before"), day("consultation_complete_before"), day("implemented_by"));
        let start_basis = self.value(entry, "start_basis", Basis::from_word);
        let (cite, basis) = self.founded(entry, "cite")?;
        Some(Round {
            name: entry.text("round").to_owned(),
            received: Window { from: received.0?, until: received.1? },
            to_mainland_before: milestones.0?,
            consultation_complete_before: milestones.1?,
            implemented_by: milestones.2?,
            basis,
            start_basis: start_basis?,
            cite,
            note: entry.text("note").to_owned(),
        })
    }

    fn pattern(&mut self, entry: &Entry, number: &str) -> Option<Pattern> {
        let mut day = |column| self.value(entry, column, YearDay::parse);
        let received = (day("received_from"), day("received_until"));
        let milestones = (day("to_mainland_before"), day("consultation_complete_before"), day("implemented_by"));
        let (cite, basis) = self.founded(entry, "cite")?;
        Some(Pattern {
            number: number.to_owned(),
            from: received.0?,
            until: received.1?,
            to_mainland_before: milestones.0?,
            consultation_complete_before: milestones.1?,
            implemented_by: milestones.2?,
            basis,
            cite,
        })
    }
}

fn unreadable(file: &Arc<str>, line: u64, why: &impl std::fmt::Display) -> Diagnostic {
    Diagnostic::at(Code::LawSyntax, &Position::row(Arc::clone(file), line)).with("why", why)
}

/// A table of `parameters.toml`.
#[derive(Deserialize)]
struct ParameterFile {
    unit: String,
    #[serde(default)]
    entries: Vec<EntryFile>,
}

#[derive(Deserialize)]
struct EntryFile {
    from: String,
    until: Option<String>,
    is: String,
    cite: String,
    basis: String,
}
