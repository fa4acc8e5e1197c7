//! The fast road says what the plain road says, byte for byte: on plain files and on odd ones, for any number of threads,
//! in any order of rows.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    clippy::format_push_string,
    clippy::format_collect,
    reason = "a test fails loudly, and touches the machine"
)]

mod support;

use std::path::PathBuf;

use proptest::prelude::*;
use support::{Run, cepa_in, scratch};

/// A folder of this test's own.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let test = std::thread::current().name().expect("a test has a name").to_owned();
        Self(scratch(&format!("fast-road-{test}")))
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.0.join(name), text).expect("a file");
    }
}

const CONFIRMED: &str = r#"
[[confirm]]
point = "accumulation.floor"
is = "FLOOR"
by = "Export department"
on = "2026-11-20"
source = "a letter"
[[confirm]]
point = "accumulation.conditions"
by = "Export department"
on = "2026-11-20"
source = "a letter"
[[confirm]]
point = "mainland-in-shift"
by = "Export department"
on = "2026-11-20"
source = "a letter"
"#;

const RATES: &str = "currency,rate\nHKD,1.0000\nCNY,1.0845\nUSD,7.8012\nJPY,0.0521\n";
const HEADER: &str = "good_id,good_hs,fob,labour,development,line_no,part,description,hs,origin,quantity,unit_cost,currency\n";

const CSV: [&str; 2] = ["--format", "csv"];
const SUMMARY: [&str; 2] = ["--view", "summary"];

fn check(folder: &Folder, args: &[&str]) -> Run {
    let always = ["check", "--on", "2026-11-01", "--currency", "HKD", "--rates", "rates.csv"];
    let args: Vec<String> = always.iter().chain(args).map(|arg| (*arg).to_owned()).collect();
    cepa_in(&folder.0, &args, b"")
}

/// Holds that both roads say the same, with one to three threads, in rows and in a text that sums up. Gives the rows.
fn agree(folder: &Folder, args: &[&str]) -> String {
    let summary = [args, &SUMMARY].concat();
    let fast = check(folder, &[&summary[..], &["--threads", "2"]].concat());
    assert_eq!(fast, check(folder, &[&summary[..], &["--plain-road"]].concat()), "{summary:?}");
    let args: &[&str] = &[args, &CSV].concat();
    let plain = check(folder, &[args, &["--plain-road"]].concat());
    for threads in ["1", "2", "3"] {
        let fast = check(folder, &[args, &["--threads", threads]].concat());
        assert_eq!(fast, plain, "{args:?} with {threads} threads");
    }
    let quiet = check(folder, &[args, &["--quiet"]].concat());
    assert_eq!(quiet.stdout, plain.stdout, "{args:?} quiet");
    plain.stdout
}

fn folder(floor: &str) -> Folder {
    let folder = Folder::new();
    folder.write("rates.csv", RATES);
    folder.write("cepa.toml", &CONFIRMED.replace("FLOOR", floor));
    folder
}

const TRUST: [&str; 3] = ["--trust-country", "--unproven", "non-originating"];
const RULE: [&str; 4] = ["--rule", "CTH and RVC(BU 30 | BD 40)", "--operations", "injection-moulding"];

/// Cells of a row, now and then odd ones.
fn row() -> impl Strategy<Value = String> {
    let part = prop_oneof![20 => Just("P-1"), 2 => Just("螺丝"), 1 => Just("\"a \"\"b\"\"\""), 1 => Just("\"two\nlines\""), 1 => Just("Total"), 1 => Just("")];
    let code = prop_oneof![
        12 => prop::sample::select(vec!["847330", "8473.30", "84733010", "8471.30.1000", "390210", "7318.15", "851770"]),
        1 => prop::sample::select(vec!["", "8473", "0902.99", "847.3", "x", "\"8473.30\""]),
    ];
    let origin = prop_oneof![12 => prop::sample::select(vec!["CN", "HK", "JP", "US", ""]), 1 => prop::sample::select(vec!["China", "中國", "hk", "XX", "local", "JP "])];
    let number = || {
        prop_oneof![
            12 => "[0-9]{1,3}(\\.[0-9]{1,4})?",
            1 => prop::sample::select(vec!["1,5", "\"1,234.5\"", "", "-1", "1e3", " 2", "0.1234567", "12345678901234", "HK$5"]).prop_map(str::to_owned),
        ]
    };
    let currency = prop_oneof![12 => prop::sample::select(vec!["HKD", "CNY", "USD", "JPY", ""]), 1 => prop::sample::select(vec!["人民币", "usd", "EUR", "¥"])];
    (part, code, origin, number(), number(), currency)
        .prop_map(|(part, code, origin, quantity, cost, currency)| format!("1,{part},text,{code},{origin},{quantity},{cost},{currency}"))
}

