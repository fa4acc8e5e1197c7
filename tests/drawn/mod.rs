//! Goods that are drawn at random, as the tables that a user would write, and judged over the whole road from bytes.
//!
//! Amounts are drawn as shares of FOB, in whole per cent and a cent beside them, so that many goods stand on a
//! threshold of the law or a hair beside it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, LazyLock};

use cepa::bom::{Case, Defaults, GoodFacts, Portfolio, Profile, Rates, Vocabulary};
use cepa::diag::Problems;
use cepa::law::{Confirmation, Files, Law};
use cepa::origin::{Assessment, Policy, assess, vocabulary};
use cepa::report::{GoodReport, Report, Setting, json};
use cepa::say::{Lang, Words};
use cepa::value::Money;
use chrono::NaiveDate;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::Value;

pub static LAW: LazyLock<Law> = LazyLock::new(|| Law::load(&Files::bundled()).expect("the bundled law is sound"));
static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| vocabulary(&LAW));
static WORDS: LazyLock<Words> = LazyLock::new(Words::bundled);

/// The columns of a good, in the order of the table.
pub const COLUMNS: [&str; 12] =
    ["hs", "fob", "labour", "development", "operations", "facts", "rule", "on", "per", "bom_per", "currency", "good_id"];

/// A row of a bill of materials.
#[derive(Clone, Debug)]
pub struct Material {
    pub hs: &'static str,
    pub origin: &'static str,
    pub status: &'static str,
    pub amount: Option<Money>,
    pub currency: &'static str,
    pub valid_to: &'static str,
}

/// A good as a user states it: its cells, its materials, what was confirmed, and rates.
#[derive(Clone, Debug, Default)]
pub struct Drawn {
    pub cells: BTreeMap<&'static str, String>,
    pub materials: Vec<Material>,
    pub confirmed: BTreeMap<String, Option<&'static str>>,
    pub rates: &'static str,
}

/// What was found of it.
pub struct Judged {
    pub case: Case,
    pub assessment: Assessment,
    pub json: Value,
}

impl Drawn {
    pub fn amount(&self, column: &str) -> Option<Money> {
        self.cells.get(column).and_then(|text| cepa::value::number::parse(text, cepa::value::number::Mark::Point).ok())
    }

    pub fn set(&mut self, column: &'static str, value: impl Into<String>) {
        self.cells.insert(column, value.into());
    }

