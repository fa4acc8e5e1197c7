//! Any text, read as a rule: what is read is shown in the one canonical spelling.
#![no_main]

use cepa::rule::parse;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(rule) = parse(text) {
        let shown = rule.to_string();
        assert_eq!(parse(&shown).map(|again| again.to_string()), Ok(shown));
    }
});
