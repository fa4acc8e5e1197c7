//! Which country a cell names: by a code, a name in any language, a place in it, or several of these at once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::vocabulary::{quoted_cells, word};
use crate::value::Country;
use crate::value::name::{folded, nearest};
use crate::value::number::fold_width;

/// What a cell says of a country.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// This one.
    Country(Country),
    /// Several that differ.
    Several(BTreeSet<Country>),
    /// None: the words depend on who says them, such as 國產 and `imported`.
    Relative,
    /// Something that is not known.
    Unknown,
}

/// Every country with its codes and names.
const COUNTRIES: &str = include_str!("../../data/countries.csv");

/// The longest text in which pieces are looked for.
const LONGEST: usize = 160;

/// Reads the name of a country. `domestic` is what words such as 國產 and `local` mean, where that is settled.
///
/// A text that is not a name as a whole is taken apart at marks, spaces and changes of script; it names a
/// country if all of its pieces are known and agree: `CHINA 中國`, `China (Guangdong)`, 中国广东省深圳市.
#[must_use]
pub fn named(text: &str, domestic: Option<Country>) -> Named {
    if let Some(country) = code(text) {
        return Named::Country(country);
    }
    if text.len() > LONGEST {
        return Named::Unknown;
    }
    match one(text) {
        Some(said) => agreed(&[said], domestic),
        None => pieces(text).map_or(Named::Unknown, |said| agreed(&said, domestic)),
    }
}

/// The name nearest in spelling, for a hint.
#[must_use]
pub fn nearest_country(name: &str) -> Option<&'static str> {
    nearest(name, built_in().shown.iter().copied())
}

/// What a piece of a cell says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Said {
    Country(Country),
    /// 國產, `local`: of the writer's own country.
    Domestic,
    /// 進口, `imported`: not of it. So it names no country, and not even one side of the agreement: what is
    /// imported into the Mainland may be of Hong Kong.
    Imported,
}

/// What all pieces say together.
fn agreed(said: &[Said], domestic: Option<Country>) -> Named {
    let country = |said: &Said| match said {
        Said::Country(country) => Some(*country),
        Said::Domestic => domestic,
        Said::Imported => None,
    };
    let countries: BTreeSet<Country> = said.iter().filter_map(country).collect();
    let open_home = domestic.is_none() && said.contains(&Said::Domestic);
    let both_ways = said.contains(&Said::Domestic) && said.contains(&Said::Imported);
    match countries.first() {
        Some(_) if countries.len() > 1 => Named::Several(countries),
        Some(country) if !open_home && !both_ways => Named::Country(*country),
        _ if said.is_empty() => Named::Unknown,
        _ => Named::Relative,
    }
}

/// Two capitals or small letters that are a code of ISO 3166: the ordinary cell, read without a copy.
fn code(text: &str) -> Option<Country> {
    static CODES: OnceLock<BTreeSet<Country>> = OnceLock::new();
    let read = |line: &str| Country::from_letters(line.split(',').next()?);
    let codes = || CODES.get_or_init(|| lines(COUNTRIES).filter_map(read).collect());
    Country::from_letters(text).filter(|country| codes().contains(country))
}

/// What a name says as a whole.
fn one(name: &str) -> Option<Said> {
    let name = plain(name);
    if let Some(country) = built_in().names.get(&name) {
        return Some(Said::Country(*country));
    }
    match word("relative", &name)? {
        "domestic" => Some(Said::Domestic),
        _ => Some(Said::Imported),
    }
}

/// What every piece of a text says; `None` where one of them is not known.
fn pieces(text: &str) -> Option<Vec<Said>> {
    let folded = fold_width(text).to_lowercase();
    let mut said = Vec::new();
    for run in runs(&folded) {
        let units: Vec<&str> = if run.starts_with(is_ideograph) { characters(run) } else { run.split_whitespace().collect() };
        segments(&units, if run.starts_with(is_ideograph) { "" } else { " " }, &mut said)?;
    }
    Some(said)
}

/// Reads units (characters of Chinese, words of other scripts) by the longest names that they make up.
fn segments(mut units: &[&str], joint: &str, said: &mut Vec<Said>) -> Option<()> {
    while !units.is_empty() {
        let mut longest = (1..=units.len().min(MOST_UNITS)).rev();
        let read = |count: usize| {
            let (head, rest) = units.split_at_checked(count)?;
            let name = head.join(joint);
            if is_beside(&name) { Some((None, rest)) } else { one(&name).map(|said| (Some(said), rest)) }
        };
        let (found, rest) = longest.find_map(read)?;
        said.extend(found);
        units = rest;
    }
    Some(())
}

