//! Whole runs of the program, as they stand in `README.md` and in `tests/transcripts/*.md`.
//!
//! A fenced block of kind `console` holds commands (`$ cepa …`) and what a terminal shows after each:
//! standard error, then standard output, then `[exit N]` where the exit code is not 0. `$ cepa … < file`
//! feeds a file. With `UPDATE=1` the blocks are rewritten instead of compared.
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

mod support;

use std::path::{Path, PathBuf};

use support::{cepa_in, root, words};

/// What a terminal shows after a command.
fn shown(command: &str) -> String {
    let (command, stdin) = match command.split_once(" < ") {
        Some((command, file)) => (command, std::fs::read(root().join(file.trim())).expect("the file that is fed")),
        None => (command, Vec::new()),
    };
    let mut args = words(command);
    args.remove(0);
    let run = cepa_in(&root(), &args, &stdin);
    let mut text = run.stderr + &run.stdout;
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    if run.code != 0 {
        text.push_str(&format!("[exit {}]\n", run.code));
    }
    text
}

/// The same page with every console block as the program answers now.
fn rewritten(page: &str) -> String {
    let (mut out, mut in_block) = (String::new(), false);
    for line in page.lines() {
        match (in_block, line) {
            (false, "```console") => in_block = true,
            (true, "```") => in_block = false,
            (true, line) if line.starts_with("$ cepa") => {
                out.push_str(line);
                out.push('\n');
                out.push_str(&shown(line.trim_start_matches("$ ")));
                continue;
            }
            (true, _) => continue,
            (false, _) => {}
        }
        out.push_str(line);
        out.push('\n');
    }
    out
}

fn hold(path: &Path) {
    let page = std::fs::read_to_string(path).expect("a page of transcripts");
    let now = rewritten(&page);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &now).expect("the page can be rewritten");
        return;
    }
    for (number, (then, now)) in page.lines().zip(now.lines()).enumerate() {
        assert_eq!(then, now, "{}:{}", path.display(), number + 1);
    }
    assert_eq!(page.lines().count(), now.lines().count(), "{} has another length", path.display());
}

fn pages() -> Vec<PathBuf> {
    let folder = root().join("tests/transcripts");
    let mut pages: Vec<PathBuf> = std::fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry").path()).collect();
    pages.sort();
    pages
}

#[test]
fn the_readme_says_what_the_program_does() {
    hold(&root().join("README.md"));
}

#[test]
fn every_transcript_holds() {
    let pages = pages();
    assert!(!pages.is_empty());
    pages.iter().for_each(|page| hold(page));
}
