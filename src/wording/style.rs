//! How each language puts the forms of rules. In every list of spellings the first is the one that is written;
//! the others are only read.
//!
//! Which of these were seen in official texts and which nobody has seen is told in `docs/official-list.md`.

use crate::rule::{Level, Method};
use crate::say::Lang;

/// The fixed words of one language, as [`super::plain()`] leaves them. `{}` is where a part stands.
pub(super) struct Style {
    pub lang: Lang,
    /// Around the numbers of alternatives: the first, and each further one.
    pub alternative: [&'static str; 2],
    /// Around the letters of steps: the first, and each further one.
    pub lettered: [&'static str; 2],
    /// Between sentences that hold together.
    pub and: &'static str,
    /// Between a sentence and what qualifies it.
    pub stop: &'static str,
    /// Before a condition.
    pub when: &'static str,
    /// Before a condition that follows another branch.
    pub otherwise: &'static str,
    /// After a condition.
    pub then: &'static [&'static str],
    /// A condition under which one operation more is needed: its start, its middle and its end.
    pub also: [&'static str; 3],
    /// A change of tariff classification, by level.
    pub shift: [(Level, &'static [&'static str]); 3],
    /// The codes that a change does not count from.
    pub except: &'static [&'static str],
    /// What stands before and after a code of a chapter, a heading and a subheading.
    pub code: [&'static [[&'static str; 2]]; 3],
    /// Between the ends of a range.
    pub to: &'static [&'static str],
    /// Before the clauses of regional value content.
    pub content: &'static [&'static str],
    /// A clause, by method; `{}` is the percentage.
    pub clause: [(Method, &'static [&'static str]); 2],
    /// Between clauses, and between two operations of one step.
    pub or: &'static str,
    /// Around a material.
    pub from: &'static [&'static str],
    /// Between the material and its operations.
    pub pause: &'static [&'static str],
    /// Before the operations.
    pub operations: &'static [&'static str],
    /// Between operations, save the last two.
    pub comma: &'static [&'static str],
    /// Between the last two operations.
    pub last: &'static [&'static str],
    /// Before operations of which any one will do.
    pub any_of: &'static [&'static str],
}

/// The three languages.
pub(super) const STYLES: [Style; 3] = [ENGLISH, TRADITIONAL, SIMPLIFIED];

const ENGLISH: Style = Style {
    lang: Lang::En,
    alternative: ["({}) ", "; or ({}) "],
    lettered: ["({}) ", "; and ({}) "],
    and: ", and ",
    stop: ". ",
    when: "if ",
    otherwise: "; if ",
    then: &[", "],
    also: [", if ", ", ", " must also be carried out in one side"],
    shift: [
        (Level::Chapter, &["change to this from any other chapter", "change to this chapter from any other chapter"]),
        (Level::Heading, &["change to this from any other heading", "change to this heading from any other heading"]),
        (Level::Subheading, &["change to this from any other subheading", "change to this subheading from any other subheading"]),
    ],
    except: &[", except from {}", ", except for a change from {}"],
    code: [
        &[["chapter ", ""], ["chapters ", ""], ["", ""]],
        &[["heading ", ""], ["headings ", ""], ["", ""]],
        &[["subheading ", ""], ["subheadings ", ""], ["", ""]],
    ],
    to: &[" to ", " through "],
    content: &["regional value content of ", "regional value content of not less than ", "a regional value content of not less than "],
    clause: [
        (Method::BuildDown, &["{}% by the build-down method", "{}% under the build-down method", "{}% by build-down method"]),
        (Method::BuildUp, &["{}% by the build-up method", "{}% under the build-up method", "{}% by build-up method"]),
    ],
    or: " or ",
    from: &["manufactured from {}", "manufacture from {}", "processed from {}"],
    pause: &["; ", ". ", ", "],
    operations: &["the principal processes are ", "the principal process is ", "principal processes are "],
    comma: &[", "],
    last: &[" and "],
    any_of: &["any one of the following processes: "],
};

