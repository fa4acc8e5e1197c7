//! What currencies are worth on the days on which goods are judged.

use chrono::NaiveDate;

use super::digits::{Fixed, Places, of_text};
use super::setup::Setup;
use crate::value::Currency;

/// What a currency is worth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Worth {
    #[default]
    Unread,
    /// In millionths, and how many decimals that has.
    Known(u64, Places),
    /// The plain road must say.
    Open,
}

impl From<Fixed> for Worth {
    fn from(worth: Fixed) -> Self {
        Self::Known(worth.units, worth.decimals)
    }
}

/// A day and a currency, with what other currencies are worth on it.
struct Day {
    on: NaiveDate,
    currency: Option<Currency>,
    /// What one unit of that currency is worth in the base of the rates; `None` where the plain road must say.
    unit: Option<Fixed>,
    /// By the numbers of the currencies.
    worth: Vec<Worth>,
}

/// Days and currencies of goods that were met.
#[derive(Default)]
pub(super) struct Days {
    all: Vec<Day>,
}

impl Days {
    /// The number of a day and a currency.
    pub fn number(&mut self, on: NaiveDate, currency: Option<Currency>, setup: &Setup<'_>) -> usize {
        if let Some(found) = self.all.iter().position(|day| day.on == on && day.currency == currency) {
            return found;
        }
        let listed = currency.and_then(|currency| setup.defaults.rates.on(currency, on));
        let unit = listed.map_or(Some(Fixed::ONE), |rate| of_text(&rate.worth.plain()));
        self.all.push(Day { on, currency, unit, worth: Vec::new() });
        self.all.len().saturating_sub(1)
    }

    /// What one unit of the currency of a day is worth in the base of the rates, or of itself where these do not list it;
    /// `None` where the plain road must say.
    pub fn unit(&self, day: usize) -> Option<Fixed> {
        self.all.get(day).and_then(|day| day.unit)
    }

    /// What one unit of a currency is worth in the base.
    #[inline(always)]
    pub fn worth(&mut self, day: usize, number: u8, currencies: &[Currency], setup: &Setup<'_>) -> Worth {
        let place = usize::from(number);
        if let Some(day) = self.all.get(day)
            && let Some(Worth::Known(units, decimals)) = day.worth.get(place)
        {
            return Worth::Known(*units, *decimals);
        }
        self.read(day, place, currencies, setup)
    }

    /// What each currency that was met is worth on a day.
    pub fn worths(&self, day: usize) -> &[Worth] {
        self.all.get(day).map(|day| day.worth.as_slice()).unwrap_or_default()
    }

    #[cold]
    fn read(&mut self, day: usize, place: usize, currencies: &[Currency], setup: &Setup<'_>) -> Worth {
        let Some(day) = self.all.get_mut(day) else { return Worth::Open };
        if day.worth.len() <= place {
            day.worth.resize(place.wrapping_add(1), Worth::Unread);
        }
        let Some(slot) = day.worth.get(place).copied() else { return Worth::Open };
        if slot != Worth::Unread {
            return slot;
        }
        let read = currencies.get(place).map_or(Worth::Open, |currency| day.read(*currency, setup));
        if let Some(slot) = day.worth.get_mut(place) {
            *slot = read;
        }
        read
    }
}

impl Day {
    fn read(&self, currency: Currency, setup: &Setup<'_>) -> Worth {
        if Some(currency) == self.currency {
            return self.unit.map_or(Worth::Open, Worth::from);
        }
        let worth = self.currency.and_then(|_| setup.defaults.rates.on(currency, self.on));
        let read = worth.and_then(|rate| of_text(&rate.worth.plain()));
        read.map_or(Worth::Open, |read| Worth::Known(read.units, read.decimals))
    }
}
