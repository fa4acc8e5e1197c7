//! Codes that the Harmonized System names as waste or scrap.

use super::load::Loader;
use crate::value::Hs;

/// In order.
pub(super) fn load(loader: &mut Loader<'_>) -> Vec<Hs> {
    let entries = loader.table("waste.csv", &["hs_code", "why"]);
    loader.unique(&entries, "hs_code");
    let mut codes: Vec<Hs> = entries.iter().filter_map(|entry| loader.value(entry, "hs_code", Hs::from_digits)).collect();
    codes.sort_unstable();
    codes
}
