//! How long `cepa check --format csv` takes against merely finding the fields of the same file with the csv crate.
//!
//! `cargo bench --bench batch -- [LINES]`: makes a file of so many lines (two million by default) with a fixed seed, takes
//! the csv crate's `ByteRecord` scan, one thread and two threads in turn, five rounds, and prints medians and ratios.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a bench fails loudly, and touches the machine"
)]

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const ROUNDS: usize = 5;
const LINES_OF_A_GOOD: u64 = 20;
const RATES: &str = "currency,rate\nHKD,1.0000\nCNY,1.0845\nUSD,7.8012\nJPY,0.0521\n";
const SETTLED: &str = "[[confirm]]\npoint = \"accumulation.floor\"\nis = \"none\"\nby = \"b\"\non = \"2026-01-01\"\nsource = \"b\"\n\
    [[confirm]]\npoint = \"accumulation.conditions\"\nby = \"b\"\non = \"2026-01-01\"\nsource = \"b\"\n\
    [[confirm]]\npoint = \"mainland-in-shift\"\nby = \"b\"\non = \"2026-01-01\"\nsource = \"b\"\n";

/// Numbers that are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % most
    }

    fn of<'t>(&mut self, texts: &[&'t str]) -> &'t str {
        texts[usize::try_from(self.below(texts.len() as u64)).expect("small")]
    }
}

/// A bill of materials of many goods.
fn bill(lines: u64) -> String {
    let mut numbers = Numbers(0x2026_1122);
    let mut text =
        String::from("good_id,good_hs,fob,labour,development,line_no,part,description,hs_code,origin,quantity,unit_cost,currency\n");
    for line in 0..lines {
        let good = line / LINES_OF_A_GOOD;
        let (heading, fob) = (8401 + good % 80, 40_000 + good * 7919 % 600_000);
        let (labour, development) = (fob / 9, fob / 50);
        let description = numbers.of(&[
            "steel bolt M6",
            "\"washer, zinc\"",
            "电容 10uF",
            "\"panel \"\"A\"\"\"",
            "cable",
            "lens",
            "spring",
            "housing",
            "螺丝",
        ]);
        let (origin, currency) = (numbers.of(&["CN", "CN", "HK", "JP", "KR", "TW", "US", ""]), numbers.of(&["HKD", "CNY", "USD", "JPY"]));
        let (a, b) = (7201 + numbers.below(1800), 10 + numbers.below(80));
        let code = match numbers.below(3) {
            0 => format!("{a}{b}"),
            1 => format!("{a}.{b}"),
            _ => format!("{a}.{b}.1000"),
        };
        let (quantity, cost) = (1 + numbers.below(24), numbers.below(80_000));
        let _ = writeln!(
            text,
            "FG-{good:08},{heading}10,{}.{:02},{}.{:02},{}.{:02},{},P{:07},{description},{code},{origin},{quantity},{}.{:04},{currency}",
            fob / 100,
            fob % 100,
            labour / 100,
            labour % 100,
            development / 100,
            development % 100,
            line % LINES_OF_A_GOOD + 1,
            numbers.below(10_000_000),
            cost / 10_000,
            cost % 10_000
        );
    }
    text
}

fn scan(path: &Path) -> Duration {
    let begun = Instant::now();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).buffer_capacity(1 << 18).from_path(path).expect("the file");
    let (mut record, mut fields) = (csv::ByteRecord::new(), 0);
    while reader.read_byte_record(&mut record).expect("a record") {
        fields += record.len();
    }
    assert!(fields > 0);
    begun.elapsed()
}

fn judge(folder: &Path, threads: &str) -> Duration {
    let begun = Instant::now();
    let mut command = Command::new(env!("CARGO_BIN_EXE_cepa"));
    command.current_dir(folder).args([
        "check",
        "bill.csv",
        "--format",
        "csv",
        "--quiet",
        "--on",
        "2026-11-01",
        "--currency",
        "HKD",
        "--rates",
        "rates.csv",
    ]);
    command.args([
        "--trust-country",
        "--unproven",
        "non-originating",
        "--rule",
        "CTH and RVC(BU 30 | BD 40)",
        "--operations",
        "injection-moulding",
    ]);
    let status = command.args(["--threads", threads]).stdout(Stdio::null()).status().expect("the program");
    assert!(status.code().is_some_and(|code| code < 2));
    begun.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn main() {
    let lines = std::env::args().skip(1).find_map(|arg| arg.parse().ok()).unwrap_or(2_000_000);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("bill.csv");
    std::fs::write(&path, bill(lines)).expect("the file");
    std::fs::write(folder.path().join("rates.csv"), RATES).expect("the rates");
    std::fs::write(folder.path().join("cepa.toml"), SETTLED).expect("the configuration");
    let mut times = [Vec::new(), Vec::new(), Vec::new()];
    for round in 0..=ROUNDS {
        let taken = [scan(&path), judge(folder.path(), "1"), judge(folder.path(), "2")];
        if round > 0 {
            times.iter_mut().zip(taken).for_each(|(times, taken)| times.push(taken));
        }
    }
    let medians = times.map(median);
    let base = medians[0].as_micros().max(1);
    println!("{lines} lines, {} MB", std::fs::metadata(&path).expect("the file").len() / 1_000_000);
    for (name, taken) in ["csv crate, ByteRecord scan alone", "cepa check, 1 thread", "cepa check, 2 threads"].iter().zip(medians) {
        let share = taken.as_micros() * 100 / base;
        println!("{name:<34} {:>6} ms   {}.{:02} of the scan", taken.as_millis(), share / 100, share % 100);
    }
}
