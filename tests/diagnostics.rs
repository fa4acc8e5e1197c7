//! One bad fixture for each diagnostic code, and no code without one.
//!
//! Most codes are provoked by a file of `fixtures/bad` and shown in `tests/transcripts/diagnostics.md` or
//! `revision.md`, which the runner of transcripts holds against the program. Here stand those that no page can show: codes that
//! need a state of the machine, law data that are broken, and inputs of extreme size or of any bytes.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    reason = "a test that cannot go on must stop, and it writes the files that the program reads"
)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use cepa::diag::{Code, Severity};
use cepa::law::Files;
use support::{Run, cepa, root, scratch};

/// Codes that tests of this file provoke, beside those of the law data (`L…`).
const PROVOKED_HERE: [&str; 7] = ["F002", "F006", "B044", "B071", "B078", "P002", "P020"];

/// Codes that `tests/batch.rs` provokes: they need a file that changes while it is read.
const PROVOKED_BY_BATCH: [&str; 2] = ["T001", "T002"];

/// Codes that nothing raises so far: the command line's own parser refuses the values of flags.
const NOT_RAISED: [&str; 0] = [];

const ON: &str = "2026-11-22";

fn named(code: Code) -> String {
    format!("{}[{code}]", code.severity().word())
}

/// `check` of these files on the day of the fixtures, the verdicts alone.
fn check(args: &[&str]) -> Run {
    cepa(&[&["check", "--on", ON, "--view", "answer"], args].concat())
}

/// Writes a file into a fresh folder and gives its path.
fn file(test: &str, name: &str, content: &[u8]) -> String {
    let path = scratch(test).join(name);
    fs::write(&path, content).expect("a scratch file");
    path.to_str().expect("a path in UTF-8").to_owned()
}

/// The codes that a text names in square brackets, as diagnostics begin.
fn codes_in(text: &str) -> BTreeSet<&'static str> {
    Code::ALL.iter().filter(|code| text.contains(&named(**code))).map(|code| code.as_str()).collect()
}

mod page {
    //! The page of diagnostics and the folder of bad fixtures.

    use super::*;

    /// The pages, in the order of the table of codes.
    const PAGES: [&str; 3] = ["diagnostics.md", "revision.md", "batch.md"];

    struct Section {
        heading: String,
        commands: Vec<String>,
        output: String,
    }

    fn sections() -> Vec<Section> {
        let read = |page: &str| fs::read_to_string(root().join("tests/transcripts").join(page)).expect("the page");
        let page = PAGES.map(read).concat();
        let mut sections: Vec<Section> = Vec::new();
        let mut in_block = false;
        for line in page.lines() {
            match (in_block, line) {
                (false, "```console") => in_block = true,
                (true, "```") => in_block = false,
                (false, line) if line.starts_with("## ") => {
                    let heading = line.trim_start_matches("## ").to_owned();
                    sections.push(Section { heading, commands: Vec::new(), output: String::new() });
                }
                (true, line) => {
                    let section = sections.last_mut().expect("a block stands in a section");
                    match line.strip_prefix("$ ") {
                        Some(command) => section.commands.push(command.to_owned()),
                        None => writeln!(section.output, "{line}").unwrap(),
                    }
                }
                _ => {}
            }
        }
        sections
    }

    /// The sections of codes, by the code that their heading begins with.
    fn by_code() -> BTreeMap<String, Section> {
        let code = |heading: &str| heading.split(' ').next().unwrap_or_default().to_owned();
        let is_code = |word: &str| word.len() == 4 && word.ends_with(|c: char| c.is_ascii_digit());
        sections().into_iter().map(|section| (code(&section.heading), section)).filter(|(code, _)| is_code(code)).collect()
    }

    #[test]
    fn every_code_is_provoked() {
        let sections = by_code();
        for code in Code::ALL {
            let word = code.as_str();
            if word.starts_with('L') || NOT_RAISED.contains(&word) {
                assert!(!sections.contains_key(word), "{word} has a section and is listed as having none");
                continue;
            }
            let section = sections.get(word).unwrap_or_else(|| panic!("{word} has no section"));
            if PROVOKED_HERE.contains(&word) || PROVOKED_BY_BATCH.contains(&word) {
                assert!(section.commands.is_empty(), "{word} is shown on the page and need not be listed here");
            } else {
                assert!(section.output.contains(&named(*code)), "the block of {word} does not provoke it:\n{}", section.output);
            }
        }
        assert!(sections.keys().all(|word| Code::ALL.iter().any(|code| code.as_str() == word)), "a section of a code that is none");
    }

    #[test]
    fn every_fixture_is_wrong_in_one_way() {
        // Where there is nothing to judge, a table without rows is why; of a cell alone everything else is blank.
        let also = |word: &str| match word {
            "U005" => vec!["B052"],
            // A list is not whole for a reason, which is told too.
            "P010" => vec!["P015"],
            "B061" => vec!["B031", "B032", "B033"],
            // Where parts have levels, the assemblies above them are left out.
            "B088" | "B089" | "B102" | "B103" => vec!["B045"],
            _ => Vec::new(),
        };
        for (word, section) in by_code().iter().filter(|(_, section)| !section.commands.is_empty()) {
            let found = codes_in(&section.output);
            let others: Vec<_> = found.iter().filter(|found| *found != word && !also(word).contains(found)).collect();
            assert!(others.is_empty(), "{word} comes with {others:?}");
        }
    }

