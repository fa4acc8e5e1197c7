//! Goods, gathered from bills of materials, a goods table and flags.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::Arc;

use super::cell::Cell;
use super::columns::{Columns, Context, Field};
use super::good::{GoodFacts, Stated};
use super::material::{self, Material};
use super::rows::Rows;
use super::tally::Tally;
use super::vocabulary::Vocabulary;
use super::ways::Ways;
use crate::diag::{Code, Diagnostic, Problems};
use crate::input::Row;
use crate::value::Position;

/// A good as its sources state it.
#[derive(Clone, Debug)]
pub struct Good {
    /// Its identifier, or the name of its file where the rows name none.
    pub id: String,
    /// Where it was first met.
    pub at: Position,
    /// What is stated of it.
    pub facts: GoodFacts,
    /// Its materials.
    pub tally: Tally,
    /// The columns of the file that holds its materials.
    pub columns: Arc<Columns>,
    /// What is wrong with its input.
    pub problems: Problems,
    /// A row that may turn out to be an assembly: it is, if the next row stands deeper.
    held: Option<Material>,
    in_table: bool,
}

impl Good {
    fn new(id: &str, at: &Position, columns: &Arc<Columns>) -> Self {
        Self {
            id: id.to_owned(),
            at: at.clone(),
            facts: GoodFacts::default(),
            tally: Tally::default(),
            columns: Arc::clone(columns),
            problems: Problems::default(),
            held: None,
            in_table: false,
        }
    }

    /// Takes a material. In an exploded bill a row whose next row stands deeper is an assembly: it is
    /// left out, since its parts are counted.
    fn take(&mut self, material: Material) {
        if let Some(held) = self.held.take() {
            if material.level > held.level {
                self.problems.push(Diagnostic::at(Code::AssemblyLeftOut, &held.at).with("name", &held.line.name));
            } else {
                self.tally.add(held);
            }
        }
        if material.level.is_some() {
            self.held = Some(material);
        } else {
            self.tally.add(material);
        }
    }

    fn close(&mut self) {
        if let Some(held) = self.held.take() {
            self.tally.add(held);
        }
        self.tally.settle();
    }
}

/// Goods in the order in which they are met.
#[derive(Debug, Default)]
pub struct Portfolio {
    goods: Vec<Good>,
    by_id: BTreeMap<String, usize>,
    table_read: bool,
}

impl Portfolio {
    /// Reads a bill of materials. What is wrong with the file as a whole is given back; what is wrong with
    /// a row stays with its good.
    pub fn read_bom(&mut self, source: impl Read, file: &Arc<str>, fallback_id: &str, vocabulary: &Vocabulary) -> Problems {
        let mut problems = Problems::default();
        let required: &[&[Field]] = &[&[Field::Part, Field::Description]];
        let Some(mut rows) = Rows::open(source, file, Context::Materials, required, &mut problems) else {
            return problems;
        };
        let mut bom = Bom { file, fallback_id, columns: Arc::clone(&rows.columns), vocabulary, named: None, spoilt: None, before: None };
        let mut count = 0_u64;
        while let Some(row) = rows.next(&mut problems) {
            count = count.saturating_add(1);
            match self.alone(&row, &bom.columns) {
                Some(Alone::Heading(remark)) => problems.push(remark),
                Some(Alone::Material(remark)) => {
                    problems.push(remark);
                    self.take_row(&row.filled_up(bom.columns.width), &mut bom);
                }
                None => self.take_row(&row, &mut bom),
            }
        }
        if let Some(problem) = rows.broken.as_ref().or(bom.spoilt.as_ref()) {
            self.spoil(file, problem);
        }
        if rows.broken.is_none() && count == 0 {
            problems.push(Diagnostic::at(Code::NoRows, &rows.header().at));
            if !bom.columns.has(Field::GoodId) {
                self.index(fallback_id, &rows.header().at, &bom.columns);
            }
        }
        problems
    }

    /// A file that breaks off leaves its goods with too few rows: none of them can be judged.
    fn spoil(&mut self, file: &Arc<str>, problem: &Diagnostic) {
        for good in self.goods.iter_mut().filter(|good| good.at.file == *file) {
            good.problems.push(problem.clone());
        }
    }

