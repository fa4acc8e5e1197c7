//! A room uses only the rooms that its line in `docs/design.md` names.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    clippy::needless_for_each,
    clippy::format_push_string,
    reason = "a test fails loudly, and touches the machine"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The table of rooms: what each one may use.
fn table() -> BTreeMap<String, BTreeSet<String>> {
    let design = std::fs::read_to_string(root().join("docs/design.md")).expect("the design");
    let section = design.split("## The rooms").nth(1).expect("the table of rooms");
    let rows = section.lines().filter(|line| line.starts_with("| ")).skip(1);
    let cells = rows.map(|row| row.split('|').map(str::trim).map(str::to_owned).collect::<Vec<_>>());
    cells.map(|cells| (cells[1].clone(), cells[3].split(", ").map(str::to_owned).collect())).collect()
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder of the source") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(rust_files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The rooms that a file names by `crate::room`.
fn named(text: &str) -> BTreeSet<String> {
    let tails = text.split("crate::").skip(1);
    tails.map(|tail| tail.chars().take_while(char::is_ascii_lowercase).collect::<String>()).filter(|room| !room.is_empty()).collect()
}

#[test]
fn every_room_keeps_to_its_line() {
    let table = table();
    for (room, allowed) in &table {
        let everything = allowed.contains("everything");
        let all_but_cli = allowed.contains("all but cli");
        for file in rust_files(&root().join("src").join(room)) {
            for used in named(&std::fs::read_to_string(&file).expect("a source file")) {
                let fits = used == *room || everything || (all_but_cli && used != "cli") || allowed.contains(&used);
                assert!(fits, "{} uses {used}, which {room} may not", file.display());
            }
        }
    }
}

#[test]
fn every_room_has_a_line() {
    let rooms: BTreeSet<String> = std::fs::read_dir(root().join("src"))
        .expect("the source")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_dir())
        .filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()))
        .collect();
    assert_eq!(rooms, table().into_keys().collect());
}

#[test]
fn no_file_is_long() {
    for file in rust_files(&root().join("src")) {
        let lines = std::fs::read_to_string(&file).expect("a source file").lines().count();
        assert!(lines <= 600, "{} has {lines} lines", file.display());
    }
    let main = std::fs::read_to_string(root().join("src/main.rs")).expect("main");
    assert!(main.lines().count() < 40);
}
