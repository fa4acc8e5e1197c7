//! A table as the readers of this room take it: its columns known, its rows one after the other, with all that is no
//! row of it left out and told.

use std::collections::BTreeMap;
use std::io::Read;
use std::rc::Rc;
use std::sync::Arc;

use super::block::Block;
use super::columns::Columns;
use super::field::{Context, Field};
use super::header::{self, Header};
use super::heading;
use super::levels::{LevelForm, count_rows};
use super::profile::Profile;
use super::row_kind::{self, RowKind};
use super::ways::Ways;
use crate::diag::{Code, Diagnostic, Problems};
use crate::input::{Form, KnownHeading, Row, Separator, Table, Why, decoded};
use crate::value::Position;
use crate::value::number::{self, Mark};

/// The rows of a table whose columns are recognised.
pub struct Rows<'a> {
    table: Table<'a>,
    profile: &'a Profile,
    context: Context,
    /// Where each field stands.
    pub columns: Arc<Columns>,
    /// Where the headings stand.
    pub header: Position,
    /// What labels beside the table say.
    pub(super) block: Block,
    /// Why the table broke off before its end, if it did.
    pub broken: Option<Diagnostic>,
    nameless_told: bool,
    /// Whether the row before was blank, or headed others.
    gap: bool,
    /// A cell that seems to hold another row; a fault of a quote explains it better.
    row_in_cell: Option<Diagnostic>,
    form_told: bool,
}

/// How the rows of a text are read, once its headings are recognised: enough to read some of its rows by themselves.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The file.
    pub file: Arc<str>,
    /// What parts its cells.
    pub separator: Separator,
    /// Where each field stands.
    pub columns: Arc<Columns>,
    /// Where the headings stand.
    pub header: Position,
}

/// How many rows are looked at to find what the decimal mark of a column is.
const LOOKED_AT: usize = 2000;

impl<'a> Rows<'a> {
    /// Reads the headings. Of each set in `required` one field must have a column. `None` where the table cannot be
    /// used; the problems say why.
    pub fn open(
        source: Box<dyn Read + 'a>,
        file: &Arc<str>,
        context: Context,
        required: &[&[Field]],
        profile: &'a Profile,
        problems: &mut Problems,
    ) -> Option<Self> {
        let rows = Self::begin(source, file, context, required, profile, problems)?;
        (!problems.has_error()).then_some(rows)
    }

    /// The same, and also where the headings cannot be used, as far as they are understood.
    pub fn begin(
        source: Box<dyn Read + 'a>,
        file: &Arc<str>,
        context: Context,
        required: &[&[Field]],
        profile: &'a Profile,
        problems: &mut Problems,
    ) -> Option<Self> {
        let mut table = match Table::open(source, file, &profile.options, &known_heading(profile)) {
            Ok(table) => table,
            Err(problem) => {
                problems.push(problem);
                return None;
            }
        };
        tell_sheet(&table.form(), table.place(), problems);
        let Header { rows, above, mut columns } = header::take(&mut table, context, profile, problems)?;
        let header = rows.first().map_or_else(|| table.place().clone(), |row| row.at.clone());
        for any_of in required {
            columns.require(any_of, &header, problems);
        }
        let mut block = Block::default();
        let of_materials = context == Context::Materials;
        header::note_titles(above.iter().filter(|row| !(of_materials && block.read(row))), problems);
        let ways = block.settled(profile.ways);
        columns.ask_signs(&ways, problems);
        settle_ways(&mut table, &mut columns, ways);
        settle_levels(&mut table, &mut columns, &header, problems);
        tell_unapplied(&columns, problems);
        let (broken, row_in_cell) = (None, None);
        let columns = Arc::new(columns);
        Some(Self {
            table,
            profile,
            context,
            columns,
            header,
            block,
            broken,
            nameless_told: false,
            gap: false,
            row_in_cell,
            form_told: false,
        })
    }

    /// Some rows of a text whose columns are recognised already.
    pub(super) fn part(layout: &Layout, source: Box<dyn Read + 'a>, first: u64, lines: Option<&[u64]>, profile: &'a Profile) -> Self {
        Self {
            table: Table::part(source, &layout.file, layout.separator, first, lines),
            profile,
            context: Context::Materials,
            columns: Arc::clone(&layout.columns),
            header: layout.header.clone(),
            block: Block::default(),
            broken: None,
            nameless_told: false,
            gap: false,
            row_in_cell: None,
            form_told: false,
        }
    }