/// The most words or characters of one name.
const MOST_UNITS: usize = 12;

/// Words that stand beside a country and name none: `made in`, 製造, 省.
fn is_beside(name: &str) -> bool {
    word("beside", &plain(name)).is_some()
}

/// The stretches of one script between marks.
fn runs(text: &str) -> Vec<&str> {
    let inside = |c: char| c.is_alphanumeric() || c.is_whitespace() || matches!(c, '\'' | '’' | '.' | '&');
    let mut found = Vec::new();
    for stretch in text.split(|c: char| !inside(c) || c == '\n') {
        let mut rest = stretch.trim();
        while let Some(first) = rest.chars().next() {
            let script = is_ideograph(first);
            let end = rest.find(|c: char| !c.is_whitespace() && is_ideograph(c) != script).unwrap_or(rest.len());
            let (run, others) = rest.split_at_checked(end).unwrap_or((rest, ""));
            found.push(run.trim());
            rest = others.trim_start();
        }
    }
    found
}

fn characters(run: &str) -> Vec<&str> {
    run.split("").filter(|unit| !unit.trim().is_empty()).collect()
}

const fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

/// A name of a country without case, width, spaces and punctuation.
fn plain(name: &str) -> String {
    let mut name = folded(name);
    name.retain(|c| !matches!(c, '.' | ',' | '\'' | '’' | '(' | ')'));
    name
}

/// The names that are built into the program.
struct BuiltIn {
    names: BTreeMap<String, Country>,
    shown: Vec<&'static str>,
}

fn built_in() -> &'static BuiltIn {
    static BUILT_IN: OnceLock<BuiltIn> = OnceLock::new();
    BUILT_IN.get_or_init(|| BuiltIn {
        names: all_rows().flat_map(|(country, names)| names.into_iter().map(move |name| (plain(name), country))).collect(),
        shown: all_rows().flat_map(|(_, names)| names).collect(),
    })
}

fn all_rows() -> impl Iterator<Item = (Country, Vec<&'static str>)> {
    country_rows().chain(place_rows())
}

/// Each country with its codes, names and aliases. The table quotes names that hold a comma.
fn country_rows() -> impl Iterator<Item = (Country, Vec<&'static str>)> {
    rows(COUNTRIES, 0)
}

/// Provinces and cities, with the country that each stands for.
fn place_rows() -> impl Iterator<Item = (Country, Vec<&'static str>)> {
    rows(include_str!("../../data/places.csv"), 1)
}

/// The lines of a table below its heading.
fn lines(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.starts_with('#')).skip(1)
}

