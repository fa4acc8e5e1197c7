//! Files of extreme size or form: each ends, within bounds of memory, and both roads say the same.

use std::process::{Command, Stdio};

use super::world::{HEADING, Told, World, same};

const FLAGS: [&str; 6] = ["--format", "csv", "--trust-country", "--unproven", "non-originating", "--quiet"];

fn row(good: &str, part: &str) -> String {
    format!("{good},847130,900000,10,0,{part},390210,JP,1,2,HKD\n")
}

/// What a run of `check` on these files said, which took no more than so many MiB beyond what a bill of one row takes: a program
/// without optimisation is large by itself.
fn peak(world: &World, args: &[&str], most: u64) -> String {
    world.write("one.csv", HEADING.to_owned() + &row("A", "P"));
    let own = most_memory(world, &[&["one.csv"][..], &FLAGS].concat());
    let peak = most_memory(world, args).saturating_sub(own);
    assert!(peak / 1024 <= most, "{} MiB, and not {most}, beyond {}", peak / 1024, own / 1024);
    world.read("report")
}

/// The most memory that a run had, in KiB. The address space is bounded besides, so that a run that asks for too much fails and
/// does no harm.
fn most_memory(world: &World, args: &[&str]) -> u64 {
    let all: Vec<String> = args.iter().map(|arg| format!("'{arg}'")).collect();
    let command = format!(
        "ulimit -v 4000000; exec {} check --on 2026-11-01 --currency HKD --threads 2 -o report {}",
        env!("CARGO_BIN_EXE_cepa"),
        all.join(" ")
    );
    let mut child = Command::new("sh").args(["-c", &command]).current_dir(&world.0).stdin(Stdio::null()).spawn().expect("it starts");
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    let code = loop {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let found = text.lines().find_map(|line| line.strip_prefix("VmHWM:")).and_then(|rest| rest.trim().strip_suffix(" kB"));
        peak = found.and_then(|found| found.parse::<u64>().ok()).map_or(peak, |found| found.max(peak));
        if let Some(ended) = child.try_wait().expect("a state") {
            break ended.code();
        }
        std::thread::sleep(std::time::Duration::from_millis(2));
    };
    assert!(code.is_some_and(|code| code <= 2), "it ended by {code:?}");
    peak
}

fn agree(world: &World) -> Told {
    let args = [&["a.csv"][..], &FLAGS, &["--rule", "CTH"]].concat();
    let plain = world.run(&[&args[..], &["--plain-road"]].concat(), b"");
    same(&world.run(&args, b""), &plain, "both roads");
    plain
}

#[test]
fn a_line_of_ten_megabytes() {
    let world = World::new();
    let long = "x".repeat(10_000_000);
    world.write("a.csv", HEADING.to_owned() + &row("A", "P") + &row("B", &long) + &row("C", "P"));
    assert_eq!(agree(&world).out.lines().count(), 4);
    peak(&world, &[&["a.csv"][..], &FLAGS].concat(), 54);
    // Where it is named: in quotes, with so many quotes within that only half of it is left.
    let quoted = format!("\"{}\"", "\"\"電 ".repeat(700_000));
    world.write("a.csv", HEADING.to_owned() + &row("B", &quoted).replace("390210", "847130") + &row("C", "P"));
    assert!(agree(&world).out.contains("電"));
}

/// The first row of a good that may go on where the file is read piece by piece: it is not kept.
#[test]
fn a_line_of_ten_megabytes_behind_others() {
    let world = World::new();
    let (long, others) = ("x".repeat(10_000_000), row("A", "P").repeat(8_000));
    world.write("a.csv", HEADING.to_owned() + &others + &row("B", &long) + &row("B", "P") + &row("C", "P"));
    assert_eq!(agree(&world).out.lines().count(), 4);
    peak(&world, &[&["a.csv"][..], &FLAGS].concat(), 17);
}

/// Of longer cells than the plain road keeps, those that name a good or state something of it.
#[test]
fn a_good_with_cells_of_megabytes() {
    let world = World::new();
    let long = "G".repeat(1_100_000);
    let heading = HEADING.replace("currency\n", "currency,good_description,rule\n");
    let row = |good: &str, described: &str, rule: &str| row(good, "P").replace('\n', &format!(",{described},{rule}\n"));
    let rules = format!("CTH{}", " or CTH".repeat(200_000));
    let rows =
        [row("A", "lamp", "CTH"), row(&long, "lamp", "CTH"), row("C", &long, "CTH"), row("D", "lamp", &rules), row("E", "lamp", "CC")];
    world.write("a.csv", heading + &rows.concat());
    assert!(agree(&world).out.contains("\nE,"));
}

#[test]
fn a_cell_of_a_million_quotes() {
    let world = World::new();
    for quotes in [1_000_000, 1_000_001] {
        world.write("a.csv", HEADING.to_owned() + &row("A", "P") + &row("B", &format!("\"{}\"", "\"".repeat(quotes))) + &row("C", "P"));
        assert_eq!(agree(&world).out.lines().count(), if quotes % 2 == 0 { 4 } else { 3 }, "{quotes}");
        peak(&world, &[&["a.csv"][..], &FLAGS].concat(), 54);
    }
}

#[test]
fn a_quote_that_is_never_closed() {
    let world = World::new();
    let open = row("A", "\"P");
    world.write("a.csv", HEADING.to_owned() + &open + &row("B", "P").repeat(3_000_000 / open.len()));
    assert!(agree(&world).err.contains("B056"));
    peak(&world, &[&["a.csv"][..], &FLAGS].concat(), 54);
}

