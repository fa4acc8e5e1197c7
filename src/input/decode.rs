//! Bytes to UTF-8, whatever encoding they were written in.
//!
//! Every encoding that is looked for agrees with ASCII, save UTF-16, which shows itself by its mark or its zero
//! bytes. So bytes pass as they are until the first one beyond ASCII; there a stretch of text is looked at, and the
//! encoding is settled once for the rest. Nothing is read twice, and standard input is as good as a file.

use std::cell::Cell;
use std::fmt;
use std::io::{self, Read};
use std::rc::Rc;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Decoder, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// An encoding, and how it was recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encoded {
    /// The encoding.
    pub encoding: &'static Encoding,
    /// How it was recognised.
    pub why: Why,
}

impl Encoded {
    /// Whether it is UTF-8.
    #[must_use]
    pub fn is_utf8(&self) -> bool {
        self.encoding == UTF_8
    }

    /// Its name, as `Big5`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.encoding.name()
    }
}

/// The encoding of a name, as `big5`, `gbk`, `utf-8`.
#[must_use]
pub fn encoding_of_name(name: &str) -> Option<&'static Encoding> {
    Encoding::for_label(name.trim().as_bytes()).map(|encoding| if encoding == GBK { GB18030 } else { encoding })
}

/// How an encoding was recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Every byte is ASCII, which all of them share.
    Ascii,
    /// By the byte-order mark.
    Mark,
    /// The bytes are valid in it, and hardly could be by chance.
    Valid,
    /// By the zero bytes between the letters.
    Zeros,
    /// Column headings are known words in it, and in no other.
    Headings,
    /// By how often its letters stand beside each other.
    Letters,
    /// The user named it.
    Asked,
}

impl Why {
    /// The message that says so.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::Ascii => "encoding.ascii",
            Self::Mark => "encoding.mark",
            Self::Valid => "encoding.valid",
            Self::Zeros => "encoding.zeros",
            Self::Headings => "encoding.headings",
            Self::Letters => "encoding.letters",
            Self::Asked => "encoding.asked",
        }
    }
}

/// Why bytes cannot be decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undecided {
    /// Zero bytes where no text has them.
    Binary,
    /// Two encodings fit equally well, or none does.
    Open,
}

impl fmt::Display for Undecided {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Binary => "not a text",
            Self::Open => "its encoding cannot be told",
        })
    }
}

impl std::error::Error for Undecided {}

/// How many bytes are looked at before the encoding is settled.
const WINDOW: usize = 64 * 1024;
/// How many bytes are taken at a time.
const CHUNK: usize = 64 * 1024;
/// How many bytes show whether a text is UTF-16.
const FIRST: usize = 1024;

/// Says whether a text is a known heading of a column.
pub type KnownHeading = Rc<dyn Fn(&str) -> bool>;

/// Where the encoding that was settled can be read, while the decoder is at work elsewhere.
pub(super) type Settled = Rc<Cell<Encoded>>;

/// A source of UTF-8 over a source of bytes.
pub(super) struct Utf8<'a> {
    source: Box<dyn Read + 'a>,
    known_heading: KnownHeading,
    mode: Mode,
    /// Bytes that were read and not looked at yet.
    raw: Vec<u8>,
    /// Text that was decoded and not taken yet, from `taken` on.
    ready: Vec<u8>,
    taken: usize,
    ended: bool,
    settled: Settled,
}

enum Mode {
    Start,
    Ascii,
    Utf8,
    Other(Box<Decoder>),
    Done,
}

impl<'a> Utf8<'a> {
    /// `asked` is an encoding that the user named: then nothing is guessed.
    pub fn new(source: Box<dyn Read + 'a>, asked: Option<&'static Encoding>, known_heading: KnownHeading) -> Self {
        let settled = Rc::new(Cell::new(Encoded { encoding: UTF_8, why: Why::Ascii }));
        let mut decoder =
            Self { source, known_heading, mode: Mode::Start, raw: Vec::new(), ready: Vec::new(), taken: 0, ended: false, settled };
        if let Some(encoding) = asked {
            decoder.settle(encoding, Why::Asked);
        }
        decoder
    }

    /// Where to read what was settled.
    pub fn settled(&self) -> Settled {
        Rc::clone(&self.settled)
    }

    fn settle(&mut self, encoding: &'static Encoding, why: Why) {
        self.settled.set(Encoded { encoding, why });
        self.mode = if encoding == UTF_8 { Mode::Utf8 } else { Mode::Other(Box::new(encoding.new_decoder_with_bom_removal())) };
    }

