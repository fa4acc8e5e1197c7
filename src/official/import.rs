//! From the rows of a published list to law data.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::account::{Account, Form, Overlap, TextRow};
use super::codes::{self, CodeCell, CodeProblem};
use super::piece::{Piece, What};
use super::rows::{Became, ListRow, Rows};
use super::serials::Serials;
use crate::diag::{Code, Diagnostic};
use crate::law::{Basis, Cite, Line, ListAbout, ProductList, Row, Unplaced};
use crate::rule::Rule;
use crate::value::{Edition, Hs, Period, Position, ValidCodes};
use crate::wording::{self, Context, Party, Terms};

/// How a list is to be taken.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Whose list it is.
    pub party: Party,
    /// The edition of the Harmonized System in which it is written.
    pub edition: Edition,
    /// From which day it is in force.
    pub from: NaiveDate,
    /// The identifier of the source that its rows cite.
    pub source: String,
    /// Whether the user says that it is the whole list.
    pub complete: bool,
    /// Whether it is an announcement that changes some rows, and not a whole list.
    pub amend: bool,
    /// Whether an announcement may add rows for codes that have none.
    pub additions: bool,
}

/// A list that was read and placed.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The product list with the new rows on it.
    pub products: ProductList,
    /// What became of every line.
    pub lines: Vec<Line>,
    /// What is told about it.
    pub account: Account,
    /// What is doubtful about it.
    pub remarks: Vec<Diagnostic>,
}

/// Reads what every row says and places the rows on a list.
///
/// # Errors
/// Everything that is wrong, if a row cannot be taken as law: two rows for one code, codes of another edition, an
/// amendment for a code that has no row, a list that ends within a row, or one that is not whole although the
/// plan says so. Then nothing may be written.
pub fn import(read: &Rows, plan: &Plan, products: &ProductList) -> Result<Imported, Vec<Diagnostic>> {
    let mut reader = Reader::new(plan, products);
    for row in &read.rows {
        reader.row(row, read.rows.last() == Some(row));
    }
    for (piece, _) in read.account.iter().filter(|(_, became)| *became == Became::NotUnderstood) {
        reader.problems.push(Diagnostic::at(Code::ListLine, &piece.at).with("line", text(piece)));
    }
    if !plan.amend {
        reader.problems.extend(reader.serials.problems());
    }
    reader.whole();
    reader.problems.sort();
    if reader.problems.iter().any(Diagnostic::is_error) {
        return Err(reader.problems);
    }
    Ok(reader.placed(read))
}

struct Reader<'a> {
    plan: &'a Plan,
    standing: &'a ProductList,
    terms: Terms,
    valid: ValidCodes,
    /// The codes of the edition before: a list in it must not pass for a new one.
    older: ValidCodes,
    problems: Vec<Diagnostic>,
    rows: Vec<Row>,
    /// Where each code was first listed.
    seen: BTreeMap<Hs, Position>,
    serials: Serials,
    unplaced: Vec<Unplaced>,
    account: Account,
    /// The codes of each published row.
    codes: Vec<Vec<Hs>>,
}

impl<'a> Reader<'a> {
    fn new(plan: &'a Plan, standing: &'a ProductList) -> Self {
        Self {
            plan,
            standing,
            terms: Terms::bundled(),
            valid: ValidCodes::of(plan.edition),
            older: ValidCodes::of(Edition::Hs2017),
            problems: Vec::new(),
            rows: Vec::new(),
            seen: BTreeMap::new(),
            serials: Serials::default(),
            unplaced: Vec::new(),
            account: Account::default(),
            codes: Vec::new(),
        }
    }

    fn row(&mut self, row: &ListRow, last: bool) {
        self.serials.add(&row.serial, &row.at);
        if row.wording.is_empty() {
            let code = if last { Code::ListCutOff } else { Code::ListNoRule };
            self.problem(code, row);
        }
        let mut codes = Vec::new();
        match codes::read(&row.code, self.valid) {
            Ok(cell) => {
                for code in &cell.codes {
                    self.placed_at(*code, &cell, row);
                }
                codes = cell.codes;
            }
            Err(CodeProblem::Empty) => {
                self.problem(Code::ListNoCode, row);
                self.set_aside(row);
            }
            Err(_) => {
                self.problem(Code::ListCode, row);
                self.set_aside(row);
            }
        }
        self.codes.push(codes);
    }

