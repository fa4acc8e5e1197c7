//! What each step of an assessment rests on.

use super::cite::{Basis, Cite};

/// A sentence of the law that the engine applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProvisionId {
    /// Route 1: wholly obtained or produced.
    WhollyObtained,
    /// Route 2: exclusively from originating materials.
    WhollyProduced,
    /// Route 3(1): in the product list, and meets its row.
    ProductRule,
    /// Route 3(2): outside the product list, and meets the General Rule.
    GeneralRule,
    /// Only minimal operations: not originating.
    MinimalOperations,
    /// Waste and scrap are judged by route 1 alone.
    WasteAndScrap,
    /// The build-up formula.
    BuildUp,
    /// The build-down formula.
    BuildDown,
    /// Mainland materials may count.
    Accumulation,
    /// Product development costs.
    Development,
    /// Change in tariff classification.
    Shift,
    /// Manufacturing or processing operations.
    Process,
    /// Small amounts of materials that do not shift.
    Tolerance,
    /// Packing for transport.
    Packing,
}

impl ProvisionId {
    /// Every provision with its identifier in `data/provisions.csv`.
    pub const ALL: [(Self, &'static str); 14] = [
        (Self::WhollyObtained, "route.wo"),
        (Self::WhollyProduced, "route.wp"),
        (Self::ProductRule, "route.psr"),
        (Self::GeneralRule, "route.gr"),
        (Self::MinimalOperations, "bar.minimal"),
        (Self::WasteAndScrap, "headnote.waste"),
        (Self::BuildUp, "rvc.build-up"),
        (Self::BuildDown, "rvc.build-down"),
        (Self::Accumulation, "rvc.accumulation"),
        (Self::Development, "rvc.development"),
        (Self::Shift, "shift"),
        (Self::Process, "process"),
        (Self::Tolerance, "tolerance"),
        (Self::Packing, "packing"),
    ];
}

/// Where a provision is written, and how well it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provision {
    /// The places.
    pub cites: Vec<Cite>,
    /// How well they are known.
    pub basis: Basis,
}

impl Provision {
    /// Nothing to rest on.
    pub(super) const NONE: &'static Self = &Self { cites: Vec::new(), basis: Basis::Recalled };
}
