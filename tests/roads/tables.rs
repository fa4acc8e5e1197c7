//! Tables of any shape: columns by their fields, headings in two languages, cells now and then odd.

use proptest::prelude::*;
use proptest::sample::select;

/// A field of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum F {
    Good,
    GoodHs,
    Fob,
    Labour,
    Development,
    Line,
    Part,
    Description,
    Hs,
    Origin,
    Status,
    Quantity,
    Cost,
    Amount,
    Currency,
    Proof,
    ProofUntil,
    Operations,
    Facts,
    Rule,
    On,
    Supplier,
    Idle,
}

impl F {
    pub const ALL: [Self; 23] = [
        Self::Good,
        Self::GoodHs,
        Self::Fob,
        Self::Labour,
        Self::Development,
        Self::Line,
        Self::Part,
        Self::Description,
        Self::Hs,
        Self::Origin,
        Self::Status,
        Self::Quantity,
        Self::Cost,
        Self::Amount,
        Self::Currency,
        Self::Proof,
        Self::ProofUntil,
        Self::Operations,
        Self::Facts,
        Self::Rule,
        Self::On,
        Self::Supplier,
        Self::Idle,
    ];

    /// Its heading in English.
    pub const fn heading(self) -> &'static str {
        let [english, _] = self.headings();
        english
    }

    const fn headings(self) -> [&'static str; 2] {
        match self {
            Self::Good => ["good_id", "成品編號"],
            Self::GoodHs => ["good_hs", "成品稅號"],
            Self::Fob => ["fob", "離岸價"],
            Self::Labour => ["labour", "人工成本"],
            Self::Development => ["development", "開發成本"],
            Self::Line => ["line no", "序號"],
            Self::Part => ["part", "料號"],
            Self::Description => ["description", "品名"],
            Self::Hs => ["hs_code", "稅號"],
            Self::Origin => ["origin", "原產地"],
            Self::Status => ["status", "原產資格"],
            Self::Quantity => ["quantity", "用量"],
            Self::Cost => ["unit_cost", "單價"],
            Self::Amount => ["amount", "金額"],
            Self::Currency => ["currency", "幣別"],
            Self::Proof => ["proof", "供應商聲明"],
            Self::ProofUntil => ["proof valid to", "有效期至"],
            Self::Operations => ["operations", "工序"],
            Self::Facts => ["facts", "聲明事實"],
            Self::Rule => ["rule", "原產地規則"],
            Self::On => ["on", "判定日"],
            Self::Supplier => ["supplier", "供應商"],
            Self::Idle => ["exw", "出廠價"],
        }
    }
}

/// The columns of a table.
#[derive(Clone, Debug)]
pub struct Shape {
    pub fields: Vec<F>,
    pub chinese: bool,
    /// What stands behind the headings of amounts.
    pub signs: Vec<(F, &'static str)>,
}

/// The fields in whose headings a currency may be named: those of the good, and those of a material.
const SIGNED: [&[F]; 2] = [&[F::Fob, F::Labour, F::Development], &[F::Cost, F::Amount, F::Idle]];

/// No currency in most headings, or the same one in all of them; and now and then another.
pub fn signs(numbers: &mut super::world::Numbers) -> Vec<(F, &'static str)> {
    const SIGNS: [&str; 8] = ["", " (HKD)", " USD", "（人民幣）", " (USD)", " (¥)", "(元)", " ($)"];
    let mut signs = Vec::new();
    for fields in SIGNED {
        let usual = SIGNS[if numbers.below(2) == 0 { 0 } else { numbers.below(5) }];
        for field in fields {
            let own = if numbers.below(12) == 0 { SIGNS[numbers.below(SIGNS.len())] } else { usual };
            signs.push((*field, own));
        }
    }
    signs
}

impl Shape {
    pub fn heading(&self) -> Vec<String> {
        let sign = |field| self.signs.iter().find(|(signed, _)| *signed == field).map_or("", |(_, sign)| sign);
        self.fields.iter().map(|field| field.headings()[usize::from(self.chinese)].to_owned() + sign(*field)).collect()
    }