    /// The same good with other cells.
    pub fn with(&self, cells: &[(&'static str, String)]) -> Self {
        let mut other = self.clone();
        cells.iter().for_each(|(column, value)| other.set(column, value));
        other
    }

    fn bom(&self) -> String {
        let mut bom = "good_id,part,hs_code,origin,status,amount,currency,proof_valid_to\n".to_owned();
        for Material { hs, origin, status, amount, currency, valid_to } in &self.materials {
            let amount = amount.map(Money::plain).unwrap_or_default();
            writeln!(bom, "G,M,{hs},{origin},{status},{amount},{currency},{valid_to}").unwrap();
        }
        bom
    }

    fn goods(&self) -> String {
        let cell = |column: &&str| format!("\"{}\"", self.cells.get(column).map_or("", String::as_str).replace('"', "\"\""));
        format!("{}\n{}\n", COLUMNS.join(","), COLUMNS.iter().map(cell).collect::<Vec<_>>().join(","))
    }

    /// The policy with what is confirmed.
    pub fn policy(&self) -> Policy {
        let mut policy = Policy::default();
        for (point, is) in &self.confirmed {
            let (by, on, source) = ("the test".to_owned(), NaiveDate::default(), "the test".to_owned());
            let confirmation = Confirmation { point: point.clone(), is: is.map(str::to_owned), by, on, source };
            policy.confirmed.add(&LAW, confirmation).expect("a point that can be confirmed");
        }
        policy
    }

    /// Judges it; what is drawn is never rejected.
    pub fn assessed(&self) -> (GoodReport, Case, Assessment) {
        let profile = Profile::default();
        let (mut portfolio, mut problems) = (Portfolio::new(&VOCABULARY, &profile), Problems::default());
        portfolio.read_goods(self.goods().as_bytes(), &Arc::from("goods.csv"));
        portfolio.read_bom(self.bom().as_bytes(), &Arc::from("bom.csv"), "bom");
        let rates = match self.rates {
            "" => Rates::default(),
            table => Rates::read(table.as_bytes(), &Arc::from("rates.csv"), &profile, &mut problems),
        };
        let defaults = Defaults { on: NaiveDate::default(), currency: None, rates };
        let mut good = portfolio.into_goods(&GoodFacts::default()).remove(0);
        let case = Case::prepare(&mut good, &defaults, &VOCABULARY).unwrap_or_else(|| panic!("{self:?}: {:?}", good.problems));
        let assessment = assess(&case, &LAW, &self.policy()).unwrap_or_else(|problem| panic!("{self:?}: {problem:?}"));
        let hs = case.stated.hs.as_ref().map(|stated| stated.value);
        let diagnostics = good.problems.into_sorted();
        let good = GoodReport {
            id: good.id,
            at: good.at,
            description: None,
            hs,
            judged: None,
            diagnostics,
            traces: cepa::report::Traces::default(),
        };
        (good, case, assessment)
    }

    /// Judges it and tells it.
    pub fn judged(&self) -> Judged {
        let (good, case, assessment) = self.assessed();
        let good = GoodReport { judged: Some((case.clone(), assessment.clone())), ..good };
        let report = Report { on: case.on, goods: vec![good], problems: Vec::new() };
        let text = json(&report, &Setting { law: &LAW, words: &WORDS, lang: Lang::En });
        let document: Value = serde_json::from_str(&text).expect("a report is JSON");
        Judged { case, assessment, json: document["goods"][0].clone() }
    }
}

pub fn cents(cents: i64) -> Money {
    Money::from_units(i128::from(cents), 2).expect("few digits")
}

/// An amount of so many per cent of a FOB of `hundreds` × 100, and a cent more or less.
fn share(hundreds: i64, most: i64) -> impl Strategy<Value = Money> {
    (0..=most, select(vec![0, 0, 0, -1, 1])).prop_map(move |(percent, beside)| cents((hundreds * percent * 100 + beside).max(0)))
}

/// Left out once in so many cases, or never.
fn stated<T: Clone + std::fmt::Debug>(value: impl Strategy<Value = T>, unknowns: bool, once_in: u32) -> impl Strategy<Value = Option<T>> {
    (value, 0..once_in).prop_map(move |(value, at)| (at > 0 || !unknowns).then_some(value))
}

const CODES: [&str; 12] = ["090230", "090240", "180310", "180620", "701912", "701990", "841430", "841899", "842199", "851680", "8516", ""];

fn material(hundreds: i64, unknowns: bool) -> impl Strategy<Value = Material> {
    const PROVEN: [(&str, &str); 6] = [
        ("JP", ""),
        ("LK", "non-originating"),
        ("HK", "originating"),
        ("HK", "originating"),
        ("CN", "originating"),
        ("CN", "non-originating"),
    ];
    const OPEN: [(&str, &str); 9] = [
        ("JP", ""),
        ("KR", ""),
        ("HK", "originating"),
        ("CN", "originating"),
        ("HK", ""),
        ("CN", ""),
        ("", ""),
        ("", "non-originating"),
        ("HK", "non-originating"),
    ];
    let parties = if unknowns { OPEN.to_vec() } else { PROVEN.to_vec() };
    let codes = if unknowns { CODES.to_vec() } else { CODES[..10].to_vec() };
    let ends = if unknowns { vec!["", "", "", "2018-12-31", "2030-01-01"] } else { vec![""] };
    (select(codes), select(parties), stated(share(hundreds, 60), unknowns, 12), select(ends)).prop_map(
        |(hs, (origin, status), amount, valid_to)| {
            let valid_to = if status == "originating" { valid_to } else { "" };
            Material { hs, origin, status, amount, currency: "", valid_to }
        },
    )
}

/// Points that anybody may confirm, with what may be found.
pub const POINTS: [(&str, &[Option<&str>]); 7] = [
    ("accumulation.floor", &[None, Some("none"), Some("BU 14.9 | BD 21")]),
    ("accumulation.conditions", &[None, Some("no")]),
    ("mainland-in-wp", &[None, Some("no")]),
    ("mainland-in-shift", &[None, Some("no")]),
    ("minimal-list", &[None, Some("simple-packaging")]),
    ("scrap-wp", &[None, Some("no")]),
    ("wo-list", &[None, Some("no")]),
];

fn confirmed() -> impl Strategy<Value = BTreeMap<String, Option<&'static str>>> {
    let answer = |(point, answers): (&'static str, &'static [Option<&'static str>])| (Just(point.to_owned()), select(answers.to_vec()));
    prop_oneof![
        2 => Just(Vec::new()),
        1 => subsequence(POINTS.to_vec(), 1..=POINTS.len()).prop_flat_map(move |points| points.into_iter().map(answer).collect::<Vec<_>>()),
    ]
    .prop_map(|points| points.into_iter().collect())
}

pub const OPERATIONS: [&str; 9] = [
    "injection-moulding",
    "simple-packaging",
    "testing",
    "tea-fermentation",
    "tea-rolling",
    "tea-drying",
    "tea-blending",
    "confectionery-mixing",
    "fish-cutting",
];

/// Facts about which silence says nothing.
pub const FACTS: [&str; 5] = ["contains-sugar", "flavour-added", "from-tea-leaves", "from-sugar", "described"];

const RULES: [&str; 12] = [
    "",
    "",
    "",
    "general",
    "CTH",
    "CC except 09, 8414-8418",
    "CTSH",
    "RVC(BU 30 | BD 40)",
    "RVC(BD 45.5)",
    "CTH and RVC(BD 40 | BU 30)",
    "if contains-sugar then RVC(BU 35) else CTH",
    "process(from tea-leaves: tea-rolling | tea-drying, tea-blending) or RVC(BU 30)",
];

fn some_of(all: &'static [&'static str], most: usize, forms: &'static [&'static str]) -> impl Strategy<Value = String> {
    let form = move |id: &'static str| select(forms.to_vec()).prop_map(move |form| form.replace('#', id));
    subsequence(all.to_vec(), 0..=most)
        .prop_flat_map(move |ids| ids.into_iter().map(form).collect::<Vec<_>>())
        .prop_map(|ids| ids.join(";"))
}

/// The cells of a good; `general` is only typed for codes that no row covers.
fn cells(hundreds: i64, unknowns: bool) -> impl Strategy<Value = BTreeMap<&'static str, String>> {
    const GOODS: [&str; 10] = ["851671", "090230", "180632", "701990", "842121", "842129", "391590", "0902", "847130", ""];
    let codes = if unknowns { GOODS.to_vec() } else { GOODS[..6].to_vec() };
    let cost = move || stated(share(hundreds, 40), unknowns, 4).prop_map(|cost| cost.map(Money::plain).unwrap_or_default());
    let days = vec!["2026-11-22", "2026-11-22", "2019-07-01", "2023-06-30"];
    let operations = some_of(&OPERATIONS, 5, &["#", "#", "#@HK", "#@CN", "!#"]);
    let facts = some_of(&FACTS, 3, &["#", "!#"]);
    let fob = stated(Just(cents(hundreds * 10_000).plain()), unknowns, 20);
    let columns = (select(codes), fob, cost(), cost(), operations, facts, select(RULES.to_vec()), select(days));
    (columns, any::<bool>(), option::weighted(0.1, select(vec!["waste-or-scrap", "wholly-obtained", "wo-plants"]))).prop_map(
        |((hs, fob, labour, development, operations, facts, rule, on), moulded, said)| {
            let rule = if rule == "general" && !matches!(hs, "851671" | "847130" | "391590" | "") { "" } else { rule };
            let lifted = if moulded && !operations.contains("injection-moulding") { ";injection-moulding" } else { "" };
            let texts = [
                ("hs", hs.to_owned()),
                ("fob", fob.unwrap_or_default()),
                ("labour", labour),
                ("development", development),
                ("operations", operations + lifted),
                ("facts", said.map_or(facts.clone(), |said| format!("{facts};{said}"))),
                ("rule", rule.to_owned()),
                ("on", on.to_owned()),
                ("good_id", "G".to_owned()),
            ];
            texts.into_iter().collect()
        },
    )
}

fn drawn(unknowns: bool, lines: std::ops::Range<usize>) -> impl Strategy<Value = Drawn> {
    select(vec![1_i64, 3, 7, 25, 1000]).prop_flat_map(move |hundreds| {
        let parts = (cells(hundreds, unknowns), vec(material(hundreds, unknowns), lines.clone()), confirmed());
        parts.prop_map(|(cells, materials, confirmed)| Drawn { cells, materials, confirmed, rates: "" })
    })
}

/// A good of which much may be unknown.
pub fn good() -> impl Strategy<Value = Drawn> {
    drawn(true, 1..6)
}

/// A good of which everything is known that a figure needs.
pub fn known_good() -> impl Strategy<Value = Drawn> {
    drawn(false, 1..5)
}
