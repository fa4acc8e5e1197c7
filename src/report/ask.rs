//! What could be asked for, the nearest to today's rule first.

use chrono::NaiveDate;
use serde::Serialize;

use super::layout::Page;
use super::words::dotted;
use super::{GoodReport, Setting};
use crate::origin::RuleSource;
use crate::revision::{Ask, Group, Kind, Offer, Why};
use crate::say::Phrase;

/// How many goods are named on a line; JSON names them all.
const NAMED: usize = 8;

/// What was found, with the goods that it speaks of.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    /// The day judged, for goods that name none.
    pub on: NaiveDate,
    /// What was found.
    pub ask: Ask,
    /// The goods, in the order in which they were given to it.
    pub goods: Vec<&'a GoodReport>,
    /// Whether every candidate is shown that was tried.
    pub every: bool,
}

impl Asked<'_> {
    /// The first names, and how many there are beside them.
    fn names(&self, goods: &[usize], setting: &Setting<'_>) -> String {
        let names = self.goods_of(goods);
        let mut text = names.iter().take(NAMED).cloned().collect::<Vec<_>>().join(&setting.get("list.separator"));
        if let Some(more) = names.len().checked_sub(NAMED).filter(|more| *more > 0) {
            text.push_str(&setting.say(&Phrase::new("and-more").with("count", more)));
        }
        text
    }

    fn goods_of(&self, goods: &[usize]) -> Vec<String> {
        goods.iter().filter_map(|index| self.goods.get(*index)).map(|good| good.id.clone()).collect()
    }

    /// The offers to show of a rule.
    fn shown<'b>(&self, group: &'b Group) -> Vec<&'b Offer> {
        if self.every { group.tried.iter().collect() } else { group.offers() }
    }
}

/// What could be asked for in words.
#[must_use]
pub fn ask_text(asked: &Asked<'_>, setting: &Setting<'_>) -> String {
    let mut page = Page::default();
    for group in &asked.ask.groups {
        page.gap();
        one_rule(group, asked, &mut page, setting);
    }
    page.gap();
    for (why, id) in
        [(Why::Originating, "ask.originating"), (Why::Settle, "ask.settle"), (Why::Bar, "ask.bar"), (Why::NoRule, "ask.no-rule")]
    {
        let goods: Vec<usize> = asked.ask.others.iter().filter(|(_, other)| *other == why).map(|(index, _)| *index).collect();
        if !goods.is_empty() {
            page.wrapped(&setting.say(&Phrase::new(id).with("goods", asked.names(&goods, setting))));
        }
    }
    if !asked.ask.groups.is_empty() {
        page.gap();
        page.wrapped(&setting.get("ask.measure"));
        page.wrapped(&setting.get("propose.not-law"));
    }
    page.finish()
}

/// The candidates for one rule.
fn one_rule(group: &Group, asked: &Asked<'_>, page: &mut Page, setting: &Setting<'_>) {
    let code = dotted(group.code.as_str());
    let source = match group.source {
        RuleSource::List => "ask.head.list",
        RuleSource::General | RuleSource::TypedGeneral => "ask.head.general",
        RuleSource::Typed | RuleSource::Unknown => "ask.head.typed",
    };
    page.wrapped(&setting.say(&Phrase::new(source).with("code", &code).with("on", asked.on)));
    page.labelled(&setting.get("propose.today"), &group.rule.to_string());
    page.labelled(&setting.get("ask.label.fail"), &asked.names(&group.goods, setting));
    let offers = asked.shown(group);
    let count = Phrase::new(if group.best().is_some() { "ask.tried" } else { "ask.nothing" }).with("count", group.tried.len());
    page.labelled(&setting.get("ask.label.tried"), &setting.say(&count));
    for (index, offer) in offers.iter().enumerate() {
        let candidate = &offer.candidate;
        let kind = setting.get(&format!("ask.kind.{}", candidate.kind.word()));
        page.hanging(0, &format!("{}. ", index.saturating_add(1)), &candidate.rule.to_string());
        let told = Phrase::new("ask.offer").with("kind", kind).with("departure", candidate.departure);
        page.hanging(3, "", &setting.say(&told));
        let admits = if offer.admits.is_empty() { "ask.admits-none" } else { "ask.admits" };
        let admits = Phrase::new(admits).with("count", offer.admits.len()).with("of", group.goods.len());
        page.hanging(3, "", &setting.say(&admits.with("goods", asked.names(&offer.admits, setting))));
        if !offer.opens.is_empty() {
            page.hanging(3, "", &setting.say(&Phrase::new("ask.opens").with("goods", asked.names(&offer.opens, setting))));
        }
    }
    if let Some(best) = group.best() {
        page.labelled(&setting.get("ask.label.best"), &best.candidate.rule.to_string());
        let all = Phrase::new("ask.best").with("count", best.admits.len()).with("of", group.goods.len());
        page.beside(&setting.say(&all.with("code", code)));
    }
}

#[derive(Serialize)]
struct AskJson<'a> {
    schema: &'static str,
    law: &'a str,
    on: String,
    weights: std::collections::BTreeMap<&'static str, u32>,
    rules: Vec<RuleJson>,
    others: Vec<OtherJson>,
}

#[derive(Serialize)]
struct RuleJson {
    hs: String,
    today: String,
    source: &'static str,
    goods: Vec<String>,
    tried: usize,
    best: Option<String>,
    candidates: Vec<CandidateJson>,
}

#[derive(Serialize)]
struct CandidateJson {
    rule: String,
    kind: &'static str,
    departure: u32,
    admits: Vec<String>,
    undetermined: Vec<String>,
}

#[derive(Serialize)]
struct OtherJson {
    good: String,
    why: &'static str,
}

/// What could be asked for as JSON.
#[must_use]
pub fn ask_json(asked: &Asked<'_>, setting: &Setting<'_>) -> String {
    let candidate = |offer: &&Offer| CandidateJson {
        rule: offer.candidate.rule.to_string(),
        kind: offer.candidate.kind.word(),
        departure: offer.candidate.departure,
        admits: asked.goods_of(&offer.admits),
        undetermined: asked.goods_of(&offer.opens),
    };
    let rule = |group: &Group| RuleJson {
        hs: group.code.to_string(),
        today: group.rule.to_string(),
        source: group.source.word(),
        goods: asked.goods_of(&group.goods),
        tried: group.tried.len(),
        best: group.best().map(|best| best.candidate.rule.to_string()),
        candidates: asked.shown(group).iter().map(candidate).collect(),
    };
    let other = |(index, why): &(usize, Why)| OtherJson {
        good: asked.goods_of(&[*index]).concat(),
        why: match why {
            Why::Originating => "originating",
            Why::Settle => "settle-first",
            Why::NoRule => "no-rule",
            Why::Bar => "minimal-operations",
        },
    };
    let document = AskJson {
        schema: "cepa/ask/1",
        law: &setting.law.digest,
        on: asked.on.to_string(),
        weights: Kind::ALL.into_iter().map(|kind| (kind.word(), kind.weight())).collect(),
        rules: asked.ask.groups.iter().map(rule).collect(),
        others: asked.ask.others.iter().map(other).collect(),
    };
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}
