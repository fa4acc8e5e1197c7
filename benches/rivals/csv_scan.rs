//! Merely finds the fields of a file with the csv crate: the yardstick of `benches/rivals`.
//!
//! `cargo run --release --example csv_scan -- FILE`
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a yardstick fails loudly, and touches the machine"
)]

fn main() {
    let path = std::env::args_os().nth(1).expect("a file");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).buffer_capacity(1 << 18).from_path(path).expect("the file opens");
    let (mut record, mut records, mut fields) = (csv::ByteRecord::new(), 0_u64, 0_usize);
    while reader.read_byte_record(&mut record).expect("a record") {
        records = records.saturating_add(1);
        fields = fields.saturating_add(record.len());
    }
    println!("{records} records, {fields} fields");
}
