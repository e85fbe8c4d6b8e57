//! The traps of a Chinese keyboard in YAML, each named for what it is.
//!
//! A full-width colon or an indentation of full-width spaces makes YAML that is wrong in a way no
//! parser can explain, or that is right and means something else. Here the text is searched for
//! them: its lines when the parser gave up, otherwise the tree it made. Where a trap can be mended
//! without moving anything else, it is, so that the rest of the file can still be checked.

mod lines;
mod lost;
mod syntax;
mod tree;

use std::cell::LazyCell;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::shape::Model;
use super::yaml::{self, Node};
use crate::diagnostic::{Diagnostic, Diagnostics, SourceFile, Span};
pub use lost::restore;

/// A place where something looks right and is not.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Trap {
    code: &'static str,
    span: Span,
    message: String,
    help: String,
    /// What to read instead, exactly as long as what stands there; none where nothing will do.
    reading: Option<String>,
}

/// Every round mends all traps that are seen; what they hide is seen in the next.
const MAX_ROUNDS: usize = 8;

/// Nobody reads more of one file; whoever repairs these sees the rest in the next run.
const MAX_TRAPS: usize = 100;

/// Parses YAML like [`yaml::parse`], and reports traps as what they are.
///
/// `model` tells which words are keys. Returns the tree, if there is one, and the places of the traps: what else is said about those
/// is said about the same mistake.
pub fn parse(
    file: &Arc<SourceFile>,
    range: Span,
    opening: &Span,
    model: fn() -> Model,
    diagnostics: &mut Diagnostics,
) -> (Option<Node>, Vec<Span>) {
    let mut found: Vec<Trap> = Vec::new();
    let mut read = Arc::clone(file);
    // Hardly ever asked for.
    let keys = LazyCell::new(|| {
        let mut keys = BTreeSet::new();
        collect_keys(&model(), &mut keys);
        keys
    });
    let is_key = |word: &str| keys.contains(word);
    for _ in 0..MAX_ROUNDS {
        let parsed = yaml::parse(&read, range.clone(), opening.clone());
        let traps: Vec<Trap> = match &parsed {
            Ok(node) => tree::traps(&read.text, range.clone(), node, &is_key),
            Err(error) if error.code == "invalid-yaml" => {
                traps_of_error(&read.text, range.clone(), error, &is_key)
            }
            Err(_) => Vec::new(),
        };
        let room = MAX_TRAPS - found.len();
        // Read anew, a dash stands further left than what belongs to its item.
        let is_moved = found.iter().any(|trap| trap.code == "full-width-dash");
        let traps = traps.into_iter();
        let traps = traps.filter(|trap| !(is_moved && trap.code == "wrong-indentation"));
        // A mended trap may leave a lesser fault in its place.
        let is_seen = |trap: &Trap| found.iter().any(|other| overlap(&other.span, &trap.span));
        let unseen = traps.filter(|trap| !is_seen(trap));
        let fresh: Vec<Trap> = unseen.take(room).collect();
        let mended = mend(&read.text, &fresh);
        found.extend(fresh);
        if let Some(text) = mended {
            let path = file.path.clone();
            read = Arc::new(SourceFile { path, text });
            continue;
        }
        report(&found, file, diagnostics);
        let spans = found.into_iter().map(|trap| trap.span).collect();
        return match parsed {
            Ok(node) => (Some(node), spans),
            // Without a trap the parser's own words have to do.
            Err(error) => {
                if spans.is_empty() {
                    diagnostics.push(Diagnostic {
                        file: Arc::clone(file),
                        ..error
                    });
                }
                (None, spans)
            }
        };
    }
    report(&found, file, diagnostics);
    (None, found.into_iter().map(|trap| trap.span).collect())
}

/// True when two places have a character in common.
pub fn overlap(one: &Span, other: &Span) -> bool {
    one.start < other.end && other.start < one.end
}

/// Traps that may be why a text is no YAML; where there are none, what is wrong at the place where
/// it ceases to be.
fn traps_of_error(
    text: &str,
    range: Span,
    error: &Diagnostic,
    is_key: &dyn Fn(&str) -> bool,
) -> Vec<Trap> {
    let found = lines::traps(text, range.clone(), is_key);
    if !found.is_empty() {
        return found;
    }
    let at = error.span.as_ref().map(|span| span.start);
    let explained = at.and_then(|at| syntax::explain(text, range, at, is_key));
    explained.into_iter().collect()
}

/// The keys of all records in a model.
fn collect_keys(model: &Model, keys: &mut BTreeSet<&'static str>) {
    match model {
        Model::List { items: inner, .. } | Model::Keyed(inner) => collect_keys(inner, keys),
        Model::Record { keys: own, .. } => {
            for key in own {
                keys.insert(key.name);
                collect_keys(&key.model, keys);
            }
        }
        _ => {}
    }
}

