//! What is wrong with the content, where, and what to do about it.
//!
//! A [`Diagnostic`] is for the editor: it is in Chinese, it points at a place in a file, and it
//! comes with all the others at once. Operators' errors are `anyhow` chains, visitors' are pages.

use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

/// A text file as it was read, with the path an editor knows it by.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceFile {
    /// The path as shown in messages, such as `content/roles/devops-engineer.md`.
    pub path: String,
    /// The text, without a byte order mark.
    pub text: String,
}

impl SourceFile {
    /// Turns a byte offset into a line and a column, both from 1, the column in characters.
    #[must_use]
    pub fn line_and_column(&self, offset: usize) -> (usize, usize) {
        let before = &self.text[..self.text.floor_char_boundary(offset)];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line = before.matches('\n').count() + 1;
        (line, before[line_start..].chars().count() + 1)
    }
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The content cannot be published.
    Error,
    /// The content can be published, but somebody should look.
    Warning,
}

/// A range of bytes in a [`SourceFile`].
pub type Span = Range<usize>;

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// The stable name of the rule, in kebab case.
    pub code: &'static str,
    /// The file it is about.
    pub file: Arc<SourceFile>,
    /// The bytes at fault; none when the finding is about the file as a whole.
    pub span: Option<Span>,
    /// What is wrong, in one sentence.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl Diagnostic {
    /// Makes an error about a place in a file.
    #[must_use]
    pub fn error(
        code: &'static str,
        file: &Arc<SourceFile>,
        span: Span,
        message: impl Into<String>,
    ) -> Self {
        Self {
            severity: Severity::Error,
            code,
            file: Arc::clone(file),
            span: Some(span),
            message: message.into(),
            help: None,
        }
    }

    /// Makes a warning about a place in a file.
    #[must_use]
    pub fn warning(
        code: &'static str,
        file: &Arc<SourceFile>,
        span: Span,
        message: impl Into<String>,
    ) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, file, span, message)
        }
    }

    /// Makes an error about a file as a whole: one that is missing or cannot be read.
    #[must_use]
    pub fn file_error(
        code: &'static str,
        path: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        let file = Arc::new(SourceFile {
            path: path.into(),
            text: String::new(),
        });
        Self {
            severity: Severity::Error,
            code,
            file,
            span: None,
            message: message.into(),
            help: None,
        }
    }

    /// Adds what to do.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    fn sort_key(&self) -> (&str, usize, Severity, &str) {
        let start = self.span.as_ref().map_or(0, |span| span.start);
        (&self.file.path, start, self.severity, self.code)
    }
}

/// All findings of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Adds a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds all findings of another run.
    pub fn append(&mut self, mut other: Self) {
        self.0.append(&mut other.0);
    }

    /// Orders the findings by file and place, and drops repetitions.
    #[must_use]
    pub fn sorted(mut self) -> Self {
        self.0.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
        self.0.dedup();
        self
    }

    /// The findings, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }

    /// True when nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many findings have this severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.iter().filter(|d| d.severity == severity).count()
    }

    /// True when the content cannot be published.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// Renders the findings the way rustc does, for people; colours as ANSI codes.
    #[must_use]
    pub fn render_human(&self) -> String {
        let renderer = Renderer::styled();
        let mut text = String::new();
        for diagnostic in self.iter() {
            text.push_str(&render_one(diagnostic, &renderer));
            text.push_str("\n\n");
        }
        text
    }
}

fn render_one(diagnostic: &Diagnostic, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let file = &diagnostic.file;
    let title = level.primary_title(&diagnostic.message).id(diagnostic.code);
    let mut group = match &diagnostic.span {
        Some(span) => Group::with_title(title).element(
            Snippet::source(&file.text)
                .path(&file.path)
                .annotation(AnnotationKind::Primary.span(visible_span(&file.text, span))),
        ),
        None => Group::with_title(title).element(Origin::path(&file.path)),
    };
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help));
    }
    renderer.render(&[group])
}

/// Clamps a span to the text, to whole characters and to its first line, since the renderer
/// panics on a range outside its source and underlines whole paragraphs otherwise.
fn visible_span(text: &str, span: &Span) -> Span {
    let start = text.floor_char_boundary(span.start.min(text.len()));
    let end = text.floor_char_boundary(span.end.clamp(start, text.len()));
    let line_end = text[start..end]
        .find('\n')
        .map_or(end, |newline| start + newline);
    start..line_end.max(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> Arc<SourceFile> {
        Arc::new(SourceFile {
            path: "content/roles/x.md".to_owned(),
            text: text.to_owned(),
        })
    }

    #[test]
    fn counts_columns_in_characters() {
        let file = file("一\n二三x");
        assert_eq!(file.line_and_column(0), (1, 1));
        assert_eq!(file.line_and_column("一\n二三".len()), (2, 3));
    }

    #[test]
    fn aligns_carets_under_full_width_text() {
        let file = file("order: 三\n");
        let mut all = Diagnostics::default();
        all.push(Diagnostic::error("wrong-type", &file, 7..10, "应为整数").with_help("写成 3"));
        let text = anstream::adapter::strip_str(&all.render_human()).to_string();
        assert!(text.contains("error[wrong-type]: 应为整数"), "{text}");
        assert!(text.contains("--> content/roles/x.md:1:8"), "{text}");
        assert!(text.contains("1 | order: 三\n  |        ^^"), "{text}");
        assert!(text.contains("help: 写成 3"), "{text}");
    }

    #[test]
    fn survives_spans_that_do_not_fit() {
        let file = file("三");
        let mut all = Diagnostics::default();
        for span in [0..99, 1..2, 50..60, 3..3] {
            all.push(Diagnostic::error("x", &file, span, "m"));
        }
        assert_eq!(all.render_human().matches("x.md").count(), 4);
    }

    #[test]
    fn sorts_by_file_and_place_and_drops_repetitions() {
        let file = file("abc");
        let mut all = Diagnostics::default();
        for start in [2, 0, 2] {
            all.push(Diagnostic::warning("x", &file, start..3, "m"));
        }
        let starts: Vec<_> = all.sorted().iter().map(|d| d.span.clone()).collect();
        assert_eq!(starts, [Some(0..3), Some(2..3)]);
    }
}
