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
    if looks_like_fence(first) {
        return Err(misspelt_fence(file, 0, first));
    }
    if first.trim().is_empty() && text.trim_start().starts_with("---\n") {
        let blank = text.len() - text.trim_start().len();
        let message = "文件开头的 --- 前面有空行";
        return Err(Diagnostic::error(
            "front-matter-fence",
            file,
            blank..blank + FENCE.len(),
            message,
        )
        .with_help("删去前面的空行，让 --- 是第一行"));
    }
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
    let mut misspelt = None;
    for line in lines {
        let end = offset + line.len();
        if line.trim_end() == FENCE {
            return Ok(Parts {
                opening,
                yaml: start..offset,
                body: end..text.len(),
            });
        }
        if misspelt.is_none() && looks_like_fence(line) {
            misspelt = Some(misspelt_fence(file, offset, line));
        }
        offset = end;
    }
    if let Some(diagnostic) = misspelt {
        return Err(diagnostic);
    }
    Err(Diagnostic::error(
        "unclosed-front-matter",
        file,
        opening,
        "属性区没有收尾的 --- 行",
    )
    .with_help("在最后一个键的下一行单独写 ---"))
}

/// True for a line of nothing but dashes that is no fence: too many, too few, indented or full-width.
fn looks_like_fence(line: &str) -> bool {
    let dashes = line.trim();
    line.trim_end() != FENCE
        && (2..=8).contains(&dashes.chars().count())
        && dashes
            .chars()
            .all(|c| matches!(c, '-' | '－' | '—' | '–' | '─'))
}

fn misspelt_fence(file: &Arc<SourceFile>, offset: usize, line: &str) -> Diagnostic {
    let start = offset + line.len() - line.trim_start().len();
    let span = start..offset + line.trim_end().len();
    Diagnostic::error("front-matter-fence", file, span, "属性区的分隔行写得不对")
        .with_help("单独一行，顶格写三个半角的减号：---")
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
        assert_eq!(parts("\n \n---\na: 1\n---\n"), Err("front-matter-fence"));
        for fence in ["--", "----", " ---", "———", "－－－", "——"] {
            assert_eq!(
                parts(&format!("{fence}\na: 1\n---\n")),
                Err("front-matter-fence")
            );
            assert_eq!(
                parts(&format!("---\na: 1\n{fence}\n正文\n")),
                Err("front-matter-fence")
            );
            assert!(parts(&format!("---\na: 1\n---\n\n{fence}\n")).is_ok());
        }
    }
}