    /// What to take a short row with a single filled cell for. A heading says so by its form (`SECTION …`,
    /// `Packing:`), or stands where the good is named and names none; anything else may be a material whose
    /// other cells were lost, and must not be dropped.
    fn alone(&self, row: &Row, columns: &Columns) -> Option<Alone> {
        let mut filled = row.cells().filter(|cell| !cell.is_empty());
        let (text, None) = (filled.next()?, filled.next()) else { return None };
        let names_good = !columns.text(row, Field::GoodId).is_empty();
        if row.width() >= columns.width || (names_good && self.by_id.contains_key(text)) {
            return None;
        }
        let remark = |code| Diagnostic::at(code, &row.at).with("value", text);
        if names_good || text.to_lowercase().starts_with("section") || text.ends_with([':', '：']) {
            return Some(Alone::Heading(remark(Code::SectionRow)));
        }
        Some(Alone::Material(remark(Code::LoneCell)))
    }

    fn take_row(&mut self, row: &Row, bom: &mut Bom<'_>) {
        let named = bom.columns.text(row, Field::GoodId);
        let id = if named.is_empty() { bom.fallback_id } else { named };
        let index = self.index(id, &bom.columns.position(&row.at, Field::GoodId), &bom.columns);
        let Some(good) = self.goods.get_mut(index) else { return };
        if good.at.file != *bom.file && !good.in_table_only() {
            good.problems.push(Diagnostic::at(Code::GoodInTwoFiles, &row.at).with("good", id).with("other", &good.at));
            return;
        }
        if good.in_table_only() {
            good.columns = Arc::clone(&bom.columns);
            good.at = row.at.clone();
        }
        if bom.named.is_some_and(|before| before == named.is_empty()) {
            let problem = Diagnostic::at(Code::BlankGood, &row.at);
            bom.spoilt.get_or_insert_with(|| problem.clone());
            good.problems.push(problem);
        }
        bom.named.get_or_insert(!named.is_empty());
        if !bom.columns.fits(row, &mut good.problems) {
            return;
        }
        if !bom.repeats(row, index) {
            let stated = good_facts(row, &bom.columns, bom.vocabulary, &mut good.problems);
            good.facts.agree(stated, &mut good.problems);
        }
        let material = material::read(row, &bom.columns, &mut good.problems);
        good.take(material);
    }

    fn index(&mut self, id: &str, at: &Position, columns: &Arc<Columns>) -> usize {
        if let Some(index) = self.by_id.get(id) {
            return *index;
        }
        let index = self.goods.len();
        self.goods.push(Good::new(id, at, columns));
        self.by_id.insert(id.to_owned(), index);
        index
    }

    /// Reads a table of goods. It may come before or after the bills of materials.
    pub fn read_goods(&mut self, source: impl Read, file: &Arc<str>, vocabulary: &Vocabulary) -> Problems {
        let mut problems = Problems::default();
        let Some(mut rows) = Rows::open(source, file, Context::Goods, &[&[Field::GoodId]], &mut problems) else {
            return problems;
        };
        self.table_read = true;
        let columns = Arc::clone(&rows.columns);
        let mut any = false;
        while let Some(row) = rows.next(&mut problems) {
            any = true;
            self.take_good(&row, &columns, vocabulary, &mut problems);
        }
        if !any && !problems.has_error() {
            problems.push(Diagnostic::at(Code::NoRows, &rows.header().at));
        }
        problems
    }

    fn take_good(&mut self, row: &Row, columns: &Arc<Columns>, vocabulary: &Vocabulary, problems: &mut Problems) {
        let id = columns.text(row, Field::GoodId);
        if id.is_empty() {
            problems.push(Diagnostic::at(Code::BlankGoodInTable, &columns.position(&row.at, Field::GoodId)));
            return;
        }
        let index = self.index(id, &columns.position(&row.at, Field::GoodId), columns);
        let Some(good) = self.goods.get_mut(index) else { return };
        if good.in_table {
            good.problems.push(Diagnostic::at(Code::DuplicateGood, &row.at).with("good", id));
            return;
        }
        good.in_table = true;
        if !columns.fits(row, &mut good.problems) {
            return;
        }
        let stated = good_facts(row, columns, vocabulary, &mut good.problems);
        good.facts.agree(stated, &mut good.problems);
    }