fn good() -> impl Strategy<Value = (String, Vec<String>)> {
    let code = prop_oneof![8 => prop::sample::select(vec!["847130", "8471.30.10", "0902.30", "392690"]), 1 => prop::sample::select(vec!["8471", "", "7204.10"])];
    let amount = |most: u32| prop_oneof![12 => (0..most).prop_map(|cents| format!("{}.{:02}", cents / 100, cents % 100)), 1 => Just(String::new()), 1 => Just("1.2345678".to_owned())];
    (code, amount(900_000), amount(20_000), amount(5_000), prop::collection::vec(row(), 1..7))
        .prop_map(|(code, fob, labour, development, rows)| (format!("{code},{fob},{labour},{development}"), rows))
}

fn file(goods: &[(String, Vec<String>)]) -> Vec<String> {
    let rows = |(number, (head, rows)): (usize, &(String, Vec<String>))| {
        rows.iter().map(|row| format!("G-{number:04},{head},{row}\n")).collect::<Vec<_>>()
    };
    goods.iter().enumerate().flat_map(rows).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn both_roads_say_the_same(goods in prop::collection::vec(good(), 1..12), floor in prop::sample::select(vec!["none", "BU 15 | BD 20"]), rule in any::<bool>(), trust in any::<bool>()) {
        let folder = folder(floor);
        folder.write("a.csv", &format!("{HEADER}{}", file(&goods).concat()));
        let mut args = vec!["a.csv"];
        args.extend(trust.then_some(TRUST).into_iter().flatten());
        args.extend(rule.then_some(RULE).into_iter().flatten());
        agree(&folder, &args);
    }

    #[test]
    fn the_order_of_rows_does_not_matter(goods in prop::collection::vec(good(), 2..9), seed in any::<u64>()) {
        let folder = folder("none");
        let mut rows = file(&goods);
        let mut state = seed | 1;
        for place in (1..rows.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            rows.swap(place, usize::try_from(state >> 33).expect("small") % (place + 1));
        }
        folder.write("a.csv", &format!("{HEADER}{}", rows.concat()));
        agree(&folder, &[&["a.csv"][..], &TRUST, &RULE].concat());
    }
}

/// A plain row of a good.
fn plain(good: &str, fob: &str, row: &str) -> String {
    format!("{good},847130,{fob},0,0,1,P-1,text,{row}\n")
}

#[test]
fn a_threshold_is_met_exactly_and_missed_by_the_last_digit() {
    let folder = folder("none");
    let rows = [
        plain("A", "100", "390210,JP,1,60,HKD"),
        plain("B", "100", "390210,JP,1,60.0001,HKD"),
        plain("C", "99.9999", "390210,JP,1,60,HKD"),
        plain("D", "0.000001", "390210,JP,1,0.0000,HKD"),
        plain("E", "3", "390210,JP,0.6,3,HKD"),
        plain("F", "78.012", "390210,JP,6,1,USD"),
    ];
    folder.write("a.csv", &format!("{HEADER}{}", rows.concat()));
    let out = agree(&folder, &[&["a.csv"][..], &TRUST, &RULE].concat());
    let verdicts: Vec<&str> = out.lines().skip(1).map(|line| line.split(',').nth(4).expect("a verdict")).collect();
    assert_eq!(verdicts, ["originating", "not-originating", "not-originating", "originating", "originating", "originating"]);
}

#[test]
fn a_good_that_comes_back_has_one_verdict() {
    let folder = folder("none");
    let rows = [plain("B", "100", "390210,JP,1,10,HKD"), plain("A", "100", "390210,JP,1,10,HKD"), plain("B", "100", "390210,JP,1,60,HKD")];
    folder.write("a.csv", &format!("{HEADER}{}", rows.concat()));
    let out = agree(&folder, &[&["a.csv"][..], &TRUST, &RULE].concat());
    assert_eq!(out.lines().count(), 3);
    assert!(out.lines().nth(1).expect("a row").starts_with("B,") && out.contains("B,a.csv,847130,2026-11-01,not-originating"));
}

#[test]
fn a_file_that_breaks_off_rejects_its_goods_on_both_roads() {
    let folder = folder("none");
    let whole = plain("A", "100", "390210,JP,1,10,HKD");
    for (name, tail) in [
        ("quote", "B,847130,100,0,0,1,\"P-1,text"),
        ("short", "B,847130,100\n"),
        ("blank", "\n\n,,,,,,,,,,,,\n"),
        ("cr", "B,8471\r30,1\n"),
        ("none", ""),
    ] {
        folder.write("a.csv", &format!("{HEADER}{whole}{tail}"));
        let out = agree(&folder, &[&["a.csv"][..], &TRUST, &RULE].concat());
        assert!(out.lines().count() >= 2, "{name}");
    }
}

#[test]
fn files_of_any_kind_stand_beside_one_another() {
    let folder = folder("none");
    folder.write("a.csv", &format!("{HEADER}{}", plain("A", "100", "390210,JP,1,10,HKD")));
    folder.write("b.csv", &format!("\u{feff}{HEADER}{}", plain("B", "100", "390210,JP,1,10,HKD").replace('\n', "\r\n")));
    folder.write("c.csv", "part;hs_code;origin;amount\nP-1;390210;JP;12,5\n");
    folder.write("d.csv", "part,hs_code,origin,amount,currency\nP-1,390210,JP,12.5,USD\nP-2,390210,HK,7,\n");
    folder.write("e.csv", "not a table\n");
    let args =
        [&["a.csv", "b.csv", "c.csv", "d.csv", "e.csv", "nothing.csv", "--fob", "200", "--hs", "847130"][..], &TRUST, &RULE].concat();
    agree(&folder, &args);
    folder.write("f.csv", &format!("{HEADER}{}", plain("A", "100", "390210,JP,1,10,HKD")));
    agree(&folder, &[&["a.csv", "f.csv"][..], &TRUST, &RULE].concat());
}