const TRADITIONAL: Style = Style {
    lang: Lang::ZhHant,
    alternative: ["({})", ";或({})"],
    lettered: ["({})", ";及({})"],
    and: ",且",
    stop: "。",
    when: "如",
    otherwise: ";如",
    then: &[",", ",則"],
    also: [",如", ",則", "亦須在一方進行"],
    shift: [
        (Level::Chapter, &["從其他章改變至此"]),
        (Level::Heading, &["從其他品目改變至此"]),
        (Level::Subheading, &["從其他子目改變至此"]),
    ],
    except: &[",但從{}改變至此除外", ",從{}改變至此除外"],
    code: [&[["第", "章"], ["", ""]], &[["品目", ""], ["稅目", ""], ["", ""]], &[["子目", ""], ["", ""]]],
    to: &["至"],
    content: &["區域價值成分"],
    clause: [(Method::BuildDown, &["按扣減法計算{}%", "按照扣減法計算{}%"]), (Method::BuildUp, &["按累加法計算{}%", "按照累加法計算{}%"])],
    or: "或",
    from: &["從{}製造", "從{}加工", "由{}製造", "由{}加工"],
    pause: &["。", ","],
    operations: &["主要製造工序為", "主要製作工序為"],
    comma: &["、"],
    last: &["及", "和"],
    any_of: &["以下任何一種工序:"],
};

const SIMPLIFIED: Style = Style {
    lang: Lang::ZhHans,
    alternative: ["({})", ";或({})"],
    lettered: ["({})", ";及({})"],
    and: ",且",
    stop: "。",
    when: "如",
    otherwise: ";如",
    then: &[",", ",则"],
    also: [",如", ",则", "亦须在一方进行"],
    shift: [
        (Level::Chapter, &["从其他章改变至此"]),
        (Level::Heading, &["从其他品目改变至此"]),
        (Level::Subheading, &["从其他子目改变至此"]),
    ],
    except: &[",但从{}改变至此除外", ",从{}改变至此除外"],
    code: [&[["第", "章"], ["", ""]], &[["品目", ""], ["税目", ""], ["", ""]], &[["子目", ""], ["", ""]]],
    to: &["至"],
    content: &["区域价值成分"],
    clause: [(Method::BuildDown, &["按扣减法计算{}%", "按照扣减法计算{}%"]), (Method::BuildUp, &["按累加法计算{}%", "按照累加法计算{}%"])],
    or: "或",
    from: &["从{}制造", "从{}加工", "由{}制造", "由{}加工"],
    pause: &["。", ","],
    operations: &["主要制造工序为", "主要制作工序为"],
    comma: &["、"],
    last: &["及", "和"],
    any_of: &["以下任何一种工序:"],
};

impl Style {
    /// What may stand before and after a code of so many digits.
    pub const fn around(&self, digits: usize) -> &'static [[&'static str; 2]] {
        let [chapter, heading, subheading] = self.code;
        match digits {
            2 => chapter,
            4 => heading,
            6 => subheading,
            _ => &[],
        }
    }

    /// The words of this language for a language.
    pub fn of(lang: Lang) -> &'static Self {
        const { &STYLES }.iter().find(|style| style.lang == lang).unwrap_or(const { &ENGLISH })
    }
}

/// What stands where `{}` stands in one of these patterns, if the text is that pattern.
pub(super) fn inside<'a>(text: &'a str, patterns: &[&str]) -> Option<&'a str> {
    patterns.iter().find_map(|pattern| {
        let (before, after) = pattern.split_once("{}")?;
        text.strip_prefix(before)?.strip_suffix(after)
    })
}

/// What follows one of these beginnings.
pub(super) fn after<'a>(text: &'a str, beginnings: &[&str]) -> Option<&'a str> {
    beginnings.iter().find_map(|beginning| text.strip_prefix(beginning))
}

/// A pattern with its part filled in.
pub(super) fn filled(pattern: &str, part: &str) -> String {
    pattern.replacen("{}", part, 1)
}