    /// All goods, in the order in which they were met, each completed from the flags.
    #[must_use]
    pub fn into_goods(mut self, flags: &GoodFacts) -> Vec<Good> {
        for good in &mut self.goods {
            good.close();
            good.facts.complete_from(flags);
            if self.table_read && !good.in_table {
                good.problems.push(Diagnostic::at(Code::GoodNotInTable, &good.at).with("good", &good.id));
            }
        }
        self.goods
    }
}

impl Good {
    /// Whether the goods table named it and no material row was read yet.
    fn in_table_only(&self) -> bool {
        self.in_table && self.held.is_none() && self.tally.is_empty()
    }
}

/// What a short row with a single filled cell is taken for.
enum Alone {
    /// A heading between rows: left out.
    Heading(Diagnostic),
    /// A material of which nothing more is known.
    Material(Diagnostic),
}

/// A bill of materials while it is read.
struct Bom<'a> {
    file: &'a Arc<str>,
    fallback_id: &'a str,
    columns: Arc<Columns>,
    vocabulary: &'a Vocabulary,
    /// Whether the rows name their good, as the first one did.
    named: Option<bool>,
    /// Why none of the goods of the file can be judged, if so.
    spoilt: Option<Diagnostic>,
    /// The good of the row before, and what that row stated of it.
    before: Option<(usize, Vec<String>)>,
}

impl Bom<'_> {
    /// Whether a row states of its good just what the row before stated, cell by cell.
    fn repeats(&mut self, row: &Row, good: usize) -> bool {
        let stated = GOOD_FIELDS.iter().map(|field| self.columns.text(row, *field));
        if self.before.as_ref().is_some_and(|(before, cells)| *before == good && stated.clone().eq(cells.iter().map(String::as_str))) {
            return true;
        }
        self.before = Some((good, stated.map(str::to_owned).collect()));
        false
    }
}

/// The fields of a good, as they may be repeated on the rows of its materials.
const GOOD_FIELDS: [Field; 12] = [
    Field::GoodDescription,
    Field::GoodHs,
    Field::Fob,
    Field::GoodCurrency,
    Field::Per,
    Field::BomPer,
    Field::Labour,
    Field::Development,
    Field::Operations,
    Field::Facts,
    Field::Rule,
    Field::On,
];

/// What a row states of its good.
pub(super) fn good_facts(row: &Row, columns: &Columns, vocabulary: &Vocabulary, problems: &mut Problems) -> GoodFacts {
    let mut cells = Cells { row, columns, problems };
    GoodFacts {
        description: cells.read(Field::GoodDescription, |cell| Some(cell.text.to_owned())),
        hs: cells.read(Field::GoodHs, |cell| cell.hs()),
        fob: cells.read(Field::Fob, |cell| cell.positive()),
        currency: cells.read(Field::GoodCurrency, |cell| cell.currency()),
        per: cells.read(Field::Per, |cell| cell.positive()),
        bom_per: cells.read(Field::BomPer, |cell| cell.positive()),
        labour: cells.read(Field::Labour, |cell| cell.money()),
        development: cells.read(Field::Development, |cell| cell.money()),
        operations: cells.read(Field::Operations, |cell| cell.operations(vocabulary)),
        facts: cells.read(Field::Facts, |cell| cell.facts(vocabulary)),
        rule: cells.read(Field::Rule, |cell| cell.rule(vocabulary)),
        on: cells.read(Field::On, |cell| cell.day()),
    }
}

struct Cells<'a> {
    row: &'a Row,
    columns: &'a Columns,
    problems: &'a mut Problems,
}

impl Cells<'_> {
    /// A field of the good, if the table has a column for it and the cell is not blank.
    fn read<T>(&mut self, field: Field, parse: impl FnOnce(&mut Cell<'_>) -> Option<T>) -> Option<Stated<T>> {
        let text = self.columns.text(self.row, field);
        if text.is_empty() {
            return None;
        }
        let at = self.columns.position(&self.row.at, field);
        let mut cell = Cell { text, at: at.clone(), ways: &Ways::UNSETTLED, problems: self.problems };
        parse(&mut cell).map(|value| Stated { value, at })
    }
}
