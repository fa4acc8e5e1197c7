//! The code numbers of the editions of the Harmonized System.

use std::sync::OnceLock;

use super::Hs;

/// An edition of the Harmonized System.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Edition {
    /// Of 2017.
    Hs2017,
    /// Of 2022.
    Hs2022,
}

impl Edition {
    /// `hs2017`, `hs2022`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Hs2017 => "hs2017",
            Self::Hs2022 => "hs2022",
        }
    }

    /// Reads the word of an edition.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Hs2017, Self::Hs2022].into_iter().find(|edition| edition.word() == word)
    }
}

/// Every chapter, heading and subheading of an edition.
#[derive(Clone, Copy, Debug)]
pub struct ValidCodes {
    /// In rising order, so that what begins alike stands together.
    codes: &'static [Hs],
}

/// How many codes are named as near to one that does not exist.
const NEAREST: usize = 3;

impl ValidCodes {
    /// The codes of an edition.
    #[must_use]
    pub fn of(edition: Edition) -> Self {
        static HS2017: OnceLock<Vec<Hs>> = OnceLock::new();
        static HS2022: OnceLock<Vec<Hs>> = OnceLock::new();
        let codes = match edition {
            Edition::Hs2017 => HS2017.get_or_init(|| read(include_str!("../../data/hs2017.txt"))),
            Edition::Hs2022 => HS2022.get_or_init(|| read(include_str!("../../data/hs2022.txt"))),
        };
        Self { codes }
    }

    /// Whether this is a chapter, heading or subheading of the edition; a longer code counts by its first six digits.
    #[must_use]
    pub fn holds(&self, code: &Hs) -> bool {
        self.codes.binary_search(&code.prefix(6)).is_ok()
    }

    /// The codes of the same length from `first` to `last`, both included.
    #[must_use]
    pub fn range(&self, first: &Hs, last: &Hs) -> Vec<Hs> {
        self.not_before(first).take_while(|code| *code <= last).filter(|code| code.digits() == first.digits()).copied().collect()
    }

    /// Up to three codes of the same length that begin as this one does.
    #[must_use]
    pub fn nearest(&self, code: &Hs) -> Vec<Hs> {
        let length = code.digits().min(6);
        let beginnings = (1..code.digits()).rev().filter_map(|length| code.as_bytes().get(..length));
        let near = |beginning: &[u8]| {
            let start = self.codes.partition_point(|other| other.as_bytes() < beginning);
            let alike = self.codes.iter().skip(start).take_while(|other| other.as_bytes().starts_with(beginning));
            alike.filter(|other| other.digits() == length).take(NEAREST).copied().collect()
        };
        beginnings.map(near).find(|found: &Vec<Hs>| !found.is_empty()).unwrap_or_default()
    }

    /// The codes that do not stand before this one.
    fn not_before(&self, first: &Hs) -> impl Iterator<Item = &'static Hs> {
        self.codes.iter().skip(self.codes.partition_point(|code| code < first))
    }
}

/// `0101: 21 29 30 90` is a chapter, a heading and four subheadings. The lines stand in rising order.
fn read(text: &str) -> Vec<Hs> {
    let mut codes: Vec<Hs> = Vec::with_capacity(7000);
    let lines = text.lines().filter_map(|line| line.split_once(": "));
    for (heading, ends) in lines.filter_map(|(digits, ends)| Some((Hs::from_digits(digits)?, ends))) {
        let chapter = heading.prefix(2);
        if codes.last().is_none_or(|last| !last.is_under(&chapter)) {
            codes.push(chapter);
        }
        codes.push(heading);
        codes.extend(ends.as_bytes().split(|byte| *byte == b' ').filter_map(|end| heading.with(end)));
    }
    codes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hs(digits: &str) -> Hs {
        Hs::from_digits(digits).expect("a code")
    }

    #[test]
    fn both_editions_are_read_whole() {
        let count = |edition, digits| ValidCodes::of(edition).codes.iter().filter(|code| code.digits() == digits).count();
        assert_eq!([2, 4, 6].map(|digits| count(Edition::Hs2022, digits)), [96, 1228, 5612]);
        assert_eq!([2, 4, 6].map(|digits| count(Edition::Hs2017, digits)), [96, 1222, 5387]);
        for edition in [Edition::Hs2017, Edition::Hs2022] {
            assert!(ValidCodes::of(edition).codes.is_sorted_by(|one, next| one < next), "the lines stand in rising order");
        }
    }

    #[test]
    fn a_code_of_the_older_edition_is_told_from_one_of_none() {
        let (old, new) = (ValidCodes::of(Edition::Hs2017), ValidCodes::of(Edition::Hs2022));
        assert!(old.holds(&hs("851712")) && !new.holds(&hs("851712")));
        assert!(!old.holds(&hs("090299")) && !new.holds(&hs("090299")));
        assert!(new.holds(&hs("09023010")), "a longer code counts by its first six digits");
        assert_eq!(new.nearest(&hs("090299")), [hs("090210"), hs("090220"), hs("090230")]);
    }

    #[test]
    fn a_range_holds_codes_of_its_own_length() {
        let new = ValidCodes::of(Edition::Hs2022);
        assert_eq!(new.range(&hs("0901"), &hs("0903")), [hs("0901"), hs("0902"), hs("0903")]);
        assert_eq!(new.range(&hs("0903"), &hs("0901")), []);
    }
}
