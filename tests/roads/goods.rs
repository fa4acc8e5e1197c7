//! Both roads where a table states more of the goods.

use proptest::prelude::*;

use super::tables::{F, Good, Kind, OF_GOOD, Shape, Style, config, flags, goods, rates, rows, shape, signs, style};
use super::world::{Numbers, World, cases, same};

/// A table of goods: of some of the bill's goods what the bill states, or something else, and goods that the bill has not.
struct Table<'g> {
    shape: &'g Shape,
    own: &'g [Good],
    others: &'g [Good],
    numbers: Numbers,
}

impl Table<'_> {
    /// A cell: mostly what nobody else states.
    fn cell(&mut self, good: usize, field: F) -> String {
        let place = F::ALL.iter().position(|known| *known == field).expect("a field");
        let own = self.own.get(good).map(|good| good.cells[place].clone()).filter(|_| self.shape.has(field));
        let drawn = self.others[good % self.others.len()].cells[place].clone();
        match (own, self.numbers.below(12)) {
            (Some(own), 1..=8) => own,
            (Some(_), 9 | 10) | (_, 0) => String::new(),
            _ => drawn,
        }
    }

    fn row(&mut self, good: usize, fields: &[F], beside: &[(&str, &[&str])]) -> Vec<String> {
        let mut cells = vec![format!("G-{:04}", good + 1)];
        if self.numbers.below(60) == 0 {
            ["", " G-0001", "g-0001", "例"][self.numbers.below(4)].clone_into(&mut cells[0]);
        }
        cells.extend(fields.iter().map(|field| self.cell(good, *field)));
        for (_, words) in beside {
            let last = if self.numbers.below(15) == 0 { words.len() } else { 2 };
            cells.push(words[self.numbers.below(last)].to_owned());
        }
        if self.numbers.below(50) == 0 {
            cells.pop();
        }
        cells
    }

    fn written(&mut self, style: Style) -> String {
        const BESIDE: [(&str, &[&str]); 4] = [
            ("currency", &["HKD", "HKD", "USD", "", "¥", "x"]),
            ("description", &["tea", "", "Tea, \"green\"", "-"]),
            ("per", &["", "1", "10", "x"]),
            ("remarks", &["", "a"]),
        ];
        let mut fields: Vec<F> = Vec::new();
        for field in OF_GOOD {
            let often = if matches!(field, F::GoodHs | F::Fob | F::Labour | F::Development) { 4 } else { 1 };
            let lacks = if self.shape.has(field) { 1 } else { 5 };
            if self.numbers.below(often + lacks + 2) < often + lacks - 1 {
                fields.push(field);
            }
        }
        let beside: Vec<_> = BESIDE.into_iter().filter(|_| self.numbers.below(3) == 0).collect();
        let headings =
            std::iter::once("good_id").chain(fields.iter().map(|field| field.heading())).chain(beside.iter().map(|(name, _)| *name));
        let signs = signs(&mut self.numbers);
        let sign = |heading: &str| signs.iter().find(|(field, _)| field.heading() == heading).map_or("", |(_, sign)| sign);
        let mut lines = vec![style.line(&headings.map(|heading| heading.to_owned() + sign(heading)).collect::<Vec<_>>())];
        let mut goods: Vec<usize> = (0..self.own.len() + self.numbers.below(3)).filter(|_| self.numbers.below(10) > 0).collect();
        if self.numbers.below(2) == 0 {
            self.numbers.shuffle(&mut goods);
        }
        if self.numbers.below(8) == 0 {
            goods.extend(goods.first().copied());
        }
        for good in goods {
            let row = self.row(good, &fields, &beside);
            lines.push(style.line(&row));
        }
        style.table(&lines)
    }
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn a_table_of_goods_beside_any_table(
        (shape, flags) in shape().prop_flat_map(|shape| (Just(shape.clone()), flags(&shape))),
        style in style(), config in config(), rates in rates(),
        own in goods(1..9, 1..5, Kind::Any), others in goods(3..9, 1..2, Kind::Any),
        seed in any::<u64>(), mixed in any::<bool>(), second in prop::bool::weighted(0.3),
    ) {
        let world = World::new();
        config.iter().for_each(|config| world.write("cepa.toml", config));
        world.write("rates.csv", rates);
        let mut numbers = Numbers(seed);
        let by_good = rows(&shape, style, &own, 1);
        let half = if second { by_good.len() / 2 } else { by_good.len() };
        for (name, part) in [("a.csv", &by_good[..half]), ("b.csv", &by_good[half..])] {
            let mut lines = part.concat();
            if mixed {
                numbers.shuffle(&mut lines);
            }
            lines.insert(0, style.line(&shape.heading()));
            world.write(name, style.bytes(&lines));
        }
        let mut table = Table { shape: &shape, own: &own, others: &others, numbers };
        world.write("goods.csv", table.written(style));
        let files: &[&str] = if second { &["a.csv", "b.csv"] } else { &["a.csv"] };
        world.agree(&[files, &["--goods", "goods.csv"], &flags.args()].concat());
    }
}

