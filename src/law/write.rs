//! Writing the product list and what goes with it, in the form that [`Law::load`](super::Law::load) reads.

use super::product::{ProductList, Row};
use super::{Files, Source, about};

/// The heading of `psr/hk.csv`.
const COLUMNS: [&str; 11] =
    ["hs_code", "from", "until", "rule", "wording", "wording_lang", "serial", "description", "partial", "cite", "basis"];

impl Files {
    /// These files with another product list.
    #[must_use]
    pub fn with_products(mut self, list: &ProductList) -> Self {
        self.set("psr/hk.csv", rows(list));
        self.set(about::PATH, about::write(&list.about));
        self
    }

    /// These files with one more source to cite, or with another one in place of the one of that name.
    #[must_use]
    pub fn with_source(mut self, id: &str, source: &Source) -> Self {
        let text = self.get("sources.csv").unwrap_or_default().to_owned();
        let mut kept: Vec<csv::StringRecord> = Vec::new();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        kept.extend(reader.records().filter_map(Result::ok).filter(|row| row.get(0) != Some(id)));
        let [english, traditional, simplified] = &source.titles;
        kept.push(csv::StringRecord::from(vec![
            id,
            english,
            traditional,
            simplified,
            &source.issuer,
            &source.date,
            &source.address,
            &source.read,
        ]));
        self.set("sources.csv", table(kept.iter().map(|row| row.iter().map(str::to_owned).collect::<Vec<_>>())));
        self
    }
}

/// The rows of a list, in order of code and time.
fn rows(list: &ProductList) -> String {
    let head = COLUMNS.map(str::to_owned).to_vec();
    table(std::iter::once(head).chain(list.iter().map(cells)))
}

fn cells(row: &Row) -> Vec<String> {
    let cites: Vec<String> = row.cite.iter().map(super::Cite::written).collect();
    vec![
        row.code.to_string(),
        row.period.from.to_string(),
        row.period.until.map_or_else(String::new, |day| day.to_string()),
        row.rule.to_string(),
        row.wording.clone(),
        row.wording_lang.clone(),
        row.serial.clone(),
        row.description.clone(),
        if row.partial { "yes" } else { "" }.to_owned(),
        cites.join("|"),
        row.basis.word().to_owned(),
    ]
}

/// A CSV table with line feeds.
pub(super) fn table(rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for row in rows {
        let _ = writer.write_record(&row);
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}
