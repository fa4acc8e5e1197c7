//! A bill of materials on its way into the portfolio: row by row, or all rows first where a part may have parts of its
//! own further down.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::sync::Arc;

use super::columns::Columns;
use super::family::{Family, Pair};
use super::field::{Context, Field};
use super::good::{GoodFacts, Stated};
use super::good_row::{GOOD_FIELDS, Labels, RowCells, good_facts};
use super::levels;
use super::material::{self, Material};
use super::portfolio::Portfolio;
use super::profile::Profile;
use super::rows::{Layout, Rows};
use super::vocabulary::Vocabulary;
use crate::diag::{Code, Diagnostic, Problems};
use crate::input::{Form, Row};
use crate::value::Position;

/// What was read of a file, for a picture of it.
pub trait Witness {
    /// The table was opened.
    fn opened(&mut self, _rows: &Rows<'_>) {}
    /// A row was read as a material of a good.
    fn material(&mut self, _good: &str, _row: &Row, _material: &Material) {}
    /// The table was read to its end.
    fn ended(&mut self, _form: &Form) {}
}

/// Nobody looks.
impl Witness for () {}

/// Of each of these sets of fields a bill of materials has one.
pub const REQUIRED: &[&[Field]] = &[&[Field::Part, Field::Description]];

impl Portfolio<'_> {
    /// Reads a bill of materials. `fallback_id` is the good of rows that name none. What is wrong with the file as a
    /// whole is given back; what is wrong with a row stays with its good.
    pub fn read_bom(&mut self, source: impl Read, file: &Arc<str>, fallback_id: &str) -> Problems {
        self.read_bom_before(&mut (), source, file, fallback_id)
    }

    /// The same, and a witness sees what is read.
    pub fn read_bom_before(&mut self, witness: &mut dyn Witness, source: impl Read, file: &Arc<str>, fallback_id: &str) -> Problems {
        let mut problems = Problems::default();
        let Some(rows) = Rows::begin(Box::new(source), file, Context::Materials, REQUIRED, self.profile, &mut problems) else {
            return problems;
        };
        witness.opened(&rows);
        if problems.has_error() {
            return problems;
        }
        let fallback_id = rows.block.get(Field::GoodId).map_or(fallback_id, |(id, _)| id).to_owned();
        let reading = Reading::new(self, file, &rows.columns, fallback_id, witness);
        reading.run(self, rows, problems)
    }
}

impl Portfolio<'_> {
    /// Reads some rows of a bill of materials whose columns are recognised already: they stand on the lines from `first`
    /// on, or on those of `lines`.
    pub fn read_part(&mut self, layout: &Layout, source: impl Read, first: u64, lines: Option<&[u64]>, fallback_id: &str) -> Problems {
        let rows = Rows::part(layout, Box::new(source), first, lines, self.profile);
        let mut nobody = ();
        let reading = Reading::new(self, &layout.file, &layout.columns, fallback_id.to_owned(), &mut nobody);
        reading.run(self, rows, Problems::default())
    }
}

/// What one row states of its good, and its material, with all that is to be told of it as a material without parts.
pub(crate) fn read_row(
    row: &Row,
    columns: &Columns,
    profile: &Profile,
    vocabulary: &Vocabulary,
    problems: &mut Problems,
) -> (GoodFacts, Material) {
    let facts = good_facts(&RowCells { row, columns }, vocabulary, problems);
    let material = material::read(row, columns, profile, problems);
    problems.extend(material.remarks.iter().cloned());
    (facts, material)
}

/// A bill of materials while it is read.
struct Reading<'a> {
    fallback_id: String,
    file: Arc<str>,
    columns: Arc<Columns>,
    vocabulary: &'a Vocabulary,
    profile: &'a Profile,
    /// Whether the rows name their good, as the first one did.
    named: Option<bool>,
    /// Why none of the goods of the file can be judged, if so.
    spoilt: Option<Diagnostic>,
    /// The good that a row of level 0 named.
    root: Option<String>,
    witness: &'a mut dyn Witness,
}

impl<'a> Reading<'a> {
    fn new(portfolio: &Portfolio<'a>, file: &Arc<str>, columns: &Arc<Columns>, fallback_id: String, witness: &'a mut dyn Witness) -> Self {
        Self {
            fallback_id,
            file: Arc::clone(file),
            columns: Arc::clone(columns),
            vocabulary: portfolio.vocabulary,
            profile: portfolio.profile,
            named: None,
            spoilt: None,
            root: None,
            witness,
        }
    }
}

