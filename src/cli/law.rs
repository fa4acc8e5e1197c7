//! `cepa law`: loading the official list, checking it, dating it, comparing it.

use std::path::Path;
use std::sync::Arc;

use super::args::{Args, Plain};
use super::law_args::{DiffArgs, EditionArg, ImportArgs, LawCheckArgs, LawCommand, ShowArgs};
use super::output::Output;
use super::{check, files, pdf, time};
use crate::diag::{Code, Diagnostic};
use crate::law::{Acceptance, Files, Law, Records, Row, Source, differences, named};
use crate::official::{Imported, Piece, Plan, import, is_pdf, read_list, read_words, rows};
use crate::report::{
    coverage_json, coverage_text, difference_json, difference_text, import_json, import_text, law_check_text, rows_json, rows_text, turns,
};
use crate::value::{Edition, Position};
use crate::wording::Party;

/// The law data that were asked for: what the files say, and the law that they make.
pub struct Loaded {
    /// The files.
    pub files: Files,
    /// The law.
    pub law: Law,
}

/// Runs a command on the law data.
pub fn run(command: &LawCommand, all: &Args, loaded: &Loaded, output: &mut Output) -> u8 {
    let law = &loaded.law;
    let done = match command {
        LawCommand::Check(args) => checked(args, all, loaded, output),
        LawCommand::Import(args) => imported(args, loaded, output),
        LawCommand::Show(args) => shown(args, loaded, output),
        LawCommand::Diff(args) => compared(args, all, law, output),
    };
    let (text, code) = match done {
        Ok(done) => done,
        Err(problems) => return output.fail(&problems, law),
    };
    match Output::data(&text) {
        Ok(()) => code,
        Err(problem) => output.fail(&[problem], law),
    }
}

/// What a command says, with its exit code; or why it cannot be carried out.
type Done = Result<(String, u8), Vec<Diagnostic>>;

/// `cepa law check`: the law was read and checked already; this says so, and records comparisons.
fn checked(args: &LawCheckArgs, all: &Args, loaded: &Loaded, output: &Output) -> Done {
    let law = &loaded.law;
    let mut files = loaded.files.clone();
    if let Some(by) = &args.by {
        let on = time::day_or_today(args.on.as_deref()).map_err(|problem| vec![problem])?;
        let folder = args.folder.as_deref().or(all.law.as_deref());
        let Some(folder) = folder else { return Err(vec![named_folder("law check --accept", "DIR")]) };
        let rows = accepted_rows(args, law)?;
        files = files.with_acceptance(&rows, &Acceptance { by: by.clone(), on });
        files::write_law(folder, &files)?;
    }
    Ok((law_check_text(&Records::read(&files), &output.setting(law)), 0))
}

/// The rows that were compared. A number that names none is an error, and then nothing is recorded.
fn accepted_rows<'a>(args: &LawCheckArgs, law: &'a Law) -> Result<Vec<&'a Row>, Vec<Diagnostic>> {
    let mut problems = Vec::new();
    let mut found = Vec::new();
    for name in &args.accept {
        let rows = named(law, name);
        if rows.is_empty() {
            problems.push(Diagnostic::at(Code::ListNoSuchRow, &Position::file(Arc::from("--accept"))).with("value", name));
        }
        found.extend(rows);
    }
    if problems.is_empty() { Ok(found) } else { Err(problems) }
}

fn named_folder(place: &str, value: &str) -> Diagnostic {
    Diagnostic::at(Code::ListFolder, &Position::file(Arc::from(place))).with("folder", value)
}

