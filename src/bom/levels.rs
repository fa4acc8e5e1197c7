//! Exploded bills of materials: rows with a level, each assembly followed by its parts.
//!
//! A row whose next row stands deeper is an assembly. What is made counts by its parts, what is bought counts by itself;
//! nothing counts twice. Whether the quantities of parts are for one assembly or for the good is asked about wherever it
//! makes a difference.

use super::material::Material;
use super::procurement::Procurement;
use super::profile::PartQuantities;
use super::tally::Tally;
use crate::diag::{Code, Diagnostic, Problems};
use crate::value::Quotient;
use crate::value::number::fold_width;

/// The deepest level of a bill of materials.
const DEEPEST: u32 = 99;

/// Reads a level: `2`, `..2`, `1.2.3` (a path, three deep), `L2`.
pub(super) fn level(text: &str) -> Option<u32> {
    let folded = fold_width(text);
    let plain = folded.trim().trim_start_matches("Level").trim_start_matches("level").trim_start_matches(['L', 'l', '+', ' ']);
    let (dots, body) = (plain.starts_with('.'), plain.trim_matches('.'));
    let steps: Option<Vec<u32>> = body.split('.').map(|step| step.parse().ok()).collect();
    let level = match (steps?.as_slice(), dots) {
        ([level], _) => *level,
        (path, false) => u32::try_from(path.len()).ok()?,
        (_, true) => return None,
    };
    (level <= DEEPEST).then_some(level)
}

/// An assembly whose parts are being read.
#[derive(Clone, Debug)]
struct Open {
    level: u32,
    bought: bool,
    /// How many of it go into the good, the assemblies above it included; `None` where that is not known.
    pieces: Option<Quotient>,
}

/// The rows of one good while they are read, level by level.
#[derive(Clone, Debug, Default)]
pub(super) struct Explosion {
    open: Vec<Open>,
    /// A row that may turn out to be an assembly: it is, if the next row stands deeper.
    held: Option<Material>,
    base: Option<u32>,
    asked: bool,
}

impl Explosion {
    /// Whether no row waits.
    pub const fn is_empty(&self) -> bool {
        self.held.is_none()
    }

    /// Takes the next row.
    pub fn take(&mut self, next: Material, parts: Option<PartQuantities>, tally: &mut Tally, problems: &mut Problems) {
        let Some(level) = next.level else {
            self.end(parts, tally, problems);
            return count(next, tally, problems);
        };
        if let Some(held) = self.held.take() {
            if held.level.is_some_and(|held| level > held) {
                self.open(held, parts, tally, problems);
            } else {
                self.leaf(held, parts, tally, problems);
            }
        }
        while self.open.last().is_some_and(|open| open.level >= level) {
            self.open.pop();
        }
        let base = *self.base.get_or_insert(level);
        let deepest = self.open.last().map_or(base, |open| open.level.saturating_add(1));
        if level > deepest {
            problems.push(Diagnostic::at(Code::OrphanRow, &next.at).with("name", &next.name).with("level", level).with("deepest", deepest));
        }
        self.held = Some(next);
    }

    /// Takes the row that waits: no row follows it.
    pub fn end(&mut self, parts: Option<PartQuantities>, tally: &mut Tally, problems: &mut Problems) {
        if let Some(held) = self.held.take() {
            self.leaf(held, parts, tally, problems);
        }
    }

    fn open(&mut self, assembly: Material, parts: Option<PartQuantities>, tally: &mut Tally, problems: &mut Problems) {
        let level = assembly.level.unwrap_or(0);
        while self.open.last().is_some_and(|open| open.level >= level) {
            self.open.pop();
        }
        let bought = assembly.procurement == Some(Procurement::Bought);
        let above = self.open.last().map_or(Some(Quotient::ONE), |open| open.pieces);
        let own = pieces_of(&assembly, level == 0, problems);
        let pieces = above.zip(own).and_then(|(above, own)| above.times_quotient(own));
        let inside_bought = self.is_inside_bought();
        if bought {
            self.leaf(assembly, parts, tally, problems);
        } else if !inside_bought {
            problems.push(Diagnostic::at(Code::AssemblyLeftOut, &assembly.at).with("name", &assembly.name));
        }
        self.open.push(Open { level, bought: bought || inside_bought, pieces });
    }

