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
    clippy::string_slice,
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

mod draft {
    use std::collections::BTreeSet;

    use super::*;

    const LANGUAGES: [&str; 3] = ["en", "zh-Hant", "zh-Hans"];

    /// Goods of every kind: by a row, by the General Rule with materials of the Mainland, for a batch in another
    /// currency, and one of which almost nothing is stated.
    fn goods() -> [(&'static str, Vec<&'static str>, &'static str, &'static str); 4] {
        let speaker = ["fixtures/example/speaker.csv", "--on", "2026-11-25", "--currency", "HKD"];
        let example = ["fixtures/example/bom.csv", "--goods", "fixtures/example/goods.csv", "--rates", "fixtures/example/rates.csv"];
        let stated = ["--hs", "8518.22", "--fob", "180", "--labour", "1", "--operations", "pcb-assembly; injection-moulding@CN"];
        [
            ("GF-SHEET", GOODS.to_vec(), "701990", "CTSH or RVC(BD 40 | BU 30)"),
            ("speaker", [&speaker[..], &stated].concat(), "851822", "RVC(BU 30 | BD 34) or CTSH"),
            ("TEA-250", [&example[..], &["--on", "2026-11-25"]].concat(), "090230", "RVC(BD 60)"),
            ("speaker", speaker.to_vec(), "851822", "CTH"),
        ]
    }

    fn drafted(good: &str, args: &[&str], rule: &str, more: &[&str]) -> Run {
        let head = ["revise", "draft", "--good", good, "--rule", rule, "--by", "2027-01-15"];
        cepa(&[&head[..], args, more].concat())
    }

    /// Every number of a text that has decimals, and every share.
    fn figures(text: &str) -> BTreeSet<String> {
        let runs = text.split(|c: char| !c.is_ascii_digit() && c != '.').map(|run| run.trim_matches('.'));
        runs.filter(|run| run.split_once('.').is_some_and(|(_, cents)| cents.len() >= 2)).map(str::to_owned).collect()
    }

    #[test]
    fn it_holds_no_figure_that_check_does_not_give() {
        for (index, (good, args, code, rule)) in goods().into_iter().enumerate() {
            for lang in LANGUAGES {
                let run = drafted(good, &args, rule, &["--lang", lang]);
                assert_eq!(run.code, 0, "{}", run.stderr);
                let check = |more: &[&str]| cepa(&[&["check", "--format", "json", "--lang", lang][..], &args, more].concat()).stdout;
                let folder = law_with(&format!("draft-{index}-{lang}"), &[(code, rule)]);
                let given = figures(&check(&[])).into_iter().chain(figures(&check(&["--law", text(&folder)])));
                let mut given: BTreeSet<String> = given.collect();
                // HS codes have a dot in a draft; they are no figures.
                let bom = std::fs::read_to_string(support::root().join(args[0])).expect("the bill of materials");
                given.extend(figures(&bom).into_iter().filter(|code| code.find('.') == Some(4)));
                given.insert(format!("{}.{}", &code[..4], &code[4..]));
                let drafted = figures(&run.stdout);
                let more: Vec<&String> = drafted.difference(&given).collect();
                assert!(more.is_empty(), "{good} {lang}: {more:?}");
                assert!(index == 3 || drafted.len() > 8, "{good}: figures are there at all: {drafted:?}");
            }
        }
    }

    #[test]
    fn both_forms_say_the_same() {
        for (good, args, _, rule) in goods() {
            let markdown = figures(&drafted(good, &args, rule, &[]).stdout);
            let html = drafted(good, &args, rule, &["--format", "html"]).stdout;
            let body = html.split_once("<body>").expect("a body").1;
            assert_eq!(figures(body), markdown, "{good}");
        }
    }

    #[test]
    fn what_nobody_stated_stays_blank_and_is_told() {
        let run = drafted("speaker", &["fixtures/example/speaker.csv", "--on", "2026-11-25"], "CTH", &[]);
        // Of the applicant, of the good, of the rule asked for, of its value, of its production.
        assert_eq!(run.stdout.matches("________________ |\n").count(), 10 + 4 + 2 + 3 + 1, "{}", run.stdout);
        let tasks: Vec<&str> = run.stdout.lines().filter(|line| line.starts_with("- [ ] ")).collect();
        for wanted in [
            "official application form",
            "Company name (English)",
            "the FOB value",
            "the labour cost",
            "product development",
            "six digits",
            "operations",
        ] {
            assert!(tasks.iter().any(|task| task.contains(wanted)), "{wanted}: {tasks:?}");
        }
        let config = scratch("draft-config").join("cepa.toml");
        std::fs::write(&config, "[applicant]\nname = \"Example Works\"\nphone = \"  \"\n").expect("a scratch file");
        let run = drafted("GF-SHEET", &GOODS, "CTSH", &["--config", text(&config)]);
        assert!(run.stdout.contains("| Company name (English) | Example Works |") && run.stdout.contains("| Telephone | ____"));
        assert!(!run.stdout.contains("- [ ] Company name (English)") && run.stdout.contains("- [ ] Telephone"));
    }

