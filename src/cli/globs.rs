//! Patterns in place of names, for shells that leave them as they are: `boms/*.csv`, `**/2026-??.xlsx`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use glob::glob;

use super::files;
use crate::diag::{Code, Diagnostic};
use crate::value::Position;

/// The paths that a pattern stands for, sorted; a name that is there, or that is no pattern, stands for itself.
pub fn expanded(path: &Path, problems: &mut Vec<Diagnostic>) -> Vec<PathBuf> {
    let Some(text) = path.to_str().filter(|text| text.contains(['*', '?', '['])) else { return vec![path.to_owned()] };
    if path.exists() {
        return vec![path.to_owned()];
    }
    let at = Position::file(Arc::clone(&files::name(path)));
    let paths = match glob(text) {
        Ok(paths) => paths,
        Err(error) => {
            problems.push(Diagnostic::at(Code::NoMatch, &at).with("why", error.msg));
            return Vec::new();
        }
    };
    let mut found = Vec::new();
    for path in paths {
        match path {
            Ok(path) => found.push(path),
            Err(error) => {
                problems.push(Diagnostic::at(Code::CannotOpen, &Position::file(files::name(error.path()))).with("why", error.error()));
            }
        }
    }
    if found.is_empty() {
        problems.push(Diagnostic::at(Code::NoMatch, &at).with("why", "—"));
    }
    found.sort();
    found
}
