//! What does not depend on the order of rows, on files, on threads, on parts, or on interruption.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::tables::{Good, Kind, goods};
use super::usual::{table, world, written};
use super::world::{Numbers, Told, World, cases};

const JUDGED: [&str; 4] = ["--trust-country", "--unproven", "non-originating", "--quiet"];

/// These goods without numbers that settle what the decimal mark of a column is, which is asked of each file by itself.
fn of_any_mark(goods: &mut [Good]) {
    for good in goods {
        let cells = good.cells.iter_mut().chain(good.rows.iter_mut().flatten());
        cells.filter(|cell| cell.starts_with("1,")).for_each(|cell| "2".clone_into(cell));
    }
}

/// Reports of one form: CSV of this rule.
fn csv(world: &World, files: &[&str], rule: &str) -> Told {
    world.run(&[files, &JUDGED, &["--format", "csv", "--rule", rule]].concat(), b"")
}

/// The rows of a CSV by their goods, without the file and the texts that name lines.
fn verdicts(told: &Told) -> BTreeMap<String, Vec<String>> {
    let mut reader = csv::Reader::from_reader(told.out.as_bytes());
    let named = ["file", "first_reason", "first_point", "first_error"];
    let headings: Vec<String> = reader.headers().expect("headings").iter().map(str::to_owned).collect();
    let mut found = BTreeMap::new();
    for record in reader.records() {
        let record = record.expect("a record");
        let cells = headings.iter().zip(&record).filter(|(heading, _)| !named.contains(&heading.as_str()));
        let cells: Vec<String> = cells.map(|(_, cell)| cell.to_owned()).collect();
        assert!(found.insert(record[0].to_owned(), cells).is_none(), "one good, one verdict");
    }
    found
}

/// Rows of the goods mixed, but each good's first row where its good was.
fn interleaved(goods: &[Vec<String>], numbers: &mut Numbers) -> Vec<String> {
    let mut waiting: Vec<std::slice::Iter<'_, String>> = Vec::new();
    let mut lines = Vec::new();
    let mut next = goods.iter();
    loop {
        waiting.retain(|rows| rows.len() > 0);
        let more = if waiting.is_empty() || numbers.below(2) == 0 { next.next() } else { None };
        match more {
            Some(good) => waiting.insert(0, good.iter()),
            None if waiting.is_empty() => return lines,
            None => {}
        }
        let place = if more.is_some() { 0 } else { numbers.below(waiting.len()) };
        lines.extend(waiting[place].next().cloned());
    }
}

proptest! {
    #![proptest_config(cases(8))]

    #[test]
    fn any_order_has_the_same_verdicts(goods in goods(2..20, 1..6, Kind::Any), seed in any::<u64>(), rule in prop::sample::select(vec!["CTH", "RVC(BU 30 | BD 40)"])) {
        let world = world();
        let mut lines = written(&goods, 1).concat();
        world.write("a.csv", table(&lines));
        let whole = csv(&world, &["a.csv"], rule);
        Numbers(seed).shuffle(&mut lines);
        world.write("a.csv", table(&lines));
        let mixed = csv(&world, &["a.csv"], rule);
        prop_assert_eq!(verdicts(&mixed), verdicts(&whole));
        prop_assert_eq!(mixed.code, whole.code);
    }

    #[test]
    fn goods_between_one_another_have_the_same_bytes(goods in goods(2..20, 1..6, Kind::Alike), seed in any::<u64>()) {
        let world = world();
        let by_good = written(&goods, 1);
        world.write("a.csv", table(&by_good.concat()));
        // Only a rule without a change of classification names no lines; a good that is rejected names its place.
        let whole = csv(&world, &["a.csv"], "RVC(BU 30 | BD 40)");
        world.write("a.csv", table(&interleaved(&by_good, &mut Numbers(seed))));
        let mixed = csv(&world, &["a.csv"], "RVC(BU 30 | BD 40)");
        let lines = |told: &Told| told.out.lines().filter(|line| !line.contains("(line ") && !line.contains(",rejected,")).map(str::to_owned).collect::<Vec<_>>();
        prop_assert_eq!(lines(&mixed), lines(&whole));
        prop_assert_eq!(mixed.out.lines().count(), whole.out.lines().count());
    }

    #[test]
    fn any_split_between_goods_has_the_same_verdicts(mut goods in goods(2..20, 1..6, Kind::Any), seed in any::<u64>(), alike in any::<bool>()) {
        let world = world();
        of_any_mark(&mut goods);
        let by_good = written(&goods, 1);
        world.write("a.csv", table(&by_good.concat()));
        let whole = csv(&world, &["a.csv"], "CTH or RVC(BU 30)");
        let (mut numbers, mut names, mut from) = (Numbers(seed), Vec::new(), 0);
        while from < by_good.len() {
            let until = (from + 1 + numbers.below(5)).min(by_good.len());
            let text = table(&by_good[from..until].concat());
            names.push(format!("part-{from:03}.csv"));
            // Now and then other headings, so that the columns are recognised anew.
            world.write(&names[names.len() - 1], if alike || from.is_multiple_of(2) { text } else { text.replacen("good_id", "SKU", 1) });
            from = until;
        }
        let files: Vec<&str> = names.iter().map(String::as_str).collect();
        let split = csv(&world, &files, "CTH or RVC(BU 30)");
        prop_assert_eq!(verdicts(&split), verdicts(&whole));
        let ids = |told: &Told| told.out.lines().map(|line| line.split(',').next().unwrap_or_default().to_owned()).collect::<Vec<_>>();
        prop_assert_eq!((ids(&split), split.code), (ids(&whole), whole.code));
    }

    #[test]
    fn parts_join_to_one_run(goods in goods(2..12, 1..5, Kind::Any), at in any::<prop::sample::Index>(), format in prop::sample::select(vec!["csv", "ndjson", "json"])) {
        let world = world();
        let by_good = written(&goods, 1);
        let cut = at.index(by_good.len());
        world.write("a.csv", table(&by_good[..=cut].concat()));
        world.write("b.csv", table(&by_good[cut.saturating_add(1)..].concat()));
        let last = cut + 1 == by_good.len();
        let files: &[&str] = if last { &["a.csv"] } else { &["a.csv", "b.csv"] };
        let judged = [&["--on", "2026-11-01", "--currency", "HKD", "--rates", "rates.csv", "--format", format][..], &JUDGED].concat();
        let one = world.cepa(&[&["check"], files, &judged].concat());
        for file in files {
            world.cepa(&["check", "--partial", "--quiet", file, "-o", &format!("{file}.part")]);
        }
        let parts: Vec<String> = files.iter().map(|file| format!("{file}.part")).collect();
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let merged = world.cepa(&[&["merge"], &parts[..], &judged].concat());
        prop_assert!(one.out == merged.out, "{}\n----\n{}", one.out, merged.out);
        prop_assert_eq!((one.err, one.code), (merged.err, merged.code));
    }

    #[test]
    fn a_report_that_was_cut_off_is_gone_on_from(goods in goods(2..14, 1..5, Kind::Any), at in any::<prop::sample::Index>(), csv in any::<bool>(), seed in any::<u64>(), mixed in any::<bool>()) {
        let world = world();
        let mut lines = written(&goods, 1).concat();
        if mixed {
            Numbers(seed).shuffle(&mut lines);
        }
        world.write("a.csv", table(&lines));
        let form: &[&str] = if csv { &["--format", "csv", "--resumable", "--end-row"] } else { &["--format", "ndjson"] };
        let args = [&["a.csv", "--rule", "CTH"][..], &JUDGED, form].concat();
        let whole = world.run(&args, b"");
        world.write("cut", &whole.out.as_bytes()[..at.index(whole.out.len() + 1)]);
        let again = world.run(&[&args[..], &["--resume", "cut"]].concat(), b"");
        prop_assert!(again.out == whole.out, "{}", again.err);
        prop_assert_eq!(again.code, whole.code);
    }
}

