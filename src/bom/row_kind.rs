//! What a row is, before it is read as a material: a heading between rows, a total, an example, a remark.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::columns::Columns;
use super::field::Field;
use super::heading::key;
use super::places::{self, Named};
use super::profile::Profile;
use super::vocabulary;
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

/// Whether a row whose first filled cell holds this text is an example and no material.
pub(crate) fn is_example(text: &str) -> bool {
    says(text, Word::Example) || begins(text, Word::Example)
}

/// Tells what a row is. `after_gap` says that it stands below a blank row, a total or another heading.
pub(super) fn tell(row: &Row, columns: &Columns, profile: &Profile, after_gap: bool) -> RowKind {
    let remark = |code, text: &str| RowKind::LeftOut(Diagnostic::at(code, &row.at).with("value", text));
    if columns.repeats(row) {
        return RowKind::LeftOut(Diagnostic::at(Code::HeaderRepeated, &row.at));
    }
    let Some((place, text)) = row.filled().next() else { return RowKind::Material };
    if row.filled().any(|(_, text)| profile.leaves_out(text)) {
        return remark(Code::LeftOut, text);
    }
    let first = key(text);
    if key_says(&first, Word::Example) || (place == 0 && key_begins(text, &first, Word::Example)) {
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
        None if is_remark(row, columns, text) => remark(Code::RemarkRow, text),
        None => RowKind::Material,
    }
}

/// Whether a row of several cells is a remark: it begins as one, and no cell holds what a material has.
fn is_remark(row: &Row, columns: &Columns, first: &str) -> bool {
    let text = |field| columns.text(row, field);
    let has_number = || columns.fields().any(|(field, column)| field.is_number() && !row.cell(column.place).is_empty());
    let has_code = || text(Field::HsCode).contains(|c: char| c.is_ascii_digit());
    let has_country = || !matches!(places::named(text(Field::Origin), None), Named::Unknown);
    let has_status = || vocabulary::status(text(Field::Status)).is_some();
    !has_number() && !has_code() && begins(first, Word::Remark) && !has_country() && !has_status()
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
    if row.spans() || names_good || is_heading(text) || after_gap || !can_name(columns, place, text) {
        return RowKind::LeftOut(remark(Code::SectionRow));
    }
    RowKind::Lone(remark(Code::LoneCell))
}

/// Whether a cell could name a material whose other cells were lost: words in the column for line numbers, or in one
/// that is not used, name none.
fn can_name(columns: &Columns, place: usize, text: &str) -> bool {
    let field = columns.fields().find(|(_, column)| column.place == place).map(|(field, _)| field);
    let nameless = field.is_none_or(|field| field == Field::Line || field.is_idle());
    !(nameless && text.chars().any(char::is_alphabetic))
}

/// Whether a text has the form of a heading between rows: `SECTION A`, `Packing:`, `【包材】`, `--- Screws ---`.
fn is_heading(text: &str) -> bool {
    let framed = |open: &[char], close: &[char]| text.starts_with(open) && text.ends_with(close);
    text.to_lowercase().starts_with("section")
        || text.ends_with([':', '：'])
        || framed(&['【', '[', '<', '《', '［'], &['】', ']', '>', '》', '］'])
        || (framed(&['-', '=', '*', '#', '—'], &['-', '=', '*', '#', '—']) && text.chars().any(char::is_alphanumeric))
        || says(text, Word::Material)
        || is_numbered(text)
}

/// Whether a text begins with a Chinese number, as sections do: `一、主料`, `（二）輔料`.
fn is_numbered(text: &str) -> bool {
    let body = text.trim_start_matches(['(', '（']);
    let rest = body.trim_start_matches(['一', '二', '三', '四', '五', '六', '七', '八', '九', '十']);
    rest.len() < body.len() && rest.starts_with(['、', '.', '．', ')', '）'])
}

/// Whether a text is a sentence: longer than a name is, with a full stop.
fn is_prose(text: &str) -> bool {
    text.chars().count() > 60 && text.contains(['。', '；', '.'])
}

/// The word by which a row says that it adds up others: its first text says so whole, or ends or begins with it, and
/// nothing in the row describes a material.
fn total<'a>(row: &'a Row, columns: &Columns) -> Option<&'a str> {
    let filled = |field: &Field| !columns.text(row, *field).is_empty();
    if [Field::HsCode, Field::Origin, Field::Status].iter().any(filled) {
        return None;
    }
    let mut texts = row.filled().filter(|(_, text)| text.chars().any(char::is_alphabetic));
    let (_, first) = texts.next()?;
    let others = texts.any(|(_, text)| text.chars().count() > 4);
    let counted = filled(&Field::Quantity) || filled(&Field::UnitCost);
    let whole = says(first, Word::Total) && !(counted && others);
    let part = has_total(first) && !counted && !others;
    (whole || part).then_some(first)
}

