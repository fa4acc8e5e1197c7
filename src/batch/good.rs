//! A good while its rows are read: a commutative monoid, so that a good may be cut anywhere.

use super::codes::CodeWord;
use super::digits::{Fixed, Places};
use super::figures::{Amounts, SCALE, lifted};
use super::judge::{Class, Facts};
use super::words::{FOREIGN, HONG_KONG, MAINLAND};

/// The nearness of the code of a material that is not there.
pub(super) const NONE: u8 = 4;

/// What its rows say of its materials.
#[derive(Clone, Debug)]
pub(super) struct Sums {
    /// Hong Kong's, the Mainland's, others', and those that are open.
    pub values: [u128; 4],
    /// How near the nearest code of each stands.
    pub nearest: [u8; 4],
    pub lines: u64,
    /// The most decimals of quantities, prices and rates.
    pub decimals: [Places; 3],
    /// The lines of blank origins.
    pub blank_origins: Vec<u64>,
    /// The first six digits of codes that are doubted, with their lines.
    pub doubts: Vec<(u64, u64)>,
}

impl Default for Sums {
    fn default() -> Self {
        Self { values: [0; 4], nearest: [NONE; 4], lines: 0, decimals: [Places::None; 3], blank_origins: Vec::new(), doubts: Vec::new() }
    }
}

impl Sums {
    /// Joins the sums of other rows of the same good.
    pub fn join(&mut self, other: Self) {
        for (own, more) in self.values.iter_mut().zip(other.values) {
            *own = own.saturating_add(more);
        }
        for (own, more) in self.nearest.iter_mut().zip(other.nearest) {
            *own = more.min(*own);
        }
        for (own, more) in self.decimals.iter_mut().zip(other.decimals) {
            *own = more.max(*own);
        }
        self.lines = self.lines.saturating_add(other.lines);
        self.blank_origins.extend(other.blank_origins);
        self.doubts.extend(other.doubts);
    }

    pub fn clear(&mut self) {
        (self.values, self.nearest, self.lines, self.decimals) = ([0; 4], [NONE; 4], 0, [Places::None; 3]);
        self.blank_origins.clear();
        self.doubts.clear();
    }
}

/// A good whose rows follow one another.
#[derive(Clone, Debug, Default)]
pub(super) struct Good {
    /// Its identifier.
    pub id: Vec<u8>,
    /// Its first row as it stands, but without the cells that state nothing of it: another worker may have to read it again.
    pub head: Vec<u8>,
    /// Whether the plain road must judge it.
    pub odd: bool,
    /// Its row in the table of goods.
    pub entry: Option<usize>,
    /// Whether its FOB is of that row.
    pub fob_of_table: bool,
    /// Its own code.
    pub code: Option<CodeWord>,
    pub class: usize,
    /// The day and the currency of its class.
    pub day: usize,
    /// What one unit of its own currency is worth in the base of the rates.
    pub unit: Fixed,
    /// FOB, labour and development in millionths.
    pub stated: [u64; 3],
    /// The most decimals of these.
    pub decimals: Places,
    pub sums: Sums,
    /// Where its rows begin and end in the file, and on which line.
    pub from: u64,
    pub until: u64,
    pub line: u64,
    /// The first of its records in the text at hand.
    pub first: usize,
}

impl Good {
    /// What the judge needs; `None` where the plain road must judge it.
    pub fn facts(&self) -> Option<Facts<'_>> {
        let hs = self.code?.hs;
        let [fob, labour, development] = self.stated;
        let [hong_kong, mainland, foreign, _] = self.sums.values;
        let own = |value: u128| i128::try_from(value).ok();
        let amounts = Amounts {
            fob: lifted(fob, self.unit)?,
            added: lifted(labour, self.unit)?.checked_add(lifted(development, self.unit)?)?,
            hong_kong: own(hong_kong)?,
            mainland: own(mainland)?,
            foreign: own(foreign)?,
        };
        let near = |standing: u8| self.sums.nearest.get(usize::from(standing)).copied().unwrap_or(NONE);
        let of_lines = self.sums.decimals.iter().fold(0_u32, |sum, more| sum.saturating_add(more.count()));
        let decimals = self.decimals.count().saturating_add(self.unit.decimals.count()).max(of_lines).min(SCALE);
        (!self.odd && fob > 0).then_some(Facts {
            id: &self.id,
            hs,
            fob,
            amounts,
            decimals,
            lines: self.sums.lines,
            hong_kong: near(HONG_KONG) != NONE,
            mainland: near(MAINLAND),
            foreign: near(FOREIGN),
        })
    }

    /// Takes what the class of the good says of it.
    pub fn take_class(&mut self, class: Option<&Class>) {
        self.odd |= class.is_none_or(|class| class.slow);
        (self.day, self.unit) = class.map_or((0, Fixed::ONE), |class| (class.day, class.unit));
    }

    /// Joins rows of the same good that follow these.
    pub fn join(&mut self, other: Self) {
        self.odd |= other.odd || self.head != other.head;
        self.until = other.until;
        self.sums.join(other.sums);
    }
}
