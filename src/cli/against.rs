//! An earlier run, read from its NDJSON.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use super::files;
use crate::diag::{Code, Diagnostic};
use crate::report::Changes;
use crate::value::Position;

/// Reads the NDJSON of an earlier run. One that was cut off is refused: goods that it lacks would seem to be new.
pub fn read(path: &Path) -> Result<Changes, Diagnostic> {
    let at = Position::file(files::name(path));
    let file = File::open(path).map_err(|error| Diagnostic::at(Code::CannotOpen, &at).with("why", error))?;
    let mut changes = Changes::default();
    for (line, number) in BufReader::new(file).lines().zip(1_u64..) {
        let line = line.map_err(|error| Diagnostic::at(Code::CannotRead, &at).with("why", error))?;
        if changes.is_complete() || changes.take(&line).is_none() {
            let shown: String = line.chars().take(40).collect();
            return Err(Diagnostic::at(Code::NotALine, &at.at_line(number)).with("schema", "cepa/report/1").with("value", shown));
        }
    }
    if changes.is_complete() { Ok(changes) } else { Err(Diagnostic::at(Code::CutOff, &at)) }
}