/// Whether a text ends with a word for a total, or begins with an English one: `原材料合計`, `Total raw materials (HKD)`.
fn has_total(text: &str) -> bool {
    let plain = key(text);
    let body = plain.split(['(', ':']).next().unwrap_or_default();
    let lower = text.trim().to_lowercase().replace("sub-", "sub").trim_end_matches([':', '：']).to_owned();
    known(Word::Total).iter().any(|word| {
        if word.is_ascii() {
            lower.strip_prefix(word.as_str()).is_some_and(is_of_costs) || lower.ends_with(&format!(" {word}"))
        } else {
            body.ends_with(word.as_str())
        }
    })
}

/// Whether what follows `total` says what is added up: `raw materials`, and not `station`.
fn is_of_costs(rest: &str) -> bool {
    let summed =
        ["material", "materials", "raw", "parts", "components", "cost", "costs", "amount", "value", "price", "packing", "of", "for"];
    let letter = rest.trim().chars().count() == 1;
    rest.starts_with([' ', ':']) && (letter || rest.split(|c: char| !c.is_alphabetic()).any(|word| summed.contains(&word)))
}

/// The word by which a row says that it is a cost and no material: its kind of cost, or its only text, or its
/// description.
fn cost<'a>(row: &'a Row, columns: &Columns) -> Option<&'a str> {
    let category = columns.text(row, Field::CostCategory);
    if !category.is_empty() {
        return (says(category, Word::Cost)).then_some(category);
    }
    if [Field::HsCode, Field::Origin, Field::Status].iter().any(|field| !columns.text(row, *field).is_empty()) {
        return None;
    }
    let description = columns.text(row, Field::Description);
    if says(description, Word::Cost) {
        return Some(description);
    }
    let mut texts = row.filled().filter(|(_, text)| text.chars().any(char::is_alphabetic));
    let (_, first) = texts.next()?;
    let alone = texts.all(|(_, text)| text.chars().count() <= 4);
    (alone && says(first, Word::Cost)).then_some(first)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Word {
    Total,
    Example,
    Remark,
    Cost,
    Material,
}

/// Whether a text is one of the words, whole: a colon, a number or a bracket behind it does no harm. A short Latin word
/// with a number may be a part: `EG-100`, `SUM 2`.
fn says(text: &str, word: Word) -> bool {
    key_says(&key(text), word)
}

fn key_says(whole: &str, word: Word) -> bool {
    let head = whole.split(['(', ':', '=']).next().unwrap_or_default();
    let bare = head.trim_matches(|c: char| c == '、' || c.is_ascii_digit());
    known(word).iter().any(|known| *known == head || (*known == bare && (!known.is_ascii() || known.len() > SHORT)))
}

/// The longest Latin word that may as well be the beginning of a part's number.
const SHORT: usize = 4;

/// Whether a text begins with one of the words, and a mark, a number or the end parts it from the rest.
fn begins(text: &str, word: Word) -> bool {
    key_begins(text, &key(text), word)
}

fn key_begins(text: &str, whole: &str, word: Word) -> bool {
    let parted = |known: &str, rest: &str| match rest.chars().next() {
        None => true,
        Some(c) if c.is_ascii_digit() => !known.is_ascii() || known.len() > SHORT || text.trim().contains(' '),
        Some(c) => !c.is_alphanumeric(),
    };
    known(word).iter().any(|known| whole.strip_prefix(known.as_str()).is_some_and(|rest| parted(known, rest)))
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
        assert!(begins("例如：A-1", Word::Example) && begins("第 2 页", Word::Remark) && begins("Page 2 of 3", Word::Remark));
        for text in ["EG-100", "SUM-200", "Page-2", "NB12", "E.G. 5"] {
            assert!(![Word::Total, Word::Example, Word::Remark].into_iter().any(|word| says(text, word)), "{text}");
        }
        assert!(!begins("EG-100", Word::Example) && !begins("NB-12", Word::Remark));
        assert!(says("合计：¥1,234.50", Word::Total) && says("小计2", Word::Total) && says("Subtotal 2", Word::Total));
    }

    #[test]
    fn a_total_may_say_of_what() {
        for text in ["原材料合計", "Total raw materials", "Total materials (HKD)", "Sub-total B", "Packing total", "材料费小计："]
        {
            assert!(has_total(text), "{text}");
        }
        for text in ["Totaliser", "合計器", "Subtotalizer", "Total station"] {
            assert!(!has_total(text), "{text}");
        }
    }

    #[test]
    fn headings_have_a_form() {
        for text in ["SECTION: METAL", "Packing:", "【包材】", "--- Screws ---", "包裝材料", "一、主料", "（二）輔料"] {
            assert!(is_heading(text), "{text}");
        }
        assert!(!is_heading("Steel plate") && !is_heading("-5"));
    }
}
