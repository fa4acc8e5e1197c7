//! `cepa revise`: what a proposed rule changes, what to ask for, and a draft of the application.

use std::path::Path;

use super::args::{Args, Plain};
use super::calendar::Done;
use super::output::Output;
use super::revise_args::{AskArgs, ProposeArgs, ReviseCommand};
use super::{check, files};
use crate::diag::{Diagnostic, Problems};
use crate::law::Law;
use crate::origin::{Policy, vocabulary};
use crate::report::{Asked, Comparison, GoodReport, Report, ask_json, ask_text, propose_json, propose_text};
use crate::revision::{Ask, Judged, Proposals, judge_again};

/// Runs a command on the revision of rules.
pub fn run(command: &ReviseCommand, all: &Args, law: &Law, output: &mut Output) -> u8 {
    let done = match command {
        ReviseCommand::Propose(args) => proposed(args, all, law, output),
        ReviseCommand::Ask(args) => asked(args, all, law, output),
    };
    output.done(done, law)
}

/// `cepa revise propose`
fn proposed(args: &ProposeArgs, all: &Args, law: &Law, output: &Output) -> Done {
    let proposals = proposals(&args.rules, law, output)?;
    let (today, policy) = check::judged(&args.boms, &args.judge, all, law)?;
    let then = proposals.law(law);
    let comparison = Comparison { then: again(&today, &then, &policy), today };
    output.talk(&comparison.problems(), law);
    let setting = output.setting(law);
    let text = match args.format {
        Plain::Text => propose_text(&proposals, &comparison, &setting),
        Plain::Json => propose_json(&proposals, &comparison, &then, &setting),
    };
    let failed = comparison.today.exit_code() == 2 || comparison.then.exit_code() == 2;
    Ok((text, if failed { 2 } else { 0 }))
}

/// `cepa revise ask`
fn asked(args: &AskArgs, all: &Args, law: &Law, output: &Output) -> Done {
    let (report, policy) = check::judged(&args.boms, &args.judge, all, law)?;
    output.talk(&report.told(), law);
    let judged: Vec<(&GoodReport, Judged<'_>)> =
        report.goods.iter().filter_map(|good| good.judged.as_ref().map(|(case, found)| (good, (case, found)))).collect();
    let (goods, cases): (Vec<&GoodReport>, Vec<Judged<'_>>) = judged.into_iter().unzip();
    let asked = Asked { on: report.on, ask: Ask::of(&cases, law, &policy), goods, every: args.all };
    let setting = output.setting(law);
    let text = match args.format {
        Plain::Text => ask_text(&asked, &setting),
        Plain::Json => ask_json(&asked, &setting),
    };
    Ok((text, if report.exit_code() == 2 { 2 } else { 0 }))
}

/// The proposed rows of a file; with an error among them there is nothing to compare.
fn proposals(path: &Path, law: &Law, output: &Output) -> Result<Proposals, Vec<Diagnostic>> {
    let name = files::name(path);
    let source = files::open(path, &name).map_err(|problem| vec![problem])?;
    let mut problems = Problems::default();
    let proposals = Proposals::read(source, &name, &vocabulary(law), &mut problems);
    let failed = problems.has_error();
    let problems = problems.into_sorted();
    if failed {
        return Err(problems);
    }
    output.talk(&problems, law);
    Ok(proposals)
}

/// The same goods under a law that might be.
fn again(today: &Report, then: &Law, policy: &Policy) -> Report {
    let one = |good: &GoodReport| {
        let mut good = good.clone();
        let judged = good.judged.take().map(|(case, _)| judge_again(&case, then, policy));
        if let Some(judged) = judged {
            good.diagnostics.clear();
            match judged {
                Ok((case, assessment, note)) => {
                    good.diagnostics = note.into_iter().chain(assessment.remarks.iter().cloned()).collect();
                    good.judged = Some((case, assessment));
                }
                Err(problem) => good.diagnostics.push(problem),
            }
        }
        good
    };
    Report { on: today.on, goods: today.goods.iter().map(one).collect(), problems: Vec::new() }
}
