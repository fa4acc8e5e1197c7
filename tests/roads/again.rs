//! Runs that go on from a report that was cut off, and runs that tell what changed since another: both roads say the same,
//! and the fast one is taken.

use proptest::prelude::*;

use super::tables::{Kind, goods};
use super::usual::{table, world, written};
use super::world::{Numbers, Told, World, cases};

const JUDGED: [&str; 5] = ["--trust-country", "--unproven", "non-originating", "--operations", "injection-moulding"];
const FORMATS: [&str; 4] = ["text", "json", "ndjson", "csv"];

/// Which road a run took: what it says of itself in `--roads`.
fn road(world: &World, args: &[&str]) -> (Told, String) {
    let told = world.run(&[args, &["--roads", "road", "--threads", "2"]].concat(), b"");
    (told, world.read("road").trim_end().to_owned())
}

/// Writes the report that later runs are held against.
fn last(world: &World, args: &[&str]) {
    let told = world.run(&[args, &["--quiet", "--format", "ndjson"]].concat(), b"");
    world.write("last.ndjson", &told.out);
}

proptest! {
    #![proptest_config(cases(10))]

    #[test]
    fn what_changed(before in goods(1..9, 1..5, Kind::Any), after in goods(1..9, 1..5, Kind::Any), kept in any::<u16>(), seed in any::<u64>(), format in prop::sample::select(FORMATS.to_vec()), rule in any::<bool>(), mixed in any::<bool>(), quiet in any::<bool>()) {
        let world = world();
        let (old, new) = (written(&before, 1), written(&after, 1));
        world.write("a.csv", table(&old.concat()));
        let mut args = [&["a.csv", "b.csv"][..], &JUDGED].concat();
        world.write("b.csv", table(&written(&before, 40).concat()));
        if rule {
            args.extend(["--rule", "CTH or RVC(BU 30 | BD 40)"]);
        }
        last(&world, &args);
        // Some goods stay as they were, some are others now, some are gone or new.
        let stays = |place: usize| kept >> (place % 16) & 1 == 0;
        let pick = |place: usize| if stays(place) { old.get(place) } else { new.get(place) };
        let mut lines: Vec<String> = (0..9).filter_map(pick).flatten().cloned().collect();
        if mixed {
            Numbers(seed).shuffle(&mut lines);
        }
        world.write("a.csv", table(&lines));
        args.extend(["--against", "last.ndjson", "--format", format]);
        args.extend(quiet.then_some("--quiet"));
        world.agree(&args);
    }

    #[test]
    fn a_report_that_was_cut_off(goods in goods(1..12, 1..5, Kind::Any), at in any::<prop::sample::Index>(), csv in any::<bool>(), seed in any::<u64>(), mixed in any::<bool>(), split in any::<prop::sample::Index>(), quiet in any::<bool>()) {
        let world = world();
        let by_good = written(&goods, 1);
        let split = split.index(by_good.len());
        let mut lines = by_good[..=split].concat();
        if mixed {
            Numbers(seed).shuffle(&mut lines);
        }
        world.write("a.csv", table(&lines));
        world.write("b.csv", table(&by_good[split + 1..].concat()));
        let form: &[&str] = if csv { &["--format", "csv", "--resumable", "--end-row", "--summary", "ending"] } else { &["--format", "ndjson", "--summary", "ending"] };
        let mut args = [&["a.csv", "b.csv"][..if split + 1 < by_good.len() { 2 } else { 1 }], &JUDGED, form].concat();
        args.extend(quiet.then_some("--quiet"));
        let whole = world.run(&args, b"");
        world.write("cut", &whole.out.as_bytes()[..at.index(whole.out.len() + 1)]);
        args.extend(["--resume", "cut"]);
        let again = world.agree(&args);
        prop_assert!(again.out == whole.out, "{}", again.err);
        prop_assert_eq!((again.files, again.code), (whole.files, whole.code));
    }
}

/// Goods of three lines; those of a number that `every` divides cost more.
fn priced(count: usize, every: usize) -> Vec<String> {
    let row = |line: usize| {
        let (good, origin) = (line / 3, ["JP", "HK", "CN"][line % 3]);
        let price = if good % every == every / 2 && origin == "JP" { 900 } else { 3 + good % 10 };
        format!("G-{good:05},847130,100,10,0,P-{line},390210,{origin},,2,{price}.25,HKD\n")
    };
    (0..count * 3).map(row).collect()
}

