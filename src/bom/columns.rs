//! Which column holds which field.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::cell::Cell;
use super::field::{Context, Field};
use super::heading::{Heading, Recognised, has_key, key};
use super::levels::LevelForm;
use super::profile::{Profile, Use};
use super::sign::{Settled, Sign};
use super::title::Title;
use super::ways::Ways;
use crate::diag::{Code, Diagnostic, Problems};
use crate::input::Row;
use crate::value::Position;
use crate::value::number::Mark;

/// A column that holds a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its place, counted from 0.
    pub place: usize,
    /// The sign of a currency in its heading.
    pub sign: Option<Sign>,
    /// Whether its bare numbers are percentages.
    pub percent: bool,
    /// How its cells are read.
    pub ways: Ways,
    /// How those of its cells are read that a workbook keeps as numbers: with a point, whatever the texts have.
    pub as_number: Ways,
}

/// How a column came to its field, or to none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// Its heading is a known name.
    Known,
    /// The user said so.
    Mapped,
    /// The user said that it is not used.
    Ignored,
    /// Another column holds the field better.
    Demoted,
    /// Its heading is not known.
    Unknown,
}

/// A heading as it stands, and what became of its column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Where it stands.
    pub at: Position,
    /// Its place, counted from 0.
    pub place: usize,
    /// Its text.
    pub text: String,
    /// The field, if it says one.
    pub field: Option<Field>,
    /// How.
    pub how: How,
}

/// Where each field of a table stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    index: Index,
    /// How many cells the header has.
    pub width: usize,
    /// The columns without a heading.
    nameless: Vec<usize>,
    /// How levels are written.
    pub level_form: LevelForm,
    /// Every heading.
    pub seen: Vec<Seen>,
    /// The places of the headings that say a field, with the [`keys`] of cells that repeat them.
    names: Vec<(usize, Vec<String>)>,
}

/// The column of each field, at the field's own place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Index(Vec<Option<Column>>);

impl Index {
    fn get(&self, field: Field) -> Option<&Column> {
        self.0.get(field as usize)?.as_ref()
    }

    fn insert(&mut self, field: Field, column: Column) {
        let place = field as usize;
        if self.0.len() <= place {
            self.0.resize(place.saturating_add(1), None);
        }
        if let Some(slot) = self.0.get_mut(place) {
            *slot = Some(column);
        }
    }

    fn iter(&self) -> impl Iterator<Item = (Field, &Column)> {
        Field::ALL.iter().zip(&self.0).filter_map(|(field, column)| Some((*field, column.as_ref()?)))
    }

    fn iter_mut(&mut self) -> impl Iterator<Item = (Field, &mut Column)> {
        Field::ALL.iter().zip(&mut self.0).filter_map(|(field, column)| Some((*field, column.as_mut()?)))
    }

    fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }
}

impl FromIterator<(Field, Column)> for Index {
    fn from_iter<T: IntoIterator<Item = (Field, Column)>>(columns: T) -> Self {
        let mut index = Self::default();
        columns.into_iter().for_each(|(field, column)| index.insert(field, column));
        index
    }
}

/// A heading with its meaning, while the columns are put in order.
struct Claim {
    place: usize,
    at: Position,
    text: String,
    heading: Heading,
    how: How,
}

impl Columns {
    /// Columns of which nothing but their places is known any longer.
    pub(super) fn at_places(places: impl IntoIterator<Item = (Field, usize)>) -> Self {
        let column = |place| Column { place, sign: None, percent: false, as_number: Ways::UNSETTLED, ways: Ways::UNSETTLED };
        Self { index: places.into_iter().map(|(field, place)| (field, column(place))).collect(), ..Self::default() }
    }

    /// Recognises the headings of one row, or of two rows that are one together. Unknown headings are noted; a field
    /// given twice, or no field at all, is an error.
    pub fn recognise(header: &[Row], context: Context, profile: &Profile, problems: &mut Problems) -> Self {
        let width = header.iter().map(Row::width).max().unwrap_or(0);
        let mut columns = Self { width, ..Self::default() };
        let mut claims = Vec::new();
        let mut unknown = Vec::new();
        for place in 0..width {
            let title = Title::of(header, place);
            if title.texts.is_empty() {
                columns.nameless.push(place);
            } else {
                columns.read(place, &title, context, profile, &mut claims, &mut unknown, problems);
            }
        }
        columns.settle(claims, context, problems);
        match header.first() {
            Some(row) if columns.index.is_empty() => problems.push(Diagnostic::at(Code::NoHeader, &row.at)),
            _ => problems.extend(unknown),
        }
        columns.seen.sort_by_key(|seen| seen.place);
        columns.names = columns.seen.iter().filter(|seen| seen.field.is_some()).map(|seen| (seen.place, keys(&seen.text))).collect();
        columns
    }

