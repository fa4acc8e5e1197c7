//! How files are read: what flags and `cepa.toml` say, made one [`Profile`]. Flags go before the file.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::Arc;

use serde::Deserialize;

use super::args::FileArgs;
use crate::bom::{Cell, Field, PartQuantities, Profile, Use, Ways};
use crate::diag::{Code, Diagnostic, Problems};
use crate::input::{Separator, encoding_of_name};
use crate::value::number::{Mark, percent};
use crate::value::{Money, Position};

/// `[files]`
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct FilesSection {
    pub encoding: Option<String>,
    pub separator: Option<String>,
    pub sheet: Option<String>,
}

/// `[signs]`
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct SignsSection {
    pub yen: Option<String>,
    pub yuan: Option<String>,
}

/// `[origin]`
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct OriginSection {
    pub domestic: Option<String>,
}

/// `[numbers]`
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct NumbersSection {
    pub decimal: Option<String>,
}

/// `[parts]`
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct PartsSection {
    pub quantities: Option<String>,
}

/// `[prices]`
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct PricesSection {
    pub tax: Option<String>,
}

/// `[rows]`
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct RowsSection {
    #[serde(default)]
    pub leave_out: Vec<String>,
}

/// One heading, or several that mean the same in different files.
#[derive(Deserialize, Debug, Clone)]
#[serde(untagged)]
pub enum Headings {
    /// One.
    One(String),
    /// Several.
    Several(Vec<String>),
}

impl Headings {
    fn all(&self) -> &[String] {
        match self {
            Self::One(heading) => std::slice::from_ref(heading),
            Self::Several(headings) => headings,
        }
    }
}

/// What `cepa.toml` says of how files are read.
#[derive(Debug, Default)]
pub struct Settings {
    /// Where it is.
    pub at: Option<Position>,
    /// `[files] encoding`
    pub encoding: Option<String>,
    /// `[files] separator`
    pub separator: Option<String>,
    /// `[files] sheet`
    pub sheet: Option<String>,
    /// `[columns]`: fields and the headings that hold them, `ignore` for those that hold nothing.
    pub columns: BTreeMap<String, Headings>,
    /// `[signs] yen`
    pub yen: Option<String>,
    /// `[signs] yuan`
    pub yuan: Option<String>,
    /// `[origin] domestic`
    pub domestic: Option<String>,
    /// `[numbers] decimal`
    pub decimal: Option<String>,
    /// `[parts] quantities`
    pub parts: Option<String>,
    /// `[prices] tax`
    pub tax: Option<String>,
    /// `[rows] leave_out`
    pub leave_out: Vec<String>,
}

/// The word in `[columns]` and `--map` for a column that is not used.
pub const IGNORE: &str = "ignore";

/// What flags and `cepa.toml` say together. What cannot be used is an error that says what can.
pub fn profile(args: &FileArgs, file: &Settings, problems: &mut Problems) -> Profile {
    let mut maker = Maker { file, problems, profile: Profile::default() };
    maker.options(args);
    maker.columns(&args.map);
    maker.ways();
    maker.parts(args);
    maker.tax(args.tax.as_deref());
    for text in &file.leave_out {
        maker.profile.leave_out(text);
    }
    maker.profile
}

struct Maker<'a> {
    file: &'a Settings,
    problems: &'a mut Problems,
    profile: Profile,
}

