//! A text, cut at its second-level headings.

use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};

use super::{Body, BodySection, Prose, chinese};
use crate::diagnostic::Span;

/// Cuts the events at second-level headings.
#[derive(Default)]
pub struct Cutter {
    events: Vec<Event<'static>>,
    /// The heading whose text is being gathered.
    pub heading: Option<BodySection>,
    in_heading: bool,
    /// A heading of the first level, which is refused: one of the second all the same, so that
    /// nobody calls it missing.
    title: Option<String>,
    lower_heading: Option<(String, Span)>,
    depth: usize,
}

impl Cutter {
    /// Adds the next event.
    pub fn add(&mut self, event: Event<'static>, span: Span, body: &mut Body) {
        match &event {
            Event::Start(Tag::Heading {
                level: HeadingLevel::H1,
                ..
            }) => {
                self.title = Some(String::new());
                return;
            }
            Event::End(TagEnd::Heading(HeadingLevel::H1)) => {
                body.intended_titles.extend(self.title.take());
                return;
            }
            event if let Some(title) = &mut self.title => {
                if let Event::Text(text) | Event::Code(text) = event {
                    title.push_str(text);
                }
                return;
            }
            // A heading inside a quotation or a list belongs to it.
            Event::Start(Tag::Heading {
                level: HeadingLevel::H2,
                id,
                ..
            }) if self.depth == 0 => {
                self.finish(body);
                self.in_heading = true;
                self.heading = Some(BodySection {
                    title: String::new(),
                    id: id.as_ref().map(ToString::to_string),
                    span,
                    prose: Prose::default(),
                });
                return;
            }
            Event::End(TagEnd::Heading(HeadingLevel::H2)) if self.depth == 0 => {
                self.in_heading = false;
                return;
            }
            Event::Text(text) | Event::Code(text) if self.in_heading => {
                if let Some(section) = &mut self.heading {
                    section.title.push_str(text);
                }
                return;
            }
            Event::Start(Tag::Heading { .. }) => {
                self.lower_heading = Some((String::new(), span));
                self.depth += 1;
            }
            Event::End(TagEnd::Heading(_)) => {
                body.lower_titles.extend(self.lower_heading.take());
                self.depth -= 1;
            }
            Event::Text(text) | Event::Code(text) if self.lower_heading.is_some() => {
                if let Some((title, _)) = &mut self.lower_heading {
                    title.push_str(text);
                }
            }
            Event::Start(_) if !self.in_heading => self.depth += 1,
            Event::End(_) if !self.in_heading => self.depth -= 1,
            _ => {}
        }
        if !self.in_heading {
            self.events.push(event);
        }
    }

    /// Ends the part that is being gathered.
    pub fn finish(&mut self, body: &mut Body) {
        let prose = Prose(chinese::join_lines(std::mem::take(&mut self.events)));
        match self.heading.take() {
            None => body.introduction = prose,
            Some(section) => body.sections.push(BodySection { prose, ..section }),
        }
    }
}
