//! Tables without inline styles, whose cells say what they name.

use std::fmt::Write;

use pulldown_cmark::{Alignment, Event, Tag, TagEnd};

/// Where the writer is in a table. The parser's own writer aligns with inline styles, which the
/// security policy forbids, so cells carry classes instead.
#[derive(Default)]
pub struct Table {
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
    /// The element of the open cell.
    cell: &'static str,
}

impl Table {
    /// The HTML of an event, if it is one of a table; `next` tells an empty cell.
    pub fn write(&mut self, event: &Event, next: Option<&Event>) -> Option<String> {
        let mut html = String::new();
        match event {
            Event::Start(Tag::Table(alignments)) => {
                self.alignments.clone_from(alignments);
                html.push_str("<div class=\"scroll\" role=\"group\" aria-label=\"表格\" tabindex=\"0\"><table>");
            }
            Event::End(TagEnd::Table) => html.push_str("</tbody></table></div>\n"),
            Event::Start(Tag::TableHead) => {
                self.in_head = true;
                self.column = 0;
                html.push_str("<thead><tr>");
            }
            Event::End(TagEnd::TableHead) => {
                self.in_head = false;
                html.push_str("</tr></thead><tbody>\n");
            }
            Event::Start(Tag::TableRow) => {
                self.column = 0;
                html.push_str("<tr>");
            }
            Event::End(TagEnd::TableRow) => html.push_str("</tr>\n"),
            Event::Start(Tag::TableCell) => {
                let class = match self.alignments.get(self.column) {
                    Some(Alignment::Right) => " class=\"end\"",
                    Some(Alignment::Center) => " class=\"centre\"",
                    _ => "",
                };
                self.column += 1;
                let is_empty = matches!(next, Some(Event::End(TagEnd::TableCell)));
                let scope = match (is_empty, self.in_head, self.column) {
                    // An empty cell names nothing: the corner of a table of two entries.
                    (true, ..) => None,
                    (_, true, _) => Some("col"),
                    // The first column names its row.
                    (_, false, 1) => Some("row"),
                    (_, false, _) => None,
                };
                self.cell = if scope.is_some() { "th" } else { "td" };
                let scope = scope.map(|scope| format!(" scope=\"{scope}\""));
                // Writing to a string cannot fail.
                let _ = write!(html, "<{}{}{class}>", self.cell, scope.unwrap_or_default());
            }
            Event::End(TagEnd::TableCell) => {
                let _ = write!(html, "</{}>", self.cell);
            }
            _ => return None,
        }
        Some(html)
    }
}
