//! Both roads where a text sums up.

use super::world::{HEADING, Numbers, World, confirmed};

const RULE: [&str; 7] =
    ["--rule", "CTH and RVC(BU 30 | BD 40)", "--operations", "injection-moulding", "--trust-country", "--unproven", "non-originating"];

/// Rows of goods, of which many are as near to their thresholds as others.
fn lines(goods: usize) -> Vec<String> {
    let row = |line: usize| {
        let (good, origin) = (line / 3, ["JP", "HK", "CN"][line % 3]);
        let code = ["390210", "8471.41", "731815"][(line + good) % 3];
        format!("G-{good:05},847130,{}.00,1,0,P-{line},{code},{origin},2,{}.5,HKD\n", 60 + good % 7 * 10, 1 + line * 7 % 23)
    };
    (0..goods * 3).map(row).collect()
}

#[test]
fn whether_a_text_sums_up_is_known_when_all_goods_are() {
    let world = World::new();
    world.write("cepa.toml", confirmed("none"));
    for goods in [1, 19, 20, 21, 300] {
        world.write("a.csv", HEADING.to_owned() + &lines(goods).concat());
        for view in [&[][..], &["--view", "summary"], &["-o", "report", "--summary", "ending"]] {
            let args = [&["a.csv"][..], &RULE, view].concat();
            let told = world.agree(&args);
            let text = told.files[0].as_ref().unwrap_or(&told.out);
            assert_eq!(text.contains("Nearest"), goods > 20 || view.contains(&"summary"), "{goods} {view:?}: {text}");
            let (all, plainly) = world.judged(&args);
            assert_eq!((all, plainly == 0), (goods, goods > 20 || view.contains(&"summary")), "{view:?}");
        }
    }
}

#[test]
fn goods_in_any_order_and_in_several_files() {
    let world = World::new();
    world.write("cepa.toml", confirmed("BU 15 | BD 20"));
    let mut all = lines(400);
    world.write("a.csv", HEADING.to_owned() + &all.concat());
    let told = world.agree(&[&["a.csv"][..], &RULE].concat());
    assert_eq!(told.out.lines().filter(|line| line.contains("build-")).count(), 10, "{}", told.out);
    world.write("b.csv", HEADING.to_owned() + &all[..600].concat());
    world.write("c.csv", HEADING.to_owned() + &all[600..].concat());
    world.agree(&[&["c.csv", "b.csv"][..], &RULE].concat());
    // One file is read again by the plain road, another by neither.
    world.write("d.csv", HEADING.replace("good_id,", "good_id,level,") + "D-1,1,847130,100,0,0,P,390210,JP,1,tba,HKD\n");
    world.write("e.csv", HEADING.to_owned() + &lines(30).concat().replace("G-", "E-") + "E-9,847130,1,1,1,\"P");
    world.agree(&[&["c.csv", "e.csv", "b.csv", "d.csv", "f.csv"][..], &RULE].concat());
    let mut numbers = Numbers(5);
    for _ in 0..4 {
        numbers.shuffle(&mut all);
        world.write("a.csv", HEADING.to_owned() + &all.concat());
        let args = [&["a.csv"][..], &RULE].concat();
        world.agree(&args);
        assert_eq!(world.judged(&args), (400, 0));
    }
    world.agree_with(&["1", "2"], &[&["-"][..], &RULE].concat(), (HEADING.to_owned() + &all.concat()).as_bytes());
    world.agree(&[&["a.csv", "b.csv"][..], &RULE].concat());
}

/// Open points that name the good's own code, open materials by their parts, rejected goods, and three languages.
#[test]
fn what_is_open_and_what_is_rejected() {
    let world = World::new();
    let codes = ["847130", "8471.30.10", "090230", "392690", "841850", "7019.90", "851822"];
    let row = |good: usize| {
        let (origin, fob) = (["JP", "", "HK", "CN"][good % 4], if good % 29 == 3 { "x".to_owned() } else { format!("{}", 100 + good) });
        let name = format!("P-{}", good % 13);
        format!("G-{good:05},{},{fob},1,0,{name},390210,{origin},2,{}.25,HKD\n", codes[good % 7], 10 + good % 40)
    };
    world.write("a.csv", HEADING.to_owned() + &(0..120).map(row).collect::<String>());
    for lang in ["en", "zh-Hant", "zh-Hans"] {
        let told = world.agree(&["a.csv", "--lang", lang]);
        assert!(told.out.contains("P-1") && told.out.contains("8471.30") && told.out.contains("B008 a.csv:"), "{}", told.out);
        world.agree(&["a.csv", "--lang", lang, "--trust-country", "--rule", "RVC(BU 30 | BD 40)"]);
        world.agree(&["a.csv", "--lang", lang, "--trust-country", "--unproven", "non-originating"]);
    }
}

/// Rows that are let go at once are no text of which nobody knows yet whether it sums up.
#[test]
fn a_text_that_is_let_go_at_once_says_what_it_is() {
    let world = World::new();
    world.write("a.csv", HEADING.to_owned() + &lines(30).concat());
    let streamed = world.run(&["a.csv", "--stream", "--view", "summary"], b"");
    assert!(streamed == world.run(&["a.csv", "--plain-road", "--view", "summary"], b""));
    assert!(world.run(&["a.csv", "--stream"], b"").err.contains("error[T015]"));
}