    fn is_inside_bought(&self) -> bool {
        self.open.last().is_some_and(|open| open.bought)
    }

    fn leaf(&mut self, mut leaf: Material, parts: Option<PartQuantities>, tally: &mut Tally, problems: &mut Problems) {
        while self.open.last().is_some_and(|open| leaf.level.is_some_and(|level| open.level >= level)) {
            self.open.pop();
        }
        if self.is_inside_bought() {
            problems.push(Diagnostic::at(Code::PartOfBought, &leaf.at).with("name", &leaf.name));
            return;
        }
        let pieces = self.open.last().map_or(Some(Quotient::ONE), |open| open.pieces);
        match parts {
            Some(PartQuantities::PerGood) => {}
            Some(PartQuantities::PerAssembly) => multiply(&mut leaf, pieces, problems),
            None if pieces == Some(Quotient::ONE) => {}
            None => {
                if !std::mem::replace(&mut self.asked, true) {
                    problems.push(Diagnostic::at(Code::LevelQuantity, &leaf.at).with("name", &leaf.name));
                }
            }
        }
        note_made(&leaf, problems);
        count(leaf, tally, problems);
    }
}

/// Counts a material, and tells what is doubtful about it.
pub(super) fn count(mut material: Material, tally: &mut Tally, problems: &mut Problems) {
    problems.extend(std::mem::take(&mut material.remarks));
    tally.add(material);
}

/// How many of an assembly go into what it is a part of. The row of the good itself is one good, whatever it says.
fn pieces_of(assembly: &Material, is_good: bool, problems: &mut Problems) -> Option<Quotient> {
    let several = assembly.quantity.is_some_and(|quantity| quantity != Quotient::ONE);
    if is_good {
        if several {
            problems.push(Diagnostic::at(Code::RootQuantity, &assembly.at).with("name", &assembly.name));
        }
        return Some(Quotient::ONE);
    }
    if assembly.quantity.is_none() && assembly.has_quantity_column {
        problems.push(Diagnostic::at(Code::AssemblyQuantity, &assembly.at).with("name", &assembly.name));
        return None;
    }
    Some(assembly.quantity.unwrap_or(Quotient::ONE))
}

/// The value of a part, taken as many times as its assembly goes into the good; unknown where that is not known.
pub(super) fn multiply(part: &mut Material, pieces: Option<Quotient>, problems: &mut Problems) {
    if pieces == Some(Quotient::ONE) {
        return;
    }
    let multiplied = part.value.zip(pieces).map(|(value, pieces)| value.times_quotient(pieces));
    if multiplied == Some(None) {
        problems.push(Diagnostic::at(Code::RowTooLong, &part.at));
    }
    part.value = multiplied.flatten();
}

/// Warns of a part that is made, and whose own parts are not there.
pub(super) fn note_made(part: &Material, problems: &mut Problems) {
    if matches!(part.procurement, Some(Procurement::Made | Procurement::Phantom)) {
        problems.push(Diagnostic::at(Code::MadeWithoutParts, &part.at).with("name", &part.name));
    }
}

#[cfg(test)]
mod tests {
    use super::level;

    #[test]
    fn levels_are_read_in_every_form() {
        let of = |texts: &[&str]| texts.iter().map(|text| level(text)).collect::<Vec<_>>();
        assert_eq!(of(&["0", "1", ".1", "..2", "...3", "１"]), [0, 1, 1, 2, 3, 1].map(Some));
        assert_eq!(of(&["1.2", "1.2.3", "1.10.", "L2", "Level 3", "+1"]), [2, 3, 2, 2, 3, 1].map(Some));
        assert_eq!(of(&["", "A", "..", "1.A", ".1.2", "250"]), [None; 6]);
    }
}
