//! From goods to a report: each is judged, written and forgotten, so that the proofs of a portfolio take no room.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::sync::Arc;

use super::against::Last;
use super::args::{Format, ViewArg};
use super::changes::{self, Listed};
use super::deliver_args::DeliverArgs;
use super::gather::{Gathered, Read};
use super::in_order::in_order;
use super::judge::{Judge, one};
use super::output::Output;
use super::resume::Resume;
use super::target::{Target, write_whole};
use crate::bom::{Good, digest};
use crate::diag::{Code, Diagnostic};
use crate::report::{Basis, Brief, Ending, Form, Head, Overview, Setting, Told, View};

/// Past so many goods a text is a summary, unless a view is asked for.
const MANY: usize = 20;

/// A run that is ready to judge.
pub struct Run<'a> {
    /// What the report looks like and where it goes.
    pub args: &'a DeliverArgs,
    /// What every good is judged with; the run is not named yet.
    pub judge: Judge<'a>,
    /// The words.
    pub setting: Setting<'a>,
    /// The earlier run of `--against`.
    pub last: Option<Last>,
}

/// Judges the goods, reports, and gives the exit code.
pub fn deliver(mut run: Run<'_>, gathered: Gathered, output: &Output) -> u8 {
    let law = run.judge.law;
    let mut told = Told::default();
    gathered.problems.iter().for_each(|problem| told.take(problem.clone(), &run.setting));
    let delivered = match run.listed() {
        Some(listed) => changes::report(&run, &listed, gathered, &mut told),
        None => run.report(gathered, &mut told),
    };
    output.tell(&told, law);
    match delivered {
        Ok(code) => code,
        Err(problem) => output.fail(&[problem], law),
    }
}

/// What is told of files: it is not told again of their goods.
pub fn of_files(problems: &[Diagnostic]) -> BTreeSet<Diagnostic> {
    problems.iter().cloned().collect()
}

/// A good that was judged, as it goes on: its row, what is kept of it, and what is told.
struct Done {
    row: String,
    brief: Brief<'static>,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Run<'a> {
    /// A run; with `--against` the earlier one is read.
    pub fn new(args: &'a DeliverArgs, judge: Judge<'a>, setting: Setting<'a>) -> Result<Self, Diagnostic> {
        let mut run = Run { args, judge, setting, last: None };
        let (law, settings) = (run.judge.law.digest.clone(), run.judge.settings.digest());
        run.last = Last::of(args, Basis { law, settings, cepa: env!("CARGO_PKG_VERSION").to_owned() }, run.threads())?;
        Ok(run)
    }

    /// How changes are listed, where only these are told.
    pub fn listed(&self) -> Option<Listed<'_>> {
        self.last.as_ref().map(|last| Listed { last, format: self.args.format, setting: self.setting })
    }

    /// Whether every good names the run.
    pub fn is_named(&self, form: Form) -> bool {
        form == Form::Json || form == Form::Ndjson || self.args.resumable || self.args.resume.is_some()
    }

    /// How many threads judge.
    pub fn threads(&self) -> usize {
        let all = || std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        self.args.threads.map_or_else(all, usize::from)
    }

    /// The form: of a text it depends on how many goods there are.
    pub fn form(&self, goods: usize) -> Form {
        match (self.args.format, self.args.view) {
            (Format::Json, _) => Form::Json,
            (Format::Ndjson, _) => Form::Ndjson,
            (Format::Csv, _) => Form::Csv(self.args.end_row),
            (Format::Text, Some(ViewArg::Summary)) => Form::Summary,
            (Format::Text, None) if goods > MANY => Form::Summary,
            (Format::Text, Some(ViewArg::Answer)) => Form::Text(View::Answer),
            (Format::Text, Some(ViewArg::Proof)) => Form::Text(View::Proof),
            (Format::Text, Some(ViewArg::Reasons) | None) => Form::Text(View::Reasons),
        }
    }

    /// The digest of the run, in three parts: law and version, what was read, flags and language.
    pub fn name(&self, read: &Read) -> Arc<str> {
        let law = format!("{} {}", self.judge.law.digest, env!("CARGO_PKG_VERSION"));
        let flags = format!("{} {}", self.judge.settings.text(), self.setting.lang.tag());
        let parts = [digest(&law), digest(&read.digest()), digest(&flags)];
        Arc::from(parts.map(|part| part.chars().take(12).collect::<String>()).join("-"))
    }

