//! What a text says and how it is built, each without the other: for those who change its words.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::events;
use crate::diagnostic::Span;

/// Where prose stands in the Markdown at `range` of a text: stretches within one line, code left out.
#[must_use]
pub fn text_spans(text: &str, range: Span) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    let mut in_code = false;
    for (event, span) in events(text, range) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            // Text with an escape or an entity does not stand there as it is read.
            Event::Text(words) if !in_code && text[span.clone()] == *words => {
                match found.last_mut() {
                    Some(last) if last.end == span.start => last.end = span.end,
                    _ => found.push(span),
                }
            }
            _ => {}
        }
    }
    found
}

/// The Markdown at `range` of a text without the spaces and marks in its words: what must not
/// change when those do.
#[must_use]
pub fn outline(text: &str, range: Span) -> Vec<String> {
    let mut outline: Vec<String> = Vec::new();
    let mut words = String::new();
    for (event, _) in events(text, range) {
        match event {
            // Where the parser cuts a text is no part of its structure.
            Event::Text(text) => words.push_str(&letters(&text)),
            other => {
                outline.push(std::mem::take(&mut words));
                outline.push(format!("{other:?}"));
            }
        }
    }
    outline
}

/// The letters and digits of a text.
#[must_use]
pub fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}
