//! A good in brief as bytes, as the fast road writes them.

use std::borrow::Cow;

use super::Brief;
use super::brief::Near;
use crate::batch;
use crate::bom::DiagnosticPart;
use crate::value::{Money, Percent, Share};

impl<'t> Brief<'t> {
    /// It as bytes.
    #[must_use]
    pub fn row(&self) -> Vec<u8> {
        let (mut reasons, mut parts, mut out) = (Vec::new(), Vec::new(), Vec::new());
        self.reasons.iter().flat_map(|(key, words)| [key, words]).for_each(|text| batch::put(&mut reasons, text.as_bytes()));
        self.parts.iter().for_each(|part| batch::put(&mut parts, part.as_bytes()));
        let error = self.error.as_ref().and_then(|error| serde_json::to_string(&DiagnosticPart::of(error)).ok());
        let brief = batch::Brief {
            id: &self.id,
            file: &self.file,
            verdict: self.verdict,
            criterion: self.criterion,
            lines: self.lines,
            near: self.near.and_then(|near| near.row()),
            reasons: &reasons,
            parts: &parts,
            error: error.as_deref().unwrap_or_default(),
        };
        brief.write(&mut out);
        out
    }

    /// Reads the first one of such bytes, and gives what follows; `None` where there is none.
    #[must_use]
    pub fn read(bytes: &'t [u8]) -> Option<(Self, &'t [u8])> {
        let (row, rest) = batch::Brief::read(bytes)?;
        let mut words = batch::texts(row.reasons).map(Cow::Borrowed);
        let reasons = std::iter::from_fn(|| Some((words.next()?, words.next()?))).collect();
        let error = if row.error.is_empty() { None } else { Some(serde_json::from_str::<DiagnosticPart>(row.error).ok()?.read()?) };
        let brief = Self {
            id: row.id.into(),
            file: row.file.into(),
            verdict: row.verdict,
            criterion: row.criterion,
            lines: row.lines,
            near: row.near.as_ref().and_then(Near::of_row),
            reasons,
            parts: batch::texts(row.parts).map(Cow::Borrowed).collect(),
            error,
        };
        Some((brief, rest))
    }
}

impl Near {
    fn row(self) -> Option<batch::Near> {
        let (points, at_least) = (self.points.units(2)?, self.at_least.value().units(2)?);
        Some(batch::Near { method: self.method, points, share: self.share.and_then(Share::hundredths), at_least })
    }

    fn of_row(row: &batch::Near) -> Option<Self> {
        let at_least = Percent::new(Money::from_units(row.at_least, 2)?)?;
        let points = Money::from_units(row.points, 2)?;
        Some(Self { method: row.method, points, share: row.share.and_then(Share::from_hundredths), at_least })
    }
}
