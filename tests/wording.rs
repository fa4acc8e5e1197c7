//! What the official wordings are read as: cases by group, mutations that must never pass, and the way back.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    reason = "a test that cannot go on must stop, and it reads the cases from files"
)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use cepa::law::{Files, Law};
use cepa::rule::{self, Clause, Level, Method, Process, Rule, Shift};
use cepa::say::Lang;
use cepa::value::{Hs, HsRange, Id, Percent, number};
use cepa::wording::{Context, Party, Terms, plain, read, write};
use proptest::prelude::*;
use support::root;

fn hs(code: &str) -> Hs {
    Hs::from_digits(&code.replace('.', "")).expect("a code").prefix(6)
}

/// A case of `tests/wording/*.md`.
#[derive(Debug)]
struct Case {
    name: String,
    context: Context,
    wording: String,
    /// The rule, or nothing where the wording stays text.
    rule: Option<String>,
}

/// The cases of every page: a heading, `code: 0902.30 · party: hk`, a quoted line (a wording of ours, or
/// `wording: ID` for an official one in `data/wordings.csv`), and a line that begins with `=`.
fn cases() -> Vec<Case> {
    let mut table = csv::Reader::from_path(root().join("data/wordings.csv")).expect("the wordings");
    let official: BTreeMap<String, String> =
        table.records().map(|row| row.expect("a row")).map(|row| (row[0].to_owned(), row[3].to_owned())).collect();
    let mut cases = Vec::new();
    let mut pages: Vec<_> =
        fs::read_dir(root().join("tests/wording")).expect("the cases").map(|entry| entry.expect("an entry").path()).collect();
    pages.sort();
    for page in pages {
        let mut context = Context { party: Party::HongKong, code: hs("01") };
        let (mut name, mut wording) = (String::new(), None);
        for line in fs::read_to_string(&page).expect("a page").lines() {
            if let Some(heading) = line.strip_prefix("## ") {
                heading.clone_into(&mut name);
            } else if let Some(rest) = line.strip_prefix("code: ") {
                let (code, party) = rest.split_once(" · party: ").expect("code and party");
                context = Context { party: if party == "mo" { Party::Macao } else { Party::HongKong }, code: hs(code) };
            } else if let Some(quoted) = line.strip_prefix("> ") {
                let official = quoted.strip_prefix("wording: ").map(|id| official.get(id).unwrap_or_else(|| panic!("no wording {id}")));
                wording = Some(official.map_or_else(|| quoted.to_owned(), String::clone));
            } else if let Some(expected) = line.strip_prefix("= ") {
                let rule = (expected != "text").then(|| expected.trim_matches('`').to_owned());
                let wording = wording.take().unwrap_or_else(|| panic!("{}: {name}: no wording before {line}", page.display()));
                cases.push(Case { name: name.clone(), context, wording, rule });
            }
        }
    }
    cases
}

#[test]
fn every_case_is_read_as_it_should_be() {
    let terms = Terms::bundled();
    let law = Law::load(&Files::bundled()).expect("the law is sound");
    let cases = cases();
    assert!(cases.len() >= 90, "{} cases", cases.len());
    for case in &cases {
        let found = read(&case.wording, &terms, case.context);
        let expected = case.rule.clone().unwrap_or_else(|| Rule::Text(case.wording.clone()).to_string());
        assert_eq!(found.to_string(), expected, "{}: {}", case.name, case.wording);
        found.visit_names(&mut |id| assert!(law.operations.get(id).is_some(), "{id}"), &mut |id| {
            assert!(law.facts.contains_key(id), "{id}");
        });
    }
}

#[test]
fn the_bundled_rows_are_read_as_they_were_read_by_hand() {
    let terms = Terms::bundled();
    let law = Law::load(&Files::bundled()).expect("the law is sound");
    let seen: Vec<_> = law.products.iter().filter(|row| !matches!(row.rule, Rule::Text(_))).collect();
    assert!(seen.len() > 25);
    for row in seen {
        let context = Context { party: Party::HongKong, code: row.code };
        assert_eq!(read(&row.wording, &terms, context), row.rule, "{}", row.wording);
    }
}

