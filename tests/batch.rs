//! Runs over many goods: the same bytes however the work is cut, and nothing that looks whole and is not.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    clippy::needless_for_each,
    clippy::format_push_string,
    reason = "a test fails loudly, and touches the machine"
)]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use support::{Run, cepa_in, scratch};

const JUDGED: [&str; 6] = ["--on", "2026-11-22", "--currency", "HKD", "--quiet", "--trust-country"];

const HEADING: &str = "good_id,part,hs_code,origin,status,amount,currency,good_hs,fob,labour,development,operations\n";

/// A small generator of numbers, the same on every machine.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

/// The rows of so many goods of one to four lines, good by good: some originate, some do not, some are open or rejected.
fn goods(count: u64, seed: u64) -> Vec<Vec<String>> {
    let mut numbers = Numbers(seed);
    (0..count).map(|good| rows(good, &mut numbers)).collect()
}

fn rows(good: u64, numbers: &mut Numbers) -> Vec<String> {
    let codes = ["8518.22", "7019.90", "0902.30"];
    let hs = codes[usize::try_from(numbers.below(3)).unwrap()];
    let (fob, labour) = (60 + numbers.below(60), numbers.below(20));
    let lines = 1 + numbers.below(4);
    let row = |line: u64, numbers: &mut Numbers| {
        let (origin, status) = [("HK", "originating"), ("JP", "non-originating"), ("US", ""), ("HK", "")][usize::try_from(line).unwrap()];
        let amount = if numbers.below(40) == 0 { "tba".to_owned() } else { format!("{}.{:02}", 5 + numbers.below(25), numbers.below(100)) };
        format!(
            "G{good:05},P{line}-{good},{}.10,{origin},{status},{amount},HKD,{hs},{fob},{labour},0,injection-moulding; pcb-assembly\n",
            3901 + 17 * line
        )
    };
    (0..lines).map(|line| row(line, numbers)).collect()
}

fn table<'a>(rows: impl IntoIterator<Item = &'a String>) -> String {
    std::iter::once(HEADING.to_owned()).chain(rows.into_iter().cloned()).collect()
}

fn write(folder: &Path, name: &str, text: &str) {
    fs::write(folder.join(name), text).expect("a scratch file");
}

fn run(folder: &Path, args: &[&str]) -> Run {
    let args: Vec<String> = args.iter().chain(&JUDGED).map(|arg| (*arg).to_owned()).collect();
    cepa_in(folder, &args, b"")
}

/// `check` without the flags that say how goods are judged.
fn gather(folder: &Path, args: &[&str]) -> Run {
    let args: Vec<String> = ["check", "--partial", "--quiet"].iter().chain(args).map(|arg| (*arg).to_owned()).collect();
    cepa_in(folder, &args, b"")
}

/// The rows of a CSV by their goods, without the file and the numbers of lines.
fn verdicts(csv: &str) -> BTreeMap<String, Vec<String>> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let mut found = BTreeMap::new();
    for record in reader.records() {
        let mut cells: Vec<String> = record.expect("a record").iter().map(without_places).collect();
        cells[1].clear();
        assert!(found.insert(cells[0].clone(), cells).is_none(), "one good, one verdict");
    }
    found
}

/// `P1 (line 5)` without its line, and `B008 a.csv:3:6` without its place.
fn without_places(cell: &str) -> String {
    let cell = cell.split(" (line ").enumerate().map(|(i, part)| if i == 0 { part } else { part.split_once(')').unwrap().1 });
    let cell = cell.collect::<String>();
    cell.split_once(' ').filter(|(code, _)| code.len() == 4 && code.starts_with('B')).map_or(cell.clone(), |(code, _)| code.to_owned())
}

/// Files of the folder that the program made and that are no report.
fn left_over(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry").path());
    entries.filter(|path| path.to_string_lossy().contains("cepa-part")).collect()
}

