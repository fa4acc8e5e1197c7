//! An independent evaluator, written from the specification in another language, agrees on every case.
//!
//! The cases of `tests/oracle/cases.jsonl` are fed as the text of a bill of materials and a goods table, so
//! that the whole road from bytes to verdict is compared. `tests/oracle/generate.py` writes them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    clippy::needless_for_each,
    clippy::format_push_string,
    reason = "a test fails loudly, and touches the machine"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use cepa::bom::{Case, Defaults, GoodFacts, Portfolio, Profile, Rates, Vocabulary};
use cepa::law::{Confirmation, Files, Law};
use cepa::origin::{Assessment, Point, Points, Policy, assess, clause_outcome, is_settled_by, open_points, vocabulary};
use cepa::rule::Method;
use cepa::value::Share;
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
struct OracleCase {
    id: String,
    trust: bool,
    unproven: bool,
    confirm: Vec<String>,
    good: BTreeMap<String, String>,
    materials: Vec<[String; 6]>,
    want: Want,
}

#[derive(Deserialize, Debug, PartialEq)]
struct Want {
    verdict: String,
    if_confirmed: String,
    criterion: Option<String>,
    bu: [Option<String>; 2],
    bd: [Option<String>; 2],
    bu_outcome: Option<String>,
    bd_outcome: Option<String>,
    rule: String,
}

const GOOD: [&str; 8] = ["hs", "fob", "labour", "development", "operations", "facts", "rule", "on"];

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

fn tables(case: &OracleCase) -> (String, String) {
    let mut bom = "good_id,part,hs_code,origin,status,amount,proof,proof_valid_to\n".to_owned();
    for (index, material) in case.materials.iter().enumerate() {
        let cells: Vec<String> = material.iter().map(|cell| quoted(cell)).collect();
        writeln!(bom, "{},M{index},{}", case.id, cells.join(",")).unwrap();
    }
    let cells: Vec<String> = GOOD.iter().map(|name| quoted(&case.good[*name])).collect();
    (bom, format!("good_id,{}\n{},{}\n", GOOD.join(","), case.id, cells.join(",")))
}

fn policy(case: &OracleCase, law: &Law) -> Policy {
    let mut policy = Policy { trust_country: case.trust, unproven_is_foreign: case.unproven, ..Policy::default() };
    for point in &case.confirm {
        let confirmation =
            Confirmation { point: point.clone(), is: None, by: "oracle".into(), on: NaiveDate::default(), source: "oracle".into() };
        policy.confirmed.add(law, confirmation).expect("the oracle confirms points that exist");
    }
    policy
}

fn judged(case: &OracleCase, law: &Law, words: &Vocabulary) -> Assessment {
    let (bom, goods) = tables(case);
    let profile = Profile::default();
    let mut portfolio = Portfolio::new(words, &profile);
    assert!(!portfolio.read_bom(bom.as_bytes(), &Arc::from("bom.csv"), "bom").has_error());
    assert!(!portfolio.read_goods(goods.as_bytes(), &Arc::from("goods.csv")).has_error());
    let mut all = portfolio.into_goods(&GoodFacts::default());
    let defaults = Defaults { on: NaiveDate::default(), currency: None, rates: Rates::default() };
    let good = &mut all[0];
    let ready = Case::prepare(good, &defaults, words).unwrap_or_else(|| panic!("{}: {:?}", case.id, good.problems));
    assess(&ready, law, &policy(case, law)).unwrap_or_else(|problem| panic!("{}: {problem:?}", case.id))
}

fn found(assessment: &Assessment) -> Want {
    let fob = assessment.figures.fob;
    let shares = |method| {
        let content = assessment.figures.of_method(method);
        let share = |amount: Option<_>| Some(Share::of(amount?, fob?)?.to_string());
        content.map_or([None, None], |content| [share(content.counted.worst), share(content.counted.best)])
    };
    let outcome = |method| {
        let clause = assessment.clause(method)?;
        clause_outcome(&assessment.figures, clause).map(|outcome| outcome.word().to_owned())
    };
    Want {
        verdict: assessment.verdict.word().into(),
        if_confirmed: assessment.if_confirmed.word().into(),
        criterion: assessment.criterion.map(|criterion| criterion.word().into()),
        bu: shares(Method::BuildUp),
        bd: shares(Method::BuildDown),
        bu_outcome: outcome(Method::BuildUp),
        bd_outcome: outcome(Method::BuildDown),
        rule: assessment.rule_outcome.word().into(),
    }
}

#[test]
fn the_oracle_agrees_on_every_case() {
    let law = Law::load(&Files::bundled()).expect("the bundled law is sound");
    let words = vocabulary(&law);
    let mut disagreements = Vec::new();
    let mut count = 0;
    for line in include_str!("oracle/cases.jsonl").lines() {
        let case: OracleCase = serde_json::from_str(line).expect("a case a line");
        count += 1;
        let got = found(&judged(&case, &law, &words));
        if got != case.want {
            let shown: Value = serde_json::from_str(line).unwrap();
            disagreements.push(format!("{shown}\n  oracle {:?}\n  cepa   {got:?}", case.want));
        }
    }
    assert!(count >= 5000, "only {count} cases");
    assert!(
        disagreements.is_empty(),
        "{} of {count} cases differ; the first:\n{}",
        disagreements.len(),
        disagreements[..disagreements.len().min(5)].join("\n")
    );
}

/// The points of the shortest list as the proof knows them, without what the report adds to their words.
fn bare(points: &[Point], known: &Points) -> Points {
    let same = |a: &Point, b: &Point| (a.family, &a.key, &a.at) == (b.family, &b.key, &b.at);
    known.iter().filter(|point| points.iter().any(|named| same(named, point))).cloned().collect()
}

/// All sets of `size` points.
fn subsets(points: &[Point], size: usize) -> Vec<Points> {
    match (size, points.split_first()) {
        (0, _) => vec![Points::new()],
        (_, None) => Vec::new(),
        (_, Some((first, rest))) => {
            let with = subsets(rest, size - 1).into_iter().map(|mut set| {
                set.insert(first.clone());
                set
            });
            with.chain(subsets(rest, size)).collect()
        }
    }
}

#[test]
fn the_shortest_list_settles_the_verdict_and_nothing_shorter_does() {
    let law = Law::load(&Files::bundled()).expect("the bundled law is sound");
    let words = vocabulary(&law);
    let (mut settled, mut tried) = (0, 0);
    for line in include_str!("oracle/cases.jsonl").lines() {
        let case: OracleCase = serde_json::from_str(line).expect("a case a line");
        if case.want.verdict != "undetermined" || case.want.if_confirmed != "originating" {
            continue;
        }
        let assessment = judged(&case, &law, &words);
        let known = open_points(&assessment.proof);
        let list = bare(&assessment.blocking, &known);
        assert_eq!(list.len(), assessment.blocking.len(), "{}", case.id);
        assert!(is_settled_by(&assessment.proof, &list), "{}: {list:?}", case.id);
        settled += 1;
        let all: Vec<Point> = known.into_iter().collect();
        if all.len() <= 9 {
            tried += 1;
            for shorter in (0..list.len()).flat_map(|size| subsets(&all, size)) {
                assert!(!is_settled_by(&assessment.proof, &shorter), "{}: {shorter:?} is shorter than {list:?}", case.id);
            }
        }
    }
    assert!(settled > 2000 && tried > 1000, "{settled} lists, {tried} compared with every shorter one");
}
