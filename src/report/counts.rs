//! Counts by key, of which only so many keys are told apart.

use std::collections::BTreeMap;

/// How many keys are told apart; later ones are not counted.
const MOST: usize = 100_000;

/// Counts by key, each with what was found where the key was met first.
#[derive(Clone, Debug)]
pub(super) struct Counts<V> {
    counted: BTreeMap<String, (u64, V)>,
    /// How many of the keys are not among those before.
    fresh: usize,
}

impl<V> Default for Counts<V> {
    fn default() -> Self {
        Self { counted: BTreeMap::new(), fresh: 0 }
    }
}

impl<V> Counts<V> {
    /// Counts a key once more, if there is room for it beside those of `before`, with which these are to be joined.
    pub fn add(&mut self, key: &str, before: &Self, first: impl FnOnce() -> V) {
        if let Some((count, _)) = self.counted.get_mut(key) {
            *count = count.saturating_add(1);
            return;
        }
        let fresh = !before.counted.contains_key(key);
        if fresh && before.counted.len().saturating_add(self.fresh) >= MOST {
            return;
        }
        self.fresh = self.fresh.saturating_add(usize::from(fresh));
        self.counted.insert(key.to_owned(), (1, first()));
    }

    /// Joins those that follow, which were counted with these before them.
    pub fn join(&mut self, next: Self) {
        self.fresh = self.fresh.saturating_add(next.fresh);
        for (key, (more, first)) in next.counted {
            let slot = self.counted.entry(key).or_insert((0, first));
            slot.0 = slot.0.saturating_add(more);
        }
    }

    /// How many keys there are.
    pub fn len(&self) -> usize {
        self.counted.len()
    }

    /// Every key with its count and what was found first.
    pub fn iter(&self) -> impl Iterator<Item = (&String, u64, &V)> {
        self.counted.iter().map(|(key, (count, first))| (key, *count, first))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What becomes of keys that are counted in parts that are joined.
    fn counted(keys: &[usize], parts: &[usize]) -> Vec<(String, u64, usize)> {
        let (mut whole, mut here) = (Counts::default(), Counts::default());
        for (place, key) in keys.iter().enumerate() {
            if parts.contains(&place) {
                whole.join(std::mem::take(&mut here));
            }
            here.add(&key.to_string(), &whole, || place);
        }
        whole.join(here);
        whole.iter().map(|(key, count, first)| (key.clone(), count, *first)).collect()
    }

    #[test]
    fn parts_that_are_joined_count_as_the_whole_does_beyond_the_bound_too() {
        let mut keys: Vec<usize> = (0..MOST + 10).collect();
        keys.extend([5, MOST - 1, MOST + 3, 5, MOST + 20]);
        let whole = counted(&keys, &[]);
        assert_eq!(whole.len(), MOST);
        assert!(whole.contains(&("5".to_owned(), 3, 5)) && !whole.iter().any(|(key, ..)| *key == (MOST + 3).to_string()));
        for parts in [&[3][..], &[MOST - 1], &[MOST + 1, MOST + 12], &[7, 8, MOST + 11, MOST + 13]] {
            assert_eq!(counted(&keys, parts), whole);
        }
    }
}
