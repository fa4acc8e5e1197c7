//! `--against`: the goods that an earlier run judged differently.

use std::ops::ControlFlow;

use super::against::Last;
use super::args::Format;
use super::deliver::{Run, of_files};
use super::gather::Gathered;
use super::in_order::in_order;
use super::judge::{Judge, one};
use super::target::Target;
use crate::bom::Good;
use crate::diag::Diagnostic;
use crate::report::{Change, Setting, Told, Was, changes_closing, changes_end};
use crate::value::{Summary, Verdict};

/// How changes are listed.
#[derive(Clone, Copy)]
pub struct Listed<'a> {
    /// The earlier run.
    pub last: &'a Last,
    /// The form of the list.
    pub format: Format,
    /// The words.
    pub setting: Setting<'a>,
}

/// A good that was judged and held against the earlier run.
pub struct Held {
    /// Its change, as it stands in the list; nothing of a good that is as it was.
    pub text: String,
    /// Which of the earlier goods it is.
    pub earlier: Option<u32>,
    /// Its verdict.
    pub verdict: Verdict,
    /// What is wrong with its input.
    pub diagnostics: Vec<Diagnostic>,
}

impl Listed<'_> {
    /// What stands before the changes.
    pub fn opening(&self) -> String {
        match self.format {
            Format::Csv => Change::csv_header(),
            Format::Json => "{\"schema\":\"cepa/changes/1\",\"changes\":[".to_owned(),
            Format::Text | Format::Ndjson => String::new(),
        }
    }

    /// What stands before each change, which the first does without.
    pub const fn joint(&self) -> &'static str {
        if matches!(self.format, Format::Json) { "," } else { "" }
    }

    /// A change, behind its joint.
    pub fn text(&self, change: &Change) -> String {
        match self.format {
            Format::Text => change.text(&self.setting),
            Format::Csv => change.csv(&self.setting),
            Format::Ndjson => change.json() + "\n",
            Format::Json => self.joint().to_owned() + &change.json(),
        }
    }

    /// Judges a good and holds it against the earlier run. `next` says where to look for it first.
    pub fn good(&self, good: Good, judge: &Judge<'_>, next: &mut u32) -> Held {
        let report = one(good, judge);
        let earlier = self.last.goods.find(report.id.as_bytes(), next);
        let change = self.last.change(&report.id, Was::of(&report), earlier);
        let text = change.map(|change| self.text(&change)).unwrap_or_default();
        Held { text, earlier, verdict: report.verdict(), diagnostics: report.diagnostics }
    }

    /// Writes the goods that are gone and what stands behind the changes, and gives the exit code: 0 none, 1 some, 2 one of
    /// them is rejected now or something cannot be read.
    pub fn close(&self, list: List, run: &Run<'_>, problems: &[Diagnostic]) -> Result<u8, Diagnostic> {
        let List { mut target, changed, all, met } = list;
        let mut first = changed == Summary::default();
        let mut gone = 0_u64;
        for earlier in self.last.goods.by_name().iter().filter(|earlier| !met.holds(**earlier)) {
            let Some(change) = self.last.gone(*earlier) else { break };
            let text = self.text(&change);
            let joint = if std::mem::replace(&mut first, false) { self.joint().len() } else { 0 };
            target.write(text.get(joint..).unwrap_or_default())?;
            gone = gone.saturating_add(1);
        }
        self.last.failure()?;
        let count = changed.goods().saturating_add(gone);
        let closing = match self.format {
            Format::Text => changes_closing(count, all, run.judge.settings.defaults.on, &self.setting),
            Format::Ndjson => changes_end(count, all) + "\n",
            Format::Json => format!("],\"end\":{}}}\n", changes_end(count, all)),
            Format::Csv => String::new(),
        };
        target.write(&closing)?;
        let failed = changed.rejected > 0 || problems.iter().any(Diagnostic::is_error);
        target.finish()?;
        Ok(if failed { 2 } else { u8::from(count > 0) })
    }
}

/// A list of changes, written up to the goods that are gone.
pub struct List {
    /// Where it is written.
    pub target: Target,
    /// How many goods that were judged changed, by their verdicts.
    pub changed: Summary,
    /// How many goods were judged.
    pub all: u64,
    /// The earlier goods that were met again.
    pub met: Marked,
}

/// Some goods of an earlier run: a bit each.
#[derive(Default)]
pub struct Marked {
    bits: Vec<u64>,
}

impl Marked {
    /// Marks a good.
    pub fn mark(&mut self, good: u32) {
        let (word, bit) = Self::place(good);
        if self.bits.len() <= word {
            self.bits.resize(word.saturating_add(1), 0);
        }
        if let Some(slot) = self.bits.get_mut(word) {
            *slot |= bit;
        }
    }

    fn holds(&self, good: u32) -> bool {
        let (word, bit) = Self::place(good);
        self.bits.get(word).is_some_and(|slot| slot & bit != 0)
    }

    fn place(good: u32) -> (usize, u64) {
        (usize::try_from(good >> 6).unwrap_or(usize::MAX), 1_u64.wrapping_shl(good & 63))
    }
}

/// Judges the goods on the plain road and reports those that changed.
pub fn report(run: &Run<'_>, listed: &Listed<'_>, gathered: Gathered, told: &mut Told) -> Result<u8, Diagnostic> {
    let Gathered { goods, problems, .. } = gathered;
    let all = u64::try_from(goods.len()).unwrap_or(u64::MAX);
    let target = Target::open(run.args.output.as_deref())?;
    let mut list = List { target, changed: Summary::default(), all, met: Marked::default() };
    list.target.write(&listed.opening())?;
    let of_files = of_files(&problems);
    let work = |(place, good): (u32, Good)| listed.good(good, &run.judge, &mut { place });
    let end = in_order((0_u32..).zip(goods), run.threads(), work, |held| {
        held.diagnostics.into_iter().filter(|found| !of_files.contains(found)).for_each(|found| told.take(found, &run.setting));
        held.earlier.into_iter().for_each(|earlier| list.met.mark(earlier));
        if held.text.is_empty() {
            return ControlFlow::Continue(());
        }
        let joint = if list.changed == Summary::default() { listed.joint().len() } else { 0 };
        list.changed.add(held.verdict);
        match list.target.write(held.text.get(joint..).unwrap_or_default()) {
            Ok(()) => ControlFlow::Continue(()),
            Err(problem) => ControlFlow::Break(problem),
        }
    });
    match end {
        ControlFlow::Break(problem) => Err(problem),
        ControlFlow::Continue(()) => listed.close(list, run, &problems),
    }
}
