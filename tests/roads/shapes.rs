//! Both roads on tables of any shape.

use proptest::prelude::*;

use super::tables::{F, Flags, Good, Kind, Shape, Style, Written, config, flags, goods, rates, rows, shape, style};
use super::world::{HEADING, Numbers, World, cases};

/// A table with what is needed to judge it.
#[derive(Clone)]
struct Case {
    shape: Shape,
    style: Style,
    flags: Flags,
    config: Option<String>,
    rates: &'static str,
    titles: Vec<&'static str>,
    goods: Vec<Good>,
}

fn case(count: std::ops::Range<usize>, lines: std::ops::Range<usize>, kind: Kind) -> impl Strategy<Value = Case> {
    shape().prop_flat_map(move |shape| {
        let flags = flags(&shape);
        (Just(shape), style(), flags, config(), rates(), titles(), goods(count.clone(), lines.clone(), kind))
            .prop_map(|(shape, style, flags, config, rates, titles, goods)| Case { shape, style, flags, config, rates, titles, goods })
    })
}

/// What stands above the headings, if anything does.
fn titles() -> impl Strategy<Value = Vec<&'static str>> {
    let title = prop::sample::select(vec![
        "Bill of materials",
        "物料清單 2026-05",
        "",
        "Product: TEA-250",
        "FOB,48.00,USD",
        "\"two\nlines\"",
        "a,b,c",
    ]);
    prop_oneof![3 => Just(Vec::new()), 1 => prop::collection::vec(title, 1..4)]
}

impl std::fmt::Debug for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let confirmed = self.config.as_deref().and_then(|config| config.lines().nth(2));
        let (heading, lines) = (self.titles.join("\n") + &self.style.line(&self.shape.heading()), self.lines().concat());
        write!(f, "{} ({confirmed:?}, {:?}, {:?})\n{heading}{lines}", self.flags.0.join(" "), self.rates, self.style)
    }
}

impl Case {
    fn world(&self) -> World {
        let world = World::new();
        self.config.iter().for_each(|config| world.write("cepa.toml", config));
        world.write("rates.csv", self.rates);
        world
    }

    fn lines(&self) -> Vec<String> {
        rows(&self.shape, self.style, &self.goods, 1).concat()
    }

    fn table(&self, lines: &[String]) -> Vec<u8> {
        let titles: Vec<String> = self.titles.iter().map(|title| (*title).to_owned() + self.style.ending).collect();
        self.style.bytes(&[&titles[..], &[self.style.line(&self.shape.heading())], lines].concat())
    }

    fn agree(&self, world: &World, files: &[&str]) {
        world.agree(&[files, &self.flags.args()].concat());
    }
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn a_table_of_any_shape(case in case(1..9, 1..6, Kind::Any)) {
        let world = case.world();
        world.write("a.csv", case.table(&case.lines()));
        case.agree(&world, &["a.csv"]);
    }

    #[test]
    fn rows_in_any_order(case in case(2..9, 1..6, Kind::Any), seed in any::<u64>()) {
        let world = case.world();
        let mut lines = case.lines();
        Numbers(seed).shuffle(&mut lines);
        world.write("a.csv", case.table(&lines));
        case.agree(&world, &["a.csv"]);
    }

    #[test]
    fn materials_that_are_named(mut case in case(1..5, 1..9, Kind::Alike), rule in prop::sample::select(vec!["CTH", "CC", "CTSH"]), mixed in any::<bool>()) {
        if !case.flags.args().contains(&"--rule") {
            case.flags.0.extend(["--rule", rule].map(str::to_owned));
        }
        let world = case.world();
        let mut lines = case.lines();
        if mixed {
            Numbers(7).shuffle(&mut lines);
        }
        world.write("a.csv", case.table(&lines));
        case.agree(&world, &["a.csv"]);
    }

    #[test]
    fn an_odd_line_anywhere(case in case(2..7, 1..5, Kind::Any), places in prop::collection::vec((any::<prop::sample::Index>(), odd_line()), 1..3)) {
        let world = case.world();
        let mut lines = case.lines();
        for (place, odd) in places {
            let (at, width) = (place.index(lines.len() + 1), case.shape.fields.len());
            let before = lines.get(at.saturating_sub(1)).cloned().unwrap_or_default();
            lines.insert(at, odd.written(&case, &before, width));
        }
        world.write("a.csv", case.table(&lines));
        case.agree(&world, &["a.csv"]);
    }

    #[test]
    fn several_files(one in case(1..5, 1..4, Kind::Any), two in case(1..5, 1..4, Kind::Any), layout in 0..4_u8, again in any::<bool>()) {
        let world = one.world();
        world.write("a.csv", one.table(&one.lines()));
        let second = Case { goods: two.goods.clone(), ..one.clone() };
        // The same headings, and goods that do or do not stand in the file before.
        world.write("b.csv", second.table(&rows(&second.shape, second.style, &second.goods, if again { 4 } else { 50 }).concat()));
        let third = Case { flags: one.flags.clone(), ..two.clone() };
        world.write("c.csv", third.table(&rows(&third.shape, third.style, &third.goods, 100).concat()));
        world.write("d.csv", second.table(&rows(&second.shape, Style { quoted: true, ..second.style }, &second.goods, 200).concat()));
        let files = [&["a.csv", "b.csv"][..], &["a.csv", "c.csv"], &["b.csv", "c.csv", "d.csv"], &["a.csv", "b.csv", "c.csv", "d.csv"]][usize::from(layout)];
        one.agree(&world, files);
    }

    #[test]
    fn standard_input(case in case(1..6, 1..4, Kind::Any)) {
        let world = case.world();
        let table = case.table(&case.lines());
        world.agree_with(&["2"], &[&["-"][..], &case.flags.args()].concat(), &table);
    }
}

