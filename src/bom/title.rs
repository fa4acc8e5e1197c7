//! The heading of one column: a cell, or the cells of two rows that are one heading together.

use super::field::{Context, Field};
use super::heading::{Heading, Recognised, is_unit, key, recognise};
use super::sign::Sign;
use crate::input::Row;
use crate::value::Position;

/// The heading of a column.
pub(super) struct Title<'a> {
    /// Where its last cell stands.
    pub at: Position,
    /// Its cells, from above; blank ones left out.
    pub texts: Vec<&'a str>,
    /// What stands above this column and those beside it, as `金額` over `原產` and `非原產`.
    group: Option<&'a str>,
}

impl<'a> Title<'a> {
    /// The heading at a place.
    pub fn of(header: &'a [Row], place: usize) -> Self {
        let filled = header.iter().filter(|row| !row.cell(place).is_empty());
        let at = filled.clone().next_back().or(header.first()).map_or_else(|| Position::file("".into()), |row| row.at.at_cell(place));
        let mut texts: Vec<&str> = filled.map(|row| row.cell(place)).collect();
        texts.dedup();
        Self { at, texts, group: group(header, place) }
    }

    /// The heading as one text.
    pub fn shown(&self) -> String {
        match (self.group, self.texts.as_slice()) {
            (Some(group), [lower]) => format!("{group} / {lower}"),
            (_, texts) => texts.join(" / "),
        }
    }

    /// What the heading says.
    pub fn meaning(&self, context: Context) -> Recognised {
        match (self.group, self.texts.as_slice()) {
            (Some(group), [.., lower]) => grouped(context, group, lower),
            (None, [upper, lower]) if is_measure(lower) => recognise(context, &format!("{upper}({lower})")),
            _ => agreed(&self.texts, context),
        }
    }
}

/// How many columns a heading may stand over.
const WIDEST: usize = 64;

/// What stands over several columns, if this is one of them: a cell of the upper row with blanks behind it, over cells
/// that are filled.
fn group(header: &[Row], place: usize) -> Option<&str> {
    let [upper, lower] = header else { return None };
    if lower.cell(place).is_empty() {
        return None;
    }
    if !upper.cell(place).is_empty() {
        let next = place.saturating_add(1);
        return (upper.cell(next).is_empty() && !lower.cell(next).is_empty()).then(|| upper.cell(place));
    }
    let start = (place.saturating_sub(WIDEST)..place).rev().find(|place| !upper.cell(*place).is_empty())?;
    (start..place).all(|between| !lower.cell(between).is_empty()).then(|| upper.cell(start))
}

/// What a heading says under that of its group: `單價` over `RMB`, `Cost` over `Unit`, 金額 over 原產.
fn grouped(context: Context, group: &str, lower: &str) -> Recognised {
    let measure = is_measure(lower).then(|| format!("{group}({lower})"));
    let phrases = [Some(format!("{lower} {group}")), Some(format!("{group} {lower}")), measure];
    let whole = phrases.iter().flatten().map(|phrase| recognise(context, phrase)).find(|said| matches!(said, Recognised::Field(_)));
    whole.unwrap_or_else(|| split(group, lower, context).unwrap_or_else(|| agreed(&[group, lower], context)))
}

/// 原產 and 非原產 part whatever amount stands over them.
fn split(group: &str, lower: &str, context: Context) -> Option<Recognised> {
    let (Recognised::Field(of_group), Recognised::Field(heading)) = (recognise(context, group), recognise(context, lower)) else {
        return None;
    };
    let parts = matches!(heading.field, Field::OriginatingAmount | Field::NonOriginatingAmount);
    (parts && of_group.field == Field::Amount).then_some(Recognised::Field(Heading { sign: heading.sign.or(of_group.sign), ..heading }))
}

/// Whether a text is a unit or a currency.
pub(super) fn is_measure(text: &str) -> bool {
    is_unit(&key(text)) || Sign::of(text).is_some()
}

/// What the cells of a heading say together: those that are known must agree.
fn agreed(texts: &[&str], context: Context) -> Recognised {
    let mut fields: Vec<Heading> = Vec::new();
    for text in texts {
        match recognise(context, text) {
            Recognised::Field(heading) => fields.push(heading),
            Recognised::Open(open) => return Recognised::Open(open),
            Recognised::Unknown => {}
        }
    }
    match fields.split_first() {
        None => Recognised::Unknown,
        Some((first, rest)) if rest.iter().all(|other| other.field == first.field) => Recognised::Field(Heading {
            sign: fields.iter().find_map(|heading| heading.sign),
            percent: fields.iter().any(|heading| heading.percent),
            ..*first
        }),
        Some(_) => Recognised::Open(fields.iter().map(|heading| heading.field).collect()),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    /// What each column says under these two rows.
    fn said(upper: &[&str], lower: &[&str]) -> Vec<String> {
        let row = |line, cells: &[&str]| {
            let at = Position::file(Arc::from("t.csv")).at_line(line);
            Row::new(at, cells.iter().map(|cell| (*cell).to_owned()).collect())
        };
        let header = [row(1, upper), row(2, lower)];
        let one = |place| match Title::of(&header, place).meaning(Context::Materials) {
            Recognised::Field(heading) => heading.field.word().to_owned(),
            Recognised::Open(fields) => fields.iter().map(|field| field.word()).collect::<Vec<_>>().join(" or "),
            Recognised::Unknown => "—".to_owned(),
        };
        (0..upper.len()).map(one).collect()
    }

    #[test]
    fn a_heading_over_several_columns_goes_with_each_of_them() {
        assert_eq!(
            said(&["品名", "單價", "金額", "", "備註"], &["", "", "原產", "非原產", ""]),
            ["description", "unit_cost", "originating_amount", "non_originating_amount", "—"]
        );
        assert_eq!(said(&["Part", "Cost", ""], &["", "Unit", "Total"]), ["part", "unit_cost", "amount"]);
        assert_eq!(said(&["Part", "Supplier", ""], &["", "Name", "Country"]), ["part", "supplier", "supplier or origin"]);
    }

    #[test]
    fn two_rows_of_one_heading_must_agree() {
        assert_eq!(said(&["FMATERIALID", "FMATERIALIDCHILD"], &["父项物料编码", "子项物料编码"]), ["parent", "part"]);
        assert_eq!(said(&["用量", "单价"], &["PCS", "RMB"]), ["quantity", "unit_cost"]);
        assert_eq!(said(&["用量", "单价"], &["单价", "品名"]), ["quantity or unit_cost", "unit_cost or description"]);
    }
}
