//! The plain road as the referee of the fast one.

use super::super::judge::{Judge, one};
use crate::batch::{Judged, Piece, Referee, Setup, Table};
use crate::bom::{Case, Good};
use crate::origin::{Assessment, Claim, Point};
use crate::report::{Brief, Form, Setting, csv_judged, reasons};
use crate::value::Verdict;

/// The plain road of one good, and the words of its row.
pub(super) struct Plain<'a> {
    pub judge: &'a Judge<'a>,
    pub setting: Setting<'a>,
    pub form: Form,
}

impl Plain<'_> {
    /// What the goods of a run are judged by. `told` says whether warnings are told.
    pub fn setup<'s>(&'s self, table: Option<&'s Table>, told: bool) -> Setup<'s> {
        let settings = self.judge.settings;
        Setup {
            law: self.judge.law,
            policy: &settings.policy,
            defaults: &settings.defaults,
            flags: &settings.flags,
            vocabulary: self.judge.words,
            profile: &settings.profile,
            table,
            told,
            by_words: matches!(self.form, Form::Csv(_) | Form::Summary),
            in_brief: self.form == Form::Summary,
            run: self.judge.run.as_deref().unwrap_or_default(),
            referee: self,
        }
    }
}

impl Referee for Plain<'_> {
    fn judge(&self, good: Good) -> Judged {
        let report = one(good, self.judge);
        let row = match self.form {
            Form::Summary => Brief::of(&report, &self.setting).row(),
            form => (form.joint().to_owned() + &form.good(&report, &self.setting)).into_bytes(),
        };
        Judged { row, verdict: report.verdict(), diagnostics: report.diagnostics }
    }

    fn cells(&self, case: &Case, assessment: &Assessment) -> Vec<String> {
        csv_judged(case, assessment, &self.setting)
    }

    fn point(&self, point: &Point) -> String {
        self.setting.point(point)
    }

    fn claim(&self, claim: &Claim) -> Vec<Piece> {
        self.setting.pieces(claim)
    }

    fn reasons(&self, verdict: Verdict, kind: &str, blocking: &[Point]) -> Vec<(String, String)> {
        reasons(verdict, kind, blocking, &self.setting)
    }
}
