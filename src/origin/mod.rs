//! Whether a good originates, and why.
//!
//! [`assess`] takes a case, a law and a policy and gives an [`Assessment`]: the verdict, the figures and
//! the proof tree that led to it, with every branch evaluated. Nothing here knows text or files.

mod assess;
mod bar;
mod context;
mod figures;
pub mod headroom;
mod margin;
mod materials;
mod point;
mod policy;
mod product;
mod proof;
mod reason;
mod routes;
mod rule;
mod settle;
mod shift;
mod shortfall;
mod unknowns;
mod vocabulary;
mod waste;

pub use assess::{Assessment, assess};
pub use figures::{Content, Figure, Figures, clause_outcome};
pub use margin::{Margin, MarginClass};
pub use materials::{Materials, Standing, Sum, standing_of};
pub use point::{Point, PointKind};
pub use policy::Policy;
pub use product::{Applied, RuleSource};
pub use proof::{Claim, Needs, Proof, Value};
pub use settle::{Points, every as open_points, is_settled_by};
pub use shortfall::{Gain, Shortfall, Way};
pub use unknowns::Unknowns;
pub use vocabulary::vocabulary;
