//! Where a value was read.

use std::fmt;
use std::sync::Arc;

/// A place in the user's input, as their own program shows it: the first row is 1, the first cell is 1.
///
/// Written `file`, `file:line` or `file:line:cell`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The file as the user named it, `-` for standard input, `--flag` for a flag.
    pub file: Arc<str>,
    /// The line on which the row starts; 0 where the whole file is meant.
    pub line: u64,
    /// The number of the cell in its row; 0 where the whole row is meant.
    pub cell: u32,
}

impl Position {
    /// The whole file.
    #[must_use]
    pub const fn file(file: Arc<str>) -> Self {
        Self { file, line: 0, cell: 0 }
    }

    /// A row of a file.
    #[must_use]
    pub const fn row(file: Arc<str>, line: u64) -> Self {
        Self { file, line, cell: 0 }
    }

    /// A cell of the same row, counted from 0 as rows are indexed.
    #[must_use]
    pub fn at_cell(&self, index: usize) -> Self {
        let cell = u32::try_from(index.saturating_add(1)).unwrap_or(u32::MAX);
        Self { file: Arc::clone(&self.file), line: self.line, cell }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        if self.cell > 0 {
            write!(f, ":{}", self.cell)?;
        }
        Ok(())
    }
}