    fn problem(&mut self, code: Code, row: &ListRow) {
        self.problems.push(Diagnostic::at(code, &row.at).with("serial", &row.serial).with("code", &row.code));
    }

    fn set_aside(&mut self, row: &ListRow) {
        self.unplaced.push(Unplaced {
            at: row.at.to_string(),
            serial: row.serial.clone(),
            code: row.code.clone(),
            description: row.description.clone(),
            wording: row.wording.clone(),
        });
    }

    /// A row of law for one code of a published row.
    fn placed_at(&mut self, code: Hs, cell: &CodeCell, row: &ListRow) {
        if let Some(first) = self.seen.get(&code) {
            self.problems.push(Diagnostic::at(Code::ListCodeTwice, &row.at).with("code", code).with("first", first));
            return;
        }
        self.seen.insert(code, row.at.clone());
        self.edition(code, row);
        let day_before = self.plan.from.pred_opt().unwrap_or(self.plan.from);
        let amended =
            self.plan.amend.then(|| self.standing.at(&code, day_before).or_else(|| self.standing.at(&code, self.plan.from))).flatten();
        if self.plan.amend && !self.plan.additions && amended.is_none() {
            self.problems.push(Diagnostic::at(Code::ListAmendsNothing, &row.at).with("code", code).with("day", self.plan.from));
        }
        let rule = self.rule(code, row);
        self.account.add(&rule);
        if matches!(rule, Rule::Text(_)) {
            self.account.texts.push(TextRow { at: row.at.to_string(), serial: row.serial.clone(), code, wording: row.wording.clone() });
        }
        let inherited = amended.filter(|_| row.description.is_empty());
        self.rows.push(Row {
            code,
            period: Period { from: self.plan.from, until: None },
            rule,
            wording_lang: wording::language(&row.wording).tag().to_owned(),
            wording: row.wording.clone(),
            serial: if self.plan.amend { amended.map_or_else(String::new, |row| row.serial.clone()) } else { row.serial.clone() },
            description: inherited.map_or_else(|| row.description.clone(), |row| row.description.clone()),
            partial: cell.partial || inherited.is_some_and(|row| row.partial),
            cite: vec![Cite { source: self.plan.source.clone(), place: place(row) }],
            basis: Basis::Verified,
        });
    }

    fn rule(&self, code: Hs, row: &ListRow) -> Rule {
        if row.wording.is_empty() {
            return Rule::Text("the list shows no rule for this row".to_owned());
        }
        wording::read(&row.wording, &self.terms, Context { party: self.plan.party, code })
    }

    /// A code that is not in the edition: of an older one, or of none.
    fn edition(&mut self, code: Hs, row: &ListRow) {
        if self.valid.holds(&code) {
            return;
        }
        let edition = self.plan.edition.word();
        let problem = if self.plan.edition == Edition::Hs2022 && self.older.holds(&code) {
            Diagnostic::at(Code::ListEdition, &row.at).with("code", code).with("edition", edition).with("other", Edition::Hs2017.word())
        } else {
            let nearest: Vec<String> = self.valid.nearest(&code).iter().map(ToString::to_string).collect();
            Diagnostic::at(Code::ListCodeUnknown, &row.at).with("code", code).with("edition", edition).with("nearest", nearest.join(", "))
        };
        self.problems.push(problem);
    }

