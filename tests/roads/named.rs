//! Which materials are named that keep a good from a change of classification: of goods of few lines and of very many, wherever
//! their rows stand.

use super::world::{HEADING, Numbers, World, same};

/// A good of so many lines: materials of `codes` codes of its own heading, of few different prices, so that many are alike.
fn good(id: &str, lines: usize, codes: usize, drawn: &mut Numbers) -> Vec<String> {
    let mut rows = Vec::new();
    for line in 0..lines {
        let currency = ["HKD", "USD", "CNY", ""][drawn.below(4)];
        let origin = ["JP", "TW", "JP", ""][drawn.below(4)];
        let (code, cents) = (10 + drawn.below(codes), 1 + drawn.below(9));
        let part = if drawn.below(50) == 0 { format!("\"P, {line}\"") } else { format!("P{line}") };
        rows.push(format!("{id},84713010,9000000,10,0,{part},847130{code:02},{origin},1,0.0{cents},{currency}\n"));
    }
    rows
}

/// Both roads on these rows, and what was named.
fn agree(rows: &[String], flags: &[&str]) -> String {
    let world = World::new();
    world.write("a.csv", HEADING.to_owned() + &rows.concat());
    let args =
        [&["a.csv", "--format", "csv", "--trust-country", "--unproven", "non-originating", "--quiet", "--rule", "CTH"], flags].concat();
    let plain = world.run(&[&args[..], &["--plain-road"]].concat(), b"");
    same(&world.run(&args, b""), &plain, "both roads");
    plain.out
}

#[test]
fn of_few_lines_all_are_kept() {
    let mut drawn = Numbers(1);
    for (lines, codes) in [(1, 1), (2, 1), (20, 4), (99, 3), (100, 3), (100, 1)] {
        let said = agree(&good("A", lines, codes, &mut drawn), &[]);
        assert!(said.contains(",not-originating,"), "{said}");
    }
}

#[test]
fn of_many_lines_of_a_lot_the_greatest_are_named() {
    let mut drawn = Numbers(2);
    for (lines, codes) in [(101, 1), (150, 1), (500, 2), (2_000, 1), (3_000, 7)] {
        let said = agree(&good("A", lines, codes, &mut drawn), &[]);
        assert!(said.contains(" more"), "{said}");
    }
}

/// Past ten thousand lines to be named the plain road keeps three of each group: here 12,000 lines in few groups, which stay
/// below that, and in many, which do not.
#[test]
fn of_very_many_different_lines_fewer_are_kept() {
    let mut drawn = Numbers(3);
    for codes in [2, 5, 80] {
        agree(&good("A", 12_000, codes, &mut drawn), &[]);
    }
}

#[test]
fn goods_of_many_lines_in_any_order() {
    let mut drawn = Numbers(4);
    let mut rows = good("A", 11_000, 80, &mut drawn);
    rows.extend(good("B", 300, 2, &mut drawn));
    rows.extend(good("C", 20, 2, &mut drawn));
    for place in (1..rows.len()).rev() {
        rows.swap(place, drawn.below(place + 1));
    }
    for threads in ["1", "3"] {
        agree(&rows, &["--threads", threads]);
    }
}

/// Goods that are cut between workers, each judged with the rates of its own day: on one day a material in yen is worth more
/// than one in dollars, on the other day less.
#[test]
fn goods_of_several_days_that_are_cut_between_workers() {
    let world = World::new();
    let mut text = format!("on,{HEADING}");
    for good in 0..16 {
        let on = ["2026-01-05", "2026-06-05", ""][good % 3];
        for line in 0..1_500 {
            let (currency, cents) = (["JPY", "USD"][line % 2], 10 + line * 7 % 89);
            text.push_str(&format!(
                "{on},G-{good:02},84713010,9000000,10,0,a part of good {good} {line},84713011,JP,1,0.{cents},{currency}\n"
            ));
        }
    }
    world.write("a.csv", text);
    world.write("rates.csv", "currency,rate,date\nHKD,1,\nUSD,1.00,\nJPY,0.40,2026-01-01\nJPY,2.50,2026-06-01\nJPY,1.00,2026-09-01\n");
    let args = ["a.csv", "--format", "csv", "--trust-country", "--unproven", "non-originating", "--quiet", "--rule", "CTH"];
    let told = world.agree_with(&["1", "2", "3"], &args, b"");
    assert!(told.out.contains(" more"), "{}", told.out);
}