const BILL: &str = "good_id,part,hs_code,origin,quantity,unit_cost,currency\n";
const JUDGED: [&str; 5] = ["--trust-country", "--unproven", "non-originating", "--operations", "injection-moulding"];

/// So many goods of two materials, a table that states the rest of them, and how many goods the plain road judged.
fn firm(goods: usize, more: &str) -> (World, Vec<&'static str>) {
    let world = World::new();
    let row = |good: usize| {
        let price = good * 37 % 5;
        format!("G-{good:04},P-1,390210,JP,2,{price}.{:02},USD\nG-{good:04},P-2,7318.15,HK,1,5,\n", good % 100)
    };
    world.write("a.csv", BILL.to_owned() + &(0..goods).map(row).collect::<String>());
    let codes = ["847130", "8471.30.10", "392690", "9403.60"];
    let row = |good: usize| format!("G-{good:04},{},{}.5,{},0,HKD\n", codes[good % 4], 100 + good * 13 % 900, good % 50);
    world.write(
        "goods.csv",
        "good_id,hs_code,fob,labour,development,currency\n".to_owned() + &(0..goods).map(row).collect::<String>() + more,
    );
    (world, [&["a.csv", "--goods", "goods.csv"][..], &JUDGED].concat())
}

#[test]
fn what_the_table_states_of_goods_is_judged_by_words() {
    let (world, args) = firm(300, "");
    for form in [&["--format", "csv"][..], &["--format", "csv", "--rule", "RVC(BU 30 | BD 40)"], &["--view", "summary"], &[]] {
        let args = [&args[..], form].concat();
        world.agree(&args);
        let (goods, plainly) = world.judged(&args);
        assert!(goods == 300 && plainly < 12, "{form:?}: {plainly} of {goods} goods by the plain road");
    }
}

/// What a heading says of a currency holds wherever the amount stands, and for the row that states it.
#[test]
fn headings_name_the_currency_of_amounts() {
    let (world, args) = firm(300, "");
    let (bill, table) = (world.read("a.csv"), world.read("goods.csv"));
    let without_currency = |table: &str, heading: &str| {
        let rows = table.lines().skip(1).map(|row| row.rsplit_once(',').expect("cells").0.to_owned() + "\n");
        heading.to_owned() + &rows.collect::<String>()
    };
    let args = [&args[..], &["--format", "csv", "--rule", "RVC(BU 30 | BD 40)", "--quiet"]].concat();
    world.write("goods.csv", without_currency(&table, "good_id,hs_code,fob (USD),labour（美元）,development\n"));
    world.write("a.csv", without_currency(&bill, "good_id,part,hs_code,origin,quantity,unit_cost (CNY)\n"));
    let told = world.agree(&args);
    assert_eq!(told.out.matches(",met,USD,").count() + told.out.matches(",not-met,USD,").count(), 300, "{}", told.out);
    assert_eq!(world.judged(&args), (300, 0));
    // Each good as its own row has it: one states its labour in the table, another its FOB too.
    world.write("a.csv", bill.replace("quantity", "fob").replace("JP,2,", "JP,500,").replace("HK,1,", "HK,500,"));
    world.write("goods.csv", "good_id,hs_code,fob (USD),labour (USD),amount\nG-0000,847130,,1,\nG-0001,847130,500,,\nG-0002,847130,,,\n");
    world.agree(&[&args[..], &["--development", "0", "--labour", "5"]].concat());
    // A row that contradicts the heading, and headings that contradict each other.
    world.write("a.csv", &bill);
    world.write("goods.csv", table.replace("fob,", "fob (USD),"));
    assert!(world.agree(&args).out.contains("B055"));
    world.write("goods.csv", without_currency(&table, "good_id,hs_code,fob (USD),labour (HKD),development\n"));
    assert_eq!(world.agree(&args).out.matches("B055").count(), 300);
    world.write("goods.csv", &table);
    world.write("a.csv", bill.replace("unit_cost", "unit_cost (USD)").replace("5,\n", "5,HKD\n"));
    assert!(world.agree(&args).out.contains("B055"));
}