    pub fn has(&self, field: F) -> bool {
        self.fields.contains(&field)
    }
}

/// Every usual column is there most of the time, every other one now and then, in any order.
pub fn shape() -> impl Strategy<Value = Shape> {
    let there = |field: F| {
        let often = match field {
            F::Good | F::Part | F::Hs => 0.95,
            F::GoodHs | F::Fob | F::Origin | F::Currency | F::Labour | F::Development => 0.8,
            F::Quantity | F::Cost | F::Line | F::Description => 0.75,
            F::Amount | F::Status | F::Proof => 0.35,
            _ => 0.12,
        };
        prop::bool::weighted(often).prop_map(move |there| there.then_some(field))
    };
    let fields: Vec<_> = F::ALL.into_iter().map(there).collect();
    let usual = prop::bool::weighted(0.5);
    (fields, any::<bool>(), usual, any::<u64>()).prop_map(|(fields, chinese, usual, seed)| {
        let mut fields: Vec<F> = fields.into_iter().flatten().collect();
        let mut numbers = super::world::Numbers(seed);
        if !usual {
            numbers.shuffle(&mut fields);
        }
        Shape { fields, chinese, signs: signs(&mut numbers) }
    })
}

fn often(usual: &'static [&'static str], weight: u32, odd: &'static [&'static str]) -> BoxedStrategy<String> {
    prop_oneof![weight => select(usual), 1 => select(odd)].prop_map(str::to_owned).boxed()
}

fn number(rarely: u32) -> BoxedStrategy<String> {
    let odd = &[
        "1,5",
        "1,234.5",
        "",
        "-1",
        "1e3",
        " 2",
        "0.1234567",
        "12345678901234",
        "HK$5",
        "0",
        "0.000",
        "1.",
        "tba",
        "999999999999.999999",
        "００",
        "5%",
    ][..];
    prop_oneof![rarely => "[0-9]{1,3}(\\.[0-9]{1,4})?", 1 => select(odd).prop_map(str::to_owned)].boxed()
}

const LONG: &str = "a very long name, with a comma and a \"quote\", that goes on and on beyond the eighty letters that are kept of it";
const LONG_CHINESE: &str = "不鏽鋼十字槽沉頭自攻螺絲連墊圈及彈簧墊片（表面鍍鋅，鹽霧測試七十二小時，供應商料號另列於附件三第十二頁），每包一百粒，另附備用件五粒，以防運輸途中遺失，並附產地來源證副本";

/// The cell of a material.
fn material_cell(field: F) -> BoxedStrategy<String> {
    match field {
        F::Line => often(&["1", "2", "10"], 30, &["", "x", "#", "e", "S-1", "例"]),
        F::Part => often(
            &["P-1", "P-2", "螺絲", "Steel, 3 mm"],
            12,
            &[
                "",
                "Total",
                "合計",
                "a \"b\"",
                "two\nlines",
                LONG,
                LONG_CHINESE,
                "Example",
                "例如：A",
                "Note: x",
                "FOB",
                " P ",
                "SECTION A",
                "#",
            ],
        ),
        F::Description => often(&["text", "鋼板", ""], 12, &["合計", "labour", "a, b", "\"", LONG, "人工"]),
        F::Hs => often(
            &["847330", "8473.30", "84733010", "8471.30.1000", "8471.30", "8471.41", "390210", "7318.15", "851770", "701990", "7019.31"],
            14,
            &[
                "",
                "8473",
                "0902.99",
                "847.3",
                "x",
                "8473 30",
                " 847330",
                "8473300",
                "902.30",
                "8473.3",
                "854142",
                "8541.40",
                "847399",
                "9999.99.99",
                "847330\u{3000}",
            ],
        ),
        F::Origin => often(&["CN", "HK", "JP", "US", "DE"], 14, &["", "China", "中國", "hk", "XX", "local", "JP ", "HKG", "國產", "CN/JP"]),
        F::Status => often(&["originating", "non-originating", ""], 14, &["yes", "非原產", "x", "Y "]),
        F::Quantity | F::Cost => number(30),
        F::Amount => prop_oneof![1 => Just(String::new()), 3 => number(30)].boxed(),
        F::Currency => often(&["HKD", "CNY", "USD", "JPY", ""], 16, &["人民幣", "usd", "EUR", "¥", "$", " HKD", "元"]),
        F::Proof => often(&["CO-1", "", "originating"], 10, &["JP", "a, b"]),
        F::ProofUntil => often(&[""], 4, &["2027-01-01", "2020-01-01", "x"]),
        F::Supplier => often(&["ACME", "", "某某公司"], 9, &["a, \"b\""]),
        F::Idle => often(&["1.5", ""], 9, &["12,5", "1.234,5"]),
        _ => Just(String::new()).boxed(),
    }
}

