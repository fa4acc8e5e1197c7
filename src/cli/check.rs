//! `cepa check`: from files and flags to a report.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::{Args, CheckArgs, Format, JudgeArgs, Unproven};
use super::config::{self, Config};
use super::output::Output;
use super::{files, settings, time};
use crate::bom::{Case, Cell, Defaults, Good, GoodFacts, Portfolio, Profile, Rates, Stated, Vocabulary, Ways};
use crate::diag::{Code, Diagnostic, Problems};
use crate::law::{Law, first_day};
use crate::origin::{Policy, assess, vocabulary};
use crate::report::{GoodReport, Report, csv, json, ndjson, text};
use crate::value::{Currency, Position};

/// Judges every good of bills of materials under a law.
pub fn report(boms: &[PathBuf], args: &JudgeArgs, all: &Args, law: &Law) -> Result<Report, Vec<Diagnostic>> {
    judged(boms, args, all, law).map(|(report, _)| report)
}

/// Judges every good, and gives the policy by which it was done.
pub fn judged(boms: &[PathBuf], args: &JudgeArgs, all: &Args, law: &Law) -> Result<(Report, Policy), Vec<Diagnostic>> {
    let config = config::read(all.config.as_deref(), law)?;
    let words = vocabulary(law);
    let settings = Settings::resolve(args, config, &words)?;
    let report = judge(boms, args, &settings, law, &words);
    Ok((report, settings.policy))
}

/// Judges, reports, and gives the exit code.
pub fn run(args: &CheckArgs, all: &Args, law: &Law, output: &mut Output) -> u8 {
    let report = match report(&args.boms, &args.judge, all, law) {
        Ok(report) => report,
        Err(problems) => return output.fail(&problems, law),
    };
    output.talk(&report.told(), law);
    let setting = output.setting(law);
    let data = match args.format {
        Format::Text => text(&report, args.view.into(), &setting),
        Format::Json => json(&report, &setting),
        Format::Ndjson => ndjson(&report, &setting),
        Format::Csv => csv(&report, &setting),
    };
    match Output::data(&data) {
        Ok(()) => report.exit_code(),
        Err(problem) => output.fail(&[problem], law),
    }
}

/// Flags and configuration, resolved.
struct Settings {
    flags: GoodFacts,
    defaults: Defaults,
    policy: Policy,
    /// What the user settled about the files.
    profile: Profile,
    /// What is doubtful about them.
    remarks: Vec<Diagnostic>,
}

impl Settings {
    fn resolve(args: &JudgeArgs, config: Config, words: &Vocabulary) -> Result<Self, Vec<Diagnostic>> {
        let mut problems = Problems::default();
        let flags = flags(args, words, &mut problems);
        let on = time::day_or_today(args.on.as_deref()).unwrap_or_else(|problem| {
            problems.push(problem);
            first_day()
        });
        let currency = currency(args, &config, &mut problems);
        let profile = settings::profile(&args.files, &config.files, &mut problems);
        let rates = args.rates.as_deref().map(|path| rates(path, &profile, &mut problems)).unwrap_or_default();
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
        Ok(Self { flags, defaults: Defaults { on, currency, rates }, policy, profile, remarks: problems.into_sorted() })
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

fn rates(path: &Path, profile: &Profile, problems: &mut Problems) -> Rates {
    let name = files::name(path);
    match files::open(path, &name) {
        Ok(source) => Rates::read(source, &name, profile, problems),
        Err(problem) => {
            problems.push(problem);
            Rates::default()
        }
    }
}

/// Reads everything and judges every good.
fn judge(boms: &[PathBuf], args: &JudgeArgs, settings: &Settings, law: &Law, words: &Vocabulary) -> Report {
    let mut problems = settings.remarks.clone();
    let mut portfolio = Portfolio::new(words, &settings.profile);
    for source in files::sources(boms, &mut problems) {
        match source.open() {
            Ok(reader) => problems.extend(portfolio.read_bom(reader, &source.name, &source.good).into_sorted()),
            Err(problem) => problems.push(problem),
        }
    }
    if let Some(path) = &args.goods {
        let name = files::name(path);
        match files::open(path, &name) {
            Ok(reader) => problems.extend(portfolio.read_goods(reader, &name).into_sorted()),
            Err(problem) => problems.push(problem),
        }
    }
    let goods = portfolio.into_goods(&settings.flags);
    if goods.is_empty() && !problems.iter().any(Diagnostic::is_error) {
        problems.push(Diagnostic::general(Code::NothingToJudge));
    }
    let goods = goods.into_iter().map(|good| one(good, settings, law, words)).collect();
    Report { on: settings.defaults.on, goods, problems }
}

/// Judges one good.
fn one(mut good: Good, settings: &Settings, law: &Law, words: &Vocabulary) -> GoodReport {
    let case = Case::prepare(&mut good, &settings.defaults, words).and_then(|case| {
        if case.on < first_day() {
            let at = case.stated.on.as_ref().map_or_else(|| Position::file(Arc::from("--on")), |stated| stated.at.clone());
            good.problems.push(Diagnostic::at(Code::BeforeRegime, &at).with("value", case.on).with("first", first_day()));
            return None;
        }
        Some(case)
    });
    let judged = case.and_then(|case| match assess(&case, law, &settings.policy) {
        Ok(assessment) => {
            good.problems.extend(assessment.remarks.iter().cloned());
            Some((case, assessment))
        }
        Err(problem) => {
            good.problems.push(problem);
            None
        }
    });
    let description = good.facts.description.map(|stated| stated.value);
    let hs = good.facts.hs.map(|stated| stated.value);
    GoodReport { id: good.id, at: good.at, description, hs, judged, diagnostics: good.problems.into_sorted() }
}
