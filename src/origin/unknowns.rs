//! How many lines a good has, and how many of them lack what.

use super::materials::{Materials, Standing};
use crate::bom::Lot;

/// Lines, and those of them that lack something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unknowns {
    /// All lines.
    pub lines: u64,
    /// Without a value.
    pub value: u64,
    /// Without an HS code, Hong Kong's own materials aside.
    pub hs: u64,
    /// Not known to originate, nor not to.
    pub origin: u64,
}

impl Unknowns {
    /// Counts the lines of a good.
    #[must_use]
    pub fn of(materials: &Materials<'_>) -> Self {
        let mut unknowns = Self::default();
        for standed in &materials.lots {
            unknowns.add(standed.lot, standed.standing);
        }
        unknowns
    }

    fn add(&mut self, lot: &Lot, standing: Standing) {
        let open = matches!(standing, Standing::Unproven | Standing::UnprovenMainland);
        let tested = standing != Standing::HongKong && lot.hs.is_none();
        self.lines = self.lines.saturating_add(lot.lines);
        self.value = self.value.saturating_add(lot.unvalued);
        self.hs = self.hs.saturating_add(if tested { lot.lines } else { 0 });
        self.origin = self.origin.saturating_add(if open { lot.lines } else { 0 });
    }
}
