//! A thing to say, before it is said in any language.

use std::borrow::Cow;

/// The identifier of a message and the particulars that fill its placeholders.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Phrase {
    /// The row of the phrase table.
    pub id: String,
    /// The particulars, by the names of the placeholders.
    pub args: Vec<(Cow<'static, str>, Word)>,
}

/// A particular.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Word {
    /// The same in every language.
    Plain(String),
    /// One text for each language, in the order of [`super::Lang::ALL`].
    Each([String; 3]),
    /// Another phrase.
    Phrase(Box<Phrase>),
    /// Several, joined as the language joins a list.
    List(Vec<Word>),
}

impl Phrase {
    /// A phrase without particulars.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), args: Vec::new() }
    }

    /// Adds a particular that is the same in every language.
    #[must_use]
    pub fn with(self, name: impl Into<Cow<'static, str>>, value: impl std::fmt::Display) -> Self {
        self.word(name, Word::Plain(value.to_string()))
    }

    /// Adds a particular of any kind.
    #[must_use]
    pub fn word(mut self, name: impl Into<Cow<'static, str>>, word: Word) -> Self {
        self.args.push((name.into(), word));
        self
    }
}

impl From<Phrase> for Word {
    fn from(phrase: Phrase) -> Self {
        Self::Phrase(Box::new(phrase))
    }
}
