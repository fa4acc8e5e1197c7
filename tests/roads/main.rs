//! The fast road against the plain one, as an adversary would try it: tables of any shape and order, odd bytes, many files,
//! kills, full disks, and sizes. What both say, on standard output, on standard error, in files and by the exit code, must be the same.
//!
//! `CEPA_CASES=2000 cargo test --test roads` tries more of each property than the few that are tried by default.
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
    clippy::format_collect,
    clippy::cast_possible_truncation,
    reason = "a test fails loudly, and touches the machine"
)]

mod again;
#[cfg(target_os = "linux")]
mod ahead;
mod codes;
mod found;
mod goods;
#[cfg(target_os = "linux")]
mod machine;
mod named;
mod orders;
mod shapes;
#[cfg(target_os = "linux")]
mod sizes;
mod summaries;
mod tables;
mod usual;
mod world;
