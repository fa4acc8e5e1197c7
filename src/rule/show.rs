//! The canonical spelling of a rule.

use std::fmt::{self, Display, Formatter, Write};

use super::{Process, Rule, Shift};

impl Display for Rule {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any(parts) => joined(f, parts, " or "),
            Self::All(parts) => {
                for (index, part) in parts.iter().enumerate() {
                    f.write_str(if index == 0 { "" } else { " and " })?;
                    if matches!(part, Self::Any(_)) { write!(f, "({part})")? } else { write!(f, "{part}")? }
                }
                Ok(())
            }
            Self::If { fact, then, otherwise } => {
                write!(f, "if {fact} then ")?;
                as_part(f, then)?;
                f.write_str(" else ")?;
                as_part(f, otherwise)
            }
            Self::WhollyObtained => f.write_str("WO"),
            Self::Shift(shift) => shift.fmt(f),
            Self::Rvc(clauses) => {
                f.write_str("RVC(")?;
                for (index, clause) in clauses.iter().enumerate() {
                    f.write_str(if index == 0 { "" } else { " | " })?;
                    write!(f, "{} {}", clause.method.word(), clause.percent)?;
                }
                f.write_char(')')
            }
            Self::Process(process) => process.fmt(f),
            Self::Fact(id) => write!(f, "fact({id})"),
            Self::Text(text) => write!(f, "text(\"{}\")", text.replace('\\', "\\\\").replace('"', "\\\"")),
        }
    }
}

impl Display for Shift {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(self.level.word())?;
        if !self.except.is_empty() {
            f.write_str(" except ")?;
            joined(f, &self.except, ", ")?;
        }
        Ok(())
    }
}

impl Display for Process {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("process(")?;
        if let Some(material) = &self.from {
            write!(f, "from {material}: ")?;
        }
        for (index, step) in self.steps.iter().enumerate() {
            f.write_str(if index == 0 { "" } else { ", " })?;
            joined(f, step, " | ")?;
        }
        f.write_char(')')
    }
}

/// A branch of `if`: in parentheses where it is more than one part.
fn as_part(f: &mut Formatter<'_>, rule: &Rule) -> fmt::Result {
    if matches!(rule, Rule::Any(_) | Rule::All(_)) { write!(f, "({rule})") } else { write!(f, "{rule}") }
}

fn joined(f: &mut Formatter<'_>, items: &[impl Display], separator: &str) -> fmt::Result {
    for (index, item) in items.iter().enumerate() {
        f.write_str(if index == 0 { "" } else { separator })?;
        write!(f, "{item}")?;
    }
    Ok(())
}
