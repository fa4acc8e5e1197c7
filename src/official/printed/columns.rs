//! Where the four columns of a printed list begin, and what stands in them.

use std::collections::{BTreeMap, BTreeSet};

use super::{Line, Measure, Word};
use crate::official::heading::Headings;
use crate::official::piece::COLUMNS;
use crate::official::text::{is_wide, join, tidy};
use crate::value::number::fold_width;

/// The left edges of the four columns.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    code: i32,
    description: i32,
    rule: i32,
    /// Where lines begin on which nothing but a part of a rule stands.
    anchors: BTreeSet<i32>,
}

impl Columns {
    /// The columns of a page, from the lines on which rows begin; `None` where none does.
    pub fn of(lines: &[Line], measure: Measure) -> Option<Self> {
        let starts: Vec<(&Line, usize)> = lines.iter().filter_map(|line| Some((line, row_start(line)?))).collect();
        let code = starts.iter().filter_map(|(line, _)| line.words.get(1)).map(|word| word.left).min()?;
        let after_code = starts.iter().filter_map(|(line, after)| line.words.get(*after)).map(|word| word.left);
        let description = usual(after_code, measure.slack)?;
        let beyond = description.saturating_add(measure.slack.saturating_mul(2));
        let apart = lines.iter().flat_map(|line| begins_apart(line, measure)).filter(|left| *left > beyond);
        let rule = usual(apart, measure.slack)?;
        let first = lines.iter().filter_map(|line| line.words.first()).map(|word| word.left);
        let anchors = first.filter(|left| *left >= rule.saturating_sub(measure.slack)).collect();
        Some(Self { code, description, rule, anchors })
    }

    /// The columns of a page on which no row begins, from its heading. Where that is centred, the rule begins at the
    /// nearest place before it at which a line has text standing apart.
    pub fn of_heading(heading: &[Line], below: &[Line], headings: &Headings, measure: Measure) -> Option<Self> {
        let stacks = stacked(heading, measure);
        let columns = headings.row(stacks.iter().map(|stack| stack.text.as_str()))?;
        let [_, code, description, rule] = columns.map(|column| column.and_then(|index| stacks.get(index)).map(|stack| stack.left));
        let (code, rule) = (code?, rule?);
        let description = description.unwrap_or(rule);
        let starts = below.iter().flat_map(|line| begins_apart(line, measure));
        let before = starts.filter(|left| *left > description.saturating_add(measure.slack) && *left <= rule).max();
        Some(Self { code, description, rule: before.unwrap_or(rule), anchors: BTreeSet::new() })
    }

    /// The four cells of a line; `None` where it does not stand in the columns.
    pub fn cells(&self, line: &Line, measure: Measure) -> Option<[String; COLUMNS]> {
        let split = self.rule_begins(line, measure);
        let mut cells: [String; COLUMNS] = Default::default();
        for (index, word) in line.words.iter().enumerate() {
            let column = if split.is_some_and(|split| index >= split) {
                3
            } else if word.left >= self.description.saturating_sub(measure.slack) {
                2
            } else {
                usize::from(word.left >= self.code.saturating_sub(measure.slack))
            };
            if let Some(cell) = cells.get_mut(column) {
                *cell = format!("{cell} {}", word.text);
            }
        }
        let cells = cells.map(|cell| tidy(&cell));
        let [serial, code, _, _] = &cells;
        ((serial.is_empty() || is_serial(serial)) && (code.is_empty() || is_code(code))).then_some(cells)
    }

    /// The word with which the rule begins on a line: one that stands apart near the edge of the column or beyond it;
    /// or else one that begins where lines of nothing but a rule begin; or else one between two Chinese characters,
    /// where no text has a space; or else the first one beyond the edge.
    fn rule_begins(&self, line: &Line, measure: Measure) -> Option<usize> {
        let beyond = |index: &usize, slack: i32| line.words.get(*index).is_some_and(|word| word.left >= self.rule.saturating_sub(slack));
        let all = || 0..line.words.len();
        let apart = all().find(|index| beyond(index, measure.slack) && is_apart(line, *index, measure));
        let anchored = || all().find(|index| line.words.get(*index).is_some_and(|word| self.anchors.contains(&word.left)));
        let word = |index: usize| line.words.get(index);
        let after_wide = |index: &usize| index.checked_sub(1).and_then(word).is_some_and(|word| word.text.ends_with(is_wide));
        let between_wide = |index: &usize| {
            let described =
                index.checked_sub(1).and_then(word).is_some_and(|before| before.left >= self.description.saturating_sub(measure.slack));
            described && after_wide(index) && word(*index).is_some_and(|word| word.text.starts_with(is_wide))
        };
        let parted = || all().find(between_wide);
        let last = || all().find(|index| beyond(index, if after_wide(index) { measure.slack } else { 0 }));
        apart.or_else(anchored).or_else(parted).or_else(last)
    }
}

