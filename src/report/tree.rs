//! The proof as a tree of lines.

use super::Setting;
use super::layout::Page;
use super::words::sign;
use crate::origin::Proof;
use crate::value::Outcome;

/// The steps that decided: of a met alternative only what is met, of a failed conjunction only what
/// failed, of an open step only what keeps it open.
pub(super) fn reasons(proof: &Proof, page: &mut Page, setting: &Setting<'_>) {
    deciding_steps(proof, &mut |step, depth| line(step, depth, page, setting));
}

/// The same steps, each said with its sign.
pub(super) fn deciding_claims(proof: &Proof, setting: &Setting<'_>) -> Vec<String> {
    let mut claims = Vec::new();
    deciding_steps(proof, &mut |step, _| claims.push(format!("{} {}", sign(step.outcome), setting.claim(&step.claim))));
    claims
}

pub(super) fn deciding_steps(proof: &Proof, tell: &mut dyn FnMut(&Proof, usize)) {
    let steps = proof.because.iter();
    let decide = steps.filter(|step| step.outcome == proof.outcome || proof.outcome == Outcome::Unknown && step.outcome != Outcome::Met);
    decide.for_each(|step| deciding(step, 0, tell));
}

fn deciding(proof: &Proof, depth: usize, tell: &mut dyn FnMut(&Proof, usize)) {
    let passes_on = matches!(proof.claim.kind, "routes" | "rule.any" | "rule.all" | "rvc" | "process") && !proof.because.is_empty();
    let inner = if passes_on { depth } else { depth.saturating_add(1) };
    if !passes_on {
        tell(proof, depth);
    }
    let decides = |step: &&Proof| match proof.outcome {
        Outcome::Unknown => step.outcome != Outcome::Met || is_gate(proof),
        settled => step.outcome == settled,
    };
    proof.because.iter().filter(decides).for_each(|step| deciding(step, inner, tell));
}

/// A step that waits for points of law, whatever it would come to.
fn is_gate(proof: &Proof) -> bool {
    matches!(proof.needs, crate::origin::Needs::Gate(_))
}

/// Every step, with its citations and the readings that it relies on.
pub(super) fn whole(proof: &Proof, depth: usize, page: &mut Page, setting: &Setting<'_>) {
    line(proof, depth, page, setting);
    let under = depth.saturating_mul(2).saturating_add(2);
    let mut cites: Vec<String> = proof.cites.iter().map(|cite| setting.cite(cite)).collect();
    cites.dedup();
    for cite in cites {
        page.hanging(under, "§ ", &cite);
    }
    for reading in &proof.readings {
        page.hanging(under, "¶ ", &setting.get(&format!("reading.{reading}")));
    }
    proof.because.iter().for_each(|step| whole(step, depth.saturating_add(1), page, setting));
}

fn line(proof: &Proof, depth: usize, page: &mut Page, setting: &Setting<'_>) {
    page.hanging(depth.saturating_mul(2), &format!("{} ", sign(proof.outcome)), &setting.claim(&proof.claim));
}
