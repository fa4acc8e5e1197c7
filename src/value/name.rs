//! Comparing names as people write them.

use std::sync::Arc;

use super::Id;
use super::number::plain_char;

/// A name without case, width, spaces, hyphens and underscores.
#[must_use]
pub fn folded(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    name.chars().map(plain_char).filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_')).for_each(|c| push_small(&mut folded, c));
    folded
}

/// Adds a letter in its small form. Most letters are ASCII or Chinese: they take no look into a table.
pub(crate) fn push_small(text: &mut String, c: char) {
    match c {
        c if c.is_ascii() => text.push(c.to_ascii_lowercase()),
        '\u{3400}'..='\u{9fff}' => text.push(c),
        c => text.extend(c.to_lowercase()),
    }
}

/// Names, and what each of them stands for. Case, width, spaces, hyphens and underscores make no difference; a part of
/// a name is none.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// By [`folded`] names, in rising order.
    ids: Arc<[(String, Id)]>,
}

impl Names {
    /// These names. One that stands for several things is taken for the first of them; the others are given with it.
    #[must_use]
    pub fn of(mut names: Vec<(String, Id)>) -> (Self, Vec<(String, Id)>) {
        for (name, _) in &mut names {
            *name = folded(name);
        }
        names.sort_by(|(one, _), (other, _)| one.cmp(other));
        let mut taken = Vec::new();
        names.dedup_by(|(name, id), (first_name, first)| {
            let same = name == first_name;
            taken.extend((same && id != first).then(|| (name.clone(), id.clone())));
            same
        });
        (Self { ids: names.into() }, taken)
    }

    /// What a name stands for.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Id> {
        let name = folded(name);
        let place = self.ids.binary_search_by(|(known, _)| known.cmp(&name)).ok()?;
        self.ids.get(place).map(|(_, id)| id)
    }

    /// What the names stand for, once for each name.
    pub fn ids(&self) -> impl Iterator<Item = &Id> + Clone {
        self.ids.iter().map(|(_, id)| id)
    }
}

/// The longest name for which a near one is looked for.
const LONGEST: usize = 60;

/// The shortest word that is looked for inside others.
const SHORTEST_PART: usize = 4;

/// The candidate nearest to a name, if one is near at all: the shortest that holds the name, or else the one
/// that takes the fewest changes of letters.
pub fn nearest<'a>(name: &str, candidates: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    if name.chars().nth(LONGEST).is_some() {
        return None;
    }
    let wanted = folded(name);
    let long = wanted.chars().count();
    let holding = candidates.clone().filter(|candidate| long >= SHORTEST_PART && folded(candidate).contains(&wanted));
    if let Some(found) = holding.min_by_key(|candidate| (candidate.chars().count(), *candidate)) {
        return Some(found);
    }
    let limit = long.div_ceil(2).max(3);
    let near_in_length = candidates.filter(|candidate| candidate.chars().count().abs_diff(long) <= limit);
    let scored = near_in_length.map(|candidate| (strsim::damerau_levenshtein(&wanted, &folded(candidate)), candidate));
    scored.filter(|(distance, _)| *distance <= limit).min().map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_inside_another_goes_before_one_with_few_other_letters() {
        let names = ["spinning", "offset-printing", "textile-printing"];
        assert_eq!(nearest("printing", names.into_iter()), Some("offset-printing"));
        assert_eq!(nearest("spining", names.into_iter()), Some("spinning"));
        assert_eq!(nearest("xyz-xyz-xyz", names.into_iter()), None);
    }
}
