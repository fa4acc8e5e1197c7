//! From "we do not qualify" to a dated plan: which round, by when, what to ask for, what it changes.
//!
//! [`Applications`] are placed in their rounds; a [`Plan`] works back from the day on which a revised rule is
//! needed; [`Proposals`] make a law that might be, under which goods are
//! judged again by the same engine; [`Ask`] tries [`candidates`] until it knows the smallest change that admits a good;
//! and a [`Draft`] gathers what an application needs.

mod applications;
mod ask;
mod candidates;
mod draft;
mod judge;
mod plan;
mod proposals;

pub use applications::{Applications, Placed};
pub use ask::{Ask, Group, Judged, Offer, Why, row_code};
pub use candidates::{Candidate, Kind, candidates};
pub use draft::{Applicant, Draft, Missing};
pub use judge::{Change, judge_again};
pub use plan::{Goal, Obstacle, Plan, Step};
pub use proposals::{Proposal, Proposals};
