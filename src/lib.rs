//! `cepa` judges whether a good originates in Hong Kong under the CEPA Agreement on Trade in Goods.
//!
//! What happens to a bill of materials:
//!
//! 1. [`cli`] opens the files and passes in the day; nothing else touches the machine.
//! 2. [`input`] turns bytes into rows that know their line, and [`bom::Columns`] finds which column is which.
//! 3. [`bom`] reads each cell exactly, says all that is wrong with it ([`diag`]), and gathers like lines in a
//!    [`bom::Tally`], so that a million lines take no more room than their different materials.
//! 4. [`bom::Case`] brings a good to one currency and one number of pieces, by multiplying only.
//! 5. [`law`] says what was in force on the day: thresholds, the row for the good's code, operations, and
//!    how well each of them is known.
//! 6. [`origin::assess`] walks the routes and the bar of minimal operations in three values
//!    ([`value::Outcome`]), with every figure an interval from the worst case to the best.
//! 7. Every branch is evaluated, and the result is a tree, [`origin::Proof`], not a sentence.
//! 8. Where the verdict is open, the shortest list of [`origin::Point`]s that would settle it is read off the tree.
//! 9. [`report`] makes one value of it all, and then text, JSON or CSV.
//! 10. [`say`] puts it into English, 繁體中文 or 简体中文; the phrases are data.
//!
//! How the published list becomes law data is [`official`], with [`wording`] reading what its rows say.
//! Planning the revision of a rule is [`revision`]. The rule language is [`rule`]; what things are measured in is [`value`].

pub mod batch;
pub mod bom;
pub mod cli;
pub mod diag;
pub mod input;
pub mod law;
pub mod official;
pub mod origin;
pub mod report;
pub mod revision;
pub mod rule;
pub mod say;
pub mod value;
pub mod wording;