    #[test]
    fn the_sections_stand_in_the_order_of_the_table() {
        let headings: Vec<String> = sections().into_iter().map(|section| section.heading).collect();
        let place = |code: &Code| headings.iter().position(|heading| heading.starts_with(&format!("{code} ")));
        let places: Vec<usize> = Code::ALL.iter().filter_map(place).collect();
        assert!(places.is_sorted(), "{headings:?}");
    }

    #[test]
    fn an_error_gives_exit_code_2_and_nothing_less() {
        for (word, section) in by_code().iter().filter(|(_, section)| !section.commands.is_empty()) {
            let code = Code::ALL.iter().find(|code| code.as_str() == word).expect("a code");
            let failed = section.output.contains("[exit 2]");
            assert_eq!(failed, code.severity() == Severity::Error, "{word}");
        }
    }

    #[test]
    fn no_fixture_lies_unused() {
        let commands: String = sections().iter().flat_map(|section| section.commands.clone()).collect::<Vec<_>>().join("\n");
        for entry in fs::read_dir(root().join("fixtures/bad")).expect("the fixtures") {
            let name = entry.expect("an entry").file_name().into_string().expect("a name in UTF-8");
            assert!(commands.contains(&format!("fixtures/bad/{name}")), "no section uses {name}");
        }
    }

    #[test]
    fn a_fixture_is_named_by_its_code() {
        for (word, section) in by_code() {
            for command in section.commands.iter().filter(|command| command.contains("fixtures/bad/")) {
                assert!(command.contains(&format!("fixtures/bad/{word}-")), "{word}: {command}");
            }
        }
    }
}

mod machine {
    //! Codes that need a state of the machine, or more rows than a fixture should have.

    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn f002_a_read_that_fails() {
        // The memory of the process: it can be opened, and its first byte cannot be read.
        let run = check(&["/proc/self/mem"]);
        assert!(run.stderr.contains("error[F002] /proc/self/mem"), "{}", run.stderr);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn f006_an_output_that_cannot_be_written() {
        for command in
            [&["check", "fixtures/bad/B003-heading-not-known.csv", "--on", ON][..], &["rule", "0902.30", "--on", ON], &["round", ON]]
        {
            let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("the device that is always full");
            let mut run = std::process::Command::new(env!("CARGO_BIN_EXE_cepa"));
            let output = run.args(command).current_dir(root()).stdout(full).output().expect("it runs");
            let stderr = String::from_utf8(output.stderr).expect("it writes UTF-8");
            assert!(stderr.contains("error[F006]"), "{command:?}: {stderr}");
            assert_eq!(output.status.code(), Some(2), "{command:?}");
        }
    }

    #[test]
    fn f003_an_empty_standard_input() {
        let run = check(&["-"]);
        assert!(run.stderr.contains("error[F003] -: "), "{}", run.stderr);
        assert_eq!(run.code, 2);
    }

    #[test]
    fn f005_a_folder_that_holds_nothing() {
        let folder = scratch("f005");
        let run = check(&[folder.to_str().unwrap()]);
        assert!(run.stderr.contains("error[F005]"), "{}", run.stderr);
        assert_eq!(run.code, 2);
    }

    #[test]
    fn b044_more_problems_than_are_kept() {
        let mut bom = "good_id,part,hs_code,origin,amount\n".to_owned();
        for line in 0..1234 {
            writeln!(bom, "LED-9W,RM-{line},8541.41,KR,tba").unwrap();
        }
        let path = file("b044", "led.csv", bom.as_bytes());
        let run = check(&[&path]);
        assert!(run.stderr.contains("[B044]") && run.stderr.contains(" 234 more"), "{}", run.stderr.lines().last().unwrap_or_default());
        assert_eq!(run.stderr.matches("error[B008]").count(), 1000);
        assert_eq!(run.code, 2);
    }
}

mod cells {
    //! Codes of cells whose columns must be settled first.

    use std::sync::Arc;

    use cepa::bom::{Cell, Ways};
    use cepa::diag::Problems;
    use cepa::value::number::Mark;
    use cepa::value::{Currency, Position};

