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

/// How the levels of a table are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LevelForm {
    /// As numbers, with or without dots before them: `2`, `..2`.
    #[default]
    Numbers,
    /// As paths: `1.2.3` is three deep, and `2` is one deep.
    Paths,
}

impl LevelForm {
    /// The form of a column, by its first cells: one path among them makes all of them paths.
    pub(super) fn of<'r>(mut cells: impl Iterator<Item = &'r str>) -> Self {
        let is_path = |cell: &str| matches!(steps(cell), Some((false, steps)) if steps.len() > 1);
        if cells.any(is_path) { Self::Paths } else { Self::Numbers }
    }
}

/// Whether the cells of a column count the rows, so that they are no levels: 1, 2, 3, one more on every row.
pub(super) fn count_rows<'r>(cells: impl Iterator<Item = &'r str>) -> bool {
    let (mut expected, mut rows) = (None, 0_u32);
    for cell in cells.filter(|cell| !cell.is_empty()) {
        let number = cell.parse::<u32>().ok();
        if number.is_none() || expected.is_some_and(|expected| number != Some(expected)) {
            return false;
        }
        expected = number.map(|number| number.saturating_add(1));
        rows = rows.saturating_add(1);
    }
    rows >= COUNTED
}

/// How many rows a count must have to be one.
const COUNTED: u32 = 4;

/// Reads a level: `2`, `..2`, `L2`; or the depth of a path.
pub(super) fn level(text: &str, form: LevelForm) -> Option<u32> {
    if text.is_empty() {
        return None;
    }
    let (dots, steps) = steps(text)?;
    let level = match (steps.as_slice(), dots, form) {
        ([level], true, _) | ([level], false, LevelForm::Numbers) => *level,
        (path, false, _) => u32::try_from(path.len()).ok()?,
        (_, true, _) => return None,
    };
    (level <= DEEPEST).then_some(level)
}

/// The numbers between the dots, and whether dots stand before them.
fn steps(text: &str) -> Option<(bool, Vec<u32>)> {
    let folded = fold_width(text);
    let plain = folded.trim().trim_start_matches("Level").trim_start_matches("level").trim_start_matches(['L', 'l', '+', ' ']);
    let steps: Option<Vec<u32>> = plain.trim_matches('.').split('.').map(|step| step.parse().ok()).collect();
    Some((plain.starts_with('.'), steps?))
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
    use super::*;

    #[test]
    fn levels_are_read_in_every_form() {
        let of = |texts: &[&str], form| texts.iter().map(|text| level(text, form)).collect::<Vec<_>>();
        assert_eq!(of(&["0", "1", ".1", "..2", "...3", "１"], LevelForm::Numbers), [0, 1, 1, 2, 3, 1].map(Some));
        assert_eq!(of(&["L2", "Level 3", "+1"], LevelForm::Numbers), [2, 3, 1].map(Some));
        assert_eq!(of(&["2", "1.2", "1.2.3", "1.10.", "250"], LevelForm::Paths), [1, 2, 3, 2, 1].map(Some));
        assert_eq!(of(&["", "A", "..", "1.A", ".1.2", "250"], LevelForm::Numbers), [None; 6]);
    }

    #[test]
    fn one_path_makes_a_column_of_paths() {
        assert_eq!(LevelForm::of(["1", "2", "2.1"].into_iter()), LevelForm::Paths);
        assert_eq!(LevelForm::of(["1", ".2", "..3"].into_iter()), LevelForm::Numbers);
    }

    #[test]
    fn numbers_that_count_the_rows_are_no_levels() {
        assert!(count_rows(["1", "2", "3", "4", "5"].into_iter()));
        assert!(!count_rows(["1", "2", "3"].into_iter()), "a short chain of assemblies is one");
        assert!(!count_rows(["1", "2", "2", "3", "4"].into_iter()));
    }
}
