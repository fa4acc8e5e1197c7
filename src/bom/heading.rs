//! What a heading says: the field of its column, and with it a currency or that shares are percentages.
//!
//! A heading is compared whole, never by a part of it that happens to stand in another word. What is taken off first
//! is only what has a meaning of its own: a currency, a unit in brackets, `%`, a second language behind a stroke.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use unicode_normalization::UnicodeNormalization;

use super::field::{Context, Field};
use super::sign::Sign;

/// What a heading says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heading {
    /// The field of the column.
    pub field: Field,
    /// How good the name is for its field: of two columns the lower one holds it.
    pub rank: u8,
    /// The sign of the currency of the column's amounts.
    pub sign: Option<Sign>,
    /// Whether bare numbers of the column are percentages.
    pub percent: bool,
}

/// What came of a heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recognised {
    /// A field.
    Field(Heading),
    /// Its parts name different fields.
    Open(Vec<Field>),
    /// Not a known heading.
    Unknown,
}

/// Whether a text is a heading of any kind of table.
#[must_use]
pub fn is_known(text: &str) -> bool {
    [Context::Materials, Context::Goods, Context::Rates].into_iter().any(|context| matches!(recognise(context, text), Recognised::Field(_)))
}

/// A name without case, width, spaces, hyphens, dots and underscores, in simplified letters: `*料 號` is `料号`.
#[must_use]
pub fn key(text: &str) -> String {
    let plain: Cow<'_, str> = if text.is_ascii() { text.into() } else { text.nfkc().collect::<String>().into() };
    let kept = plain.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_' | '.' | '*' | '"' | '\'' | '\u{feff}' | '\u{200b}'));
    kept.flat_map(char::to_lowercase).map(simplified).collect()
}

/// What a heading says in a kind of table.
#[must_use]
pub fn recognise(context: Context, text: &str) -> Recognised {
    if text.is_empty() || text.chars().nth(LONGEST).is_some() {
        return Recognised::Unknown;
    }
    let whole = key(text);
    if let Some(heading) = whole_heading(context, &whole) {
        return Recognised::Field(heading);
    }
    let parts = parts(text);
    if parts.len() < 2 {
        return Recognised::Unknown;
    }
    let found: Vec<Option<Heading>> = parts.iter().map(|part| whole_heading(context, &key(part))).collect();
    let known: Vec<Heading> = found.iter().flatten().copied().collect();
    let separated = text.contains(['/', '\n', '|', '／']);
    match known.split_first() {
        Some((first, rest)) if rest.iter().any(|other| other.field != first.field) => {
            Recognised::Open(known.iter().map(|heading| heading.field).collect())
        }
        Some((first, _)) if separated || known.len() == parts.len() => Recognised::Field(joined(*first, &known)),
        _ => Recognised::Unknown,
    }
}

/// The longest text that can be a heading.
const LONGEST: usize = 80;

/// One heading of parts that agree: the currency of any of them, percentages if any says so.
fn joined(first: Heading, all: &[Heading]) -> Heading {
    Heading {
        rank: all.iter().map(|heading| heading.rank).min().unwrap_or(first.rank),
        sign: all.iter().find_map(|heading| heading.sign),
        percent: all.iter().any(|heading| heading.percent),
        ..first
    }
}

/// The parts of a heading in two languages: at strokes and line ends, or where the letters change.
fn parts(text: &str) -> Vec<String> {
    let separated: Vec<String> =
        text.split(['/', '\n', '|', '／']).map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect();
    if separated.len() > 1 {
        return separated;
    }
    let mut parts: Vec<String> = Vec::new();
    let mut before = None;
    for word in text.split_whitespace().flat_map(by_letters) {
        let chinese = word.chars().any(|c| !c.is_ascii() && c.is_alphabetic());
        match parts.last_mut() {
            Some(last) if before == Some(chinese) || !word.chars().any(char::is_alphabetic) => {
                last.push(' ');
                last.push_str(&word);
            }
            _ => parts.push(word),
        }
        before = Some(chinese);
    }
    parts
}

/// A word where Chinese and Latin letters meet: `料號Part` is `料號` and `Part`.
fn by_letters(word: &str) -> Vec<String> {
    let is_chinese = |c: char| !c.is_ascii() && c.is_alphabetic();
    let mut pieces: Vec<String> = Vec::new();
    for c in word.chars() {
        let last = pieces.last_mut().filter(|piece| {
            let side = piece.chars().rev().find(|c| c.is_alphabetic());
            !c.is_alphabetic() || side.is_none_or(|side| is_chinese(side) == is_chinese(c))
        });
        match last {
            Some(piece) => piece.push(c),
            None => pieces.push(c.to_string()),
        }
    }
    pieces
}

