//! Texts that are cited.

use super::load::Entry;

/// A text that is cited, and how much of it was at hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// What it is called in English, 繁體 and 简体. Where no official title was seen the Chinese one is descriptive.
    pub titles: [String; 3],
    /// Who issued it.
    pub issuer: String,
    /// When: a day, a year, or nothing where that was not seen.
    pub date: String,
    /// Where it was found.
    pub address: String,
    /// How far it could be read.
    pub read: String,
}

impl Source {
    pub(super) fn from_entry(entry: &Entry) -> Self {
        let text = |column| entry.text(column).to_owned();
        Self {
            titles: ["title", "title_zh_hant", "title_zh_hans"].map(text),
            issuer: text("issuer"),
            date: text("date"),
            address: text("address"),
            read: text("read"),
        }
    }
}
