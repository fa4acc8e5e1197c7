//! Rows that are proposed for the product list, and the law that they would make.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::Arc;

use super::applications::filled;
use crate::bom::{Cell, Context, Field, Profile, Rows, RuleChoice, Stated, Vocabulary, Ways};
use crate::diag::{Code, Diagnostic, Problems};
use crate::law::Law;
use crate::rule::Rule;
use crate::value::{Hs, Position};

/// A proposed row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The code at which it would stand.
    pub code: Hs,
    /// What it would ask.
    pub rule: Rule,
    /// Its wording, as the user would have it.
    pub wording: String,
}

/// Proposed rows, in the order of their file.
#[derive(Clone, Debug, Default)]
pub struct Proposals {
    /// The rows.
    pub rows: Vec<Proposal>,
    seen: BTreeMap<Hs, Position>,
}

impl Proposals {
    /// Reads `hs_code,rule,wording`.
    pub fn read(source: impl Read, file: &Arc<str>, words: &Vocabulary, problems: &mut Problems) -> Self {
        let mut proposals = Self::default();
        let required: &[&[Field]] = &[&[Field::HsCode], &[Field::Rule]];
        let profile = Profile::default();
        let Some(mut rows) = Rows::open(Box::new(source), file, Context::Proposals, required, &profile, problems) else { return proposals };
        let columns = Arc::clone(&rows.columns);
        while let Some(row) = rows.next(problems) {
            if !columns.fits(&row, problems) {
                continue;
            }
            let code = filled(&row, &columns, Field::HsCode, problems).and_then(|code| code_of(&code, problems));
            let rule = filled(&row, &columns, Field::Rule, problems).and_then(|rule| rule_of(&rule, words, problems));
            if let Some(code) = code {
                proposals.take(code, rule, columns.text(&row, Field::Wording), problems);
            }
        }
        proposals
    }

    fn take(&mut self, code: Stated<Hs>, rule: Option<Rule>, wording: &str, problems: &mut Problems) {
        if let Some(first) = self.seen.get(&code.value) {
            problems.push(Diagnostic::at(Code::ProposalTwice, &code.at).with("code", code.value).with("other", first));
            return;
        }
        self.seen.insert(code.value, code.at);
        self.rows.extend(rule.map(|rule| Proposal { code: code.value, rule, wording: wording.to_owned() }));
    }

    /// The law with these rows.
    #[must_use]
    pub fn law(&self, law: &Law) -> Law {
        let row = |proposal: &Proposal| law.products.proposed(proposal.code, proposal.rule.clone(), proposal.wording.clone());
        law.clone().proposing(self.rows.iter().map(row))
    }
}

/// A chapter, heading or subheading: rows of the list stand at no longer code.
fn code_of(cell: &Stated<String>, problems: &mut Problems) -> Option<Stated<Hs>> {
    let chapter = Hs::from_digits(&cell.value).filter(|code| code.digits() == 2);
    let code = chapter.or_else(|| Cell { text: &cell.value, at: cell.at.clone(), ways: &Ways::UNSETTLED, problems }.hs())?;
    if code.digits() > 6 {
        problems.push(Diagnostic::at(Code::ProposalCode, &cell.at).with("value", &cell.value).with("code", code.prefix(6)));
        return None;
    }
    Some(Stated { value: code, at: cell.at.clone() })
}

/// The rule of a cell. The General Rule is no rule of a row.
fn rule_of(cell: &Stated<String>, words: &Vocabulary, problems: &mut Problems) -> Option<Rule> {
    match (Cell { text: &cell.value, at: cell.at.clone(), ways: &Ways::UNSETTLED, problems }).rule(words)? {
        RuleChoice::Typed(rule) => Some(rule),
        RuleChoice::General => {
            problems.push(Diagnostic::at(Code::ProposalGeneral, &cell.at));
            None
        }
    }
}
