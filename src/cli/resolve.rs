//! Flags and configuration, made one value.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use super::args::{JudgeArgs, Unproven};
use super::config::Config;
use super::progress::Progress;
use super::{files, settings, time};
use crate::bom::{Cell, Defaults, GoodFacts, Profile, Rates, Stated, Vocabulary, Ways, digest};
use crate::diag::{Diagnostic, Problems};
use crate::law::first_day;
use crate::origin::Policy;
use crate::value::{Currency, Position};

/// Flags and configuration, resolved.
pub struct Settings {
    /// What flags state of every good that does not state it itself.
    pub flags: GoodFacts,
    /// What holds for goods that do not say otherwise.
    pub defaults: Defaults,
    /// How doubtful things are taken.
    pub policy: Policy,
    /// What the user settled about the files.
    pub profile: Profile,
    /// What is doubtful about them.
    pub remarks: Vec<Diagnostic>,
    /// The table of rates: its name and the digest of its bytes.
    pub rates_file: Option<(Arc<str>, String)>,
}

impl Settings {
    /// Reads flags, configuration and rates.
    pub fn resolve(args: &JudgeArgs, config: Config, words: &Vocabulary) -> Result<Self, Vec<Diagnostic>> {
        let mut problems = Problems::default();
        let flags = flags(args, words, &mut problems);
        let on = time::day_or_today(args.on.as_deref()).unwrap_or_else(|problem| {
            problems.push(problem);
            first_day()
        });
        let currency = currency(args, &config, &mut problems);
        let profile = settings::profile(&args.files, &config.files, &mut problems);
        let (rates, rates_file) = args.rates.as_deref().map(|path| rates(path, &profile, &mut problems)).unwrap_or_default();
        let policy = Policy {
            trust_country: args.trust_country,
            unproven_is_foreign: args.unproven == Unproven::NonOriginating,
            tolerance: config.tolerance,
            exclude_packing: config.exclude_packing,
            confirmed: config.confirmed,
        };
        if problems.has_error() {
            return Err(problems.into_sorted());
        }
        Ok(Self { flags, defaults: Defaults { on, currency, rates }, policy, profile, remarks: problems.into_sorted(), rates_file })
    }
}

/// The facts that flags state of every good that states none itself.
fn flags(args: &JudgeArgs, words: &Vocabulary, problems: &mut Problems) -> GoodFacts {
    let mut flag = Flags { problems };
    GoodFacts {
        description: None,
        currency: None,
        hs: flag.read("--hs", args.hs.as_deref(), |cell| cell.hs()),
        fob: flag.read("--fob", args.fob.as_deref(), |cell| cell.positive()),
        per: flag.read("--per", args.per.as_deref(), |cell| cell.positive()),
        bom_per: flag.read("--bom-per", args.bom_per.as_deref(), |cell| cell.positive()),
        labour: flag.read("--labour", args.labour.as_deref(), |cell| cell.money()),
        development: flag.read("--development", args.development.as_deref(), |cell| cell.money()),
        operations: flag.read("--operations", args.operations.as_deref(), |cell| cell.operations(words)),
        facts: flag.read("--facts", args.facts.as_deref(), |cell| cell.facts(words)),
        rule: flag.read("--rule", args.rule.as_deref(), |cell| cell.rule(words)),
        on: None,
    }
}

struct Flags<'a> {
    problems: &'a mut Problems,
}

impl Flags<'_> {
    fn read<T>(&mut self, name: &str, value: Option<&str>, parse: impl FnOnce(&mut Cell<'_>) -> Option<T>) -> Option<Stated<T>> {
        let text = value?.trim();
        let at = Position::file(Arc::from(name));
        let mut cell = Cell { text, at: at.clone(), ways: &Ways::UNSETTLED, problems: self.problems };
        parse(&mut cell).map(|value| Stated { value, at })
    }
}

/// The currency of goods and materials that name none: of the flag, or else of the configuration.
fn currency(args: &JudgeArgs, config: &Config, problems: &mut Problems) -> Option<Currency> {
    let (flag, text) = match (&args.currency, &config.currency) {
        (Some(text), _) => ("--currency", text),
        (None, Some(text)) => ("cepa.toml [defaults] currency", text),
        (None, None) => return None,
    };
    Cell { text, at: Position::file(Arc::from(flag)), ways: &Ways::UNSETTLED, problems }.currency()
}

/// The table of rates, and what it is recognised by.
fn rates(path: &Path, profile: &Profile, problems: &mut Problems) -> (Rates, Option<(Arc<str>, String)>) {
    let (name, progress) = (files::name(path), Progress::silent());
    let mut source = match files::watch(path, &name, &progress) {
        Ok(source) => source,
        Err(problem) => {
            problems.push(problem);
            return (Rates::default(), None);
        }
    };
    let rates = Rates::read(&mut source, &name, profile, problems);
    let (digest, changed) = source.finish();
    problems.extend(changed);
    (rates, Some((name, digest)))
}

impl Settings {
    /// The digest of what decides how doubtful things are taken: policy, default currency, confirmations.
    pub fn digest(&self) -> String {
        let policy = &self.policy;
        let switches = [policy.trust_country, policy.unproven_is_foreign, policy.tolerance, policy.exclude_packing];
        let mut text = format!("{switches:?} {}", self.defaults.currency.map(|currency| currency.to_string()).unwrap_or_default());
        for confirmation in policy.confirmed.iter() {
            let _ = write!(text, "\n{} {}", confirmation.point, confirmation.is.as_deref().unwrap_or_default());
        }
        digest(&text)
    }

    /// Everything of flags and configuration that a byte of a report can depend on.
    pub fn text(&self) -> String {
        format!("{:?} {:?} {:?} {:?} {}", self.flags, self.defaults.on, self.policy, self.profile, self.digest())
    }
}
