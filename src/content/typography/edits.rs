//! What to change in a stretch of prose, and which of it a machine may change.

use std::sync::Once;

use super::marks;
use crate::diagnostic::Span;

/// A change of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What goes.
    pub span: Span,
    /// What comes in its place.
    pub replacement: String,
    /// True when nothing but spaces change, or punctuation between 汉字 gets its width.
    pub is_safe: bool,
}

/// The rules of `autocorrect` that are not ours: brackets are full-width, so none stand apart.
const RULES: &str =
    r#"{"rules": {"space-bracket": 0, "space-dash": 0, "space-dollar": 0, "spellcheck": 0}}"#;

/// What to change in `text` at `run`, in the order of the text.
pub fn edits(text: &str, run: &Span, terms: &[String]) -> Vec<Edit> {
    let prose = &text[run.clone()];
    if !may_need_care(prose) {
        return Vec::new();
    }
    let corrected = autocorrected(prose);
    let mut edits = align(prose, &corrected).unwrap_or_default();
    edits.extend(marks::edits(prose));
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    // Two rules may want the same place; the first is shown, the other once that is mended.
    let mut end = 0;
    edits.retain(|edit| {
        let is_free = edit.span.start >= end
            && !is_within_term(prose, edit, terms)
            && !is_within_title(prose, edit)
            && !is_within_address(prose, edit);
        if is_free {
            end = edit.span.end.max(edit.span.start + 1);
        }
        is_free
    });
    for edit in &mut edits {
        edit.span = run.start + edit.span.start..run.start + edit.span.end;
    }
    edits
}

/// False for most prose: 汉字 and their own punctuation, in which nothing can meet the wrong
/// neighbour. The rules cost far more than this look.
fn may_need_care(prose: &str) -> bool {
    let is_plain = |c: char| {
        marks::is_han(c)
            || matches!(
                c,
                '，' | '、' | '；' | '：' | '？' | '！' | '《' | '》' | '“' | '”' | '（' | '）'
            )
    };
    let mut last_is_stop = false;
    !prose.chars().all(|c| {
        let is_stop = c == '。';
        let is_double = is_stop && last_is_stop;
        last_is_stop = is_stop;
        !is_double && (is_plain(c) || is_stop)
    })
}

/// The part of `text` at `range` with the edits that lie in it.
pub fn apply(text: &str, range: &Span, edits: &[Edit]) -> String {
    let mut result = String::new();
    let mut copied = range.start;
    for edit in edits {
        if edit.span.start >= copied && edit.span.end <= range.end {
            result.push_str(&text[copied..edit.span.start]);
            result.push_str(&edit.replacement);
            copied = edit.span.end;
        }
    }
    result.push_str(&text[copied..range.end]);
    result
}

fn autocorrected(prose: &str) -> String {
    static CONFIGURED: Once = Once::new();
    CONFIGURED.call_once(|| {
        // The text above is right; were it not, the rules left on would only be stricter.
        let _ = autocorrect::config::load(RULES);
    });
    autocorrect::format(prose)
}

/// The changes that lead from `old` to `new`, which differ in spaces and single characters;
/// nothing when they differ in more.
fn align(old: &str, new: &str) -> Option<Vec<Edit>> {
    let mut edits: Vec<Edit> = Vec::new();
    let mut from = old.char_indices().peekable();
    let mut to = new.chars().peekable();
    let mut push = |start: usize, end: usize, replacement: &str| match edits.last_mut() {
        // Neighbouring changes are one: `, ` becomes `，`.
        Some(last) if last.span.end == start => {
            last.span.end = end;
            last.replacement.push_str(replacement);
        }
        _ => edits.push(Edit {
            span: start..end,
            replacement: replacement.to_owned(),
            is_safe: false,
        }),
    };
    loop {
        match (from.peek().copied(), to.peek().copied()) {
            (None, None) => break,
            (Some((_, a)), Some(b)) if a == b => {
                from.next();
                to.next();
            }
            (Some((start, ' ')), _) => {
                from.next();
                push(start, start + 1, "");
            }
            (at, Some(' ')) => {
                to.next();
                let start = at.map_or(old.len(), |(start, _)| start);
                push(start, start, " ");
            }
            (Some((start, a)), Some(b)) => {
                from.next();
                to.next();
                push(start, start + a.len_utf8(), b.encode_utf8(&mut [0; 4]));
            }
            _ => return None,
        }
    }
    for edit in &mut edits {
        edit.is_safe = is_safe(old, edit);
    }
    (apply(old, &(0..old.len()), &edits) == new).then_some(edits)
}

fn is_safe(text: &str, edit: &Edit) -> bool {
    let removed = text[edit.span.clone()].trim_matches(' ');
    let inserted = edit.replacement.trim_matches(' ');
    if removed.is_empty() && inserted.is_empty() {
        return true;
    }
    // A point may stand for a comma, in a number or after one.
    let is_width = removed.len() == 1
        && removed != "."
        && removed.chars().all(|c| c.is_ascii_punctuation())
        && inserted.chars().count() == 1
        && !inserted.is_ascii();
    let before = text[..edit.span.start]
        .trim_end_matches(' ')
        .chars()
        .next_back();
    let after = text[edit.span.end..].trim_start_matches(' ').chars().next();
    is_width && before.is_some_and(marks::is_han) && after.is_some_and(marks::is_han)
}

/// Titles are quoted as they are.
fn is_within_title(prose: &str, edit: &Edit) -> bool {
    let (before, after) = (&prose[..edit.span.start], &prose[edit.span.end..]);
    let opened = before.rfind('《');
    let is_open = opened.is_some_and(|open| !before[open..].contains('》'));
    is_open && after.contains('》')
}

/// Addresses and paths of files have rules of their own.
fn is_within_address(prose: &str, edit: &Edit) -> bool {
    let ends = |c: char| c == ' ' || "，。；：、？！（）“”《》".contains(c);
    let start = prose[..edit.span.start].rfind(ends);
    let start = start.map_or(0, |at| {
        at + prose[at..].chars().next().map_or(0, char::len_utf8)
    });
    let end = prose[edit.span.end..].find(ends);
    let end = end.map_or(prose.len(), |at| edit.span.end + at);
    let stretch = &prose[start.min(edit.span.start)..end];
    let has_ending = || {
        let mut points = stretch.match_indices('.');
        points.any(|(at, _)| stretch[at + 1..].starts_with(|c: char| c.is_ascii_lowercase()))
    };
    stretch.contains("://") || stretch.contains('/') && has_ending()
}

fn is_within_term(prose: &str, edit: &Edit, terms: &[String]) -> bool {
    terms.iter().filter(|term| !term.is_empty()).any(|term| {
        prose.match_indices(term.as_str()).any(|(start, found)| {
            let end = start + found.len();
            match edit.span.is_empty() {
                true => start < edit.span.start && edit.span.end < end,
                false => start <= edit.span.start && edit.span.end <= end,
            }
        })
    })
}