/// A line that is no usual row.
#[derive(Clone, Copy, Debug)]
enum Odd {
    Blank,
    Empty,
    Short,
    Long,
    Total,
    Comment,
    Section,
    Headings,
    StrayQuote,
    TextAfter,
    Unclosed,
    Return,
    Nul,
    Broken,
    RowInCell,
    Blanks,
}

fn odd_line() -> impl Strategy<Value = Odd> {
    prop::sample::select(vec![
        Odd::Blank,
        Odd::Empty,
        Odd::Short,
        Odd::Long,
        Odd::Total,
        Odd::Comment,
        Odd::Section,
        Odd::Headings,
        Odd::StrayQuote,
        Odd::TextAfter,
        Odd::Unclosed,
        Odd::Return,
        Odd::Nul,
        Odd::Broken,
        Odd::RowInCell,
        Odd::Blanks,
    ])
}

impl Odd {
    /// The line as it stands in a table; some are made of the row before.
    fn written(self, case: &Case, before: &str, width: usize) -> String {
        let ending = case.style.ending;
        let body = before.trim_end_matches(['\r', '\n']);
        let alone = |text: &str| format!("{text}{}{ending}", ",".repeat(width.saturating_sub(1)));
        match self {
            Self::Blank => ending.to_owned(),
            Self::Empty => alone(""),
            Self::Short => format!("{}{ending}", body.rsplit_once(',').map_or(body, |(body, _)| body)),
            Self::Long => format!("{body},more{ending}"),
            Self::Total => alone("合計"),
            Self::Comment => format!("# as of May{ending}"),
            Self::Section => alone("SECTION A"),
            Self::Headings => case.style.line(&case.shape.heading()),
            Self::StrayQuote => format!("{}{ending}", body.replacen(',', "3\",", 1)),
            Self::TextAfter => format!("{}{ending}", body.replacen(',', ",\"x\"y", 1)),
            Self::Unclosed => format!("{}{ending}", body.replacen(',', ",\"x", 1)),
            Self::Return => format!("{body}\r\r{ending}"),
            Self::Nul => format!("{}{ending}", body.replacen(',', "\0,", 3)),
            Self::Broken => format!("{}{ending}", body.replacen(',', "\u{fffd},", 1)),
            Self::RowInCell => format!("{}{ending}", body.replacen(',', ",\"x\n1,2,3,4,5,6,7,8,9,10,11,12\"", 1)),
            Self::Blanks => alone(" "),
        }
    }
}

/// Columns that decide where goods come from and what is stated of them, with and without each.
#[test]
fn a_file_that_names_its_only_good() {
    let world = World::new();
    world.write("cepa.toml", super::world::confirmed("none"));
    for heading in ["part,hs_code,origin,quantity,unit_cost,currency", "料號,稅號,原產地,用量,單價,幣別"] {
        world.write("一個成品.csv", format!("{heading}\nP-1,390210,JP,1,60,HKD\n螺絲,8471.30,HK,2,3.5,CNY\n"));
        world.write("b.csv", format!("{heading}\nP-1,390210,JP,1,59.99,HKD\n"));
        for format in ["csv", "ndjson", "json"] {
            let files =
                ["一個成品.csv", "b.csv", "--fob", "100", "--hs", "847130", "--labour", "3", "--development", "0", "--format", format];
            world
                .agree(&[&files[..], &["--trust-country", "--unproven", "non-originating", "--operations", "injection-moulding"]].concat());
        }
    }
    let _ = F::ALL;
}

/// Texts as programs of the Mainland and of Hong Kong write them: in the fast road too, and what they are taken for is told once.
#[test]
fn texts_in_any_encoding_and_with_any_separator() {
    let world = World::new();
    let row = |good: usize| format!("G-{good:04},847130,100.{:02},10,0,螺絲釘 {good},390210,JP,2,{}.25,HKD\n", good % 100, good % 60);
    let text = HEADING.to_owned() + &(0..400).map(row).collect::<String>();
    let chinese = text.replacen("good_id,good_hs", "成品編號,成品稅號", 1);
    for (text, encoding, separator) in [
        (&chinese, Written::Big5, ","),
        (&chinese, Written::Gb, ","),
        (&chinese, Written::Gb, ";"),
        (&chinese, Written::Utf16, "\t"),
        (&text, Written::Utf16, ","),
        (&text, Written::Utf16, "|"),
        (&text, Written::Utf8, "\t"),
        (&format!("Bill of materials 2026-05\n\"a title\r\nof two lines\",,\n{text}"), Written::Utf8, ","),
    ] {
        world.write("a.csv", encoding.bytes(&text.replace(',', separator)));
        let args = ["a.csv", "--format", "csv", "--trust-country", "--rule", "RVC(BD 40)"];
        let told = world.agree(&args);
        let notes = [(encoding != Written::Utf8, "note[F008]"), (separator != ",", "note[F015]")];
        assert!(notes.iter().all(|(said, note)| told.err.matches(note).count() == usize::from(*said)), "{}", told.err);
        assert_eq!(world.judged(&args), (400, 0), "{encoding:?} {separator:?}");
    }
    // Bytes that are not of the encoding: a row that is named, and goods that can still be judged.
    let mut bytes = Written::Gb.bytes(&(HEADING.to_owned() + &(0..40).map(row).collect::<String>()));
    bytes.extend_from_slice(b"G-9999,847130,100,10,0,\xff\xff,390210,JP,2,1,HKD\n");
    world.write("a.csv", bytes);
    world.agree(&["a.csv", "--format", "csv", "--trust-country", "--rule", "RVC(BD 40)"]);
}
