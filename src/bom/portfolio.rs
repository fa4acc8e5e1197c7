//! Goods, gathered from bills of materials, a goods table and flags.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::Arc;

use super::codes;
use super::columns::Columns;
use super::field::{Context, Field};
use super::good::GoodFacts;
use super::good_row::{RowCells, good_facts};
use super::goods_table::GoodsTable;
use super::levels::Explosion;
use super::material::Material;
use super::part::GoodPart;
use super::profile::{PartQuantities, Profile};
use super::rows::Rows;
use super::tally::Tally;
use super::vocabulary::Vocabulary;
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
    explosion: Explosion,
    in_table: bool,
    /// What the last of its rows stated of it, cell by cell.
    said: Vec<Box<str>>,
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
            explosion: Explosion::default(),
            in_table: false,
            said: Vec::new(),
        }
    }

    /// Takes a material, in the order of the rows.
    pub(super) fn take(&mut self, material: Material, parts: Option<PartQuantities>) {
        self.explosion.take(material, parts, &mut self.tally, &mut self.problems);
    }

    /// Whether a row states of it just what its row before stated, cell by cell: what is wrong with that is told once,
    /// whatever rows stand between.
    pub(super) fn repeats<'c>(&mut self, cells: impl Iterator<Item = &'c str> + Clone) -> bool {
        if !self.said.is_empty() && cells.clone().eq(self.said.iter().map(AsRef::as_ref)) {
            return true;
        }
        self.said = cells.map(Box::from).collect();
        false
    }

    fn close(&mut self, parts: Option<PartQuantities>) {
        self.explosion.end(parts, &mut self.tally, &mut self.problems);
        self.tally.settle();
        self.said = Vec::new();
    }

    /// Warns of its codes that HS 2022 does not have.
    pub fn check_codes(&mut self) {
        let mut problems = std::mem::take(&mut self.problems);
        codes::check(self, &mut problems);
        self.problems = problems;
    }

    /// Whether the goods table named it and no material row was read yet.
    fn in_table_only(&self) -> bool {
        self.in_table && self.explosion.is_empty() && self.tally.is_empty()
    }
}

/// Goods in the order in which they are met.
#[derive(Debug)]
pub struct Portfolio<'p> {
    pub(super) vocabulary: &'p Vocabulary,
    pub(super) profile: &'p Profile,
    goods: Vec<Good>,
    by_id: BTreeMap<String, usize>,
    /// Where the good that was asked for last stands: the next row is mostly of the same one.
    last: usize,
    table_read: bool,
}

impl<'p> Portfolio<'p> {
    /// No goods yet. Cells are read with this vocabulary, files as the user settled them.
    #[must_use]
    pub const fn new(vocabulary: &'p Vocabulary, profile: &'p Profile) -> Self {
        Self { vocabulary, profile, goods: Vec::new(), by_id: BTreeMap::new(), last: 0, table_read: false }
    }

    /// A file that breaks off leaves its goods with too few rows: none of them can be judged.
    pub fn spoil(&mut self, file: &Arc<str>, problem: &Diagnostic) {
        for good in self.goods.iter_mut().filter(|good| good.at.file == *file) {
            good.problems.push(problem.clone());
        }
    }

    /// The good of a row, made if it is new; `None` where rows of another file already make it up, which is told.
    pub(super) fn good_of_row(&mut self, id: &str, row: &Position, columns: &Arc<Columns>) -> Option<(usize, &mut Good)> {
        let index = self.index(id, row, columns);
        let good = self.goods.get_mut(index)?;
        if good.in_table_only() {
            good.columns = Arc::clone(columns);
            good.at = row.at_line(row.line);
        } else if !good.at.is_in_file_of(row) {
            good.problems.push(Diagnostic::at(Code::GoodInTwoFiles, &row.at_line(row.line)).with("good", id).with("other", &good.at));
            return None;
        }
        Some((index, good))
    }

    /// The goods whose rows stand in a file.
    pub(super) fn goods_of(&self, file: &Arc<str>) -> Vec<String> {
        self.goods.iter().filter(|good| good.at.file == *file).map(|good| good.id.clone()).collect()
    }

    /// The good of an identifier, made if it is new.
    pub(super) fn index(&mut self, id: &str, at: &Position, columns: &Arc<Columns>) -> usize {
        if self.goods.get(self.last).is_some_and(|good| good.id == id) {
            return self.last;
        }
        if let Some(index) = self.by_id.get(id) {
            self.last = *index;
            return *index;
        }
        let index = self.goods.len();
        self.last = index;
        self.goods.push(Good::new(id, at, columns));
        self.by_id.insert(id.to_owned(), index);
        index
    }

