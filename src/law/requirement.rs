//! What else it takes, beside originating.

use super::cite::{Basis, Cite};

/// A condition of the preference beside origin. Its words are the message `also.<id>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// Its identifier.
    pub id: String,
    /// Where it is written.
    pub cite: Vec<Cite>,
    /// How well that is known.
    pub basis: Basis,
}
