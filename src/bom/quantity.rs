//! How much of a material goes into what it is a part of, and what that is worth.
//!
//! A quantity may be stated in parts: a numerator over a denominator (a batch), plus what is lost on the way, or divided
//! by the share that comes out; a price may be for a hundred units and include a tax. All of it is exact: what does not
//! end as a decimal stays a [`Quotient`].

use super::columns::Columns;
use super::field::Field;
use super::profile::Profile;
use super::sign::Sign;
use crate::diag::{Code, Diagnostic, Problems};
use crate::input::Row;
use crate::value::{Money, Quotient};

/// A value, and the signs of currencies beside its numbers or in their headings.
#[derive(Debug, Default)]
pub(super) struct Value {
    pub value: Option<Quotient>,
    pub signs: Vec<(Field, Sign)>,
}

/// Reads what a row says of quantity and price.
pub(super) struct Reader<'a> {
    pub row: &'a Row,
    pub columns: &'a Columns,
    pub profile: &'a Profile,
    pub problems: &'a mut Problems,
}

impl Reader<'_> {
    fn is_blank(&self, field: Field) -> bool {
        self.columns.text(self.row, field).is_empty()
    }

    fn remark(&mut self, code: Code, field: Field) {
        self.problems.push(Diagnostic::at(code, &self.columns.position(&self.row.at, field)));
    }

    /// Whether the cell of a field is merged with those of other rows: then its value is not this row's alone.
    fn is_merged(&self, field: Field) -> bool {
        self.columns.column(field).is_some_and(|column| self.row.is_merged(column.place) && !self.row.cell(column.place).is_empty())
    }

    fn money(&mut self, field: Field) -> Option<Money> {
        if self.is_merged(field) {
            self.remark(Code::MergedValue, field);
            return None;
        }
        self.columns.cell(self.row, field, self.problems).money()
    }

    fn positive(&mut self, field: Field) -> Option<Money> {
        self.columns.cell(self.row, field, self.problems).positive()
    }

    fn share(&mut self, field: Field) -> Option<Money> {
        let percent = self.columns.column(field).is_some_and(|column| column.percent);
        self.columns.cell(self.row, field, self.problems).share(percent)
    }

    fn priced(&mut self, field: Field, signs: &mut Vec<(Field, Sign)>) -> Option<Money> {
        if self.is_merged(field) {
            self.remark(Code::MergedValue, field);
            return None;
        }
        let priced = self.columns.cell(self.row, field, self.problems).priced()?;
        signs.extend(priced.sign.or_else(|| self.columns.column(field)?.sign).map(|sign| (field, sign)));
        Some(priced.value)
    }

    /// How much of the material goes into one piece of what it is a part of; `None` where that is not stated.
    pub fn quantity(&mut self) -> Option<Quotient> {
        let stated = if self.columns.has(Field::Quantity) { Field::Quantity } else { Field::Numerator };
        let upper = self.money(stated);
        let lower = if self.columns.has(Field::Denominator) && !(stated == Field::Quantity && self.columns.has(Field::Numerator)) {
            Some(self.positive(Field::Denominator))
        } else {
            None
        };
        let lost = self.loss();
        let out = if self.is_blank(Field::Yield) { Some(Money::ONE) } else { self.share(Field::Yield).filter(|share| share.is_positive()) };
        let mut quantity = Quotient::of(upper?);
        if let Some(lower) = lower {
            quantity = quantity.over(lower?)?;
        }
        quantity.times(Money::ONE.plus(lost?)?)?.over(out?)
    }

    /// The share that is lost on the way: none where no column says so or its cell is blank. A loss for each lot does
    /// not say how much a piece takes.
    fn loss(&mut self) -> Option<Money> {
        if let Some(fixed) = self.money(Field::FixedLoss)
            && fixed.is_positive()
        {
            self.remark(Code::FixedLoss, Field::FixedLoss);
            return None;
        }
        if self.is_blank(Field::Loss) {
            return Some(Money::ZERO);
        }
        self.share(Field::Loss)
    }

    /// The value of the row: its amount, or else quantity times price; where both are stated they must agree to the
    /// cent.
    pub fn value(&mut self, quantity: Option<Quotient>) -> Value {
        let mut signs = Vec::new();
        let amount = self.amount(&mut signs);
        let price = self.price(&mut signs);
        let product = quantity.zip(price);
        let value = product.and_then(|(quantity, price)| quantity.times_quotient(price));
        if product.is_some() && value.is_none() {
            self.remark(Code::RowTooLong, Field::UnitCost);
        }
        if let (Some(amount), Some(product)) = (amount, value)
            && !name_several(&signs)
            && differ_by_more_than_a_cent(amount, product)
        {
            let at = self.columns.position(&self.row.at, Field::Amount);
            let shown = |quotient: Quotient| shown(quotient).map_or_else(String::new, |money| money.to_string());
            self.problems.push(Diagnostic::at(Code::AmountDiffers, &at).with("amount", shown(amount)).with("product", shown(product)));
        }
        Value { value: amount.or(value), signs }
    }

    fn amount(&mut self, signs: &mut Vec<(Field, Sign)>) -> Option<Quotient> {
        if !self.is_blank(Field::Amount) || !self.columns.has(Field::AmountTaxed) {
            return self.priced(Field::Amount, signs).map(Quotient::of);
        }
        self.untaxed(Field::AmountTaxed, signs)
    }

    /// The price of one unit.
    fn price(&mut self, signs: &mut Vec<(Field, Sign)>) -> Option<Quotient> {
        let price = if !self.is_blank(Field::UnitCost) || !self.columns.has(Field::UnitCostTaxed) {
            self.priced(Field::UnitCost, signs).map(Quotient::of)
        } else {
            self.untaxed(Field::UnitCostTaxed, signs)
        }?;
        if !self.columns.has(Field::PriceUnit) {
            return Some(price);
        }
        price.over(self.positive(Field::PriceUnit)?)
    }

    /// A price without the tax that it includes. Without a rate it is refused: a tax is no value of a material.
    fn untaxed(&mut self, field: Field, signs: &mut Vec<(Field, Sign)>) -> Option<Quotient> {
        let taxed = self.priced(field, signs)?;
        let rate = if self.is_blank(Field::TaxRate) { self.profile.tax } else { self.share(Field::TaxRate) };
        let Some(rate) = rate else {
            let value = self.columns.text(self.row, field);
            self.problems.push(Diagnostic::at(Code::TaxIncluded, &self.columns.position(&self.row.at, field)).with("value", value));
            return None;
        };
        Quotient::of(taxed).over(Money::ONE.plus(rate)?)
    }

    /// The value in one of the two columns of a cost sheet, for what originates and for what does not. Nothing in the
    /// one beside something in the other is no value.
    pub fn split_value(&mut self) -> Option<(Field, Value)> {
        let fields = [Field::OriginatingAmount, Field::NonOriginatingAmount];
        if fields.iter().all(|field| self.is_blank(*field)) {
            return None;
        }
        let mut found = Vec::new();
        for field in fields.into_iter().filter(|field| !self.columns.text(self.row, *field).is_empty()) {
            let mut signs = Vec::new();
            let value = self.priced(field, &mut signs).map(Quotient::of);
            found.push((field, Value { value, signs }));
        }
        let nothing = |value: &Value| value.value.is_some_and(|value| value.value == Money::ZERO);
        if found.len() > 1 && found.iter().any(|(_, value)| nothing(value)) {
            let first = found.first().is_some_and(|(_, value)| nothing(value));
            found.remove(usize::from(!first));
        }
        if found.len() > 1 {
            let at = self.columns.position(&self.row.at, Field::NonOriginatingAmount);
            let names = (Field::OriginatingAmount.word(), Field::NonOriginatingAmount.word());
            self.problems.push(Diagnostic::at(Code::Conflict, &at).with("field", names.1).with("other", names.0));
            return None;
        }
        found.pop()
    }

    /// Whether nothing in the row states a value.
    pub fn has_no_value(&self) -> bool {
        let amount = [Field::Amount, Field::AmountTaxed, Field::OriginatingAmount, Field::NonOriginatingAmount];
        let price = [Field::UnitCost, Field::UnitCostTaxed];
        let quantity = [Field::Quantity, Field::Numerator];
        let all_blank = |fields: &[Field]| fields.iter().all(|field| self.is_blank(*field));
        all_blank(&amount) && (all_blank(&price) || all_blank(&quantity))
    }
}

/// A quotient as a decimal, cut after six places where it does not end.
pub(super) fn shown(quotient: Quotient) -> Option<Money> {
    if quotient.divisor == 1 {
        return Some(quotient.value);
    }
    quotient.value.over(crate::value::quotient::whole(quotient.divisor), 6, crate::value::money::Cut::Zero)
}

/// Whether the signs beside the numbers name several currencies: then the numbers cannot be held against each other.
fn name_several(signs: &[(Field, Sign)]) -> bool {
    let mut named = signs.iter().filter(|(_, sign)| matches!(sign, Sign::Names(_))).map(|(_, sign)| sign);
    named.next().is_some_and(|first| named.any(|sign| sign != first))
}

fn differ_by_more_than_a_cent(a: Quotient, b: Quotient) -> bool {
    let cent = Quotient::of(Money::from_units(1, 2).unwrap_or(Money::ZERO));
    let exceeds = |a: Quotient, b: Quotient| {
        let gap = a.plus(Quotient { value: b.value.negated(), ..b })?;
        gap.plus(Quotient { value: cent.value.negated(), ..cent }).map(|beyond| beyond.value.is_positive())
    };
    exceeds(a, b).unwrap_or(true) || exceeds(b, a).unwrap_or(true)
}