    #[test]
    fn inferred_days_say_so_in_every_language() {
        for (lang, word) in [("en", "inferred"), ("zh-Hant", "推斷"), ("zh-Hans", "推断")] {
            let run = drafted("GF-SHEET", &GOODS, "CTSH", &["--lang", lang]);
            let dated = run.stdout.lines().filter(|line| ["2027-0", "2026-07"].iter().any(|day| line.contains(day)));
            assert_eq!(dated.clone().count(), 5);
            dated.for_each(|line| assert!(line.contains(word), "{line}"));
        }
    }

    #[test]
    fn a_page_is_whole_by_itself_and_input_stays_text() {
        let folder = scratch("draft-html");
        let bom = "good_id,part,hs_code,origin,amount\n<script>alert(1)</script>,\"<img src=x onerror=alert(1)> & \"\"|\"\" `*`\",7019.13,JP,60\n";
        std::fs::write(folder.join("bom.csv"), bom).expect("a scratch file");
        std::fs::write(folder.join("cepa.toml"), "[applicant]\nname = \"A <b>&</b> 'B' \\\"C\\\" | D\"\n").expect("a scratch file");
        let path = folder.join("draft.html");
        let (bom, config) = (folder.join("bom.csv"), folder.join("cepa.toml"));
        let common = ["revise", "draft", text(&bom), "--rule", "CTSH", "--wording", "<i>any</i> other", "--config", text(&config)];
        let flags = ["--hs", "7019.90", "--fob", "100", "--on", "2026-11-25", "--by", "2024-01-15"];
        let run = cepa(&[&common[..], &flags, &["-o", text(&path)]].concat());
        assert_eq!(run.code, 0, "{}", run.stderr);
        let page = std::fs::read_to_string(&path).expect("the draft");
        let known = [
            "!DOCTYPE",
            "html",
            "head",
            "meta",
            "title",
            "style",
            "body",
            "h1",
            "h2",
            "div",
            "p",
            "section",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "ul",
            "li",
            "blockquote",
            "footer",
        ];
        for tag in page.split('<').skip(1).filter_map(|tail| tail.split_once('>')).map(|(tag, _)| tag.trim_start_matches('/')) {
            let name = tag.split([' ', '>']).next().unwrap_or_default();
            assert!(known.contains(&name), "<{tag}>");
            assert!(!["src", "href", " on"].iter().any(|attribute| tag.contains(attribute)), "<{tag}>");
        }
        let style = page.split_once("<style>").expect("a style").1.split_once("</style>").expect("its end").0;
        assert!(!style.contains("url(") && !style.contains("@import"), "nothing is fetched");
        assert!(page.contains("A &lt;b&gt;&amp;&lt;/b&gt; &#39;B&#39; &quot;C&quot; | D"), "{page}");
        assert!(page.contains("@page { size: A4") && page.contains("<html lang=\"en\">") && page.starts_with("<!DOCTYPE html>"));
        let tags = |open: &str| page.matches(open).count();
        for (open, close) in [("<table", "</table>"), ("<tr>", "</tr>"), ("<td", "</td>"), ("<ul", "</ul>"), ("<section>", "</section>")] {
            assert_eq!(tags(open), tags(close), "{open}");
        }
        let markdown = cepa(&[&common[..], &flags].concat()).stdout;
        assert!(markdown.contains("A \\<b\\>\\&\\</b\\> 'B' \"C\" \\| D"), "{markdown}");
        assert!(
            markdown
                .lines()
                .filter(|line| line.starts_with("| ") && line.contains("Company name (English)"))
                .all(|line| line.matches(" | ").count() == 1)
        );
    }

    #[test]
    fn a_draft_is_the_same_twice_and_a_rule_that_does_not_parse_is_told() {
        let once = drafted("GF-SHEET", &GOODS, "CTSH", &[]);
        assert_eq!(once, drafted("GF-SHEET", &GOODS, "CTSH", &[]));
        for (rule, wanted) in
            [("CTH or", "position 7"), ("general", "error[R006]"), ("process(weldin)", "error[B049]"), ("", "error[B060]")]
        {
            let run = drafted("GF-SHEET", &GOODS, rule, &[]);
            assert!(run.stderr.contains(wanted) && run.code == 2 && run.stdout.is_empty(), "{rule}: {}", run.stderr);
        }
        let early = cepa(&[&["revise", "draft", "--good", "GF-SHEET", "--rule", "CTSH", "--by", "15/1/2027"][..], &GOODS].concat());
        assert!(early.stderr.contains("error[U001] --by") && early.code == 2, "{}", early.stderr);
    }
}
