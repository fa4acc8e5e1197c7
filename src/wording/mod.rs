//! The official wording of a rule of origin, read into the rule language and written back.
//!
//! A wording is read only where *all* of it is a known form: one clause, one word or one number label
//! that is not known, and the whole of it stays [`Text`](crate::rule::Rule::Text), which is shown and never guessed. The forms
//! of sentences are in [`style`](self), one table for each language; the words that they are filled with
//! (materials, operations, conditions) are in `data/terms.csv`, each with how well it is known.
//!
//! ```text
//! wording     = limb | "(1)" limb ( ";或(2)" limb )+
//! limb        = branch ";如" condition "," branch            the first holds where the condition does not
//!             | [ sentences "。" ] "如" condition "," branch ";如" the opposite "," branch
//!             | branch
//! branch      = process ",如" condition ",则" operation "亦须在一方进行" | sentences
//! sentences   = sentence ( ",且" sentence )*
//! sentence    = change of tariff classification | regional value content | process | a whole sentence of the terms
//! process     = [ "从" material "制造。" ] "主要制造工序为" steps
//! steps       = "(a)" step ( ";及(b)" step )+ | step | operation ( "、" operation )* [ "及" operation ]
//! step        = operation [ "或" operation ] | "以下任何一种工序：" operation ( "、" operation )*
//! ```

mod codes;
mod plain;
mod read;
mod steps;
mod style;
mod terms;
mod write;

pub use plain::{language, plain};
pub use read::read;
pub use terms::Terms;
pub use write::write;

use crate::value::Hs;

/// The party for whose goods a list is made: it decides which sides "one side" may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Party {
    /// Hong Kong.
    HongKong,
    /// Macao: its list has the same forms.
    Macao,
}

impl Party {
    /// The word for it in data and on the command line.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::HongKong => "hk",
            Self::Macao => "mo",
        }
    }
}

/// Where a wording stands: short words mean different operations in different trades.
#[derive(Clone, Copy, Debug)]
pub struct Context {
    /// Whose list it is.
    pub party: Party,
    /// The code of the row.
    pub code: Hs,
}
