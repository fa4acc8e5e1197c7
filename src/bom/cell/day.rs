//! Days as people and programs write them, where there is only one way to read them.

use chrono::NaiveDate;

/// Reads a day whose year comes first: `2026-11-22`, `2026/11/22`, `2026.11.22`, `2026年11月22日`, `20261122`,
/// each with or without the midnight that a spreadsheet adds. A day that begins with the day or the month can
/// be two days, and a moment of a zone that is not named can be the day before: neither is read.
pub(super) fn read(text: &str) -> Option<NaiveDate> {
    let day = text.split_once([' ', 'T']).map_or(Some(text), |(day, time)| is_midnight(time.trim()).then_some(day))?;
    let (year, month, day) = if day.len() == 8 && day.bytes().all(|b| b.is_ascii_digit()) { joined(day)? } else { parted(day)? };
    let short = |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let sound = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()) && short(month) && short(day);
    let day = sound.then(|| NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?));
    day.flatten()
}

/// `20261122`
fn joined(text: &str) -> Option<(&str, &str, &str)> {
    let (year, rest) = text.split_at_checked(4)?;
    let (month, day) = rest.split_at_checked(2)?;
    Some((year, month, day))
}

/// `2026-11-22`, with the same mark twice.
fn parted(text: &str) -> Option<(&str, &str, &str)> {
    let mark = text.chars().find(|c| !c.is_ascii_digit())?;
    let (year, rest) = text.split_once(mark)?;
    if mark == '年' {
        let (month, day) = rest.split_once('月')?;
        return Some((year, month, day.strip_suffix('日')?));
    }
    let (month, day) = rest.split_once(mark)?;
    matches!(mark, '-' | '/' | '.').then_some((year, month, day))
}

/// `00:00:00`, `0:00`, `00:00:00.000`.
fn is_midnight(time: &str) -> bool {
    (4..=16).contains(&time.len()) && time.contains(':') && time.bytes().all(|b| matches!(b, b'0' | b':' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_with_its_year_first_is_read() {
        let same = [
            "2026-11-22",
            "2026/11/22",
            "2026.11.22",
            "2026年11月22日",
            "20261122",
            "2026-11-22 00:00:00",
            "2026-11-22T00:00:00.000",
            "2026/11/22 0:00",
        ];
        for text in same {
            assert_eq!(read(text), NaiveDate::from_ymd_opt(2026, 11, 22), "{text}");
        }
        assert_eq!(read("2026/1/5"), NaiveDate::from_ymd_opt(2026, 1, 5));
    }

    #[test]
    fn a_day_that_can_be_two_is_not_read() {
        let others = [
            "15/1/2024",
            "1/2/24",
            "24-01-02",
            "22.11.2026",
            "2026-11",
            "2026-13-01",
            "2026-02-30",
            "2026-11/22",
            "2026年11月",
            "46348",
            "2026-11-22 16:00:00",
            "2026-11-22 00:00 +08:00",
            "+2026-1-2",
            "Nov 22, 2026",
            "",
        ];
        for text in others {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
