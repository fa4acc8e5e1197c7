//! `cepa inspect`: what is understood of a bill of materials.

use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use sha2::{Digest, Sha256};
use toml_edit::{Array, DocumentMut, Item, Table, Value, value};

use super::args::{Args, InspectArgs, Plain};
use super::output::Output;
use super::watched::hexadecimal;
use super::{config, files, settings};
use crate::bom::{Cell, ColumnPicture, Counted, GoodFacts, How, Picture, Portfolio, Ways};
use crate::diag::{Code, Diagnostic, Problems};
use crate::law::Law;
use crate::origin::vocabulary;
use crate::report::{Inspected, inspected_json, inspected_text};
use crate::value::{Currency, Position};

/// Shows the picture. The exit code is 2 where something stops the file.
pub fn run(args: &InspectArgs, all: &Args, law: &Law, output: &mut Output) -> u8 {
    let inspected = match inspect(args, all, law) {
        Ok(inspected) => inspected,
        Err(problems) => return output.fail(&problems, law),
    };
    let setting = output.setting(law);
    let text = match args.format {
        Plain::Text => inspected_text(&inspected, args.rows, &setting),
        Plain::Json => inspected_json(&inspected, args.rows, &setting),
    };
    if let Err(problem) = Output::data(&text) {
        return output.fail(&[problem], law);
    }
    if args.save_map {
        let path = all.config.as_deref().unwrap_or_else(|| Path::new("cepa.toml"));
        if let Err(problem) = save_map(path, &inspected.picture.columns) {
            return output.fail(&[problem], law);
        }
    }
    if inspected.problems.iter().any(Diagnostic::is_error) { 2 } else { 0 }
}

fn inspect(args: &InspectArgs, all: &Args, law: &Law) -> Result<Inspected, Vec<Diagnostic>> {
    let config = config::read(all.config.as_deref(), law)?;
    let mut problems = Problems::default();
    let currency = default_currency(&config, &mut problems);
    let profile = settings::profile(&args.files, &config.files, &mut problems);
    let mut sources = Vec::new();
    let found = files::sources(std::slice::from_ref(&args.file), &mut sources);
    sources.extend(problems.into_sorted());
    let Some(source) = found.first().filter(|_| !sources.iter().any(Diagnostic::is_error)) else { return Err(sources) };
    let words = vocabulary(law);
    let mut portfolio = Portfolio::new(&words, &profile);
    let mut picture = Picture::default();
    let mut bytes = Hashed { source: source.open().map_err(|problem| vec![problem])?, digest: Sha256::new() };
    let of_file = portfolio.read_bom_before(&mut picture, &mut bytes, &source.name, &source.good);
    let digest = bytes.finish();
    let mut told = of_file.into_sorted();
    let mut counted = Vec::new();
    for mut good in portfolio.into_goods(&GoodFacts::default()) {
        counted.push(Counted::of(&good, currency));
        good.check_codes();
        told.extend(good.problems.into_sorted());
    }
    told.sort();
    told.dedup();
    Ok(Inspected { file: Arc::clone(&source.name), digest, picture, counted, problems: told })
}

/// The currency of goods that name none, as `cepa.toml` says.
fn default_currency(config: &config::Config, problems: &mut Problems) -> Option<Currency> {
    let text = config.currency.as_deref()?;
    let at = Position::file(Arc::from("cepa.toml [defaults] currency"));
    Cell { text, at, ways: &Ways::UNSETTLED, problems }.currency()
}

/// A source whose bytes are digested on their way.
struct Hashed {
    source: Box<dyn Read>,
    digest: Sha256,
}

impl Hashed {
    /// The digest of all bytes, those that nobody read included.
    fn finish(mut self) -> String {
        let mut rest = vec![0; 64 * 1024];
        while self.read(&mut rest).is_ok_and(|count| count > 0) {}
        hexadecimal(self.digest)
    }
}

impl Read for Hashed {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.source.read(buffer)?;
        self.digest.update(buffer.get(..count).unwrap_or_default());
        Ok(count)
    }
}

/// Writes the columns, as they are understood, to `[columns]`. What stands there already, and every comment, stays.
fn save_map(path: &Path, columns: &[ColumnPicture]) -> Result<(), Diagnostic> {
    let at = Position::file(files::name(path));
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(Diagnostic::at(Code::ConfigSyntax, &at).with("why", error)),
    };
    let mut document: DocumentMut = text.parse().map_err(|error| Diagnostic::at(Code::ConfigSyntax, &at).with("why", error))?;
    let table = document.entry("columns").or_insert_with(|| Item::Table(Table::new()));
    for seen in columns.iter().map(|column| &column.seen).filter(|seen| matches!(seen.how, How::Known | How::Mapped)) {
        let heading = seen.text.split(" / ").next().unwrap_or_default();
        if let Some(field) = seen.field {
            add_heading(table, field.word(), heading);
        }
    }
    std::fs::write(path, document.to_string()).map_err(|error| Diagnostic::at(Code::CannotWrite, &at).with("why", error))
}

/// `field = "heading"`, or a list where the field has other headings in other files.
fn add_heading(table: &mut Item, field: &str, heading: &str) {
    let known = table.get(field).and_then(Item::as_value).cloned();
    let (first, mut list) = match known {
        None => (None, Array::new()),
        Some(Value::Array(list)) => (None, list),
        Some(one) => (Some(one), Array::new()),
    };
    let has = |value: &Value| value.as_str() == Some(heading);
    if first.as_ref().is_some_and(has) || list.iter().any(has) {
        return;
    }
    let Some(slot) = table.as_table_like_mut() else { return };
    match first {
        None if list.is_empty() => {
            slot.insert(field, value(heading));
        }
        first => {
            if let Some(first) = first {
                list.push(first);
            }
            list.push(heading);
            slot.insert(field, Item::Value(Value::Array(list)));
        }
    }
}
