//! What is understood of a bill of materials, for people and for programs.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Serialize;

use super::Setting;
use super::diagnostics::diagnostics;
use super::layout::Page;
use crate::bom::{ColumnPicture, Counted, How, Picture, RowPicture, Sign, Status};
use crate::diag::{Code, Diagnostic};
use crate::input::Form;
use crate::say::Phrase;
use crate::value::number::Mark;
use crate::value::position::column_letters;
use crate::value::{Currency, Money};

/// A file, what is understood of it, and what is wrong with it.
#[derive(Clone, Debug)]
pub struct Inspected {
    /// The file.
    pub file: Arc<str>,
    /// The SHA-256 of its bytes.
    pub digest: String,
    /// What is understood.
    pub picture: Picture,
    /// What counts of each good.
    pub counted: Vec<Counted>,
    /// What is wrong, doubtful or left out.
    pub problems: Vec<Diagnostic>,
}

/// How many rows of a tree or a list are shown.
const SHOWN: usize = 60;

/// Whether a diagnostic says that a row is left out.
const fn is_row_left_out(code: Code) -> bool {
    matches!(
        code,
        Code::BlankRow
            | Code::SectionRow
            | Code::TitleRow
            | Code::HeaderRepeated
            | Code::TotalRow
            | Code::ExampleRow
            | Code::RemarkRow
            | Code::CostRow
            | Code::LeftOut
            | Code::AssemblyLeftOut
            | Code::PartOfBought
            | Code::FactBeside
    )
}

/// The picture in words.
#[must_use]
pub fn inspected_text(inspected: &Inspected, rows: bool, setting: &Setting<'_>) -> String {
    let picture = &inspected.picture;
    let mut page = Page::default();
    page.line(&inspected.file);
    if let Some(form) = &picture.form {
        page.labelled(&setting.get("inspect.file"), &form_text(form, setting));
    }
    page.labelled("SHA-256", &inspected.digest);
    let any_known = picture.columns.iter().any(|column| column.seen.how != How::Unknown);
    if let Some(header) = picture.header.as_ref().filter(|_| any_known) {
        page.labelled(&setting.get("inspect.headings"), &setting.say(&Phrase::new("inspect.row").with("row", header.line)));
    }
    columns(picture, &mut page, setting);
    let left_out: Vec<&Diagnostic> = inspected.problems.iter().filter(|problem| is_row_left_out(problem.code)).collect();
    if any_known {
        let rows: BTreeSet<u64> = left_out.iter().filter_map(|problem| problem.at.as_ref().map(|at| at.line)).collect();
        let goods = Phrase::new("inspect.rows").with("count", picture.count).with("goods", picture.goods.len()).with("left", rows.len());
        page.labelled(&setting.get("inspect.rows-label"), &setting.say(&goods));
        listed(&left_out, &mut page, setting);
    }
    goods(&inspected.counted, &mut page, setting);
    tree(&picture.rows, &mut page, setting);
    if rows && !picture.rows.is_empty() {
        all_rows(&picture.rows, &mut page, setting);
    }
    let open: Vec<Diagnostic> = inspected.problems.iter().filter(|problem| !is_row_left_out(problem.code)).cloned().collect();
    page.gap();
    if open.is_empty() {
        page.wrapped(&setting.get("inspect.nothing-open"));
    } else {
        page.wrapped(&setting.get("inspect.open"));
    }
    page.finish() + &diagnostics(&open, setting)
}

fn form_text(form: &Form, setting: &Setting<'_>) -> String {
    match form {
        Form::Text { separator, encoded, .. } => setting.say(
            &Phrase::new("inspect.text")
                .with("encoding", encoded.name())
                .with("why", setting.get(encoded.why.message()))
                .with("separator", setting.get(&format!("separator.{}", separator.word()))),
        ),
        Form::Sheet { kind, name, all } => {
            setting.say(&Phrase::new("inspect.sheet").with("kind", kind.name()).with("sheet", name).with("sheets", all.join(", ")))
        }
    }
}

