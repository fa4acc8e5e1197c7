//! Any bytes, read as a bill of materials: text of any encoding, or a workbook.
#![no_main]

use std::sync::Arc;

use cepa::bom::{GoodFacts, Portfolio, Profile, Vocabulary};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let (vocabulary, profile) = (Vocabulary::default(), Profile::default());
    let mut portfolio = Portfolio::new(&vocabulary, &profile);
    portfolio.read_bom(bytes, &Arc::from("any"), "any");
    let _ = portfolio.into_goods(&GoodFacts::default());
});