/// The clauses of a wording: what stands between its signs.
fn clauses(wording: &str) -> Vec<&str> {
    wording.split_inclusive([',', '，', ';', '；', '。', '、', '(', ')', '或', '及', '且', ' ']).collect()
}

/// A wording with one clause dropped, doubled, turned round with the next one, or changed by a word.
fn mutations(wording: &str) -> BTreeSet<String> {
    let clauses = clauses(wording);
    let mut mutated = BTreeSet::new();
    for index in 0..clauses.len() {
        let with = |replacement: &[&str]| [&clauses[..index], replacement, &clauses[index + 1..]].concat().concat();
        mutated.insert(with(&[]));
        mutated.insert(with(&[clauses[index], clauses[index]]));
        mutated.insert(with(&["不", clauses[index]]));
        mutated.insert(with(&["other ", clauses[index]]));
        mutated.insert(with(&[clauses[index], "等"]));
        if let Some(next) = clauses.get(index + 1) {
            mutated.insert([&clauses[..index], &[*next, clauses[index]], &clauses[index + 2..]].concat().concat());
        }
    }
    for (at, c) in wording.char_indices() {
        let rest = &wording[at + c.len_utf8()..];
        mutated.insert(format!("{}{rest}", &wording[..at]));
        if c.is_ascii_digit() {
            let other = if c == '9' { '8' } else { char::from(c as u8 + 1) };
            mutated.insert(format!("{}{other}{rest}", &wording[..at]));
        }
        for (from, to) in [('或', '且'), ('且', '或'), ('及', '或'), ('章', '品'), ('品', '子'), ('扣', '累'), ('减', '加')] {
            if c == from {
                mutated.insert(format!("{}{to}{rest}", &wording[..at]));
            }
        }
    }
    mutated
}

/// What may change without changing what is said: white space, width, full stops, and spellings of one word.
fn same_words(wording: &str) -> String {
    let mut same = plain(wording).replace(['。', '.', ',', ' '], "");
    for (from, to) in [
        ("按照", "按"),
        ("由", "从"),
        ("從", "从"),
        ("加工", "制造"),
        ("制作", "制造"),
        ("和", "及"),
        ("、", ""),
        ("则", ""),
        ("其它", "其他"),
        ("但", ""),
        ("the", ""),
        ("addingof", "adding"),
        ("manufactured", "manufacture"),
        ("品目", ""),
        ("heading", ""),
        ("processesare", "processare"),
        ("processis", "processare"),
        ("或者", "或"),
    ] {
        same = same.replace(from, to);
    }
    same
}

#[test]
fn no_clause_can_be_lost_doubled_or_changed_and_the_rule_stay_the_same() {
    let terms = Terms::bundled();
    let (mut tried, mut other_rules, mut passed) = (0_u32, 0_u32, Vec::new());
    for case in cases().iter().filter(|case| case.rule.is_some()) {
        let rule = read(&case.wording, &terms, case.context);
        for mutated in mutations(&case.wording).into_iter().filter(|mutated| same_words(mutated) != same_words(&case.wording)) {
            let found = read(&mutated, &terms, case.context);
            if found == rule {
                passed.push(format!("{mutated}\n  is read as the rule of\n  {}", case.wording));
            }
            tried += 1;
            other_rules += u32::from(!matches!(found, Rule::Text(_)));
        }
    }
    assert!(passed.is_empty(), "{} of {tried}:\n{}", passed.len(), passed.iter().take(20).cloned().collect::<Vec<_>>().join("\n"));
    assert!(tried > 5_000, "{tried} mutations");
    assert!(other_rules * 10 < tried, "{other_rules} of {tried} mutations are read as other rules: the reader is too free");
}

