//! A good in brief, as bytes: what a summary adds up of it. In a summary these stand in the place of rows.

use super::figures::{Content, Margin, share};
use super::judge::Facts;
use super::reason::{Said, about_code, own_digits};
use super::setup::Setup;
use crate::origin::{Assessment, Point};
use crate::rule::Method;
use crate::value::{Criterion, Hs, Verdict};

/// A good in brief.
#[derive(Clone, Copy, Debug)]
pub struct Brief<'b> {
    /// Its identifier.
    pub id: &'b str,
    /// The file in which it was first met; only of a rejected good.
    pub file: &'b str,
    /// The verdict.
    pub verdict: Verdict,
    /// The criterion, where it originates.
    pub criterion: Option<Criterion>,
    /// How many lines it has.
    pub lines: u64,
    /// How near it is to its threshold.
    pub near: Option<Near>,
    /// Why it does not originate, or what is open: key and words by turns, as [`put`] writes them.
    pub reasons: &'b [u8],
    /// The parts whose missing proof of origin keeps it open, as [`put`] writes them.
    pub parts: &'b [u8],
    /// The first error of a rejected good.
    pub error: &'b str,
}

/// A share beside its threshold, all in hundredths of a per cent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Near {
    /// By which method.
    pub method: Method,
    /// How far apart they are, cut downward.
    pub points: i128,
    /// The share, in the worst case.
    pub share: Option<i128>,
    /// The threshold.
    pub at_least: i128,
}

/// Writes bytes with their length before them.
pub fn put(out: &mut Vec<u8>, bytes: &[u8]) {
    out.extend_from_slice(&u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_le_bytes());
    out.extend_from_slice(bytes);
}

/// What [`put`] wrote first, and what follows.
fn take(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)
}

/// All texts that [`put`] wrote.
pub fn texts(bytes: &[u8]) -> impl Iterator<Item = &str> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let (text, more) = take(rest)?;
        rest = more;
        std::str::from_utf8(text).ok()
    })
}

impl<'b> Brief<'b> {
    /// Writes it behind others.
    pub fn write(&self, out: &mut Vec<u8>) {
        let start = out.len();
        put(out, &[]);
        for text in [self.id, self.file, self.verdict.word(), self.criterion.map_or("", Criterion::word), self.error] {
            put(out, text.as_bytes());
        }
        put(out, &self.lines.to_le_bytes());
        match &self.near {
            Some(near) => near.write(out),
            None => put(out, &[]),
        }
        put(out, self.reasons);
        put(out, self.parts);
        let length = out.len().saturating_sub(start).saturating_sub(4);
        if let Some(head) = out.get_mut(start..).and_then(<[u8]>::first_chunk_mut::<4>) {
            *head = u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes();
        }
    }

    /// Reads the first one, and gives what follows; `None` where there is none.
    #[must_use]
    pub fn read(bytes: &'b [u8]) -> Option<(Self, &'b [u8])> {
        let (own, behind) = take(bytes)?;
        let mut rest = own;
        let mut next = || {
            let (field, more) = take(rest)?;
            rest = more;
            Some(field)
        };
        let mut text = || std::str::from_utf8(next()?).ok();
        let (id, file, verdict, criterion, error) = (text()?, text()?, text()?, text()?, text()?);
        let lines = u64::from_le_bytes(next()?.try_into().ok()?);
        let near = next()?;
        let near = if near.is_empty() { None } else { Some(Near::read(near)?) };
        let (verdict, criterion) = (Verdict::from_word(verdict)?, Criterion::from_word(criterion));
        Some((Self { id, file, verdict, criterion, lines, near, reasons: next()?, parts: next()?, error }, behind))
    }
}

impl Near {
    fn write(&self, out: &mut Vec<u8>) {
        let numbers = [self.points, self.at_least, self.share.unwrap_or(0)].map(i128::to_le_bytes);
        let flags = [u8::from(self.method == Method::BuildUp), u8::from(self.share.is_some())];
        put(out, &[numbers.as_flattened(), &flags].concat());
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (numbers, flags) = bytes.as_chunks::<16>();
        let ([points, at_least, share], [up, known]) = (numbers, flags) else { return None };
        let method = if *up == 1 { Method::BuildUp } else { Method::BuildDown };
        let number = |bytes: &[u8; 16]| i128::from_le_bytes(*bytes);
        Some(Self { method, points: number(points), share: (*known == 1).then(|| number(share)), at_least: number(at_least) })
    }
}