#[test]
fn the_same_bytes_for_any_number_of_threads() {
    let folder = scratch("batch-threads");
    write(&folder, "all.csv", &table(goods(150, 1).iter().flatten()));
    for format in ["text", "json", "ndjson", "csv"] {
        let one = run(&folder, &["check", "all.csv", "--format", format, "--threads", "1"]);
        assert!(one.stdout.len() > 100, "{}", one.stderr);
        for threads in ["2", "7"] {
            let more = run(&folder, &["check", "all.csv", "--format", format, "--threads", threads]);
            assert_eq!(one, more, "{format} with {threads}");
        }
    }
}

#[test]
fn the_same_verdicts_for_any_split_into_files_and_any_order_of_rows() {
    let folder = scratch("batch-split");
    for seed in 0..4 {
        let goods = goods(60, seed);
        write(&folder, "all.csv", &table(goods.iter().flatten()));
        let whole = verdicts(&run(&folder, &["check", "all.csv", "--format", "csv"]).stdout);
        assert_eq!(whole.len(), 60);
        let mut numbers = Numbers(seed + 100);
        let mut rows: Vec<String> = goods.iter().flatten().cloned().collect();
        for index in (1..rows.len()).rev() {
            rows.swap(index, usize::try_from(numbers.below(index as u64 + 1)).unwrap());
        }
        write(&folder, "shuffled.csv", &table(&rows));
        assert_eq!(verdicts(&run(&folder, &["check", "shuffled.csv", "--format", "csv"]).stdout), whole, "shuffled, seed {seed}");
        let parts = folder.join(format!("parts-{seed}"));
        fs::create_dir_all(&parts).unwrap();
        let mut rest = goods.as_slice();
        let mut file = 0;
        while !rest.is_empty() {
            let size = usize::try_from(1 + numbers.below(20)).unwrap().min(rest.len());
            write(&parts, &format!("{file:02}.csv"), &table(rest[..size].iter().flatten()));
            (rest, file) = (&rest[size..], file + 1);
        }
        let name = format!("parts-{seed}");
        let by_folder = run(&folder, &["check", &name, "--format", "csv"]);
        let by_pattern = run(&folder, &["check", &format!("{name}/*.csv"), "--format", "csv"]);
        assert_eq!(verdicts(&by_folder.stdout), whole, "split, seed {seed}");
        assert_eq!(by_folder, by_pattern);
    }
}

#[test]
fn goods_are_told_in_the_order_in_which_they_are_met() {
    let folder = scratch("batch-order");
    write(&folder, "b.csv", &table(goods(3, 5).iter().rev().flatten()));
    write(&folder, "a.csv", "part,amount,fob\nRM-1,1,2\n");
    let csv = run(&folder, &["check", "b.csv", "a.csv", "--format", "csv"]).stdout;
    let ids: Vec<&str> = csv.lines().skip(1).map(|line| line.split(',').next().unwrap()).collect();
    assert_eq!(ids, ["G00002", "G00001", "G00000", "a"]);
}

#[test]
fn a_report_that_was_cut_off_anywhere_is_gone_on_from_to_the_same_bytes() {
    let folder = scratch("batch-resume");
    write(&folder, "all.csv", &table(goods(40, 7).iter().flatten()));
    let mut numbers = Numbers(11);
    for (format, flags) in [("ndjson", &[][..]), ("csv", &["--resumable", "--end-row"][..])] {
        let args = [&["check", "all.csv", "--format", format], flags].concat();
        let whole = run(&folder, &args);
        for _ in 0..8 {
            let cut = usize::try_from(numbers.below(whole.stdout.len() as u64 + 1)).unwrap();
            fs::write(folder.join("cut"), &whole.stdout.as_bytes()[..cut]).unwrap();
            let again = run(&folder, &[&args[..], &["--resume", "cut"]].concat());
            assert_eq!((&again.stdout, again.code), (&whole.stdout, whole.code), "{format} cut at {cut}");
        }
    }
    fs::write(folder.join("cut"), run(&folder, &["check", "all.csv", "--format", "ndjson"]).stdout).unwrap();
    let mut changed = fs::read_to_string(folder.join("all.csv")).unwrap();
    changed.push_str("G99999,P,3901.10,HK,originating,5,HKD,8518.22,60,1,0,\n");
    write(&folder, "all.csv", &changed);
    let refused = run(&folder, &["check", "all.csv", "--format", "ndjson", "--resume", "cut"]);
    assert!(refused.stderr.contains("error[T004]") && refused.stderr.contains("the files"), "{}", refused.stderr);
    assert_eq!((refused.code, refused.stdout.as_str()), (2, ""));
}

