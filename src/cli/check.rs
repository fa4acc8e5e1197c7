//! `cepa check`: from files and flags to a report.

use std::path::PathBuf;
use std::sync::Arc;

use super::args::{Args, CheckArgs, JudgeArgs};
use super::batch::{self, Order};
use super::config;
use super::deliver::{Run, deliver};
use super::files;
use super::gather::{TableRead, Watcher, gather};
use super::judge::{Judge, one};
use super::output::Output;
use super::partial;
use super::resolve::Settings;
use super::target::write_whole;
use crate::diag::{Code, Diagnostic};
use crate::law::Law;
use crate::origin::{Policy, vocabulary};
use crate::report::Report;
use crate::value::Position;

/// Judges every good of bills of materials under a law, and keeps all that was found.
pub fn report(boms: &[PathBuf], args: &JudgeArgs, all: &Args, law: &Law) -> Result<Report, Vec<Diagnostic>> {
    judged(boms, args, all, law).map(|(report, _)| report)
}

/// Judges every good, and gives the policy by which it was done.
pub fn judged(boms: &[PathBuf], args: &JudgeArgs, all: &Args, law: &Law) -> Result<(Report, Policy), Vec<Diagnostic>> {
    let config = config::read(all.config.as_deref(), law)?;
    let words = vocabulary(law);
    let settings = Settings::resolve(args, config, &words)?;
    let mut remarks = settings.remarks.clone();
    let sources = files::sources(boms, &mut remarks);
    let gathered = gather(&sources, remarks, args, &settings, &words, None);
    let judge = Judge { settings: &settings, law, words: &words, run: None };
    let goods = gathered.goods.into_iter().map(|good| one(good, &judge)).collect();
    let report = Report { on: settings.defaults.on, goods, problems: gathered.problems };
    Ok((report, settings.policy))
}

/// Judges, reports, and gives the exit code.
pub fn run(args: &CheckArgs, all: &Args, law: &Law, output: &Output) -> u8 {
    let words = vocabulary(law);
    let settings = config::read(all.config.as_deref(), law).and_then(|config| Settings::resolve(&args.judge, config, &words));
    let settings = match settings {
        Ok(settings) => settings,
        Err(problems) => return output.fail(&problems, law),
    };
    let setting = output.setting(law);
    let watcher = Watcher { quiet: all.quiet, setting };
    if args.partial {
        return match partial::write(args, &settings, law, &words, &watcher) {
            Ok((problems, code)) => {
                output.talk(&problems, law);
                code
            }
            Err(problems) => output.fail(&problems, law),
        };
    }
    let mut remarks = settings.remarks.clone();
    let mut sources = files::sources(&args.boms, &mut remarks);
    let judge = Judge { settings: &settings, law, words: &words, run: None };
    let mut run = match Run::new(&args.deliver, judge, setting) {
        Ok(run) => run,
        Err(problem) => {
            remarks.push(problem);
            return output.fail(&remarks, law);
        }
    };
    if batch::may_run(args) {
        let folder = args.deliver.temp_dir.as_deref();
        let kept = sources.iter_mut().try_for_each(|source| source.keep(folder));
        let goods = args.judge.goods.as_deref().map(|path| TableRead::of(path, &settings)).unwrap_or_default();
        let order = Order { goods: &goods, sources: &sources, remarks: &remarks, folder, roads: args.roads.as_deref() };
        match kept.and_then(|()| batch::run(&order, &mut run, &watcher, output)) {
            Ok(Some(code)) => return code,
            Ok(None) => run.judge.run = None,
            Err(problem) => return output.fail(&[problem], law),
        }
    } else if args.deliver.stream {
        return output.fail(&[Diagnostic::at(Code::NotStreamed, &Position::file(Arc::from("--stream")))], law);
    }
    if let Some(path) = &args.roads
        && let Err(problem) = write_whole(path, "{\"road\":\"plain\"}\n")
    {
        return output.fail(&[problem], law);
    }
    let gathered = gather(&sources, remarks, &args.judge, &settings, &words, Some(&watcher));
    deliver(run, gathered, output)
}
