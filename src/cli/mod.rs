#![expect(clippy::disallowed_methods, reason = "the one room that touches the machine")]
//! The only room that touches the machine: arguments, files, clock, standard streams.

mod against;
mod ahead;
mod args;
mod batch;
mod calendar;
mod calendar_args;
mod changes;
mod check;
mod commands;
mod config;
mod deliver;
mod deliver_args;
mod files;
mod gather;
mod globs;
mod in_order;
mod inspect;
mod judge;
mod law;
mod law_args;
mod merge;
mod output;
mod partial;
mod pdf;
mod progress;
mod resolve;
mod resume;
mod revise;
mod revise_args;
mod settings;
mod stored;
mod target;
mod temporary;
mod time;
mod watched;

use std::ffi::OsString;

use clap::Parser;

use args::{Args, Command};
use law::Loaded;
use law_args::LawCommand;
use output::Output;

/// Runs the program with these arguments and gives its exit code.
#[must_use]
pub fn run(args: impl IntoIterator<Item = OsString>) -> u8 {
    match Args::try_parse_from(args) {
        Ok(args) => dispatch(&args),
        Err(error) => {
            let usage = error.use_stderr();
            let _ = error.print();
            if usage { 2 } else { 0 }
        }
    }
}

fn dispatch(args: &Args) -> u8 {
    let mut output = Output::new(args.lang.into(), args.quiet);
    let loaded = match loaded(args) {
        Ok(loaded) => loaded,
        Err(problems) => return output.law_is_unsound(&problems),
    };
    let law = &loaded.law;
    match &args.command {
        Command::Check(check) => check::run(check, args, law, &output),
        Command::Merge(merge) => merge::run(merge, args, law, &output),
        Command::Inspect(inspect) => inspect::run(inspect, args, law, &mut output),
        Command::Rule(rule) => commands::rule(rule, law, &mut output),
        Command::Round(args) => calendar::round(args, law, &mut output),
        Command::Deadline(args) => calendar::deadline(args, law, &mut output),
        Command::Rounds(args) => calendar::rounds(args, law, &mut output),
        Command::Explain { name } => commands::explain(name, law, &mut output),
        Command::Revise { command } => revise::run(command, args, law, &mut output),
        Command::Law { command } => law::run(command, args, &loaded, &mut output),
    }
}

/// The law that was asked for: of `cepa law check DIR`, of `--law`, or else the bundled one.
fn loaded(args: &Args) -> Result<Loaded, Vec<crate::diag::Diagnostic>> {
    let of_check = match &args.command {
        Command::Law { command: LawCommand::Check(check) } => check.folder.as_deref(),
        _ => None,
    };
    let files = files::law_files(of_check.or(args.law.as_deref()))?;
    let law = crate::law::Law::load(&files)?;
    Ok(Loaded { files, law })
}
