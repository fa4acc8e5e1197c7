//! `psr/hk.toml`: what the product list says about itself.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::load::Loader;
use super::product::{ListAbout, Unplaced};
use crate::diag::{Code, Diagnostic};
use crate::value::Position;
use crate::value::period::parse_day;

/// The file's path under `data/`.
pub(super) const PATH: &str = "psr/hk.toml";

/// The file's own shape. A key that is not known is an error, so that a slip is found.
#[derive(Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct ListFile {
    party: String,
    edition: String,
    from: String,
    complete: bool,
    cite: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    unplaced: Vec<Unplaced>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    headnotes: Vec<toml::Table>,
}

/// Reads the file.
pub(super) fn load(loader: &mut Loader<'_>) -> ListAbout {
    let file: ListFile = loader.toml(PATH);
    let from = parse_day(&file.from).unwrap_or_else(|| {
        let at = Position::file(Arc::from(PATH));
        loader.problems.push(Diagnostic::at(Code::LawValue, &at).with("column", "from").with("value", &file.from));
        super::first_day()
    });
    ListAbout { edition: file.edition, from, complete: file.complete, cite: file.cite, headnotes: file.headnotes, unplaced: file.unplaced }
}

/// Writes the file.
#[must_use]
pub(super) fn write(about: &ListAbout) -> String {
    let file = ListFile {
        party: "hk".to_owned(),
        edition: about.edition.clone(),
        from: about.from.to_string(),
        complete: about.complete,
        cite: about.cite.clone(),
        unplaced: about.unplaced.clone(),
        headnotes: about.headnotes.clone(),
    };
    let text = toml::to_string(&file).unwrap_or_default();
    format!("# The product list of the Hong Kong side, as it was loaded.\n{text}")
}