fn columns(picture: &Picture, page: &mut Page, setting: &Setting<'_>) {
    if picture.columns.is_empty() {
        return;
    }
    page.labelled(&setting.get("inspect.columns"), "");
    let in_sheet = matches!(picture.form, Some(Form::Sheet { .. }));
    let row = |column: &ColumnPicture| {
        vec![
            column_name(column.seen.place, in_sheet),
            shortened(&column.seen.text, 28),
            meaning(column, setting),
            shortened(&column.values.join(" | "), 40),
        ]
    };
    page.table(&picture.columns.iter().map(row).collect::<Vec<_>>());
}

/// The letter of a column in a sheet, its number in a text.
fn column_name(place: usize, in_sheet: bool) -> String {
    let number = u32::try_from(place.saturating_add(1)).unwrap_or(u32::MAX);
    if in_sheet { column_letters(number) } else { number.to_string() }
}

/// What a column is taken for.
fn meaning(column: &ColumnPicture, setting: &Setting<'_>) -> String {
    let field = column.seen.field.map_or("—", |field| field.word());
    let remark = match column.seen.how {
        How::Known if column.seen.field.is_some_and(|field| field.is_idle()) => format!(" {}", setting.get("inspect.idle")),
        How::Known => String::new(),
        How::Mapped => format!(" {}", setting.get("inspect.mapped")),
        How::Ignored => return setting.get("inspect.ignored"),
        How::Demoted => format!(" {}", setting.get("inspect.demoted")),
        How::Unknown => return setting.get("inspect.unknown"),
    };
    let reading = column.column.map(|column| {
        let currency = column.sign.map(|sign| format!(" {}", sign_word(sign))).unwrap_or_default();
        let percent = if column.percent { " %" } else { "" };
        let mark = if column.ways.point == Mark::Comma { format!(" {}", setting.get("inspect.comma")) } else { String::new() };
        format!("{currency}{percent}{mark}")
    });
    format!("{field}{}{remark}", reading.unwrap_or_default())
}

/// A currency, or the sign that does not say which.
fn sign_word(sign: Sign) -> String {
    match sign {
        Sign::Names(currency) => currency.to_string(),
        Sign::Dollar => "$".to_owned(),
        Sign::Yen => "¥".to_owned(),
        Sign::Yuan => "元".to_owned(),
    }
}

fn shortened(text: &str, most: usize) -> String {
    let line = text.replace(['\n', '\r'], " ");
    if line.chars().nth(most).is_none() { line } else { line.chars().take(most).chain(['…']).collect() }
}

/// The rows that are left out, each with its reason.
fn listed(left_out: &[&Diagnostic], page: &mut Page, setting: &Setting<'_>) {
    for problem in left_out.iter().take(SHOWN) {
        let row = problem.at.as_ref().map_or(0, |at| at.line);
        page.beside(&setting.say(&Phrase::new("inspect.left-out").with("row", row).with("why", setting.diagnostic(problem))));
    }
    more(left_out.len(), page, setting);
}

/// What counts of each good, once assemblies are taken apart.
fn goods(counted: &[Counted], page: &mut Page, setting: &Setting<'_>) {
    if counted.is_empty() {
        return;
    }
    page.labelled(&setting.get("inspect.goods"), "");
    for good in counted.iter().take(SHOWN) {
        let worth = if good.sums.is_empty() { "—".to_owned() } else { good.sums.iter().map(sum_text).collect::<Vec<_>>().join(" + ") };
        let said = Phrase::new("inspect.good").with("good", shortened(&good.good, 40)).with("lines", good.lines).with("worth", worth);
        let line = setting.say(&said);
        let without = Phrase::new("inspect.unvalued").with("count", good.unvalued);
        page.beside(&if good.unvalued == 0 { line } else { line + &setting.say(&without) });
    }
    more(counted.len(), page, setting);
}

fn sum_text((currency, sum): (&Option<Currency>, &Option<Money>)) -> String {
    let sum = sum.map_or_else(|| "—".to_owned(), Money::plain);
    currency.map_or_else(|| sum.clone(), |currency| format!("{currency} {sum}"))
}

