//! Readings of doubtful sentences.

use super::cite::{Basis, Cite};

/// How a doubtful sentence of the law is read here. Its words are in the messages
/// `reading.<id>` (the question and the reading) and in `docs/readings.md`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Whether it is relied on.
    pub status: ReadingStatus,
    /// The sentence.
    pub cite: Vec<Cite>,
    /// How well the reading is founded.
    pub basis: Basis,
}

/// Whether a reading is relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadingStatus {
    /// Relied on; shown as a note.
    Adopted,
    /// Not settled: a verdict that turns on it is undetermined.
    Open,
}
