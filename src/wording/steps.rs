//! The operations of a process.

use super::read::{Reader, numbered};
use super::style::after;
use super::terms::Kind;
use crate::value::Id;

/// `steps = "(a)" step ( ";及(b)" step )+ | list | operation "或" operation`
pub(super) fn read(reader: &Reader<'_>, from: Option<&Id>, text: &str) -> Option<Vec<Vec<Id>>> {
    let Some(parts) = numbered(text, reader.style.lettered, letter) else { return list(reader, from, text) };
    let steps: Option<Vec<Vec<Id>>> = parts.into_iter().map(|part| step(reader, from, part)).collect();
    steps.filter(|steps| steps.len() > 1)
}

/// The label of a step: a, b, c, … Beyond z there is none that the official texts use.
pub(super) fn letter(index: usize) -> String {
    u8::try_from(index)
        .ok()
        .and_then(|index| b'a'.checked_add(index))
        .filter(u8::is_ascii_lowercase)
        .map_or_else(String::new, |letter| char::from(letter).to_string())
}

/// One lettered step: an operation, two of which either will do, or any of a list.
fn step(reader: &Reader<'_>, from: Option<&Id>, text: &str) -> Option<Vec<Id>> {
    if let Some(options) = after(text, reader.style.any_of) {
        let separators: Vec<&str> = reader.style.comma.iter().copied().chain([",", ", "]).collect();
        let separator = separators.into_iter().find(|separator| options.contains(separator))?;
        return options.split(separator).map(|option| operation(reader, from, option)).collect();
    }
    either(reader, from, text)
}

/// A plain list, in which every operation is a step; or two operations of which either will do. A list that
/// holds both "and" and "or" could be read in two ways, so it is not read.
fn list(reader: &Reader<'_>, from: Option<&Id>, text: &str) -> Option<Vec<Vec<Id>>> {
    if let Some(step) = step(reader, from, text) {
        return Some(vec![step]);
    }
    let style = reader.style;
    let mut items: Vec<&str> = Vec::new();
    let comma = style.comma.first()?;
    items.extend(text.split(comma));
    let tail = items.pop()?;
    match style
        .last
        .iter()
        .find_map(|last| tail.split_once(last).filter(|(one, other)| known(reader, from, one) && known(reader, from, other)))
    {
        Some((one, other)) => items.extend([one, other]),
        None => items.push(tail),
    }
    items.into_iter().map(|item| operation(reader, from, item).map(|operation| vec![operation])).collect()
}

/// One operation, or two with "or" between them.
fn either(reader: &Reader<'_>, from: Option<&Id>, text: &str) -> Option<Vec<Id>> {
    if let Some(operation) = operation(reader, from, text) {
        return Some(vec![operation]);
    }
    let (one, other) = text.split_once(reader.style.or)?;
    Some(vec![operation(reader, from, one)?, operation(reader, from, other)?])
}

fn known(reader: &Reader<'_>, from: Option<&Id>, word: &str) -> bool {
    operation(reader, from, word).is_some()
}

/// What a word means where a process starts from this material, or in this chapter.
pub(super) fn operation(reader: &Reader<'_>, from: Option<&Id>, word: &str) -> Option<Id> {
    let chapter = reader.context.code.prefix(2);
    let places: Vec<&str> = from.map(Id::as_str).into_iter().chain([chapter.as_str()]).collect();
    Id::new(reader.terms.find(reader.style.lang, Kind::Operation, word, &places)?)
}
