//! The plain road as the referee of the fast one.

use super::super::changes::{Held, Listed};
use super::super::judge::{Judge, one};
use crate::batch::{Earlier, Judged, Piece, Referee, Setup, Table, kept};
use crate::bom::{Case, Good};
use crate::origin::{Assessment, Claim, Point};
use crate::report::{Brief, Form, Setting, csv_judged, reasons};
use crate::value::Verdict;

/// The plain road of one good, and the words of its row.
pub(super) struct Plain<'a> {
    pub judge: &'a Judge<'a>,
    pub setting: Setting<'a>,
    pub form: Form,
    /// How changes are listed, where only these are told.
    pub listed: Option<Listed<'a>>,
    /// The goods whose rows are taken over.
    pub resumed: Option<&'a Earlier>,
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
            by_words: matches!(self.form, Form::Csv(_) | Form::Summary) || self.listed.is_some(),
            in_brief: self.is_brief(),
            against: self.listed.map(|listed| &listed.last.goods),
            resumed: self.resumed,
            run: self.judge.run.as_deref().unwrap_or_default(),
            referee: self,
        }
    }
}

impl Plain<'_> {
    /// Whether a good's row is its brief, for a summary.
    pub fn is_brief(&self) -> bool {
        self.form == Form::Summary && self.listed.is_none()
    }

    /// A good whose row is taken over from an earlier report: it is not judged again.
    fn taken_over(&self, good: &Good) -> Option<Judged> {
        let resumed = self.resumed?;
        let earlier = resumed.find(good.id.as_bytes(), &mut 0)?;
        let verdict = resumed.compared(earlier)?.verdict;
        Some(Judged { row: kept(earlier).to_vec(), earlier: Some(earlier), verdict, diagnostics: Vec::new() })
    }
}

impl Referee for Plain<'_> {
    fn judge(&self, good: Good) -> Judged {
        if let Some(listed) = &self.listed {
            let Held { text, earlier, verdict, diagnostics } = listed.good(good, self.judge, &mut 0);
            return Judged { row: text.into_bytes(), earlier, verdict, diagnostics };
        }
        if let Some(judged) = self.taken_over(&good) {
            return judged;
        }
        let report = one(good, self.judge);
        let row = match self.form {
            Form::Summary => Brief::of(&report, &self.setting).row(),
            form => (form.joint().to_owned() + &form.good(&report, &self.setting)).into_bytes(),
        };
        Judged { row, earlier: None, verdict: report.verdict(), diagnostics: report.diagnostics }
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
