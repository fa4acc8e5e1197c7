//! `tools/scale.py` on a small portfolio: two processes, one report, looked at in SQL where `duckdb` is installed.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::format_push_string,
    clippy::arithmetic_side_effects,
    reason = "a test fails loudly, and touches the machine"
)]

mod support;

use std::process::Command;

use support::{root, scratch};

/// The Python that the test uses: `CEPA_PYTHON`, for one that has `duckdb`, or the one on the path.
fn python() -> String {
    std::env::var("CEPA_PYTHON").unwrap_or_else(|_| "python3".to_owned())
}

#[test]
fn two_processes_come_to_the_bytes_of_one() {
    if Command::new(python()).arg("--version").output().is_err() {
        return; // Without Python the script cannot be run.
    }
    let folder = scratch("scale");
    for file in 0..9 {
        let mut text = "good_id,part,hs_code,origin,status,amount,good_hs,fob,labour,operations\n".to_owned();
        for good in 0..5 {
            text.push_str(&format!("F{file}-{good},RM-1,3901.10,KR,,{},8518.22,100,30,injection-moulding\n", 20 + 9 * good));
            text.push_str(&format!("F{file}-{good},RM-2,3902.10,HK,originating,{good}.50,8518.22,100,30,injection-moulding\n"));
        }
        std::fs::write(folder.join(format!("{file}.csv")), text).expect("a scratch file");
    }
    let mut command = Command::new(python());
    command.arg(root().join("tools/scale.py")).arg(&folder).args(["--", "--on", "2026-11-22", "--rule", "general"]);
    let output = command.env("CEPA", env!("CARGO_BIN_EXE_cepa")).output().expect("it runs");
    let (told, wrong) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert!(output.status.success(), "{told}{wrong}");
    assert!(told.starts_with("9 files, 2 parts: the same "), "{told}");
    assert!(told.contains("duckdb is not installed") || told.contains("duckdb: originating 45\n"), "{told}");
}