#[test]
fn parts_join_to_the_bytes_of_one_run() {
    let folder = scratch("batch-merge");
    for seed in 20..22 {
        let goods = goods(30, seed);
        let rows: Vec<String> = goods.iter().flatten().cloned().collect();
        write(&folder, "all.csv", &table(&rows));
        write(&folder, "more.csv", "part,hs_code,origin,amount,currency,fob\nRM-1,3901.10,KR,1.10,HKD,2\n");
        gather(&folder, &["all.csv", "-o", "a.part"]);
        assert_eq!(gather(&folder, &["more.csv", "-o", "b.part"]).code, 0);
        for format in ["text", "json", "ndjson", "csv"] {
            let one = run(&folder, &["check", "all.csv", "more.csv", "--format", format]);
            let merged = run(&folder, &["merge", "a.part", "b.part", "--format", format]);
            assert_eq!(one, merged, "{format}, seed {seed}");
        }
        // Pieces of one table, cut anywhere: also in the middle of a good.
        let one = run(&folder, &["check", "all.csv", "--format", "csv"]);
        let mut numbers = Numbers(seed);
        let (mut from, mut names) = (0, Vec::new());
        while from < rows.len() {
            let to = (from + 1 + usize::try_from(numbers.below(25)).unwrap()).min(rows.len());
            let name = format!("piece-{from}");
            write(&folder, &format!("{name}.csv"), &table(&rows[from..to]));
            gather(&folder, &[&format!("{name}.csv"), "--piece", &format!("all.csv:{}", from + 2), "-o", &format!("{name}.part")]);
            names.push(format!("{name}.part"));
            from = to;
        }
        let mut args = vec!["merge"];
        args.extend(names.iter().map(String::as_str));
        let merged = run(&folder, &[&args[..], &["--format", "csv"]].concat());
        assert_eq!(one, merged, "{} pieces, seed {seed}", names.len());
    }
}

#[test]
fn a_part_that_was_cut_off_is_refused() {
    let folder = scratch("batch-part");
    write(&folder, "all.csv", &table(goods(5, 3).iter().flatten()));
    let part = gather(&folder, &["all.csv"]).stdout;
    let lines: Vec<&str> = part.lines().collect();
    write(&folder, "cut.part", &(lines[..lines.len() - 1].join("\n") + "\n"));
    let run = run(&folder, &["merge", "cut.part"]);
    assert!(run.stderr.contains("error[T007]"), "{}", run.stderr);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
}

#[test]
fn what_changed_is_told_with_its_reason_and_nothing_else() {
    let folder = scratch("batch-against");
    write(&folder, "all.csv", &table(goods(50, 9).iter().flatten()));
    let last = run(&folder, &["check", "all.csv", "--format", "ndjson", "-o", "last.ndjson"]);
    assert_eq!(last.stdout, "");
    let same = run(&folder, &["check", "all.csv", "--against", "last.ndjson", "--format", "csv"]);
    assert_eq!((same.code, same.stdout.lines().count()), (0, 1), "{}", same.stdout);
    let dearer = HEADING.to_owned() + "G00000,P,3901.10,JP,non-originating,1,HKD,8518.22,500,400,0,injection-moulding\n";
    write(&folder, "one.csv", &dearer);
    run(&folder, &["check", "one.csv", "--format", "ndjson", "-o", "last.ndjson"]);
    write(&folder, "one.csv", &dearer.replace(",500,400,", ",500,20,").replace(",1,HKD", ",490,HKD"));
    let price = run(&folder, &["check", "one.csv", "--against", "last.ndjson", "--format", "csv"]);
    assert!(price.stdout.lines().nth(1).unwrap().ends_with(",price,P (one.csv:2): 1 HKD → 490 HKD"), "{}", price.stdout);
    write(
        &folder,
        "one.csv",
        &dearer
            .replace(",JP,non-originating,1,", ",JP,non-originating,490,")
            .replace(",500,400,", ",500,20,")
            .replace("3901.10", "3902.10"),
    );
    let lines = run(&folder, &["check", "one.csv", "--against", "last.ndjson", "--format", "csv"]);
    let kind = ",lines,\"P (one.csv:2): code, origin, status, proof or currency changed; 1 HKD → 490 HKD\"";
    assert!(lines.stdout.lines().nth(1).unwrap().ends_with(kind), "{}", lines.stdout);
    assert_eq!((price.code, lines.code), (1, 1));
}