    /// Reads until `raw` holds so many bytes, or the source ends.
    fn fill(&mut self, wanted: usize) -> io::Result<()> {
        while self.raw.len() < wanted && !self.ended {
            let lacking = u64::try_from(wanted.saturating_sub(self.raw.len())).unwrap_or(u64::MAX);
            let count = self.source.by_ref().take(lacking).read_to_end(&mut self.raw)?;
            self.ended = u64::try_from(count).is_ok_and(|count| count < lacking);
        }
        Ok(())
    }

    /// Makes some text ready, or comes to the end.
    fn advance(&mut self) -> io::Result<()> {
        match &mut self.mode {
            Mode::Start => self.start(),
            Mode::Ascii => self.ascii(),
            Mode::Utf8 => {
                self.fill(CHUNK)?;
                self.ready.append(&mut self.raw);
                self.end_if_over();
                Ok(())
            }
            Mode::Other(_) => self.decode(),
            Mode::Done => Ok(()),
        }
    }

    fn end_if_over(&mut self) {
        if self.ended && self.raw.is_empty() {
            self.mode = Mode::Done;
        }
    }

    fn start(&mut self) -> io::Result<()> {
        self.fill(FIRST)?;
        if let Some((encoding, _)) = Encoding::for_bom(&self.raw) {
            if encoding == UTF_8 {
                self.raw.drain(..3);
            }
            self.settle(encoding, Why::Mark);
        } else if let Some(encoding) = by_zeros(&self.raw) {
            self.settle(encoding, Why::Zeros);
        } else if self.raw.contains(&0) {
            return Err(io::Error::other(Undecided::Binary));
        } else {
            self.mode = Mode::Ascii;
        }
        Ok(())
    }

    fn ascii(&mut self) -> io::Result<()> {
        self.fill(CHUNK)?;
        if self.raw.is_ascii() {
            self.ready.append(&mut self.raw);
            self.end_if_over();
            return Ok(());
        }
        let plain = self.raw.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
        self.ready.extend(self.raw.drain(..plain));
        self.fill(WINDOW)?;
        let (encoding, why) = self.recognise().ok_or_else(|| io::Error::other(Undecided::Open))?;
        self.settle(encoding, why);
        Ok(())
    }

    /// The encoding of the bytes at hand, which begin with one beyond ASCII.
    fn recognise(&self) -> Option<(&'static Encoding, Why)> {
        if is_mostly_utf8(&self.raw) {
            return Some((UTF_8, Why::Valid));
        }
        let window = self.raw.get(..WINDOW).unwrap_or(&self.raw);
        let score = |encoding: &'static Encoding| known_words(window, encoding, &*self.known_heading);
        let (big5, gb) = (score(BIG5), score(GB18030));
        match big5.cmp(&gb) {
            std::cmp::Ordering::Greater => Some((BIG5, Why::Headings)),
            std::cmp::Ordering::Less => Some((GB18030, Why::Headings)),
            std::cmp::Ordering::Equal => by_letters(window, self.before(), self.ended).map(|encoding| (encoding, Why::Letters)),
        }
    }

    /// The two bytes before those at hand, as far as they are still there.
    fn before(&self) -> [u8; 2] {
        self.ready.last_chunk().copied().unwrap_or([b'\n', b'\n'])
    }

    fn decode(&mut self) -> io::Result<()> {
        self.fill(CHUNK)?;
        let Mode::Other(decoder) = &mut self.mode else { return Ok(()) };
        let room = decoder.max_utf8_buffer_length(self.raw.len()).unwrap_or(0);
        let mut text = String::with_capacity(room);
        let (_, read, _) = decoder.decode_to_string(&self.raw, &mut text, self.ended);
        self.raw.drain(..read);
        self.ready.extend_from_slice(text.as_bytes());
        self.end_if_over();
        Ok(())
    }
}

/// A source in UTF-8, whatever encoding its bytes are in: the one that is asked for, or the one in which they are recognised.
/// Bytes that are not of it become `U+FFFD`.
pub fn decoded<'a>(source: Box<dyn Read + 'a>, asked: Option<&'static Encoding>, known_heading: KnownHeading) -> impl Read + 'a {
    Utf8::new(source, asked, known_heading)
}

