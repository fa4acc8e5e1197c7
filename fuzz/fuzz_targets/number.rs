//! Any text, read as a number: what is read can be written and read again.
#![no_main]

use cepa::value::number::{Mark, evidence, parse, percent};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = evidence(text);
    for mark in [Mark::Open, Mark::Point, Mark::Comma] {
        let _ = percent(text, true, mark);
        if let Ok(value) = parse(text, mark) {
            assert_eq!(parse(&value.plain(), Mark::Point), Ok(value));
        }
    }
});
