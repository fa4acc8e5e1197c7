//! What a row is, before it is read as a material: a heading between rows, a total, an example, a remark.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::columns::Columns;
use super::field::Field;
use super::heading::key;
use super::profile::Profile;
use crate::diag::{Code, Diagnostic};
use crate::input::Row;

/// What a row is taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RowKind {
    /// A material.
    Material,
    /// A material of which nothing more is known than its name.
    Lone(Diagnostic),
    /// None: why it is left out.
    LeftOut(Diagnostic),
}

/// Tells what a row is. `after_gap` says that it stands below a blank row or right below the headings.
pub(super) fn tell(row: &Row, columns: &Columns, profile: &Profile, after_gap: bool) -> RowKind {
    let remark = |code, text: &str| RowKind::LeftOut(Diagnostic::at(code, &row.at).with("value", text));
    if columns.repeats(row) {
        return RowKind::LeftOut(Diagnostic::at(Code::HeaderRepeated, &row.at));
    }
    let Some((place, text)) = row.filled().next() else { return RowKind::Material };
    if row.filled().any(|(_, text)| profile.leaves_out(text)) {
        return remark(Code::LeftOut, text);
    }
    if says(text, Word::Example) || (place == 0 && begins(text, Word::Example)) {
        return remark(Code::ExampleRow, text);
    }
    if let Some(text) = total(row, columns) {
        return remark(Code::TotalRow, text);
    }
    if let Some(text) = cost(row, columns) {
        return remark(Code::CostRow, text);
    }
    match row.alone() {
        Some((place, text)) => alone(row, columns, place, text, after_gap),
        None => RowKind::Material,
    }
}

/// A row with a single filled cell. A remark or a heading says so by its form or its place; anything else may be a
/// material whose other cells were lost, and must not be dropped.
fn alone(row: &Row, columns: &Columns, place: usize, text: &str, after_gap: bool) -> RowKind {
    let only_column = columns.width <= 1;
    let names_good = columns.column(Field::GoodId).is_some_and(|column| column.place == place);
    if only_column || (names_good && row.width() >= columns.width) {
        return RowKind::Material;
    }
    let remark = |code| Diagnostic::at(code, &row.at).with("value", text);
    if begins(text, Word::Remark) || is_prose(text) {
        return RowKind::LeftOut(remark(Code::RemarkRow));
    }
    if row.spans() || names_good || is_heading(text) || after_gap {
        return RowKind::LeftOut(remark(Code::SectionRow));
    }
    RowKind::Lone(remark(Code::LoneCell))
}

/// Whether a text has the form of a heading between rows: `SECTION A`, `Packing:`, `【包材】`, `--- Screws ---`.
fn is_heading(text: &str) -> bool {
    let framed = |open: &[char], close: &[char]| text.starts_with(open) && text.ends_with(close);
    text.to_lowercase().starts_with("section")
        || text.ends_with([':', '：'])
        || framed(&['【', '[', '<', '《', '［'], &['】', ']', '>', '》', '］'])
        || (framed(&['-', '=', '*', '#', '—'], &['-', '=', '*', '#', '—']) && text.chars().any(char::is_alphanumeric))
        || says(text, Word::Material)
}

/// Whether a text is a sentence: longer than a name is, with a full stop.
fn is_prose(text: &str) -> bool {
    text.chars().count() > 60 && text.contains(['。', '；', '.'])
}

/// The word by which a row says that it adds up others: its first text says so whole, and nothing in it describes a
/// material.
fn total<'a>(row: &'a Row, columns: &Columns) -> Option<&'a str> {
    let described =
        [Field::HsCode, Field::Origin, Field::Status, Field::Quantity].iter().any(|field| !columns.text(row, *field).is_empty());
    let (_, first) = row.filled().find(|(_, text)| text.chars().any(char::is_alphabetic))?;
    let second_text = row.filled().filter(|(_, text)| text.chars().any(char::is_alphabetic)).nth(1);
    let currency_only = second_text.is_none_or(|(_, text)| text.chars().count() <= 4);
    (says(first, Word::Total) && (!described || currency_only) && columns.text(row, Field::HsCode).is_empty()).then_some(first)
}

/// The word by which a row says that it is a cost and no material: its kind of cost, or its only text.
fn cost<'a>(row: &'a Row, columns: &Columns) -> Option<&'a str> {
    let category = columns.text(row, Field::CostCategory);
    if !category.is_empty() {
        return (says(category, Word::Cost)).then_some(category);
    }
    let described = [Field::HsCode, Field::Origin, Field::Status].iter().any(|field| !columns.text(row, *field).is_empty());
    let mut texts = row.filled().filter(|(_, text)| text.chars().any(char::is_alphabetic));
    let (_, first) = texts.next()?;
    let alone = texts.all(|(_, text)| text.chars().count() <= 4);
    (alone && !described && says(first, Word::Cost)).then_some(first)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Word {
    Total,
    Example,
    Remark,
    Cost,
    Material,
}

/// Whether a text is one of the words, whole: a colon, a number or a bracket behind it does no harm.
fn says(text: &str, word: Word) -> bool {
    let whole = key(text);
    let end = |c: char| matches!(c, ':' | '=' | '、') || c.is_ascii_digit();
    let bare = whole.split('(').next().unwrap_or_default().trim_matches(end);
    known(word).iter().any(|known| *known == whole || known == bare)
}

/// Whether a text begins with one of the words, and a colon or the like parts it from the rest.
fn begins(text: &str, word: Word) -> bool {
    let whole = key(text);
    known(word)
        .iter()
        .any(|known| whole.strip_prefix(known.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '1', '/', ',', ')'])))
}

fn known(word: Word) -> &'static [String] {
    static WORDS: OnceLock<BTreeMap<Word, Vec<String>>> = OnceLock::new();
    let words = WORDS.get_or_init(|| include_str!("../../data/row_words.csv").lines().skip(1).filter_map(word_row).collect());
    words.get(&word).map_or(&[], Vec::as_slice)
}

fn word_row(line: &str) -> Option<(Word, Vec<String>)> {
    let (kind, words) = line.split_once(',')?;
    let word = match kind {
        "total" => Word::Total,
        "example" => Word::Example,
        "remark" => Word::Remark,
        "cost" => Word::Cost,
        "material" => Word::Material,
        _ => return None,
    };
    Some((word, words.split('|').map(key).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_words_is_read() {
        assert_eq!(include_str!("../../data/row_words.csv").lines().skip(1).filter_map(word_row).count(), 5);
    }

    #[test]
    fn words_are_matched_whole() {
        for text in ["合计", "合計：", "TOTAL (HKD)", "Grand Total", "小計", "Sub-total:"] {
            assert!(says(text, Word::Total), "{text}");
        }
        for text in ["Total station", "合计器", "Summer hat"] {
            assert!(!says(text, Word::Total), "{text}");
        }
        assert!(begins("Note: prices of May", Word::Remark) && begins("備註：含運費", Word::Remark));
        assert!(!begins("Notebook", Word::Remark) && !begins("註塑件", Word::Remark));
        assert!(begins("例如：A-1", Word::Example));
    }

    #[test]
    fn headings_have_a_form() {
        for text in ["SECTION: METAL", "Packing:", "【包材】", "--- Screws ---", "包裝材料"] {
            assert!(is_heading(text), "{text}");
        }
        assert!(!is_heading("Steel plate") && !is_heading("-5"));
    }
}
