//! What a proposed rule changes, held against the commands that judge goods by themselves.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    clippy::format_push_string,
    clippy::format_collect,
    reason = "a test fails loudly, and touches the machine"
)]

mod support;

use std::path::{Path, PathBuf};

use cepa::law::Files;
use serde_json::Value;
use support::{Run, cepa, scratch};

const GOODS: [&str; 5] = ["fixtures/revision/portfolio.csv", "--goods", "fixtures/revision/goods.csv", "--on", "2026-11-25"];

fn json(run: &Run) -> Value {
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {}{}", run.stderr, run.stdout))
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

/// The bundled law with these rows in place of those at their codes, as somebody would write it into a folder.
fn law_with(name: &str, rows: &[(&str, &str)]) -> PathBuf {
    let folder = scratch(name);
    std::fs::create_dir_all(folder.join("psr")).expect("a scratch folder");
    for (path, content) in Files::bundled().iter() {
        let mut content = content.to_owned();
        if path == "psr/hk.csv" {
            let kept = |line: &&str| !rows.iter().any(|(code, _)| line.starts_with(&format!("{code},")));
            content = content.lines().filter(kept).map(|line| format!("{line}\n")).collect();
            for (code, rule) in rows {
                let rule = rule.replace('"', "\"\"");
                content.push_str(&format!("{code},2019-01-01,,\"{rule}\",,,,,,circular-4-2023#test,verified\n"));
            }
        }
        std::fs::write(folder.join(path), content).expect("a scratch file");
    }
    folder
}

fn rules_file(name: &str, rows: &[(&str, &str)]) -> PathBuf {
    let path = scratch(name).join("rules.csv");
    let lines: String = rows.iter().map(|(code, rule)| format!("{code},\"{}\",\n", rule.replace('"', "\"\""))).collect();
    std::fs::write(&path, format!("hs_code,rule,wording\n{lines}")).expect("a scratch file");
    path
}

mod propose {
    use super::*;

    /// Proposals of every kind of rule, at codes with a row, without one, above and beside the goods'.
    const PROPOSALS: [&[(&str, &str)]; 9] = [
        &[("701990", "CTSH or RVC(BD 40 | BU 30)")],
        &[("701990", "CTH or RVC(BD 31 | BU 30)"), ("090230", "RVC(BD 55)")],
        &[("090230", "process(from tea-leaves: tea-fermentation, tea-rolling, tea-drying, tea-blending)")],
        &[("090230", "CC"), ("701990", "CC and RVC(BU 25)")],
        &[("0902", "CTSH"), ("70", "WO")],
        &[("090230", "if contains-sugar then CTH else RVC(BD 50)")],
        &[("701990", "text(\"as may be agreed\")")],
        &[("090230", "fact(born-and-bred)"), ("701990", "CTH except 3907 or RVC(BU 26)")],
        &[("8518", "CTH")],
    ];

    #[test]
    fn it_agrees_with_law_diff_and_with_check_run_twice() {
        for (number, rows) in PROPOSALS.iter().enumerate() {
            let rules = rules_file(&format!("propose-rules-{number}"), rows);
            let folder = law_with(&format!("propose-law-{number}"), rows);
            let args = [&["revise", "propose", text(&rules)][..], &GOODS, &["--format", "json"]].concat();
            let proposed = json(&cepa(&args));
            let goods = proposed["goods"].as_array().expect("goods");

            let diff = json(&cepa(&[&["law", "diff", "bundled", text(&folder)][..], &GOODS, &["--format", "json"]].concat()));
            let turned: Vec<Value> = goods.iter().filter(|good| good["change"] != "same").map(turn).collect();
            assert_eq!(&turned, diff["goods"].as_array().expect("goods"), "{rows:?}");

            let today = json(&cepa(&[&["check"][..], &GOODS, &["--format", "json"]].concat()));
            let then = json(&cepa(&[&["check", "--law", text(&folder)][..], &GOODS, &["--format", "json"]].concat()));
            for (index, good) in goods.iter().enumerate() {
                for (side, report) in [("today", &today), ("proposed", &then)] {
                    let checked = &report["goods"][index];
                    assert_eq!(good["good"], checked["good"]);
                    for field in ["verdict", "if_confirmed", "criterion", "rvc"] {
                        assert_eq!(good[side][field], checked[field], "{rows:?} {side} {field}");
                    }
                }
            }
            let counted: u64 =
                proposed["totals"].as_object().expect("totals").values().map(|count| count.as_u64().expect("a number")).sum();
            assert_eq!(counted, 4, "every good is counted once");
        }
    }

    /// A good as `law diff` tells of it.
    fn turn(good: &Value) -> Value {
        let side = |side: &Value| serde_json::json!({"verdict": side["verdict"], "criterion": side["criterion"], "rule": side["rule"]});
        serde_json::json!({"good": good["good"], "was": side(&good["today"]), "now": side(&good["proposed"])})
    }

    #[test]
    fn a_rule_that_a_good_names_itself_is_the_one_of_today() {
        let rules = rules_file("propose-own", &[("851822", "RVC(BD 35)")]);
        let good = ["fixtures/example/speaker.csv", "--hs", "8518.22", "--fob", "180", "--labour", "1", "--development", "0"];
        let rest = ["--operations", "pcb-assembly", "--currency", "HKD", "--on", "2026-11-25", "--format", "json"];
        let run = |head: &[&str], own: &str| json(&cepa(&[head, &good, &rest, &["--rule", own]].concat()))["goods"][0].clone();
        let proposed = run(&["revise", "propose", text(&rules)], "general");
        let (today, then) = (run(&["check"], "general"), run(&["check"], "RVC(BD 35)"));
        for field in ["verdict", "criterion", "rvc"] {
            assert_eq!(proposed["today"][field], today[field], "{field}");
            assert_eq!(proposed["proposed"][field], then[field], "{field}");
        }
    }

    #[test]
    fn everything_that_is_wrong_with_the_rows_is_told_at_its_place() {
        let path = scratch("propose-wrong").join("rules.csv");
        let rows = "hs_code,rule,wording\n7019.90,CTH or,\n7019.90,CTH,\n85182,CTH,\n85x,CTH,\n0902.30,process(weldin),\n0903,,\n070190,RVC(BD 101),\n";
        std::fs::write(&path, rows).expect("a scratch file");
        let run = cepa(&[&["revise", "propose", text(&path)][..], &GOODS].concat());
        for wanted in [
            "rules.csv:2:2: the rule does not parse at position 7",
            "error[R004]",
            "rules.csv:3:1",
            "error[B014]",
            "error[B049]",
            "error[B060]",
            "rules.csv:8:2: the rule does not parse",
        ] {
            assert!(run.stderr.contains(wanted), "{wanted}: {}", run.stderr);
        }
        assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    }

    #[test]
    fn a_portfolio_with_a_good_twice_is_refused() {
        let folder = scratch("propose-twice");
        for name in ["a.csv", "b.csv"] {
            let bom = "good_id,part,hs_code,origin,amount\nGF-SHEET,RM-1,7019.13,JP,50\n";
            std::fs::write(folder.join(name), bom).expect("a scratch file");
        }
        let run = cepa(&["revise", "propose", "fixtures/revision/rules.csv", text(&folder), "--on", "2026-11-25"]);
        assert!(run.stderr.contains("error[B026]") && run.stderr.contains("b.csv:2"), "{}", run.stderr);
        assert_eq!(run.code, 2);
    }
}

mod ask {
    use std::collections::BTreeSet;

    use super::*;

    /// Goods that fail: by a row, by the General Rule (two of one code, one of them by far), and by a typed rule.
    fn cases() -> [(&'static str, Vec<&'static str>); 3] {
        let speaker = "fixtures/example/speaker.csv";
        let flags = ["--fob", "180", "--labour", "1", "--development", "0", "--currency", "HKD", "--operations", "pcb-assembly"];
        let strict = [&[speaker, "--hs", "8518.22"][..], &flags, &["--unproven", "non-originating", "--on", "2026-11-25"]].concat();
        let typed = [&[speaker, "--hs", "8518.22"][..], &flags, &["--unproven", "non-originating", "--on", "2026-11-25"]].concat();
        [
            ("701990", GOODS.to_vec()),
            ("851822", [&strict[..], &["--rule", "general"]].concat()),
            ("851822", [&typed[..], &["--rule", "CTH except 8534, 8542 and RVC(BD 30)"]].concat()),
        ]
    }

    /// The same flags without the rule of today, which the row of the candidate takes the place of.
    fn without_rule(args: &[&'static str]) -> Vec<&'static str> {
        let mut args = args.to_vec();
        if let Some(at) = args.iter().position(|arg| *arg == "--rule") {
            args.drain(at..at + 2);
        }
        args
    }

    fn names(value: &Value) -> BTreeSet<&str> {
        value.as_array().expect("a list").iter().map(|name| name.as_str().expect("a name")).collect()
    }

    #[test]
    fn every_candidate_is_what_a_fresh_check_says_and_none_that_is_nearer_was_left_out() {
        for (number, (code, args)) in cases().into_iter().enumerate() {
            let run = |more: &[&str]| json(&cepa(&[&["revise", "ask", "--format", "json"][..], &args, more].concat()))["rules"][0].clone();
            let (every, shown) = (run(&["--all"]), run(&[]));
            assert_eq!(
                (every["hs"].as_str(), every["tried"].as_u64()),
                (Some(code), every["candidates"].as_array().map(|all| all.len() as u64))
            );
            let failing = names(&every["goods"]);
            let mut admitting: Vec<(u64, String, BTreeSet<String>)> = Vec::new();
            for candidate in every["candidates"].as_array().expect("candidates") {
                let rule = candidate["rule"].as_str().expect("a rule");
                let folder = law_with(&format!("ask-{number}"), &[(code, rule)]);
                let check = json(&cepa(&[&["check", "--format", "json", "--law", text(&folder)][..], &without_rule(&args)].concat()));
                let goods = check["goods"].as_array().expect("goods").iter();
                let originating = goods.filter(|good| good["verdict"] == "originating").filter_map(|good| good["good"].as_str());
                let fresh: BTreeSet<&str> = originating.filter(|good| failing.contains(good)).collect();
                assert_eq!(names(&candidate["admits"]), fresh, "{rule}");
                admitting.push((
                    candidate["departure"].as_u64().expect("a number"),
                    rule.to_owned(),
                    fresh.into_iter().map(str::to_owned).collect(),
                ));
            }
            assert!(admitting.is_sorted_by_key(|(departure, ..)| *departure), "the nearest come first");
            let most = admitting.iter().map(|(_, _, goods)| goods.len()).max().expect("candidates");
            let best = admitting.iter().find(|(_, _, goods)| goods.len() == most && most > 0).map(|(_, rule, _)| rule.as_str());
            assert_eq!(shown["best"].as_str(), best, "no candidate that admits as many is nearer");
            for (departure, rule, goods) in admitting.iter().filter(|(_, _, goods)| !goods.is_empty()) {
                let covered = shown["candidates"].as_array().expect("candidates").iter().any(|offer| {
                    let near = offer["departure"].as_u64().expect("a number") <= *departure;
                    near && goods.iter().all(|good| names(&offer["admits"]).contains(good.as_str()))
                });
                assert!(covered, "{rule} admits what nothing shown admits as nearly");
            }
        }
    }

    #[test]
    fn nothing_is_asked_for_goods_that_no_rule_can_help() {
        let good = |more: &[&str]| {
            let common = ["revise", "ask", "fixtures/example/speaker.csv", "--on", "2026-11-25", "--format", "json", "--currency", "HKD"];
            json(&cepa(&[&common[..], &["--fob", "180", "--labour", "1", "--development", "0"], more].concat()))
        };
        let bar = good(&["--rule", "WO", "--hs", "8518.22", "--unproven", "non-originating", "--operations", "simple-packing; labelling"]);
        assert_eq!(bar["rules"].as_array().map(Vec::len), Some(1), "the list of minimal operations is not verified: {bar}");
        assert!(bar["rules"][0]["candidates"].as_array().expect("candidates").is_empty(), "and until it is nothing admits plainly");
        let open = good(&["--rule", "general", "--hs", "8518.22", "--operations", "pcb-assembly"]);
        assert_eq!(open["others"][0]["why"], "settle-first");
        let no_code = good(&["--operations", "pcb-assembly", "--unproven", "non-originating"]);
        assert_eq!(no_code["rules"].as_array().map(Vec::len), Some(0));
    }
}