impl Maker<'_> {
    /// A setting of the file, or of a flag in its place.
    fn refuse(&mut self, setting: &str, value: impl Display, expected: impl Display) {
        let at = if setting.starts_with("--") { None } else { self.file.at.clone() };
        let at = at.unwrap_or_else(|| Position::file(Arc::from(setting)));
        let diagnostic = Diagnostic::at(Code::SettingValue, &at).with("setting", setting).with("value", value);
        self.problems.push(diagnostic.with("expected", expected));
    }

    /// What a flag or else the file says, and which of them.
    fn said<'t>(flag: (&'static str, Option<&'t str>), file: (&'static str, Option<&'t str>)) -> Option<(&'static str, &'t str)> {
        flag.1.map(|text| (flag.0, text)).or_else(|| file.1.map(|text| (file.0, text)))
    }

    fn options(&mut self, args: &FileArgs) {
        let file = self.file;
        if let Some((setting, name)) = Self::said(("--encoding", args.encoding.as_deref()), ("[files] encoding", file.encoding.as_deref()))
        {
            match encoding_of_name(name) {
                Some(encoding) => self.profile.options.encoding = Some(encoding),
                None => self.refuse(setting, name, "utf-8, utf-16le, big5, gb18030, windows-1252"),
            }
        }
        self.profile.options.separator = args.separator.map(Into::into);
        if let (None, Some(word)) = (args.separator, &file.separator) {
            match Separator::from_word(word) {
                Some(separator) => self.profile.options.separator = Some(separator),
                None => self.refuse("[files] separator", word, "comma, semicolon, tab, pipe"),
            }
        }
        self.profile.options.sheet = args.sheet.clone().or_else(|| file.sheet.clone());
    }

    fn columns(&mut self, flags: &[String]) {
        let file = self.file;
        for (word, headings) in &file.columns {
            for heading in headings.all() {
                self.map("[columns]", word, heading);
            }
        }
        for flag in flags {
            match flag.split_once('=') {
                Some((word, heading)) => self.map("--map", word.trim(), heading.trim().trim_matches('"')),
                None => self.refuse("--map", flag, "field=\"heading\""),
            }
        }
    }

    fn map(&mut self, setting: &str, word: &str, heading: &str) {
        match Field::from_word(word) {
            Some(field) => self.profile.map(heading, Use::Holds(field)),
            None if word == IGNORE => self.profile.map(heading, Use::Ignored),
            None => {
                let words = Field::ALL.iter().map(|field| field.word());
                let nearest = crate::value::name::nearest(word, words).unwrap_or("amount");
                self.refuse(setting, word, nearest);
            }
        }
    }

    fn ways(&mut self) {
        let file = self.file;
        self.profile.ways.point = match file.decimal.as_deref() {
            None => Mark::Open,
            Some("." | "point") => Mark::Point,
            Some("," | "comma") => Mark::Comma,
            Some(other) => {
                self.refuse("[numbers] decimal", other, "\".\", \",\"");
                Mark::Open
            }
        };
        self.profile.ways.yen = file.yen.as_deref().and_then(|text| self.cell("[signs] yen", text).currency());
        self.profile.ways.yuan = file.yuan.as_deref().and_then(|text| self.cell("[signs] yuan", text).currency());
        self.profile.ways.domestic = file.domestic.as_deref().and_then(|text| self.cell("[origin] domestic", text).country());
    }

    fn cell<'c>(&'c mut self, setting: &str, text: &'c str) -> Cell<'c> {
        Cell { text, at: Position::file(Arc::from(setting)), ways: &Ways::UNSETTLED, problems: self.problems }
    }

    fn parts(&mut self, args: &FileArgs) {
        self.profile.parts = args.parts.map(Into::into);
        if let (None, Some(word)) = (args.parts, &self.file.parts) {
            match word.as_str() {
                "per-assembly" => self.profile.parts = Some(PartQuantities::PerAssembly),
                "per-good" => self.profile.parts = Some(PartQuantities::PerGood),
                _ => self.refuse("[parts] quantities", word, "per-assembly, per-good"),
            }
        }
    }

    fn tax(&mut self, flag: Option<&str>) {
        let Some((setting, text)) = Self::said(("--tax", flag), ("[prices] tax", self.file.tax.as_deref())) else { return };
        let rate = percent(text, true, Mark::Point).ok().filter(|rate: &Money| !rate.is_negative());
        match rate {
            Some(rate) => self.profile.tax = Some(rate),
            None => self.refuse(setting, text, "13%"),
        }
    }
}
