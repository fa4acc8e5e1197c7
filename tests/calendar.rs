//! The rounds: boundary days, a total assignment, and a calendar that other programs can read.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    reason = "a test fails loudly, and touches the machine"
)]

mod support;

use std::collections::BTreeSet;

use cepa::law::{Basis, Files, Law, Milestone, first_day};
use chrono::{Datelike, NaiveDate};
use ical::IcalParser;
use ical::parser::ical::component::IcalEvent;
use support::{cepa, scratch};

fn law() -> Law {
    Law::load(&Files::bundled()).expect("the bundled law is sound")
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

#[test]
fn every_day_has_exactly_one_round_and_only_announced_ones_go_without_the_mark() {
    let law = law();
    let words = cepa::say::Words::bundled();
    let setting = cepa::report::Setting { law: &law, words: &words, lang: cepa::say::Lang::En };
    let rounds: Vec<_> = (2019..2041).flat_map(|year| law.rounds.of_year(year).expect("a year of the calendar")).collect();
    let announced = day("2024-01-16")..=day("2024-07-15");
    for on in first_day().iter_days().take_while(|on| on.year() < 2040) {
        let round = law.rounds.of(on).expect("a round");
        assert!(round.received.holds(on), "{on}: {}", round.name);
        let holding: Vec<_> = rounds.iter().filter(|other| other.received.holds(on)).collect();
        assert_eq!(holding, [&round], "{on} has one round, and the calendar of its year shows it");
        let verified = round.basis == Basis::Verified;
        assert_eq!(verified, announced.contains(&on) || (day("2023-07-16")..=day("2024-01-15")).contains(&on), "{on}");
        if on.day() == 1 && !verified {
            let text = cepa::report::round_text(on, &round, &setting);
            let dated = text.lines().filter(|line| line.chars().filter(|c| *c == '-').count() >= 2);
            dated.for_each(|line| assert!(line.contains("inferred"), "{line}"));
        }
    }
}

#[test]
fn milestones_name_the_last_day() {
    let law = law();
    let last = |year: i32, name: &str, what: Milestone| {
        let rounds = law.rounds.of_year(year).expect("a year");
        let round = rounds.iter().find(|round| round.name == name).expect("the round");
        round.milestones().into_iter().find(|dated| dated.what == what).expect("the milestone").day
    };
    assert_eq!(last(2024, "2024-1", Milestone::ToMainland), day("2024-02-29"), "a leap year");
    assert_eq!(last(2027, "2027-1", Milestone::ToMainland), day("2027-02-28"));
    assert_eq!(last(2100, "2100-1", Milestone::ToMainland), day("2100-02-28"), "a hundredth year is no leap year");
    assert_eq!(last(2024, "2024-1", Milestone::Consulted), day("2024-05-31"));
    assert_eq!(last(2024, "2024-1", Milestone::Implemented), day("2024-07-01"), "that day included");
    assert_eq!(last(2026, "2026-2", Milestone::Implemented), day("2027-01-01"), "over the turn of the year");
}

#[test]
fn the_end_of_a_window_is_a_day_in_hong_kong() {
    let round = |moment: &str| {
        let run = cepa(&["round", moment, "--format", "json"]);
        serde_json::from_str::<serde_json::Value>(&run.stdout).expect("JSON")["round"].as_str().expect("a name").to_owned()
    };
    assert_eq!(round("2024-01-15T15:59:59Z"), "2024-1");
    assert_eq!(round("2024-01-15T16:00:00Z"), "2024-2", "midnight in Hong Kong");
    assert_eq!(round("2024-01-15T17:00:00Z"), "2024-2");
    assert_eq!(round("2024-01-15T23:59:59+08:00"), "2024-1");
    assert_eq!(round("2023-12-31T23:30:00-10:00"), "2024-1", "over the turn of the year");
}

/// The value of a property, and its parameters.
fn property<'a>(event: &'a IcalEvent, name: &str) -> (&'a str, Vec<(String, Vec<String>)>) {
    let found = event.properties.iter().find(|property| property.name == name).unwrap_or_else(|| panic!("no {name}"));
    (found.value.as_deref().expect("a value"), found.params.clone().unwrap_or_default())
}

fn events(text: &str) -> Vec<IcalEvent> {
    let calendars: Vec<_> = IcalParser::new(text.as_bytes()).map(|calendar| calendar.expect("it parses")).collect();
    assert_eq!(calendars.len(), 1);
    calendars.into_iter().flat_map(|calendar| calendar.events).collect()
}