    /// How the rows of the text are read once it is UTF-8; `None` for a workbook, and where labels beside the table state
    /// something.
    #[must_use]
    pub fn layout(&self) -> Option<Layout> {
        let Form::Text { separator, .. } = self.table.form() else { return None };
        let plain = self.block.iter().next().is_none() && self.block.currency.is_none();
        let file = Arc::clone(&self.header.file);
        plain.then(|| Layout { file, separator, columns: Arc::clone(&self.columns), header: self.header.clone() })
    }

    /// Whether the text is UTF-8, as far as it was read; `None` for a workbook.
    #[must_use]
    pub fn is_utf8(&self) -> Option<bool> {
        match self.table.form() {
            Form::Text { encoded, .. } => Some(encoded.is_utf8()),
            Form::Sheet { .. } => None,
        }
    }

    /// What was understood of the file.
    #[must_use]
    pub fn form(&self) -> Form {
        self.table.form()
    }

    /// The next row that is one; the others are told.
    pub fn next(&mut self, problems: &mut Problems) -> Option<Row> {
        loop {
            let Some(next) = self.table.next_row() else {
                self.end(problems);
                return None;
            };
            match next {
                Ok(row) if row.is_blank() => {
                    self.gap = true;
                    problems.push(Diagnostic::at(Code::BlankRow, &row.at));
                }
                Ok(row) => {
                    if let Some(row) = self.sifted(row, problems) {
                        return Some(row);
                    }
                }
                Err(problem) => {
                    self.broken = Some(problem.clone());
                    problems.push(problem);
                    return None;
                }
            }
        }
    }

    fn end(&mut self, problems: &mut Problems) {
        self.broken = self.row_in_cell.take();
        problems.extend(self.broken.clone());
        self.tell_form(problems);
    }

    /// Says in which encoding and with which separator the text is read, if that was found out and is not the usual.
    pub fn tell_form(&mut self, problems: &mut Problems) {
        if !std::mem::replace(&mut self.form_told, true) {
            tell_text(&self.table.form(), self.table.place(), problems);
        }
    }

    /// The row, unless it is no row of the table.
    fn sifted(&mut self, row: Row, problems: &mut Problems) -> Option<Row> {
        let row = row.cut_to(self.columns.width);
        self.look_at(&row, problems);
        let gap = std::mem::replace(&mut self.gap, false);
        if self.context != Context::Materials {
            return if self.columns.repeats(&row) {
                problems.push(Diagnostic::at(Code::HeaderRepeated, &row.at));
                None
            } else {
                Some(row)
            };
        }
        if self.is_price_beside(&row, problems) {
            return None;
        }
        match row_kind::tell(&row, &self.columns, self.profile, gap) {
            RowKind::Material => Some(row),
            RowKind::Lone(remark) => {
                problems.push(remark);
                Some(row.filled_up(self.columns.width))
            }
            RowKind::LeftOut(remark) => {
                self.gap |= matches!(remark.code, Code::SectionRow | Code::HeaderRepeated | Code::TotalRow);
                problems.push(remark);
                None
            }
        }
    }

    /// Whether a row is the label of FOB with its value, as under the materials of a cost sheet.
    fn is_price_beside(&mut self, row: &Row, problems: &mut Problems) -> bool {
        if !self.block.read_price(row) {
            return false;
        }
        let text = row.filled().map(|(_, text)| text).collect::<Vec<_>>().join(" ");
        problems.push(Diagnostic::at(Code::FactBeside, &row.at).with("label", text));
        true
    }

    /// Says what became of the labels above the headings; those under them are told where they are met.
    pub(super) fn tell_facts(&self, code: Code, name: &'static str, problems: &mut Problems) {
        let above = self.block.iter().filter(|(field, _, at)| !field.is_idle() && at.line < self.header.line);
        for (field, text, at) in above {
            problems.push(Diagnostic::at(code, at).with(name, format!("{}: {text}", field.word())));
        }
    }

    /// Tells of cells under no heading, once, and of a cell that seems to hold another row.
    fn look_at(&mut self, row: &Row, problems: &mut Problems) {
        if let Some(at) = self.columns.unnamed_cell(row).filter(|_| !self.nameless_told) {
            self.nameless_told = true;
            problems.push(Diagnostic::at(Code::NamelessColumn, &at));
        }
        if row.at.sheet.is_some() || self.row_in_cell.is_some() {
            return;
        }
        if !row.has_line_ends() {
            return;
        }
        let most = self.columns.width.saturating_sub(2).max(2);
        let separator = self.separator();
        let holds_row = |cell: &str| cell.split(['\n', '\r']).skip(1).any(|line| line.matches(separator).count() >= most);
        if let Some(place) = row.cells().position(holds_row) {
            self.row_in_cell = Some(Diagnostic::at(Code::RowInCell, &row.at.at_cell(place)));
        }
    }

