//! Everything that can be said has its words, in three languages.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    clippy::needless_for_each,
    clippy::format_push_string,
    reason = "a test fails loudly, and touches the machine"
)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use cepa::diag::{Code, Severity};
use cepa::law::{Basis, Files, Law};
use cepa::revision::{Change, Kind, Obstacle};
use cepa::say::{Lang, Phrase, Words, pad, width};
use cepa::value::{Criterion, Outcome, Verdict};

fn words() -> Words {
    Words::read(include_str!("../data/messages.csv")).expect("the phrase table is sound")
}

fn law() -> Law {
    Law::load(&Files::bundled()).expect("the bundled law is sound")
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] }).collect()
}

/// Every text in quotes that follows `before` somewhere in a room's source.
fn quoted_after(room: &str, before: &[&str]) -> BTreeSet<String> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src").join(room);
    let mut found = BTreeSet::new();
    for file in sources(&folder) {
        let text = std::fs::read_to_string(file).expect("a source file");
        for start in before {
            found.extend(text.split(&format!("{start}\"")).skip(1).filter_map(|tail| tail.split_once('"')).map(|(id, _)| id.to_owned()));
        }
    }
    found
}

#[test]
fn the_table_is_filled_in_every_language() {
    let words = words();
    assert!(words.iter().count() > 400);
    for (id, texts) in words.iter() {
        // A phrase of letters must not stand in English under a Chinese heading.
        let letters = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
        let has_words = texts[0].split(['{', '}']).step_by(2).any(|piece| piece.split_whitespace().count() > 1);
        assert!(!has_words || (letters(&texts[1]) && letters(&texts[2])), "{id} is not translated");
    }
}

#[test]
fn every_code_has_its_words_and_its_remedy() {
    let words = words();
    for code in Code::ALL {
        assert!(words.has(code.as_str()), "{code}");
        assert!(words.has(&format!("{code}.fix")), "{code}.fix");
    }
    let codes: BTreeSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(codes.len(), Code::ALL.len(), "a code stands twice");
    for (id, _) in words.iter().filter(|(id, _)| id.get(1..4).is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit()))) {
        assert!(codes.contains(id.trim_end_matches(".fix")), "{id} belongs to no code");
    }
}

#[test]
fn every_claim_and_point_has_its_words() {
    let words = words();
    let kinds = quoted_after("origin", &["Claim::of(", "claim(", "count(", "step.no_code(", "self.open("]);
    assert!(kinds.len() > 50, "only {} claims were found", kinds.len());
    for kind in kinds.iter().filter(|kind| kind.contains('.') || words.has(&format!("claim.{kind}"))) {
        assert!(words.has(&format!("claim.{kind}")), "claim.{kind}");
    }
    for family in quoted_after("origin", &["Point::law(", "Point::law_of(", "Point::good(", "Point::evidence(", "Point::material("]) {
        assert!(words.has(&format!("point.{family}")), "point.{family}");
    }
    for reading in quoted_after("origin", &[".reading("]) {
        assert!(law().readings.contains_key(&reading), "{reading} is not in data/readings.csv");
    }
}

#[test]
fn every_message_that_a_report_asks_for_exists() {
    let words = words();
    for id in quoted_after("report", &["Phrase::new(", "setting.get(", "self.get(", "tell("]).iter().filter(|id| !id.contains('{')) {
        assert!(words.has(id), "{id}");
    }
}

#[test]
fn the_law_has_its_words() {
    let (words, law) = (words(), law());
    let facts = law.facts.keys().map(|id| format!("fact.{id}"));
    let readings = law.readings.keys().map(|id| format!("reading.{id}"));
    let requirements = law.requirements.iter().map(|requirement| format!("also.{}", requirement.id));
    let points = law.points.iter().map(|point| format!("point.{}", point.id.trim_end_matches('*').trim_end_matches('.')));
    let answers = law.points.iter().map(|point| format!("answer.{:?}", point.answer).to_lowercase());
    let bases =
        [Basis::Given, Basis::Verified, Basis::Inferred, Basis::Recalled, Basis::Proposed].map(|basis| format!("basis.{}", basis.word()));
    let outcomes = [Outcome::Met, Outcome::NotMet, Outcome::Unknown].map(|outcome| format!("outcome.{}", outcome.word()));
    let severities = [Severity::Error, Severity::Warning, Severity::Note].map(|severity| format!("severity.{}", severity.word()));
    let routes = [Criterion::WhollyObtained, Criterion::WhollyProduced, Criterion::ProductRule, Criterion::GeneralRule];
    let routes = routes.map(|criterion| format!("route.{}", criterion.word()));
    let all =
        facts.chain(readings).chain(requirements).chain(points).chain(answers).chain(bases).chain(outcomes).chain(severities).chain(routes);
    for id in all {
        assert!(words.has(&id), "{id}");
    }
}

#[test]
fn what_is_said_of_a_revision_has_its_words() {
    let words = words();
    let rounds = law().rounds.of_year(2024).expect("the year");
    let milestones = rounds.iter().flat_map(|round| round.milestones()).map(|dated| format!("ics.{}", dated.what.word()));
    let changes = Change::ALL.into_iter().flat_map(|change| [format!("change.{}", change.word()), format!("propose.{}", change.word())]);
    let changes = changes.filter(|id| id != "propose.same");
    let kinds = Kind::ALL.into_iter().map(|kind| format!("ask.kind.{}", kind.word()));
    let obstacles = [Obstacle::TooEarly, Obstacle::Closed, Obstacle::TooShort].map(|obstacle| format!("plan.obstacle.{}", obstacle.word()));
    let verdicts = [Verdict::Originating, Verdict::NotOriginating, Verdict::Undetermined, Verdict::Rejected];
    let verdicts = verdicts.map(|verdict| format!("verdict.{}", verdict.word()));
    let days = (1..=7).map(|day| format!("weekday.{day}"));
    for id in milestones.chain(changes).chain(kinds).chain(obstacles).chain(verdicts).chain(days) {
        assert!(words.has(&id), "{id}");
    }
}

#[test]
fn double_width_characters_take_two_columns() {
    assert_eq!(width("物料 A"), 6);
    assert_eq!(width(&pad("累加法", 10)), 10);
    let rows = ["Chip", "晶片", "ＩＣ"].map(|cell| pad(cell, 8));
    assert!(rows.iter().all(|cell| width(cell) == 8));
}

#[test]
fn an_unknown_message_shows_itself() {
    assert_eq!(words().say(Lang::En, &Phrase::new("no.such")), "[no.such]");
}