/// The cell of a good.
fn good_cell(field: F) -> BoxedStrategy<String> {
    let cents = |most: u32| (0..most).prop_map(|cents| format!("{}.{:02}", cents / 100, cents % 100));
    match field {
        F::GoodHs => often(&["847130", "8471.30.10", "390210", "701990", "841850", "731815"], 14, &["8471", "", "7204.10", "0902.30", "5603.11", "180620", "854142", "84713", "x", " 847130", "020110", "847130 "]),
        F::Fob => prop_oneof![14 => cents(900_000), 1 => select(&["", "0", "1.2345678", "0.000001", "79000000000", "999999999999", "HK$100", "1,234.00"][..]).prop_map(str::to_owned)].boxed(),
        F::Labour | F::Development => prop_oneof![14 => cents(20_000), 1 => select(&["", "0", "x", "0.1234567"][..]).prop_map(str::to_owned)].boxed(),
        F::Operations => often(&["injection-moulding", "injection-moulding; pcb-assembly", ""], 10, &["washing", "dance", "injection-moulding@CN", "simple-assembly", "tea-fermentation"]),
        F::Facts => often(&["", "wholly-obtained"], 10, &["!wholly-obtained", "magic", "born-and-bred", "contains-sugar"]),
        F::Rule => often(&["", "CTH", "CTSH", "CC", "RVC(BU 30)", "CTH or RVC(BU 30 | BD 40)", "general"], 10, &["CTH except from 8473", "WO", "nonsense", "CC and RVC(BD 40.55)", "CTH and process(injection-moulding)"]),
        F::On => often(&["", "2026-11-01", "2026-12-31", "2027-06-01"], 10, &["2030-01-01", "2019-06-01", "2015-01-01", "01/02/2026", "x"]),
        _ => Just(String::new()).boxed(),
    }
}

pub const OF_GOOD: [F; 8] = [F::GoodHs, F::Fob, F::Labour, F::Development, F::Operations, F::Facts, F::Rule, F::On];

/// A good: its cells, and those of its materials, for every field.
#[derive(Clone, Debug)]
pub struct Good {
    pub cells: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// What the cells of goods and materials of a table are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Now and then odd.
    Any,
    /// Many materials of few codes and names.
    Alike,
}

pub fn goods(count: std::ops::Range<usize>, lines: std::ops::Range<usize>, kind: Kind) -> impl Strategy<Value = Vec<Good>> {
    let row = || {
        F::ALL.into_iter().map(move |field| if kind == Kind::Alike { alike_cell(field) } else { material_cell(field) }).collect::<Vec<_>>()
    };
    let cells = F::ALL.into_iter().map(good_cell).collect::<Vec<_>>();
    let good = (cells, prop::collection::vec(row(), lines)).prop_map(|(cells, rows)| Good { cells, rows });
    prop::collection::vec(good, count)
}