impl Reading<'_> {
    fn run(mut self, portfolio: &mut Portfolio<'_>, mut rows: Rows<'_>, mut problems: Problems) -> Problems {
        let count = if self.columns.has(Field::Parent) {
            self.read_pairs(portfolio, &mut rows, &mut problems)
        } else {
            self.read_rows(portfolio, &mut rows, &mut problems)
        };
        self.witness.ended(&rows.form());
        if let Some(problem) = rows.broken.as_ref().or(self.spoilt.as_ref()) {
            portfolio.spoil(&self.file, problem);
        }
        if rows.broken.is_none() && count == 0 {
            problems.push(Diagnostic::at(Code::NoRows, &rows.header));
            if !self.columns.has(Field::GoodId) {
                portfolio.index(&self.fallback_id, &rows.header, &self.columns);
            }
        }
        self.state_block(portfolio, &mut rows, &mut problems);
        problems
    }

    /// What labels beside the table state, stated of the good of the file. Where it holds several, they say nothing of
    /// any one of them.
    fn state_block(&self, portfolio: &mut Portfolio<'_>, rows: &mut Rows<'_>, problems: &mut Problems) {
        let goods = portfolio.goods_of(&self.file);
        let [only] = goods.as_slice() else {
            return rows.tell_facts(Code::TitleRow, "value", problems);
        };
        rows.tell_facts(Code::FactBeside, "label", problems);
        let conflicts = rows.block.conflicts();
        let Some((_, good)) = portfolio.good_of_row(only, &rows.header, &self.columns) else { return };
        good.problems.extend(conflicts);
        let labels = Labels { block: &rows.block, ways: self.profile.ways };
        let mut facts = good_facts(&labels, self.vocabulary, &mut good.problems);
        if let (None, Some((currency, at))) = (&facts.currency, &rows.block.currency) {
            facts.currency = Some(Stated { value: *currency, at: at.clone() });
        }
        good.facts.agree(facts, &mut good.problems);
    }

    fn read_rows(&mut self, portfolio: &mut Portfolio<'_>, rows: &mut Rows<'_>, problems: &mut Problems) -> u64 {
        let mut count = 0_u64;
        while let Some(row) = rows.next(problems) {
            count = count.saturating_add(1);
            self.take_row(portfolio, &row);
        }
        count
    }

    fn take_row(&mut self, portfolio: &mut Portfolio<'_>, row: &Row) {
        let columns = Arc::clone(&self.columns);
        let named = columns.text(row, Field::GoodId);
        self.find_root(row, named);
        let id: Cow<'_, str> = match &self.root {
            _ if !named.is_empty() => named.into(),
            Some(root) => root.clone().into(),
            None => self.fallback_id.clone().into(),
        };
        let at = columns.position(&row.at, Field::GoodId);
        let Some((_, good)) = portfolio.good_of_row(&id, &at, &columns) else { return };
        if self.named.is_some_and(|before| before == named.is_empty()) {
            let problem = Diagnostic::at(Code::BlankGood, &row.at);
            self.spoilt.get_or_insert_with(|| problem.clone());
            good.problems.push(problem);
        }
        self.named.get_or_insert(!named.is_empty());
        if !columns.fits(row, &mut good.problems) {
            return;
        }
        if !good.repeats(GOOD_FIELDS.iter().map(|field| columns.text(row, *field))) {
            let stated = self.stated(row, &mut good.problems);
            good.facts.agree(stated, &mut good.problems);
        }
        let material = material::read(row, &columns, self.profile, &mut good.problems);
        self.witness.material(&id, row, &material);
        good.take(material, self.profile.parts);
    }

    /// Where no column names the good, a row of level 0 does.
    fn find_root(&mut self, row: &Row, named: &str) {
        let level = self.columns.text(row, Field::Level);
        if named.is_empty() && !self.columns.has(Field::GoodId) && levels::level(level, self.columns.level_form) == Some(0) {
            let part = self.columns.text(row, Field::Part);
            self.root = Some(part.to_owned()).filter(|part| !part.is_empty());
        }
    }

    fn stated(&self, row: &Row, problems: &mut Problems) -> GoodFacts {
        good_facts(&RowCells { row, columns: &self.columns }, self.vocabulary, problems)
    }
}

/// What a row of parent and part says beside its part.
struct Kin {
    facts: GoodFacts,
    problems: Problems,
    at: Position,
}

/// The rows of a file of parents and parts.
#[derive(Default)]
struct Pairs {
    family: Family,
    /// One for each pair.
    kin: Vec<Kin>,
    /// Rows that cannot be read: their parents, places and problems.
    unread: Vec<(String, Position, Problems)>,
    count: u64,
}

