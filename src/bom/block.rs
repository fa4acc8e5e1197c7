//! Labels with values beside a table: `Product: TEA-1` above it, `FOB | 48.00` under it.

use std::collections::BTreeMap;

use super::field::{Context, Field};
use super::heading::{Recognised, recognise};
use super::sign::Sign;
use super::ways::Ways;
use crate::diag::{Code, Diagnostic};
use crate::input::Row;
use crate::value::{Currency, Position};

/// What the labels beside a table say.
#[derive(Clone, Debug, Default)]
pub(super) struct Block {
    values: BTreeMap<Field, Said>,
    /// The currency that a label names.
    pub currency: Option<(Currency, Position)>,
    /// Labels of one field that say different things.
    conflicts: Vec<Diagnostic>,
}

#[derive(Clone, Debug)]
struct Said {
    text: String,
    at: Position,
    /// How good the label is for the field.
    rank: u8,
}

impl Block {
    /// Reads the labels of a row; whether there were any.
    pub fn read(&mut self, row: &Row) -> bool {
        let cells: Vec<(usize, &str)> = row.filled().collect();
        let mut any = false;
        let mut rest = cells.iter().peekable();
        while let Some((place, text)) = rest.next() {
            let at = row.at.at_cell(*place);
            if is_label(text) {
                if let Some((next, value)) = rest.next_if(|(_, value)| !is_label(value)) {
                    any |= self.take(text, value, &row.at.at_cell(*next));
                }
                continue;
            }
            for (label, value) in labelled(text) {
                any |= self.take(label, value, &at);
            }
        }
        any
    }

    /// Reads a row that holds nothing but the label of FOB or of the ex-works price and its value, with or without a
    /// currency in a cell of its own, as under the materials of a cost sheet.
    pub fn read_price(&mut self, row: &Row) -> bool {
        if row.filled().nth(FEW.saturating_sub(1)).is_some() {
            return false;
        }
        let cells: Vec<(usize, &str)> = row.filled().collect();
        match cells.as_slice() {
            [(place, text)] => {
                let price = labelled(text).into_iter().next().filter(|(label, value)| is_price(label) && is_amount(value));
                price.is_some_and(|(label, value)| self.take(label, value, &row.at.at_cell(*place)))
            }
            [(_, label), rest @ ..] if is_price(label) => {
                let (amounts, others): (Vec<_>, Vec<_>) = rest.iter().partition(|(_, text)| is_amount(text));
                let signs: Vec<Option<Sign>> = others.iter().map(|(_, text)| Sign::of(text)).collect();
                let ([(place, value)], true) = (amounts.as_slice(), signs.iter().all(Option::is_some)) else { return false };
                let at = row.at.at_cell(*place);
                if let Some(Sign::Names(currency)) = signs.first().copied().flatten() {
                    self.currency = Some((currency, at.clone()));
                }
                self.take(label, value, &at)
            }
            _ => false,
        }
    }

    fn take(&mut self, label: &str, value: &str, at: &Position) -> bool {
        let Recognised::Field(heading) = recognise(Context::Block, bare(label)) else { return false };
        if let Some(Sign::Names(currency)) = heading.sign {
            self.currency = Some((currency, at.clone()));
        }
        let said = Said { text: value.to_owned(), at: at.clone(), rank: heading.rank };
        match self.values.get(&heading.field) {
            Some(known) if known.rank < said.rank => {}
            Some(known) if known.rank == said.rank => {
                if known.text != said.text && !heading.field.is_idle() {
                    let conflict = Diagnostic::at(Code::Conflict, at).with("field", heading.field.word());
                    self.conflicts.push(conflict.with("other", &known.at));
                }
            }
            _ => {
                self.values.insert(heading.field, said);
            }
        }
        true
    }

    /// How cells are read where a label names the currency: `元` and `¥` stand for it, if they can.
    pub fn settled(&self, ways: Ways) -> Ways {
        let of_label = self.get(Field::GoodCurrency).and_then(|(text, _)| Sign::of(text)?.currency());
        let Some(currency) = of_label.or_else(|| self.currency.as_ref().map(|(currency, _)| *currency)) else { return ways };
        let yen = Some(currency).filter(|currency| matches!(currency.as_str(), "CNY" | "JPY"));
        Ways { yen: yen.or(ways.yen), yuan: Some(currency), ..ways }
    }