/// The meaning of a key as a whole, or of what is left without a unit or a currency.
fn whole_heading(context: Context, whole: &str) -> Option<Heading> {
    let trimmed = without_prefix(whole);
    let (body, percent) =
        trimmed.strip_suffix("(%)").or_else(|| trimmed.strip_suffix('%')).map_or((trimmed.as_str(), false), |body| (body, true));
    let plain =
        |body: &str| look_up(context, body).map(|(field, rank)| Heading { field, rank, sign: None, percent: percent && field.is_share() });
    if let Some(heading) = look_up(context, &trimmed) {
        return Some(Heading { field: heading.0, rank: heading.1, sign: None, percent });
    }
    plain(body).filter(|heading| !percent || heading.percent).or_else(|| with_unit(context, body)).or_else(|| with_currency(context, body))
}

/// Drops what Kingdee writes around a name: `(单据头)`, `(子项明细)`, `#编码`; `#名称` names the name.
fn without_prefix(whole: &str) -> String {
    let body = whole.strip_prefix("(单据头)").or_else(|| whole.strip_prefix("(子项明细)")).unwrap_or(whole);
    match body.rsplit_once('#') {
        Some((body, "编码" | "编号")) => body.to_owned(),
        Some((body, "名称")) => {
            let stem = body.strip_suffix("编码").or_else(|| body.strip_suffix("编号")).unwrap_or(body);
            format!("{stem}名称")
        }
        _ => body.to_owned(),
    }
}

/// `单价(rmb)`, `qty(pcs)`: a name with a currency or a unit in brackets. Anything else in brackets may change what the
/// name says, and is not dropped.
fn with_unit(context: Context, whole: &str) -> Option<Heading> {
    let (body, unit) = whole.strip_suffix(')')?.rsplit_once('(')?;
    let (field, rank) = look_up(context, body)?;
    if let Some(sign) = heading_sign(unit) {
        return Some(Heading { field, rank, sign: Some(sign), percent: false });
    }
    let measured = matches!(field, Field::Quantity | Field::Numerator | Field::Denominator | Field::Uom | Field::Per | Field::BomPer);
    (measured && is_unit(unit)).then_some(Heading { field, rank, sign: None, percent: false })
}

/// `采购金额rmb`, `unitcostusd`, `hkdamount`: a name of money with a currency before or behind it.
fn with_currency(context: Context, whole: &str) -> Option<Heading> {
    let ends = whole.char_indices().map(|(at, _)| at).skip(1);
    let splits = ends.filter_map(|at| whole.split_at_checked(at));
    splits.flat_map(|(head, tail)| [(head, tail), (tail, head)]).find_map(|(name, sign)| {
        let (field, rank) = look_up(context, name).filter(|(field, _)| field.is_money())?;
        let sign = heading_sign(sign)?;
        Some(Heading { field, rank, sign: Some(sign), percent: false })
    })
}

/// Whether a word is a unit of measure.
fn is_unit(word: &str) -> bool {
    include_str!("../../data/units.txt").lines().any(|unit| key(unit) == word)
}

/// The sign, the code or the word of a currency in a heading. A bare `$` says nothing.
fn heading_sign(text: &str) -> Option<Sign> {
    Sign::of(text).filter(|sign| *sign != Sign::Dollar)
}

fn look_up(context: Context, key: &str) -> Option<(Field, u8)> {
    aliases().get(&context)?.get(key).copied()
}

type Aliases = BTreeMap<Context, BTreeMap<String, (Field, u8)>>;

/// `data/columns.csv`, read once. That every row of it is well-formed and no alias stands twice in its context is
/// shown by a test.
fn aliases() -> &'static Aliases {
    static ALIASES: OnceLock<Aliases> = OnceLock::new();
    ALIASES.get_or_init(|| {
        let mut aliases = Aliases::new();
        for (context, field, rank, names) in alias_rows() {
            let known = aliases.entry(context).or_default();
            known.extend(names.into_iter().map(|name| (key(name), (field, rank))));
        }
        aliases
    })
}

/// Each row of the table of aliases: where, what, how well, and the names.
fn alias_rows() -> impl Iterator<Item = (Context, Field, u8, Vec<&'static str>)> {
    include_str!("../../data/columns.csv").lines().skip(1).filter_map(|line| {
        let mut cells = line.splitn(4, ',');
        let context = Context::from_word(cells.next()?)?;
        let field = Field::from_word(cells.next()?)?;
        let rank = cells.next()?.parse().ok()?;
        Some((context, field, rank, cells.next()?.split('|').collect()))
    })
}

