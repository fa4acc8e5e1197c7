//! The goods of an earlier report: what it said of each, and where. Found in step while both are in the same order, by their
//! names in order otherwise.

use super::judge::Wanted;
use super::setup::Setup;
use crate::origin::MarginClass;
use crate::value::{Criterion, Verdict};

/// What is compared of a good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compared {
    /// The verdict.
    pub verdict: Verdict,
    /// The criterion, where the good originates.
    pub criterion: Option<Criterion>,
    /// The class of its margin.
    pub margin: Option<MarginClass>,
}

/// The goods of an earlier report, in its order. A good takes 28 bytes and its name.
#[derive(Debug, Default)]
pub struct Earlier {
    names: Vec<u8>,
    goods: Vec<Said>,
    /// The goods in the order of their names, each name once.
    by_name: Vec<u32>,
}

/// What was said of a good.
#[derive(Clone, Copy, Debug)]
struct Said {
    /// Where its name begins.
    name: u64,
    place: u64,
    /// `None` where words are not known here.
    compared: Option<Compared>,
}

impl Earlier {
    /// Adds a good: what was said of it, if that is known here, and where it stands. False where there is no room for more.
    pub fn add(&mut self, name: &str, compared: Option<Compared>, place: u64) -> bool {
        let begins = u64::try_from(self.names.len()).unwrap_or(u64::MAX);
        self.names.extend_from_slice(name.as_bytes());
        self.goods.push(Said { name: begins, place, compared });
        u32::try_from(self.goods.len()).is_ok()
    }

    /// All goods are added. Of goods of the same name the last one counts.
    pub fn close(&mut self) {
        let mut by_name: Vec<u32> = (0..u32::try_from(self.goods.len()).unwrap_or(u32::MAX)).collect();
        by_name.sort_by(|a, b| self.name(*a).cmp(self.name(*b)).then(b.cmp(a)));
        by_name.dedup_by(|next, kept| self.name(*next) == self.name(*kept));
        self.by_name = by_name;
    }

    /// How many goods there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.goods.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.goods.is_empty()
    }

    /// Whether some name stands twice.
    #[must_use]
    pub const fn repeats(&self) -> bool {
        self.by_name.len() < self.goods.len()
    }

    /// The goods in the order of their names.
    #[must_use]
    pub fn by_name(&self) -> &[u32] {
        &self.by_name
    }

    /// The name of a good.
    #[must_use]
    pub fn name(&self, good: u32) -> &[u8] {
        let begins = |good: Option<&Said>| good.and_then(|said| usize::try_from(said.name).ok()).unwrap_or(self.names.len());
        let (from, until) = (begins(self.said(good)), begins(good.checked_add(1).and_then(|next| self.said(next))));
        self.names.get(from..until).unwrap_or_default()
    }

    /// Where a good stands.
    #[must_use]
    pub fn place(&self, good: u32) -> u64 {
        self.said(good).map_or(0, |said| said.place)
    }

    /// What was said of a good.
    #[must_use]
    pub fn compared(&self, good: u32) -> Option<Compared> {
        self.said(good).and_then(|said| said.compared)
    }

    /// The good of a name. It is looked for first where `next` points: behind the one that was found before.
    pub fn find(&self, name: &[u8], next: &mut u32) -> Option<u32> {
        let in_step = !self.repeats() && self.said(*next).is_some() && self.name(*next) == name;
        let found = if in_step { Some(*next) } else { self.look_up(name) };
        if let Some(found) = found {
            *next = found.saturating_add(1);
        }
        found
    }

    fn look_up(&self, name: &[u8]) -> Option<u32> {
        let place = self.by_name.binary_search_by(|good| self.name(*good).cmp(name)).ok()?;
        self.by_name.get(place).copied()
    }

    fn said(&self, good: u32) -> Option<&Said> {
        self.goods.get(usize::try_from(good).ok()?)
    }
}

/// How long a [`kept`] is.
pub const KEPT: usize = 8;

/// What stands among rows for one that is taken over from an earlier report: which one it is, behind a byte that no text holds.
#[must_use]
pub fn kept(good: u32) -> [u8; KEPT] {
    (u64::from(good) | 0xff << 56).to_be_bytes()
}

/// Which good of the earlier report this is, and its verdict where its row is taken over; and what is wanted of it.
pub(super) fn look_back(setup: &Setup<'_>, id: &[u8], next: &mut u32, wanted: &mut Wanted) -> (Option<u32>, Option<Verdict>) {
    let Some(earlier) = setup.against.or(setup.resumed) else { return (None, None) };
    let found = earlier.find(id, next);
    let compared = found.and_then(|found| earlier.compared(found));
    if setup.against.is_some() {
        *wanted = Wanted::Change(compared);
        return (found, None);
    }
    (found, compared.map(|compared| compared.verdict))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn earlier(names: &[&str]) -> Earlier {
        let mut earlier = Earlier::default();
        for (name, place) in names.iter().zip(0..) {
            assert!(earlier.add(name, None, place));
        }
        earlier.close();
        earlier
    }

    #[test]
    fn goods_are_found_in_step_and_out_of_it() {
        let earlier = earlier(&["b", "", "a", "螺丝", "ab"]);
        let mut next = 0;
        for name in ["b", "", "a", "螺丝", "ab", "螺丝", "b", "a"] {
            let found = earlier.find(name.as_bytes(), &mut next).unwrap();
            assert_eq!((earlier.name(found), next), (name.as_bytes(), found + 1));
        }
        for name in ["c", "a ", "B"] {
            assert_eq!(earlier.find(name.as_bytes(), &mut next), None);
        }
        let order: Vec<&[u8]> = earlier.by_name().iter().map(|good| earlier.name(*good)).collect();
        assert_eq!(order, ["", "a", "ab", "b", "螺丝"].map(str::as_bytes));
    }

    #[test]
    fn of_goods_of_one_name_the_last_counts() {
        let earlier = earlier(&["a", "b", "a", "c"]);
        let mut next = 0;
        let places: Vec<u64> = ["a", "b", "c", "a"].map(|name| earlier.place(earlier.find(name.as_bytes(), &mut next).unwrap())).to_vec();
        assert_eq!((places, earlier.repeats(), earlier.by_name().len()), (vec![2, 1, 3, 2], true, 3));
    }

    /// What `docs/performance.md` says of memory.
    #[test]
    fn a_good_takes_28_bytes_and_its_name() {
        assert_eq!(size_of::<Said>() + size_of::<u32>(), 28);
    }
}
