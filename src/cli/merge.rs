//! `cepa merge`: parts of a run joined, and their goods judged as if one run had read everything.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::Args;
use super::config;
use super::deliver::{Run, deliver};
use super::deliver_args::MergeArgs;
use super::files;
use super::gather::{Gathered, Read, complete};
use super::globs;
use super::judge::Judge;
use super::output::Output;
use super::partial::{Head, PartLine, SCHEMA};
use super::resolve::Settings;
use crate::bom::{Portfolio, Vocabulary};
use crate::diag::{Code, Diagnostic};
use crate::law::Law;
use crate::origin::vocabulary;
use crate::value::Position;

/// Joins, judges, reports, and gives the exit code.
pub fn run(args: &MergeArgs, all: &Args, law: &Law, output: &Output) -> u8 {
    if args.deliver.stream {
        return output.fail(&[Diagnostic::at(Code::NotStreamed, &Position::file(Arc::from("--stream")))], law);
    }
    let words = vocabulary(law);
    let settings = config::read(all.config.as_deref(), law).and_then(|config| Settings::resolve(&args.judge, config, &words));
    let gathered = settings.and_then(|settings| Ok((gather(args, &settings, law, &words)?, settings)));
    let (gathered, settings) = match gathered {
        Ok(gathered) => gathered,
        Err(problems) => return output.fail(&problems, law),
    };
    let judge = Judge { settings: &settings, law, words: &words, run: None };
    match Run::new(&args.deliver, judge, output.setting(law)) {
        Ok(run) => deliver(run, gathered, output),
        Err(problem) => output.fail(&[problem], law),
    }
}

/// Reads all parts. One that cannot be used leaves the run without goods: nothing is judged.
fn gather(args: &MergeArgs, settings: &Settings, law: &Law, words: &Vocabulary) -> Result<Gathered, Vec<Diagnostic>> {
    let mut problems = Vec::new();
    let parts: Vec<PathBuf> = args.parts.iter().flat_map(|path| globs::expanded(path, &mut problems)).collect();
    let mut joined = Joined {
        head: Head::of(settings, law),
        portfolio: Portfolio::new(words, &settings.profile),
        problems: settings.remarks.clone(),
        known: BTreeSet::new(),
        read: Read::default(),
    };
    problems.extend(parts.iter().filter_map(|path| joined.part(path).err()));
    if problems.is_empty() { Ok(complete(joined.portfolio, joined.read, joined.problems, &args.judge, settings)) } else { Err(problems) }
}

/// What was joined so far.
struct Joined<'a> {
    head: Head,
    portfolio: Portfolio<'a>,
    problems: Vec<Diagnostic>,
    /// What was told of pieces of one table is told once.
    known: BTreeSet<Diagnostic>,
    read: Read,
}

impl Joined<'_> {
    fn part(&mut self, path: &Path) -> Result<(), Diagnostic> {
        let at = Position::file(files::name(path));
        let file = File::open(path).map_err(|error| Diagnostic::at(Code::CannotOpen, &at).with("why", error))?;
        let (mut begun, mut ended) = (false, false);
        for (line, number) in BufReader::new(file).lines().zip(1_u64..) {
            let line = line.map_err(|error| Diagnostic::at(Code::CannotRead, &at).with("why", error))?;
            let strange = || {
                let shown: String = line.chars().take(40).collect();
                Diagnostic::at(Code::NotALine, &at.at_line(number)).with("schema", SCHEMA).with("value", shown)
            };
            let read: PartLine = serde_json::from_str(&line).map_err(|_| strange())?;
            if ended || begun == matches!(read, PartLine::Part(_)) {
                return Err(strange());
            }
            begun = true;
            ended = matches!(read, PartLine::End(_));
            self.line(read, &at)?.ok_or_else(strange)?;
        }
        if ended { Ok(()) } else { Err(Diagnostic::at(Code::CutOff, &at)) }
    }

    /// Takes a line; `None` for one that cannot be read.
    fn line(&mut self, line: PartLine, at: &Position) -> Result<Option<()>, Diagnostic> {
        match line {
            PartLine::Part(head) if head != self.head => return Err(self.other(&head, at)),
            PartLine::Part(_) | PartLine::End(_) => {}
            PartLine::File(name, digest) => self.read.add(&name, &digest),
            PartLine::Problem(problem) => {
                let Some(problem) = problem.read() else { return Ok(None) };
                if self.known.insert(problem.clone()) {
                    self.problems.push(problem);
                }
            }
            PartLine::Gathered(part) => return Ok(self.portfolio.take_part(*part)),
        }
        Ok(Some(()))
    }

    fn other(&self, head: &Head, at: &Position) -> Diagnostic {
        let same = (&head.schema, &head.cepa, &head.law) == (&self.head.schema, &self.head.cepa, &self.head.law);
        Diagnostic::at(Code::PartOther, at).with_message("why", if same { "resume.flags" } else { "resume.law" })
    }
}
