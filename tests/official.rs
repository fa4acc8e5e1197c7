//! The official list: every form in which it may come gives the same law data; nothing is dropped; bad lists are
//! refused and write nothing; amendments are dated; completeness is earned.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    clippy::format_push_string,
    reason = "a test that cannot go on must stop, and it writes the files that the program reads"
)]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use cepa::official::{Became, Rows, read_list, read_words, rows};
use support::{Run, cepa, root, scratch};

/// The list of `tests/official/make.py` in every form, made by weasyprint and poppler: the committed ones, or those
/// of the folder that `CEPA_LISTS` names, which the gate makes anew.
fn forms(lang: &str) -> PathBuf {
    std::env::var_os("CEPA_LISTS").map_or_else(|| root().join("fixtures/list"), PathBuf::from).join(lang)
}

const LANGS: [&str; 3] = ["en", "zh-Hant", "zh-Hans"];

fn import(list: &Path, out: &Path, more: &[&str]) -> Run {
    let (list, out) = (list.to_str().unwrap(), out.to_str().unwrap());
    cepa(&[&["law", "import", list, "--from", "2022-05-16", "--cite", "the list of the test", "--out", out], more].concat())
}

fn written(out: &Path) -> String {
    fs::read_to_string(out.join("psr/hk.csv")).expect("the list was written")
}

/// A list of a test, as CSV.
fn list(test: &str, rows: &[&str]) -> PathBuf {
    let path = scratch(test).join("list.csv");
    fs::write(&path, format!("Serial Number,Harmonised System Code,Product Description,Rule of Origin\n{}\n", rows.join("\n"))).unwrap();
    path
}

mod forms_of_the_list {
    use super::*;

    #[test]
    fn every_form_gives_the_same_list_byte_for_byte() {
        for lang in LANGS {
            let folder = forms(lang);
            let out = scratch(&format!("forms-{lang}"));
            let of = |form: &str| {
                let out = out.join(form);
                let run = import(&folder.join(form), &out, &[]);
                assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{lang} {form}");
                written(&out)
            };
            let csv = of("list.csv");
            assert!(csv.lines().count() > 660, "{lang}");
            for form in ["list.xlsx", "list.html", "list.layout.txt"] {
                assert!(of(form) == csv, "{lang}: {form} is another list than list.csv");
            }
            if has_pdftotext() {
                assert!(of("list.pdf") == csv, "{lang}: list.pdf is another list than list.csv");
            }
        }
    }

    fn has_pdftotext() -> bool {
        std::process::Command::new("pdftotext").arg("-v").output().is_ok()
    }

    /// The rows of a list, without where they stand.
    fn told(read: &Rows) -> Vec<[String; 4]> {
        let row = |row: &cepa::official::ListRow| [row.serial.clone(), row.code.clone(), row.description.clone(), row.wording.clone()];
        read.rows.iter().map(row).collect()
    }

    #[test]
    fn the_words_of_the_pdf_give_the_rows_of_the_table() {
        for lang in LANGS {
            let words = fs::read_to_string(forms(lang).join("list.bbox.html")).expect("the words of the PDF");
            let pdf = rows(read_words(&"list.pdf".into(), &words).expect("a list"));
            let csv = rows(read_list(&"list.csv".into(), &fs::read(forms(lang).join("list.csv")).unwrap()).expect("a list"));
            assert_eq!(told(&pdf), told(&csv), "{lang}");
            let wrapped = pdf.account.iter().filter(|(_, became)| matches!(became, Became::Continuation(_))).count();
            let pages = pdf.account.iter().filter(|(piece, _)| piece.at.file.ends_with("!page 20")).count();
            assert!(wrapped > 600 && pages > 10, "the list wraps and breaks over pages: {wrapped} {pages}");
        }
    }

    /// Plain text mixes the lines of two cells where poppler could not tell them apart, and drops hyphens at the ends of
    /// lines. What is read is right but for those, and what is not read is named.
    #[test]
    fn plain_text_never_gives_a_row_another_rule() {
        for lang in LANGS {
            let csv = rows(read_list(&"list.csv".into(), &fs::read(forms(lang).join("list.csv")).unwrap()).expect("a list"));
            let wordings: BTreeMap<&str, &str> = csv.rows.iter().map(|row| (row.code.as_str(), row.wording.as_str())).collect();
            let plain = rows(read_list(&"list.plain.txt".into(), &fs::read(forms(lang).join("list.plain.txt")).unwrap()).expect("a list"));
            let read = plain.rows.iter().filter(|row| !row.wording.is_empty());
            let wrong: Vec<_> = read
                .clone()
                .filter(|row| {
                    wordings.get(row.code.as_str()).is_none_or(|wording| wording.replace('-', "") != row.wording.replace('-', ""))
                })
                .collect();
            assert!(wrong.is_empty(), "{lang}: {:?}", wrong.first());
            assert!(read.count() > 560, "{lang}");
            let named = plain.account.iter().filter(|(_, became)| *became == Became::NotUnderstood).count();
            assert!(named > 0, "{lang}: what is left out is named");
        }
    }

