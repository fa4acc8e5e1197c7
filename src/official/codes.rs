//! The cell of the HS code: one code, a list or a range, each for all or only for some goods of its code.

use crate::value::number::fold_width;
use crate::value::{Hs, ValidCodes};

/// What a cell says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeCell {
    /// The codes, as often as they are named.
    pub codes: Vec<Hs>,
    /// Whether "ex" stands before one of them: the row is only for the goods that its description names.
    pub partial: bool,
}

/// Why a cell is not one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeProblem {
    /// There is nothing in it.
    Empty,
    /// It holds something that is no code of 2, 4 or 6 digits, with or without dots.
    NotACode,
    /// A range whose ends differ in length or order, or that holds no code at all.
    NotARange,
}

/// Reads a cell: `01`, `02.01`, `0902.30`, `ex 8415.90`, `84.18-84.22`, `8471.30, 8471.41`.
///
/// # Errors
/// The first thing in it that is no code. A code that its edition does not have is no error here.
pub fn read(cell: &str, valid: ValidCodes) -> Result<CodeCell, CodeProblem> {
    let folded = fold_width(cell).to_lowercase();
    let mut spaced = folded.replace(" and ", ",").replace(['、', ';', '及', '和'], ",");
    spaced = spaced.replace(" to ", "-").replace(['至', '~', '–', '—', '～'], "-");
    if spaced.trim().is_empty() {
        return Err(CodeProblem::Empty);
    }
    let mut read = CodeCell { codes: Vec::new(), partial: false };
    for item in spaced.split(',').map(str::trim) {
        let (partial, item) = match item.strip_prefix("ex") {
            Some(rest) => (true, rest.trim_start_matches('.').trim_start()),
            None => (false, item),
        };
        read.partial |= partial;
        read.codes.extend(codes(item, valid)?);
    }
    Ok(read)
}

/// One code, or every code of a range.
fn codes(item: &str, valid: ValidCodes) -> Result<Vec<Hs>, CodeProblem> {
    let Some((first, last)) = item.split_once('-') else { return code(item).map(|code| vec![code]) };
    let (first, last) = (code(first.trim())?, code(last.trim())?);
    let found = if first.digits() == last.digits() { valid.range(&first, &last) } else { Vec::new() };
    if found.is_empty() { Err(CodeProblem::NotARange) } else { Ok(found) }
}

/// `01`, `0201`, `02.01`, `0902.30`, `090230`, `09.02.30`.
fn code(text: &str) -> Result<Hs, CodeProblem> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let parts: Vec<usize> = text.split('.').map(str::len).collect();
    let spelled = matches!(parts.as_slice(), [2 | 4 | 6] | [2 | 4, 2] | [2, 2, 2]);
    let only = text.chars().all(|c| c.is_ascii_digit() || c == '.');
    Hs::from_digits(&digits).filter(|code| spelled && only && code.digits() <= 6).ok_or(CodeProblem::NotACode)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Edition;

    fn shown(cell: &str) -> String {
        match read(cell, ValidCodes::of(Edition::Hs2022)) {
            Ok(read) => {
                let codes: Vec<String> = read.codes.iter().map(ToString::to_string).collect();
                format!("{}{}", if read.partial { "ex " } else { "" }, codes.join(" "))
            }
            Err(problem) => format!("{problem:?}"),
        }
    }

    #[test]
    fn every_way_of_writing_a_code() {
        for (cell, expected) in [
            ("01", "01"),
            ("02.01", "0201"),
            ("0201", "0201"),
            ("0902.30", "090230"),
            ("０９０２．３０", "090230"),
            ("ex 8415.90", "ex 841590"),
            ("Ex8415.90", "ex 841590"),
            ("ex. 8415.90", "ex 841590"),
            ("09.01-09.03", "0901 0902 0903"),
            ("09.01 to 09.03", "0901 0902 0903"),
            ("09.01至09.03", "0901 0902 0903"),
            ("8471.30, 8471.41", "847130 847141"),
            ("8471.30、8471.41及8471.49", "847130 847141 847149"),
            ("01 - 03, 05", "01 02 03 05"),
        ] {
            assert_eq!(shown(cell), expected, "{cell}");
        }
    }

    #[test]
    fn what_is_no_code_is_not_made_into_one() {
        for cell in ["8418.50.00", "841", "8.415", "84-18", "chapter 1", "8415.9", "84.1590"] {
            assert_ne!(shown(cell).chars().next().map(|c| c.is_ascii_digit()), Some(true), "{cell}");
        }
        assert_eq!(shown(" "), "Empty");
        assert_eq!(shown("09.03-09.01"), "NotARange");
        assert_eq!(shown("09-09.03"), "NotARange");
    }
}
