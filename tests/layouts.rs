//! A good written in any layout, encoding, language and kind of file gives the same assessment.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    reason = "a test fails loudly"
)]

#[path = "support/book.rs"]
mod book;

use std::sync::{Arc, LazyLock};

use book::{Cell, ods, xlsx};
use cepa::bom::{Case, Defaults, GoodFacts, PartQuantities, Portfolio, Profile, Rates, Vocabulary};
use cepa::law::{Files, Law};
use cepa::origin::{Policy, assess, vocabulary};
use cepa::report::{GoodReport, Report, Setting, json};
use cepa::say::{Lang, Words};
use cepa::value::Money;
use cepa::value::number::Mark;
use chrono::NaiveDate;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;

static LAW: LazyLock<Law> = LazyLock::new(|| Law::load(&Files::bundled()).expect("the bundled law is sound"));
static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| vocabulary(&LAW));
static WORDS: LazyLock<Words> = LazyLock::new(Words::bundled);

/// A material, and the assembly that it belongs to.
#[derive(Clone, Debug)]
struct Material {
    hs: &'static str,
    /// The place of the country in [`COUNTRIES`].
    country: usize,
    originating: bool,
    /// In hundredths.
    quantity: i64,
    /// In ten-thousandths.
    cost: i64,
    currency: &'static str,
    assembly: Option<usize>,
}

/// A country in three languages.
const COUNTRIES: [[&str; 3]; 5] = [
    ["Hong Kong", "香港", "香港"],
    ["China", "中國", "中国"],
    ["Japan", "日本", "日本"],
    ["South Korea", "韓國", "韩国"],
    ["Taiwan", "台灣", "台湾"],
];

/// The headings in three languages: part, code, country, status, quantity, cost, currency, level, parent.
const HEADINGS: [[&str; 9]; 3] = [
    ["Part No.", "HS Code", "Country of Origin", "Status", "Qty", "Unit Price", "Currency", "Level", "Parent"],
    ["料號", "稅號", "原產地", "原產資格", "用量", "單價", "幣別", "階次", "主件品號"],
    ["料号", "商品编码", "原产地", "原产资格", "标准用量", "单价", "币别", "层级", "父件编码"],
];

