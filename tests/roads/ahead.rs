//! Rows that are written ahead, to the very file where the report will stand.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::machine::{kill, limited};
use super::world::{HEADING, Numbers, World, entries};

/// Rows of goods with so long names that few of them do not stay in memory.
fn rows(goods: std::ops::Range<usize>) -> String {
    named(60_000, goods)
}

/// Rows of goods with names of about so many letters.
fn named(letters: usize, goods: std::ops::Range<usize>) -> String {
    let long = "x".repeat(letters);
    goods.map(|good| format!("G-{good:03}-{long},847130,100,1,0,P,390210,JP,1,2,HKD\n")).collect()
}

/// More goods than stay in memory.
const MANY: std::ops::Range<usize> = 0..38;

const CSV: &[&str] = &["a.csv", "--quiet", "--format", "csv"];
const NAMED: &[&str] = &["a.csv", "--quiet", "--format", "csv", "--resumable", "--end-row"];
const JSON: &[&str] = &["a.csv", "--quiet", "--format", "json"];
const NDJSON: &[&str] = &["a.csv", "--quiet", "--format", "ndjson"];

/// Files of which the rows are taken back again, or are not, and the forms in which they are tried.
fn files() -> [(String, &'static [&'static [&'static str]]); 3] {
    let whole = HEADING.to_owned() + &rows(MANY);
    let back = whole.clone() + &rows(3..4) + &rows(90..91);
    let open = whole.clone() + "Z,847130,100,1,0,\"P,390210,JP,1,2,HKD\n";
    [(whole, &[CSV, NAMED, JSON, NDJSON]), (back, &[CSV, JSON]), (open, &[CSV])]
}

/// Runs with a file as standard output, from its end on, and gives what the file holds then, and the exit code.
fn into(world: &World, file: File, args: &[&str]) -> (String, Option<i32>) {
    let output = world.command(args).stdin(Stdio::null()).stdout(file).stderr(Stdio::piped()).output().expect("it runs");
    assert!(!String::from_utf8_lossy(&output.stderr).contains("panicked"));
    (world.read("out"), output.status.code())
}

#[test]
fn a_file_holds_what_a_pipe_holds() {
    for (text, forms) in files() {
        let world = World::new();
        world.write("a.csv", text);
        for form in forms {
            let piped = world.agree_with(&["2"], form, b"");
            let with = |before: &str| (before.to_owned() + &piped.out, piped.code);
            assert!(into(&world, File::create(world.0.join("out")).unwrap(), form) == with(""), "{form:?}");
            // Behind what others wrote, at its end and by appending.
            let mut behind = File::create(world.0.join("out")).unwrap();
            behind.write_all(b"before\n").unwrap();
            assert!(into(&world, behind, form) == with("before\n"), "behind: {form:?}");
            world.write("out", "");
            let appended = OpenOptions::new().append(true).open(world.0.join("out")).unwrap();
            assert!(into(&world, appended, form) == with(""), "appended: {form:?}");
            let named = world.run(&[form, &["-o", "report"][..]].concat(), b"");
            assert!(named.files[0].as_ref() == Some(&piped.out) && named.out.is_empty(), "-o: {form:?}");
        }
        assert!(!entries(&world.0).iter().any(|name| name.contains("cepa-part")));
    }
}

/// Into the middle of a file: what stands behind stays.
#[test]
fn what_stands_behind_stays() {
    let world = World::new();
    world.write("a.csv", HEADING.to_owned() + &rows(MANY) + &rows(3..4));
    world.write("out", "x".repeat(8_000_000));
    let piped = world.run(CSV, b"");
    let file = OpenOptions::new().write(true).open(world.0.join("out")).unwrap();
    let (out, _) = into(&world, file, CSV);
    assert!(out == piped.out.clone() + &"x".repeat(8_000_000 - piped.out.len()));
}

/// Both streams into one file, and a report in the folder of its own sources.
#[test]
fn a_file_that_something_else_writes_or_reads() {
    let world = World::new();
    std::fs::create_dir(world.0.join("bills")).unwrap();
    world.write("bills/a.csv", HEADING.to_owned() + &rows(MANY) + &rows(90..91).replace(",JP,", ",,"));
    let args = ["bills", "--format", "csv"];
    let apart = world.run(&args, b"");
    assert!(apart.err.contains("warning["), "{}", apart.err);
    let both = File::create(world.0.join("out")).unwrap();
    let status = world.command(&args).stdout(both.try_clone().unwrap()).stderr(both).status().unwrap();
    assert!(status.code() == apart.code && world.read("out") == apart.err + &apart.out);

    // Of a file that is empty nothing is read but that.
    world.write("bills/out.csv", "");
    let empty = world.run(&args, b"");
    let among = File::create(world.0.join("bills/out.csv")).unwrap();
    let output = world.command(&args).stdout(among).stderr(Stdio::piped()).output().unwrap();
    assert!(String::from_utf8(output.stderr).unwrap() == empty.err && output.status.code() == empty.code);
    assert!(world.read("bills/out.csv") == empty.out);
}

/// Two runs into one file that know nothing of each other: no rows of either are lost.
#[test]
fn two_runs_into_one_file() {
    let world = World::new();
    world.write("a.csv", HEADING.to_owned() + &rows(MANY));
    let alone = world.run(CSV, b"");
    let both = File::create(world.0.join("out")).unwrap();
    let start = || world.command(CSV).stdout(both.try_clone().unwrap()).stderr(Stdio::null()).spawn().unwrap();
    let children = [start(), start()];
    for mut child in children {
        child.wait().unwrap();
    }
    let out = world.read("out");
    for row in alone.out.lines().skip(1) {
        assert!(out.matches(row.split(',').next().unwrap()).count() >= 2, "rows of both");
    }
}

/// That there is no room for more is told, and what stood before stays as it was.
#[test]
fn a_file_that_is_full() {
    let world = World::new();
    for (form, text) in
        [(CSV, rows(MANY)), (NDJSON, rows(MANY)), (CSV, named(9_000, 0..260)), (CSV, named(9_000, 0..260) + &named(9_000, 3..4))]
    {
        world.write("a.csv", HEADING.to_owned() + &text);
        let scripts = [("{ echo before; \"$@\"; } > out", "before\n"), ("echo before > out; \"$@\" -o out", "before\n")];
        for (script, after) in scripts {
            let output = world.script(&format!("trap '' XFSZ; ulimit -f 4300; {script}"), form).output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(said.starts_with("error[F006]") || said.starts_with("error[T013]"), "{form:?} {script}: {said}");
            assert_eq!((output.status.code(), world.read("out").as_str()), (Some(2), after), "{form:?} {script}");
        }
        assert!(!entries(&world.0).iter().any(|name| name.contains("cepa-part")));
    }
}

/// Whenever a run is killed, what is left is nothing, begins with a byte that no report begins with, or is whole; after an
/// interruption nothing is left, or all of it.
#[test]
fn what_a_killed_run_leaves_does_not_look_whole() {
    let world = World::new();
    world.write("a.csv", HEADING.to_owned() + &rows(0..120));
    let whole = world.run(CSV, b"").out;
    let (mut numbers, mut begun) = (Numbers(47), 0);
    for round in 0..16 {
        let signal = if round % 2 == 0 { "-KILL" } else { "-INT" };
        let out = File::create(world.0.join("out")).unwrap();
        let mut child = world.command(CSV).stdin(Stdio::null()).stdout(out).stderr(Stdio::null()).spawn().unwrap();
        // From the first rows on.
        while std::fs::metadata(world.0.join("out")).unwrap().len() == 0 && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_micros(50));
        }
        kill(child, signal, Duration::from_micros(numbers.below(20_000).try_into().unwrap()));
        let left = std::fs::read(world.0.join("out")).unwrap();
        let (is_whole, looks_whole) = (left == whole.as_bytes(), left.first().is_some_and(|first| *first != 0));
        begun += usize::from(!left.is_empty() && !looks_whole);
        assert!(is_whole || !looks_whole, "{signal}: {} bytes", left.len());
        assert!(signal == "-KILL" || left.is_empty() || is_whole, "{signal}: {} bytes", left.len());
    }
    assert!(begun > 0, "no run was killed between its first rows and its end");
}