/// Many goods, several stretches, repeated and mixed: which worker comes first must not show.
#[test]
fn any_number_of_threads_says_the_same() {
    let world = world();
    let mut numbers = Numbers(5);
    let row = |good: usize, numbers: &mut Numbers| {
        let codes = ["847330", "390210", "731815", "847141", "854140", "8473"];
        let (code, origin) = (codes[numbers.below(6)], ["JP", "CN", "HK", ""][numbers.below(4)]);
        let fob = if good.is_multiple_of(97) { "x".to_owned() } else { format!("{}.50", 100 + good % 300) };
        format!("G-{good:05},847130,{fob},10,0,P-{good},{code},{origin},,{}.25,{},CNY\n", numbers.below(9), numbers.below(30))
    };
    let mut lines: Vec<String> = (0..4_800).map(|line| row(line / 3, &mut numbers)).collect();
    for mixing in ["none", "at the end", "all"] {
        match mixing {
            "at the end" => lines.push(row(1, &mut numbers)),
            "all" => numbers.shuffle(&mut lines),
            _ => {}
        }
        world.write("a.csv", table(&lines));
        let args = ["a.csv", "--format", "csv", "--rule", "CTH", "--trust-country", "--unproven", "non-originating"];
        let told = world.agree_with(&["1", "2", "3", "8"], &args, b"");
        assert_eq!(told.out.lines().count(), 1_601, "{mixing}");
    }
}

/// Goods that are mixed, and a cell that may hold another row, which shows only where a part is judged: what was to be told of
/// the parts before it is told once, and not of the file behind it.
#[test]
fn a_mixed_file_that_turns_out_to_be_odd_is_told_once() {
    let world = world();
    let mut numbers = Numbers(61);
    let mut lines: Vec<String> = (0..9_000)
        .map(|line| {
            format!(
                "G-{:03},847130,500,10,0,P-{line},{},{},,1,2.5,CNY\n",
                line % 300,
                [390_210, 390_999][line % 2],
                ["JP", ""][line / 2 % 2]
            )
        })
        .collect();
    numbers.shuffle(&mut lines);
    lines.insert(8_900, "G-007,847130,500,10,0,\"P\nG-1,847130,500,10,0,P,390210,JP,,1,2\",390210,JP,,1,2.5,CNY\n".to_owned());
    world.write("a.csv", table(&lines));
    world.write("b.csv", table(&["H-1,847130,500,10,0,P,390999,,,1,2.5,CNY\n".to_owned()]));
    let args = ["a.csv", "b.csv", "--format", "csv", "--rule", "CTH", "--trust-country", "--unproven", "non-originating"];
    let told = world.agree_with(&["1", "2"], &args, b"");
    assert!(told.err.contains("warning["), "{}", told.err);
    assert_eq!(told.out.lines().count(), 302);
}