    /// The closing line.
    pub fn ending(&self, overview: &Overview, problems: &[Diagnostic], read: &Read) -> Ending {
        Ending {
            problems: problems.iter().filter(|problem| problem.is_error()).count(),
            exit: overview.summary.exit_code(problems.iter().any(Diagnostic::is_error)),
            law: self.judge.law.digest.clone(),
            on: self.judge.settings.defaults.on.to_string(),
            lang: self.setting.lang.tag(),
            files: read.list.len(),
            input: format!("sha256:{}", read.digest()),
            settings: self.judge.settings.digest(),
            run: self.name(read).to_string(),
            ..Ending::of(overview.summary)
        }
    }

    fn report(&mut self, gathered: Gathered, told: &mut Told) -> Result<u8, Diagnostic> {
        let Gathered { goods, problems, read } = gathered;
        let name = self.name(&read);
        let form = self.form(goods.len());
        self.judge.run = self.is_named(form).then(|| Arc::clone(&name));
        let resume = match &self.args.resume {
            Some(path) => Some(Resume::open(path, self.args.format, &name, &mut goods.iter().map(|good| good.id.as_str()))?),
            None => None,
        };
        let mut writing = Writing { form, target: self.open(form)?, overview: Overview::default(), any: false };
        let mut goods = goods.into_iter();
        if let Some(mut resume) = resume {
            writing.take_kept(&mut resume, &mut goods, told, &self.setting)?;
        }
        self.judge_all(goods, &mut writing, &problems, told)?;
        self.close(writing.target, form, &writing.overview, &problems, &read)
    }

    /// Writes what stands behind the goods, and the summary once all is written, and gives the exit code.
    pub fn close(
        &self,
        mut target: Target,
        form: Form,
        overview: &Overview,
        problems: &[Diagnostic],
        read: &Read,
    ) -> Result<u8, Diagnostic> {
        let ending = self.ending(overview, problems, read);
        let named = Ending { run: self.judge.run.as_deref().unwrap_or_default().to_owned(), ..ending.clone() };
        target.write(&form.closing(overview, problems, &named, &self.setting))?;
        let gone = target.is_gone();
        target.finish()?;
        if let Some(path) = self.args.summary.as_ref().filter(|_| !gone) {
            write_whole(path, &ending.line())?;
        }
        Ok(ending.exit)
    }

    /// Opens the report with what stands before the goods.
    pub fn open(&self, form: Form) -> Result<Target, Diagnostic> {
        let mut target = Target::open(self.args.output.as_deref())?;
        target.write(&self.opening(form))?;
        Ok(target)
    }

    /// What stands before the goods.
    pub fn opening(&self, form: Form) -> String {
        form.opening(Head { on: self.judge.settings.defaults.on }, &self.setting)
    }

    fn judge_all(
        &self,
        goods: impl Iterator<Item = Good>,
        writing: &mut Writing,
        problems: &[Diagnostic],
        told: &mut Told,
    ) -> Result<(), Diagnostic> {
        let of_files = of_files(problems);
        let (form, setting) = (writing.form, self.setting);
        let work = |good: Good| {
            let report = one(good, &self.judge);
            Done { row: form.good(&report, &setting), brief: Brief::of(&report, &setting), diagnostics: report.diagnostics }
        };
        let end = in_order(goods, self.threads(), work, |done| {
            done.diagnostics.into_iter().filter(|found| !of_files.contains(found)).for_each(|found| told.take(found, &setting));
            match writing.take(&done.row, done.brief) {
                Err(problem) => ControlFlow::Break(Err(problem)),
                Ok(()) if writing.target.is_gone() => ControlFlow::Break(Ok(())),
                Ok(()) => ControlFlow::Continue(()),
            }
        });
        match end {
            ControlFlow::Break(Err(problem)) => Err(problem),
            _ => Ok(()),
        }
    }
}

/// A report while it is written.
struct Writing {
    form: Form,
    target: Target,
    overview: Overview,
    any: bool,
}

impl Writing {
    fn take(&mut self, row: &str, brief: Brief<'_>) -> Result<(), Diagnostic> {
        if std::mem::replace(&mut self.any, true) {
            self.target.write(self.form.joint())?;
        }
        self.overview.add(brief, &Overview::default());
        self.target.write(row)
    }

    /// Takes over the rows that a report has already, one for each of the first goods.
    fn take_kept(
        &mut self,
        resume: &mut Resume,
        goods: &mut std::vec::IntoIter<Good>,
        told: &mut Told,
        setting: &Setting<'_>,
    ) -> Result<(), Diagnostic> {
        while let Some(kept) = resume.next()? {
            if goods.next().is_none() {
                break;
            }
            self.take(&kept.row, Brief::of_verdict(kept.good, kept.verdict))?;
        }
        if !self.any {
            told.take(Diagnostic::at(Code::ResumeNothing, resume.place()), setting);
        }
        Ok(())
    }
}
