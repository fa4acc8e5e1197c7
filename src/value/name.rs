//! Comparing names as people write them.

use super::number::fold_width;

/// A name without case, width, spaces, hyphens and underscores.
#[must_use]
pub fn folded(name: &str) -> String {
    fold_width(name).chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_')).flat_map(char::to_lowercase).collect()
}

/// The candidate nearest in spelling, if one is near at all.
pub fn nearest<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = folded(name);
    let scored = candidates.map(|candidate| (strsim::damerau_levenshtein(&wanted, &folded(candidate)), candidate));
    let limit = wanted.chars().count().div_ceil(2).max(3);
    scored.filter(|(distance, _)| *distance <= limit).min().map(|(_, candidate)| candidate)
}