/// How a bill of materials is written down.
#[derive(Clone, Debug)]
struct Form {
    language: usize,
    file: File,
    layout: Layout,
    /// Titles above, headings repeated, a total, a blank row.
    furniture: bool,
    /// The columns, in another order.
    order: Vec<usize>,
    dotted: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum File {
    Text { encoding: &'static str, separator: char, comma: bool },
    Xlsx,
    Ods,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layout {
    Flat,
    Dots,
    Levels,
    Paths,
    Pairs,
}

/// How many of each assembly go into the good.
const PIECES: [i64; 2] = [1, 3];

fn decimal(units: i64, scale: u32) -> String {
    Money::from_units(i128::from(units), scale).expect("few digits").plain()
}

/// Rows of texts and numbers, as a person would write them in this form.
fn table(materials: &[Material], form: &Form) -> Vec<Vec<Cell>> {
    let place = if form.layout == Layout::Pairs { 8 } else { 7 };
    let shown: Vec<usize> = form.order.iter().copied().chain((form.layout != Layout::Flat).then_some(place)).collect();
    let arranged = |cells: [Cell; 9]| shown.iter().map(|index| cells[*index].clone()).collect::<Vec<_>>();
    let header = arranged(HEADINGS[form.language].map(Cell::text));
    let title = [vec![Cell::text("BOM rev. C / 物料清單")], vec![Cell::text("")]];
    let mut rows: Vec<Vec<Cell>> = if form.furniture { title.to_vec() } else { Vec::new() };
    rows.push(header.clone());
    rows.extend(body(materials, form).into_iter().map(arranged));
    if form.furniture {
        rows.extend([vec![Cell::text("")], header, vec![Cell::text(["Total", "合計", "合计"][form.language])]]);
    }
    rows
}

/// The materials of the good itself, and then each assembly with its parts.
fn body(materials: &[Material], form: &Form) -> Vec<[Cell; 9]> {
    if form.layout == Layout::Flat {
        let pieces = |material: &Material| material.assembly.map_or(1, |assembly| PIECES[assembly]);
        return materials.iter().enumerate().map(|(step, material)| row(material, form, pieces(material), [1, step], "", "")).collect();
    }
    let of = |assembly: Option<usize>| materials.iter().filter(move |material| material.assembly == assembly);
    let mut rows: Vec<[Cell; 9]> = of(None).enumerate().map(|(step, material)| row(material, form, 1, [1, step], "", "G")).collect();
    for (assembly, pieces) in PIECES.iter().enumerate().filter(|(assembly, _)| of(Some(*assembly)).next().is_some()) {
        let (name, step) = (format!("SUB-{assembly}"), rows.len() + 100);
        let blank = || Cell::text("");
        let level = Cell::text(level(form.layout, 1, &step.to_string()));
        rows.push([
            Cell::text(&*name),
            blank(),
            blank(),
            blank(),
            Cell::Number(pieces.to_string()),
            blank(),
            blank(),
            level,
            Cell::text("G"),
        ]);
        let path = format!("{step}.");
        rows.extend(of(Some(assembly)).enumerate().map(|(part, material)| row(material, form, 1, [2, part], &path, &name)));
    }
    rows
}

/// A row: part, code, country, status, quantity, cost, currency, level, parent.
fn row(material: &Material, form: &Form, pieces: i64, [depth, step]: [usize; 2], path: &str, parent: &str) -> [Cell; 9] {
    let hs = if form.dotted { format!("{}.{}", &material.hs[..4], &material.hs[4..]) } else { material.hs.to_owned() };
    [
        Cell::text(format!("RM-{}-{path}{step}", material.hs)),
        Cell::text(hs),
        Cell::text(COUNTRIES[material.country][form.language]),
        Cell::text(if material.originating { ["originating", "原產", "原产"][form.language] } else { "" }),
        Cell::Number(decimal(material.quantity * pieces, 2)),
        Cell::Number(decimal(material.cost, 4)),
        Cell::text(material.currency),
        Cell::text(level(form.layout, depth, &format!("{path}{}", step + 1))),
        Cell::text(parent),
    ]
}

fn level(layout: Layout, depth: usize, path: &str) -> String {
    match layout {
        Layout::Flat | Layout::Pairs => String::new(),
        Layout::Levels => depth.to_string(),
        Layout::Dots => format!("{}{depth}", ".".repeat(depth)),
        Layout::Paths => path.to_owned(),
    }
}

/// The bytes of a file in this form.
fn written(materials: &[Material], form: &Form) -> Vec<u8> {
    let rows = table(materials, form);
    match form.file {
        File::Xlsx => xlsx(&rows),
        File::Ods => ods(&rows),
        File::Text { encoding, separator, comma } => {
            let width = rows.iter().map(Vec::len).max().unwrap_or(0);
            let cell = |cell: &Cell| match cell {
                Cell::Number(number) if comma => number.replace('.', ","),
                cell => cell.shown().to_owned(),
            };
            let mut writer = csv::WriterBuilder::new().delimiter(u8::try_from(separator).unwrap()).from_writer(Vec::new());
            for row in &rows {
                let cells = row.iter().map(cell).chain(std::iter::repeat_n(String::new(), width - row.len()));
                writer.write_record(cells).unwrap();
            }
            encoded(&String::from_utf8(writer.into_inner().unwrap()).unwrap(), encoding)
        }
    }
}

fn encoded(text: &str, encoding: &str) -> Vec<u8> {
    let units = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    match encoding {
        "utf-8" => text.as_bytes().to_vec(),
        "utf-8-mark" => ["\u{feff}", text].concat().into_bytes(),
        "utf-16le" => units(u16::to_le_bytes),
        "utf-16be" => units(u16::to_be_bytes),
        name => encoding_rs::Encoding::for_label(name.as_bytes()).unwrap().encode(text).0.into_owned(),
    }
}

/// What is found of the good, without the places where it was read.
fn found(bytes: &[u8], comma: bool) -> Value {
    let mut profile = Profile::default();
    profile.parts = Some(PartQuantities::PerAssembly);
    if comma {
        profile.ways.point = Mark::Comma;
    }
    let plain = Profile::default();
    let mut portfolio = Portfolio::new(&VOCABULARY, &profile);
    let broken = portfolio.read_bom(bytes, &Arc::from("G.csv"), "G");
    assert!(!broken.has_error(), "{:?}", broken.into_sorted());
    let goods = "good_id,hs_code,fob,currency,labour,development,operations\nG,8516.71,900,HKD,60,5,injection-moulding\n";
    let mut facts = Portfolio::new(&VOCABULARY, &plain);
    facts.read_goods(goods.as_bytes(), &Arc::from("goods.csv"));
    let flags: GoodFacts = facts.into_goods(&GoodFacts::default()).remove(0).facts;
    let mut problems = cepa::diag::Problems::default();
    let rates = Rates::read("currency,rate\nHKD,1\nUSD,7.8012\n".as_bytes(), &Arc::from("rates.csv"), &plain, &mut problems);
    let on = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
    let mut goods = portfolio.into_goods(&flags);
    assert_eq!(goods.len(), 1, "{:?}", goods.iter().map(|good| &good.id).collect::<Vec<_>>());
    let mut good = goods.remove(0);
    let case =
        Case::prepare(&mut good, &Defaults { on, currency: None, rates }, &VOCABULARY).unwrap_or_else(|| panic!("{:?}", good.problems));
    let assessment = assess(&case, &LAW, &Policy::default()).unwrap();
    let report = GoodReport {
        id: good.id,
        at: good.at,
        description: None,
        hs: None,
        judged: Some((case, assessment)),
        diagnostics: Vec::new(),
        traces: cepa::report::Traces::default(),
    };
    let text = json(&Report { on, goods: vec![report], problems: Vec::new() }, &Setting { law: &LAW, words: &WORDS, lang: Lang::En });
    let document: Value = serde_json::from_str(&text).unwrap();
    let good = &document["goods"][0];
    let kept = ["good", "verdict", "if_confirmed", "open", "criterion", "rvc"];
    kept.into_iter().map(|field| (field.to_owned(), good[field].clone())).collect::<serde_json::Map<_, _>>().into()
}

fn material() -> impl Strategy<Value = Material> {
    let codes = vec!["851680", "850110", "390330", "732690", "854442"];
    let currency = select(vec!["HKD", "USD", "HKD"]);
    (select(codes), 0..5_usize, any::<bool>(), 1..400_i64, 1..90_000_i64, currency, option::of(0..PIECES.len())).prop_map(
        |(hs, country, originating, quantity, cost, currency, assembly)| {
            let originating = originating && country < 2;
            Material { hs, country, originating, quantity, cost, currency, assembly }
        },
    )
}

fn form() -> impl Strategy<Value = Form> {
    let texts =
        (select(vec!["utf-8", "utf-8-mark", "utf-16le", "utf-16be", "big5", "gb18030"]), select(vec![',', ';', '\t', '|']), any::<bool>());
    let text = texts.prop_map(|(encoding, separator, comma)| File::Text { encoding, separator, comma });
    let file = prop_oneof![4 => text, 1 => Just(File::Xlsx), 1 => Just(File::Ods)];
    let layout = select(vec![Layout::Flat, Layout::Dots, Layout::Levels, Layout::Paths, Layout::Pairs]);
    (0..3_usize, file, layout, any::<bool>(), Just((0..7).collect::<Vec<usize>>()).prop_shuffle(), any::<bool>()).prop_map(
        |(language, file, layout, furniture, order, dotted)| {
            // Big5 has no simplified letters.
            let language = if language == 2 && matches!(file, File::Text { encoding: "big5", .. }) { 1 } else { language };
            Form { language, file, layout, furniture, order, dotted }
        },
    )
}

const PLAIN: File = File::Text { encoding: "utf-8", separator: ',', comma: false };

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_good_is_the_same_in_every_form(materials in vec(material(), 1..7), form in form()) {
        let plain = Form { language: 0, file: PLAIN, layout: Layout::Flat, furniture: false, order: (0..7).collect(), dotted: false };
        // Paths show themselves by one that is deeper than a number.
        prop_assume!(form.layout != Layout::Paths || materials.iter().any(|material| material.assembly.is_some()));
        let comma = matches!(form.file, File::Text { comma: true, .. });
        prop_assert_eq!(found(&written(&materials, &plain), false), found(&written(&materials, &form), comma));
    }
}