impl Read for Utf8<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.taken >= self.ready.len() {
            self.ready.clear();
            self.taken = 0;
            if matches!(self.mode, Mode::Done) {
                return Ok(0);
            }
            if matches!(self.mode, Mode::Utf8) && self.raw.is_empty() {
                return self.source.read(buffer);
            }
            self.advance()?;
        }
        let waiting = self.ready.get(self.taken..).unwrap_or_default();
        let count = waiting.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..count), waiting.get(..count)) {
            to.copy_from_slice(from);
        }
        self.taken = self.taken.saturating_add(count);
        Ok(count)
    }
}

/// UTF-16 without a mark: in a table most separators, digits and Latin letters have a zero byte beside them, always
/// on the same side.
fn by_zeros(bytes: &[u8]) -> Option<&'static Encoding> {
    let zeros = |odd: usize| bytes.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let enough = bytes.len() / 20;
    match (even, odd) {
        (0, odd) if odd > enough => Some(UTF_16LE),
        (even, 0) if even > enough => Some(UTF_16BE),
        _ => None,
    }
}

/// Whether bytes are UTF-8, but for a last letter that is cut off and for single damaged bytes: a text of another
/// encoding has hardly any sequence that is valid UTF-8 by chance.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut rest, mut sound, mut damaged) = (bytes, 0_usize, 0_usize);
    let beyond_ascii = |part: &[u8]| part.iter().filter(|byte| !byte.is_ascii()).count();
    loop {
        match std::str::from_utf8(rest) {
            Ok(text) => {
                sound = sound.saturating_add(beyond_ascii(text.as_bytes()));
                break;
            }
            Err(error) => {
                let (valid, tail) = rest.split_at_checked(error.valid_up_to()).unwrap_or((rest, &[]));
                sound = sound.saturating_add(beyond_ascii(valid));
                let Some(length) = error.error_len() else { break };
                damaged = damaged.saturating_add(1);
                rest = tail.get(length..).unwrap_or_default();
            }
        }
    }
    sound / 20 >= damaged && (sound > 0 || damaged == 0)
}

/// How many lines may hold headings.
const HEADING_LINES: usize = 40;

/// How many cells of the first lines are known headings, if the bytes are read in this encoding.
fn known_words(bytes: &[u8], encoding: &'static Encoding, known: &dyn Fn(&str) -> bool) -> usize {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let cells = text.lines().take(HEADING_LINES).flat_map(|line| line.split([',', ';', '\t', '|', '"']));
    cells.filter(|cell| !cell.is_ascii() && known(cell)).count()
}

/// The likelier of the encodings that are read, by the statistics of a detector; `None` where it leads to another
/// encoding, or to none.
fn by_letters(bytes: &[u8], before: [u8; 2], whole: bool) -> Option<&'static Encoding> {
    if alone(bytes, before) == Alone::InText && bytes.iter().all(|byte| byte.is_ascii() || WESTERN.contains(byte)) {
        return Some(WINDOWS_1252);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, whole);
    match detector.guess(None, Utf8Detection::Deny) {
        guess if guess == WINDOWS_1252 => Some(guess),
        guess if guess == GBK || guess == GB18030 || guess == BIG5 => match alone(bytes, before) {
            Alone::No => Some(if guess == BIG5 { BIG5 } else { GB18030 }),
            Alone::InText => Some(WINDOWS_1252),
            Alone::InCells => None,
        },
        _ => None,
    }
}

/// What parts lists of the West are full of: € ‘ ’ • – ™ £ ® ° ± ² ³ µ ¼ ½ × Ø ß à á â ä ç è é ê í ñ ó ô ö ø ü.
const WESTERN: &[u8] =
    b"\x80\x91\x92\x95\x96\x99\xa3\xae\xb0\xb1\xb2\xb3\xb5\xbc\xbd\xd7\xd8\xdf\xe0\xe1\xe2\xe4\xe7\xe8\xe9\xea\xed\xf1\xf3\xf4\xf6\xf8\xfc";

/// Whether the bytes beyond ASCII stand alone between ASCII, as accents do and Chinese hardly ever does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Alone {
    No,
    /// Each of them, and at least one belongs to a word or a number: `10 µF`, `Gerät`.
    InText,
    /// Each of them, at the beginning of a cell: a unit such as 只 could look like that.
    InCells,
}

