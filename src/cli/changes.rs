//! `--against`: the goods that an earlier run judged differently.

use std::ops::ControlFlow;

use super::args::Format;
use super::deliver::{Run, of_files};
use super::gather::Gathered;
use super::in_order::in_order;
use super::judge::one;
use super::target::Target;
use crate::bom::Good;
use crate::diag::Diagnostic;
use crate::report::{Change, Changes, Overview, Setting, Told, Was, changes_closing, changes_end};

/// Judges the goods and reports those that changed. Exit code: 0 none, 1 some, 2 one of them is rejected now or
/// something cannot be read.
pub fn report(run: &Run<'_>, gathered: Gathered, before: &mut Changes, told: &mut Told) -> Result<u8, Diagnostic> {
    let Gathered { goods, problems, read } = gathered;
    let ending = run.ending(&Overview::default(), &problems, &read);
    let (setting, on) = (run.setting, run.judge.settings.defaults.on);
    let mut listing = Listing { format: run.args.format, target: Target::open(run.args.output.as_deref())?, changed: 0, rejected: false };
    listing.target.write(&listing.opening())?;
    let all = u64::try_from(goods.len()).unwrap_or(u64::MAX);
    let of_files = of_files(&problems);
    let work = |good: Good| {
        let report = one(good, &run.judge);
        (Was::of(&report), report.id, report.diagnostics)
    };
    let end = in_order(goods.into_iter(), run.threads(), work, |(now, good, diagnostics)| {
        diagnostics.into_iter().filter(|found| !of_files.contains(found)).for_each(|found| told.take(found, &setting));
        let change = before.of(&good, now, &ending);
        match change.map_or(Ok(()), |change| listing.take(&change, &setting)) {
            Ok(()) => ControlFlow::Continue(()),
            Err(problem) => ControlFlow::Break(problem),
        }
    });
    if let ControlFlow::Break(problem) = end {
        return Err(problem);
    }
    before.gone().try_for_each(|change| listing.take(&change, &setting))?;
    let closing = match listing.format {
        Format::Text => changes_closing(listing.changed, all, on, &setting),
        Format::Ndjson => changes_end(listing.changed, all) + "\n",
        Format::Json => format!("],\"end\":{}}}\n", changes_end(listing.changed, all)),
        Format::Csv => String::new(),
    };
    listing.target.write(&closing)?;
    let failed = listing.rejected || problems.iter().any(Diagnostic::is_error);
    let code = if failed { 2 } else { u8::from(listing.changed > 0) };
    listing.target.finish()?;
    Ok(code)
}

/// The list of changes while it is written.
struct Listing {
    format: Format,
    target: Target,
    changed: u64,
    rejected: bool,
}

impl Listing {
    fn opening(&self) -> String {
        match self.format {
            Format::Csv => Change::csv_header(),
            Format::Json => "{\"schema\":\"cepa/changes/1\",\"changes\":[".to_owned(),
            Format::Text | Format::Ndjson => String::new(),
        }
    }

    fn take(&mut self, change: &Change, setting: &Setting<'_>) -> Result<(), Diagnostic> {
        self.changed = self.changed.saturating_add(1);
        self.rejected |= change.now.as_ref().is_some_and(|now| now.verdict == "rejected");
        let text = match self.format {
            Format::Text => change.text(setting),
            Format::Csv => change.csv(),
            Format::Ndjson => change.json() + "\n",
            Format::Json if self.changed > 1 => format!(",{}", change.json()),
            Format::Json => change.json(),
        };
        self.target.write(&text)
    }
}
