//! The traps of a Chinese keyboard in Markdown: what looks like a heading, a mark or a link.

use pulldown_cmark::Event;

use super::Body;
use crate::diagnostic::{Diagnostic, Diagnostics, SourceFile, Span};
use std::sync::Arc;

/// Looks for traps in an event of a text.
pub fn check(
    event: &Event,
    span: &Span,
    file: &Arc<SourceFile>,
    body: &mut Body,
    diagnostics: &mut Diagnostics,
) {
    let Event::Text(text) = event else { return };
    // What is left of marks that lost their shape.
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    for (at, caret) in file.text[span.clone()].match_indices('^') {
        let rest = &file.text[span.start + at + caret.len()..];
        let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        body.intended_marks.push(rest[..end].to_owned());
    }
    let mut report = |code, span: Span, message: &str, help: String| {
        diagnostics.push(Diagnostic::error(code, file, span, message).with_help(help));
    };
    let starts_line = file.text[..span.start].ends_with('\n');
    let hashes = text.find(|c| c != '#' && c != '＃').unwrap_or(text.len());
    let level = text[..hashes].chars().count();
    if starts_line && (1..=6).contains(&level) && hashes < text.len() {
        let title = text[hashes..].trim();
        let right = format!("{} {title}", "#".repeat(level));
        report(
            "heading-space",
            span.start..span.start + hashes,
            "标题的 # 后面少了一个半角空格，会当成正文",
            format!("写成 `{right}`"),
        );
        // A heading all the same, so that nobody calls it missing.
        body.intended_titles.push(title.to_owned());
    }
    // Brackets in the source may be split over several events; the first one is in this.
    let rest = &file.text[span.start..];
    for open in ["【^", "［^"] {
        if let Some(at) = text.find(open) {
            let tail = rest.get(at..).unwrap_or_default();
            let end = tail.find(['】', '］', ']', '\n']).unwrap_or(open.len());
            let id = tail[..end].trim_start_matches(open);
            report(
                "full-width-mark",
                span.start + at..span.start + at + open.len(),
                "标记的方括号是全角的，会当成正文",
                format!("改成半角：`[^{id}]`"),
            );
        }
    }
    if let Some(at) = text
        .find("（http")
        .filter(|_| file.text[..span.start].ends_with(']') || text.contains("]（http"))
    {
        report(
            "full-width-link",
            span.start + at..span.start + at + '（'.len_utf8(),
            "链接的圆括号是全角的，会当成正文",
            "网址前后都用半角圆括号：`[文字](https://…)`".to_owned(),
        );
    }
}