    /// What a cell gives, and the codes of what is wrong with it.
    fn read<T>(text: &str, ways: Ways, read: impl FnOnce(&mut Cell<'_>) -> Option<T>) -> (Option<T>, Vec<&'static str>) {
        let mut problems = Problems::default();
        let mut cell = Cell { text, at: Position::file(Arc::from("cell")), ways: &ways, problems: &mut problems };
        let value = read(&mut cell);
        (value, problems.into_sorted().iter().map(|problem| problem.code.as_str()).collect())
    }

    #[test]
    fn b071_a_bare_number_for_a_share() {
        for text in ["5", "1", "100"] {
            assert_eq!(read(text, Ways::UNSETTLED, |cell| cell.share(false)), (None, vec!["B071"]), "{text}");
        }
        for (text, heading) in [("5", true), ("5%", false), ("0.05", false)] {
            let (share, problems) = read(text, Ways::UNSETTLED, |cell| cell.share(heading));
            assert_eq!((share.map(|share| share.plain()), problems), (Some("0.05".to_owned()), Vec::new()), "{text}");
        }
        assert_eq!(read("-5%", Ways::UNSETTLED, |cell| cell.share(false)), (None, vec!["B011"]));
        assert_eq!(read("five", Ways::UNSETTLED, |cell| cell.share(true)), (None, vec!["B008"]));
        assert_eq!(read("", Ways::UNSETTLED, |cell| cell.share(true)), (None, Vec::new()));
    }

    #[test]
    fn b078_a_number_with_the_mark_of_another_column() {
        let point = Ways { point: Mark::Point, ..Ways::UNSETTLED };
        let comma = Ways { point: Mark::Comma, ..Ways::UNSETTLED };
        for (text, ways) in [("12,5", point), ("1.234,56", point), ("12.5", comma), ("HK$1,234.56", comma)] {
            assert_eq!(read(text, ways, |cell| cell.priced().map(|priced| priced.value)), (None, vec!["B078"]), "{text}");
        }
        for (text, ways) in [("1,234", point), ("1.234", comma)] {
            let (value, problems) = read(text, ways, |cell| cell.money());
            assert_eq!((value.map(|value| value.plain()), problems), (Some("1234".to_owned()), Vec::new()), "{text}");
        }
    }

    #[test]
    fn b070_and_b077_are_settled_by_the_profile() {
        let cny = Currency::from_letters("CNY");
        let settled = Ways { yen: cny, yuan: cny, domestic: Some(cepa::value::Country::MAINLAND), ..Ways::UNSETTLED };
        for sign in ["¥", "￥", "元"] {
            assert_eq!(read(sign, Ways::UNSETTLED, |cell| cell.currency()), (None, vec!["B070"]), "{sign}");
            assert_eq!(read(sign, settled, |cell| cell.currency()), (cny, Vec::new()), "{sign}");
        }
        assert_eq!(read("国产", Ways::UNSETTLED, |cell| cell.country()), (None, vec!["B077"]));
        assert_eq!(read("国产", settled, |cell| cell.country()), (Some(cepa::value::Country::MAINLAND), Vec::new()));
        assert_eq!(read("进口", settled, |cell| cell.country()), (None, vec!["B077"]));
        assert_eq!(read("¥5", Ways::UNSETTLED, |cell| cell.money()), (None, vec!["B070"]));
        assert_eq!(read("$5", Ways::UNSETTLED, |cell| cell.money()).1, Vec::<&str>::new());
        assert_eq!(read("RMB 5", Ways::UNSETTLED, |cell| cell.money()), (None, vec!["B055"]));
    }
}

mod law {
    //! Law data of a folder, broken in one thing at a time.

    use super::*;

    /// What becomes of the text of a law file; `None` takes the file away.
    type Change = fn(String) -> Option<String>;

    /// Law data with some of their files changed.
    fn law(test: &str, changes: &[(&str, Change)]) -> PathBuf {
        let folder = scratch(test);
        fs::create_dir_all(folder.join("psr")).expect("a scratch folder");
        for path in Files::PATHS {
            let bundled = fs::read_to_string(root().join("data").join(path)).expect("a file of the law data");
            let mut content = Some(bundled);
            for (_, change) in changes.iter().filter(|(changed, _)| *changed == path) {
                content = content.and_then(change);
            }
            if let Some(content) = content {
                fs::write(folder.join(path), content).expect("a scratch file");
            }
        }
        folder
    }

    fn law_check(folder: &Path) -> Run {
        cepa(&["--law", folder.to_str().expect("a path in UTF-8"), "law", "check"])
    }

    /// Checks law data with these changes: they are refused, and `wanted` is among what is said.
    fn refused(test: &str, path: &str, change: Change, wanted: &str) {
        let folder = law(test, &[(path, change)]);
        let run = law_check(&folder);
        assert!(run.stderr.contains(wanted), "wanted {wanted}\nfound {}", run.stderr);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""));
        let check = cepa(&["--law", folder.to_str().unwrap(), "check", "fixtures/bad/B003-heading-not-known.csv", "--on", ON]);
        assert_eq!((check.code, check.stdout.as_str()), (2, ""), "nothing is judged by law data that are refused");
    }

    #[allow(clippy::unnecessary_wraps, reason = "a change may also take the file away")]
    fn with(mut text: String, added: &str) -> Option<String> {
        assert!(text.ends_with('\n'));
        text.push_str(added);
        Some(text)
    }

    /// The line on which something that is added to the end of a file stands.
    fn next_line(path: &str) -> usize {
        fs::read_to_string(root().join("data").join(path)).expect("a file of the law data").lines().count() + 1
    }