/// Goods in currencies that are not the base of the rates: amounts that end in twelve decimals of them, and amounts that do not.
#[test]
fn goods_in_any_currency_are_judged_by_words() {
    let (world, args) = firm(600, "");
    world.write("a.csv", world.read("a.csv").replace(",HK,1,5,\n", ",HK,1,5,USD\n"));
    let currencies = ["HKD", "CNY", "USD", "EUR", "JPY", "GBP", "SGD", ""];
    let mut rows = world.read("goods.csv").replace(",HKD\n", ",HKD \n").split(' ').map(str::to_owned).collect::<Vec<_>>();
    for (row, currency) in rows.iter_mut().zip(currencies.iter().cycle()).skip(1) {
        *row = row.replace("HKD", currency);
    }
    world.write("goods.csv", rows.concat());
    // Of the pound there is a rate of more decimals than the fast road reads, and of the dollar of Singapore none.
    world.write("rates.csv", "currency,rate\nHKD,1\nCNY,1.091237\nUSD,7.7835\nEUR,8.914\nJPY,0.050321\nGBP,10.1234567\n");
    let told = world.agree(&[&args[..], &["--format", "csv", "--rule", "RVC(BU 35)"]].concat());
    assert!(told.out.contains("… of originating"), "figures that do not end: {}", told.out);
    for form in [&["--format", "csv", "--rule", "RVC(BU 35)"][..], &["--format", "csv", "--rule", "CTH or RVC(BU 30 | BD 40)"], &[]] {
        let args = [&args[..], form].concat();
        world.agree(&args);
        // Materials above a FOB of the table are told of by the plain road.
        let (goods, plainly) = world.judged(&[&args[..], &["--quiet"]].concat());
        assert!(goods == 600 && plainly <= 75, "{form:?}: {plainly} of {goods} goods by the plain road");
    }
}

#[test]
fn goods_of_the_table_without_rows_stand_behind_the_others() {
    let (world, args) = firm(60, "X-2,847130,100,1,0,HKD\nX-1,090230,50,1,0,\nX-2,847130,100,1,0,HKD\n");
    for form in [&["--format", "csv"][..], &["--format", "ndjson"], &["--view", "summary"], &[], &["--view", "answer"]] {
        let args = [&args[..], form].concat();
        let told = world.agree(&args);
        assert!(told.err.contains("B024") && told.err.contains("B025"), "{}", told.err);
        assert_eq!(world.judged(&args).0, 62);
    }
    let told = world.agree(&[&args[..], &["--format", "csv"]].concat());
    let last: Vec<&str> = told.out.lines().rev().take(2).map(|line| line.split(',').next().unwrap()).collect();
    assert_eq!(last, ["X-1", "X-2"]);
}

/// A file that is read again by the plain road, and one of which only the fast road had met a good.
#[test]
fn a_file_that_gives_way_forgets_which_goods_it_met() {
    let (world, args) = firm(40, "");
    let text = world.read("a.csv");
    world.write("a.csv", text.clone() + "G-0041,\"P");
    for form in ["csv", "ndjson"] {
        world.agree(&[&args[..], &["--format", form]].concat());
    }
    // Rows that name no good, and then some that do: none of them is a good of the table.
    world.write("b.csv", text.replace("G-0007", "").replace("G-0", "H-0"));
    world.write("a.csv", BILL.to_owned() + "G-0001,P,390210,JP,1,1,HKD\n");
    world.agree(&[&["b.csv"][..], &args, &["--format", "csv"]].concat());
}

#[test]
fn the_table_and_the_bill_contradict_each_other() {
    let world = World::new();
    let heading = "good_id,good_hs,fob,rule,part,hs_code,origin,amount\n";
    let rows = ["A,847130,100,CTH", "B,847130,100.0,", "C,,,", "D,8471.30,99,CC", "E,847130,100,"];
    world.write("a.csv", heading.to_owned() + &rows.map(|row| format!("{row},P,390210,JP,40\n")).concat());
    world.write("goods.csv", "good_id,hs,fob,rule\nE,847130,101,\nD,847130,99,CTH\nC,847130,30,CC\nB,847130,100,CTH\nA,84713000,100,CTH\n");
    for form in [&["--format", "csv"][..], &["--format", "json"], &["--view", "summary"], &[]] {
        let told = world.agree(&[&["a.csv", "--goods", "goods.csv"][..], &JUDGED, form].concat());
        assert_eq!(told.err.matches("error[B027]").count(), 3, "{}", told.err);
    }
}

