//! What was found wrong once.

use super::world::{HEADING, World};

/// A code with a NUL byte behind it was taken for the code without it, where the first kilobyte of the file holds none.
#[test]
fn a_byte_of_nothing_behind_a_code_is_no_code() {
    let world = World::new();
    let row = |good: usize, own: &str, code: &str| format!("G-{good:03},{own},100,0,0,P,{code},JP,1,2,HKD\n");
    let mut text = HEADING.to_owned();
    (0..40).for_each(|good| text.push_str(&row(good, "847130", "390210")));
    for (good, own, code) in [(40, "847130\0", "390210"), (41, "847130", "390210\0"), (42, "847130", "\0"), (43, "8471\x0030", "390210")] {
        text.push_str(&row(good, own, code));
    }
    world.write("a.csv", &text);
    let told = world.agree(&["a.csv", "--format", "csv"]);
    assert_eq!(told.out.matches(",rejected,").count(), 4);
}

/// Where the report cannot be opened, the plain road judges nothing, and so tells nothing of goods.
#[test]
fn a_report_that_cannot_be_opened() {
    let world = World::new();
    world.write("a.csv", format!("{HEADING}A,847130,100,0,0,P,390210,JP,tba,2,HKD\n"));
    let told = world.agree(&["a.csv", "--format", "csv", "-o", "nowhere/report"]);
    assert!(told.err.contains("error[F006]") && told.code == Some(2), "{}", told.err);
}

/// Materials worth more than FOB were told of at the row, also where a flag stated FOB.
#[test]
fn a_flag_that_is_told_of_is_told_of_as_a_flag() {
    let world = World::new();
    world.write("a.csv", "good_id,good_hs,part,hs_code,origin,amount\nA,847130,P,390210,JP,200\n");
    world.write("b.csv", "good_id,good_hs,fob,part,hs_code,origin,amount\nB,847130,,P,390210,JP,200\nC,847130,50,P,390210,JP,200\n");
    let told = world.agree(&["a.csv", "b.csv", "--format", "csv", "--fob", "100", "--labour", "1", "--development", "0"]);
    assert!(told.err.contains("[B013] --fob") && told.err.contains("[B013] b.csv:3:3"), "{}", told.err);
}

/// The words of an open point were said for the step of the proof that has the same name, and the words about a code on one
/// day or under one rule for another.
#[test]
fn words_about_a_code_are_those_of_the_good() {
    let world = World::new();
    world.write("a.csv", format!("{HEADING}A,847130,100,0,0,P,847330,JP,1,2,HKD\nB,847130,100,0,0,P,847330,JP,1,2,HKD\n"));
    let told = world.agree(&["a.csv", "--format", "csv", "--operations", "injection-moulding"]);
    assert!(told.out.contains("\"8471.30 is not among the loaded rows"), "{}", told.out);
    let mut text = HEADING.replacen("good_id,", "on,rule,good_id,", 1);
    for (good, (day, rule)) in
        [("2026-11-01", "CTH"), ("2027-06-01", ""), ("2028-06-01", ""), ("2027-06-01", "CTH"), ("2030-01-01", "CC")].into_iter().enumerate()
    {
        for own in ["701990", "841850", "847130", "090230", "851822"] {
            text.push_str(&format!("{day},{rule},G-{good}-{own},{own},100,40,0,P,390210,JP,1,2,HKD\n"));
        }
    }
    world.write("a.csv", &text);
    world.agree(&["a.csv", "--format", "csv", "--operations", "injection-moulding"]);
}

/// Goods of a file without a column for rules were judged by the rule of the file before, where they had its code.
#[test]
fn a_rule_of_one_file_is_not_that_of_the_next() {
    let world = World::new();
    world.write("a.csv", format!("rule,{HEADING}CTH,A,841850,100,0,0,P,390210,JP,1,2,HKD\n"));
    world.write("b.csv", format!("{HEADING}B,841850,100,0,0,P,390210,JP,1,2,HKD\n"));
    let told = world.agree(&["a.csv", "b.csv", "--format", "csv"]);
    assert!(told.out.contains(",typed,") && told.out.contains(",list,"), "{}", told.out);
}

/// A row behind the headings that only a return parts from them was taken for a part of them, and lost.
#[test]
fn a_return_ends_the_headings() {
    let world = World::new();
    for (name, heading) in [
        ("a.csv", HEADING.replace('\n', "\r")),
        ("b.csv", HEADING.replace('\n', "\r\n")),
        ("c.csv", HEADING.replace("part", "\"part\r\nno.\"")),
    ] {
        world.write(name, heading + "A,847130,100,1,0,P,390210,JP,1,2,HKD\nA,847130,100,1,0,Q,390210,JP,1,3,HKD\n");
        let told = world.agree(&[name, "--format", "csv", "--rule", "CTH"]);
        assert!(told.out.contains(",2,0,0,0,"), "{name}: {}", told.out);
    }
}
