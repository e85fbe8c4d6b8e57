//! The YAML between two `---` lines at the start of a Markdown file.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, SourceFile, Span};

/// A Markdown file taken apart.
#[derive(Debug, PartialEq, Eq)]
pub struct Parts {
    /// The opening `---`: the place to point at when the front matter as a whole is meant.
    pub opening: Span,
    /// The YAML.
    pub yaml: Span,
    /// The Markdown.
    pub body: Span,
}

const FENCE: &str = "---";

/// Splits a file at its fences.
///
/// # Errors
///
/// A diagnostic when there is no front matter, or it has no end.
pub fn split(file: &Arc<SourceFile>) -> Result<Parts, Diagnostic> {
    let text = &file.text;
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().unwrap_or_default();
    if first.trim_end() != FENCE {
        let end = first.trim_end().len();
        return Err(
            Diagnostic::error("missing-front-matter", file, 0..end, "文件开头没有属性区")
                .with_help("第一行写 ---，接着写各个键，再用一行 --- 收尾"),
        );
    }
    let opening = 0..FENCE.len();
    let start = first.len();
    let mut offset = start;
    for line in lines {
        let end = offset + line.len();
        if line.trim_end() == FENCE {
            return Ok(Parts {
                opening,
                yaml: start..offset,
                body: end..text.len(),
            });
        }
        offset = end;
    }
    Err(Diagnostic::error(
        "unclosed-front-matter",
        file,
        opening,
        "属性区没有收尾的 --- 行",
    )
    .with_help("在最后一个键的下一行单独写 ---"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Result<(String, String), &'static str> {
        let file = Arc::new(SourceFile {
            path: "x.md".to_owned(),
            text: text.to_owned(),
        });
        split(&file)
            .map(|parts| (text[parts.yaml].to_owned(), text[parts.body].to_owned()))
            .map_err(|diagnostic| diagnostic.code)
    }

    #[test]
    fn splits_at_the_fences() {
        let expected = Ok(("a: 1\n".to_owned(), "正文 --- \n---\n".to_owned()));
        assert_eq!(parts("---\na: 1\n---\n正文 --- \n---\n"), expected);
    }

    #[test]
    fn accepts_windows_line_ends_and_an_empty_middle() {
        assert_eq!(parts("---\r\n---\r\n"), Ok((String::new(), String::new())));
    }

    #[test]
    fn names_what_is_missing() {
        assert_eq!(parts("# 标题\n"), Err("missing-front-matter"));
        assert_eq!(parts("---\na: 1\n\n正文\n"), Err("unclosed-front-matter"));
    }
}
