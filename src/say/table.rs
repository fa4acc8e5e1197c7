//! The phrase table.

use std::collections::BTreeMap;

use super::{Lang, Phrase, Word};

/// Every message in every language.
#[derive(Clone, Debug, Default)]
pub struct Words {
    messages: BTreeMap<String, [String; 3]>,
}

/// What is wrong with the phrase table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableError {
    /// The line of the table.
    pub line: u64,
    /// What is wrong there: `columns`, `blank`, `twice` or `placeholders`.
    pub why: &'static str,
}

impl Words {
    /// The table that is built into the program. That it is sound is shown by a test.
    #[must_use]
    pub fn bundled() -> Self {
        Self::read(include_str!("../../data/messages.csv")).unwrap_or_default()
    }

    /// Reads the table: `id,en,zh-Hant,zh-Hans`.
    ///
    /// # Errors
    /// The first line with a blank cell, an identifier that stands twice, or placeholders that differ
    /// between languages.
    pub fn read(csv: &str) -> Result<Self, TableError> {
        let mut messages = BTreeMap::new();
        let mut reader = csv::ReaderBuilder::new().from_reader(csv.as_bytes());
        for row in reader.records() {
            let row = row.map_err(|_| TableError { line: 0, why: "columns" })?;
            let line = row.position().map_or(0, csv::Position::line);
            let error = |why| TableError { line, why };
            let cells: [&str; 4] = row.iter().collect::<Vec<_>>().try_into().map_err(|_| error("columns"))?;
            let [id, texts @ ..] = cells;
            if cells.iter().any(|cell| cell.trim().is_empty()) {
                return Err(error("blank"));
            }
            if texts.iter().any(|text| placeholders(text) != placeholders(texts[0])) {
                return Err(error("placeholders"));
            }
            if messages.insert(id.to_owned(), texts.map(str::to_owned)).is_some() {
                return Err(error("twice"));
            }
        }
        Ok(Self { messages })
    }

    /// Whether a message of this identifier exists.
    #[must_use]
    pub fn has(&self, id: &str) -> bool {
        self.messages.contains_key(id)
    }

    /// Every identifier with its texts, in alphabetical order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[String; 3])> {
        self.messages.iter().map(|(id, texts)| (id.as_str(), texts))
    }

    /// Says a phrase. An unknown identifier is said as itself in brackets, so that a slip shows.
    #[must_use]
    pub fn say(&self, lang: Lang, phrase: &Phrase) -> String {
        let Some(texts) = self.messages.get(&phrase.id) else {
            return format!("[{}]", phrase.id);
        };
        self.filled(lang, lang.pick(texts), phrase)
    }

    /// A message without particulars.
    #[must_use]
    pub fn get(&self, lang: Lang, id: &str) -> String {
        self.say(lang, &Phrase::new(id))
    }

    fn filled(&self, lang: Lang, template: &str, phrase: &Phrase) -> String {
        let mut out = String::new();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let (name, tail) = after.split_once('}').unwrap_or((after, ""));
            let word = phrase.args.iter().find(|(key, _)| *key == name).map(|(_, word)| word);
            match word {
                Some(word) => out.push_str(&self.word(lang, word)),
                None => out.extend(["{", name, "}"]),
            }
            rest = tail;
        }
        out.push_str(rest);
        out
    }

    fn word(&self, lang: Lang, word: &Word) -> String {
        match word {
            Word::Plain(text) => text.clone(),
            Word::Each(texts) => lang.pick(texts).to_owned(),
            Word::Phrase(phrase) => self.say(lang, phrase),
            Word::List(words) => {
                let separator = self.get(lang, "list.separator");
                words.iter().map(|word| self.word(lang, word)).collect::<Vec<_>>().join(&separator)
            }
        }
    }
}

/// The names of the placeholders of a template, sorted.
fn placeholders(text: &str) -> Vec<&str> {
    let mut names: Vec<&str> = text.split('{').skip(1).filter_map(|tail| tail.split_once('}')).map(|(name, _)| name).collect();
    names.sort_unstable();
    names
}
