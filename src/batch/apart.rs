//! A stretch taken apart into its records, for files whose goods are mixed.

use super::record::records;
use super::setup::File;
use super::sheet::{Stretch, Worker, is_trimmed, line_of};

/// A record of a stretch by itself, for its partition.
#[derive(Clone, Copy, Debug)]
pub struct Loose<'t> {
    /// The good that it belongs to.
    pub id: &'t [u8],
    /// Its line.
    pub line: u64,
    /// It, with its line feed.
    pub text: &'t [u8],
}

impl Worker<'_> {
    /// Takes a stretch that was scanned just now apart into its records; false where the file needs the plain road.
    pub fn take_apart<'t>(&'t self, stretch: Stretch<'t>, file: &File, take: &mut dyn FnMut(Loose<'t>)) -> bool {
        for (count, record) in records(stretch.text, self.index.ends(), file.plan.width).enumerate() {
            let id = file.plan.id.and_then(|place| record.cell(place)).filter(|id| !id.is_empty() && is_trimmed(id));
            let (Some(id), Some(text), true) = (id, stretch.text.get(record.start()..record.next()), record.is_whole()) else {
                return false;
            };
            take(Loose { id, line: line_of(&record, count, stretch, &self.index), text });
        }
        true
    }
}