#[test]
fn what_did_not_change_is_not_judged_by_the_plain_road() {
    let world = world();
    let args = [&["a.csv", "--rule", "RVC(BU 30 | BD 40)"][..], &JUDGED].concat();
    world.write("a.csv", table(&priced(400, 1_000_000)));
    last(&world, &args);
    let mut lines = priced(400, 100);
    for mixed in [false, true] {
        if mixed {
            Numbers(3).shuffle(&mut lines);
        }
        world.write("a.csv", table(&lines));
        for format in FORMATS {
            let against = [&args[..], &["--against", "last.ndjson", "--format", format]].concat();
            let (told, road) = road(&world, &against);
            assert_eq!(road, r#"{"road":"fast","goods":400,"goods_plain":4,"files_plain":0}"#, "{format}, mixed: {mixed}");
            let plain = world.agree_with(&["1", "3"], &against, b"");
            assert!(told == plain && plain.out.contains("G-00150"), "{format}: {}\n{}", told.out, plain.out);
        }
    }
    let (_, plain) = road(&world, &[&args[..], &["--against", "last.ndjson", "--plain-road"]].concat());
    assert_eq!(plain, r#"{"road":"plain"}"#);
}

#[test]
fn goods_that_stand_in_the_report_are_not_judged_again() {
    let world = world();
    let lines = priced(300, 7);
    world.write("a.csv", table(&lines[..600]));
    world.write("b.csv", table(&lines[600..]));
    for form in [&["--format", "ndjson"][..], &["--format", "csv", "--resumable"]] {
        let args = [&["a.csv", "b.csv", "--rule", "CTH"][..], &JUDGED, form].concat();
        let whole = world.run(&args, b"");
        for goods in [0, 1, 150, 250, 300] {
            let kept: String = whole.out.split_inclusive('\n').take(goods + usize::from(form.len() > 2)).collect();
            world.write("cut", kept);
            let resume = [&args[..], &["--resume", "cut"]].concat();
            let (told, road) = road(&world, &resume);
            let judged = if form.len() > 2 { 0 } else { 300 - goods };
            assert_eq!(
                road,
                format!(r#"{{"road":"fast","goods":300,"goods_plain":{judged},"files_plain":0}}"#),
                "{goods} goods of {form:?}"
            );
            assert_eq!((&told.out, told.code), (&whole.out, whole.code), "{goods} goods of {form:?}");
            world.agree_with(&["1", "3"], &resume, b"");
        }
    }
}

/// Rows that are not of these goods, in this order, of this run.
#[test]
fn a_report_that_does_not_fit() {
    let world = world();
    world.write("a.csv", table(&priced(30, 7)));
    for form in [&["--format", "ndjson"][..], &["--format", "csv", "--resumable"]] {
        let args = [&["a.csv", "--rule", "CTH"][..], &JUDGED, form].concat();
        let whole = world.run(&args, b"").out;
        let rows: Vec<&str> = whole.split_inclusive('\n').collect();
        let (head, rows) = rows.split_at(usize::from(form.len() > 2));
        let other = rows[4].replace("G-00004", "Z-00004");
        let wrongs = [
            vec![rows[1], rows[0]],
            vec![rows[0], rows[2]],
            vec![rows[0], rows[0]],
            vec![rows[0], rows[1], rows[2], rows[3], &other],
            vec![rows[0], "nonsense\n"],
            vec![rows[29]],
        ];
        for wrong in wrongs {
            world.write("cut", head.concat() + &wrong.concat());
            let told = world.agree(&[&args[..], &["--resume", "cut"]].concat());
            assert!(told.err.contains("error[T008]") && told.code == Some(2) && told.out.is_empty(), "{wrong:?}: {}", told.err);
        }
        world.write("cut", head.concat() + &rows[..9].concat());
        let other_flags = world.agree(&[&["a.csv", "--rule", "CC"][..], &JUDGED, form, &["--resume", "cut"]].concat());
        assert!(other_flags.err.contains("error[T004]") && other_flags.err.contains("flags, configuration"), "{}", other_flags.err);
        world.write("b.csv", table(&priced(30, 7)).replace("G-", "H-"));
        let other_files = world.agree(&[&["a.csv", "b.csv", "--rule", "CTH"][..], &JUDGED, form, &["--resume", "cut"]].concat());
        assert!(other_files.err.contains("error[T004]") && other_files.err.contains("the files"), "{}", other_files.err);
        assert_eq!(world.agree(&[&args[..], &["--resume", "nowhere"]].concat()).code, Some(2));
    }
}

/// What is told of goods that are taken over was told before.
#[test]
fn what_is_told_of_goods_that_are_taken_over() {
    let world = world();
    let odd = |good: usize, row: &str| format!("G-{good:05},847130,100,10,0,P,{row},HKD\n");
    let lines: Vec<String> = (0..40)
        .map(|good| odd(good, ["390210,,,2,3.25", "0902.99,JP,,2,3", "390210,JP,,2,90", "390210,XX,,2,3", "390210,JP,,tba,3"][good % 5]))
        .collect();
    world.write("a.csv", table(&lines));
    for form in [&["--format", "ndjson"][..], &["--format", "csv", "--resumable"]] {
        let args = [&["a.csv", "--rule", "CTH"][..], &JUDGED, form].concat();
        let whole = world.run(&args, b"");
        for rows in [1, 12, 40] {
            world.write("cut", whole.out.split_inclusive('\n').take(rows).collect::<String>());
            let again = world.agree(&[&args[..], &["--resume", "cut"]].concat());
            assert!(again.out == whole.out && again.err != whole.err || rows == 1 && form.len() > 2, "{}", again.err);
        }
    }
}

/// Rows beyond what is held in memory, of which many are taken over.
#[test]
fn many_rows_that_are_taken_over() {
    let world = world();
    let long = "x".repeat(400);
    let row = |good: usize| format!("G-{good:06}-{long},847130,100,10,0,P-{good},390210,JP,,2,{}.25,HKD\n", good % 60);
    world.write("a.csv", table(&(0..6_000).map(row).collect::<Vec<_>>()));
    let args = [&["a.csv", "--rule", "CTH", "--quiet", "--format", "csv", "--resumable"][..], &JUDGED].concat();
    let whole = world.run(&args, b"");
    for rows in [9, 4_000, 6_001] {
        world.write("cut", whole.out.split_inclusive('\n').take(rows).collect::<String>());
        let (again, road) = road(&world, &[&args[..], &["--resume", "cut"]].concat());
        assert!(again.out == whole.out && again.code == whole.code, "{rows}: {}", again.err);
        assert_eq!(road, r#"{"road":"fast","goods":6000,"goods_plain":0,"files_plain":0}"#);
    }
}

/// The report of the last run may be cut off, of another law, of other words, come from a pipe, or hold a good twice.
#[test]
fn reports_of_the_last_run() {
    let world = world();
    let args = [&["a.csv", "--rule", "RVC(BU 30 | BD 40)"][..], &JUDGED].concat();
    world.write("a.csv", table(&priced(12, 4)));
    last(&world, &args);
    let text = world.read("last.ndjson");
    let rows: Vec<&str> = text.split_inclusive('\n').collect();
    world.write("a.csv", table(&priced(12, 3)));
    let against = [&args[..], &["--against", "last.ndjson", "--format", "csv"]].concat();
    let usual = world.agree(&against);
    let piped = world.agree_with(&["1", "2"], &[&args[..], &["--against", "/dev/stdin", "--format", "csv"]].concat(), text.as_bytes());
    assert_eq!(piped.out, usual.out);
    let reports = [
        ("twice", format!("{}{text}", rows[1].replace("over-beyond-5", "over-within-1").replace("under-beyond-5", "over-within-1"))),
        ("other words", text.replace("\"originating\"", "\"stems from here\"").replace("beyond-5", "beyond-7")),
        ("another law", text.replace("\"law\":\"sha256:d", "\"law\":\"sha256:e")),
        ("another version", text.replace("\"cepa\":\"0", "\"cepa\":\"7")),
        ("another order", rows[..12].iter().rev().chain([&rows[12]]).copied().collect::<String>()),
        ("none", rows[12].to_owned()),
        ("of Windows", text.replace('\n', "\r\n")),
    ];
    for (what, report) in reports {
        world.write("last.ndjson", report);
        let told = world.agree(&against);
        assert!(!told.out.is_empty() && !told.err.contains("error"), "{what}: {}", told.err);
    }
    let broken = [
        ("T007", rows[..12].concat()),
        ("T007", String::new()),
        ("T008", format!("{text}{text}")),
        ("T008", text.replacen("\"good\"", "\"gut\"", 1)),
        ("T008", format!("{text}\n")),
    ];
    for (code, report) in broken {
        world.write("last.ndjson", report);
        let told = world.agree(&against);
        assert!(told.err.contains(&format!("error[{code}] last.ndjson")) && told.code == Some(2) && told.out.is_empty(), "{}", told.err);
    }
    world.write("last.ndjson", b"\xff\n");
    assert!(world.agree(&against).err.contains("error[F002]"));
    std::fs::remove_file(world.0.join("last.ndjson")).unwrap();
    assert!(world.agree(&against).err.contains("error[F001]"));
}

/// A file that breaks off is read again by the plain road: goods of it that were met before must not count as met.
#[test]
fn goods_of_a_file_that_breaks_off() {
    let world = world();
    let args = [&["a.csv", "b.csv", "--rule", "CTH"][..], &JUDGED].concat();
    let lines = priced(3_000, 7);
    world.write("a.csv", table(&lines[..30]));
    world.write("b.csv", table(&lines[30..]));
    last(&world, &args);
    for tail in [
        "G-09999,847130,\"100",
        "\n\nG-09999,847130,1,1,0,P,390210,HK,,1,1,HKD\n",
        "合計,,,,,,,,,,,\n",
        "G-00011,847130,100,10,0,P,390210,JP,,2,1,HKD\n",
    ] {
        world.write("b.csv", table(&lines[60..]) + tail);
        for format in ["csv", "json"] {
            world.agree(&[&args[..], &["--against", "last.ndjson", "--format", format]].concat());
        }
    }
}
