//! The keys of a record: that they are known, there, and there once.

use super::super::yaml::{Key, Node};
use super::{Reader, Shape};
use crate::diagnostic::Span;

/// Reports keys that stand twice in one map; true when there are none.
pub fn check_duplicate_keys(entries: &[(Key, Node)], reader: &mut Reader) -> bool {
    let mut unique = true;
    for (index, (key, _)) in entries.iter().enumerate() {
        if entries[..index]
            .iter()
            .any(|(other, _)| other.name == key.name)
        {
            unique = false;
            reader.error(
                "duplicate-key",
                &key.span,
                format!("键 `{}` 写了两次", key.name),
                "留下一个，删去另一个",
            );
        }
    }
    unique
}

/// Reports keys a record does not have, with the nearest one it has.
pub fn check_unknown_keys(entries: &[(Key, Node)], known: &[&str], reader: &mut Reader) {
    for (index, (key, _)) in entries.iter().enumerate() {
        if !known.contains(&key.name.as_str()) {
            let help = match meant_key(entries, index, known) {
                Some(name) => format!("是不是 `{name}`？"),
                None => format!("可用的键：{}", known.join("、")),
            };
            let message = format!("没有 `{}` 这个键", key.name);
            reader.error("unknown-key", &key.span, message, help);
        }
    }
}

/// The key an unknown one stands for: the one most like it, the one it leads to by a path, or the
/// one that is missing between its neighbours.
fn meant_key<'a>(entries: &[(Key, Node)], index: usize, known: &[&'a str]) -> Option<&'a str> {
    let name = entries.get(index)?.0.name.as_str();
    // A key that ran together with its value is one that `super::traps` has named.
    let word = name.split(':').next().unwrap_or_default();
    let last = word.rsplit('.').next().unwrap_or_default();
    let same = known.iter().copied().find(|known| *known == last);
    if let Some(found) = same.or_else(|| nearest(word, known.iter().copied())) {
        return Some(found);
    }
    let place = |index: usize| {
        let (key, _) = entries.get(index)?;
        known.iter().position(|known| *known == key.name)
    };
    let first = match index.checked_sub(1) {
        Some(before) => place(before)? + 1,
        None => 0,
    };
    let end = match entries.len() == index + 1 {
        true => known.len(),
        false => place(index + 1)?,
    };
    match known.get(first..end)? {
        [only] => Some(only),
        _ => None,
    }
}

/// The candidate most like `word`, if any is like it enough to be a slip of the fingers.
pub fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    // One slip in every three letters; beyond that a suggestion misleads more than it helps.
    let allowed = (word.chars().count() / 3).max(1);
    let word = word.to_lowercase();
    let distance = |other: &str| strsim::damerau_levenshtein(&word, &other.to_lowercase());
    candidates
        .map(|candidate| (distance(candidate), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Takes the value of a key out of a record's entries, or reports that it is missing.
pub fn read_key<T: Shape>(
    entries: &[(Key, Node)],
    name: &'static str,
    known: &[&str],
    record: &Span,
    reader: &mut Reader,
) -> Option<T> {
    if let Some((_, node)) = entries.iter().find(|(key, _)| key.name == name) {
        return T::read(node, reader);
    }
    let absent = T::absent();
    if absent.is_none() {
        // A misspelt key is one mistake, and `check_unknown_keys` has already named the right one.
        let misspelt = entries.iter().enumerate().any(|(index, (key, _))| {
            !known.contains(&key.name.as_str()) && meant_key(entries, index, known) == Some(name)
        });
        if !misspelt {
            reader.error(
                "missing-key",
                record,
                format!("这里缺少必填的键 `{name}`"),
                format!("加上 `{name}: …`"),
            );
        }
    }
    absent
}
