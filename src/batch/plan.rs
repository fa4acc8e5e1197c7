//! Whether a file is plain enough for the fast road, and where its cells stand.

use crate::bom::{Columns, Field, Layout, Profile};
use crate::value::Currency;
use crate::value::number::Mark;

/// Where the cells stand that the fast road needs.
#[derive(Clone, Debug, Default)]
pub(super) struct Plan {
    /// How many cells a row has.
    pub width: usize,
    /// What parts them.
    pub separator: u8,
    /// The good of a row.
    pub id: Option<usize>,
    /// HS code of the good.
    pub own_code: Option<usize>,
    /// FOB, labour and development.
    pub amounts: [Option<usize>; 3],
    /// The other cells that state something of the good.
    pub others: Vec<usize>,
    /// Which of these there are, and in which of the headings of FOB, labour and development a currency is named, one bit each.
    pub kinds: u8,
    /// The currencies that are named there, and the cells below them.
    pub signed: Vec<(usize, Currency)>,
    /// All cells that state something of the good, and name it, beyond the leading ones.
    pub heads: Vec<usize>,
    /// How many leading cells state something of the good, or name it.
    pub lead: usize,
    /// HS code of the material.
    pub code: usize,
    /// Its country.
    pub origin: Option<usize>,
    /// Its status.
    pub status: Option<usize>,
    /// Its quantity.
    pub quantity: Option<usize>,
    /// Its price.
    pub price: Option<usize>,
    /// Its value.
    pub amount: Option<usize>,
    /// Its currency.
    pub currency: Option<usize>,
    /// The currency that the headings of price and value name.
    pub sign: Option<Currency>,
    /// Its proof of origin.
    pub proof: Option<usize>,
    /// Its part and its description.
    pub names: Vec<usize>,
    /// Cells that must be blank.
    pub blank: Vec<usize>,
}

/// The fields that state something of a good.
const OF_GOOD: [Field; 10] = [
    Field::GoodHs,
    Field::GoodDescription,
    Field::Fob,
    Field::GoodCurrency,
    Field::Labour,
    Field::Development,
    Field::Operations,
    Field::Facts,
    Field::Rule,
    Field::On,
];

/// The fields that need not be looked at.
const FREE: [Field; 12] = [
    Field::GoodId,
    Field::Line,
    Field::Part,
    Field::Description,
    Field::HsCode,
    Field::Origin,
    Field::Status,
    Field::Quantity,
    Field::UnitCost,
    Field::Amount,
    Field::Currency,
    Field::Proof,
];

/// The fields that the fast road knows only blank.
const BLANK: [Field; 4] = [Field::ProofValidTo, Field::Kind, Field::Per, Field::BomPer];

impl Plan {
    /// The plan of a file; `None` where it needs the plain road.
    pub fn of(layout: &Layout, profile: &Profile) -> Option<Self> {
        let columns = &layout.columns;
        let place = |field| columns.column(field).map(|column| column.place);
        let known = |field: Field| FREE.contains(&field) || OF_GOOD.contains(&field) || BLANK.contains(&field) || field.is_idle();
        let all_known = columns.fields().all(|(field, column)| known(field) && !column.percent && column.ways.point != Mark::Comma);
        let headed = columns.seen.len() == columns.width && columns.width >= 3;
        if !all_known || !headed || profile.leaves_something_out() {
            return None;
        }
        let Signs { of_good, of_lines } = Signs::of(columns)?;
        let mut heads: Vec<usize> = OF_GOOD.into_iter().chain([Field::GoodId]).filter_map(place).collect();
        heads.sort_unstable();
        let lead = heads.iter().enumerate().take_while(|(count, place)| count == *place).count();
        let others = [Field::GoodCurrency, Field::Operations, Field::Facts, Field::Rule, Field::On];
        let named = AMOUNTS.map(|amount| of_good.iter().any(|(field, _)| *field == amount));
        let kinds = named.into_iter().chain(others.map(|field| columns.has(field)));
        let plan = Self {
            width: columns.width,
            separator: layout.separator.byte(),
            id: place(Field::GoodId),
            own_code: place(Field::GoodHs),
            amounts: AMOUNTS.map(place),
            others: others.into_iter().filter_map(place).collect(),
            kinds: kinds.fold(0, |kinds, there| kinds.wrapping_shl(1) | u8::from(there)),
            signed: of_good.into_iter().filter_map(|(field, currency)| Some((place(field)?, currency))).collect(),
            heads: heads.split_off(lead),
            lead,
            code: place(Field::HsCode)?,
            origin: place(Field::Origin),
            status: place(Field::Status),
            quantity: place(Field::Quantity),
            price: place(Field::UnitCost),
            amount: place(Field::Amount),
            currency: place(Field::Currency),
            sign: of_lines,
            proof: place(Field::Proof),
            names: [Field::Part, Field::Description].into_iter().filter_map(place).collect(),
            blank: BLANK.into_iter().filter_map(place).collect(),
        };
        (plan.amount.is_some() || (plan.quantity.is_some() && plan.price.is_some())).then_some(plan)
    }
}

/// What is stated of a good in money.
pub(super) const AMOUNTS: [Field; 3] = [Field::Fob, Field::Labour, Field::Development];

/// The currencies that are named in headings.
pub(super) struct Signs {
    /// In those of [`AMOUNTS`].
    pub of_good: Vec<(Field, Currency)>,
    /// In all those of a material's price and value.
    of_lines: Option<Currency>,
}

impl Signs {
    /// Those of a table; `None` where a sign can stand for several currencies, or not all prices are in the same.
    pub fn of(columns: &Columns) -> Option<Self> {
        let sign = |field| columns.column(field).and_then(|column| column.sign);
        let mut of_good = Vec::new();
        for (field, sign) in AMOUNTS.into_iter().filter_map(|field| Some((field, sign(field)?))) {
            of_good.push((field, sign.currency()?));
        }
        let mut of_lines = [Field::UnitCost, Field::Amount].into_iter().filter(|field| columns.has(*field)).map(sign);
        let first = of_lines.next().flatten();
        let alike = of_lines.all(|sign| sign == first);
        let of_lines = match first {
            Some(sign) => Some(sign.currency()?),
            None => None,
        };
        alike.then_some(Self { of_good, of_lines })
    }
}
