//! The lines of a good in short: enough for a later run to say which of them changed.

use super::inputs::{digest, key_text};
use super::portfolio::Good;
use super::tally::{Group, GroupKey};
use crate::value::money::Cut;
use crate::value::quotient::whole;
use crate::value::{Currency, Money, Position};

/// A line in short.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BillLine {
    /// Its part, or else its description.
    pub part: String,
    /// Eight hexadecimal digits of what it shares with lines that count alike: status, country, proof, code, currency.
    pub kind: String,
    /// Its value in its own currency; `None` where none is stated.
    pub value: Option<Worth>,
    /// Where it stands; `None` for one of an earlier run.
    pub at: Option<Position>,
}

/// A value in its currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Worth {
    /// The value, times the divisor.
    pub value: Money,
    /// What it is still to be divided by: 1, unless the quotient does not end.
    pub divisor: u64,
    /// Its currency; `None` for that of the good.
    pub currency: Option<Currency>,
}

/// A good of more lines is not told line by line.
const MOST: u64 = 100;

/// The lines of a good in the order of their names, kinds and values; `None` where there are too many.
pub(super) fn bill(good: &Good) -> Option<Vec<BillLine>> {
    let count = good.tally.iter().fold(0_u64, |sum, (_, group)| sum.saturating_add(group.lines));
    if count > MOST {
        return None;
    }
    let mut lines: Vec<BillLine> = good.tally.iter().flat_map(|(key, group)| of_group(good, key, group)).collect();
    lines.sort_unstable();
    // Of so few lines a group keeps each.
    (u64::try_from(lines.len()) == Ok(count)).then_some(lines)
}

fn of_group(good: &Good, key: &GroupKey, group: &Group) -> Vec<BillLine> {
    let kind: String = digest(&key_text(key)).chars().take(8).collect();
    let worth = |value| Worth { value, divisor: key.divisor, currency: key.currency };
    let lines = group.greatest.iter().map(|line| BillLine {
        part: line.name.clone(),
        kind: kind.clone(),
        value: line.value.map(worth),
        at: Some(good.at.at_line(line.line)),
    });
    lines.collect()
}

impl Worth {
    /// As a report keeps it: `18590 HKD`, and `37/3 HKD` where the quotient does not end.
    #[must_use]
    pub fn plain(&self) -> String {
        let divisor = if self.divisor == 1 { String::new() } else { format!("/{}", self.divisor) };
        let currency = self.currency.map(|currency| format!(" {currency}")).unwrap_or_default();
        self.value.plain() + &divisor + &currency
    }

    /// Reads what a report keeps.
    #[must_use]
    pub fn from_plain(text: &str) -> Option<Self> {
        let (amount, currency) = text.split_once(' ').map_or((text, None), |(amount, currency)| (amount, Some(currency)));
        let (value, divisor) = amount.split_once('/').unwrap_or((amount, "1"));
        let currency = match currency {
            Some(letters) => Some(Currency::from_letters(letters)?),
            None => None,
        };
        let divisor: u64 = divisor.parse().ok().filter(|divisor| *divisor > 0)?;
        Some(Self { value: Money::from_plain(value)?, divisor, currency })
    }

    /// As a decimal, cut after six places where it does not end.
    #[must_use]
    pub fn decimal(&self) -> Money {
        self.value.over(whole(self.divisor), 6, Cut::Zero).unwrap_or(self.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_kept_exactly() {
        for text in ["18590 HKD", "37/3 HKD", "0", "0.000001", "-2.5/7", "79228162514264337593543950335 USD"] {
            assert_eq!(Worth::from_plain(text).map(|worth| worth.plain()).as_deref(), Some(text));
        }
        for text in ["", "x", "1/0 HKD", "1/ HKD", "1 HK", "1/x", "1 HKD "] {
            assert_eq!(Worth::from_plain(text), None, "{text}");
        }
        assert_eq!(Worth::from_plain("37/3").map(|worth| worth.decimal().plain()).as_deref(), Some("12.333333"));
    }
}