#[test]
fn tables_that_cannot_be_used() {
    let world = World::new();
    world.write("a.csv", "good_id,good_hs,fob,part,hs_code,origin,amount\nA,847130,100,P,390210,JP,40\n");
    for table in
        ["", "good_id,fob\n", "fob\n3\n", "x\n", "good_id,fob\nA,\"3\n", "good_id,good_id,fob\nA,A,1\n", "good_id;fob\nA;100,0\nB;12,5\n"]
    {
        world.write("goods.csv", table);
        for form in ["csv", "ndjson", "text"] {
            world.agree(&["a.csv", "--goods", "goods.csv", "--format", form, "--summary", "ending"]);
        }
    }
    world.agree(&["a.csv", "--goods", "nothing.csv", "--format", "csv"]);
    world.agree_with(&["2"], &["-", "--goods", "goods.csv", "--format", "csv"], world.read("a.csv").as_bytes());
}

/// The product list is looked up on the day of each good: of two codes that no row held on the day of the run, one may be
/// listed on the day that the table states.
#[test]
fn days_of_the_table_part_codes_that_are_alike_on_the_day_of_the_run() {
    let world = World::new();
    let row = |good: &str| format!("{good},P,390210,JP,1,80,HKD\n");
    world.write("a.csv", BILL.to_owned() + &["A", "B", "C"].map(row).concat());
    let heading = "good_id,hs_code,fob,labour,development,currency,on\n";
    world.write(
        "goods.csv",
        heading.to_owned() + "A,850440,100,1,0,HKD,2026-11-01\nB,701990,100,1,0,HKD,2026-11-01\nC,701990,100,1,0,HKD,\n",
    );
    let run =
        ["check", "a.csv", "--goods", "goods.csv", "--on", "2021-06-01", "--rates", "rates.csv", "--format", "csv", "--roads", "roads"];
    let args = [&run[..], &JUDGED].concat();
    let fast = world.cepa(&args);
    assert_eq!(world.read("roads"), "{\"road\":\"fast\",\"goods\":3,\"goods_plain\":0,\"files_plain\":0}\n");
    same(&fast, &world.cepa(&[&args[..], &["--plain-road"]].concat()), "both roads");
    let rules: Vec<bool> = fast.out.lines().skip(1).map(|line| line.contains("CTH or RVC(BD 40 | BU 30)")).collect();
    assert_eq!(rules, [false, true, false], "{}", fast.out);
}

#[test]
fn a_table_beside_an_earlier_report() {
    let (world, args) = firm(60, "X-1,090230,50,1,0,\n");
    let whole = world.run(&[&args[..], &["--format", "ndjson", "-o", "last.ndjson"]].concat(), b"");
    assert_eq!(whole.code, world.agree(&[&args[..], &["--format", "ndjson"]].concat()).code);
    let last = world.read("last.ndjson");
    let cut: usize = last.split_inclusive('\n').take(25).map(str::len).sum();
    world.write("cut.ndjson", &last[..cut + 40]);
    let gone_on = world.agree(&[&args[..], &["--format", "ndjson", "--resume", "cut.ndjson"]].concat());
    assert_eq!(gone_on.out, last);

    world.write("goods.csv", world.read("goods.csv").replace("G-0007,", "G-0007,847130,90,0,0,HKD\nG-9007,").replace("X-1,", "X-2,"));
    for form in [&["--format", "csv"][..], &["--format", "ndjson"], &["--format", "json"], &["--format", "text"], &["--view", "summary"]] {
        let args = [&args[..], form, &["--against", "last.ndjson"]].concat();
        let told = world.agree(&args);
        for good in ["G-0007", "G-9007", "X-1", "X-2"] {
            assert!(told.out.contains(good), "{good} of {form:?}: {}", told.out);
        }
        let (goods, plainly) = world.judged(&args);
        assert!(goods == 62 && plainly < 12, "{form:?}: {plainly} of {goods} goods by the plain road");
    }
}