    fn separator(&self) -> char {
        match self.table.form() {
            Form::Text { separator, .. } => char::from(separator.byte()),
            Form::Sheet { .. } => ',',
        }
    }
}

/// The text of a file as [`Rows`] reads it, in UTF-8. Bytes that are not of its encoding become `U+FFFD`.
pub fn text<'a>(source: Box<dyn Read + 'a>, profile: &Profile) -> impl Read + 'a {
    decoded(source, profile.options.encoding, known_heading(profile))
}

/// Whether a text is a heading, in the tables of this program or in the user's own words.
fn known_heading(profile: &Profile) -> KnownHeading {
    let profile = profile.clone();
    Rc::new(move |text| profile.of(text).is_some() || heading::is_known(text))
}

/// Settles how the cells of each column are read: as the user says, and for the decimal mark of numbers by what the
/// first rows prove. Where other columns have a decimal comma, a column that proves nothing has it too: `1.234` is then
/// no fraction. That `1,234` is a thousand and more only the column itself can prove.
fn settle_ways(table: &mut Table<'_>, columns: &mut Columns, ways: Ways) {
    if ways.point != Mark::Open {
        return columns.read_by(|_, _| ways);
    }
    let rows = table.peek(LOOKED_AT);
    let texts = |place: usize| rows.iter().filter(move |row| !row.is_number(place)).map(move |row| row.cell(place));
    let numbers = columns.fields().filter(|(field, _)| field.is_number());
    let proofs: BTreeMap<Field, Proof> = numbers.map(|(field, column)| (field, proven(texts(column.place)))).collect();
    let has = |mark: Mark| proofs.values().any(|proof| *proof == Proof::Of(mark));
    let of_file = if has(Mark::Comma) && !has(Mark::Point) { Mark::Comma } else { Mark::Open };
    columns.read_by(|field, _| {
        let point = match proofs.get(&field) {
            Some(Proof::Of(mark)) => *mark,
            Some(Proof::Nothing) => of_file,
            Some(Proof::Contradiction) | None => Mark::Open,
        };
        Ways { point, ..ways }
    });
}

/// Settles how levels are written, by the first rows. Numbers that count the rows are no levels.
fn settle_levels(table: &mut Table<'_>, columns: &mut Columns, header: &Position, problems: &mut Problems) {
    let Some(place) = columns.column(Field::Level).map(|column| column.place) else { return };
    let rows = table.peek(LOOKED_AT);
    let cells = || rows.iter().map(|row| row.cell(place));
    columns.level_form = LevelForm::of(cells());
    if count_rows(cells()) {
        problems.push(Diagnostic::at(Code::LevelsCount, &header.at_cell(place)));
    }
}

/// What the cells of a column prove of its decimal mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Proof {
    Of(Mark),
    Nothing,
    /// Some cells have a point and others a comma: each must speak for itself.
    Contradiction,
}

fn proven<'r>(cells: impl Iterator<Item = &'r str>) -> Proof {
    let mut proofs = cells.filter_map(number::evidence);
    match proofs.next() {
        None => Proof::Nothing,
        Some(first) if proofs.all(|proof| proof == first) => Proof::Of(first),
        Some(_) => Proof::Contradiction,
    }
}

/// Says which sheet is read, where there are several.
fn tell_sheet(form: &Form, place: &Position, problems: &mut Problems) {
    if let Form::Sheet { name, all, .. } = form
        && all.len() > 1
    {
        problems.push(Diagnostic::at(Code::SheetSaid, place).with("sheet", name).with("sheets", all.join(", ")));
    }
}

/// Says how a text was read, where it is not UTF-8 with commas.
fn tell_text(form: &Form, place: &Position, problems: &mut Problems) {
    let Form::Text { separator, separator_asked, encoded } = form else { return };
    if !encoded.is_utf8() && encoded.why != Why::Asked {
        let said = Diagnostic::at(Code::EncodingSaid, place).with("encoding", encoded.name());
        problems.push(said.with_message("why", encoded.why.message()));
    }
    if *separator != Separator::Comma && !separator_asked {
        problems.push(Diagnostic::at(Code::SeparatorSaid, place).with("separator", separator.word()));
    }
}

/// Says that columns which bear on whether a row counts are not applied.
fn tell_unapplied(columns: &Columns, problems: &mut Problems) {
    let bearing = |field: Field| matches!(field, Field::ValidFrom | Field::ValidTo | Field::AltGroup);
    for seen in columns.seen.iter().filter(|seen| seen.field.is_some_and(bearing)) {
        problems.push(Diagnostic::at(Code::NotApplied, &seen.at).with("heading", &seen.text));
    }
}
