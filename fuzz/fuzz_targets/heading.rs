//! Any text, read as a heading.
#![no_main]

use cepa::bom::{Context, recognise};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for context in [Context::Materials, Context::Goods, Context::Block, Context::Rates] {
        let _ = recognise(context, text);
    }
});
