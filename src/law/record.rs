//! What is kept beside the law without being law: where each row was read, and who compared it with its wording.
//! Neither changes a verdict, so neither is part of the digest.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use super::product::Row;
use super::write::table;
use super::{Files, Law};
use crate::value::Hs;
use crate::value::period::parse_day;

/// The path of the account of every line that was read.
pub const LINES: &str = "psr/lines.csv";

/// The path of the record of comparisons.
pub const ACCEPTED: &str = "psr/accepted.csv";

/// The heading of [`LINES`].
const LINE_COLUMNS: [&str; 6] = ["from", "at", "became", "serial", "hs_code", "text"];

/// The heading of [`ACCEPTED`].
const ACCEPTED_COLUMNS: [&str; 6] = ["hs_code", "from", "serial", "by", "on", "row"];

/// A line of the published list, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// From when the list or announcement that holds it is in force.
    pub from: NaiveDate,
    /// Where it stands: file, page or sheet, line.
    pub at: String,
    /// `row`, `continuation`, `heading`, `headnote`, `furniture` or `not-understood`.
    pub became: String,
    /// The serial number of its row.
    pub serial: String,
    /// The codes of its row, separated by spaces.
    pub codes: String,
    /// What stands there.
    pub text: String,
}

/// A person's word that a row's rule says what its wording says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptance {
    /// Who compared them.
    pub by: String,
    /// On which day.
    pub on: NaiveDate,
}

/// What was recorded beside a law.
#[derive(Clone, Debug, Default)]
pub struct Records {
    /// Where rows begin, by code and first day.
    places: BTreeMap<(Hs, NaiveDate), String>,
    /// Who compared a row, by code, first day and the digest of rule and wording.
    accepted: BTreeMap<(Hs, NaiveDate, String), Acceptance>,
}

impl Records {
    /// Reads what there is. A row that cannot be read is as if it were not there: it proves nothing.
    #[must_use]
    pub fn read(files: &Files) -> Self {
        let mut records = Self::default();
        for cells in cells(files, LINES).filter(|cells| cells.get(2).is_some_and(|became| became == "row")) {
            let [from, at, _, _, codes, _] = cells.as_slice() else { continue };
            for code in codes.split(' ').filter_map(Hs::from_digits) {
                if let Some(from) = parse_day(from) {
                    records.places.insert((code, from), at.clone());
                }
            }
        }
        for cells in cells(files, ACCEPTED) {
            let [code, from, _, by, on, row] = cells.as_slice() else { continue };
            if let (Some(code), Some(from), Some(on)) = (Hs::from_digits(code), parse_day(from), parse_day(on)) {
                records.accepted.insert((code, from, row.clone()), Acceptance { by: by.clone(), on });
            }
        }
        records
    }

    /// Where a row begins in the list that was loaded.
    #[must_use]
    pub fn place(&self, row: &Row) -> Option<&str> {
        self.places.get(&(row.code, row.period.from)).map(String::as_str)
    }

    /// Who compared a row with its wording. A row whose rule or wording changed since is no longer accepted.
    #[must_use]
    pub fn accepted(&self, row: &Row) -> Option<&Acceptance> {
        self.accepted.get(&(row.code, row.period.from, digest(row)))
    }
}

impl Files {
    /// These files with the account of one more list or announcement; an earlier one of the same day gives way.
    #[must_use]
    pub fn with_lines(mut self, from: NaiveDate, lines: &[Line]) -> Self {
        let day = from.to_string();
        let kept: Vec<Vec<String>> = cells(&self, LINES).filter(|cells| cells.first() != Some(&day)).collect();
        let new = lines.iter().map(|line| {
            vec![line.from.to_string(), line.at.clone(), line.became.clone(), line.serial.clone(), line.codes.clone(), line.text.clone()]
        });
        self.set(LINES, table(std::iter::once(LINE_COLUMNS.map(str::to_owned).to_vec()).chain(kept).chain(new)));
        self
    }

    /// These files with one person's comparison of some rows.
    #[must_use]
    pub fn with_acceptance(mut self, rows: &[&Row], acceptance: &Acceptance) -> Self {
        let key = |row: &Row| [row.code.to_string(), row.period.from.to_string()];
        let again = |cells: &Vec<String>| rows.iter().any(|row| cells.get(..2).is_some_and(|cells| cells == key(row)));
        let kept: Vec<Vec<String>> = cells(&self, ACCEPTED).filter(|cells| !again(cells)).collect();
        let new = rows.iter().map(|row| {
            let [code, from] = key(row);
            vec![code, from, row.serial.clone(), acceptance.by.clone(), acceptance.on.to_string(), digest(row)]
        });
        self.set(ACCEPTED, table(std::iter::once(ACCEPTED_COLUMNS.map(str::to_owned).to_vec()).chain(kept).chain(new)));
        self
    }
}

/// The rows that a serial number names; where none has it, those that stand at or under a code.
#[must_use]
pub fn named<'a>(law: &'a Law, name: &str) -> Vec<&'a Row> {
    let by_serial: Vec<&Row> = law.products.iter().filter(|row| !name.is_empty() && row.serial == name).collect();
    if !by_serial.is_empty() {
        return by_serial;
    }
    let digits: String = name.chars().filter(|c| !matches!(c, '.' | ' ')).collect();
    Hs::from_digits(&digits).map_or_else(Vec::new, |code| law.products.iter().filter(|row| row.code.is_under(&code)).collect())
}

/// What a comparison is about: the rule and the wording, as twelve hexadecimal digits.
fn digest(row: &Row) -> String {
    let mut hash = Sha256::new();
    hash.update(row.rule.to_string().as_bytes());
    hash.update([0]);
    hash.update(row.wording.as_bytes());
    hash.finalize().iter().take(6).fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn cells<'a>(files: &'a Files, path: &str) -> impl Iterator<Item = Vec<String>> + use<'a> {
    let text = files.get(path).unwrap_or_default();
    let reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    reader.into_records().filter_map(Result::ok).map(|row| row.iter().map(str::to_owned).collect())
}
