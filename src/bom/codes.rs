//! Whether the HS codes of a good are codes at all.

use std::collections::BTreeMap;

use super::field::Field;
use super::portfolio::Good;
use crate::diag::{Code, Diagnostic, Problems};
use crate::value::{Edition, Hs, Position, ValidCodes};

/// Warns of every subheading of a good that HS 2022 does not have, once for each, at the first line that is known to carry it.
/// The digits that each country adds do not count.
pub(super) fn check(good: &Good, problems: &mut Problems) {
    if let Some(own) = &good.facts.hs {
        look_up(&own.value, &own.at, problems);
    }
    let mut first: BTreeMap<Hs, u64> = BTreeMap::new();
    for (key, group) in good.tally.iter() {
        let code = key.hs.filter(|code| !is_national(code));
        if let (Some(code), Some(line)) = (code, group.greatest.iter().map(|line| line.line).min()) {
            first.entry(code.prefix(6)).and_modify(|known| *known = line.min(*known)).or_insert(line);
        }
    }
    for (code, line) in first {
        let row = good.at.at_line(line);
        look_up(&code, &good.columns.position(&row, Field::HsCode), problems);
    }
}

/// Warns of a code whose subheading HS 2022 does not have.
pub(crate) fn look_up(code: &Hs, at: &Position, problems: &mut Problems) {
    let today = ValidCodes::of(Edition::Hs2022);
    if today.holds(code) || is_national(code) {
        return;
    }
    let code = &code.prefix(6);
    let older = ValidCodes::of(Edition::Hs2017).holds(code);
    let nearest = if problems.are_many() { Vec::new() } else { today.nearest(code) };
    let nearest: Vec<String> = nearest.iter().map(Hs::to_string).collect();
    let shown = if nearest.is_empty() { "—".to_owned() } else { nearest.join(", ") };
    let which = if older { Code::HsOfOlderEdition } else { Code::HsOfNoEdition };
    problems.push(Diagnostic::at(which, at).with("code", code).with("nearest", shown));
}

/// Chapters 98 and 99 are for each country to fill, in codes of its own length.
fn is_national(code: &Hs) -> bool {
    code.digits() > 6 && matches!(code.prefix(2).as_str(), "98" | "99")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::bom::{GoodFacts, Portfolio, Profile, Vocabulary};

    /// The line, the code and the HS code of every warning, for materials with these codes from line 2 on.
    fn told(codes: &[&str]) -> Vec<(u64, &'static str)> {
        let rows: Vec<String> = codes.iter().enumerate().map(|(count, code)| format!("RM-{count},{code},JP,1.00")).collect();
        let (vocabulary, profile) = (Vocabulary::default(), Profile::default());
        let mut portfolio = Portfolio::new(&vocabulary, &profile);
        let bom = format!("part,hs_code,origin,amount\n{}", rows.join("\n"));
        let broken = portfolio.read_bom(bom.as_bytes(), &Arc::from("bom.csv"), "bom");
        assert!(!broken.has_error());
        let mut problems = Problems::default();
        portfolio.into_goods(&GoodFacts::default()).iter().for_each(|good| check(good, &mut problems));
        let line = |problem: &Diagnostic| problem.at.as_ref().map_or(0, |at| at.line);
        problems.into_sorted().iter().map(|problem| (line(problem), problem.code.as_str())).collect()
    }

    #[test]
    fn a_code_that_does_not_exist_is_told_once() {
        assert_eq!(told(&["0902.30", "0902", "0902.30.10"]), []);
        assert_eq!(told(&["0902.10", "0902.99", "0902.99", "0999"]), [(3, "B074"), (5, "B074")]);
        assert_eq!(told(&["8517.13", "8517.12.00", "8517.12", "8517.1210"]), [(3, "B075")]);
    }

    #[test]
    fn chapters_that_each_country_fills_are_let_alone() {
        assert_eq!(told(&["9801.00.10", "9903.88.01.00"]), []);
        assert_eq!(told(&["9801.00.10", "9801.00"]), [(3, "B074")]);
    }
}