    #[test]
    fn a_copy_of_the_bundled_law_is_sound() {
        let run = law_check(&law("law-sound", &[]));
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        assert_eq!(run.stdout, cepa(&["law", "check"]).stdout, "and it has the same digest");
    }

    #[test]
    fn l001_a_missing_file() {
        refused("l001", "readings.csv", |_| None, "error[L001] readings.csv:");
        refused("l001-list", "psr/hk.csv", |_| None, "error[L001] psr/hk.csv:");
    }

    #[test]
    fn l002_a_file_that_cannot_be_read() {
        let wanted = format!("error[L002] parameters.toml:{}:", next_line("parameters.toml"));
        refused("l002-toml", "parameters.toml", |text| with(text, "[half a table\n"), &wanted);
        let wanted = format!("error[L002] facts.csv:{}:", next_line("facts.csv"));
        refused("l002-csv", "facts.csv", |text| with(text, "a-fact-alone\n"), &wanted);
    }

    #[test]
    fn l003_a_citation_that_does_not_resolve() {
        let wanted = format!(r#"error[L003] facts.csv:{}: made-by-hand cites "hearsay""#, next_line("facts.csv"));
        refused("l003-fact", "facts.csv", |text| with(text, "made-by-hand,condition,hearsay#p. 3,recalled\n"), &wanted);
        let row = |text| with(text, "961700,2019-01-01,,CTH,,,,Vacuum flasks,,hearsay#row 9,recalled\n");
        refused("l003-list", "psr/hk.csv", row, &format!("error[L003] psr/hk.csv:{}: ", next_line("psr/hk.csv")));
    }

    const NUMBER: &str = "\n[spare-number]\nunit = \"percent of FOB\"\n";

    fn entry(from: &str, until: Option<&str>) -> String {
        let until = until.map(|day| format!("until = \"{day}\"\n")).unwrap_or_default();
        format!("\n[[spare-number.entries]]\nfrom = \"{from}\"\n{until}is = \"5\"\ncite = \"mission\"\nbasis = \"given\"\n")
    }

    #[test]
    fn l004_days_on_which_nothing_is_in_force() {
        let gap = |text| with(text, &[NUMBER, &entry("2019-01-01", Some("2020-06-30")), &entry("2020-08-01", None)].concat());
        refused("l004", "parameters.toml", gap, "error[L004] parameters.toml: spare-number: nothing is in force on 2020-07-01");
        let late = |text| with(text, &[NUMBER, &entry("2019-02-01", None)].concat());
        refused("l004-late", "parameters.toml", late, "error[L004] parameters.toml: spare-number: nothing is in force on 2019-01-01");
        let ends = |text| with(text, &[NUMBER, &entry("2019-01-01", Some("2025-12-31"))].concat());
        refused("l004-ends", "parameters.toml", ends, "error[L004] parameters.toml: spare-number: nothing is in force on 2026-01-01");
    }

    const FAR_ROUND: &str = "2031-1,2030-07-16,2031-01-15,2031-03-01,2031-06-01,2031-07-01,inferred,inferred,circular-4-2023#3,\n";

    #[test]
    fn l004_a_gap_between_rounds() {
        refused("l004-rounds", "rounds.csv", |text| with(text, FAR_ROUND), "error[L004] rounds.csv: 2031-1: nothing is in force on ");
    }

    #[test]
    fn l005_two_entries_on_one_day() {
        let numbers = |text| with(text, &[NUMBER, &entry("2019-01-01", Some("2020-06-30")), &entry("2020-06-30", None)].concat());
        refused("l005", "parameters.toml", numbers, "error[L005] parameters.toml: spare-number: two entries are in force on 2020-06-30");
        let rows = |text| {
            let first = "961700,2019-01-01,2021-12-31,CTH,,,,Vacuum flasks,,mission,given\n";
            with(text, &[first, "961700,2021-06-01,,CC,,,,Vacuum flasks,,mission,given\n"].concat())
        };
        let wanted = format!("error[L005] psr/hk.csv:{}: 961700: two entries are in force on 2021-06-01", next_line("psr/hk.csv") + 1);
        refused("l005-list", "psr/hk.csv", rows, &wanted);
        let rounds = |text| with(text, &[FAR_ROUND, &FAR_ROUND.replace("2031-1,2030-07-16", "2031-2,2031-01-15")].concat());
        refused("l005-rounds", "rounds.csv", rounds, "error[L005] rounds.csv: 2031-2: two entries are in force on 2031-01-15");
    }

    fn listed(text: String, rule: &str) -> Option<String> {
        with(text, &format!("961700,2019-01-01,,{rule},,,,Vacuum flasks,,mission,given\n"))
    }

    fn at_new_row(code: &str, words: &str) -> String {
        format!("error[{code}] psr/hk.csv:{}: {words}", next_line("psr/hk.csv"))
    }

    #[test]
    fn l006_a_rule_that_does_not_parse() {
        let wanted = at_new_row("L006", r#"the rule "CTH or RVC 40" does not parse at position 12"#);
        refused("l006", "psr/hk.csv", |text| listed(text, "CTH or RVC 40"), &wanted);
    }

    #[test]
    fn l007_a_rule_in_another_spelling() {
        let wanted = at_new_row("L007", r#"the rule "(CTH) or CC" is not in its canonical spelling: CTH or CC"#);
        refused("l007", "psr/hk.csv", |text| listed(text, "(CTH) or CC"), &wanted);
    }

    fn last_line_twice(text: String) -> Option<String> {
        let last = text.lines().last().expect("a line").to_owned() + "\n";
        with(text, &last)
    }

    #[test]
    fn l008_an_identifier_twice() {
        for path in ["facts.csv", "sources.csv", "readings.csv", "provisions.csv"] {
            let wanted = format!("error[L008] {path}:{}: the identifier", next_line(path));
            refused(&format!("l008-{path}"), path, last_line_twice, &wanted);
        }
    }

    #[test]
    fn l009_a_value_that_is_not_possible() {
        let wanted = format!(r#"error[L009] facts.csv:{}: kind: "weather""#, next_line("facts.csv"));
        refused("l009-fact", "facts.csv", |text| with(text, "rained-on,weather,mission,given\n"), &wanted);
        let wanted = format!(r#"error[L009] psr/hk.csv:{}: until: "2018-12-31""#, next_line("psr/hk.csv"));
        let ends_first = |text| with(text, "961700,2019-01-01,2018-12-31,CTH,,,,Vacuum flasks,,mission,given\n");
        refused("l009-list", "psr/hk.csv", ends_first, &wanted);
        refused(
            "l009-number",
            "parameters.toml",
            |text| Some(text.replace(r#"is = "40""#, r#"is = "140""#)),
            "error[L009] parameters.toml:",
        );
        refused("l009-column", "points.csv", |text| Some(text.replacen("answer", "reply", 1)), "error[L009] points.csv:1: answer: ");
    }

    const LOOM: &str = "loom-work,substantial,Loom work,織機工序,织机工序,weaving,mission,given\n";

    #[test]
    fn l010_a_name_that_stands_for_two_things() {
        let wanted = format!(r#"error[L010] operations.csv:{}: the name "weaving""#, next_line("operations.csv"));
        refused("l010", "operations.csv", |text| with(text, LOOM), &wanted);
    }

    #[test]
    fn l011_a_rule_that_names_the_unknown() {
        let wanted = format!(r#"error[L011] psr/hk.csv:{}: the rule of 961700 names "vacuum-sealing""#, next_line("psr/hk.csv"));
        refused("l011-operation", "psr/hk.csv", |text| listed(text, "process(vacuum-sealing)"), &wanted);
        let wanted = format!(r#"error[L011] psr/hk.csv:{}: the rule of 961700 names "made-by-hand""#, next_line("psr/hk.csv"));
        refused("l011-fact", "psr/hk.csv", |text| listed(text, "fact(made-by-hand)"), &wanted);
    }

    #[test]
    fn everything_that_is_broken_is_told_at_once() {
        let folder = law(
            "law-several",
            &[
                ("facts.csv", |text| with(text, "rained-on,weather,mission,given\nmade-by-hand,condition,hearsay,recalled\n")),
                ("psr/hk.csv", |text| listed(text, "CTH or RVC 40")),
                ("operations.csv", |text| with(text, LOOM)),
                ("parameters.toml", |text| with(text, &[NUMBER, &entry("2019-02-01", None)].concat())),
            ],
        );
        let run = law_check(&folder);
        let wanted = BTreeSet::from(["L003", "L004", "L006", "L009", "L010"]);
        assert_eq!(codes_in(&run.stderr), wanted, "{}", run.stderr);
        assert_eq!(run.code, 2);
    }

    #[test]
    fn every_code_of_the_law_data_has_its_test() {
        let here = include_str!("diagnostics.rs");
        for code in Code::ALL.iter().filter(|code| code.as_str().starts_with('L')) {
            assert!(here.contains(&format!("fn {}_", code.as_str().to_lowercase())), "{code}");
        }
    }
}

mod together {
    //! Many problems in one run.

    use super::*;

    #[test]
    fn one_run_tells_every_problem_of_a_good() {
        let run = check(&["fixtures/bad/everything-at-once.csv"]);
        let found = codes_in(&run.stderr);
        assert!(found.len() >= 16, "{found:?}");
        assert_eq!(run.code, 2);
        let json = check(&["fixtures/bad/everything-at-once.csv", "--format", "json"]);
        assert!(found.iter().all(|code| json.stdout.contains(&format!("\"{code}\""))), "the JSON report names the same codes");
    }

    #[test]
    fn one_run_tells_every_flag_that_is_wrong() {
        let run = check(&[
            "fixtures/bad/B003-heading-not-known.csv",
            "--fob=12 boxes",
            "--hs=12",
            "--labour=1,234",
            "--rule=CTX",
            "--facts=nonsense",
            "--operations=welding@moon",
            "--currency=DOLLAR",
            "--rates=no-such-rates.csv",
        ]);
        assert_eq!(
            codes_in(&run.stderr),
            BTreeSet::from(["B008", "B015", "B009", "B038", "B036", "B035", "B019", "F001"]),
            "{}",
            run.stderr
        );
        assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    }

    #[test]
    fn the_other_files_go_on() {
        let run = check(&["fixtures/bad/mixed", "no-such-file.csv", "--rule", "general", "--format", "csv"]);
        assert!(run.stdout.contains("KET-17") && run.stdout.contains("originating"), "{}", run.stdout);
        assert!(run.stdout.contains("TOASTER") && run.stdout.contains("rejected"), "{}", run.stdout);
        assert_eq!(codes_in(&run.stderr), BTreeSet::from(["B008", "F001"]));
        assert_eq!(run.code, 2);
    }

    #[test]
    fn quiet_keeps_errors_and_drops_the_rest() {
        let run = check(&["fixtures/bad/everything-at-once.csv", "--quiet"]);
        assert!(run.stderr.contains("error[B016]") && !run.stderr.contains("warning[") && !run.stderr.contains("note["), "{}", run.stderr);
        assert_eq!(run.code, 2);
    }
}

mod size {
    //! Inputs of extreme size.

    use super::*;

    const HEADER: &str = "good_id,part,description,hs_code,origin,amount,good_hs,fob,operations\n";

    #[test]
    fn an_amount_of_28_digits_is_refused_where_it_stands() {
        let path =
            file("digits", "watch.csv", format!("{HEADER}W-3,RM-01,Movement,9108.11,JP,1234567890123456789012345.678,,,\n").as_bytes());
        let run = check(&[&path]);
        assert!(run.stderr.contains("error[B010]") && run.stderr.contains(":2:6:"), "{}", run.stderr);
        assert_eq!(run.code, 2);
    }

    #[test]
    fn a_field_of_ten_megabytes_is_read_and_not_repeated() {
        let long = "Stainless steel, ".repeat(10 * 1024 * 1024 / 17);
        let row = format!("KET-17,,\"{long}\",7219.34,JP,40.00,8516.79,120.00,welding@HK\n");
        let path = file("long-field", "kettle.csv", format!("{HEADER}{row}").as_bytes());
        let run = cepa(&["check", &path, "--on", ON, "--rule", "general"]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        assert!(run.stdout.contains("ORIGINATING") && run.stdout.len() < 20_000, "{} bytes", run.stdout.len());
    }

    #[test]
    fn a_field_of_ten_megabytes_that_is_wrong_is_shown_cut() {
        let long = "9".repeat(10 * 1024 * 1024);
        let path = file("long-number", "kettle.csv", format!("{HEADER}KET-17,RM-01,Steel,7219.34,JP,{long},,,\n").as_bytes());
        let run = check(&[&path]);
        assert!(run.stderr.contains("error[B008]") && run.stderr.len() < 2_000, "{} bytes", run.stderr.len());
        assert_eq!(run.code, 2);
    }

    #[test]
    fn a_good_of_300_000_lines_is_judged() {
        let mut bom = HEADER.to_owned() + "PCB-44,RM-0,Laminate,7410.21,JP,0.01,8534.00,5000.00,pcb-fabrication@HK\n";
        for line in 1..300_000 {
            writeln!(bom, "PCB-44,RM-{line},Component,85{:02},TW,0.01,,,", 1 + line % 19).unwrap();
        }
        let path = file("many-lines", "pcb.csv", bom.as_bytes());
        let run = check(&[&path, "--rule", "general", "--format", "json"]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        // 3000.00 of 5000.00 does not originate: build-down is 40 % to the cent, and that is enough.
        assert!(run.stdout.contains(r#""percent": "40.00""#), "{}", &run.stdout[..run.stdout.len().min(3000)]);
        let dearer = file(
            "many-lines-dearer",
            "pcb.csv",
            bom.replacen("RM-0,Laminate,7410.21,JP,0.01", "RM-0,Laminate,7410.21,JP,0.02", 1).as_bytes(),
        );
        assert_eq!(check(&[&dearer, "--rule", "general", "--labour", "0", "--development", "0"]).code, 1);
    }

    #[test]
    fn a_header_of_many_columns_is_read() {
        let names: Vec<String> = (0..20_000).map(|n| format!("column {n}")).collect();
        let cells = ",".repeat(names.len());
        let path = file("wide", "kettle.csv", format!("part,{}\nRM-01{cells}\n", names.join(",")).as_bytes());
        let run = check(&[&path]);
        assert!(run.stderr.contains("[B003]") && run.stderr.contains("[B044]"));
        assert_eq!(run.code, 1);
    }

    #[test]
    fn a_quote_that_is_not_closed_is_not_passed_over() {
        // Every column in turn is the last one, so that no row looks too short for having swallowed the rest.
        let columns = ["description", "amount", "origin", "hs_code", "part", "good_id"];
        for last in columns {
            let order: Vec<&str> = columns.into_iter().filter(|name| *name != last).chain([last]).collect();
            let row = |part: &str, amount: &str, quote: &str| {
                let cell = |name: &&str| match *name {
                    "description" => "Steel sheet".to_owned(),
                    "amount" => amount.to_owned(),
                    "origin" => "JP".to_owned(),
                    "hs_code" => "7219.34".to_owned(),
                    "part" => part.to_owned(),
                    _ => "KET-17".to_owned(),
                };
                let mut cells: Vec<String> = order.iter().map(cell).collect();
                cells.last_mut().expect("a cell").insert_str(0, quote);
                cells.join(",") + "\n"
            };
            let rows = [row("RM-01", "20.00", ""), row("RM-02", "10.00", "\""), row("RM-03", "80.00", "")];
            let path = file(&format!("open-quote-{last}"), "KET-17.csv", format!("{}\n{}", order.join(","), rows.concat()).as_bytes());
            let run = check(&[&path, "--rule", "general", "--hs", "8516.79", "--fob", "120", "--operations", "welding@HK"]);
            assert!(run.stderr.contains("error[") && !run.stdout.contains("ORIGINATING"), "{last}: {}{}", run.stderr, run.stdout);
            assert_eq!(run.code, 2, "{last}");
        }
    }
}

mod bytes {
    //! Any bytes at all.

    use std::sync::Arc;

    use cepa::bom::{Case, Cell, Defaults, GoodFacts, Portfolio, Profile, Rates, Vocabulary, Ways};
    use cepa::diag::Problems;
    use cepa::law::Law;
    use cepa::origin::{Policy, assess, vocabulary};
    use cepa::report::{GoodReport, Report, Setting, View, csv, diagnostics, json, text};
    use cepa::say::{Lang, Words};
    use cepa::value::{Country, Currency, Position, number};
    use chrono::NaiveDate;
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;

    fn config() -> ProptestConfig {
        ProptestConfig { failure_persistence: None, ..ProptestConfig::default() }
    }

    /// Reads, judges and reports; all that is asked is that it comes back.
    fn the_whole_road(bom: &[u8], goods: &[u8], law: &Law, words: &Vocabulary) {
        let profile = Profile::default();
        let mut portfolio = Portfolio::new(words, &profile);
        let mut problems = portfolio.read_bom(bom, &Arc::from("bom.csv"), "bom").into_sorted();
        problems.extend(portfolio.read_goods(goods, &Arc::from("goods.csv")).into_sorted());
        let mut rates = Problems::default();
        let rates = Rates::read(bom, &Arc::from("bom.csv"), &profile, &mut rates);
        let defaults = Defaults { on: NaiveDate::from_ymd_opt(2026, 11, 22).unwrap(), currency: None, rates };
        let mut reports = Vec::new();
        for mut good in portfolio.into_goods(&GoodFacts::default()) {
            let case = Case::prepare(&mut good, &defaults, words);
            let judged = case.and_then(|case| assess(&case, law, &Policy::default()).ok().map(|assessment| (case, assessment)));
            reports.push(GoodReport {
                id: good.id,
                at: good.at,
                description: None,
                hs: None,
                judged,
                diagnostics: good.problems.into_sorted(),
                traces: cepa::report::Traces::default(),
            });
        }
        let report = Report { on: defaults.on, goods: reports, problems };
        let phrases = Words::bundled();
        for lang in [Lang::En, Lang::ZhHant] {
            let setting = Setting { law, words: &phrases, lang };
            let told = [text(&report, View::Proof, &setting), json(&report, &setting), csv(&report, &setting)];
            assert!(report.goods.is_empty() || told.iter().all(|told| !told.is_empty()));
            drop(diagnostics(&report.problems, &setting));
            report.goods.iter().for_each(|good| drop(diagnostics(&good.diagnostics, &setting)));
        }
    }

    /// Cells that are a little wrong, right, or nothing.
    const CELLS: [&str; 72] = [
        "¥5",
        "5元",
        "(HK$1,234.50)",
        "12,5",
        "8471.3",
        "8471-8473",
        "国产",
        "China / Vietnam",
        "中国广东",
        "Made in",
        "2026年11月22日",
        "5%",
        "",
        "",
        "",
        "K-1",
        "K-2",
        "\"",
        "\"\"",
        "\"a,b\"",
        "\"a\nb\"",
        "RM-1",
        "0902.30",
        "90230",
        "7019.90",
        "8516.79",
        "09",
        "8.5E+09",
        "85x",
        "HK",
        "CN",
        "JP",
        "日本",
        "香港",
        "Utopia",
        "originating",
        "non-originating",
        "maybe",
        "0",
        "1",
        "-1",
        "(5)",
        "1,234",
        "\"1,234\"",
        "1 234",
        "12.50",
        "０．５",
        "$0",
        "HK$12",
        "US$",
        "99999999999999999999",
        "0.00000000000000000001",
        "1e9",
        "HKD",
        "USD",
        "2026-11-22",
        "2018-01-01",
        "2026-02-30",
        "..2",
        "1",
        "transport-packing",
        "general",
        "CTH",
        "CTH or RVC(BD 40 | BU 30)",
        "RVC(",
        "((((((",
        "welding@HK",
        "tea-fermentation; !tea-drying@CN",
        "weldin",
        "from-tea-leaves; !contains-sugar",
        "wholly-obtained",
        "\u{feff}",
    ];

    const HEADINGS: [&str; 30] = [
        "good_id",
        "part",
        "description",
        "hs_code",
        "origin",
        "status",
        "quantity",
        "unit_cost",
        "amount",
        "currency",
        "proof",
        "proof_valid_to",
        "level",
        "bom_per",
        "kind",
        "good_hs",
        "fob",
        "good_currency",
        "per",
        "labour",
        "development",
        "operations",
        "facts",
        "rule",
        "on",
        "rate",
        "date",
        "source",
        "nonsense",
        "",
    ];

    /// Reads a cell in every way, with nothing settled and with everything.
    fn every_reading(text: &str) {
        let (currency, domestic) = (Currency::from_letters("CNY"), Some(Country::MAINLAND));
        let settled = Ways { point: number::Mark::Comma, yen: currency, yuan: currency, domestic };
        for ways in [Ways::UNSETTLED, settled] {
            let mut problems = Problems::default();
            let mut cell = Cell { text, at: Position::file(Arc::from("cell")), ways: &ways, problems: &mut problems };
            let country = cell.country();
            assert!(country.is_none_or(is_listed), "{text} is {country:?}");
            let _ = (cell.priced(), cell.money(), cell.positive(), cell.share(true), cell.share(false));
            let _ = (cell.hs(), cell.currency(), cell.day(), cell.status(), cell.packing(), cell.level());
        }
    }

    /// Whether a country is one of the table.
    fn is_listed(country: Country) -> bool {
        let table = include_str!("../data/countries.csv");
        table.lines().any(|line| line.starts_with(country.as_str()))
    }

    fn table() -> impl Strategy<Value = String> {
        let rows = prop::collection::vec(prop::collection::vec(select(&CELLS[..]), 1..14), 0..8);
        (prop::collection::vec(select(&HEADINGS[..]), 1..14), rows).prop_map(|(header, rows)| {
            let rows = rows.into_iter().map(|row| row.join(","));
            std::iter::once(header.join(",")).chain(rows).collect::<Vec<_>>().join("\n")
        })
    }

    proptest! {
        #![proptest_config(config())]

        #[test]
        fn any_bytes_can_be_read_as_a_bill_of_materials(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
            let words = Vocabulary::default();
            let profile = Profile::default();
            let mut portfolio = Portfolio::new(&words, &profile);
            portfolio.read_bom(&bytes[..], &Arc::from("any.csv"), "any");
            let mut under_a_header = b"good_id,part,hs_code,origin,amount,quantity,unit_cost,rule,level\n".to_vec();
            under_a_header.extend(&bytes);
            portfolio.read_bom(&under_a_header[..], &Arc::from("any.csv"), "any");
            drop(portfolio.into_goods(&GoodFacts::default()));
        }

        #[test]
        fn any_text_can_be_parsed_as_a_rule(text in any::<String>()) {
            drop(cepa::rule::parse(&text));
        }

        #[test]
        fn any_words_of_the_language_can_be_parsed(words in prop::collection::vec(select(vec![
            "(", ")", "if", "then", "else", "or", "and", "WO", "CC", "CTH", "CTSH", "except", "1701", "-", ",", "|", "RVC(", "BU", "BD", "40",
            "999999999999999999999999999999", "process(", "from", ":", "fact(", "text(", "\"", "\\", "a-fact", "茶", " ",
        ]), 0..40)) {
            if let Ok(rule) = cepa::rule::parse(&words.join(" ")) {
                prop_assert_eq!(cepa::rule::parse(&rule.to_string()), Ok(rule));
            }
            drop(cepa::rule::parse(&words.concat()));
        }

        #[test]
        fn any_text_can_be_read_as_any_cell(text in any::<String>(), pieces in prop::collection::vec(select(&CELLS[..]), 0..6)) {
            for text in [text, pieces.concat(), pieces.join(" ")] {
                every_reading(text.trim());
            }
        }

        #[test]
        fn any_text_can_be_parsed_as_a_number(text in any::<String>()) {
            let _ = number::parse(&text, number::Mark::Open);
        }

        #[test]
        fn any_digits_and_signs_can_be_parsed(signs in prop::collection::vec(select(vec![
            "0", "1", "9", "12", "123", "000", ".", ",", " ", "-", "−", "(", ")", "+", "e", "$", "HK$", "５", "\u{3000}", "\u{a0}", "٣",
        ]), 0..40)) {
            let _ = number::parse(&signs.concat(), number::Mark::Open);
        }

        #[test]
        fn any_table_can_be_judged_and_reported(bom in table(), goods in table()) {
            thread_local! {
                static LAW: Law = Law::load(&Files::bundled()).expect("the bundled law is sound");
            }
            LAW.with(|law| the_whole_road(bom.as_bytes(), goods.as_bytes(), law, &vocabulary(law)));
        }
    }
}