#[test]
fn a_good_longer_than_a_stretch_is_one_good() {
    let folder = folder("BU 15 | BD 20");
    let mut text = HEADER.to_owned();
    for good in ["A", "B", "C"] {
        for line in 0..6_000 {
            let origin = ["HK", "CN", "JP", "KR", ""][line % 5];
            text.push_str(&plain(good, "900000", &format!("39{:02}10,{origin},1.5,{}.25,CNY", 10 + line % 7, line % 9)));
        }
    }
    folder.write("a.csv", &text);
    agree(&folder, &[&["a.csv"][..], &TRUST, &RULE].concat());
    folder.write("a.csv", &text.replace(",CNY\nB,", ",EUR\nB,"));
    agree(&folder, &[&["a.csv"][..], &TRUST, &RULE].concat());
}

#[test]
fn goods_of_different_rules_may_be_cut_anywhere() {
    let folder = folder("none");
    let mut text = format!("rule,{HEADER}");
    for good in 0..12 {
        let rule = ["CTH", "\"RVC(BU 30 | BD 40)\"", "CC", "CTSH", "\"CTH or RVC(BU 99)\""][good % 5];
        for line in 0..2_500 {
            let origin = ["HK", "CN", "JP"][line % 3];
            let row = format!("8471{:02},{origin},1.5,{}.25,HKD", 30 + good % 3, line % 9);
            text.push_str(rule);
            text.push(',');
            text.push_str(&plain(&format!("G-{good:03}"), "90000", &row));
        }
    }
    folder.write("a.csv", &text);
    agree(&folder, &[&["a.csv"][..], &TRUST, &["--operations", "injection-moulding"]].concat());
}

/// How many goods the fast road judged, and how many of them it left to the plain one.
fn judged(folder: &Folder, args: &[&str]) -> String {
    check(folder, &[args, &["--roads", "roads"]].concat());
    std::fs::read_to_string(folder.0.join("roads")).expect("the run took the fast road")
}

#[test]
fn what_the_table_states_of_goods_that_are_cut_anywhere() {
    let folder = folder("none");
    let heading = "good_id,line_no,part,description,hs,origin,quantity,unit_cost,currency\n";
    let (mut bill, mut table) = (heading.to_owned(), "good_id,rule,hs_code,fob,labour,development,currency\n".to_owned());
    for good in 0..12 {
        let rule = ["CTH", "\"RVC(BU 30 | BD 40)\"", "CC", "CTSH", "\"CTH or RVC(BU 99)\""][good % 5];
        for line in 0..2_500 {
            let (code, origin) = (["847130", "847141", "847160"][good % 3], ["HK", "CN", "JP"][line % 3]);
            bill.push_str(&format!("G-{good:03},1,P-1,text,{code},{origin},1.5,{}.25,USD\n", line % 9));
        }
        table.push_str(&format!("G-{good:03},{rule},847130,900000,{good},0,{}\n", ["HKD", "USD", ""][good % 3]));
    }
    folder.write("a.csv", &bill);
    folder.write("goods.csv", &table);
    let args = [&["a.csv", "--goods", "goods.csv", "--operations", "injection-moulding"][..], &TRUST].concat();
    agree(&folder, &args);
    assert_eq!(judged(&folder, &[&args[..], &SUMMARY].concat()), "{\"road\":\"fast\",\"goods\":12,\"goods_plain\":0,\"files_plain\":0}\n");
    folder.write("goods.csv", &table.replace("G-007,CC,847130,", "G-007,CC,847130,1").replace("G-003,CTSH", "G-003,nonsense"));
    agree(&folder, &args);
}

#[test]
fn a_text_without_a_view_takes_the_fast_road() {
    let folder = folder("none");
    for goods in [20, 21] {
        let rows: String = (0..goods).map(|good| plain(&format!("G-{good}"), "100", &format!("390210,JP,1,{},HKD", 40 + good))).collect();
        folder.write("a.csv", &format!("{HEADER}{rows}"));
        let args = [&["a.csv"][..], &TRUST, &RULE].concat();
        let text = check(&folder, &args);
        assert_eq!(text, check(&folder, &[&args[..], &["--plain-road"]].concat()));
        assert_eq!(text.stdout.contains("Nearest at"), goods > 20, "{}", text.stdout);
        assert_eq!(judged(&folder, &args), {
            let plainly = if goods > 20 { 0 } else { goods };
            format!("{{\"road\":\"fast\",\"goods\":{goods},\"goods_plain\":{plainly},\"files_plain\":0}}\n")
        });
    }
}
