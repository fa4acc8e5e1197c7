//! Any bytes, judged by the fast road and by the plain one: where the fast road does not give way, it says the same.
//!
//! The first byte says how the file is cut into two stretches; the rest is the file.
#![no_main]

use std::io::{Cursor, Read};
use std::sync::{Arc, LazyLock};

use cepa::batch::{File, Found, Joint, Judged, Piece, Referee, Setup, Stretch, Worker, record_on};
use cepa::bom::{Case, Context, Defaults, Field, Good, GoodFacts, Inputs, Portfolio, Profile, Rates, Rows, Vocabulary};
use cepa::diag::Problems;
use cepa::law::{Files, Law, first_day};
use cepa::origin::{Assessment, Claim, Point, Policy, assess, vocabulary};
use cepa::report::{Form, GoodReport, Setting, Traces, csv_judged, reasons};
use cepa::say::{Lang, Words};
use cepa::value::{Currency, Verdict};
use cepa::value::period::parse_day;
use libfuzzer_sys::fuzz_target;

struct Fixed {
    law: Law,
    words: Words,
    vocabulary: Vocabulary,
    policy: Policy,
    defaults: Defaults,
    profile: Profile,
    flags: GoodFacts,
}

static FIXED: LazyLock<Fixed> = LazyLock::new(|| {
    let law = Law::load(&Files::bundled()).expect("the bundled law");
    let (vocabulary, profile) = (vocabulary(&law), Profile::default());
    let rates = Rates::read(&b"currency,rate\nHKD,1\nCNY,1.0845\nUSD,7.8012\n"[..], &Arc::from("rates"), &profile, &mut Problems::default());
    let defaults = Defaults { on: parse_day("2026-11-01").expect("a day"), currency: Currency::from_letters("HKD"), rates };
    let policy = Policy { trust_country: true, unproven_is_foreign: true, ..Policy::default() };
    Fixed { law, words: Words::bundled(), vocabulary, policy, defaults, profile, flags: GoodFacts::default() }
});

impl Fixed {
    fn setting(&self) -> Setting<'_> {
        Setting { law: &self.law, words: &self.words, lang: Lang::En }
    }
}

impl Referee for Fixed {
    fn judge(&self, mut good: Good) -> Judged {
        let inputs = Inputs::of(&good);
        let case = Case::prepare(&mut good, &self.defaults, &self.vocabulary).filter(|case| case.on >= first_day());
        let judged = case.and_then(|case| assess(&case, &self.law, &self.policy).ok().map(|assessment| (case, assessment)));
        let description = good.facts.description.map(|stated| stated.value);
        let hs = good.facts.hs.map(|stated| stated.value);
        let traces = Traces { inputs: Some(inputs), run: None };
        let report = GoodReport { id: good.id, at: good.at, description, hs, judged, diagnostics: good.problems.into_sorted(), traces };
        let row = Form::Csv(false).good(&report, &self.setting()).into_bytes();
        Judged { row, earlier: None, verdict: report.verdict(), diagnostics: report.diagnostics }
    }

    fn cells(&self, case: &Case, assessment: &Assessment) -> Vec<String> {
        csv_judged(case, assessment, &self.setting())
    }

    fn point(&self, point: &Point) -> String {
        self.setting().point(point)
    }

    fn claim(&self, claim: &Claim) -> Vec<Piece> {
        self.setting().pieces(claim)
    }

    fn reasons(&self, verdict: Verdict, kind: &str, blocking: &[Point]) -> Vec<(String, String)> {
        reasons(verdict, kind, blocking, &self.setting())
    }
}

/// Behind the first line feed from a place on that stands in no quotes, of a text that begins with a record.
fn record_end(text: &[u8], from: usize) -> Option<usize> {
    let mut open = false;
    text.iter().enumerate().find_map(|(place, byte)| {
        open ^= *byte == b'"';
        (*byte == b'\n' && !open && place >= from).then_some(place + 1)
    })
}

/// The rows by the fast road; `None` where it gives way.
fn fast(bytes: &[u8], cut: usize) -> Option<Vec<u8>> {
    let fixed = &*FIXED;
    let (law, policy, defaults, flags) = (&fixed.law, &fixed.policy, &fixed.defaults, &fixed.flags);
    let (vocabulary, profile, referee) = (&fixed.vocabulary, &fixed.profile, fixed);
    let (told, by_words, in_brief, table, against, resumed, run) = (true, true, false, None, None, None, "");
    let setup = Setup { law, policy, defaults, flags, vocabulary, profile, table, told, by_words, in_brief, against, resumed, run, referee };
    let name = Arc::from("any.csv");
    let required: &[&[Field]] = &[&[Field::Part, Field::Description]];
    let mut rows = Rows::open(Box::new(Cursor::new(bytes)), &name, Context::Materials, required, profile, &mut Problems::default())?;
    let is_utf8 = rows.is_utf8()?;
    let layout = rows.layout().filter(|_| is_utf8)?;
    let mut left_out = Problems::default();
    let line = rows.next(&mut left_out)?.at.line;
    if !left_out.into_sorted().is_empty() {
        return None;
    }
    let start = record_on(line, bytes)?;
    let file = File::new(layout, "any", &setup)?;
    let mut whole = bytes.to_vec();
    if whole.last() != Some(&b'\n') {
        whole.push(b'\n');
    }
    let text = whole.get(start..)?;
    let middle = record_end(text, text.len() * cut / 256).unwrap_or(text.len());
    let (mut worker, mut joint, mut out, mut ids) = (Worker::new(setup), Joint::default(), Vec::new(), Vec::new());
    let again = |from: u64, until: u64| -> Box<dyn Read + '_> {
        Box::new(Cursor::new(whole.get(from as usize..(until as usize).min(whole.len())).unwrap_or_default()))
    };
    let mut take = |found: &Found, ids: &mut Vec<u64>| {
        out.extend_from_slice(&found.rows);
        ids.extend_from_slice(&found.prints);
        !found.odd
    };
    let mut line = line;
    for (from, until) in [(0, middle), (middle, text.len())].into_iter().filter(|(from, until)| from < until) {
        let part = text.get(from..until)?;
        let lines = worker.scan(part, &file)?;
        let mut found = Found::default();
        let from = (start + from) as u64;
        worker.read(Stretch { text: part, from, line, lines: None, whole: false }, &file, &mut found);
        let ended = joint.join(&mut worker, &mut found, &file, again);
        if !(take(&ended, &mut ids) && take(&found, &mut ids)) {
            return None;
        }
        line += lines;
    }
    if !take(&joint.end(&mut worker, &file, again), &mut ids) {
        return None;
    }
    // A good that comes back is put together elsewhere.
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    (ids.len() == count).then_some(out)
}

fn plain(bytes: &[u8]) -> Vec<u8> {
    let fixed = &*FIXED;
    let mut portfolio = Portfolio::new(&fixed.vocabulary, &fixed.profile);
    portfolio.read_bom(bytes, &Arc::from("any.csv"), "any");
    portfolio.into_goods(&fixed.flags).into_iter().flat_map(|good| fixed.judge(good).row).collect()
}

fuzz_target!(|bytes: &[u8]| {
    let Some((cut, bytes)) = bytes.split_first() else { return };
    if let Some(fast) = fast(bytes, usize::from(*cut)) {
        let plain = plain(bytes);
        assert!(fast == plain, "fast:\n{}\nplain:\n{}", String::from_utf8_lossy(&fast), String::from_utf8_lossy(&plain));
    }
});