impl Reading<'_> {
    /// Reads rows of parent and part. Where some part has parts of its own, the tree is put together; where none has,
    /// each parent is a good, with levels if there are any.
    fn read_pairs(&mut self, portfolio: &mut Portfolio<'_>, rows: &mut Rows<'_>, problems: &mut Problems) -> u64 {
        let mut pairs = Pairs::default();
        let mut above: Option<String> = None;
        while let Some(row) = rows.next(problems) {
            pairs.count = pairs.count.saturating_add(1);
            if let Some(parent) = self.parent(&row, above.as_deref(), problems) {
                above = Some(parent.clone());
                self.read_pair(&row, parent, &mut pairs);
            }
        }
        let count = pairs.count;
        if pairs.family.has_assemblies() {
            self.settle_family(portfolio, pairs, problems);
        } else {
            self.settle_goods(portfolio, pairs);
        }
        count
    }

    /// The parent of a row; a blank cell continues the one above.
    fn parent(&self, row: &Row, above: Option<&str>, problems: &mut Problems) -> Option<String> {
        let text = self.columns.text(row, Field::Parent);
        if !text.is_empty() {
            return Some(text.to_owned());
        }
        let at = self.columns.position(&row.at, Field::Parent);
        let Some(above) = above else {
            problems.push(Diagnostic::at(Code::BlankGood, &row.at));
            return None;
        };
        problems.push(Diagnostic::at(Code::ParentContinued, &at).with("parent", above));
        Some(above.to_owned())
    }

    fn read_pair(&mut self, row: &Row, parent: String, pairs: &mut Pairs) {
        let columns = Arc::clone(&self.columns);
        let mut problems = Problems::default();
        let at = columns.position(&row.at, Field::Parent);
        if !columns.fits(row, &mut problems) {
            return pairs.unread.push((parent, at, problems));
        }
        let facts = self.stated(row, &mut problems);
        let part = material::read(row, &columns, self.profile, &mut problems);
        self.witness.material(&parent, row, &part);
        pairs.kin.push(Kin { facts, problems, at });
        pairs.family.add(Pair { parent, part });
    }

    /// Each parent is a good.
    fn settle_goods(&self, portfolio: &mut Portfolio<'_>, pairs: Pairs) {
        for (pair, kin) in pairs.family.into_pairs().into_iter().zip(pairs.kin) {
            let Some((_, good)) = portfolio.good_of_row(&pair.parent, &kin.at, &self.columns) else { continue };
            good.problems.extend(kin.problems.into_sorted());
            good.facts.agree(kin.facts, &mut good.problems);
            good.take(pair.part, self.profile.parts);
        }
        for (parent, at, problems) in pairs.unread {
            let Some((_, good)) = portfolio.good_of_row(&parent, &at, &self.columns) else { continue };
            good.problems.extend(problems.into_sorted());
        }
    }

    /// The parents that are no part are the goods; what is wrong with a row is wrong with every good that holds it.
    fn settle_family(&self, portfolio: &mut Portfolio<'_>, pairs: Pairs, problems: &mut Problems) {
        let Pairs { family, mut kin, unread, .. } = pairs;
        let goods = family.goods(problems);
        let mut wrong = Wrong::default();
        for (pair, kin) in family.pairs().zip(&mut kin) {
            wrong.add(&pair.parent, std::mem::take(&mut kin.problems));
        }
        for (parent, _, problems) in unread {
            wrong.add(&parent, problems);
        }
        for (id, at) in &goods {
            let Some((_, good)) = portfolio.good_of_row(id, at, &self.columns) else { continue };
            family.reach(id).iter().for_each(|name| good.problems.extend(wrong.of(name)));
            family.explode(id, &mut good.tally, &mut good.problems);
        }
        wrong.left().for_each(|problem| problems.push(problem));
        let names: BTreeSet<&str> = goods.iter().map(|(id, _)| id.as_str()).collect();
        for (pair, kin) in family.pairs().zip(kin).filter(|(pair, _)| names.contains(pair.parent.as_str())) {
            if let Some((_, good)) = portfolio.good_of_row(&pair.parent, &kin.at, &self.columns) {
                good.facts.agree(kin.facts, &mut good.problems);
            }
        }
    }
}

/// What is wrong with the rows of each parent, and whether some good has been told.
#[derive(Default)]
struct Wrong {
    by_parent: BTreeMap<String, (Vec<Diagnostic>, bool)>,
}

impl Wrong {
    fn add(&mut self, parent: &str, problems: Problems) {
        let found = problems.into_sorted();
        if !found.is_empty() {
            self.by_parent.entry(parent.to_owned()).or_default().0.extend(found);
        }
    }

    /// What is wrong with the rows of a parent, for a good that holds them.
    fn of(&mut self, parent: &str) -> Vec<Diagnostic> {
        let told = self.by_parent.get_mut(parent);
        told.map_or_else(Vec::new, |(found, told)| {
            *told = true;
            found.clone()
        })
    }

    /// What no good was told, since no good holds the rows.
    fn left(self) -> impl Iterator<Item = Diagnostic> {
        self.by_parent.into_values().filter(|(_, told)| !told).flat_map(|(found, _)| found)
    }
}
