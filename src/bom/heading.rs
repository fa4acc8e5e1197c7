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
    if text.is_ascii() {
        return ascii_key(text).map(char::from).collect();
    }
    let is_plain = |c: char| c.is_ascii() || is_unified(c);
    let plain: Cow<'_, str> = if text.chars().all(is_plain) { text.into() } else { text.nfkc().collect::<String>().into() };
    let mut key = String::with_capacity(text.len());
    for c in plain.chars().filter(|c| !is_passed_over(*c)) {
        match c {
            c if c.is_ascii() => key.push(c.to_ascii_lowercase()),
            c if is_unified(c) => key.push(simplified(c)),
            c => key.extend(c.to_lowercase().map(simplified)),
        }
    }
    key
}

/// The key of a text in ASCII.
fn ascii_key(text: &str) -> impl Iterator<Item = u8> {
    text.bytes().filter(|byte| !is_passed_over(char::from(*byte))).map(|byte| byte.to_ascii_lowercase())
}

/// Whether a letter is one of the Chinese characters that have one form only: neither width nor case.
const fn is_unified(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}

/// Whether a letter says nothing in a name.
fn is_passed_over(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '_' | '.' | '*' | '"' | '\'' | '\u{feff}' | '\u{200b}')
}

/// Whether the [`key`] of a text is this one. Most texts differ in their first letter.
pub(super) fn has_key(text: &str, wanted: &str) -> bool {
    if text.is_ascii() { ascii_key(text).eq(wanted.bytes()) } else { key(text) == wanted }
}

/// What a heading says in a kind of table.
#[must_use]
pub fn recognise(context: Context, text: &str) -> Recognised {
    if !may_name(text) || text.chars().nth(LONGEST).is_some() {
        return Recognised::Unknown;
    }
    if let Some(heading) = whole_heading(context, &key(text)) {
        return Recognised::Field(heading);
    }
    match together(context, &by_script(text), false) {
        Recognised::Unknown => together(context, &by_strokes(text), true),
        said => said,
    }
}

/// Whether a text may be a heading at first sight: every name has a letter, which numbers and codes have not.
fn may_name(text: &str) -> bool {
    !text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_alphabetic())
}

/// The longest text that can be a heading.
const LONGEST: usize = 80;

/// What a part of a heading says.
enum Part {
    Names(Heading),
    /// A currency, or a `$` that names none.
    Money(Option<Sign>),
    /// A unit of measure.
    Unit,
    /// Something that is not known, with whether it is written in Chinese.
    Unknown {
        chinese: bool,
    },
}

/// What the parts of a heading say together: they must agree. A part that is not known may change what a number means
/// (`Price / 1000 pcs`, `单价/含税`), so it is passed over only as another language beside the name of a text.
fn together(context: Context, texts: &[String], lenient: bool) -> Recognised {
    if texts.len() < 2 {
        return Recognised::Unknown;
    }
    let parts: Vec<Part> = texts.iter().map(|text| part(context, text)).collect();
    let named = parts.iter().filter_map(|part| if let Part::Names(heading) = part { Some(*heading) } else { None });
    let mut known: Vec<Heading> = named.collect();
    // `品名/規格` holds the name, with a model behind it; `Price / unit` is the price of one.
    let yields = |field: Field, to: Field| (field == Field::Spec && to == Field::Description) || (field == Field::Uom && to.is_money());
    let fields: Vec<Field> = known.iter().map(|heading| heading.field).collect();
    known.retain(|heading| !fields.iter().any(|other| yields(heading.field, *other)));
    let Some(first) = known.first().copied() else { return Recognised::Unknown };
    let names_text = !first.field.is_number() && !first.field.is_telling();
    let chinese = texts.iter().zip(&parts).any(|(text, part)| matches!(part, Part::Names(_)) && is_chinese(text));
    let fits = |part: &Part| match part {
        Part::Names(_) => true,
        Part::Money(_) => first.field.is_money(),
        Part::Unit => first.field.is_money() || is_measured(first.field),
        Part::Unknown { chinese: other } => lenient && names_text && *other != chinese,
    };
    if !parts.iter().all(fits) {
        return Recognised::Unknown;
    }
    if known.iter().any(|heading| heading.field != first.field) {
        return Recognised::Open(known.iter().map(|heading| heading.field).collect());
    }
    let money = parts.iter().find_map(|part| if let Part::Money(sign) = part { *sign } else { None });
    Recognised::Field(joined(first, &known, money))
}

fn part(context: Context, text: &str) -> Part {
    let key = key(text);
    if let Some(heading) = whole_heading(context, &key) {
        return Part::Names(heading);
    }
    match Sign::of(&key) {
        Some(sign) => Part::Money(named_sign(sign)),
        None if is_unit(&key) && !is_multiple(&key) => Part::Unit,
        None => Part::Unknown { chinese: is_chinese(text) },
    }
}

