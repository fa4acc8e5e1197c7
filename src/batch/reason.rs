//! The words of the step that decided, with the figures, codes and lines of each good put into them.

use std::collections::BTreeMap;

use super::codes::{CHAPTER, HEADING, SUBHEADING};
use super::digits::Fixed;
use super::figures::{Content, Margin, in_own_currency};
use super::judge::Facts;
use super::page;
use super::setup::{Piece, Setup};
use crate::origin::{Assessment, Claim, Point, Value};
use crate::rule::{Method, Rule};
use crate::value::Hs;

/// The figures of a row.
pub(super) struct Written {
    /// Worst case and best, by build-up and build-down.
    pub shares: [[i128; 2]; 2],
    /// How far they are from their thresholds.
    pub cents: [[Option<i128>; 2]; 2],
    pub contents: [Content; 2],
    pub margin: Option<Margin>,
    /// What one unit of the good's own currency is worth in the base of the rates.
    pub unit: Fixed,
}

/// Words about codes that were said before.
#[derive(Default)]
pub(super) struct Said {
    words: BTreeMap<(About, &'static str, Hs), Vec<u8>>,
    reasons: BTreeMap<((usize, usize), Hs), Vec<u8>>,
    /// Room that is used again.
    scratch: Vec<u8>,
}

/// How many digits of a good's code are the key of a point: six or all, if it names that code.
pub(super) fn own_digits(point: &Point, hs: &Hs) -> Option<usize> {
    [6, hs.digits()].into_iter().find(|digits| point.key == hs.prefix(*digits).as_str())
}

/// The same point about another code.
pub(super) fn about_code(point: &Point, code: &Hs) -> Point {
    Point { key: code.to_string(), ..point.clone() }
}

/// What is said of a code: open points and steps of a proof have kinds of the same name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum About {
    /// An open point.
    Point,
    /// A step that names nothing but the code.
    Claim,
}

impl Said {
    /// How many are kept.
    const MOST: usize = 4096;

    /// The words of this kind about a code.
    pub fn about(&mut self, what: About, kind: &'static str, code: Hs, say: impl FnOnce() -> String) -> &[u8] {
        if self.words.len() >= Self::MOST {
            self.words.clear();
        }
        self.words.entry((what, kind, code)).or_insert_with(|| {
            let mut words = Vec::new();
            page::cell(&mut words, say().as_bytes());
            words
        })
    }

    /// The reasons of goods of this kind and code.
    pub fn reasons(&mut self, kind: (usize, usize), code: Hs, say: impl FnOnce() -> Vec<u8>) -> &[u8] {
        if self.reasons.len() >= Self::MOST {
            self.reasons.clear();
        }
        self.reasons.entry((kind, code)).or_insert_with(say)
    }
}

/// The words of the step that decided.
pub(super) enum Reason {
    Words(Vec<u8>),
    /// They name the good's own code, or so many digits of it.
    OfCode(Box<Claim>, usize),
    /// They name figures of a method.
    Figures(Method, Vec<Piece>),
    /// They name materials that do not differ from the good in the digits of this mask: words for one, two and three
    /// materials, and for three and more.
    Same(u64, [Vec<Piece>; 4]),
}

/// Materials of one kind and code that do not differ from their good.
#[derive(Clone, Debug)]
pub(super) struct Same {
    pub code: Hs,
    /// The first few: their lines and names.
    pub first: Vec<(u64, String)>,
    /// How many there are.
    pub lines: u64,
}

impl Same {
    /// How many are named.
    pub const NAMED: usize = 3;
}

impl Reason {
    /// The step that decided; `None` where its words name what the fast road does not know.
    pub fn of(assessment: &Assessment, facts: &Facts<'_>, setup: &Setup<'_>) -> Option<Self> {
        let (proof, above) = assessment.reason_under();
        let claim = &proof.claim;
        if claim.kind == "shift.same" {
            // Where Mainland materials are tested too, the plain road finds the first that does not differ.
            let untested = facts.mainland >= 4 || setup.policy.confirmed.yes("mainland-in-shift") == Some(true);
            let level = above.filter(|_| untested).and_then(|above| shift_of(&above.claim))?;
            return Some(Self::Same(level, [1, 2, 3, 4].map(|lines| same_said(claim, lines, setup))));
        }
        let pieces = setup.referee.claim(claim);
        if let [Piece::Words(words)] = pieces.as_slice() {
            let own = claim.args.iter().find_map(|(_, value)| match value {
                Value::Code(code) if *code == facts.hs.prefix(code.digits()) => Some(code.digits()),
                _ => None,
            });
            return Some(own.map_or_else(|| Self::Words(quoted(words)), |digits| Self::OfCode(Box::new(claim.clone()), digits)));
        }
        let method = match claim.kind {
            kind if kind.starts_with("rvc.build-up") => Method::BuildUp,
            kind if kind.starts_with("rvc.build-down") => Method::BuildDown,
            _ => return None,
        };
        let known = |piece: &Piece| match piece {
            Piece::Words(_) => true,
            Piece::Amount(name) => matches!(name.as_str(), "numerator" | "fob"),
            Piece::Share(name) => matches!(name.as_str(), "percent" | "best"),
            _ => false,
        };
        pieces.iter().all(known).then_some(Self::Figures(method, pieces))
    }

