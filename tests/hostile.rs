//! Files that are made to do harm, or that were damaged on their way: each ends soon, in little memory, with an error
//! that says what is wrong.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    clippy::needless_for_each,
    clippy::format_push_string,
    clippy::format_collect,
    reason = "a test fails loudly, and touches the machine"
)]

mod support;

use std::io::{Cursor, Write};
use std::process::Command;
use std::time::{Duration, Instant};

use support::{root, scratch};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The most memory that a run may ask for, in KiB: what the program takes for itself, and a few times the largest file.
const MEMORY: u32 = 400 * 1024;
/// The longest that a run may take; a build without optimisation needs seconds for a megabyte.
const TIME: Duration = Duration::from_secs(30);

/// Runs `cepa inspect` on these bytes within the limits, and gives its exit code and everything it says.
fn inspect(name: &str, bytes: &[u8]) -> (i32, String) {
    let path = scratch(&format!("hostile-{name}")).join(name);
    std::fs::write(&path, bytes).expect("a scratch file");
    let limited = format!("ulimit -v {MEMORY}; exec \"$0\" inspect \"$1\"");
    let started = Instant::now();
    let run = Command::new("sh").args(["-c", &limited, env!("CARGO_BIN_EXE_cepa"), path.to_str().unwrap()]).output().expect("it runs");
    assert!(started.elapsed() < TIME, "{name} took {:?}", started.elapsed());
    let said = String::from_utf8_lossy(&run.stdout).into_owned() + &String::from_utf8_lossy(&run.stderr);
    (run.status.code().unwrap_or_else(|| panic!("{name} was ended by a signal: {said}")), said)
}

/// Holds that a file is refused with this code.
fn refused(name: &str, bytes: &[u8], code: &str) {
    let (exit, said) = inspect(name, bytes);
    assert!(said.contains(&format!("error[{code}]")), "{name}: {said}");
    assert_eq!(exit, 2, "{name}");
}

fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        let stored = *name == "mimetype";
        let method = if stored { zip::CompressionMethod::Stored } else { zip::CompressionMethod::Deflated };
        writer.start_file(*name, SimpleFileOptions::default().compression_method(method)).expect("a part");
        writer.write_all(content.as_bytes()).expect("its content");
    }
    writer.finish().expect("an archive").into_inner()
}

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

