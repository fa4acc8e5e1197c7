//! The words that wordings are filled with: materials, operations, conditions, whole sentences.

use std::collections::{BTreeMap, BTreeSet};

use super::{Context, plain};
use crate::say::Lang;
use crate::value::Id;

/// What a word stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// The noun between "from" and "manufactured".
    Material,
    /// A whole opening that names its material, such as the finishing of grey cloth.
    Opening,
    /// A manufacturing or processing operation.
    Operation,
    /// A whole sentence that states how a good is obtained: a fact, or `WO`.
    Obtained,
    /// A clause after "if": a fact, or `!` and a fact.
    Condition,
    /// A whole sentence that sets a limit: a fact.
    Limit,
    /// A whole sentence that says what a rule says: the rule, in the rule language.
    Whole,
}

impl Kind {
    fn from_word(word: &str) -> Option<Self> {
        match word {
            "material" => Some(Self::Material),
            "opening" => Some(Self::Opening),
            "operation" => Some(Self::Operation),
            "obtained" => Some(Self::Obtained),
            "condition" => Some(Self::Condition),
            "limit" => Some(Self::Limit),
            "whole" => Some(Self::Whole),
            _ => None,
        }
    }
}

/// A row of the table.
#[derive(Clone, Debug)]
struct Term {
    kind: Kind,
    name: String,
    /// Where the word means this: material names, HS chapters or parties; everywhere if empty.
    within: BTreeSet<String>,
    /// The spellings in the three languages, plain; the first of each is the one that is written.
    spellings: [Vec<String>; 3],
}

/// The words of `data/terms.csv`.
#[derive(Clone, Debug)]
pub struct Terms {
    terms: Vec<Term>,
    /// From language, kind and spelling to the rows that have it.
    by_word: BTreeMap<(Lang, Kind, String), Vec<usize>>,
}

impl Terms {
    /// The bundled table.
    #[must_use]
    pub fn bundled() -> Self {
        let mut reader = csv::Reader::from_reader(include_str!("../../data/terms.csv").as_bytes());
        let terms: Vec<Term> = reader.records().filter_map(|row| term(&row.ok()?)).collect();
        let mut by_word: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (index, term) in terms.iter().enumerate() {
            for (lang, spellings) in Lang::ALL.into_iter().zip(&term.spellings) {
                for spelling in spellings {
                    by_word.entry((lang, term.kind, spelling.clone())).or_default().push(index);
                }
            }
        }
        Self { terms, by_word }
    }

    /// What a word means here: the row that is made for this place, else the one that holds everywhere. A word
    /// that means two things here means nothing.
    pub(super) fn find(&self, lang: Lang, kind: Kind, word: &str, places: &[&str]) -> Option<&str> {
        let rows = self.by_word.get(&(lang, kind, word.to_owned()))?;
        let terms = || rows.iter().filter_map(|index| self.terms.get(*index));
        let mut here = terms().filter(|term| places.iter().any(|place| term.within.contains(*place)));
        let mut everywhere = terms().filter(|term| term.within.is_empty());
        let found =
            here.next().map_or_else(|| everywhere.next().map(|term| (term, everywhere.next())), |term| Some((term, here.next())))?;
        match found {
            (term, other) if other.is_none_or(|other| other.name == term.name) => Some(&term.name),
            _ => None,
        }
    }

    /// The word for a thing here, as it is written.
    pub(super) fn word(&self, lang: Lang, kind: Kind, name: &str, places: &[&str]) -> Option<&str> {
        let index = Lang::ALL.iter().position(|other| *other == lang)?;
        let fits = |term: &&Term| {
            term.kind == kind && term.name == name && (term.within.is_empty() || places.iter().any(|place| term.within.contains(*place)))
        };
        let spelling = self.terms.iter().filter(fits).find_map(|term| term.spellings.get(index)?.first())?;
        (self.find(lang, kind, spelling, places) == Some(name)).then_some(spelling)
    }

    /// Every name of a kind, with where its words mean it.
    pub(super) fn names(&self, kind: Kind) -> impl Iterator<Item = (&str, &BTreeSet<String>)> {
        self.terms.iter().filter(move |term| term.kind == kind).map(|term| (term.name.as_str(), &term.within))
    }

    /// The materials from which a process may start, in words.
    #[must_use]
    pub fn materials(&self) -> BTreeSet<Id> {
        let both = self.names(Kind::Material).chain(self.names(Kind::Opening));
        both.filter_map(|(name, _)| Id::new(name)).collect()
    }

    /// The operations that have a word where a process starts from this material, in a row of this code.
    #[must_use]
    pub fn operations(&self, from: Option<&Id>, context: Context) -> BTreeSet<Id> {
        let chapter = context.code.prefix(2);
        let place = |within: &BTreeSet<String>| {
            within.is_empty() || from.is_some_and(|from| within.contains(from.as_str())) || within.contains(chapter.as_str())
        };
        self.names(Kind::Operation).filter(|(_, within)| place(within)).filter_map(|(name, _)| Id::new(name)).collect()
    }

    /// The facts that a whole sentence states for this party.
    #[must_use]
    pub fn facts(&self, context: Context) -> BTreeSet<Id> {
        let both = self.names(Kind::Obtained).chain(self.names(Kind::Limit));
        let fits = |within: &BTreeSet<String>| within.is_empty() || within.contains(context.party.word());
        both.filter(|(name, within)| *name != "WO" && fits(within)).filter_map(|(name, _)| Id::new(name)).collect()
    }

    /// The facts that decide between branches and have words both ways.
    #[must_use]
    pub fn conditions(&self) -> BTreeSet<Id> {
        let names: BTreeSet<&str> = self.names(Kind::Condition).map(|(name, _)| name).collect();
        names.iter().filter(|name| names.contains(format!("!{name}").as_str())).filter_map(|name| Id::new(name)).collect()
    }
}

fn term(row: &csv::StringRecord) -> Option<Term> {
    let spellings = |index| row.get(index).unwrap_or_default().split('|').map(plain).filter(|word| !word.is_empty()).collect();
    let within = row.get(2)?.split('|').map(str::trim).filter(|place| !place.is_empty()).map(str::to_owned).collect();
    Some(Term {
        kind: Kind::from_word(row.get(0)?)?,
        name: row.get(1)?.to_owned(),
        within,
        spellings: [spellings(3), spellings(4), spellings(5)],
    })
}