/// The cell of a material of which there are several of one code.
fn alike_cell(field: F) -> BoxedStrategy<String> {
    match field {
        F::Part => often(&["P-1", "P-2", "螺絲", "Steel, 3 mm", "a \"b\"", LONG, LONG_CHINESE, "two\nlines"], 9, &["", "\"", "x,"]),
        F::Description => often(&["text", "鋼板, 薄"], 9, &[""]),
        F::Hs => often(&["8471.30", "847130", "8471.41", "8471.30.1000", "390210", "390290", "7318.15"], 99, &["8541.40"]),
        F::Origin => often(&["JP", "US", "CN", "HK"], 9, &["日本", "VN"]),
        F::Status => often(&["", "non-originating"], 9, &["originating"]),
        F::Quantity | F::Cost | F::Amount => number(10_000),
        F::Currency => often(&["HKD", "", "USD"], 9, &["CNY"]),
        F::Line => Just("1".to_owned()).boxed(),
        F::ProofUntil => Just(String::new()).boxed(),
        _ => material_cell(field),
    }
}

/// How a table is written.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    pub quoted: bool,
    pub ending: &'static str,
    pub mark: bool,
    pub last: bool,
    pub separator: &'static str,
    pub encoding: Written,
}

/// In what a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    Utf8,
    Big5,
    Gb,
    Utf16,
}

impl Written {
    pub fn bytes(self, text: &str) -> Vec<u8> {
        match self {
            Self::Utf8 => text.as_bytes().to_vec(),
            Self::Big5 => encoding_rs::BIG5.encode(text).0.into_owned(),
            Self::Gb => encoding_rs::GB18030.encode(text).0.into_owned(),
            Self::Utf16 => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        }
    }
}

impl Style {
    pub const PLAIN: Self = Self { quoted: false, ending: "\n", mark: false, last: true, separator: ",", encoding: Written::Utf8 };

    pub fn line(self, cells: &[String]) -> String {
        let cell = |cell: &String| {
            if self.quoted || cell.contains(['"', '\n', '\r']) || cell.contains(self.separator) {
                format!("\"{}\"", cell.replace('"', "\"\""))
            } else {
                cell.clone()
            }
        };
        cells.iter().map(cell).collect::<Vec<_>>().join(self.separator) + self.ending
    }

    pub fn bytes(self, lines: &[String]) -> Vec<u8> {
        self.encoding.bytes(&self.table(lines))
    }

    pub fn table(self, lines: &[String]) -> String {
        let mut text = if self.mark { "\u{feff}".to_owned() } else { String::new() } + &lines.concat();
        if !self.last {
            text.truncate(text.len() - self.ending.len());
        }
        text
    }
}

pub fn style() -> impl Strategy<Value = Style> {
    let often = prop::bool::weighted;
    let separator = prop_oneof![5 => Just(","), 1 => Just(";"), 1 => Just("\t"), 1 => Just("|")];
    let encoding = prop_oneof![5 => Just(Written::Utf8), 1 => Just(Written::Big5), 1 => Just(Written::Gb), 1 => Just(Written::Utf16)];
    (often(0.3), select(&["\n", "\n", "\r\n"][..]), often(0.2), often(0.8), separator, encoding)
        .prop_map(|(quoted, ending, mark, last, separator, encoding)| Style { quoted, ending, mark, last, separator, encoding })
}

/// The rows of a table, without its headings, good by good.
pub fn rows(shape: &Shape, style: Style, goods: &[Good], first: usize) -> Vec<Vec<String>> {
    let cell = |number: usize, good: &Good, row: &[String], field: F| {
        let place = F::ALL.iter().position(|known| *known == field).expect("a field");
        match field {
            F::Good => format!("G-{:04}", number + first),
            field if OF_GOOD.contains(&field) => good.cells[place].clone(),
            _ => row[place].clone(),
        }
    };
    let row = |number, good: &Good, row: &Vec<String>| {
        style.line(&shape.fields.iter().map(|field| cell(number, good, row, *field)).collect::<Vec<_>>())
    };
    goods.iter().enumerate().map(|(number, good)| good.rows.iter().map(|cells| row(number, good, cells)).collect()).collect()
}

/// The flags of a run that bear on how goods are judged and what is told.
#[derive(Clone, Debug)]
pub struct Flags(pub Vec<String>);