fn more(all: usize, page: &mut Page, setting: &Setting<'_>) {
    if let Some(rest) = all.checked_sub(SHOWN).filter(|rest| *rest > 0) {
        page.beside(&setting.say(&Phrase::new("and-more").with("count", rest)));
    }
}

/// Levels as a tree, where there are any.
fn tree(rows: &[RowPicture], page: &mut Page, setting: &Setting<'_>) {
    let levelled: Vec<(&RowPicture, u32)> = rows.iter().filter_map(|row| Some((row, row.level?))).collect();
    if levelled.is_empty() {
        return;
    }
    page.labelled(&setting.get("inspect.levels"), "");
    for (row, level) in levelled.iter().take(SHOWN) {
        let indent = usize::try_from(*level).unwrap_or(0).saturating_mul(2);
        let quantity = row.quantity.map(|quantity| format!(" × {}", quantity.plain())).unwrap_or_default();
        page.beside(&format!("{}{}{quantity}", "· ".repeat(indent / 2), row.name));
    }
    more(levelled.len(), page, setting);
}

/// Every row as it is understood.
fn all_rows(rows: &[RowPicture], page: &mut Page, setting: &Setting<'_>) {
    let head = ["inspect.row-head", "good_id", "level", "part", "hs_code", "origin", "status", "quantity", "amount", "currency"];
    let head = head.iter().map(|id| if id.contains('.') { setting.get(id) } else { (*id).to_owned() }).collect();
    let text = |value: Option<String>| value.unwrap_or_else(|| "—".to_owned());
    let row = |row: &RowPicture| {
        vec![
            row.at.line.to_string(),
            shortened(&row.good, 20),
            text(row.level.map(|level| level.to_string())),
            shortened(&row.name, 28),
            text(row.hs.map(|hs| hs.to_string())),
            text(row.origin.map(|origin| origin.to_string())),
            text(row.status.map(|status| status_word(status).to_owned())),
            text(row.quantity.map(|quantity| quantity.plain())),
            text(row.value.map(|value| value.plain())),
            text(row.currency.map(|currency| currency.to_string())),
        ]
    };
    let mut table: Vec<Vec<String>> = vec![head];
    table.extend(rows.iter().map(row));
    page.gap();
    page.table(&table);
}

const fn status_word(status: Status) -> &'static str {
    match status {
        Status::Originating => "originating",
        Status::NonOriginating => "non-originating",
    }
}

#[derive(Serialize)]
struct InspectedJson<'a> {
    schema: &'static str,
    file: &'a str,
    sha256: &'a str,
    form: Option<FormJson>,
    header: Option<String>,
    columns: Vec<ColumnJson<'a>>,
    goods: Vec<GoodJson<'a>>,
    materials: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    rows: Option<Vec<RowJson<'a>>>,
    left_out: Vec<RemarkJson>,
    open: Vec<RemarkJson>,
}

#[derive(Serialize)]
struct FormJson {
    kind: String,
    encoding: Option<&'static str>,
    encoding_by: Option<&'static str>,
    separator: Option<&'static str>,
    sheet: Option<String>,
    sheets: Vec<String>,
}

#[derive(Serialize)]
struct ColumnJson<'a> {
    column: String,
    at: String,
    heading: &'a str,
    field: Option<&'static str>,
    how: &'static str,
    currency: Option<String>,
    percent: bool,
    decimal: Option<&'static str>,
    values: &'a [String],
}

#[derive(Serialize)]
struct GoodJson<'a> {
    good: &'a str,
    lines: u64,
    without_value: u64,
    worth: Vec<WorthJson>,
}

#[derive(Serialize)]
struct WorthJson {
    currency: Option<String>,
    amount: Option<String>,
}

#[derive(Serialize)]
struct RowJson<'a> {
    at: String,
    good: &'a str,
    level: Option<u32>,
    name: &'a str,
    hs: Option<String>,
    origin: Option<String>,
    status: Option<&'static str>,
    quantity: Option<String>,
    value: Option<String>,
    currency: Option<String>,
}

