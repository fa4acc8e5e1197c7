//! The phrase table.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::{Lang, Phrase, Word};

/// Every message in every language.
#[derive(Clone, Debug, Default)]
pub struct Words {
    messages: BTreeMap<Cow<'static, str>, Message>,
}

/// The texts of a message, parted when they are first asked for: a run says a few of a thousand.
#[derive(Clone, Debug, Default)]
struct Message {
    /// The cells behind the identifier, as they stand in the table that is built into the program.
    cells: &'static str,
    texts: OnceLock<[String; 3]>,
}

/// What is wrong with the phrase table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableError {
    /// The line of the table.
    pub line: u64,
    /// What is wrong there: `columns`, `blank`, `twice` or `placeholders`.
    pub why: &'static str,
}

impl Message {
    fn texts(&self) -> &[String; 3] {
        self.texts.get_or_init(|| {
            let mut cells = parted(self.cells).into_iter();
            std::array::from_fn(|_| cells.next().unwrap_or_default())
        })
    }
}

/// The cells of a line. In quotes a comma parts nothing, and a quote is written twice.
fn parted(line: &str) -> Vec<String> {
    let (mut cells, mut cell) = (Vec::new(), String::new());
    let (mut quoted, mut after_quote) = (false, false);
    for c in line.chars() {
        let closes = quoted && c == '"';
        match c {
            '"' if quoted => quoted = false,
            '"' if after_quote => {
                cell.push('"');
                quoted = true;
            }
            '"' if cell.is_empty() => quoted = true,
            ',' if !quoted => cells.push(std::mem::take(&mut cell)),
            c => cell.push(c),
        }
        after_quote = closes;
    }
    cells.push(cell);
    cells
}

impl Words {
    /// The table that is built into the program. That it is sound, and has a line for each message, is shown by tests.
    #[must_use]
    pub fn bundled() -> Self {
        let lines = include_str!("../../data/messages.csv").lines().skip(1);
        let message = |(id, cells)| (Cow::Borrowed(id), Message { cells, texts: OnceLock::new() });
        Self { messages: lines.filter_map(|line| line.split_once(',')).map(message).collect() }
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
            let message = Message { cells: "", texts: OnceLock::from(texts.map(str::to_owned)) };
            if messages.insert(Cow::Owned(id.to_owned()), message).is_some() {
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
        self.messages.iter().map(|(id, message)| (id.as_ref(), message.texts()))
    }

    /// Says a phrase. An unknown identifier is said as itself in brackets, so that a slip shows.
    #[must_use]
    pub fn say(&self, lang: Lang, phrase: &Phrase) -> String {
        let Some(message) = self.messages.get(phrase.id.as_str()) else {
            return format!("[{}]", phrase.id);
        };
        self.filled(lang, lang.pick(message.texts()), phrase)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_table_is_sound_and_reads_the_same_line_by_line() {
        let (whole, lines) = (Words::read(include_str!("../../data/messages.csv")).expect("a sound table"), Words::bundled());
        assert!(whole.iter().eq(lines.iter()), "a message goes over several lines, or has quotes of its own");
    }
}