    #[test]
    fn every_line_is_accounted_for() {
        let out = scratch("account").join("law");
        assert_eq!(import(&forms("en").join("list.layout.txt"), &out, &[]).code, 0);
        let source = fs::read_to_string(forms("en").join("list.layout.txt")).unwrap();
        let printed = source.lines().flat_map(|line| line.split('\u{c}')).filter(|line| !line.trim().is_empty()).count();
        let lines = fs::read_to_string(out.join("psr/lines.csv")).expect("the account");
        assert_eq!(lines.lines().count() - 1, printed);
        assert!(!lines.contains("not-understood"));
    }
}

mod dates {
    use super::*;

    #[test]
    fn an_announcement_ends_the_rows_that_it_changes() {
        let out = scratch("amend");
        let base = out.join("base");
        let run = import(
            &list(
                "amend-list",
                &["1,1806.20,Chocolate,Change to this from any other heading.", "2,84.18,Fridges,Change to this from any other heading."],
            ),
            &base,
            &[],
        );
        assert_eq!(run.code, 0, "{}", run.stderr);
        let announcement = list("amend-announcement", &["1,84.18,,Change to this from any other subheading."]);
        let amended = out.join("amended");
        let args = ["--law", base.to_str().unwrap(), "law", "import", announcement.to_str().unwrap(), "--amend", "--from", "2026-07-01"];
        let run = cepa(&[&args[..], &["--cite", "an announcement", "--out", amended.to_str().unwrap()]].concat());
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        let rule = |code: &str, on: &str| cepa(&["--law", amended.to_str().unwrap(), "rule", code, "--on", on]).stdout;
        assert!(rule("8418.50", "2026-06-30").contains(" CTH\n"), "{}", rule("8418.50", "2026-06-30"));
        assert!(rule("8418.50", "2026-07-01").contains(" CTSH\n"));
        assert!(rule("8418.50", "2026-07-01").contains("Fridges"), "the description of the list stays");
        // The bundled announcement of 2025 stays on top of the list of 2022.
        assert!(rule("1806.20", "2024-12-31").contains(" CTH\n"));
        assert!(rule("1806.20", "2025-01-01").contains("if contains-sugar"));
        let diff = cepa(&["law", "diff", base.to_str().unwrap(), amended.to_str().unwrap()]);
        assert_eq!(diff.code, 1);
        assert!(
            diff.stdout.contains("Change to this from any other heading.")
                && diff.stdout.contains("Change to this from any other subheading.")
        );
        let same = cepa(&["law", "diff", base.to_str().unwrap(), base.to_str().unwrap()]);
        assert_eq!(same.code, 0, "{}", same.stdout);
    }

    #[test]
    fn a_difference_of_laws_turns_goods() {
        let out = scratch("turns");
        let (one, other) = (out.join("one"), out.join("other"));
        import(&list("turns-one", &["1,84.18,Fridges,Change to this from any other subheading."]), &one, &[]);
        import(&list("turns-other", &["1,84.18,Fridges,Change to this from any other chapter."]), &other, &[]);
        let bom = out.join("bom.csv");
        fs::write(
            &bom,
            "good_id,part,hs_code,origin,amount,currency,good_hs,good_currency,fob,operations\nF-1,compressor,8414.30,JP,80,HKD,8418.50,HKD,100,machining\n",
        )
        .unwrap();
        let flags = ["--on", "2026-11-22", "--format", "json"];
        let diff = cepa(&[&["law", "diff", one.to_str().unwrap(), other.to_str().unwrap(), bom.to_str().unwrap()][..], &flags].concat());
        let verdict = |law: &Path| {
            let run = cepa(&[&["--law", law.to_str().unwrap(), "check", bom.to_str().unwrap()][..], &flags].concat());
            let report: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
            report["goods"][0]["verdict"].as_str().expect("a verdict").to_owned()
        };
        let told: serde_json::Value = serde_json::from_str(&diff.stdout).unwrap_or_else(|_| panic!("{}{}", diff.stdout, diff.stderr));
        assert_eq!(told["goods"][0]["was"]["verdict"], verdict(&one).as_str());
        assert_eq!(told["goods"][0]["now"]["verdict"], verdict(&other).as_str());
        assert_ne!(verdict(&one), verdict(&other));
    }
}

