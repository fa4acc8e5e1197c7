//! What a code, an operation, a fact, a point, a reading, a number or a source is.

use super::Setting;
use super::layout::Page;
use super::words::severity;
use crate::diag::{Code, Diagnostic};
use crate::law::{Basis, Cite, ReadingStatus, Sort};
use crate::say::Phrase;
use crate::value::Id;

/// Explains a name; `None` where nothing is known under it.
#[must_use]
pub fn explain(name: &str, setting: &Setting<'_>) -> Option<String> {
    let name = name.trim();
    let explainers: [fn(&str, &Setting<'_>) -> Option<Page>; 7] = [diagnostic, operation, fact, point, reading, parameter, source];
    explainers.iter().find_map(|explainer| explainer(name, setting)).map(Page::finish)
}

fn diagnostic(name: &str, setting: &Setting<'_>) -> Option<Page> {
    let code = *Code::ALL.iter().find(|code| code.as_str().eq_ignore_ascii_case(name))?;
    let mut page = Page::default();
    let general = Diagnostic::general(code);
    page.wrapped(&format!("{code}  {}", severity(setting, code)));
    page.labelled(&setting.get("label.says"), &without_blanks(&setting.diagnostic(&general)));
    page.labelled(&setting.get("label.fix"), &without_blanks(&setting.remedy(&general)));
    Some(page)
}

/// The placeholders of a message as dots.
fn without_blanks(text: &str) -> String {
    let mut pieces = text.split('{');
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |out, piece| out + "…" + piece.split_once('}').map_or("", |(_, rest)| rest))
}

fn operation(name: &str, setting: &Setting<'_>) -> Option<Page> {
    let id = setting.law.operations.find(name)?;
    let operation = setting.law.operations.get(id)?;
    let mut page = Page::default();
    page.wrapped(&format!("{id}  {}", setting.lang.pick(&operation.names)));
    let sort = match operation.sort {
        Sort::Minimal => "operation.minimal",
        Sort::Substantial => "operation.substantial",
        Sort::Step => "operation.step",
    };
    page.labelled(&setting.get("label.kind"), &setting.get(sort));
    page.labelled(&setting.get("label.names"), &operation.names.iter().chain(&operation.aliases).cloned().collect::<Vec<_>>().join(" · "));
    founded(&operation.cite, operation.basis, &mut page, setting);
    Some(page)
}

fn fact(name: &str, setting: &Setting<'_>) -> Option<Page> {
    let id = Id::new(name.strip_prefix("fact.").unwrap_or(name))?;
    let fact = setting.law.facts.get(&id)?;
    let mut page = Page::default();
    page.wrapped(&format!("{id}  {}", setting.get(&format!("fact.{id}"))));
    founded(&fact.cite, fact.basis, &mut page, setting);
    Some(page)
}

fn point(name: &str, setting: &Setting<'_>) -> Option<Page> {
    let point = setting.law.points.iter().find(|point| point.covers(name) || point.id == name)?;
    let family = point.id.trim_end_matches('*').trim_end_matches('.');
    let mut page = Page::default();
    let code = name.rsplit_once('.').map_or("", |(_, code)| code);
    page.wrapped(name);
    let phrase = Phrase::new(format!("point.{family}"))
        .with("code", super::words::dotted(code))
        .with("about", "")
        .with("key", code)
        .with("id", code);
    page.labelled(&setting.get("label.says"), &setting.say(&phrase));
    page.labelled(&setting.get("label.fix"), &setting.get(&format!("answer.{:?}", point.answer).to_lowercase()));
    founded(&point.cite, point.basis, &mut page, setting);
    Some(page)
}

fn reading(name: &str, setting: &Setting<'_>) -> Option<Page> {
    let reading = setting.law.readings.get(name.strip_prefix("reading.").unwrap_or(name))?;
    let mut page = Page::default();
    let id = name.strip_prefix("reading.").unwrap_or(name);
    page.wrapped(&format!("{id}  {}", setting.get(&format!("reading.{id}"))));
    page.labelled(
        &setting.get("label.kind"),
        &setting.get(if reading.status == ReadingStatus::Adopted { "reading-status.adopted" } else { "reading-status.open" }),
    );
    founded(&reading.cite, reading.basis, &mut page, setting);
    Some(page)
}

fn parameter(name: &str, setting: &Setting<'_>) -> Option<Page> {
    let parameter = setting.law.parameters.get(name)?;
    let mut page = Page::default();
    page.wrapped(&format!("{name}  ({})", parameter.unit));
    for entry in &parameter.entries {
        page.labelled(&entry.period.from.to_string(), &format!("{} %", entry.is));
        founded(&entry.cite, entry.basis, &mut page, setting);
    }
    Some(page)
}

fn source(name: &str, setting: &Setting<'_>) -> Option<Page> {
    let source = setting.law.sources.get(name)?;
    let mut page = Page::default();
    page.wrapped(&format!("{name}  {}", setting.lang.pick(&source.titles)));
    for (label, text) in
        [("label.issuer", &source.issuer), ("label.date", &source.date), ("label.address", &source.address), ("label.read", &source.read)]
    {
        if !text.is_empty() {
            page.labelled(&setting.get(label), text);
        }
    }
    Some(page)
}

/// Where it is written, and how well that is known.
fn founded(cites: &[Cite], basis: Basis, page: &mut Page, setting: &Setting<'_>) {
    for cite in cites {
        page.labelled(&setting.get("label.cite"), &setting.cite(cite));
    }
    page.labelled(&setting.get("label.basis"), &setting.basis(basis));
}