/// A bill of one good, of which some lines are dearer, new, gone or of another country; in three languages and four formats.
#[test]
fn which_lines_changed_is_told_with_their_places() {
    let folder = scratch("batch-lines");
    let line =
        |part: &str, origin: &str, amount: &str| format!("A,{part},3901.10,{origin},,{amount},HKD,8518.22,1000,0,0,injection-moulding\n");
    let many = |first: usize| (first..first + 7).map(|part| line(&format!("N{part}"), "JP", &format!("{part}.5"))).collect::<String>();
    let before = line("SAME", "JP", "11") + &line("DEAR", "JP", "100") + &line("GONE", "KR", "60.25") + &line("MOVED", "JP", "70");
    let after = line("NEW", "JP", "7") + &line("MOVED", "CN", "70") + &line("DEAR", "JP", "990.125") + &line("SAME", "JP", "11");
    write(&folder, "a.csv", &(HEADING.to_owned() + &before));
    run(&folder, &["check", "a.csv", "--format", "ndjson", "-o", "last.ndjson"]);
    write(&folder, "a.csv", &(HEADING.to_owned() + &after));
    let against = |args: &[&str]| run(&folder, &[&["check", "a.csv", "--against", "last.ndjson"], args].concat()).stdout;
    let text = against(&[]);
    let told = [
        "    - DEAR (a.csv:4): 100 HKD → 990.125 HKD\n",
        "    - MOVED (a.csv:3): code, origin, status, proof or currency changed; 70 HKD → 70 HKD\n",
        "    - GONE: line gone, was 60.25 HKD\n",
        "    - NEW (a.csv:2): new line, 7 HKD\n",
    ];
    assert!(text.contains(&told.concat()) && !text.contains("SAME"), "{text}");
    assert!(against(&["--lang", "zh-Hant"]).contains("    - NEW（a.csv:2）：新增物料行，7 HKD\n"));
    assert!(against(&["--lang", "zh-Hans"]).contains("    - GONE：该材料行已删除，原为 60.25 HKD\n"));
    let first = r#""lines":[{"change":"price","part":"DEAR","at":"a.csv:4","was":{"value":"100","currency":"HKD"},"now":{"value":"990.125","currency":"HKD"}}"#;
    for format in ["json", "ndjson"] {
        let json = against(&["--format", format]);
        assert!(json.contains(first) && json.contains(r#""more_lines":0"#), "{json}");
    }
    // Beyond five lines the others are counted.
    write(&folder, "a.csv", &(HEADING.to_owned() + &after + &many(20)));
    assert!(against(&[]).contains("    - and 6 more lines\n"), "{}", against(&[]));
    // A report that does not hold the lines still says which part changed, and so does a good of more than a hundred lines.
    let last = fs::read_to_string(folder.join("last.ndjson")).unwrap();
    let (head, rest) = last.split_once(",\"bill\":[[").unwrap();
    write(&folder, "old.ndjson", &(head.to_owned() + rest.split_once("]]").unwrap().1));
    let old = run(&folder, &["check", "a.csv", "--against", "old.ndjson", "--format", "ndjson"]).stdout;
    assert!(old.contains(r#""why":["lines"],"lines":null,"more_lines":null"#), "{old}");
    let hundred: String = (0..100).map(|part| line(&format!("M{part}"), "JP", "9")).collect();
    write(&folder, "a.csv", &(HEADING.to_owned() + &hundred));
    assert!(against(&["--format", "ndjson"]).contains(r#""more_lines":99"#));
    write(&folder, "a.csv", &(HEADING.to_owned() + &hundred + &line("M", "JP", "9")));
    assert!(against(&["--format", "ndjson"]).contains(r#""lines":null"#));
}

/// What the lines cost in the report: for a good of twenty lines less than a third.
#[test]
fn the_lines_of_a_good_take_less_than_a_third_of_its_report() {
    let folder = scratch("batch-size");
    let line = |part: usize| format!("A,PART-{part:05},{}.10,JP,,{part}.25,HKD,8518.22,1000,0,0,injection-moulding\n", 3901 + part);
    write(&folder, "a.csv", &(HEADING.to_owned() + &(0..20).map(line).collect::<String>()));
    let report = run(&folder, &["check", "a.csv", "--format", "ndjson"]).stdout;
    let row = report.lines().next().unwrap();
    let bill = row.split_once("\"bill\":").unwrap().1.split_once("]]").unwrap().0;
    assert!(bill.len() > 20 * 20 && bill.len() * 4 < row.len(), "{} of {}", bill.len(), row.len());
}

#[test]
fn a_file_of_the_report_appears_only_when_it_is_whole() {
    let folder = scratch("batch-output");
    write(&folder, "all.csv", &table(goods(20, 2).iter().flatten()));
    let shown = run(&folder, &["check", "all.csv", "--format", "json"]);
    let written = run(&folder, &["check", "all.csv", "--format", "json", "-o", "report.json", "--summary", "end.json"]);
    assert_eq!(fs::read_to_string(folder.join("report.json")).unwrap(), shown.stdout);
    assert!(fs::read_to_string(folder.join("end.json")).unwrap().contains("\"complete\":true"));
    assert_eq!((written.stdout.as_str(), written.code, left_over(&folder)), ("", shown.code, Vec::new()));
    let nowhere = run(&folder, &["check", "all.csv", "-o", "no-such-folder/report.json"]);
    assert!(nowhere.stderr.contains("error[F006]"), "{}", nowhere.stderr);
    assert_eq!(nowhere.code, 2);
}

#[cfg(target_os = "linux")]
mod machine {
    use super::*;

    /// The report of the last run stays when the disk is full, and nothing else does.
    #[test]
    fn a_full_disk_is_told_and_leaves_nothing() {
        let folder = scratch("batch-full");
        write(&folder, "all.csv", &table(goods(200, 2).iter().flatten()));
        write(&folder, "report", "of yesterday");
        for format in ["json", "ndjson", "csv"] {
            let command = format!(
                "trap '' XFSZ; ulimit -f 8; exec {} check all.csv --currency HKD --on 2026-11-22 --quiet --format {format} -o report --summary end",
                env!("CARGO_BIN_EXE_cepa")
            );
            let output = Command::new("sh").args(["-c", &command]).current_dir(&folder).output().expect("it runs");
            let stderr = String::from_utf8(output.stderr).unwrap();
            assert!(stderr.contains("error[F006] report: cannot write"), "{format}: {stderr}");
            assert_eq!(output.status.code(), Some(2), "{format}");
            assert_eq!(fs::read_to_string(folder.join("report")).unwrap(), "of yesterday");
            assert!(!folder.join("end").exists());
            assert_eq!(left_over(&folder), Vec::<PathBuf>::new());
            let device = run(&folder, &["check", "all.csv", "--format", format, "-o", "/dev/full"]);
            assert!(device.stderr.contains("error[F006] /dev/full"), "{}", device.stderr);
        }
    }

    /// A log that somebody writes to all the while.
    #[test]
    fn t001_a_file_that_grows_while_it_is_read() {
        let folder = scratch("batch-grows");
        write(&folder, "all.csv", &table(goods(3000, 2).iter().flatten()));
        let mut child = start(&folder, &["check", "all.csv", "--format", "csv"], "out", "err");
        let until = Instant::now() + Duration::from_mins(1);
        while child.try_wait().expect("a state").is_none() && Instant::now() < until {
            let mut file = fs::OpenOptions::new().append(true).open(folder.join("all.csv")).unwrap();
            std::io::Write::write_all(&mut file, b"G99999,P,,,,1,HKD,,,,,\n").unwrap();
            std::thread::sleep(Duration::from_millis(5));
        }
        assert_eq!(child.wait().unwrap().code(), Some(2));
        let stderr = fs::read_to_string(folder.join("err")).unwrap();
        assert!(stderr.contains("error[T001] all.csv: "), "{}", stderr.lines().next().unwrap_or_default());
        let rows = fs::read_to_string(folder.join("out")).unwrap();
        assert!(rows.lines().skip(1).all(|row| row.contains(",rejected,")), "none of its goods is judged");
    }

    fn start(folder: &Path, args: &[&str], out: &str, err: &str) -> std::process::Child {
        let file = |name: &str| fs::File::create(folder.join(name)).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_cepa"));
        command.args(args).args(JUDGED).current_dir(folder).stdin(Stdio::null());
        command.stdout(file(out)).stderr(file(err)).spawn().expect("it starts")
    }

    /// Kills a run after so long; whether it was still running.
    fn kill(mut child: std::process::Child, signal: &str, after: Duration) -> bool {
        std::thread::sleep(after);
        let running = child.try_wait().unwrap().is_none();
        let told = Command::new("kill").args([signal, &child.id().to_string()]).stderr(Stdio::null()).status().expect("kill");
        child.wait().unwrap();
        running && told.success()
    }

    #[test]
    fn a_run_that_is_killed_leaves_nothing_that_looks_whole() {
        let folder = scratch("batch-kill");
        write(&folder, "all.csv", &table(goods(200, 4).iter().flatten()));
        let began = Instant::now();
        let whole = run(&folder, &["check", "all.csv", "--format", "ndjson"]);
        let long = u64::try_from(began.elapsed().as_micros()).unwrap();
        let mut numbers = Numbers(17);
        let mut killed = 0;
        for round in 0..36 {
            let signal = if round % 2 == 0 { "-KILL" } else { "-INT" };
            let after = Duration::from_micros(numbers.below(long + long / 8));
            if round % 4 < 2 {
                let child = start(&folder, &["check", "all.csv", "--format", "ndjson", "-o", "report"], "out", "err");
                killed += u64::from(kill(child, signal, after));
                if let Ok(report) = fs::read_to_string(folder.join("report")) {
                    assert_eq!(report, whole.stdout, "what is there is whole");
                    fs::remove_file(folder.join("report")).unwrap();
                }
                if signal == "-INT" {
                    assert_eq!(left_over(&folder), Vec::<PathBuf>::new(), "after {after:?}");
                }
                left_over(&folder).iter().for_each(|path| fs::remove_file(path).unwrap());
            } else {
                let child = start(&folder, &["check", "all.csv", "--format", "ndjson"], "out", "err");
                killed += u64::from(kill(child, signal, after));
                let out = fs::read_to_string(folder.join("out")).unwrap();
                let ended = out.lines().last().is_some_and(|line| line.starts_with("{\"schema\":\"cepa/end/1\"") && out.ends_with('\n'));
                assert_eq!(ended, out == whole.stdout, "a closing line and nothing but the whole");
                let again = run(&folder, &["check", "all.csv", "--format", "ndjson", "--resume", "out"]);
                assert_eq!((&again.stdout, again.code), (&whole.stdout, whole.code), "{}", again.stderr);
            }
        }
        assert!(killed >= 18, "only {killed} of 36 runs were killed before their end");
    }
}