/// The rows of a table whose first cell is a country, with the names from cell `from` on.
fn rows(table: &'static str, from: usize) -> impl Iterator<Item = (Country, Vec<&'static str>)> {
    lines(table).filter_map(move |line| {
        let country = Country::from_letters(line.split(',').next()?)?;
        let names = quoted_cells(line).into_iter().skip(from).flat_map(|cell| cell.split('|')).filter(|name| !name.is_empty());
        Some((country, names.collect()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bom::vocabulary::words;

    const HOME: Option<Country> = Some(Country::MAINLAND);

    fn country(letters: &str) -> Named {
        Named::Country(Country::from_letters(letters).expect("two letters"))
    }

    fn every_name(wanted: &str, names: &[&str]) {
        for name in names {
            assert_eq!(named(name, None), country(wanted), "{name}");
        }
    }

    #[test]
    fn countries_are_known_in_three_languages() {
        every_name(
            "HK",
            &["HK", "hkg", "Hong Kong", "HONGKONG", "H.K.", "香港", "中國香港", "中国（香港）", "本港", "HKSAR", "Hong Kong, China"],
        );
        every_name(
            "CN",
            &["CN", "chn", "China", "P.R.C.", "PRC", "P.R. China", "內地", "内地", "大陆", "Mainland", "中國", "中华人民共和国"],
        );
        every_name("TW", &["TW", "台灣", "臺灣", "台湾", "Taiwan", "Chinese Taipei", "中国台湾", "China (Taiwan)"]);
        every_name("MO", &["MO", "澳門", "澳门", "Macau", "Macao"]);
        every_name("MX", &["México", "MEXICO", "墨西哥"]);
        every_name("US", &["USA", "U.S.A.", "United States", "美國"]);
        assert_eq!(country_rows().count(), 249);
        assert_eq!(place_rows().count(), 189);
    }

    #[test]
    fn a_place_of_the_mainland_stands_for_it() {
        every_name("CN", &["廣東", "广东省", "Guangdong", "Guangdong Province", "深圳", "深圳市", "Shenzhen", "Shenzhen City", "CN-GD"]);
        every_name("CN", &["廣西壯族自治區", "广西壮族自治区", "內蒙古", "内蒙古自治区", "Inner Mongolia", "新疆", "重慶市", "上海"]);
        every_name(
            "CN",
            &["中国广东", "中國廣東省深圳市", "中国广东省佛山市顺德区", "China (Guangdong)", "Guangdong, China", "China Guangdong"],
        );
        every_name("CN", &["Shenzhen, Guangdong, China", "Xi'an", "廣東/江蘇", "東莞製造"]);
        every_name("HK", &["Kowloon", "新界", "Kowloon, Hong Kong"]);
        every_name("MN", &["Mongolia", "蒙古"]);
    }

    #[test]
    fn pieces_that_agree_are_one_country() {
        every_name("CN", &["CHINA 中國", "China/中国", "CN-China", "CN - China", "CN (China)", "中国 China", "CHN,中国", "Made in China"]);
        every_name(
            "CN",
            &[
                "MADE IN CHINA",
                "Product of China",
                "中國製造",
                "中国制造",
                "中國產",
                "原產地：中國",
                "Country of origin: China",
                "China made",
            ],
        );
        every_name("JP", &["日本製", "Japan 日本", "進口(日本)", "日本进口", "Made in Japan", "JP/JPN/Japan"]);
        every_name("BA", &["Bosnia and Herzegovina", "Made in Bosnia and Herzegovina"]);
        every_name("CI", &["Côte d'Ivoire", "Cote d’Ivoire"]);
    }

    #[test]
    fn pieces_that_differ_are_told() {
        for text in [
            "China / Vietnam",
            "China, Vietnam",
            "CN/VN",
            "中国、越南",
            "中國或越南",
            "China and Vietnam",
            "CN;HK",
            "Hong Kong & China",
            "深圳/香港",
            "日本 CN",
        ] {
            assert!(matches!(named(text, HOME), Named::Several(_)), "{text}: {:?}", named(text, HOME));
        }
        let both = [Country::MAINLAND, Country::HONG_KONG].into_iter().collect();
        assert_eq!(named("Shenzhen / Hong Kong", None), Named::Several(both));
    }

    #[test]
    fn relative_words_need_the_profile() {
        for word in ["國產", "国产", "本地", "local", "Domestic", "国内", "國產料", "国产/本地"] {
            assert_eq!(named(word, None), Named::Relative, "{word}");
            assert_eq!(named(word, HOME), country("CN"), "{word}");
        }
        for word in ["進口", "进口", "imported", "海外", "国产/进口", "進口料"] {
            assert_eq!((named(word, None), named(word, HOME)), (Named::Relative, Named::Relative), "{word}");
        }
        assert_eq!(named("國產/日本", None), Named::Relative);
        assert!(matches!(named("國產/日本", HOME), Named::Several(_)));
    }

    #[test]
    fn what_is_not_known_is_not_guessed_at() {
        let texts =
            ["Fremantle", "China Steel", "N/A", "Made in", "省", "or", "/", "EU", "China 2", "中国钢", "Chin", "made in chinese", "亞洲"];
        for text in texts {
            assert_eq!(named(text, HOME), Named::Unknown, "{text}");
        }
        assert_eq!(named(&"China ".repeat(100), None), Named::Unknown);
        assert_eq!(nearest_country("Shenzen"), Some("Shenzhen"));
    }

    #[test]
    fn no_name_stands_for_two_things() {
        let mut seen: BTreeMap<String, Country> = BTreeMap::new();
        for (country, names) in all_rows() {
            for name in names {
                let other = seen.insert(plain(name), country);
                assert!(other.is_none_or(|other| other == country), "{name} stands for {country} and {other:?}");
            }
        }
        for (field, name, _) in words().filter(|(field, ..)| matches!(*field, "relative" | "beside")) {
            // AND is Andorra's code of three letters; between two names it is a word.
            assert!(name == "and" || !seen.contains_key(&plain(name)), "{name} is a country and a word of {field}");
        }
    }
}
