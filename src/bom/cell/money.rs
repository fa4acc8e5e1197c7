//! Amounts, quantities, shares, and the currencies beside them.

use super::Cell;
use crate::bom::sign::{Settled, Sign};
use crate::diag::Code;
use crate::value::number::{self, NumberError, ShareError};
use crate::value::{Currency, Money};

/// An amount and what stands beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Priced {
    /// The amount.
    pub value: Money,
    /// The sign or word of a currency before or behind it.
    pub sign: Option<Sign>,
}

impl Cell<'_> {
    /// Any number that is not below nothing. A `$` does no harm; a sign that names a currency, or could name
    /// one of several, belongs into the column for it.
    pub fn money(&mut self) -> Option<Money> {
        let priced = self.priced()?;
        match priced.sign {
            None | Some(Sign::Dollar) => Some(priced.value),
            Some(Sign::Names(currency)) => self.fail_with(Code::CurrencySign, "currency", currency),
            Some(open) => self.ask(open),
        }
    }

    /// Any number that is not below nothing, and the sign of its currency: `HK$12.50`, `12.50 HKD`, 港幣12.5,
    /// 人民幣12.5元. What an open sign stands for is for the row to say: see [`Sign::settled`].
    pub fn priced(&mut self) -> Option<Priced> {
        if self.is_blank() {
            return None;
        }
        let folded = number::folded(self.text);
        let Some(pieces) = number::pieces(&folded) else { return self.fail(Code::NotANumber) };
        let Ok(sign) = beside(pieces.before, pieces.after) else { return self.fail(Code::NotANumber) };
        let value = self.number(number::signed(pieces.number, pieces.negative, self.ways.point))?;
        if value.is_negative() { self.fail(Code::Negative) } else { Some(Priced { value, sign }) }
    }

    fn number(&mut self, read: Result<Money, NumberError>) -> Option<Money> {
        match read {
            Ok(value) => Some(value),
            Err(NumberError::Form) => self.fail(Code::NotANumber),
            Err(NumberError::Ambiguous) => {
                let (joined, pointed) = (self.text.replace([',', '，'], ""), self.text.replace([',', '，'], "."));
                self.remark(Code::AmbiguousNumber, &[("joined", &joined), ("pointed", &pointed)]);
                None
            }
            Err(NumberError::OtherMark) => self.fail(Code::OtherMark),
            Err(NumberError::TooLong) => self.fail_with(Code::NumberTooLong, "digits", number::MOST_DIGITS),
        }
    }

    /// A number above nothing.
    pub fn positive(&mut self) -> Option<Money> {
        let value = self.money()?;
        if value.is_positive() { Some(value) } else { self.fail(Code::NotPositive) }
    }

    /// A share of a whole, such as scrap: `5%` or `0.05`; a bare `5` where the heading says percent.
    pub fn share(&mut self, heading_says_percent: bool) -> Option<Money> {
        if self.is_blank() {
            return None;
        }
        match number::percent(self.text, heading_says_percent, self.ways.point) {
            Ok(share) => Some(share),
            Err(ShareError::Number(error)) => self.number(Err(error)),
            Err(ShareError::Negative) => self.fail(Code::Negative),
            Err(ShareError::Open) => self.fail(Code::OpenShare),
        }
    }

    /// A currency: a code, a word or a sign.
    pub fn currency(&mut self) -> Option<Currency> {
        if self.is_blank() {
            return None;
        }
        let Some(sign) = Sign::of(self.text) else { return self.fail(Code::UnknownCurrency) };
        match sign.settled(None, self.ways) {
            Settled::Currency(currency) => Some(currency),
            Settled::Open => self.ask(sign),
            Settled::Nothing | Settled::Clash => self.fail(Code::UnknownCurrency),
        }
    }

    /// Asks which currency an open sign stands for.
    pub(in crate::bom) fn ask<T>(&mut self, sign: Sign) -> Option<T> {
        self.remark(Code::OpenSign, &[("currencies", &sign.shown()), ("key", &sign.key())]);
        None
    }

    /// The currency of the row, given what its own cell and its other amounts say, and the sign beside this
    /// amount. A sign that contradicts the row is an error, an open one is asked about.
    pub(in crate::bom) fn sign_in_row(&mut self, sign: Sign, row: Option<Currency>) -> Option<Currency> {
        match sign.settled(row, self.ways) {
            Settled::Currency(currency) => Some(currency),
            Settled::Nothing => row,
            Settled::Open => self.ask(sign),
            Settled::Clash => {
                self.remark(Code::CurrencySign, &[("currency", &sign.shown())]);
                row
            }
        }
    }
}

/// The sign of what stands before and behind a number; an error where it is not of a currency.
fn beside(before: &str, after: &str) -> Result<Option<Sign>, ()> {
    let sign = |text: &str| if text.is_empty() { Ok(None) } else { Sign::of(text).map(Some).ok_or(()) };
    match (sign(before)?, sign(after)?) {
        (Some(before), Some(after)) => before.joined(after).map(Some).ok_or(()),
        (before, after) => Ok(before.or(after)),
    }
}