/// A draw of rules that the official style can say.
fn printable() -> impl Strategy<Value = (Rule, Context)> {
    let terms = Terms::bundled();
    let context = Context { party: Party::HongKong, code: hs("1806.20") };
    let facts: Vec<Rule> = terms.facts(context).into_iter().map(Rule::Fact).chain([Rule::WhollyObtained]).collect();
    let materials: Vec<Option<Id>> = terms.materials().into_iter().map(Some).chain([None]).collect();
    let conditions: Vec<Id> = terms.conditions().into_iter().collect();
    let operations = move |from: Option<Id>| terms.operations(from.as_ref(), context).into_iter().collect::<Vec<_>>();
    let process = prop::sample::select(materials).prop_flat_map(move |from| {
        let step = prop::collection::vec(prop::sample::select(operations(from.clone())), 1..4);
        prop::collection::vec(step, 1..5).prop_map(move |steps| Rule::Process(Process { from: from.clone(), steps }))
    });
    let sentence = prop_oneof![shift(), content(), process.clone(), prop::sample::select(facts)].boxed();
    let several = prop::collection::vec(sentence.clone(), 2..4).prop_map(Rule::All);
    let branch = prop_oneof![3 => sentence.clone(), 1 => several].boxed();
    let decided = (prop::sample::select(conditions), branch.clone(), branch.clone()).prop_map(|(fact, then, otherwise)| Rule::If {
        fact,
        then: Box::new(then),
        otherwise: Box::new(otherwise),
    });
    let limb = prop_oneof![3 => branch, 1 => decided].boxed();
    let wording = prop_oneof![2 => limb.clone(), 1 => prop::collection::vec(limb, 2..5).prop_map(Rule::Any)];
    wording.prop_map(move |rule| (rule, context))
}

fn shift() -> impl Strategy<Value = Rule> {
    let code = prop::sample::select(vec!["17", "1701", "170111", "2204", "84", "841590"]).prop_map(hs);
    let range = (code, 0_u8..2).prop_map(|(code, _)| HsRange { first: code, last: code });
    let wide = Just(HsRange { first: hs("1701"), last: hs("1703") });
    let level = prop::sample::select(vec![Level::Chapter, Level::Heading, Level::Subheading]);
    (level, prop::collection::vec(prop_oneof![range, wide], 0..4)).prop_map(|(level, except)| Rule::Shift(Shift { level, except }))
}

fn content() -> impl Strategy<Value = Rule> {
    let percent = |text: &str| Percent::new(number::parse(text, number::Mark::Point).expect("a number")).expect("a percentage");
    let one = move |method| prop::sample::select(vec!["30", "40", "45.5"]).prop_map(move |text| Clause { method, percent: percent(text) });
    (one(Method::BuildDown), one(Method::BuildUp), 0_u8..4).prop_map(|(down, up, which)| match which {
        0 => Rule::Rvc(vec![down]),
        1 => Rule::Rvc(vec![up]),
        2 => Rule::Rvc(vec![up, down]),
        _ => Rule::Rvc(vec![down, up]),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn a_rule_in_the_official_style_is_read_back_as_itself((rule, context) in printable()) {
        let terms = Terms::bundled();
        // The canonical tree: what the rule language makes of it.
        let rule = rule::parse(&rule.to_string()).expect("it parses");
        for lang in Lang::ALL {
            let wording = write(&rule, lang, &terms, context);
            prop_assert!(wording.is_some(), "{:?} has no words for {}", lang, rule);
            let wording = wording.unwrap_or_default();
            prop_assert_eq!(read(&wording, &terms, context).to_string(), rule.to_string(), "{}", wording);
        }
    }

    #[test]
    fn any_text_is_read_without_panic_and_never_as_wholly_obtained(text in "\\PC{0,60}") {
        let context = Context { party: Party::HongKong, code: hs("0902.30") };
        let read = read(&text, &Terms::bundled(), context);
        prop_assert!(matches!(read, Rule::Text(_)));
    }
}