impl Flags {
    pub fn args(&self) -> Vec<&str> {
        self.0.iter().map(String::as_str).collect()
    }
}

pub fn flags(shape: &Shape) -> impl Strategy<Value = Flags> + use<> {
    let list = |items: &[&str]| items.iter().map(|item| (*item).to_owned()).collect::<Vec<_>>();
    let maybe = |share: u32, items: &[&str]| {
        let items = list(items);
        (0..100_u32).prop_map(move |drawn| if drawn < share { items.clone() } else { Vec::new() }).boxed()
    };
    let lacks = |field| if shape.has(field) { 10 } else { 85 };
    let rules = [
        "CC",
        "CTH",
        "CTSH",
        "CTH or RVC(BU 30)",
        "RVC(BU 30 | BD 40)",
        "CTH and RVC(BU 30 | BD 40)",
        "RVC(BD 40.55)",
        "CTH except from 8473",
        "general",
        "RVC(BU 0)",
        "RVC(BD 100)",
    ];
    let rule = prop_oneof![3 => Just(Vec::new()), 7 => select(rules.to_vec()).prop_map(|rule| vec!["--rule".to_owned(), rule.to_owned()])];
    let form = select(vec![
        &["--format", "csv"][..],
        &["--format", "csv"],
        &["--format", "csv", "--resumable"],
        &["--format", "csv", "--end-row", "--resumable"],
        &["--format", "csv", "--end-row", "--summary", "ending"],
        &["--format", "csv", "-o", "report", "--summary", "ending"],
        &["--format", "ndjson"],
        &["--format", "json"],
        &["--format", "ndjson", "-o", "report"],
        &["--view", "summary"],
        &["--view", "summary"],
        &["--view", "summary", "-o", "report", "--summary", "ending"],
        &[],
        &["--summary", "ending"],
        &["--view", "answer"],
        &["--view", "reasons"],
        &["--view", "proof", "-o", "report"],
    ])
    .prop_map(list);
    let parts = vec![
        form.boxed(),
        rule.boxed(),
        maybe(60, &["--trust-country"]),
        maybe(60, &["--unproven", "non-originating"]),
        maybe(lacks(F::GoodHs), &["--hs", "8471.30"]),
        maybe(lacks(F::Fob), &["--fob", "1000.00"]),
        maybe(lacks(F::Labour), &["--labour", "12.5"]),
        maybe(lacks(F::Development), &["--development", "0"]),
        maybe(lacks(F::Operations), &["--operations", "injection-moulding"]),
        maybe(20, &["--quiet"]),
        maybe(20, &["--lang", "zh-Hant"]),
        maybe(3, &["--bom-per", "10"]),
    ];
    parts.prop_map(|parts| Flags(parts.concat()))
}

/// Rates whose base is the usual currency of goods, another one, or none that is listed; with many decimals, and by day.
pub fn rates() -> impl Strategy<Value = &'static str> {
    let others = [
        "currency,rate\nHKD,0.9221\nCNY,1\nUSD,7.193354\nJPY,0.04804\n",
        "currency,rate\nHKD,0.12818537\nCNY,0.139013\nUSD,1.000\nJPY,0.000667\n",
        "currency,rate\nCNY,1.0845\nUSD,7.8012\nJPY,0.0521\n",
        "currency,rate,date\nHKD,0.93,2026-01-01\nHKD,0.9312,2026-10-01\nHKD,1,2026-11-20\nCNY,1,\nUSD,7.2,2026-11-02\n",
    ];
    prop_oneof![3 => Just(super::world::RATES), 4 => select(others.to_vec())]
}

/// What `cepa.toml` says.
pub fn config() -> impl Strategy<Value = Option<String>> {
    let floor = select(&["none", "BU 15 | BD 20", "BU 30", "BD 20.25"][..]);
    prop_oneof![1 => Just(None), 3 => floor.prop_map(|floor| Some(super::world::confirmed(floor)))]
}