    #[expect(clippy::too_many_arguments, reason = "one step of the loop above, with what that loop gathers")]
    fn read(
        &mut self,
        place: usize,
        title: &Title<'_>,
        context: Context,
        profile: &Profile,
        claims: &mut Vec<Claim>,
        unknown: &mut Vec<Diagnostic>,
        problems: &mut Problems,
    ) {
        let text = title.shown();
        let at = title.at.clone();
        let seen = |field, how| Seen { at: at.clone(), place, text: text.clone(), field, how };
        let said = title.texts.iter().find_map(|text| profile.of(text)).or_else(|| profile.of(&text));
        match said {
            Some(Use::Ignored) => return self.seen.push(seen(None, How::Ignored)),
            Some(Use::Holds(field)) => {
                let named = match title.meaning(context) {
                    Recognised::Field(heading) => Some(heading),
                    _ => None,
                };
                let heading = Heading { field, rank: 0, sign: named.and_then(|n| n.sign), percent: named.is_some_and(|n| n.percent) };
                claims.push(Claim { place, at, text, heading, how: How::Mapped });
                return;
            }
            None => {}
        }
        match title.meaning(context) {
            Recognised::Field(heading) => claims.push(Claim { place, at, text, heading, how: How::Known }),
            Recognised::Unknown => {
                unknown.push(Diagnostic::at(Code::UnknownColumn, &at).with("heading", &text));
                self.seen.push(seen(None, How::Unknown));
            }
            Recognised::Open(fields) => {
                let fields: Vec<&str> = fields.iter().map(|field| field.word()).collect();
                let diagnostic = Diagnostic::at(Code::HeadingOpen, &at).with("heading", &text).with("fields", fields.join(" / "));
                problems.push(diagnostic.with("field", fields.first().copied().unwrap_or_default()));
                self.seen.push(seen(None, How::Unknown));
            }
        }
    }

    /// Gives each field to the column with the best name for it; two equally good ones are an error.
    fn settle(&mut self, mut claims: Vec<Claim>, context: Context, problems: &mut Problems) {
        read_by_company(&mut claims, context);
        claims.sort_by_key(|claim| (claim.heading.field, claim.how != How::Mapped, claim.heading.rank, claim.place));
        let mut holders: BTreeMap<Field, (String, How, u8)> = BTreeMap::new();
        for claim in claims {
            let Claim { place, at, text, heading: Heading { field, rank, sign, percent }, how } = claim;
            let seen = |how| Seen { at: at.clone(), place, text: text.clone(), field: Some(field), how };
            let Some((best, best_how, best_rank)) = holders.get(&field) else {
                self.index.insert(field, Column { place, sign, percent, ways: Ways::default(), as_number: Ways::default() });
                self.seen.push(seen(how));
                holders.insert(field, (text, how, rank));
                continue;
            };
            if field.is_idle() {
                self.seen.push(seen(how));
                continue;
            }
            let equal = *best_how == how && *best_rank == rank;
            let code = if equal { Code::ColumnTwice } else { Code::ColumnDemoted };
            problems.push(Diagnostic::at(code, &at).with("heading", &text).with("field", field.word()).with("other", best));
            self.seen.push(seen(How::Demoted));
        }
    }

    /// Asks about a sign in a heading that can stand for several currencies, where no column names the currency.
    pub(super) fn ask_signs(&self, ways: &Ways, problems: &mut Problems) {
        let names = |column: &Column| matches!(column.sign, Some(Sign::Names(_)));
        if self.has(Field::Currency) || self.has(Field::GoodCurrency) || self.index.iter().any(|(_, column)| names(column)) {
            return;
        }
        for (_, column) in self.index.iter() {
            let open = column.sign.filter(|sign| sign.settled(None, ways) == Settled::Open);
            let seen = self.seen.iter().find(|seen| seen.place == column.place);
            if let Some((sign, seen)) = open.zip(seen) {
                let told = Diagnostic::at(Code::HeadingCurrency, &seen.at).with("heading", &seen.text).with("key", sign.key());
                problems.push(told.with("currencies", sign.shown()));
            }
        }
    }

    /// Says that a table cannot do without one of these fields.
    pub fn require(&self, any_of: &[Field], header: &Position, problems: &mut Problems) {
        if !self.index.is_empty() && !any_of.iter().any(|field| self.has(*field)) {
            let names: Vec<&str> = any_of.iter().map(|field| field.word()).collect();
            problems.push(Diagnostic::at(Code::MissingColumn, header).with("fields", names.join(" / ")));
        }
    }

    /// Whether a row has as many cells as the header; a row that has not is an error.
    pub fn fits(&self, row: &Row, problems: &mut Problems) -> bool {
        let code = match row.width().cmp(&self.width) {
            Ordering::Equal => return true,
            Ordering::Less => Code::TooFewCells,
            Ordering::Greater => Code::TooManyCells,
        };
        problems.push(Diagnostic::at(code, &row.at).with("found", row.width()).with("expected", self.width));
        false
    }

