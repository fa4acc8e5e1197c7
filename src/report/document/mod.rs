//! A document: headings, sentences, fields and tables, before it is written in any form.

mod html;
mod markdown;

pub use html::html;
pub use markdown::markdown;

use crate::say::Lang;

/// A document in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The language of its words.
    pub lang: Lang,
    /// Its title.
    pub title: String,
    /// What must be read before anything else.
    pub notices: Vec<String>,
    /// Its parts.
    pub sections: Vec<Section>,
    /// Its last lines.
    pub footer: Vec<String>,
}

/// A part of a document, under a heading of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// The heading.
    pub heading: String,
    /// What stands under it.
    pub blocks: Vec<Block>,
}

/// A piece of a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A sentence or more.
    Text(String),
    /// Words of another text.
    Quote(String),
    /// Fields of a form.
    Fields(Vec<(String, Cell)>),
    /// A table: its heading, and its rows.
    Table(Vec<String>, Vec<Vec<Cell>>),
    /// Points, one under the other.
    List(Vec<String>),
    /// Steps of a proof, each as deep as it stands.
    Steps(Vec<(usize, String)>),
    /// Things to be done.
    Tasks(Vec<String>),
    /// Room to write.
    Room,
}

/// A cell of a table, or the text of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A figure.
    Figure(String),
    /// Nothing so far: a visible blank.
    Blank,
}

impl Cell {
    /// The text, or a blank where there is none.
    #[must_use]
    pub fn or_blank(text: Option<&str>) -> Self {
        text.filter(|text| !text.trim().is_empty()).map_or(Self::Blank, |text| Self::Text(text.to_owned()))
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