    /// What is wrong with the labels read so far.
    pub fn conflicts(&mut self) -> Vec<Diagnostic> {
        std::mem::take(&mut self.conflicts)
    }

    /// The value of a field, and where it stands.
    pub fn get(&self, field: Field) -> Option<(&str, Position)> {
        self.values.get(&field).map(|said| (said.text.as_str(), said.at.clone()))
    }

    /// Every value, with its field and place.
    pub fn iter(&self) -> impl Iterator<Item = (Field, &str, &Position)> {
        self.values.iter().map(|(field, said)| (*field, said.text.as_str(), &said.at))
    }
}

/// More cells than a label with its value and currency fills.
const FEW: usize = 5;

/// A label without its colon.
fn bare(text: &str) -> &str {
    text.trim().trim_end_matches([':', '：', ' '])
}

fn is_label(text: &str) -> bool {
    matches!(recognise(Context::Block, bare(text)), Recognised::Field(_))
}

/// The labels with their values in a cell: `成品編號：SPK-1    品名：喇叭`.
fn labelled(text: &str) -> Vec<(&str, &str)> {
    let pieces = text.split(['\n', '\t', ';', '；', '\u{3000}']).flat_map(|piece| piece.split("  "));
    let pairs = pieces.filter_map(|piece| piece.split_once([':', '：']));
    pairs.map(|(label, value)| (label.trim(), value.trim())).filter(|(_, value)| !value.is_empty()).collect()
}

fn is_price(label: &str) -> bool {
    let named = recognise(Context::Block, bare(label));
    matches!(named, Recognised::Field(heading) if matches!(heading.field, Field::Fob | Field::ExWorks))
}

fn is_amount(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[&str]) -> Row {
        let at = Position::file("t.csv".into()).at_line(1);
        Row::new(at, cells.iter().map(|cell| (*cell).to_owned()).collect())
    }

    fn read(rows: &[&[&str]]) -> (Vec<(Field, String)>, usize) {
        let mut block = Block::default();
        for cells in rows {
            block.read(&row(cells));
        }
        let conflicts = block.conflicts().len();
        (block.iter().map(|(field, text, _)| (field, text.to_owned())).collect(), conflicts)
    }

    #[test]
    fn labels_stand_beside_their_values_or_in_one_cell_with_them() {
        let wanted = vec![(Field::GoodId, "SPK-1".to_owned()), (Field::GoodDescription, "喇叭".to_owned())];
        assert_eq!(read(&[&["成品編號：SPK-1", "品名：喇叭"]]).0, wanted);
        assert_eq!(read(&[&["成品編號", "SPK-1", "", "品名", "喇叭"]]).0, wanted);
        assert_eq!(read(&[&["成品編號：SPK-1    品名：喇叭"]]).0, wanted);
        assert_eq!(read(&[&["成品編號", "品名", "喇叭"]]).0, [(Field::GoodDescription, "喇叭".to_owned())]);
    }

    #[test]
    fn the_better_label_wins_and_equal_ones_must_agree() {
        let (said, conflicts) = read(&[&["Model: X2", "Product: SPK-1"], &["Product code: SPK-1"]]);
        assert_eq!((said, conflicts), (vec![(Field::GoodId, "SPK-1".to_owned())], 0));
        assert_eq!(read(&[&["FOB: 12.00"], &["FOB value", "13.00"]]).1, 1);
    }

    #[test]
    fn the_price_under_a_table_stands_alone() {
        let priced = |cells: &[&str]| Block::default().read_price(&row(cells));
        assert!(priced(&["FOB: HK$48.00"]) && priced(&["單位產品FOB", "", "48.00"]) && priced(&["FOB", "HKD", "48.00"]));
        assert!(!priced(&["FOB", "cable", "48.00"]) && !priced(&["FOB: Hong Kong"]) && !priced(&["FOB", "1", "48.00"]));
    }
}
