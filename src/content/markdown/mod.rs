//! Markdown to events, checked and with places kept.
//!
//! A [`Body`] is the text of a file cut at its second-level headings. What the text points at
//! (links, sources, images) is listed with its place, for the catalogue to check.

mod checker;
mod chinese;
mod cutter;
mod leftovers;
mod numbers;
mod outline;
mod traps;

use std::sync::Arc;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

use crate::diagnostic::{Diagnostics, SourceFile, Span};
use checker::Checker;
use cutter::Cutter;
use numbers::NumberWatch;
pub use outline::{letters, outline, text_spans};

/// A piece of text as the parser's events, ready to be written as HTML.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Prose(pub Vec<Event<'static>>);

impl Prose {
    /// True when there is nothing to read.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        !self.0.iter().any(|event| match event {
            Event::Text(text) | Event::Code(text) => !text.trim().is_empty(),
            Event::Start(Tag::Image { .. }) => true,
            _ => false,
        })
    }

    /// The first block, such as a paragraph, and what follows it.
    #[must_use]
    pub fn split_first(&self) -> (Self, Self) {
        let mut depth = 0_usize;
        let end = self.0.iter().position(|event| {
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0
        });
        let (first, rest) = self.0.split_at(end.map_or(self.0.len(), |end| end + 1));
        (Self(first.to_vec()), Self(rest.to_vec()))
    }
}

/// The mark of an editors' judgement, written `[^judgement]` like the mark of a source.
pub const JUDGEMENT: &str = "judgement";

/// The text of a file, cut at its second-level headings.
#[derive(Debug, Clone, Default)]
pub struct Body {
    /// What stands before the first heading.
    pub introduction: Prose,
    /// Where that is.
    pub introduction_span: Span,
    /// The sections.
    pub sections: Vec<BodySection>,
    /// Every `[^id]`, in the order of the text.
    pub citations: Vec<(String, Span)>,
    /// Every `[word]` that is neither a mark nor a link.
    pub brackets: Vec<(String, Span)>,
    /// Every link that does not lead to another site, in the order of the text.
    pub links: Vec<(String, Span)>,
    /// Every image.
    pub images: Vec<BodyImage>,
    /// The ids the text gives to headings.
    pub anchors: Vec<(String, Span)>,
    /// The first number of every paragraph, item or row without a mark, with its section.
    pub bare_numbers: Vec<BareNumber>,
    /// Headings that are none, for want of a space or of a `#`.
    pub intended_titles: Vec<String>,
    /// The names in marks that are none, for want of a bracket or of a half-width one.
    pub intended_marks: Vec<String>,
    /// Headings below the second level, with their places.
    pub lower_titles: Vec<(String, Span)>,
    /// True when code without an end swallows what stands below.
    pub is_cut_short: bool,
}

/// An image of a text.
#[derive(Debug, Clone)]
pub struct BodyImage {
    /// What it leads to, as written.
    pub address: String,
    /// What it says to those who do not see it.
    pub alt: String,
    /// Where it stands.
    pub span: Span,
}

/// A number nothing in its paragraph, item or row vouches for.
#[derive(Debug, Clone)]
pub struct BareNumber {
    /// The heading it stands under; empty before the first.
    pub section: String,
    /// The number.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// A second-level heading and what stands under it.
#[derive(Debug, Clone)]
pub struct BodySection {
    /// The heading's text.
    pub title: String,
    /// The heading's id, if the text gives one.
    pub id: Option<String>,
    /// The heading's place.
    pub span: Span,
    /// What stands under it.
    pub prose: Prose,
}

/// Parses the Markdown at `range` of a file.
pub fn parse_body(file: &Arc<SourceFile>, range: Span, diagnostics: &mut Diagnostics) -> Body {
    let mut body = Body {
        introduction_span: range.start..range.start,
        ..Body::default()
    };
    let mut checker = Checker::new(file, diagnostics);
    let mut cutter = Cutter::default();
    let mut watch = NumberWatch::default();
    let mut is_first = true;
    for (event, span) in events(&file.text, range) {
        if std::mem::take(&mut is_first) {
            body.introduction_span = span.clone();
        }
        if let Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) = &event
            && let Some(fence) = leftovers::open_fence(file, &span)
        {
            body.is_cut_short = true;
            checker.error(
                "unclosed-code",
                &fence,
                "代码块没有收尾，后面的正文都成了代码",
                "在代码的下一行单独写 ```",
            );
        }
        let event = checker.refuse_underline(event, &span);
        if !checker.in_code && !checker.in_link {
            leftovers::check(&event, &span, file, checker.diagnostics);
        }
        checker.check(&event, &span, &mut body);
        traps::check(&event, &span, file, &mut body, checker.diagnostics);
        if let Some((text, span)) = watch.follow(&event, &span, &file.text) {
            let section = cutter.heading.as_ref().map(|heading| heading.title.clone());
            body.bare_numbers.push(BareNumber {
                section: section.unwrap_or_default(),
                text,
                span,
            });
        }
        if let Some(event) = checker.restore_single_tildes(event, &span) {
            cutter.add(event, span, &mut body);
        }
    }
    cutter.finish(&mut body);
    body
}

/// The events of the Markdown at `range` of a text, with their places in it.
fn events(text: &str, range: Span) -> impl Iterator<Item = (Event<'static>, Span)> {
    let marked = chinese::mark_emphasis(&text[range.clone()]);
    let parser = Parser::new_ext(&marked.text, options()).into_offset_iter();
    let events: Vec<_> = parser
        .map(|(event, place)| {
            let (start, end) = (marked.original(place.start), marked.original(place.end));
            (
                chinese::unmark(event),
                range.start + start..range.start + end,
            )
        })
        .collect();
    events.into_iter()
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        // The older syntax reports a reference whether or not the text defines it, and ours are
        // defined in the front matter.
        | Options::ENABLE_OLD_FOOTNOTES
}

#[cfg(test)]
mod tests;