/// `cepa law import`
fn imported(args: &ImportArgs, loaded: &Loaded, output: &Output) -> Done {
    let plan = plan(args)?;
    let mut pieces = Vec::new();
    let mut problems = Vec::new();
    for path in &args.lists {
        match files::bytes(path).and_then(|bytes| pieces_of(path, &bytes)) {
            Ok(found) => pieces.extend(found),
            Err(found) => problems.extend(found),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let imported = import(&rows(pieces), &plan, &loaded.law.products)?;
    output.talk(&imported.remarks, &loaded.law);
    let files = with_list(args, &plan, &imported, loaded);
    Law::load(&files)?;
    if let Some(folder) = &args.out {
        files::write_law(folder, &files)?;
    }
    let folder = args.out.as_ref().map(|folder| folder.to_string_lossy());
    let folder = folder.as_deref();
    let text = match args.format {
        Plain::Text => import_text(&imported.account, folder, &output.setting(&loaded.law)),
        Plain::Json => import_json(&imported.account, folder),
    };
    Ok((text, 0))
}

/// The pieces of a file. A PDF is turned into words first.
fn pieces_of(path: &Path, bytes: &[u8]) -> Result<Vec<Piece>, Vec<Diagnostic>> {
    let name = files::name(path);
    if is_pdf(bytes) { read_words(&name, &pdf::words(path)?) } else { read_list(&name, bytes) }
}

fn plan(args: &ImportArgs) -> Result<Plan, Vec<Diagnostic>> {
    let from = time::day_or_moment(&args.from, "--from").map_err(|problem| vec![problem])?;
    let kind = if args.amend { "announcement" } else { "list" };
    Ok(Plan {
        party: Party::HongKong,
        edition: match args.edition {
            EditionArg::Hs2017 => Edition::Hs2017,
            EditionArg::Hs2022 => Edition::Hs2022,
        },
        from,
        source: format!("{kind}-{from}"),
        complete: args.complete,
        amend: args.amend,
        additions: args.new,
    })
}

/// The law files with the list on them, and the source that its rows cite.
fn with_list(args: &ImportArgs, plan: &Plan, imported: &Imported, loaded: &Loaded) -> Files {
    let names: Vec<String> =
        args.lists.iter().filter_map(|path| path.file_name()).map(|name| name.to_string_lossy().into_owned()).collect();
    let source = Source {
        titles: [args.cite.clone(), args.cite.clone(), args.cite.clone()],
        issuer: String::new(),
        date: plan.from.to_string(),
        address: names.join(", "),
        read: "complete, as loaded by the user".to_owned(),
    };
    let files = loaded.files.clone().with_source(&plan.source, &source).with_products(&imported.products);
    files.with_lines(plan.from, &imported.lines)
}

/// `cepa law show`
fn shown(args: &ShowArgs, loaded: &Loaded, output: &Output) -> Done {
    let law = &loaded.law;
    let on = time::day_or_today(args.on.as_deref()).map_err(|problem| vec![problem])?;
    let records = Records::read(&loaded.files);
    let setting = output.setting(law);
    if args.coverage {
        let text = match args.format {
            Plain::Text => coverage_text(&records, on, &setting),
            Plain::Json => coverage_json(&records, on, &setting),
        };
        return Ok((text, 0));
    }
    let rows = shown_rows(args, law, on)?;
    let text = match args.format {
        Plain::Text => rows_text(&rows, &records, on, &setting),
        Plain::Json => rows_json(&rows, &records, on, &setting),
    };
    Ok((text, 0))
}

/// The rows in force that were named, or all of them.
fn shown_rows<'a>(args: &ShowArgs, law: &'a Law, on: chrono::NaiveDate) -> Result<Vec<&'a Row>, Vec<Diagnostic>> {
    let in_force = |row: &&Row| row.period.holds(on);
    if args.rows.is_empty() {
        return Ok(law.products.iter().filter(in_force).collect());
    }
    let mut found: Vec<&Row> = Vec::new();
    let mut problems = Vec::new();
    for name in &args.rows {
        let rows: Vec<&Row> = named(law, name).into_iter().filter(in_force).collect();
        if rows.is_empty() {
            problems.push(Diagnostic::at(Code::ListNoSuchRow, &Position::file(Arc::from("ROW"))).with("value", name));
        }
        found.extend(rows);
    }
    if problems.is_empty() { Ok(found) } else { Err(problems) }
}

/// `cepa law diff A B [BOM…]`
fn compared(args: &DiffArgs, all: &Args, law: &Law, output: &Output) -> Done {
    let first = side(&args.first)?;
    let second = side(&args.second)?;
    let found = differences(&first.products, &second.products);
    let turns = if args.boms.is_empty() { None } else { Some(turned(args, all, [&first, &second], output)?) };
    let setting = output.setting(law);
    let text = match args.format {
        Plain::Json => difference_json(&found, turns.as_deref()),
        Plain::Text => difference_text(&found, turns.as_deref(), &setting),
    };
    let same = found.is_empty() && turns.is_none_or(|turns| turns.is_empty());
    Ok((text, u8::from(!same)))
}

fn side(folder: &Path) -> Result<Law, Vec<Diagnostic>> {
    let folder = (folder.as_os_str() != "bundled").then_some(folder);
    Law::load(&files::law_files(folder)?)
}

/// The goods that the two laws judge differently. Goods that cannot be judged stop the comparison.
fn turned(args: &DiffArgs, all: &Args, [first, second]: [&Law; 2], output: &Output) -> Result<Vec<crate::report::Turn>, Vec<Diagnostic>> {
    if args.boms.iter().any(|path| path.as_os_str() == "-") {
        let why = "two laws read it twice, and standard input can be read once";
        return Err(vec![Diagnostic::at(Code::CannotOpen, &Position::file(Arc::from("-"))).with("why", why)]);
    }
    let one = check::report(&args.boms, &args.judge, all, first)?;
    let other = check::report(&args.boms, &args.judge, all, second)?;
    output.talk(&one.problems, first);
    Ok(turns(&one, &other))
}
