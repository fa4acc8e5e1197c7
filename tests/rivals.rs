//! `benches/rivals` on small portfolios: the program agrees with the referee on every good, and a good that differs is found.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test fails loudly, and touches the machine"
)]

mod support;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use support::{root, scratch};

fn script(name: &str) -> Command {
    let mut command = Command::new("python3");
    command.arg(root().join("benches/rivals").join(name));
    command
}

fn done(command: &mut Command) -> Output {
    let output = command.output().expect("it runs");
    assert!(output.status.code().is_some_and(|code| code < 2), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    output
}

/// A portfolio, or `None` without Python.
fn portfolio(name: &str, flags: &[&str]) -> Option<PathBuf> {
    Command::new("python3").arg("--version").stdout(Stdio::null()).status().ok()?;
    let folder = scratch(name);
    done(script("make.py").arg(&folder).args(flags));
    Some(folder)
}

/// What the program says of the portfolio.
fn checked(folder: &Path, bills: &str) -> PathBuf {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cepa"));
    command.current_dir(folder).args(["check", bills, "--format", "csv", "--on", "2026-11-22", "--rates", "rates.csv", "-o", "cepa.csv"]);
    command.args(["--trust-country", "--unproven", "non-originating", "--operations", "injection-moulding"]);
    done(command.args(["--rule", "CTH and RVC(BU 30 | BD 40)"]));
    folder.join("cepa.csv")
}

fn refereed(folder: &Path) -> PathBuf {
    let table = folder.join("decimals.csv");
    done(script("decimals.py").arg(folder).arg("--out").arg(&table));
    table
}

fn agreement(ours: &Path, theirs: &Path) -> (bool, String) {
    let output = done(script("agree.py").args([ours, theirs]));
    (output.status.success(), String::from_utf8(output.stdout).unwrap())
}

fn assert_all_agree(name: &str, flags: &[&str], bills: &str, goods: usize) {
    let Some(folder) = portfolio(name, flags) else { return };
    let (agree, told) = agreement(&checked(&folder, bills), &refereed(&folder));
    assert!(agree, "{told}");
    assert!(told.starts_with(&format!("{goods} of {goods} goods agree")), "{told}");
}

#[test]
fn goods_on_both_sides_of_the_thresholds() {
    assert_all_agree("rivals-shuffled", &["--goods", "150", "--lines", "8", "--order", "shuffled"], "bill.csv", 150);
}

#[test]
fn goods_at_the_thresholds() {
    assert_all_agree("rivals-edge", &["--goods", "240", "--lines", "5", "--edge"], "bill.csv", 240);
}

#[test]
fn one_file_a_good() {
    assert_all_agree("rivals-files", &["--goods", "60", "--lines", "6", "--folder"], "bills", 60);
}

#[test]
fn a_good_that_differs_is_found() {
    let Some(folder) = portfolio("rivals-differs", &["--goods", "20", "--lines", "5", "--edge"]) else { return };
    let table = refereed(&folder);
    let other = folder.join("other.csv");
    let text = std::fs::read_to_string(&table).expect("the referee's table");
    assert!(text.contains(",PASS\n"), "{text}");
    std::fs::write(&other, text.replacen(",PASS\n", ",FAIL\n", 1)).expect("a scratch file");
    let (agree, told) = agreement(&table, &other);
    assert!(
        !agree && told.ends_with("19 of 20 goods agree in verdict, build_up, build_down, lines, originating, non_originating, shift\n"),
        "{told}"
    );
}
