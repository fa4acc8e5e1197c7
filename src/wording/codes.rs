//! The codes that a change of tariff classification is not counted from.

use super::style::Style;
use crate::value::{Hs, HsRange};

/// Codes and ranges in words: `品目17.01至17.03、18.06`.
pub(super) fn read(style: &Style, text: &str) -> Option<Vec<HsRange>> {
    let comma = style.comma.first()?;
    let mut items: Vec<&str> = text.split(comma).collect();
    let tail = items.pop()?;
    let lasts = style.last.iter().chain([&style.or]);
    match lasts.into_iter().find_map(|last| tail.split_once(last)) {
        Some((one, other)) => items.extend([one, other]),
        None => items.push(tail),
    }
    items.into_iter().map(|item| range(style, item)).collect()
}

fn range(style: &Style, text: &str) -> Option<HsRange> {
    match style.to.iter().find_map(|to| text.split_once(to)) {
        Some((first, last)) => HsRange::new(code(style, first)?, code(style, last)?),
        None => code(style, text).and_then(|code| HsRange::new(code, code)),
    }
}

/// A code with what stands around it. It is written with its dots: `17`, `17.01`, `1701.11`.
fn code(style: &Style, text: &str) -> Option<Hs> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let code = Hs::from_digits(&digits)?;
    let dotted = spelled(&code);
    style.around(code.digits()).iter().any(|[before, after]| text == format!("{before}{dotted}{after}")).then_some(code)
}

/// Codes and ranges as this language writes them; `None` for a code that the list could not hold.
pub(super) fn write(style: &Style, ranges: &[HsRange]) -> Option<String> {
    let comma = style.comma.first()?;
    let to = style.to.first()?;
    let items: Option<Vec<String>> = ranges
        .iter()
        .map(|range| {
            let HsRange { first, last } = range;
            let [before, after] = style.around(first.digits()).first()?;
            let named = |code: &Hs| format!("{before}{}{after}", spelled(code));
            Some(if first == last { named(first) } else { format!("{}{to}{}", named(first), named(last)) })
        })
        .collect();
    Some(items?.join(comma))
}

/// A code with the dots of the list.
fn spelled(code: &Hs) -> String {
    let text = code.as_str();
    match (text.get(..2), text.get(2..4), text.get(4..6)) {
        (Some(chapter), Some(heading), Some(rest)) if code.digits() == 6 => format!("{chapter}{heading}.{rest}"),
        (Some(chapter), Some(heading), None) => format!("{chapter}.{heading}"),
        (Some(chapter), None, None) => chapter.to_owned(),
        _ => text.to_owned(),
    }
}
