//! Whether an archive is what a workbook may be: a few bytes must not become more than a machine can hold.

use std::io::{Cursor, Read, copy, sink};

use zip::ZipArchive;

/// What an archive may hold in any case, once it is unpacked.
const ALWAYS: u64 = 16 * 1024 * 1024;
/// What it may hold at the most.
const MOST: u64 = 2 * 1024 * 1024 * 1024;
/// How much more than its own size it may hold: what spreadsheets write is packed to a tenth, at times to a fiftieth.
const RATIO: u64 = 100;
/// How many parts it may have.
const PARTS: usize = 10_000;

/// What the parts of an archive hold together, unpacked to be counted; `None` where it is no sound archive, or holds
/// more than a workbook can. What its directory declares is not believed.
#[must_use]
pub fn unpacked_size(bytes: &[u8]) -> Option<u64> {
    let packed = u64::try_from(bytes.len()).ok()?;
    let limit = packed.checked_mul(RATIO)?.clamp(ALWAYS, MOST);
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let parts = archive.len();
    if parts > PARTS {
        return None;
    }
    let mut size = 0_u64;
    for index in 0..parts {
        let part = archive.by_index(index).ok()?;
        let left = limit.checked_sub(size)?;
        let count = copy(&mut part.take(left.saturating_add(1)), &mut sink()).ok()?;
        size = size.checked_add(count).filter(|size| *size <= limit)?;
    }
    Some(size)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn archive(content: &[u8]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
        writer.start_file("xl/worksheets/sheet1.xml", options).expect("a part");
        writer.write_all(content).expect("its content");
        writer.finish().expect("an archive").into_inner()
    }

    #[test]
    fn a_bomb_is_refused() {
        assert_eq!(unpacked_size(&archive(b"a sheet")), Some(7));
        assert_eq!(unpacked_size(&archive(&vec![b' '; 64 * 1024 * 1024])), None);
        assert_eq!(unpacked_size(b"PK but no archive"), None);
    }
}