    /// The first filled cell of a row under no heading.
    #[must_use]
    pub fn unnamed_cell(&self, row: &Row) -> Option<Position> {
        self.nameless.iter().find(|place| !row.cell(**place).is_empty()).map(|place| row.at.at_cell(*place))
    }

    /// Whether the table has a column for a field.
    #[must_use]
    pub fn has(&self, field: Field) -> bool {
        self.index.get(field).is_some()
    }

    /// The column of a field.
    #[must_use]
    pub fn column(&self, field: Field) -> Option<&Column> {
        self.index.get(field)
    }

    /// Every field that has a column.
    pub fn fields(&self) -> impl Iterator<Item = (Field, &Column)> {
        self.index.iter()
    }

    /// Says how the cells of each column are read.
    pub fn read_by(&mut self, ways: impl Fn(Field, &Column) -> Ways) {
        for (field, column) in self.index.iter_mut() {
            column.ways = ways(field, column);
            column.as_number = Ways { point: Mark::Point, ..column.ways };
        }
    }

    /// How a cell is read.
    pub(super) fn ways(&self, row: &Row, field: Field) -> &Ways {
        match self.index.get(field) {
            Some(column) if row.is_number(column.place) => &column.as_number,
            Some(column) => &column.ways,
            None => &Ways::UNSETTLED,
        }
    }

    /// The cell of a field in a row, ready to be read.
    pub fn cell<'a>(&'a self, row: &'a Row, field: Field, problems: &'a mut Problems) -> Cell<'a> {
        let ways = self.ways(row, field);
        Cell { text: self.text(row, field), at: self.position(&row.at, field), ways, problems }
    }

    /// The text of a field in a row; empty where there is no such column, and where a stroke says that there is nothing.
    #[must_use]
    pub fn text<'a>(&self, row: &'a Row, field: Field) -> &'a str {
        said(self.index.get(field).map_or("", |column| row.cell(column.place)))
    }

    /// Where a field of the row at `row` stands; the row itself where there is no such column.
    #[must_use]
    pub fn position(&self, row: &Position, field: Field) -> Position {
        self.index.get(field).map_or_else(|| row.clone(), |column| row.at_cell(column.place))
    }

    /// Whether a row repeats the headings, as on a new page.
    #[must_use]
    pub fn repeats(&self, row: &Row) -> bool {
        let says = |(place, keys): &(usize, Vec<String>)| keys.iter().any(|key| has_key(row.cell(*place), key));
        !self.names.is_empty() && self.names.iter().all(says)
    }
}

/// What a cell says: nothing, where a stroke says that there is nothing.
pub(super) fn said(cell: &str) -> &str {
    if is_stroke(cell) { "" } else { cell }
}

/// Whether a text is a stroke alone, as forms and accountants write it into a cell that holds nothing: `-`, `——`, `/`.
fn is_stroke(text: &str) -> bool {
    let may_be = matches!(text.as_bytes(), [b'-' | b'/' | 0x80.., ..]) && text.len() <= 12;
    may_be && text.starts_with(['-', '–', '—', '―', '－', '/', '／']) && text.chars().all(|c| "-–—―－/／".contains(c))
}

/// The keys of cells that repeat a heading, or one of the two rows of it.
fn keys(heading: &str) -> Vec<String> {
    let mut keys = vec![key(heading)];
    keys.extend(heading.split(" / ").map(key).filter(|part| *part != key(heading)));
    keys
}

/// Names that mean one thing beside some columns and another beside others.
fn read_by_company(claims: &mut [Claim], context: Context) {
    if context != Context::Materials {
        return;
    }
    let has = |claims: &[Claim], field: Field| claims.iter().any(|claim| claim.heading.field == field);
    let good_has_value = [Field::Fob, Field::Labour, Field::Development].into_iter().any(|field| has(claims, field));
    let split_amounts = has(claims, Field::OriginatingAmount) && has(claims, Field::NonOriginatingAmount);
    let (priced, from, proof) = (has(claims, Field::UnitCost), has(claims, Field::ValidFrom), has(claims, Field::Proof));
    for claim in claims.iter_mut().filter(|claim| claim.how == How::Known) {
        let field = match claim.heading.field {
            // `per` counts the pieces of FOB; where there is no FOB, the units of the price.
            Field::Per if !good_has_value && priced => Field::PriceUnit,
            // `原產` beside `非原產` holds amounts; alone it says whether.
            Field::OriginatingAmount if !split_amounts && matches!(key(&claim.text).as_str(), "原产") => Field::Status,
            // `失效日期` beside `生效日期` ends the row, not a proof.
            Field::ProofValidTo if from && !proof => Field::ValidTo,
            field => field,
        };
        claim.heading.field = field;
    }
}