/// A workbook of one sheet with these rows; `before` stands before the sheet's first element.
fn xlsx(before: &str, rows: &str) -> Vec<u8> {
    let book =
        format!(r#"<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"#);
    let to = |kind: &str, target: &str| {
        format!(r#"<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{OFFICE}/{kind}" Target="{target}"/></Relationships>"#)
    };
    archive(&[
        ("_rels/.rels", &to("officeDocument", "xl/workbook.xml")),
        ("xl/workbook.xml", &book),
        ("xl/_rels/workbook.xml.rels", &to("worksheet", "worksheets/sheet1.xml")),
        ("xl/worksheets/sheet1.xml", &format!(r#"{before}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>"#)),
    ])
}

fn cell(place: &str, text: &str) -> String {
    format!(r#"<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}

fn heading() -> String {
    format!(r#"<row r="1">{}{}</row>"#, cell("A1", "Part"), cell("B1", "Amount"))
}

/// A workbook of `LibreOffice` of one sheet with these rows.
fn ods(before: &str, rows: &str) -> Vec<u8> {
    let name = |kind: &str| format!(r#"xmlns:{kind}="urn:oasis:names:tc:opendocument:xmlns:{kind}:1.0""#);
    let names = [name("office"), name("table"), name("text")].join(" ");
    let content = format!(
        r#"{before}<office:document-content {names}><office:body><office:spreadsheet><table:table table:name="S">{}{rows}</table:table></office:spreadsheet></office:body></office:document-content>"#,
        ods_row("", &[ods_cell("", "Part"), ods_cell("", "Amount")])
    );
    archive(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", &content)])
}

fn ods_cell(attributes: &str, text: &str) -> String {
    format!(r#"<table:table-cell {attributes} office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#)
}

fn ods_row(attributes: &str, cells: &[String]) -> String {
    format!("<table:table-row {attributes}>{}</table:table-row>", cells.concat())
}

const ENTITIES: &str =
    r#"<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>"#;

#[test]
fn a_workbook_that_unpacks_to_hundreds_of_megabytes() {
    refused("bomb.xlsx", &xlsx("", &(heading() + &" ".repeat(40_000_000))), "F014");
    refused("bomb.ods", &ods("", &" ".repeat(40_000_000)), "F014");
}

#[test]
fn entities_that_grow() {
    refused(
        "entities.xlsx",
        &xlsx(ENTITIES, &format!(r#"{}<row r="2">{}{}</row>"#, heading(), cell("A2", "&c;"), cell("B2", "1"))),
        "F013",
    );
    refused("entities.ods", &ods(ENTITIES, &ods_row("", &[ods_cell("", "&c;"), ods_cell("", "1")])), "F013");
}

#[test]
fn cells_at_the_far_corner() {
    let corner = format!(r#"{}<row r="2">{}</row><row r="1048576">{}</row>"#, heading(), cell("A2", "x"), cell("XFD1048576", "y"));
    refused("corner.xlsx", &xlsx("", &corner), "F014");
    let blank = r#"<table:table-cell table:number-columns-repeated="16383"/>"#.to_owned();
    let far = ods_row(r#"table:number-rows-repeated="1048570""#, std::slice::from_ref(&blank))
        + &ods_row("", &[blank.clone(), ods_cell("", "y")]);
    refused("corner.ods", &ods("", &far), "F014");
}

#[test]
fn cells_at_the_far_corner_of_an_old_workbook() {
    let record = |kind: u16, data: &[u8]| [&kind.to_le_bytes()[..], &u16::try_from(data.len()).unwrap().to_le_bytes(), data].concat();
    let number = |row: u16, column: u16| record(0x0203, &[&row.to_le_bytes()[..], &column.to_le_bytes(), &[0; 10]].concat());
    let begin = |kind: u8| record(0x0809, &[&[0, 6, kind, 0][..], &[0; 12]].concat());
    let end = record(0x000a, &[]);
    let sheet = [begin(0x10), number(0, 0), number(65_535, 255), end.clone()].concat();
    let globals = |start: u32| [begin(5), record(0x0085, &[&start.to_le_bytes()[..], &[0, 0, 1, 0, b'S']].concat()), end.clone()].concat();
    let start = u32::try_from(globals(0).len()).unwrap();
    let mut book = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("a container");
    book.create_stream("/Workbook").expect("a stream").write_all(&[globals(start), sheet].concat()).expect("its content");
    book.flush().expect("a file");
    refused("corner.xls", &book.into_inner().into_inner(), "F014");
}

#[test]
fn rows_that_are_repeated_a_million_times() {
    let wide = ods_cell(r#"table:number-columns-repeated="900""#, "x");
    refused("rows.ods", &ods("", &ods_row(r#"table:number-rows-repeated="1048000""#, std::slice::from_ref(&wide))), "F014");
    refused("blocks.ods", &ods("", &ods_row(r#"table:number-rows-repeated="1000""#, &[wide]).repeat(2000)), "F014");
}

#[test]
fn merged_cells_that_lie_over_each_other() {
    let over = ods_cell(r#"table:number-rows-spanned="1048576""#, "x");
    let (exit, said) = inspect("merged.ods", &ods("", &ods_row("", &[over.clone(), over]).repeat(5000)));
    assert!(exit == 2 || said.contains("read as materials"), "{said}");
}

#[test]
fn workbooks_that_are_cut_off() {
    for name in ["workbook-formulas.xlsx", "libre-values.ods", "old-values.xls"] {
        let whole = std::fs::read(root().join("fixtures/corpus").join(name)).expect("a workbook");
        for part in [1, 2, 3] {
            refused(&format!("{part}-{name}"), &whole[..whole.len() * part / 4], "F013");
        }
    }
}

#[test]
fn a_workbook_with_a_password() {
    let mut locked = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("a container");
    locked.create_stream("/EncryptionInfo").expect("a stream").write_all(&[4, 0, 4, 0]).expect("its content");
    locked.create_stream("/EncryptedPackage").expect("a stream").write_all(&[7; 5000]).expect("its content");
    locked.flush().expect("a file");
    let bytes = locked.into_inner().into_inner();
    let (exit, said) = inspect("locked.xlsx", &bytes);
    assert!(said.contains("error[F013]") && said.contains("password"), "{said}");
    assert_eq!(exit, 2);
}

#[test]
fn bytes_that_only_begin_like_a_workbook() {
    let noise: Vec<u8> = (0..50_000_u32).map(|n| u8::try_from(n.wrapping_mul(2_654_435_761) >> 24).unwrap()).collect();
    refused("noise.xls", &[b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", noise.as_slice()].concat(), "F013");
    refused("noise.xlsx", &[b"PK\x03\x04", noise.as_slice()].concat(), "F013");
}

#[test]
fn texts_of_one_line_and_of_very_many_columns() {
    let (exit, said) = inspect("line.csv", format!("Part,Amount,{}", "x".repeat(1_000_000)).as_bytes());
    assert!(exit == 0 && said.contains("B052"), "{said}");
    refused("words.csv", "word ".repeat(200_000).as_bytes(), "B001");
    let same = format!("Part,Amount{}{}\n", ",other".repeat(20_000), ",Qty".repeat(20_000));
    refused("columns.csv", same.as_bytes(), "B004");
    refused("separators.csv", ",;|\t".repeat(50_000).as_bytes(), "B001");
}

#[test]
fn goods_without_end_and_assemblies_without_end() {
    let rows: String = (0..30_000).map(|n| format!("G-{n},P-{n},JP,1.00\n")).collect();
    let (exit, said) = inspect("goods.csv", format!("good_id,part,country,amount\n{rows}").as_bytes());
    assert!(exit == 0, "{}", said.chars().take(300).collect::<String>());
    let chain: String = (0..20_000).map(|n| format!("N-{n},N-{},,1,\n", n + 1)).collect();
    let (exit, said) = inspect("chain.csv", format!("parent,part,country,qty,unit cost\n{chain}N-20000,END,JP,1,2.00\n").as_bytes());
    assert!(exit == 0 && said.contains("N-0: 1 line(s), worth 2"), "{}", said.chars().take(300).collect::<String>());
    let doubled: String = (0..60).map(|n| format!("D-{n},D-{m},,1,\nD-{n},D-{m},,1,\n", m = n + 1)).collect();
    let (_, said) = inspect("doubled.csv", format!("parent,part,country,qty,unit cost\n{doubled}D-60,END,JP,1,2.00\n").as_bytes());
    assert!(said.contains(&format!("D-0: 1 line(s), worth {}", 2_u64 << 60)), "{}", said.chars().take(900).collect::<String>());
}