/// The index of the word after serial number and code, on a line where a row begins.
fn row_start(line: &Line) -> Option<usize> {
    let word = |index: usize| line.words.get(index).map(|word| word.text.as_str());
    if !is_serial(word(0)?) {
        return None;
    }
    let ex = usize::from(fold_width(word(1)?).to_lowercase().trim_end_matches('.') == "ex");
    let code = word(1_usize.saturating_add(ex))?;
    (is_code(code) && code.chars().any(|c| c.is_ascii_digit())).then(|| ex.saturating_add(2))
}

/// `1`, `538`, `12.`
fn is_serial(text: &str) -> bool {
    let folded = fold_width(text);
    let digits = folded.trim_end_matches('.');
    (1..=5).contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_digit())
}

/// Whether a cell may be one of codes: digits, dots and what stands between codes.
fn is_code(text: &str) -> bool {
    let folded = fold_width(text).to_lowercase();
    let mut rest = folded;
    for word in ["ex", "to", "and", "至", "及", "和", "、"] {
        rest = rest.replace(word, "");
    }
    rest.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '.' | ',' | ';' | '-' | '–' | '~'))
}

/// Where words begin that stand apart from the word before them, or first on their line.
fn begins_apart(line: &Line, measure: Measure) -> Vec<i32> {
    (0..line.words.len())
        .filter(|index| is_apart(line, *index, measure))
        .filter_map(|index| line.words.get(index))
        .map(|word| word.left)
        .collect()
}

fn is_apart(line: &Line, index: usize, measure: Measure) -> bool {
    let Some(word) = line.words.get(index) else { return false };
    let before = index.checked_sub(1).and_then(|before| line.words.get(before));
    before.is_none_or(|before| word.left.saturating_sub(before.right) >= measure.gap)
}

/// The place at which most begin, give or take the slack; of places with as many, the left one.
fn usual(places: impl Iterator<Item = i32>, slack: i32) -> Option<i32> {
    let mut counts: BTreeMap<i32, usize> = BTreeMap::new();
    for place in places {
        let count = counts.entry(place).or_default();
        *count = count.saturating_add(1);
    }
    let near = |place: i32| counts.range(place..=place.saturating_add(slack)).map(|(_, count)| count).sum::<usize>();
    counts.keys().copied().max_by_key(|place| (near(*place), std::cmp::Reverse(*place)))
}

/// The texts of a few lines, column by column: what stands one above the other belongs together.
pub(super) fn stacked(lines: &[Line], measure: Measure) -> Vec<Word> {
    let mut stacks: Vec<Word> = Vec::new();
    for segment in lines.iter().flat_map(|line| segments(line, measure)) {
        match stacks.iter_mut().find(|stack| segment.left <= stack.right && segment.right >= stack.left) {
            Some(stack) => {
                stack.left = segment.left.min(stack.left);
                stack.right = segment.right.max(stack.right);
                stack.text = join(&stack.text, &segment.text);
            }
            None => stacks.push(segment),
        }
    }
    stacks.sort_by_key(|stack| stack.left);
    stacks
}

/// The runs of neighbouring words of a line.
fn segments(line: &Line, measure: Measure) -> Vec<Word> {
    let mut segments: Vec<Word> = Vec::new();
    for (index, word) in line.words.iter().enumerate() {
        match segments.last_mut() {
            Some(segment) if !is_apart(line, index, measure) => {
                segment.text = join(&segment.text, &word.text);
                segment.right = word.right;
            }
            _ => segments.push(word.clone()),
        }
    }
    segments
}
