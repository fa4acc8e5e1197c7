//! Stretches joined in the order of the file.

use std::io::Read;

use super::found::Found;
use super::good::Good;
use super::setup::File;
use super::sheet::Worker;

/// The good that is open between two stretches.
#[derive(Debug, Default)]
pub struct Joint {
    open: Option<Good>,
}

impl Joint {
    /// Joins the next stretch: the goods that end are judged, and their rows put before those of the stretch. `rows` reads
    /// the file again from one place to another, where the plain road needs that.
    pub fn join<'t>(
        &mut self,
        worker: &mut Worker<'_>,
        found: &mut Found,
        file: &File,
        rows: impl Fn(u64, u64) -> Box<dyn Read + 't>,
    ) -> Found {
        let mut ended = Found { odd: found.odd, ..Found::default() };
        let Some(first) = found.first.take() else { return ended };
        match &mut self.open {
            Some(open) if open.id == first.id => open.join(first),
            open => {
                let before = open.replace(first);
                close(worker, before, &mut ended, file, &rows);
            }
        }
        if let Some(last) = found.last.take() {
            let before = self.open.replace(last);
            close(worker, before, &mut ended, file, &rows);
        }
        ended
    }

    /// The last good of the file.
    pub fn end<'t>(&mut self, worker: &mut Worker<'_>, file: &File, rows: impl Fn(u64, u64) -> Box<dyn Read + 't>) -> Found {
        let mut ended = Found::default();
        close(worker, self.open.take(), &mut ended, file, &rows);
        ended
    }
}

fn close<'t>(worker: &mut Worker<'_>, good: Option<Good>, found: &mut Found, file: &File, rows: &impl Fn(u64, u64) -> Box<dyn Read + 't>) {
    if let Some(good) = good {
        worker.close_joined(good, rows, file, found);
    }
}
