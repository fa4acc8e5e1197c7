//! `cepa.toml`: defaults, policy, and what was confirmed of the law.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;
use toml::Spanned;

use super::files;
use super::settings::{
    FilesSection, Headings, NumbersSection, OriginSection, PartsSection, PricesSection, RowsSection, Settings, SignsSection,
};
use crate::diag::{Code, Diagnostic};
use crate::law::{Confirmation, ConfirmationProblem, Confirmations, Law, PointProblem};
use crate::value::Position;
use crate::value::period::parse_day;

/// What the configuration says.
#[derive(Debug, Default)]
pub struct Config {
    /// The currency of goods that name none.
    pub currency: Option<String>,
    /// Whether the tolerance is applied.
    pub tolerance: bool,
    /// Whether transport packing is left out.
    pub exclude_packing: bool,
    /// What was confirmed.
    pub confirmed: Confirmations,
    /// How files are read.
    pub files: Settings,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct ConfigFile {
    #[serde(default)]
    defaults: DefaultsFile,
    #[serde(default)]
    policy: PolicyFile,
    #[serde(default)]
    confirm: Vec<Spanned<ConfirmFile>>,
    #[serde(default)]
    files: FilesSection,
    #[serde(default)]
    columns: BTreeMap<String, Headings>,
    #[serde(default)]
    signs: SignsSection,
    #[serde(default)]
    origin: OriginSection,
    #[serde(default)]
    numbers: NumbersSection,
    #[serde(default)]
    parts: PartsSection,
    #[serde(default)]
    prices: PricesSection,
    #[serde(default)]
    rows: RowsSection,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct DefaultsFile {
    currency: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct PolicyFile {
    #[serde(default)]
    tolerance: Switch,
    #[serde(default)]
    transport_packing: Packing,
}

#[derive(Deserialize, Default, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Switch {
    #[default]
    Off,
    On,
}

#[derive(Deserialize, Default, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Packing {
    #[default]
    Include,
    Exclude,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ConfirmFile {
    point: String,
    is: Option<toml::Value>,
    by: Option<String>,
    on: Option<toml::Value>,
    source: Option<String>,
}

/// Reads the configuration that was named, or `cepa.toml` if there is one.
pub fn read(named: Option<&Path>, law: &Law) -> Result<Config, Vec<Diagnostic>> {
    let path = named.unwrap_or_else(|| Path::new("cepa.toml"));
    let at = Position::file(files::name(path));
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if named.is_none() && error.kind() == std::io::ErrorKind::NotFound => return Ok(Config::default()),
        Err(error) => return Err(vec![Diagnostic::at(Code::ConfigSyntax, &at).with("why", error)]),
    };
    let unreadable = |line: u64, why: &dyn std::fmt::Display| {
        vec![Diagnostic::at(Code::ConfigSyntax, &Position::row(Arc::clone(&at.file), line)).with("why", why)]
    };
    let text = String::from_utf8(bytes).map_err(|error| unreadable(0, &error.utf8_error()))?;
    let file: ConfigFile =
        toml::from_str(&text).map_err(|error| unreadable(error.span().map_or(1, |span| line_of(&text, span.start)), &error.message()))?;
    let mut problems = Vec::new();
    let confirmed = confirmations(&file.confirm, law, &text, &at, &mut problems);
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(Config {
        currency: file.defaults.currency,
        tolerance: file.policy.tolerance == Switch::On,
        exclude_packing: file.policy.transport_packing == Packing::Exclude,
        confirmed,
        files: Settings {
            at: Some(at),
            encoding: file.files.encoding,
            separator: file.files.separator,
            sheet: file.files.sheet,
            columns: file.columns,
            yen: file.signs.yen,
            yuan: file.signs.yuan,
            domestic: file.origin.domestic,
            decimal: file.numbers.decimal,
            parts: file.parts.quantities,
            tax: file.prices.tax,
            leave_out: file.rows.leave_out,
        },
    })
}

fn confirmations(
    entries: &[Spanned<ConfirmFile>],
    law: &Law,
    text: &str,
    file: &Position,
    problems: &mut Vec<Diagnostic>,
) -> Confirmations {
    let mut confirmed = Confirmations::default();
    for entry in entries {
        let at = Position::row(Arc::clone(&file.file), line_of(text, entry.span().start));
        let entry = entry.get_ref();
        match confirmation(entry) {
            Ok(confirmation) => {
                if let Err(problem) = confirmed.add(law, confirmation) {
                    problems.push(refused(&problem, entry, &at));
                }
            }
            Err(missing) => {
                problems.push(Diagnostic::at(Code::ConfirmationIncomplete, &at).with("point", &entry.point).with("missing", missing));
            }
        }
    }
    confirmed
}

/// The line on which a byte of a text stands.
fn line_of(text: &str, byte: usize) -> u64 {
    let before = text.get(..byte).unwrap_or_default();
    u64::try_from(before.matches('\n').count()).unwrap_or(0).saturating_add(1)
}

/// A confirmation with who, when and source; or what it lacks.
fn confirmation(entry: &ConfirmFile) -> Result<Confirmation, String> {
    let said = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
    let on = entry.on.as_ref().map(plain).and_then(|text| parse_day(&text));
    match (said(&entry.by), on, said(&entry.source)) {
        (Some(by), Some(on), Some(source)) => {
            Ok(Confirmation { point: entry.point.clone(), is: entry.is.as_ref().map(plain), by, on, source })
        }
        (by, on, source) => {
            let lacking = [("by", by.is_none()), ("on", on.is_none()), ("source", source.is_none())];
            Err(lacking.into_iter().filter(|(_, missing)| *missing).map(|(name, _)| name).collect::<Vec<_>>().join(", "))
        }
    }
}

fn refused(problem: &ConfirmationProblem, entry: &ConfirmFile, at: &Position) -> Diagnostic {
    let named = |code| Diagnostic::at(code, at).with("point", &entry.point);
    match problem {
        ConfirmationProblem::Point(PointProblem::Unknown(nearest)) => {
            named(Code::UnknownPoint).with("nearest", nearest.as_deref().unwrap_or("—"))
        }
        ConfirmationProblem::Point(PointProblem::Never) => named(Code::PointNotConfirmable),
        ConfirmationProblem::Value => named(Code::ConfirmationValue).with("value", entry.is.as_ref().map(plain).unwrap_or_default()),
        ConfirmationProblem::Twice => named(Code::ConfirmedTwice),
    }
}

/// A string without its quotes, anything else as TOML writes it.
fn plain(value: &toml::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
