//! Goods of every code that the law tells from others, and of those beside them, under the law of the list.

use std::collections::BTreeSet;
use std::path::Path;

use super::world::{Numbers, World, confirmed};

fn data(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(name)).expect("the file")
}

/// The headings in which a row of the list or the name of a waste stands.
fn headings() -> BTreeSet<String> {
    let tables = [data("psr/hk.csv"), data("waste.csv")];
    let codes = tables.iter().flat_map(|table| table.lines()).filter_map(|row| row.split(',').next());
    let digits = codes.map(|code| code.trim_matches('"').replace('.', ""));
    digits.filter(|code| code.len() >= 4 && code.bytes().all(|digit| digit.is_ascii_digit())).map(|code| code[..4].to_owned()).collect()
}

/// All subheadings of these headings and of one beside them.
fn subheadings() -> Vec<String> {
    let wanted = headings();
    let table = data("hs2022.txt");
    let rows = table.lines().filter_map(|row| row.split_once(':')).filter(|(heading, _)| wanted.contains(*heading) || *heading == "8471");
    rows.flat_map(|(heading, endings)| endings.split_whitespace().map(move |ending| format!("{heading}{ending}"))).collect()
}

#[test]
fn codes_that_are_told_apart_are_not_taken_for_one_another() {
    let world = World::new();
    let unlisted = |code: &str, is: &str| {
        let point = format!("[[confirm]]\npoint = \"psr.unlisted.{code}\"\nis = \"{is}\"\n");
        point + "by = \"Export department\"\non = \"2026-11-20\"\nsource = \"a letter\"\n"
    };
    let points: String =
        [("847130", "yes"), ("8473", "no"), ("90", "yes"), ("901890", "no"), ("94", "no")].map(|(code, is)| unlisted(code, is)).concat();
    world.write("cepa.toml", confirmed("none") + &points);
    let subheadings = subheadings();
    let mut codes: Vec<String> =
        ["", "10", "1000"].iter().flat_map(|ending| subheadings.iter().map(move |code| code.clone() + ending)).collect();
    assert!(codes.len() > 600, "{}", codes.len());
    Numbers(71).shuffle(&mut codes);
    let mut table = "good_id,good_hs,fob,labour,development,part,hs_code,origin,amount\n".to_owned();
    for (number, code) in codes.iter().enumerate() {
        table += &format!("G-{number:04},{code},100,1,0,P,390210,JP,{}\n", if number % 2 == 0 { 40 } else { 95 });
    }
    world.write("a.csv", table);
    let args =
        ["a.csv", "--format", "csv", "--quiet", "--trust-country", "--unproven", "non-originating", "--operations", "injection-moulding"];
    let told = world.agree_with(&["1"], &args, b"");
    let found = |words: &str| told.out.contains(words);
    assert!(found(",not-originating,") && found(",originating,") && found(",undetermined,"), "{}", told.err);
    let (goods, plainly) = world.judged(&args);
    assert!(plainly < goods, "{plainly} of {goods} goods were left to the plain road");
}