/// Rows that are let go as they are made: a good that comes back is seen, whether names ascended until then or never did.
#[test]
fn a_good_that_comes_back_while_rows_are_let_go() {
    let world = World::new();
    let form = [CSV, &["--stream"][..]].concat();
    for (before, good, back) in
        [(0..0, 3, true), (0..0, 21, true), (90..91, 3, true), (90..91, 90, true), (90..91, 92, false), (0..0, 92, false)]
    {
        world.write("a.csv", HEADING.to_owned() + &rows(before.clone()) + &rows(0..22) + &rows(good..good + 1) + &rows(93..97));
        let told = world.run(&form, b"");
        // The last good of all before goes on where its next row follows it.
        let back = back && good != 21;
        assert_eq!((told.err.contains("error[T014]"), told.code == Some(2)), (back, back), "{before:?} {good}: {}", told.err);
        if !back {
            assert!(told.out == world.run(CSV, b"").out, "{before:?} {good}");
        }
    }
}

/// A signal that is passed over, as under nohup, stays so: the run goes on to its end.
#[test]
fn a_signal_that_is_passed_over() {
    let world = World::new();
    world.write("a.csv", HEADING.to_owned() + &rows(0..60));
    let whole = world.run(CSV, b"").out;
    for place in ["> out", "-o out"] {
        let mut run = world.script(&format!("trap '' HUP; exec \"$@\" {place}"), CSV);
        let mut child = run.stderr(Stdio::null()).spawn().unwrap();
        let begun = || {
            entries(&world.0)
                .iter()
                .any(|name| name.contains("cepa-part") || (name == "out" && world.0.join(name).metadata().unwrap().len() > 0))
        };
        while !begun() && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_micros(50));
        }
        assert!(child.try_wait().unwrap().is_none(), "{place}: it is not over yet");
        Command::new("kill").args(["-HUP", &child.id().to_string()]).status().unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(1), "{place}");
        assert!(world.read("out") == whole, "{place}");
        std::fs::remove_file(world.0.join("out")).unwrap();
    }
}

/// Records that several threads part, and no room for them: that is told, whichever thread meets it first.
#[test]
fn records_that_are_parted_and_do_not_fit() {
    let world = World::new();
    world.write("a.csv", HEADING.to_owned() + &rows(0..3) + &rows(0..60));
    for _ in 0..6 {
        let told = limited(&world, 400, &[CSV, &["--threads", "2"][..]].concat());
        assert!(told.err.starts_with("error[T013]: "), "{}", told.err);
        assert_eq!((told.code, told.out.as_str()), (Some(2), ""));
    }
}
