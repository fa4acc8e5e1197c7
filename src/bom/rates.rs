//! Exchange rates.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::Arc;

use chrono::NaiveDate;

use super::cell::Cell;
use super::columns::{Columns, Context, Field};
use super::rows::Rows;
use super::ways::Ways;
use crate::diag::{Code, Diagnostic, Problems};
use crate::input::Row;
use crate::value::{Currency, Money};

/// A rate: what one unit of a currency is worth in the base of its table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rate {
    /// The worth of one unit.
    pub worth: Money,
    /// Since when; `None` for a rate of every day.
    pub date: Option<NaiveDate>,
    /// Where it was found.
    pub source: String,
}

/// A table of rates. Its base is the currency that has the rate 1, or else the good's own currency,
/// where the table does not list that.
#[derive(Clone, Debug, Default)]
pub struct Rates {
    by_currency: BTreeMap<Currency, Vec<Rate>>,
}

impl Rates {
    /// Reads `currency,rate,date,source`.
    pub fn read(source: impl Read, file: &Arc<str>, problems: &mut Problems) -> Self {
        let mut rates = Self::default();
        let required: &[&[Field]] = &[&[Field::Currency], &[Field::Rate]];
        let Some(mut rows) = Rows::open(source, file, Context::Rates, required, problems) else { return rates };
        let columns = Arc::clone(&rows.columns);
        while let Some(row) = rows.next(problems) {
            rates.take(&row, &columns, problems);
        }
        rates
    }

    fn take(&mut self, row: &Row, columns: &Columns, problems: &mut Problems) {
        if !columns.fits(row, problems) {
            return;
        }
        for field in [Field::Currency, Field::Rate] {
            if columns.text(row, field).is_empty() {
                problems.push(Diagnostic::at(Code::BlankCell, &columns.position(&row.at, field)).with("field", field.word()));
            }
        }
        let currency = cell(row, columns, Field::Currency, problems).currency();
        let rate = cell(row, columns, Field::Rate, problems).positive();
        let date = cell(row, columns, Field::RateDate, problems).day();
        let (Some(currency), Some(rate)) = (currency, rate) else { return };
        let known = self.by_currency.entry(currency).or_default();
        if known.iter().any(|other| other.date == date) {
            problems.push(Diagnostic::at(Code::RateTwice, &row.at).with("currency", currency));
        }
        known.push(Rate { worth: rate, date, source: columns.text(row, Field::RateSource).to_owned() });
    }

    /// The rate of a currency on a day: the latest that is not after it.
    #[must_use]
    pub fn on(&self, currency: Currency, day: NaiveDate) -> Option<&Rate> {
        let rates = self.by_currency.get(&currency)?;
        rates.iter().filter(|rate| rate.date.is_none_or(|date| date <= day)).max_by_key(|rate| rate.date)
    }
}

fn cell<'a>(row: &'a Row, columns: &Columns, field: Field, problems: &'a mut Problems) -> Cell<'a> {
    Cell { text: columns.text(row, field), at: columns.position(&row.at, field), ways: &Ways::UNSETTLED, problems }
}