#[test]
fn one_good_of_many_lines() {
    let world = World::new();
    world.write("a.csv", HEADING.to_owned() + &row("A", "P").repeat(30_000));
    assert!(agree(&world).out.contains(",30000,0,0,0,"));
    // Where materials that do not shift are to be named, its rows are read again.
    world.write("a.csv", HEADING.to_owned() + &row("A", "P").replace("390210", "847130").repeat(15_000));
    assert!(agree(&world).out.contains("and 14997 more"));
    peak(&world, &[&["a.csv"][..], &FLAGS].concat(), 22);
}

/// Identifiers that ascend, and that do not: none is said twice.
#[test]
fn many_goods_of_one_line() {
    let world = World::new();
    for (turn, most) in [(1_usize, 22), (7_919, 22)] {
        let rows: String = (0..20_000).map(|good| row(&format!("G-{:06}", good * turn % 1_000_003), "P")).collect();
        world.write("a.csv", HEADING.to_owned() + &rows);
        assert_eq!(agree(&world).out.lines().count(), 20_001, "{turn}");
        peak(&world, &[&["a.csv"][..], &FLAGS].concat(), most);
    }
}

/// Of more different warnings than are told, both roads tell the same ones, and how many there were besides.
#[test]
fn more_warnings_than_are_told() {
    let world = World::new();
    // No code of chapter 77 is valid. Some come again where others are left out, and some goods have materials above their FOB.
    let material = |line: usize| 770_000 + if line.is_multiple_of(5) { line % 700 } else { line * 7 % 9_001 };
    let good = |line: usize| {
        let fob = if (line / 2).is_multiple_of(2) { 900_000 } else { 1 };
        let own = if line % 40 < 2 { material(line / 2 * 2) } else { 847_130 };
        format!("G-{:05},{own},{fob},10,0,P,{},JP,1,{},HKD\n", line / 2, material(line), line + 2)
    };
    let mut lines: Vec<String> = (0..8_000).map(good).collect();
    world.write("a.csv", HEADING.to_owned() + &lines.concat());
    world.write("b.csv", HEADING.to_owned() + &row("LAST", "P").replace("390210", "779999"));
    let args = ["a.csv", "b.csv", "--format", "csv", "--trust-country", "--unproven", "non-originating"];
    let told = world.agree(&args);
    // A thousand of each kind: none hides the others.
    assert_eq!(["B013", "B074"].map(|code| told.err.matches(&format!("warning[{code}]")).count()), [1000, 1000]);
    assert!(told.err.contains("[B044]") && !told.err.contains("7799.99"), "{}", told.err.lines().last().unwrap_or_default());
    super::world::Numbers(11).shuffle(&mut lines);
    world.write("a.csv", HEADING.to_owned() + &lines.concat());
    world.agree(&args);
}

/// `cargo test --test roads -- --ignored`: the sizes that a build without optimisation needs minutes for.
mod slow {
    use super::*;

    #[test]
    #[ignore = "some minutes: cargo test --test roads -- --ignored sizes"]
    fn a_quote_that_is_never_closed_before_thirty_megabytes() {
        let world = World::new();
        let open = row("A", "\"P");
        world.write("a.csv", HEADING.to_owned() + &open + &row("B", "P").repeat(30_000_000 / open.len()));
        assert!(agree(&world).err.contains("B056"));
        peak(&world, &[&["a.csv"][..], &FLAGS].concat(), 246);
    }

    #[test]
    #[ignore = "some minutes: cargo test --test roads -- --ignored sizes"]
    fn one_good_of_three_hundred_thousand_lines() {
        let world = World::new();
        world.write("a.csv", HEADING.to_owned() + &row("A", "P").repeat(300_000));
        assert!(agree(&world).out.contains(",300000,0,0,0,"));
        peak(&world, &[&["a.csv"][..], &FLAGS].concat(), 22);
    }

    #[test]
    #[ignore = "some minutes: cargo test --test roads -- --ignored sizes"]
    fn two_hundred_thousand_goods_in_no_order() {
        let world = World::new();
        let rows: String = (0..200_000).map(|good| row(&format!("G-{:07}", good * 7_919 % 1_000_003), "P")).collect();
        world.write("a.csv", HEADING.to_owned() + &rows);
        assert_eq!(agree(&world).out.lines().count(), 200_001);
        peak(&world, &[&["a.csv"][..], &FLAGS].concat(), 22);
        let mut lines: Vec<&str> = rows.lines().collect();
        super::super::world::Numbers(3).shuffle(&mut lines);
        let twice = lines.iter().map(|line| format!("{line}\n")).collect::<String>().repeat(2);
        world.write("a.csv", HEADING.to_owned() + &twice);
        assert_eq!(agree(&world).out.lines().count(), 200_001);
        peak(&world, &[&["a.csv"][..], &FLAGS].concat(), 54);
    }

    /// Behind goods that are mixed, a row longer than the fast road reads: what cannot be read is not left out.
    #[test]
    #[ignore = "some minutes: cargo test --test roads -- --ignored sizes"]
    fn a_row_that_is_too_long_behind_goods_that_are_mixed() {
        let world = World::new();
        let mixed: String = (0..8_000).map(|line| row(&format!("G-{}", line % 4_000), "P")).collect();
        let long = "x\n".repeat(34_000_000);
        world.write("a.csv", HEADING.to_owned() + &mixed + &row("LONG", &format!("\"{long}\"")) + &row("LAST", "P"));
        assert!(agree(&world).out.contains("\nLAST,"));
    }
}
