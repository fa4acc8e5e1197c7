//! Comparing names as people write them.

use super::number::fold_width;

/// A name without case, width, spaces, hyphens and underscores.
#[must_use]
pub fn folded(name: &str) -> String {
    fold_width(name).chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_')).flat_map(char::to_lowercase).collect()
}

/// The longest name for which a near one is looked for.
const LONGEST: usize = 60;

/// The candidate nearest in spelling, if one is near at all.
pub fn nearest<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    if name.chars().nth(LONGEST).is_some() {
        return None;
    }
    let wanted = folded(name);
    let long = wanted.chars().count();
    let limit = long.div_ceil(2).max(3);
    let near_in_length = candidates.filter(|candidate| candidate.chars().count().abs_diff(long) <= limit);
    let scored = near_in_length.map(|candidate| (strsim::damerau_levenshtein(&wanted, &folded(candidate)), candidate));
    scored.filter(|(distance, _)| *distance <= limit).min().map(|(_, candidate)| candidate)
}