/// What the brief of a good shares with those of others of its kind.
pub(super) struct Words {
    criterion: Option<Criterion>,
    reasons: Reasons,
}

/// The words of the reasons.
enum Reasons {
    Words(Vec<u8>),
    /// Some of these open points name the good's own code: each with how many digits of it.
    OfCode(Vec<(Point, Option<usize>)>),
}

impl Words {
    /// Those of a good that was judged; of all that is open nothing is of single materials.
    pub fn of(assessment: &Assessment, hs: &Hs, setup: &Setup<'_>) -> Self {
        let points: Vec<(Point, Option<usize>)> = assessment.blocking.iter().map(|point| (point.clone(), own_digits(point, hs))).collect();
        let reasons = if points.iter().any(|(_, digits)| digits.is_some()) {
            Reasons::OfCode(points)
        } else {
            Reasons::Words(said(assessment.verdict, assessment.reason().claim.kind, &assessment.blocking, setup))
        };
        Self { criterion: assessment.criterion, reasons }
    }

    /// Writes the brief of a good with these words; `kind` is the number of its class and of its kind within it.
    #[expect(clippy::too_many_arguments, reason = "a brief is written at once")]
    pub fn write(
        &self,
        verdict: Verdict,
        facts: &Facts<'_>,
        near: Option<Near>,
        kind: (usize, usize),
        known: &mut Said,
        setup: &Setup<'_>,
        out: &mut Vec<u8>,
    ) -> Option<()> {
        let reasons = match &self.reasons {
            Reasons::Words(words) => words.as_slice(),
            Reasons::OfCode(points) => known.reasons(kind, facts.hs, || said(verdict, "", &of_code(points, &facts.hs), setup)),
        };
        let (id, criterion, lines) = (std::str::from_utf8(facts.id).ok()?, self.criterion, facts.lines);
        Brief { id, file: "", verdict, criterion, lines, near, reasons, parts: &[], error: "" }.write(out);
        Some(())
    }
}

/// The same points about another code.
fn of_code(points: &[(Point, Option<usize>)], hs: &Hs) -> Vec<Point> {
    let turned = |(point, digits): &(Point, Option<usize>)| match digits {
        Some(digits) => about_code(point, &hs.prefix(*digits)),
        None => point.clone(),
    };
    points.iter().map(turned).collect()
}

fn said(verdict: Verdict, kind: &'static str, blocking: &[Point], setup: &Setup<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    for (key, words) in setup.referee.reasons(verdict, kind, blocking) {
        put(&mut out, key.as_bytes());
        put(&mut out, words.as_bytes());
    }
    out
}

/// How near a good is to its threshold by the method that stands best.
pub(super) fn near(margin: &Margin, content: &Content, fob: i128) -> Option<Near> {
    let share = Some(share(content.worst, fob)?);
    Some(Near { method: margin.threshold.method, points: margin.points, share, at_least: margin.threshold.share })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let mut words = Vec::new();
        for text in ["key", "文字", "", "x"] {
            put(&mut words, text.as_bytes());
        }
        let near = Near { method: Method::BuildDown, points: -1, share: Some(i128::MAX), at_least: 4_000 };
        let one = Brief {
            id: "A",
            file: "",
            verdict: Verdict::Undetermined,
            criterion: None,
            lines: u64::MAX,
            near: Some(near),
            reasons: &words,
            parts: &[],
            error: "",
        };
        let two =
            Brief { id: "貨物", criterion: Some(Criterion::GeneralRule), near: Some(Near { share: None, ..near }), error: "{}", ..one };
        let mut out = Vec::new();
        for brief in [one, two, Brief { near: None, ..one }] {
            brief.write(&mut out);
        }
        let mut rest = out.as_slice();
        for wanted in [one, two, Brief { near: None, ..one }] {
            let (read, behind) = Brief::read(rest).expect("one more");
            assert_eq!(format!("{read:?}"), format!("{wanted:?}"));
            assert_eq!(texts(read.reasons).collect::<Vec<_>>(), ["key", "文字", "", "x"]);
            rest = behind;
        }
        assert!(Brief::read(rest).is_none());
        assert!(Brief::read(out.get(..out.len() - 1).expect("less")).is_some());
        assert!(Brief::read(out.get(..9).expect("less")).is_none());
    }
}
