//! Signs and words of currencies that stand beside a number.

use super::vocabulary;
use super::ways::Ways;
use crate::value::Currency;

/// What a sign beside a number says of its currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// This currency: `HK$`, `RMB`, `USD`.
    Names(Currency),
    /// `$`: some dollar.
    Dollar,
    /// `¥`: the yuan of the Mainland or the yen.
    Yen,
    /// `元`: the unit of nearly any currency in Chinese.
    Yuan,
}

/// What a sign comes to beside the currency that its row names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// The amount is in this currency.
    Currency(Currency),
    /// It says no more than that it is money.
    Nothing,
    /// The row names a currency that the sign cannot stand for.
    Clash,
    /// It can stand for several, and nothing says which.
    Open,
}

impl Sign {
    /// The meaning of a code of three letters, or of a sign or word; that no word contradicts a code is shown by a test.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        if let Some(currency) = vocabulary::currency(text) {
            return Some(Self::Names(currency));
        }
        match vocabulary::word("sign", text) {
            Some("dollar") => Some(Self::Dollar),
            Some("yen") => Some(Self::Yen),
            Some("yuan") => Some(Self::Yuan),
            Some(code) => vocabulary::currency(code).map(Self::Names),
            None => vocabulary::currency_by_name(text).map(Self::Names),
        }
    }

    /// The currency, where it names one.
    #[must_use]
    pub const fn currency(self) -> Option<Currency> {
        match self {
            Self::Names(currency) => Some(currency),
            _ => None,
        }
    }

    /// What it comes to beside the currency that the row names, or else by what the user has settled.
    #[must_use]
    pub fn settled(self, row: Option<Currency>, ways: &Ways) -> Settled {
        let or_open = |settled: Option<Currency>| settled.map_or(Settled::Open, Settled::Currency);
        match (self, row) {
            (Self::Names(own), Some(row)) if own != row => Settled::Clash,
            (Self::Names(own), _) => Settled::Currency(own),
            (Self::Yen, Some(row)) if !matches!(row.as_str(), "CNY" | "JPY") => Settled::Clash,
            (_, Some(row)) => Settled::Currency(row),
            (Self::Dollar, None) => Settled::Nothing,
            (Self::Yen, None) => or_open(ways.yen),
            (Self::Yuan, None) => or_open(ways.yuan),
        }
    }

    /// The currencies that it can stand for, as a message shows them.
    #[must_use]
    pub fn shown(self) -> String {
        match self {
            Self::Names(currency) => currency.to_string(),
            Self::Dollar => "HKD / USD / …".to_owned(),
            Self::Yen => "CNY / JPY".to_owned(),
            Self::Yuan => "CNY / HKD / TWD / …".to_owned(),
        }
    }

    /// The key of `[signs]` that settles it.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Yuan => "yuan",
            _ => "yen",
        }
    }

    /// The two signs around one number as one; `None` where they contradict each other.
    #[must_use]
    pub fn joined(self, other: Self) -> Option<Self> {
        match (self, other) {
            (Self::Names(currency), sign) | (sign, Self::Names(currency)) => {
                (sign.settled(Some(currency), &Ways::UNSETTLED) != Settled::Clash).then_some(Self::Names(currency))
            }
            (one, other) => (one == other).then_some(one),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(letters: &str) -> Currency {
        Currency::from_letters(letters).expect("three letters")
    }

    #[test]
    fn signs_and_words_name_currencies() {
        let named = [
            ("HK$", "HKD"),
            ("ＨＫ＄", "HKD"),
            ("hkd", "HKD"),
            ("港幣", "HKD"),
            ("港元", "HKD"),
            ("US$", "USD"),
            ("美金", "USD"),
            ("RMB", "CNY"),
            ("RMB¥", "CNY"),
            ("人民币", "CNY"),
            ("€", "EUR"),
            ("欧元", "EUR"),
            ("£", "GBP"),
            ("日圓", "JPY"),
            ("円", "JPY"),
            ("NT$", "TWD"),
            ("Hong Kong dollar", "HKD"),
        ];
        for (text, currency) in named {
            assert_eq!(Sign::of(text), Some(Sign::Names(code(currency))), "{text}");
        }
        let open = [("$", Sign::Dollar), ("＄", Sign::Dollar), ("¥", Sign::Yen), ("￥", Sign::Yen), ("元", Sign::Yuan)];
        for (text, sign) in open {
            assert_eq!(Sign::of(text), Some(sign), "{text}");
        }
        assert_eq!((Sign::of("pcs"), Sign::of("XYZ"), Sign::of("")), (None, None, None));
    }

    #[test]
    fn an_open_sign_is_settled_by_its_row_before_the_profile() {
        let ways = Ways { yen: Some(code("CNY")), ..Ways::UNSETTLED };
        let cases = [
            (Sign::Yen, None, Ways::UNSETTLED, Settled::Open),
            (Sign::Yen, None, ways, Settled::Currency(code("CNY"))),
            (Sign::Yen, Some("JPY"), ways, Settled::Currency(code("JPY"))),
            (Sign::Yen, Some("HKD"), ways, Settled::Clash),
            (Sign::Yuan, None, ways, Settled::Open),
            (Sign::Yuan, Some("HKD"), Ways::UNSETTLED, Settled::Currency(code("HKD"))),
            (Sign::Dollar, None, Ways::UNSETTLED, Settled::Nothing),
            (Sign::Dollar, Some("USD"), Ways::UNSETTLED, Settled::Currency(code("USD"))),
            (Sign::Names(code("HKD")), None, Ways::UNSETTLED, Settled::Currency(code("HKD"))),
            (Sign::Names(code("HKD")), Some("USD"), Ways::UNSETTLED, Settled::Clash),
        ];
        for (sign, row, ways, wanted) in cases {
            assert_eq!(sign.settled(row.map(code), &ways), wanted, "{sign:?} {row:?}");
        }
    }

    #[test]
    fn two_signs_around_one_number_must_agree() {
        let (hkd, cny) = (Sign::Names(code("HKD")), Sign::Names(code("CNY")));
        assert_eq!(cny.joined(Sign::Yuan), Some(cny));
        assert_eq!(Sign::Dollar.joined(hkd), Some(hkd));
        assert_eq!(hkd.joined(cny), None);
        assert_eq!(hkd.joined(Sign::Yen), None);
        assert_eq!(Sign::Dollar.joined(Sign::Yuan), None);
    }
}
