//! `cepa check --partial`: what was gathered of each good, one JSON object a line, for `cepa merge`.

use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::args::{CheckArgs, JudgeArgs, Unproven};
use super::files;
use super::files::Source;
use super::gather::read_all;
use super::gather::{Watcher, shown};
use super::resolve::Settings;
use super::target::Target;
use crate::bom::{DiagnosticPart, Field, Good, GoodPart, Portfolio, Vocabulary, digest};
use crate::diag::{Code, Diagnostic};
use crate::law::Law;
use crate::value::Position;

/// The contract of a part.
pub const SCHEMA: &str = "cepa/part/1";

/// A line of a part.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartLine {
    /// The first one.
    Part(Head),
    /// A file that was read: its name and the digest of its bytes.
    File(String, String),
    /// What is wrong with a file as a whole.
    Problem(DiagnosticPart),
    /// A good.
    Gathered(Box<GoodPart>),
    /// The last one: how many goods there are.
    End(u64),
}

/// How a part was gathered: parts that differ in it cannot be joined.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The contract.
    pub schema: String,
    /// The version of the program.
    pub cepa: String,
    /// The digest of the law: cells are read with its words.
    pub law: String,
    /// The digest of what was settled of how files are read.
    pub reading: String,
}

impl Head {
    /// How this run gathers.
    pub fn of(settings: &Settings, law: &Law) -> Self {
        Self {
            schema: SCHEMA.to_owned(),
            cepa: env!("CARGO_PKG_VERSION").to_owned(),
            law: law.digest.clone(),
            reading: digest(&format!("{:?}", settings.profile)),
        }
    }
}

/// Gathers and writes a part. Exit code: 0, or 2 where a file or a good cannot be judged.
pub fn write(
    args: &CheckArgs,
    settings: &Settings,
    law: &Law,
    words: &Vocabulary,
    watcher: &Watcher<'_>,
) -> Result<(Vec<Diagnostic>, u8), Vec<Diagnostic>> {
    let flags = strange_flags(&args.judge);
    if !flags.is_empty() {
        return Err(flags);
    }
    let mut problems = Vec::new();
    let mut sources = files::sources(&args.boms, &mut problems);
    let piece = args.piece.as_deref().map(|text| Piece::read(text, &mut sources)).transpose().map_err(|problem| vec![problem])?;
    let mut portfolio = Portfolio::new(words, &settings.profile);
    let progress = shown(&sources, watcher);
    let read = read_all(&sources, &mut portfolio, &mut problems, &progress);
    let target = Target::open(args.deliver.output.as_deref()).map_err(|problem| vec![problem])?;
    let mut writer = Writer { target, goods: 0, failed: false };
    let done = writer.head(&Head::of(settings, law), &read.list, &problems, piece.as_ref());
    let done = done.and_then(|()| portfolio.into_parts().try_for_each(|(part, good)| writer.good(part, &good, piece.as_ref())));
    let failed = done.and_then(|()| writer.end()).map_err(|problem| vec![problem])?;
    let failed = failed || problems.iter().any(Diagnostic::is_error);
    Ok((problems, if failed { 2 } else { 0 }))
}

struct Writer {
    target: Target,
    goods: u64,
    failed: bool,
}

impl Writer {
    fn line(&mut self, line: &PartLine) -> Result<(), Diagnostic> {
        self.target.write(&(serde_json::to_string(line).unwrap_or_default() + "\n"))
    }

    fn head(
        &mut self,
        head: &Head,
        files: &[(Arc<str>, String)],
        problems: &[Diagnostic],
        piece: Option<&Piece>,
    ) -> Result<(), Diagnostic> {
        self.line(&PartLine::Part(head.clone()))?;
        files.iter().try_for_each(|(name, digest)| self.line(&PartLine::File(name.to_string(), digest.clone())))?;
        problems.iter().try_for_each(|problem| {
            let part = DiagnosticPart::of(problem);
            self.line(&PartLine::Problem(piece.map_or(part.clone(), |piece| part.moved(piece.lines))))
        })
    }

    fn good(&mut self, part: GoodPart, good: &Good, piece: Option<&Piece>) -> Result<(), Diagnostic> {
        if piece.is_some() && (good.columns.has(Field::Level) || good.columns.has(Field::Parent) || good.at.sheet.is_some()) {
            return Err(Diagnostic::at(Code::PieceOfTree, &Position::file(Arc::clone(&good.at.file))));
        }
        self.goods = self.goods.saturating_add(1);
        self.failed |= good.problems.has_error();
        let part = piece.map_or(part.clone(), |piece| part.moved(piece.lines));
        self.line(&PartLine::Gathered(Box::new(part)))
    }

    /// The part is whole; whether some good of it is rejected.
    fn end(mut self) -> Result<bool, Diagnostic> {
        self.line(&PartLine::End(self.goods))?;
        self.target.finish()?;
        Ok(self.failed)
    }
}

/// Where the rows of a file stand in the table that it is a piece of.
struct Piece {
    lines: u64,
}

impl Piece {
    /// `TABLE:LINE`: the first row, which is on line 2 of the file, is on this line of the table.
    fn read(text: &str, sources: &mut [Source]) -> Result<Self, Diagnostic> {
        let wrong = || Diagnostic::at(Code::PieceForm, &Position::file(Arc::from("--piece"))).with("value", text);
        let (table, line) = text.rsplit_once(':').ok_or_else(wrong)?;
        let line: u64 = line.parse().map_err(|_| wrong())?;
        let lines = line.checked_sub(2).ok_or_else(wrong)?;
        let [source] = sources else { return Err(wrong()) };
        source.name = files::name(Path::new(table));
        source.good = files::good_of(Path::new(table));
        Ok(Self { lines })
    }
}

/// Flags that say how goods are judged: a part holds no verdicts.
fn strange_flags(args: &JudgeArgs) -> Vec<Diagnostic> {
    let given = [
        ("--goods", args.goods.is_some()),
        ("--rates", args.rates.is_some()),
        ("--on", args.on.is_some()),
        ("--hs", args.hs.is_some()),
        ("--fob", args.fob.is_some()),
        ("--labour", args.labour.is_some()),
        ("--development", args.development.is_some()),
        ("--operations", args.operations.is_some()),
        ("--facts", args.facts.is_some()),
        ("--rule", args.rule.is_some()),
        ("--per", args.per.is_some()),
        ("--bom-per", args.bom_per.is_some()),
        ("--currency", args.currency.is_some()),
        ("--trust-country", args.trust_country),
        ("--unproven", args.unproven != Unproven::Open),
    ];
    let strange = |flag: &str| Diagnostic::at(Code::PartFlag, &Position::file(Arc::from(flag))).with("flag", flag);
    given.into_iter().filter(|(_, given)| *given).map(|(flag, _)| strange(flag)).collect()
}
