//! How the user wants doubtful things to be taken.

use crate::law::Confirmations;

/// How the user wants doubtful things to be taken, and what was confirmed of the law.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// A material of Hong Kong or the Mainland without a status is originating (`--trust-country`).
    pub trust_country: bool,
    /// A material whose origin is still open is non-originating (`--unproven non-originating`).
    pub unproven_is_foreign: bool,
    /// The tolerance is applied (`[policy] tolerance = "on"`).
    pub tolerance: bool,
    /// Packing for transport is left out (`[policy] transport_packing = "exclude"`).
    pub exclude_packing: bool,
    /// Points of law that were confirmed.
    pub confirmed: Confirmations,
}