/// The text with every trap mended that can be; nothing when there is none.
fn mend(text: &str, traps: &[Trap]) -> Option<String> {
    let mut bytes = text.as_bytes().to_vec();
    let mut is_mended = false;
    for trap in traps {
        let place = bytes.get_mut(trap.span.clone());
        if let (Some(reading), Some(place)) = (&trap.reading, place)
            && reading.len() == place.len()
        {
            place.copy_from_slice(reading.as_bytes());
            is_mended = true;
        }
    }
    String::from_utf8(bytes).ok().filter(|_| is_mended)
}

fn report(traps: &[Trap], file: &Arc<SourceFile>, diagnostics: &mut Diagnostics) {
    for trap in traps {
        diagnostics.push(
            Diagnostic::error(trap.code, file, trap.span.clone(), trap.message.as_str())
                .with_help(trap.help.as_str()),
        );
    }
}

fn full_width_colon(span: Span, key: &str) -> Trap {
    Trap {
        code: "full-width-colon",
        span,
        message: format!("键 `{key}` 后面的冒号是全角的"),
        help: format!("改成半角冒号加一个空格：`{key}: …`"),
        // Three bytes for three bytes: every other place in the file stays what it is.
        reading: Some(":  ".to_owned()),
    }
}

fn missing_space(span: Span, key: &str) -> Trap {
    Trap {
        code: "missing-space",
        span,
        message: format!("键 `{key}` 的冒号后面没有空格"),
        help: format!("冒号后面加一个半角空格：`{key}: …`"),
        reading: None,
    }
}

fn full_width_brackets(span: Span) -> Trap {
    Trap {
        code: "full-width-brackets",
        span,
        message: "整个值包在全角括号里，会当成一段文字".to_owned(),
        help: "列表用半角的 [ ]，一组键值用半角的 { }；真是文字，就加上英文双引号".to_owned(),
        reading: None,
    }
}

/// `-一`, `-{ name: … }`; read as if the space before the dash stood behind it.
fn dash_without_space(text: &str, start: usize) -> Trap {
    let is_indented = text[..start].ends_with(' ');
    Trap {
        code: "missing-space",
        span: start - usize::from(is_indented)..start + 1,
        message: "列表的横线后面没有空格".to_owned(),
        help: "横线后面加一个半角空格：`- …`".to_owned(),
        reading: is_indented.then(|| "- ".to_owned()),
    }
}

/// `－ 一`, `– 一`, `• 一`, `* 一`: an item whose mark is none.
fn wrong_dash(text: &str, start: usize) -> Option<Trap> {
    let mark = text.chars().next()?;
    let is_mark = match mark {
        '－' | '•' | '●' => true,
        '–' | '—' | '−' | '*' => text[mark.len_utf8()..].starts_with(' '),
        _ => false,
    };
    if !is_mark {
        return None;
    }
    let message = match mark {
        '－' => "列表的横线是全角的".to_owned(),
        _ => format!("列表的横线写成了“{mark}”"),
    };
    Some(Trap {
        code: "full-width-dash",
        span: start..start + mark.len_utf8(),
        message,
        help: "改成半角的 -，后面空一格".to_owned(),
        reading: Some(format!("-{}", " ".repeat(mark.len_utf8() - 1))),
    })
}

/// `会 C #语言`: what YAML takes for a comment, and a writer for a part of the value. A comment has
/// a space after its mark.
fn cut_by_comment(rest: &str, offset: usize) -> Option<Trap> {
    let line = rest.lines().next().unwrap_or_default().trim_end();
    let at = line.find(" #")? + 1;
    let is_comment = line.len() == at + 1 || line[at + 1..].starts_with(' ');
    (!is_comment).then(|| Trap {
        code: "comment-in-value",
        span: offset + at..offset + line.len(),
        message: format!("`{}` 前面有空格，会当成注释，不算值里的字", &line[at..]),
        help: "是值的一部分，就给整个值加上英文双引号；真是注释，就在 # 后面空一格".to_owned(),
        reading: None,
    })
}

fn full_width_comma(span: Span, mark: char, help: &str) -> Trap {
    Trap {
        code: "full-width-comma",
        span,
        message: format!("各项之间用了“{mark}”，会当成一项里的字"),
        help: help.to_owned(),
        reading: Some(",  ".to_owned()),
    }
}

/// The name of a key at the end of `text`, if one stands there.
fn key_before(text: &str) -> &str {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let start = text
        .char_indices()
        .rev()
        .take_while(|(_, c)| is_part(*c))
        .last();
    start.map_or("", |(start, _)| &text[start..])
}

/// The name of a key at the very start of `text`, if a half-width colon follows it.
fn key_starts(text: &str) -> Option<&str> {
    let (key, rest) = text.split_once(':')?;
    let is_word = !key.is_empty() && !key.contains([' ', '"', '\'', '[', '{']);
    (is_word && (rest.is_empty() || rest.starts_with(' '))).then_some(key)
}

/// The name of a key at the start of `text`, spaces before it left out, if a colon follows it.
fn key_after(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let end = text.find(|c| !is_part(c))?;
    let (key, rest) = text.split_at(end);
    (!key.is_empty() && rest.starts_with([':', '：'])).then_some(key)
}
