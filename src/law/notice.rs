//! What an applicant must know: how an application is sent, what it binds to, and to whom it may be shown.

use super::cite::{Basis, Cite};
use super::load::Loader;

/// The file that lists them. It stands beside the law: no verdict turns on it.
pub(super) const APPLICATION: &str = "application.csv";

/// A notice to applicants. Its words are the message `notice.<id>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Its identifier.
    pub id: String,
    /// What it is about.
    pub kind: NoticeKind,
    /// An address or a number, the same in every language; may be empty.
    pub value: String,
    /// Where it is written.
    pub cite: Vec<Cite>,
    /// How well that is known.
    pub basis: Basis,
}

/// What a notice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    /// How an application can be sent, or asked about.
    Channel,
    /// What the applicant has to do.
    Duty,
    /// To whom TID may show what it is given, and what the applicant may ask to see.
    Disclosure,
}

impl NoticeKind {
    fn from_word(word: &str) -> Option<Self> {
        match word {
            "channel" => Some(Self::Channel),
            "duty" => Some(Self::Duty),
            "disclosure" => Some(Self::Disclosure),
            _ => None,
        }
    }
}

pub(super) fn load(loader: &mut Loader<'_>) -> Vec<Notice> {
    let entries = loader.table(APPLICATION, &["id", "kind", "value", "cite", "basis"]);
    loader.unique(&entries, "id");
    let mut notices = Vec::new();
    for entry in &entries {
        let (Some(kind), Some((cite, basis))) = (loader.value(entry, "kind", NoticeKind::from_word), loader.founded(entry, "cite")) else {
            continue;
        };
        notices.push(Notice { id: entry.text("id").to_owned(), kind, value: entry.text("value").to_owned(), cite, basis });
    }
    notices
}