#[derive(Serialize)]
struct RemarkJson {
    code: &'static str,
    severity: &'static str,
    at: Option<String>,
    text: String,
    fix: String,
}

/// The picture as JSON.
#[must_use]
pub fn inspected_json(inspected: &Inspected, rows: bool, setting: &Setting<'_>) -> String {
    let picture = &inspected.picture;
    let in_sheet = matches!(picture.form, Some(Form::Sheet { .. }));
    let (left_out, open): (Vec<&Diagnostic>, Vec<&Diagnostic>) =
        inspected.problems.iter().partition(|problem| is_row_left_out(problem.code));
    let remarks = |found: Vec<&Diagnostic>| found.into_iter().map(|problem| remark_json(problem, setting)).collect();
    let document = InspectedJson {
        schema: "cepa/inspect/1",
        file: &inspected.file,
        sha256: &inspected.digest,
        form: picture.form.as_ref().map(form_json),
        header: picture.header.as_ref().map(ToString::to_string),
        columns: picture.columns.iter().map(|column| column_json(column, in_sheet)).collect(),
        goods: inspected.counted.iter().map(good_json).collect(),
        materials: picture.count,
        rows: rows.then(|| picture.rows.iter().map(row_json).collect()),
        left_out: remarks(left_out),
        open: remarks(open),
    };
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

fn form_json(form: &Form) -> FormJson {
    match form {
        Form::Text { separator, encoded, .. } => FormJson {
            kind: "text".to_owned(),
            encoding: Some(encoded.name()),
            encoding_by: encoded.why.message().split_once('.').map(|(_, word)| word),
            separator: Some(separator.word()),
            sheet: None,
            sheets: Vec::new(),
        },
        Form::Sheet { kind, name, all } => FormJson {
            kind: kind.name().to_lowercase(),
            encoding: None,
            encoding_by: None,
            separator: None,
            sheet: Some(name.clone()),
            sheets: all.clone(),
        },
    }
}

fn column_json(column: &ColumnPicture, in_sheet: bool) -> ColumnJson<'_> {
    let seen = &column.seen;
    ColumnJson {
        column: column_name(seen.place, in_sheet),
        at: seen.at.to_string(),
        heading: &seen.text,
        field: seen.field.map(|field| field.word()),
        how: match seen.how {
            How::Known => "known",
            How::Mapped => "mapped",
            How::Ignored => "ignored",
            How::Demoted => "demoted",
            How::Unknown => "unknown",
        },
        currency: column.column.and_then(|column| column.sign).map(sign_word),
        percent: column.column.is_some_and(|column| column.percent),
        decimal: column.column.and_then(|column| match column.ways.point {
            Mark::Open => None,
            Mark::Point => Some("."),
            Mark::Comma => Some(","),
        }),
        values: &column.values,
    }
}

fn good_json(counted: &Counted) -> GoodJson<'_> {
    let worth = counted
        .sums
        .iter()
        .map(|(currency, amount)| WorthJson { currency: currency.map(|currency| currency.to_string()), amount: amount.map(Money::plain) });
    GoodJson { good: &counted.good, lines: counted.lines, without_value: counted.unvalued, worth: worth.collect() }
}

fn row_json(row: &RowPicture) -> RowJson<'_> {
    RowJson {
        at: row.at.to_string(),
        good: &row.good,
        level: row.level,
        name: &row.name,
        hs: row.hs.map(|hs| hs.to_string()),
        origin: row.origin.map(|origin| origin.to_string()),
        status: row.status.map(status_word),
        quantity: row.quantity.map(|quantity| quantity.plain()),
        value: row.value.map(|value| value.plain()),
        currency: row.currency.map(|currency| currency.to_string()),
    }
}

fn remark_json(problem: &Diagnostic, setting: &Setting<'_>) -> RemarkJson {
    RemarkJson {
        code: problem.code.as_str(),
        severity: problem.code.severity().word(),
        at: problem.at.as_ref().map(ToString::to_string),
        text: setting.diagnostic(problem),
        fix: setting.remedy(problem),
    }
}
