//! Which column holds which field.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::OnceLock;

use crate::diag::{Code, Diagnostic, Problems};
use crate::input::Row;
use crate::value::Position;
use crate::value::name::folded;

/// The kind of table that a header belongs to; an alias is unique within it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Context {
    /// A bill of materials.
    Materials,
    /// A table of goods.
    Goods,
    /// A table of exchange rates.
    Rates,
    /// Applications to revise rules, and when they are received.
    Applications,
    /// Rows that are proposed for the product list.
    Proposals,
}

macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident = $word:literal,)*) => {
        /// What a column holds.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Field { $($(#[$doc])* $name,)* }

        impl Field {
            const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The field's own name, as `docs/bom-format.md` has it.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }
        }
    };
}

fields! {
    /// The good that a row belongs to.
    GoodId = "good_id",
    /// The user's own line number.
    Line = "line",
    /// Part number of a material.
    Part = "part",
    /// Description of a material.
    Description = "description",
    /// HS code of a material.
    HsCode = "hs_code",
    /// Country of origin of a material.
    Origin = "origin",
    /// Whether a material is declared originating.
    Status = "status",
    /// How much of a material.
    Quantity = "quantity",
    /// Cost of one unit.
    UnitCost = "unit_cost",
    /// Cost of the line.
    Amount = "amount",
    /// Currency of the line.
    Currency = "currency",
    /// Proof of the material's origin.
    Proof = "proof",
    /// Last day on which the proof is good.
    ProofValidTo = "proof_valid_to",
    /// Level in an exploded bill of materials.
    Level = "level",
    /// How many pieces the rows cover.
    BomPer = "bom_per",
    /// Material or transport packing.
    Kind = "kind",
    /// HS code of the good.
    GoodHs = "good_hs",
    /// Description of the good.
    GoodDescription = "good_description",
    /// FOB value of the good.
    Fob = "fob",
    /// Currency of FOB, labour and development.
    GoodCurrency = "good_currency",
    /// How many pieces FOB, labour and development cover.
    Per = "per",
    /// Labour cost.
    Labour = "labour",
    /// Product development cost.
    Development = "development",
    /// Operations carried out.
    Operations = "operations",
    /// Facts declared.
    Facts = "facts",
    /// The rule typed by the user.
    Rule = "rule",
    /// The day judged.
    On = "on",
    /// An exchange rate.
    Rate = "rate",
    /// The day of a rate.
    RateDate = "rate_date",
    /// Where a rate was found.
    RateSource = "rate_source",
    /// What an application is called.
    Application = "id",
    /// When an application is received.
    Received = "received",
    /// The wording of a proposed row.
    Wording = "wording",
}

/// Where each field of a table stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    index: BTreeMap<Field, usize>,
    /// How many cells the header has.
    pub width: usize,
    /// The columns without a heading.
    nameless: Vec<usize>,
}

impl Columns {
    /// Recognises a header. Unknown headings are noted; a field given twice, or no field at all, is an
    /// error.
    pub fn recognise(header: &Row, context: Context, problems: &mut Problems) -> Self {
        let mut columns = Self { index: BTreeMap::new(), width: header.width(), nameless: Vec::new() };
        let mut unknown = Vec::new();
        for (place, heading) in header.cells().enumerate() {
            let at = header.at.at_cell(place);
            match field(context, heading) {
                Some(field) => columns.take(field, place, heading, &at, problems),
                None if heading.is_empty() => columns.nameless.push(place),
                None => unknown.push(Diagnostic::at(Code::UnknownColumn, &at).with("heading", heading)),
            }
        }
        if columns.index.is_empty() {
            problems.push(Diagnostic::at(Code::NoHeader, &header.at));
        } else {
            problems.extend(unknown);
        }
        columns
    }

    fn take(&mut self, field: Field, place: usize, heading: &str, at: &Position, problems: &mut Problems) {
        match self.index.entry(field) {
            Entry::Vacant(entry) => {
                entry.insert(place);
            }
            Entry::Occupied(_) => problems.push(Diagnostic::at(Code::ColumnTwice, at).with("heading", heading).with("field", field.word())),
        }
    }

    /// Says that a table cannot do without one of these fields.
    pub fn require(&self, any_of: &[Field], header: &Row, problems: &mut Problems) {
        if !self.index.is_empty() && !any_of.iter().any(|field| self.has(*field)) {
            let names: Vec<&str> = any_of.iter().map(|field| field.word()).collect();
            problems.push(Diagnostic::at(Code::MissingColumn, &header.at).with("fields", names.join(" / ")));
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
        self.index.contains_key(&field)
    }

    /// The text of a field in a row; empty where there is no such column.
    #[must_use]
    pub fn text<'a>(&self, row: &'a Row, field: Field) -> &'a str {
        self.index.get(&field).map_or("", |place| row.cell(*place))
    }

    /// Where a field of the row at `row` stands; the row itself where there is no such column.
    #[must_use]
    pub fn position(&self, row: &Position, field: Field) -> Position {
        self.index.get(&field).map_or_else(|| row.clone(), |place| row.at_cell(*place))
    }
}

/// The field that a heading names: exact after folding width, case, spaces, hyphens and underscores.
fn field(context: Context, heading: &str) -> Option<Field> {
    aliases().get(&(context, folded(heading))).copied()
}

type Aliases = BTreeMap<(Context, String), Field>;

/// `data/columns.csv`, read once. That every row of it is well-formed and no alias stands twice in
/// its context is shown by a test.
fn aliases() -> &'static Aliases {
    static ALIASES: OnceLock<Aliases> = OnceLock::new();
    ALIASES.get_or_init(|| {
        alias_rows().flat_map(|(context, field, names)| names.into_iter().map(move |name| ((context, name), field))).collect()
    })
}

fn alias_rows() -> impl Iterator<Item = (Context, Field, Vec<String>)> {
    include_str!("../../data/columns.csv").lines().skip(1).filter_map(|line| {
        let mut cells = line.splitn(3, ',');
        let context = match cells.next()? {
            "materials" => Context::Materials,
            "goods" => Context::Goods,
            "rates" => Context::Rates,
            "applications" => Context::Applications,
            "proposals" => Context::Proposals,
            _ => return None,
        };
        let word = cells.next()?;
        let field = *Field::ALL.iter().find(|field| field.word() == word)?;
        Some((context, field, cells.next()?.split('|').map(folded).collect()))
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Context, alias_rows, aliases, field};

    #[test]
    fn every_row_of_the_alias_table_is_read() {
        assert_eq!(alias_rows().count(), include_str!("../../data/columns.csv").lines().count() - 1);
    }

    #[test]
    fn no_alias_stands_for_two_fields_of_a_context() {
        let mut seen: BTreeMap<(Context, String), _> = BTreeMap::new();
        for (context, field, names) in alias_rows() {
            for name in names {
                let other = seen.insert((context, name.clone()), field);
                assert!(other.is_none_or(|other| other == field), "{name} stands for {field:?} and {other:?}");
            }
        }
        assert_eq!(seen.len(), aliases().len());
    }

    #[test]
    fn headings_are_matched_whole() {
        assert!(field(Context::Materials, "ＨＳ code").is_some());
        assert!(field(Context::Materials, "物料編號").is_some());
        assert!(field(Context::Materials, "hs code of the mould").is_none());
    }
}
