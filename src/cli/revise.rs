//! `cepa revise`: what a proposed rule changes, what to ask for, and a draft of the application.

use std::path::Path;
use std::sync::Arc;

use super::args::{Args, Plain};
use super::calendar::Done;
use super::output::Output;
use super::revise_args::{AskArgs, DraftArgs, DraftFormat, ProposeArgs, ReviseCommand};
use super::{calendar, check, config, files, time};
use crate::bom::{Cell, RuleChoice, Ways};
use crate::diag::{Code, Diagnostic, Problems};
use crate::law::Law;
use crate::origin::{Policy, vocabulary};
use crate::report::{
    Asked, Comparison, GoodReport, Report, ask_json, ask_text, draft, draft_summary, html, markdown, propose_json, propose_text,
};
use crate::revision::{Ask, Draft, Judged, Proposals, judge_again};
use crate::rule::Rule;
use crate::value::Position;
use crate::value::name::nearest;

/// Runs a command on the revision of rules.
pub fn run(command: &ReviseCommand, all: &Args, law: &Law, output: &mut Output) -> u8 {
    let done = match command {
        ReviseCommand::Propose(args) => proposed(args, all, law, output),
        ReviseCommand::Ask(args) => asked(args, all, law, output),
        ReviseCommand::Draft(args) => drafted(args, all, law, output),
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

/// `cepa revise draft`
fn drafted(args: &DraftArgs, all: &Args, law: &Law, output: &Output) -> Done {
    let format = draft_format(args).map_err(|problem| vec![problem])?;
    let requested = requested(args.judge.rule.as_deref().unwrap_or_default(), law)?;
    let received = time::given_or_today(args.by.as_deref(), "--by").map_err(|problem| vec![problem])?;
    let round = calendar::round_of(received, "--by", &received.to_string(), law).map_err(|problem| vec![problem])?;
    let judge = super::args::JudgeArgs { rule: args.in_force.clone(), ..args.judge.clone() };
    let (report, policy) = check::judged(&args.boms, &judge, all, law)?;
    output.talk(&report.problems, law);
    let good = the_good(&report, args.good.as_deref()).map_err(|problem| vec![problem])?;
    let Some((case, found)) = &good.judged else { return Err(good.diagnostics.clone()) };
    let applicant = config::read(all.config.as_deref(), law)?.applicant;
    let mut drafted =
        Draft::of(applicant, (case, found), &requested, (received, round), (law, &policy)).map_err(|problem| vec![problem])?;
    drafted.description = good.description.as_deref();
    drafted.wording = args.wording.clone().unwrap_or_default();
    let needless = drafted.is_needless().then(|| Diagnostic::at(Code::DraftNeedless, &case.at).with("good", &case.id));
    let same = (found.applied.rule == requested).then(|| Diagnostic::at(Code::DraftSameRule, &Position::file(Arc::from("--rule"))));
    output.talk(&good.diagnostics.iter().cloned().chain(needless).chain(same).collect::<Vec<_>>(), law);
    let setting = output.setting(law);
    let document = draft(&drafted, &policy, &setting);
    let text = match format {
        DraftFormat::Markdown => markdown(&document),
        DraftFormat::Html => html(&document),
    };
    let code = if report.problems.iter().any(Diagnostic::is_error) { 2 } else { 0 };
    let Some(path) = &args.output else { return Ok((text, code)) };
    files::write(path, &text).map_err(|problem| vec![problem])?;
    Ok((draft_summary(&drafted, &path.to_string_lossy(), &setting), code))
}

/// The form that was asked for, or that the file's name says.
fn draft_format(args: &DraftArgs) -> Result<DraftFormat, Diagnostic> {
    let ending =
        args.output.as_deref().map(|path| path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default());
    match (args.format, ending.as_deref()) {
        (Some(format), _) => Ok(format),
        (None, None | Some("md" | "markdown")) => Ok(DraftFormat::Markdown),
        (None, Some("html" | "htm")) => Ok(DraftFormat::Html),
        (None, Some(_)) => {
            let name = args.output.as_deref().map_or_else(|| Arc::from("-o"), files::name);
            Err(Diagnostic::at(Code::DraftEnding, &Position::file(name)))
        }
    }
}

/// The rule to ask for. The General Rule is no rule of a row.
fn requested(text: &str, law: &Law) -> Result<Rule, Vec<Diagnostic>> {
    let mut problems = Problems::default();
    let at = Position::file(Arc::from("--rule"));
    match (Cell { text: text.trim(), at: at.clone(), ways: &Ways::UNSETTLED, problems: &mut problems }).rule(&vocabulary(law)) {
        Some(RuleChoice::Typed(rule)) => return Ok(rule),
        Some(RuleChoice::General) => problems.push(Diagnostic::at(Code::ProposalGeneral, &at)),
        None if !problems.has_error() => problems.push(Diagnostic::at(Code::BlankCell, &at).with("field", "--rule")),
        None => {}
    }
    Err(problems.into_sorted())
}

/// The good that was named, or the only one.
fn the_good<'a>(report: &'a Report, named: Option<&str>) -> Result<&'a GoodReport, Diagnostic> {
    let all = || report.goods.iter().map(|good| good.id.as_str());
    let at = Position::file(Arc::from("--good"));
    match (named, report.goods.as_slice()) {
        (None, [only]) => Ok(only),
        (None, goods) => Err(Diagnostic::at(Code::DraftWhichGood, &at).with("count", goods.len())),
        (Some(named), goods) => goods.iter().find(|good| good.id == named).ok_or_else(|| {
            let nearest = nearest(named, all()).unwrap_or("—");
            Diagnostic::at(Code::DraftNoSuchGood, &at).with("value", named).with("nearest", nearest)
        }),
    }
}
