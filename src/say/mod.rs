//! How things are put into words: three languages, one phrase table.
//!
//! A phrase is an identifier and its particulars; the words are in `data/messages.csv`, one row a
//! phrase, one column a language. A language that lacks a phrase fails a test, not a user.

mod phrase;
mod table;
mod width;

pub use phrase::{Phrase, Word};
pub use table::{TableError, Words};
pub use width::{pad, width, wrap};

/// A language that the program speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// 繁體中文, as written in Hong Kong.
    ZhHant,
    /// 简体中文.
    ZhHans,
}

impl Lang {
    /// All three, in the order of the columns of the phrase table.
    pub const ALL: [Self; 3] = [Self::En, Self::ZhHant, Self::ZhHans];

    /// `en`, `zh-Hant`, `zh-Hans`.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::ZhHant => "zh-Hant",
            Self::ZhHans => "zh-Hans",
        }
    }

    /// The text of this language among three that stand in the order of [`Lang::ALL`].
    #[must_use]
    pub fn pick(self, texts: &[String; 3]) -> &str {
        let [english, traditional, simplified] = texts;
        match self {
            Self::En => english,
            Self::ZhHant => traditional,
            Self::ZhHans => simplified,
        }
    }
}