    /// The digits of the materials that are named, if some are.
    pub const fn wants_same(&self) -> Option<u64> {
        match self {
            Self::Same(digits, _) => Some(*digits),
            _ => None,
        }
    }

    /// Writes the words for a good.
    pub fn write(&self, facts: &Facts<'_>, figures: &Written, same: Option<&Same>, said: &mut Said, setup: &Setup<'_>, out: &mut Vec<u8>) {
        if let Self::Words(words) = self {
            return out.extend_from_slice(words);
        }
        if let Self::OfCode(claim, digits) = self {
            let code = facts.hs.prefix(*digits);
            let say = || of_code_said(claim, code, setup);
            // A step that names a day or a rule too is said anew each time.
            if claim.args.len() > 1 {
                return page::cell(out, say().as_bytes());
            }
            return out.extend_from_slice(said.about(About::Claim, claim.kind, code, say));
        }
        let mut words = std::mem::take(&mut said.scratch);
        words.clear();
        match (self, same) {
            (Self::Figures(method, pieces), _) => {
                for piece in pieces {
                    figures.write_piece(piece, *method, facts.amounts.fob, &mut words);
                }
            }
            (Self::Same(_, forms), Some(same)) => {
                let form = usize::try_from(same.lines).unwrap_or(usize::MAX).min(forms.len()).saturating_sub(1);
                forms.get(form).into_iter().flatten().for_each(|piece| same.write_piece(piece, &mut words));
            }
            _ => {}
        }
        page::cell(out, &words);
        said.scratch = words;
    }
}

/// The mask of the digits in which a shift asks for a difference.
fn shift_of(claim: &Claim) -> Option<u64> {
    claim.args.iter().find_map(|(_, value)| match value {
        Value::Rule(Rule::Shift(shift)) => match shift.level.digits() {
            2 => Some(CHAPTER),
            4 => Some(HEADING),
            _ => Some(SUBHEADING),
        },
        _ => None,
    })
}

/// The words for so many materials that do not differ.
fn same_said(claim: &Claim, lines: u64, setup: &Setup<'_>) -> Vec<Piece> {
    let named = (0..lines).take(Same::NAMED).map(|line| (line, String::new())).collect();
    let args = claim.args.iter().map(|(name, value)| match value {
        Value::Lines(..) => (*name, Value::Lines(Vec::clone(&named), lines)),
        value => (*name, value.clone()),
    });
    setup.referee.claim(&Claim { kind: claim.kind, args: args.collect() })
}

/// The words of a claim about another code than it was made for.
fn of_code_said(claim: &Claim, code: Hs, setup: &Setup<'_>) -> String {
    let args = claim.args.iter().map(|(name, value)| match value {
        Value::Code(own) if own.digits() == code.digits() => (*name, Value::Code(code)),
        value => (*name, value.clone()),
    });
    let pieces = setup.referee.claim(&Claim { kind: claim.kind, args: args.collect() });
    let words = pieces.into_iter().map(|piece| if let Piece::Words(words) = piece { words } else { String::new() });
    words.collect()
}

fn quoted(words: &str) -> Vec<u8> {
    let mut out = Vec::new();
    page::cell(&mut out, words.as_bytes());
    out
}

impl Written {
    fn write_piece(&self, piece: &Piece, method: Method, fob: i128, out: &mut Vec<u8>) {
        let ([up, down], [of_up, of_down]) = (self.contents, self.shares);
        let (content, [worst, best]) = if method == Method::BuildUp { (up, of_up) } else { (down, of_down) };
        match piece {
            Piece::Words(words) => out.extend_from_slice(words.as_bytes()),
            Piece::Amount(name) => page::shown(out, in_own_currency(if name == "fob" { fob } else { content.worst }, self.unit)),
            Piece::Share(name) => page::hundredths(out, if name == "best" { best } else { worst }),
            _ => {}
        }
    }
}

impl Same {
    fn write_piece(&self, piece: &Piece, out: &mut Vec<u8>) {
        match piece {
            Piece::Words(words) => out.extend_from_slice(words.as_bytes()),
            Piece::Code => page::dotted(out, self.code.as_str()),
            Piece::Name(place) => out.extend_from_slice(self.first.get(*place).map_or(&[][..], |(_, name)| name.as_bytes())),
            Piece::Line(place) => page::count(out, self.first.get(*place).map_or(0, |(line, _)| *line)),
            Piece::More => page::count(out, self.lines.saturating_sub(u64::try_from(self.first.len()).unwrap_or(0))),
            Piece::Amount(_) | Piece::Share(_) => {}
        }
    }
}