/// One heading of parts that agree: the currency of any of them, percentages if any says so.
fn joined(first: Heading, all: &[Heading], money: Option<Sign>) -> Heading {
    Heading {
        rank: all.iter().map(|heading| heading.rank).min().unwrap_or(first.rank),
        sign: all.iter().find_map(|heading| heading.sign).or(money),
        percent: all.iter().any(|heading| heading.percent),
        ..first
    }
}

/// The parts of a heading at strokes, brackets and line ends.
fn by_strokes(text: &str) -> Vec<String> {
    let marks = ['/', '\n', '|', '／', '(', ')', '（', '）'];
    text.split(marks).map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// The parts of a heading where the letters change: `料號 Part No.`, `料號(P/N)`.
fn by_script(text: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut before = None;
    for word in text.split_whitespace().flat_map(by_letters) {
        let chinese = is_chinese(&word);
        match parts.last_mut() {
            Some(last) if before == Some(chinese) || !word.chars().any(char::is_alphabetic) => {
                last.push(' ');
                last.push_str(&word);
            }
            _ => parts.push(word),
        }
        before = Some(chinese);
    }
    parts.iter().map(|part| balanced(part).to_owned()).filter(|part| !part.is_empty()).collect()
}

/// A part without the brackets at its ends that have lost their partner.
fn balanced(part: &str) -> &str {
    let open = |c: char| matches!(c, '(' | '（');
    let close = |c: char| matches!(c, ')' | '）');
    let part = part.trim();
    if part.chars().filter(|c| open(*c)).count() == part.chars().filter(|c| close(*c)).count() {
        let inner = part.strip_prefix(open).and_then(|inner| inner.strip_suffix(close));
        return inner.unwrap_or(part).trim();
    }
    part.trim_matches(|c| open(c) || close(c) || c == ' ')
}

fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| !c.is_ascii() && c.is_alphabetic())
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
    let of_money = field.is_money() || matches!(field, Field::Currency | Field::GoodCurrency);
    if let Some(sign) = Sign::of(unit).filter(|_| of_money) {
        return Some(Heading { field, rank, sign: named_sign(sign), percent: false });
    }
    (is_measured(field) && is_unit(unit)).then_some(Heading { field, rank, sign: None, percent: false })
}

/// Whether a field is a number of pieces or of units, so that a unit in its heading says nothing more.
const fn is_measured(field: Field) -> bool {
    matches!(field, Field::Quantity | Field::Numerator | Field::Denominator | Field::Uom | Field::Per | Field::BomPer)
}

/// `采购金额rmb`, `unitcostusd`, `hkdamount`: a name of money with a currency before or behind it.
fn with_currency(context: Context, whole: &str) -> Option<Heading> {
    let ends = whole.char_indices().map(|(at, _)| at).skip(1);
    let splits = ends.filter_map(|at| whole.split_at_checked(at));
    splits.flat_map(|(head, tail)| [(head, tail), (tail, head)]).find_map(|(name, sign)| {
        let (field, rank) = look_up(context, name).filter(|(field, _)| field.is_money())?;
        let sign = Sign::of(sign)?;
        Some(Heading { field, rank, sign: named_sign(sign), percent: false })
    })
}

/// Whether a word is a unit of measure.
pub(super) fn is_unit(word: &str) -> bool {
    include_str!("../../data/units.txt").lines().any(|unit| key(unit) == word)
}

/// Whether a unit is so many pieces, so that a price for it is not one for a piece.
fn is_multiple(word: &str) -> bool {
    matches!(word, "dozen" | "dz" | "doz" | "gross" | "打" | "罗")
}

/// The sign of a heading. A bare `$` says nothing.
fn named_sign(sign: Sign) -> Option<Sign> {
    Some(sign).filter(|sign| *sign != Sign::Dollar)
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
    static VARIANTS: OnceLock<Vec<(char, char)>> = OnceLock::new();
    if c.is_ascii() {
        return c;
    }
    let variants = VARIANTS.get_or_init(|| {
        let pair = |line: &'static str| line.split_once(',').and_then(|(from, to)| Some((from.chars().next()?, to.chars().next()?)));
        let mut pairs: Vec<(char, char)> = include_str!("../../data/variants.csv").lines().skip(1).filter_map(pair).collect();
        pairs.sort_unstable();
        pairs
    });
    let found = variants.binary_search_by_key(&c, |(from, _)| *from).ok().and_then(|place| variants.get(place));
    found.map_or(c, |(_, to)| *to)
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
                    assert!(name.chars().any(char::is_alphabetic), "{word}: {name} has no letter");
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