fn simplified(c: char) -> char {
    static VARIANTS: OnceLock<BTreeMap<char, char>> = OnceLock::new();
    if c.is_ascii() {
        return c;
    }
    let variants = VARIANTS.get_or_init(|| {
        let pair = |line: &'static str| line.split_once(',').and_then(|(from, to)| Some((from.chars().next()?, to.chars().next()?)));
        include_str!("../../data/variants.csv").lines().skip(1).filter_map(pair).collect()
    });
    variants.get(&c).copied().unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> String {
        match recognise(Context::Materials, text) {
            Recognised::Unknown => "—".to_owned(),
            Recognised::Open(fields) => fields.iter().map(|field| field.word()).collect::<Vec<_>>().join(" or "),
            Recognised::Field(heading) => {
                let currency = match heading.sign {
                    Some(Sign::Names(currency)) => format!(" {currency}"),
                    Some(_) => " ?".to_owned(),
                    None => String::new(),
                };
                format!("{}{currency}{}", heading.field.word(), if heading.percent { " %" } else { "" })
            }
        }
    }

    #[test]
    fn every_row_of_the_alias_table_is_read() {
        assert_eq!(alias_rows().count(), include_str!("../../data/columns.csv").lines().count() - 1);
        let pairs = include_str!("../../data/variants.csv").lines().skip(1);
        assert!(pairs.clone().count() > 300 && pairs.clone().all(|line| line.chars().count() == 3), "pairs of one letter each");
    }

    #[test]
    fn every_alias_is_recognised_and_names_one_field() {
        let contexts: BTreeMap<&str, Context> =
            ["materials", "goods", "block", "rates"].into_iter().filter_map(|word| Some((word, Context::from_word(word)?))).collect();
        for (word, context) in contexts {
            let mut seen: BTreeMap<String, Field> = BTreeMap::new();
            for (_, field, rank, names) in alias_rows().filter(|row| row.0 == context) {
                for name in names {
                    let other = seen.insert(key(name), field);
                    assert!(other.is_none_or(|other| other == field), "{word}: {name} stands for {field:?} and {other:?}");
                    let wide: String = name
                        .chars()
                        .map(|c| if c.is_ascii_graphic() { char::from_u32(u32::from(c) + 0xfee0).expect("a wide letter") } else { c })
                        .collect();
                    for form in [name.to_owned(), name.to_uppercase(), format!(" *{name} "), wide] {
                        match recognise(context, &form) {
                            Recognised::Field(heading) => assert_eq!((heading.field, heading.rank), (field, rank), "{word}: {form}"),
                            other => panic!("{word}: {form}: {other:?}"),
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn a_heading_is_matched_whole() {
        assert_eq!(said("ＨＳ　Code"), "hs_code");
        assert_eq!(said("hs code of the mould"), "—");
        assert_eq!(said("Price (incl. freight)"), "—");
        assert_eq!(said("Unit price of last year"), "—");
        assert_eq!(said("采購單價"), "unit_cost");
    }

    #[test]
    fn currencies_units_and_percentages_inside_a_heading_are_understood() {
        assert_eq!(said("单价(RMB)"), "unit_cost CNY");
        assert_eq!(said("Unit Cost (USD)"), "unit_cost USD");
        assert_eq!(said("采购金额RMB"), "amount CNY");
        assert_eq!(said("Extended Price USD"), "amount USD");
        assert_eq!(said("HKD Amount"), "amount HKD");
        assert_eq!(said("單價（HK$）"), "unit_cost HKD");
        assert_eq!(said("单价(元)"), "unit_cost ?");
        assert_eq!(said("金额（¥）"), "amount ?");
        assert_eq!(said("損耗率(%)"), "scrap %");
        assert_eq!(said("Qty (pcs)"), "quantity");
        assert_eq!(said("Qty (per 1000)"), "—");
    }

    #[test]
    fn two_languages_in_one_heading_must_agree() {
        assert_eq!(said("料號 Part No."), "part");
        assert_eq!(said("Part No./料號"), "part");
        assert_eq!(said("Description\n品名"), "description");
        assert_eq!(said("數量Qty"), "quantity");
        assert_eq!(said("Total 单价"), "amount or unit_cost");
        assert_eq!(said("Previous 单价"), "—");
    }

    #[test]
    fn what_an_erp_writes_around_a_name_is_dropped() {
        assert_eq!(said("*(单据头)父项物料编码#编码"), "parent");
        assert_eq!(said("(单据头)父项物料编码#名称"), "good_description");
        assert_eq!(said("*(子项明细)子项物料编码#编码"), "part");
        assert_eq!(said("(子项明细)用量:分子"), "quantity_numerator");
        assert_eq!(said("(子项明细)变动损耗率%"), "scrap %");
        assert_eq!(said("*(子项明细)子项单位#编码"), "uom");
    }
}