    /// Reads a table of goods. It may come before or after the bills of materials.
    pub fn read_goods(&mut self, source: impl Read, file: &Arc<str>) -> Problems {
        let mut problems = Problems::default();
        let profile = self.profile;
        let read = goods_rows(source, file, profile, &mut problems, &mut |row, id, columns| self.take_good(row, id, columns));
        self.table_read |= read.is_some();
        problems
    }

    /// Joins a table that was read already, where these are the rows of one good.
    pub fn take_rows(&mut self, table: &GoodsTable, rows: &[usize]) {
        self.table_read = true;
        for row in rows.iter().filter_map(|row| table.row(*row)) {
            self.take_good(&row, table.columns.text(&row, Field::GoodId), &table.columns);
        }
    }

    /// The identifiers of all goods so far.
    #[must_use]
    pub fn ids(&self) -> Vec<String> {
        self.goods.iter().map(|good| good.id.clone()).collect()
    }

    fn take_good(&mut self, row: &Row, id: &str, columns: &Arc<Columns>) {
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
        let stated = good_facts(&RowCells { row, columns }, self.vocabulary, &mut good.problems);
        good.facts.agree(stated, &mut good.problems);
    }

    /// All goods as parts, in the order in which they were met: what was gathered of each, before any table or flag.
    pub fn into_parts(self) -> impl Iterator<Item = (GoodPart, Good)> {
        let parts = self.profile.parts;
        self.goods.into_iter().map(move |mut good| {
            good.close(parts);
            (GoodPart::of(&good), good)
        })
    }

    /// Takes in what was gathered of a good elsewhere. Rows of one table join; `None` for a part that cannot be.
    pub fn take_part(&mut self, part: GoodPart) -> Option<()> {
        let part = part.read()?;
        if !self.by_id.contains_key(&part.id) {
            let mut good = Good::new(&part.id, &part.at, &part.columns);
            (good.facts, good.tally, good.problems) = (part.facts, part.tally, part.problems);
            self.by_id.insert(part.id, self.goods.len());
            self.goods.push(good);
            return Some(());
        }
        let index = self.index(&part.id, &part.at, &part.columns);
        let good = self.goods.get_mut(index)?;
        if !good.at.is_in_file_of(&part.at) {
            good.problems.push(Diagnostic::at(Code::GoodInTwoFiles, &part.at).with("good", &part.id).with("other", &good.at));
            return Some(());
        }
        good.at = good.at.clone().min(part.at.clone());
        good.facts.agree(part.facts, &mut good.problems);
        good.tally.join(part.tally);
        let dropped = part.problems.kept().1;
        good.problems.join(part.problems.kept().0.cloned().collect::<Vec<_>>(), dropped, &part.at);
        Some(())
    }

    /// All goods, in the order in which they were met, each completed from the flags.
    #[must_use]
    pub fn into_goods(mut self, flags: &GoodFacts) -> Vec<Good> {
        for good in &mut self.goods {
            good.close(self.profile.parts);
            good.facts.complete_from(flags);
            if self.table_read && !good.in_table {
                good.problems.push(Diagnostic::at(Code::GoodNotInTable, &good.at).with("good", &good.id));
            }
        }
        self.goods
    }
}

/// Shows the rows of a goods table that name their good, with that name; those that name none are told. `None` where the
/// table cannot be used.
pub(super) fn goods_rows(
    source: impl Read,
    file: &Arc<str>,
    profile: &Profile,
    problems: &mut Problems,
    take: &mut dyn FnMut(&Row, &str, &Arc<Columns>),
) -> Option<Arc<Columns>> {
    let mut rows = Rows::open(Box::new(source), file, Context::Goods, &[&[Field::GoodId]], profile, problems)?;
    let columns = Arc::clone(&rows.columns);
    let mut any = false;
    while let Some(row) = rows.next(problems) {
        any = true;
        let id = columns.text(&row, Field::GoodId);
        if id.is_empty() {
            problems.push(Diagnostic::at(Code::BlankGoodInTable, &columns.position(&row.at, Field::GoodId)));
        } else {
            take(&row, id, &columns);
        }
    }
    if !any && !problems.has_error() {
        problems.push(Diagnostic::at(Code::NoRows, &rows.header));
    }
    Some(columns)
}