fn alone(bytes: &[u8], mut before: [u8; 2]) -> Alone {
    let mut in_text = false;
    let mut high = false;
    for byte in bytes.iter().copied() {
        if !byte.is_ascii() {
            if high {
                return Alone::No;
            }
            let [earlier, last] = before;
            in_text |= last.is_ascii_alphanumeric() || (last == b' ' && earlier.is_ascii_alphanumeric());
        }
        high = !byte.is_ascii();
        before = [before[1], byte];
    }
    if in_text { Alone::InText } else { Alone::InCells }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(word: &str) -> bool {
        ["料號", "料号", "單價", "单价"].contains(&word.trim())
    }

    fn read(bytes: &[u8]) -> (String, &'static str, Why) {
        let mut decoder = Utf8::new(Box::new(bytes), None, Rc::new(known));
        let settled = decoder.settled();
        let mut text = String::new();
        decoder.read_to_string(&mut text).expect("text");
        (text, settled.get().encoding.name(), settled.get().why)
    }

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    }

    #[test]
    fn each_encoding_is_recognised() {
        let text = "料號,單價,Part\nA-1,12.5,螺絲\n";
        let encoded = |encoding: &'static Encoding, text: &str| encoding.encode(text).0.into_owned();
        assert_eq!(read(text.as_bytes()), (text.to_owned(), "UTF-8", Why::Valid));
        assert_eq!(read("\u{feff}a,b".as_bytes()), ("a,b".to_owned(), "UTF-8", Why::Mark));
        assert_eq!(read(b"a,b"), ("a,b".to_owned(), "UTF-8", Why::Ascii));
        assert_eq!(read(&encoded(BIG5, text)), (text.to_owned(), "Big5", Why::Headings));
        let simplified = "料号,单价\nA-1,12.5\n";
        assert_eq!(read(&encoded(GB18030, simplified)), (simplified.to_owned(), "gb18030", Why::Headings));
        assert_eq!(read(&utf16(text, false)), (text.to_owned(), "UTF-16LE", Why::Zeros));
        assert_eq!(read(&utf16(text, true)), (text.to_owned(), "UTF-16BE", Why::Zeros));
        assert_eq!(read(&utf16(&format!("\u{feff}{text}"), false)), (text.to_owned(), "UTF-16LE", Why::Mark));
    }

    #[test]
    fn without_known_headings_the_letters_decide() {
        let text = "part,description\nA-1,不銹鋼螺絲，表面鍍鋅\nA-2,橡膠密封圈，黑色\n";
        assert_eq!(read(&BIG5.encode(text).0), (text.to_owned(), "Big5", Why::Letters));
        let text = "part,description\nA-1,不锈钢螺丝，表面镀锌\nA-2,橡胶密封圈，黑色\n";
        assert_eq!(read(&GB18030.encode(text).0), (text.to_owned(), "gb18030", Why::Letters));
        let text = "part,description\nC1,10 µF 25 V\nR1,±5 %\nT1,−40 … 85 °C, Gehäuse für Gerät\n".replace('−', "-");
        assert_eq!(read(&WINDOWS_1252.encode(&text).0), (text.clone(), "windows-1252", Why::Letters));
    }

    #[test]
    fn a_letter_alone_is_an_accent_and_a_character_alone_is_open() {
        let read_1252 = |text: &str| read(&WINDOWS_1252.encode(text).0).1;
        assert_eq!(read_1252("part,description\nC1,10 µF\nC2,coil\n"), "windows-1252");
        assert_eq!(read_1252("part,unit cost\nC1,5 £\n"), "windows-1252");
        let refused = |bytes: &[u8]| Utf8::new(Box::new(bytes), None, Rc::new(known)).read_to_end(&mut Vec::new()).is_err();
        assert!(refused(&BIG5.encode("part,u\nC1,只\n").0));
    }

    #[test]
    fn what_begins_late_is_recognised_too() {
        let head = "part,qty\n".to_owned() + &"A-1,1\n".repeat(50_000);
        let text = head + "A-2,螺絲\n料號,單價\n";
        assert_eq!(read(&BIG5.encode(&text).0).0, text);
    }

    #[test]
    fn zero_bytes_are_no_text() {
        let mut decoder = Utf8::new(Box::new(&b"\0\0\x01\0\x02"[..]), None, Rc::new(known));
        assert!(decoder.read_to_end(&mut Vec::new()).is_err());
    }

    #[test]
    fn one_damaged_byte_does_not_make_it_another_encoding() {
        let mut bytes = "料號,單價\n螺絲,螺母,墊圈,彈簧\n".repeat(20).into_bytes();
        bytes.push(0xff);
        let mut decoder = Utf8::new(Box::new(bytes.as_slice()), None, Rc::new(known));
        let mut out = Vec::new();
        decoder.read_to_end(&mut out).expect("bytes");
        assert_eq!(out, bytes);
    }
}
