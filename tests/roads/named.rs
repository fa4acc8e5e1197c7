//! Which materials are named that keep a good from a change of classification: of goods of few lines and of very many, wherever
//! their rows stand.

use super::world::{World, same};

const HEADING: &str = "good_id,good_hs,fob,labour,development,part,hs_code,origin,quantity,unit_cost,currency\n";

/// Numbers that look drawn, the same each time.
struct Drawn(u64);

impl Drawn {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

/// A good of so many lines: materials of `codes` codes of its own heading, of few different prices, so that many are alike.
fn good(id: &str, lines: u64, codes: u64, drawn: &mut Drawn) -> Vec<String> {
    let mut rows = Vec::new();
    for line in 0..lines {
        let currency = ["HKD", "USD", "CNY", ""][drawn.below(4) as usize];
        let origin = ["JP", "TW", "JP", ""][drawn.below(4) as usize];
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
    let mut drawn = Drawn(1);
    for (lines, codes) in [(1, 1), (2, 1), (20, 4), (99, 3), (100, 3), (100, 1)] {
        let said = agree(&good("A", lines, codes, &mut drawn), &[]);
        assert!(said.contains(",not-originating,"), "{said}");
    }
}

#[test]
fn of_many_lines_of_a_lot_the_greatest_are_named() {
    let mut drawn = Drawn(2);
    for (lines, codes) in [(101, 1), (150, 1), (500, 2), (2_000, 1), (3_000, 7)] {
        let said = agree(&good("A", lines, codes, &mut drawn), &[]);
        assert!(said.contains(" more"), "{said}");
    }
}

/// Past ten thousand lines to be named the plain road keeps three of each group: here 12,000 lines in few groups, which stay
/// below that, and in many, which do not.
#[test]
fn of_very_many_different_lines_fewer_are_kept() {
    let mut drawn = Drawn(3);
    for codes in [2, 5, 80] {
        agree(&good("A", 12_000, codes, &mut drawn), &[]);
    }
}

#[test]
fn goods_of_many_lines_in_any_order() {
    let mut drawn = Drawn(4);
    let mut rows = good("A", 11_000, 80, &mut drawn);
    rows.extend(good("B", 300, 2, &mut drawn));
    rows.extend(good("C", 20, 2, &mut drawn));
    for place in (1..rows.len()).rev() {
        rows.swap(place, drawn.below(place as u64 + 1) as usize);
    }
    for threads in ["1", "3"] {
        agree(&rows, &["--threads", threads]);
    }
}
