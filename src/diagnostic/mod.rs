//! What is wrong with the content, where, and what to do about it.
//!
//! A [`Diagnostic`] is for the editor: it is in Chinese, it points at a place in a file, and it
//! comes with all the others at once. Operators' errors are `anyhow` chains, visitors' are pages.
//!
//! The findings of a run can be written for people, for programs and for GitHub workflows.

mod github;
mod human;
mod json;

use std::ops::Range;
use std::sync::Arc;

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

impl Severity {
    /// Its name in output for programs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
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

    /// Where it begins, as line and column from 1; the start of the file when it is about all of it.
    #[must_use]
    pub fn place(&self) -> (usize, usize) {
        let start = self.span.as_ref().map_or(0, |span| span.start);
        self.file.line_and_column(start)
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

    /// Keeps the findings a condition holds for.
    pub fn retain(&mut self, condition: impl FnMut(&Diagnostic) -> bool) {
        self.0.retain(condition);
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

    /// The findings, to be told better.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, Diagnostic> {
        self.0.iter_mut()
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