mod completeness {
    use super::*;

    const ROWS: [&str; 2] =
        ["1,84.18,Fridges,Change to this from any other heading.", "2,0902.30,Tea,Change to this from any other heading."];

    #[test]
    fn a_whole_list_gives_the_general_rule_plainly_from_its_first_day() {
        let out = scratch("whole").join("law");
        let run = import(&list("whole-list", &ROWS), &out, &["--complete"]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        let law = out.to_str().unwrap();
        let rule = |on: &str| cepa(&["--law", law, "rule", "8471.30", "--on", on]).stdout;
        assert!(rule("2022-05-16").contains("not in the product list"), "{}", rule("2022-05-16"));
        assert!(rule("2022-05-15").contains("not among the rows that are loaded"), "before the list began nothing is known");
        let bom = scratch("whole-bom").join("bom.csv");
        fs::write(
            &bom,
            "good_id,part,hs_code,origin,amount,currency,good_hs,good_currency,fob,operations\nPC-1,board,8534.00,JP,50,HKD,8471.30,HKD,100,pcb-assembly\n",
        )
        .unwrap();
        let verdict = |law: &[&str]| {
            let run = cepa(&[law, &["check", bom.to_str().unwrap(), "--on", "2026-11-22", "--format", "json"]].concat());
            serde_json::from_str::<serde_json::Value>(&run.stdout).expect("JSON")["goods"][0]["to_confirm"].to_string()
        };
        assert!(verdict(&[]).contains("psr.unlisted"));
        assert!(!verdict(&["--law", law]).contains("psr.unlisted"));
        assert!(cepa(&["law", "check", law]).stdout.contains("complete from 2022-05-16"));
    }

    #[test]
    fn a_list_that_is_not_whole_is_refused_as_one_and_nothing_is_written() {
        for (name, row) in [
            ("gap", "4,0101.21,Horses,Change to this from any other heading."),
            ("code", "3,0101.22,Horses,Change to this from any other heading."),
            ("none", "3,,Horses,Change to this from any other heading."),
        ] {
            let out = scratch(&format!("not-whole-{name}")).join("law");
            let run = import(&list(&format!("not-whole-list-{name}"), &[ROWS[0], ROWS[1], row]), &out, &["--complete"]);
            assert_eq!(run.code, 2, "{name}");
            assert!(run.stderr.contains("error[P010]"), "{name}: {}", run.stderr);
            assert!(!out.exists(), "{name}");
            let loose = import(&list(&format!("loose-list-{name}"), &[ROWS[0], ROWS[1], row]), &out, &[]);
            assert_eq!(loose.code, 0, "{name}");
            let check = cepa(&["law", "check", out.to_str().unwrap()]).stdout;
            assert!(
                check.contains("--complete")
                    && check.contains(if name == "gap" {
                        "3"
                    } else if name == "code" {
                        "0101.22"
                    } else {
                        "list.csv"
                    }),
                "{check}"
            );
        }
    }

    #[test]
    fn a_comparison_stands_until_the_row_changes() {
        let out = scratch("accept").join("law");
        import(&list("accept-list", &ROWS), &out, &[]);
        let law = out.to_str().unwrap();
        let run = cepa(&["law", "check", law, "--accept", "1", "--accept", "0902.30", "--by", "Export department", "--on", "2026-11-22"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let shown = || cepa(&["--law", law, "law", "show", "84.18", "--on", "2022-06-01"]).stdout;
        assert!(shown().contains("by Export department on 2026-11-22") && shown().contains("list.csv:2"), "{}", shown());
        let before = cepa(&["--law", law, "rule", "84.18", "--format", "json", "--on", "2022-06-01"]).stdout;
        let coverage = cepa(&["--law", law, "law", "show", "--coverage", "--on", "2022-06-01", "--format", "json"]).stdout;
        let coverage: serde_json::Value = serde_json::from_str(&coverage).unwrap();
        let chapter = coverage["chapters"].as_array().unwrap().iter().find(|chapter| chapter["chapter"] == "84").unwrap();
        assert_eq!((chapter["rows"].as_u64(), chapter["understood"].as_u64(), chapter["accepted"].as_u64()), (Some(1), Some(1), Some(1)));
        assert_eq!(cepa(&["law", "check", law, "--accept", "77", "--by", "Export department"]).code, 2);
        import(&list("accept-again", &["1,84.18,Fridges,Change to this from any other chapter.", ROWS[1]]), &out, &[]);
        assert!(!shown().contains("Export department"), "another rule has to be compared again");
        assert!(before.contains("\"law\": \"sha256:"));
    }
}

mod bad_lists {
    use super::*;

    #[test]
    fn a_bad_list_writes_nothing() {
        for entry in fs::read_dir(root().join("fixtures/bad")).expect("the fixtures") {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if !name.starts_with("P00") {
                continue;
            }
            let out = scratch(&format!("bad-{name}")).join("law");
            let more: &[&str] = if name.starts_with("P008") { &["--amend"] } else { &[] };
            let run = import(&path, &out, more);
            assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{name}");
            assert!(!out.exists(), "{name} wrote {}", out.display());
        }
    }

    #[test]
    fn p002_a_scanned_pdf() {
        let blank = "<doc><page width=\"595\" height=\"841\"></page></doc>";
        let problems = read_words(&"scan.pdf".into(), blank).expect_err("there is nothing to read");
        assert_eq!(problems[0].code.as_str(), "P002");
    }

    #[test]
    fn p020_a_pdf_without_its_reader() {
        let path = scratch("p020").join("list.pdf");
        fs::write(&path, b"%PDF-1.7\n").unwrap();
        let run = std::process::Command::new(env!("CARGO_BIN_EXE_cepa"))
            .args(["law", "import", path.to_str().unwrap(), "--from", "2022-05-16", "--cite", "x", "--dry-run"])
            .env("PATH", path.parent().unwrap())
            .output()
            .expect("it runs");
        assert!(String::from_utf8_lossy(&run.stderr).contains("error[P020]"));
        assert_eq!(run.status.code(), Some(2));
    }

    #[test]
    fn files_that_are_cut_anywhere_are_read_or_refused_and_never_panic() {
        for form in ["list.html", "list.xlsx", "list.layout.txt", "list.bbox.html", "list.csv"] {
            let whole = fs::read(forms("zh-Hans").join(form)).expect("a list");
            let step = whole.len() / 23;
            for end in (0..23).map(|part| part * step) {
                let _ = read_list(&form.into(), &whole[..end]).map(rows);
                let _ = read_words(&form.into(), &String::from_utf8_lossy(&whole[..end]));
            }
            let mut damaged = whole.clone();
            for at in (0..damaged.len()).step_by(997) {
                damaged[at] ^= 0x55;
            }
            let _ = read_list(&form.into(), &damaged).map(rows);
        }
    }

    #[test]
    fn a_table_or_text_that_ends_too_early_is_refused() {
        let code = |name: &str, bytes: &[u8]| read_list(&name.into(), bytes).map_or_else(|problems| problems[0].code.as_str(), |_| "read");
        let csv = "Serial Number,HS Code,Product Description,Rule of Origin\n1,84.18,Fridges,\"Change to this from any other heading, and";
        assert_eq!(code("list.csv", csv.as_bytes()), "P003");
        assert_eq!(code("list.csv", format!("{csv} more\"\n").as_bytes()), "read");
        let text = fs::read(forms("en").join("list.layout.txt")).expect("a list");
        assert_eq!(code("list.txt", &text), "read");
        assert_eq!(code("list.txt", &text[..10_000]), "P003");
    }

    #[test]
    fn a_workbook_that_cannot_be_unpacked_is_refused() {
        let whole = fs::read(forms("en").join("list.xlsx")).expect("a list");
        let problems = read_list(&"list.xlsx".into(), &whole[..whole.len() / 2]).expect_err("half a workbook");
        assert_eq!(problems[0].code.as_str(), "P003");
    }
}

#[test]
fn ten_thousand_rows_are_one_list() {
    let codes: Vec<String> = include_str!("../data/hs2022.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(": "))
        .flat_map(|(heading, ends)| {
            ends.split(' ').map(move |end| format!("{heading}.{end}")).chain([format!("{}.{}", &heading[..2], &heading[2..])])
        })
        .collect();
    let rows: Vec<String> =
        codes.iter().enumerate().map(|(index, code)| format!("{},{code},goods,从其他品目改变至此。", index + 1)).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    assert_eq!(rows.len(), 6840, "every heading and subheading of HS 2022");
    let out = scratch("many").join("law");
    let run = import(&list("many-list", &rows), &out, &["--complete"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(cepa(&["law", "check", out.to_str().unwrap()]).stdout.contains("complete from"));
}
