//! What is to be told of goods: errors one by one, and everything else once, with its first places and its count.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::diag::{Arg, Code, Diagnostic, ERRORS_TOLD, OTHERS_TOLD};
use crate::value::Position;

/// How many places of one and the same warning are kept.
const KEPT: usize = 4;

/// What was found, in the order of goods.
#[derive(Clone, Debug, Default)]
pub struct Talk {
    /// Errors, each with the first line of its good.
    errors: Vec<(u64, Diagnostic)>,
    others: BTreeMap<Key, Told>,
    /// How many of these were left when they were bounded.
    room: usize,
    /// What was found beyond the room that there is for it.
    dropped: Dropped,
    /// How many files were taken in.
    files: u64,
}

/// How many errors were left out, and how many other things.
#[derive(Clone, Copy, Debug, Default)]
pub struct Dropped {
    /// Errors.
    pub errors: u64,
    /// Warnings and notes.
    pub others: u64,
}

impl Dropped {
    const fn join(&mut self, other: Self) {
        self.errors = self.errors.saturating_add(other.errors);
        self.others = self.others.saturating_add(other.others);
    }
}

/// What is said, but not where.
type Key = (Code, Args);

/// The particulars of a diagnostic.
type Args = Vec<(Cow<'static, str>, Arg)>;

/// The number of a file, the first line of a good in it, and where something is to be said of that good.
type Place = (u64, u64, Position);

/// Where it is to be said.
#[derive(Clone, Debug, Default)]
pub(super) struct Told {
    count: u64,
    /// The first places.
    first: Vec<Place>,
    /// The good that was added last.
    good: Option<u64>,
}

impl Told {
    /// Adds a place in a good that begins on a line; it is asked for only where it may be among the first.
    pub fn add(&mut self, good: u64, at: impl FnOnce() -> Position) {
        self.count = self.count.saturating_add(1);
        if self.first.len() < KEPT || self.first.last().is_some_and(|(_, last, _)| good <= *last) {
            self.first.push((0, good, at()));
            self.first.sort();
            self.first.truncate(KEPT);
        }
    }

    /// Adds the first place in a good, and no other: places of one good come one behind the other.
    pub fn add_once(&mut self, good: u64, at: impl FnOnce() -> Position) {
        if self.good != Some(good) {
            self.good = Some(good);
            self.add(good, at);
        }
    }

    /// Where it is said first.
    fn begins(&self) -> Option<&Place> {
        self.first.first()
    }

    fn join(&mut self, other: Self) {
        self.count = self.count.saturating_add(other.count);
        self.first.extend(other.first);
        self.first.sort();
        self.first.truncate(KEPT);
    }
}

/// What is said, its first places, and how often.
pub type Repeated = (Diagnostic, Vec<Position>, u64);

impl Talk {
    /// Takes in what was found of a good that begins on a line.
    pub fn add(&mut self, good: u64, found: Vec<Diagnostic>) {
        for diagnostic in found {
            match diagnostic {
                error if error.is_error() => self.errors.push((good, error)),
                Diagnostic { at, code, args } => {
                    let told = self.others.entry((code, args)).or_default();
                    match at {
                        Some(at) => told.add(good, || at),
                        None => told.count = told.count.saturating_add(1),
                    }
                }
            }
        }
        self.bound();
    }

    /// Keeps what was found first; of very much the rest is only counted. What is told once for many goods is bounded when all
    /// workers have said where: of one of them it may begin late.
    pub(super) fn bound(&mut self) {
        if self.errors.len() > ERRORS_TOLD.saturating_mul(2) {
            self.errors.sort_by_key(|(good, _)| *good);
            let more = self.errors.split_off(ERRORS_TOLD).len();
            self.dropped.errors = self.dropped.errors.saturating_add(u64::try_from(more).unwrap_or(u64::MAX));
        }
        if self.others.len() > self.room.saturating_add(OTHERS_TOLD) {
            self.bound_others();
            self.room = self.others.len();
        }
    }

    /// Of each code keeps what is said first.
    fn bound_others(&mut self) {
        let mut all: Vec<_> = self.others.iter().map(|(key, told)| (key.0, told.begins(), key)).collect();
        all.sort_unstable();
        let mut last: BTreeMap<Code, (Option<Place>, Key)> = BTreeMap::new();
        for of_code in all.chunk_by(|(code, ..), (other, ..)| code == other) {
            if let Some((code, begins, key)) = of_code.get(OTHERS_TOLD) {
                last.insert(*code, (begins.cloned(), Key::clone(key)));
            }
        }
        let dropped = &mut self.dropped.others;
        self.others.retain(|key, told| {
            let kept = last.get(&key.0).is_none_or(|(begins, last)| (told.begins(), key) < (begins.as_ref(), last));
            *dropped = dropped.saturating_add(if kept { 0 } else { told.count });
            kept
        });
    }

    pub(super) fn add_told(&mut self, code: Code, args: &[(Cow<'static, str>, Arg)], told: Told) {
        if told.count > 0 {
            self.others.entry((code, args.to_vec())).or_default().join(told);
        }
    }

    /// Takes in what was found elsewhere in the same file.
    pub fn join(&mut self, other: Self) {
        self.errors.extend(other.errors);
        self.dropped.join(other.dropped);
        for (key, told) in other.others {
            self.others.entry(key).or_default().join(told);
        }
    }

    /// Takes in what was found in a later file.
    pub fn append(&mut self, mut other: Self) {
        other.errors.sort_by_key(|(good, _)| *good);
        self.errors.append(&mut other.errors);
        self.dropped.join(other.dropped);
        for (key, mut told) in other.others {
            told.first.iter_mut().for_each(|(file, ..)| *file = self.files);
            self.others.entry(key).or_default().join(told);
        }
        self.files = self.files.saturating_add(1);
        self.bound();
    }

    /// The errors, of everything else what is said, where first, and how often, in the order of the goods of which it is said
    /// first, and how much more there was. What `say` puts into the same words is the same.
    pub fn into_parts(self, say: impl Fn(&Diagnostic) -> String) -> (Vec<Diagnostic>, Vec<Repeated>, Dropped) {
        let errors = self.errors.into_iter().map(|(_, error)| error).collect();
        let mut said: BTreeMap<(Code, String), (Diagnostic, Told)> = BTreeMap::new();
        for ((code, args), told) in self.others {
            let diagnostic = Diagnostic { at: None, code, args };
            let words = say(&diagnostic);
            said.entry((code, words)).or_insert_with(|| (diagnostic, Told::default())).1.join(told);
        }
        let mut said: Vec<(Diagnostic, Told)> = said.into_values().collect();
        said.sort_by(|(_, told), (_, other)| told.begins().cmp(&other.begins()));
        let others = said.into_iter().map(|(diagnostic, told)| {
            let places: Vec<Position> = told.first.into_iter().map(|(.., at)| at).collect();
            (Diagnostic { at: places.first().cloned(), ..diagnostic }, places, told.count)
        });
        (errors, others.collect(), self.dropped)
    }
}
