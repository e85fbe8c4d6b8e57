//! What is wrong with the content, as a page: for the editor, in preview.

use askama::Template;

use super::{Page, PageAssets};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::urls::{BaseUrl, UrlPath};

#[derive(Template)]
#[template(path = "pages/findings.html", whitespace = "minimize")]
struct FindingsPage<'a> {
    findings: Vec<Finding<'a>>,
    errors: usize,
    warnings: usize,
    home: String,
    style: String,
    script: String,
    events: String,
    here: String,
    number: u64,
}

/// A finding with the line it stands on.
struct Finding<'a> {
    diagnostic: &'a Diagnostic,
    /// The line and column, from 1.
    place: Option<(usize, usize)>,
    /// The line before the fault, the fault, and what follows it.
    excerpt: Option<[&'a str; 3]>,
}

impl Finding<'_> {
    /// What is wrong, in pieces of text and of what was or should be typed.
    fn message(&self) -> impl Iterator<Item = (bool, &str)> {
        pieces(&self.diagnostic.message)
    }

    /// What to do, likewise.
    fn help(&self) -> impl Iterator<Item = (bool, &str)> {
        pieces(self.diagnostic.help.as_deref().unwrap_or_default())
    }

    fn is_error(&self) -> bool {
        self.diagnostic.severity == Severity::Error
    }
}

/// Cuts a sentence at its backticks; true for what stands between two.
fn pieces(text: &str) -> impl Iterator<Item = (bool, &str)> {
    let pieces = text.split('`').enumerate();
    pieces.map(|(place, piece)| (place % 2 == 1, piece))
}

/// The page that lists all findings; it carries everything it needs, since there may be no site.
///
/// # Errors
///
/// When the template fails, which it has no cause to.
pub fn render(
    base: &BaseUrl,
    assets: &PageAssets,
    number: u64,
    diagnostics: &Diagnostics,
) -> Result<Page, askama::Error> {
    let sheet = |stem: &str| assets.styles.get(stem).map_or("", String::as_str);
    let page = FindingsPage {
        findings: diagnostics.iter().map(finding).collect(),
        errors: diagnostics.count(Severity::Error),
        warnings: diagnostics.count(Severity::Warning),
        home: base.href(&UrlPath::index()),
        style: [sheet("base"), sheet("findings")].concat(),
        // Fingerprinted files belong to a site, and there may be none.
        script: base.href(&UrlPath::static_file("js/preview.js")),
        events: base.href(&UrlPath::preview_events()),
        here: base.href(&UrlPath::preview_findings()),
        number,
    };
    Ok(Page {
        html: page.render()?,
        styles: vec![page.style],
        scripts: Vec::new(),
    })
}

fn finding(diagnostic: &Diagnostic) -> Finding<'_> {
    let text = diagnostic.file.text.as_str();
    let span = diagnostic.span.as_ref();
    Finding {
        diagnostic,
        place: span.map(|span| diagnostic.file.line_and_column(span.start)),
        excerpt: span.map(|span| {
            let start = text.floor_char_boundary(span.start);
            let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
            let rest = text[start..].find('\n');
            let line_end = rest.map_or(text.len(), |newline| start + newline);
            let end = text.floor_char_boundary(span.end.clamp(start, line_end));
            [
                &text[line_start..start],
                &text[start..end],
                &text[end..line_end],
            ]
        }),
    }
}