#[test]
fn another_parser_reads_the_calendar() {
    for lang in ["en", "zh-Hant", "zh-Hans"] {
        let text = cepa(&["rounds", "2024", "--ics", "-", "--lang", lang]).stdout;
        assert!(text.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')), "folded at 75 octets, ended by CRLF");
        let events = events(&text);
        assert_eq!(events.len(), 10);
        let closes = events.iter().find(|event| property(event, "UID").0 == "2024-1-closes@rounds.cepa").expect("the last day");
        let whole_day = vec![("VALUE".to_owned(), vec!["DATE".to_owned()])];
        assert_eq!(property(closes, "DTSTART"), ("20240115", whole_day.clone()));
        assert_eq!(property(closes, "DTEND"), ("20240116", whole_day), "the end is not included");
        assert_eq!(property(closes, "DTSTAMP").0, "20231201T000000Z", "the day of the circular");
        assert_eq!(property(closes, "STATUS").0, "CONFIRMED");
        assert_eq!(closes.alarms.len(), 3);
        let law = law();
        let days = law.rounds.of_year(2024).expect("the year").into_iter().flat_map(|round| round.milestones());
        for (event, dated) in events.iter().zip(days) {
            assert_eq!(property(event, "DTSTART").0, dated.day.format("%Y%m%d").to_string());
        }
    }
}

#[test]
fn importing_again_updates_and_never_doubles() {
    let text = cepa(&["rounds", "2027", "--ics", "-"]).stdout;
    assert_eq!(text, cepa(&["rounds", "2027", "--ics", "-"]).stdout, "the same bytes");
    let inferred = events(&text);
    // The same rounds once a circular announces them with other days.
    let folder = scratch("announced");
    std::fs::create_dir_all(folder.join("psr")).expect("a scratch folder");
    for (path, content) in Files::bundled().iter() {
        let content = match path {
            "rounds.csv" => content.replace(
                "Y-1,",
                "2025-2,2025-01-16,2025-07-15,2025-09-01,2025-12-01,2026-01-01,inferred,inferred,circular-4-2023#3,\n\
                 2026-1,2025-07-16,2026-01-15,2026-03-01,2026-06-01,2026-07-01,inferred,inferred,circular-4-2023#3,\n\
                 2026-2,2026-01-16,2026-07-15,2026-09-01,2026-12-01,2027-01-01,inferred,inferred,circular-4-2023#3,\n\
                 2027-1,2026-07-16,2027-01-20,2027-03-01,2027-06-01,2027-07-01,verified,verified,circular-of-2026#3,\n\
                 2027-2,2027-01-21,2027-07-15,2027-09-01,2027-12-01,2028-01-01,verified,verified,circular-of-2026#3,\nY-1,",
            ),
            "sources.csv" => format!("{content}circular-of-2026,A later circular,通告,通告,TID,2026-12-03,,complete\n"),
            _ => content.to_owned(),
        };
        std::fs::write(folder.join(path), content).expect("a scratch file");
    }
    let run = cepa(&["rounds", "2027", "--ics", "-", "--law", folder.to_str().expect("a path in UTF-8")]);
    let announced = events(&run.stdout);
    let uids = |events: &[IcalEvent]| events.iter().map(|event| property(event, "UID").0.to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(uids(&inferred), uids(&announced), "{}", run.stderr);
    for (old, new) in inferred.iter().zip(&announced) {
        let sequence = |event| property(event, "SEQUENCE").0.parse::<u32>().expect("a number");
        assert!(sequence(old) < sequence(new) && property(old, "DTSTAMP").0 < property(new, "DTSTAMP").0);
        assert_eq!((property(old, "STATUS").0, property(new, "STATUS").0), ("TENTATIVE", "CONFIRMED"));
    }
    assert_eq!(property(&announced[1], "DTSTART").0, "20270120", "the day moved, the event stayed");
}

#[test]
fn a_calendar_is_written_to_a_file() {
    let path = scratch("ics").join("rounds.ics");
    let run = cepa(&["rounds", "2027", "--ics", path.to_str().expect("a path in UTF-8")]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.contains("2027-1") && !run.stdout.contains("BEGIN:VCALENDAR"));
    assert_eq!(std::fs::read_to_string(path).expect("the file"), cepa(&["rounds", "2027", "--ics", "-"]).stdout);
    let nowhere = cepa(&["rounds", "2027", "--ics", "/nowhere/at/all.ics"]);
    assert!(nowhere.stderr.contains("error[F006]") && nowhere.code == 2);
}

#[test]
fn a_round_is_given_to_each_application_of_a_file() {
    let run = cepa(&["round", "--from", "fixtures/revision/applications.csv", "--format", "json"]);
    let answer: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    for application in answer["applications"].as_array().expect("a list") {
        let one = cepa(&["round", application["received"].as_str().expect("a date"), "--format", "json"]);
        let one: serde_json::Value = serde_json::from_str(&one.stdout).expect("JSON");
        for field in ["date", "round", "received_from", "received_until", "implemented_by", "basis", "note", "cite"] {
            assert_eq!(application[field], one[field], "as if asked alone: {field}");
        }
    }
    let dates = scratch("dates").join("a.csv");
    std::fs::write(&dates, "id,received\nA,15/1/2024\nB,2024-02-30\nC,2018-12-31\nD,\nE,2024-07-15\n").expect("a scratch file");
    let run = cepa(&["round", "--from", dates.to_str().expect("a path in UTF-8"), "--format", "csv"]);
    for wanted in ["a.csv:2:2: \"15/1/2024\"", "a.csv:3:2: \"2024-02-30\"", "[U002]", "[B060]", "2024-01-15"] {
        assert!(run.stderr.contains(wanted), "{wanted}: {}", run.stderr);
    }
    assert_eq!((run.code, run.stdout.lines().count()), (2, 2), "the one that is sound is placed all the same");
}
