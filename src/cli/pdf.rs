//! The words of a PDF, by poppler's `pdftotext`.

use std::path::Path;
use std::process::Command;

use super::files;
use crate::diag::{Code, Diagnostic};
use crate::value::Position;

/// Runs `pdftotext -bbox` and gives what it writes: every word with its place on its page.
pub fn words(path: &Path) -> Result<String, Vec<Diagnostic>> {
    let at = Position::file(files::name(path));
    let damaged = |why: &str| vec![Diagnostic::at(Code::ListDamaged, &at).with("why", why)];
    let place = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let output = Command::new("pdftotext").args(["-bbox", "-enc", "UTF-8"]).arg(place).arg("-").output();
    let output = output.map_err(|error| vec![Diagnostic::at(Code::ListNoReader, &at).with("why", error)])?;
    let talk = String::from_utf8_lossy(&output.stderr).into_owned();
    if !output.status.success() || talk.contains("Error") {
        return Err(damaged(talk.lines().next().unwrap_or("pdftotext cannot read it")));
    }
    String::from_utf8(output.stdout).map_err(|_| damaged("its words are not text"))
}
