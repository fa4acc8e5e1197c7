//! Bytes of a list to text.

use encoding_rs::{Encoding, UTF_8};

/// Decodes UTF-8, UTF-16 with its mark, or the encoding that a web page names for itself. A byte that does not
/// belong is an error, and nothing is replaced.
pub fn text(bytes: &[u8]) -> Option<String> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return whole(encoding, bytes.get(mark..)?);
    }
    whole(UTF_8, bytes).or_else(|| whole(named(bytes)?, bytes))
}

fn whole(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    encoding.decode_without_bom_handling_and_without_replacement(bytes).map(|text| text.into_owned())
}

/// How far into a page its encoding is looked for.
const HEAD: usize = 4096;

/// The encoding in `charset=…`.
fn named(bytes: &[u8]) -> Option<&'static Encoding> {
    let head: String = bytes.iter().take(HEAD).map(|byte| char::from(*byte).to_ascii_lowercase()).collect();
    let (_, rest) = head.split_once("charset=")?;
    let name: String =
        rest.trim_start_matches(['"', '\'']).chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
    Encoding::for_label(name.as_bytes())
}
