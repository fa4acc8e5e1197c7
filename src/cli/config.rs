//! `cepa.toml`: defaults, policy, and what was confirmed of the law.

use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;

use super::files;
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
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct ConfigFile {
    #[serde(default)]
    defaults: DefaultsFile,
    #[serde(default)]
    policy: PolicyFile,
    #[serde(default)]
    confirm: Vec<ConfirmFile>,
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
    let file: ConfigFile = toml::from_str(&text).map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        let line = u64::try_from(before.matches('\n').count()).unwrap_or(0).saturating_add(1);
        unreadable(line, &error.message())
    })?;
    let mut problems = Vec::new();
    let confirmed = confirmations(&file.confirm, law, &at, &mut problems);
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(Config {
        currency: file.defaults.currency,
        tolerance: file.policy.tolerance == Switch::On,
        exclude_packing: file.policy.transport_packing == Packing::Exclude,
        confirmed,
    })
}

fn confirmations(entries: &[ConfirmFile], law: &Law, at: &Position, problems: &mut Vec<Diagnostic>) -> Confirmations {
    let mut confirmed = Confirmations::default();
    for entry in entries {
        match confirmation(entry) {
            Ok(confirmation) => {
                if let Err(problem) = confirmed.add(law, confirmation) {
                    problems.push(refused(&problem, entry, at));
                }
            }
            Err(missing) => {
                problems.push(Diagnostic::at(Code::ConfirmationIncomplete, at).with("point", &entry.point).with("missing", missing));
            }
        }
    }
    confirmed
}

/// A confirmation with who, when and source; or what it lacks.
fn confirmation(entry: &ConfirmFile) -> Result<Confirmation, &'static str> {
    let said = |text: &Option<String>, what| text.clone().filter(|text| !text.trim().is_empty()).ok_or(what);
    let on = entry.on.as_ref().map(plain).and_then(|text| parse_day(&text)).ok_or("on")?;
    Ok(Confirmation {
        point: entry.point.clone(),
        is: entry.is.as_ref().map(plain),
        by: said(&entry.by, "by")?,
        on,
        source: said(&entry.source, "source")?,
    })
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