    /// A list that is said to be whole must be: numbered without a gap, every row at a valid code, every line known.
    fn whole(&mut self) {
        const OPEN: [Code; 7] = [
            Code::ListNoCode,
            Code::ListCode,
            Code::ListNoRule,
            Code::ListCodeUnknown,
            Code::ListSerialGap,
            Code::ListSerialTwice,
            Code::ListLine,
        ];
        let open = self.problems.iter().filter(|problem| OPEN.contains(&problem.code)).count();
        if self.plan.complete && !self.plan.amend && open > 0 {
            self.problems.push(Diagnostic::general(Code::ListNotWhole).with("count", open));
        }
    }

    fn placed(mut self, read: &Rows) -> Imported {
        let mut products = self.standing.clone();
        self.account.rows = read.rows.len();
        self.account.overlaps = overlaps(&self.rows);
        self.account.lines(&read.account);
        let lines = self.lines(&read.account, &read.rows);
        if self.plan.amend {
            self.account.replaced = self.rows.into_iter().filter_map(|row| products.place(row)).collect();
            products.about.unplaced.extend(self.unplaced);
        } else {
            self.account.ended = self.ended();
            self.account.replaced = products.place_list(self.plan.from, self.rows);
            products.about = ListAbout {
                edition: self.plan.edition.word().to_owned(),
                from: self.plan.from,
                complete: self.plan.complete,
                cite: self.plan.source.clone(),
                headnotes: products.about.headnotes,
                unplaced: self.unplaced,
            };
        }
        self.account.complete = products.about.complete;
        Imported { products, lines, account: self.account, remarks: self.problems }
    }

    /// The rows in force that the list does not have.
    fn ended(&self) -> Vec<Row> {
        let from = self.plan.from;
        let ends = |row: &&Row| row.period.from < from && row.period.holds(from) && !self.seen.contains_key(&row.code);
        self.standing.iter().filter(ends).cloned().collect()
    }

    fn lines(&self, account: &[(Piece, Became)], rows: &[ListRow]) -> Vec<Line> {
        let line = |(piece, became): &(Piece, Became)| {
            let row = match became {
                Became::Row(index) | Became::Continuation(index) => Some(*index),
                _ => None,
            };
            let codes = row.and_then(|index| self.codes.get(index)).into_iter().flatten().map(ToString::to_string);
            Line {
                from: self.plan.from,
                at: piece.at.to_string(),
                became: became.word().to_owned(),
                serial: row.and_then(|index| rows.get(index)).map_or_else(String::new, |row| row.serial.clone()),
                codes: codes.collect::<Vec<_>>().join(" "),
                text: text(piece),
            }
        };
        account.iter().map(line).collect()
    }
}

/// The place of a row in its source: its serial number, or its code.
fn place(row: &ListRow) -> String {
    let name = if row.serial.is_empty() { &row.code } else { &row.serial };
    format!("row {}", name.replace('|', "/"))
}

fn text(piece: &Piece) -> String {
    match &piece.what {
        What::Cells(cells) => cells.iter().filter(|cell| !cell.is_empty()).cloned().collect::<Vec<_>>().join(" · "),
        What::Heading(text) | What::Loose(text) => text.clone(),
    }
}

/// Rows that stand under another row: the longer code decides for its goods.
fn overlaps(rows: &[Row]) -> Vec<Overlap> {
    let codes: std::collections::BTreeSet<Hs> = rows.iter().map(|row| row.code).collect();
    let above = |code: &Hs| {
        [4, 2].into_iter().filter(|digits| *digits < code.digits()).map(|digits| code.prefix(digits)).find(|above| codes.contains(above))
    };
    codes.iter().filter_map(|code| above(code).map(|above| Overlap { code: *code, above })).collect()
}

/// How a rule is made, for counting.
impl From<&Rule> for Form {
    fn from(rule: &Rule) -> Self {
        match rule {
            Rule::Any(_) => Self::Alternatives,
            Rule::All(_) => Self::Together,
            Rule::If { .. } => Self::Condition,
            Rule::WhollyObtained | Rule::Fact(_) => Self::Obtained,
            Rule::Shift(_) => Self::Shift,
            Rule::Rvc(_) => Self::Content,
            Rule::Process(_) => Self::Process,
            Rule::Text(_) => Self::Text,
        }
    }
}
