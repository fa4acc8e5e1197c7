//! The step of a proof that decided: one sentence in place of the tree.

use super::assess::Assessment;
use super::proof::Proof;
use crate::value::{Outcome, Verdict};

impl Assessment {
    /// The step that decided: of a good that originates, the route that is met; of another, the first step without
    /// steps of its own that keeps the bar or the third route from being met.
    #[must_use]
    pub fn reason(&self) -> &Proof {
        self.reason_under().0
    }

    /// The same, and the step that rests on it, if it is one of several.
    #[must_use]
    pub fn reason_under(&self) -> (&Proof, Option<&Proof>) {
        let routes = self.proof.because.first().map_or(&[][..], |routes| &routes.because);
        let bar = self.proof.because.get(1);
        let met = routes.iter().find(|route| route.outcome == Outcome::Met);
        match (self.verdict, bar, met) {
            (Verdict::Originating, _, Some(route)) => (route, None),
            (_, Some(bar), _) if bar.outcome == self.proof.outcome => leaf(bar),
            (_, _, None) => leaf(routes.last().unwrap_or(&self.proof)),
            (_, Some(bar), _) => leaf(bar),
            _ => (&self.proof, None),
        }
    }
}

/// The first step under this one that has its outcome and no such step under it.
fn leaf(proof: &Proof) -> (&Proof, Option<&Proof>) {
    let (mut proof, mut above) = (proof, None);
    while let Some(step) = proof.because.iter().find(|step| step.outcome == proof.outcome) {
        (above, proof) = (Some(proof), step);
    }
    (proof, above)
}
