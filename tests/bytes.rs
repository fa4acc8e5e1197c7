//! Files that are cut off or damaged anywhere: read without panic, or refused.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    reason = "a test fails loudly, and touches the machine"
)]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use cepa::bom::{GoodFacts, Portfolio, Profile, Vocabulary};
use cepa::diag::Problems;

fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|path| path.is_file());
    files.sort();
    files
}

/// Reads bytes as a bill of materials and gives what is wrong with the file.
fn read(bytes: &[u8]) -> Problems {
    let (vocabulary, profile) = (Vocabulary::default(), Profile::default());
    let mut portfolio = Portfolio::new(&vocabulary, &profile);
    let problems = portfolio.read_bom(bytes, &Arc::from("any"), "any");
    let goods = portfolio.into_goods(&GoodFacts::default());
    assert!(problems.has_error() || !goods.is_empty(), "neither a good nor an error");
    problems
}

/// Numbers that look random and are the same on every run.
fn numbers(seed: u64) -> impl Iterator<Item = usize> {
    let mut state = seed;
    std::iter::from_fn(move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).ok()
    })
}

#[test]
fn files_that_are_cut_off_do_no_harm() {
    for path in files("fixtures/corpus") {
        let bytes = std::fs::read(&path).expect("a file");
        for part in 0..12 {
            read(&bytes[..bytes.len() * part / 12]);
        }
    }
}

#[test]
fn files_that_are_damaged_do_no_harm() {
    for (seed, path) in (1..).zip(files("fixtures/corpus")) {
        let bytes = std::fs::read(&path).expect("a file");
        if bytes.is_empty() {
            continue;
        }
        let mut random = numbers(seed);
        for _ in 0..24 {
            let mut damaged = bytes.clone();
            for _ in 0..=random.next().unwrap() % 4 {
                let at = random.next().unwrap() % damaged.len();
                damaged[at] = u8::try_from(random.next().unwrap() % 256).unwrap();
            }
            read(&damaged);
        }
    }
}

/// The chain of sectors of this file comes back to its beginning: who follows it fills the memory.
#[test]
fn a_ring_of_sectors_is_no_workbook() {
    assert!(read(include_bytes!("bytes/ring-of-sectors.xls")).has_error());
}
