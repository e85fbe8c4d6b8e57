//! Which style sheets texts need besides those of their page.

use std::collections::BTreeSet;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::content::markdown::Prose;

/// The style sheets of what most texts have not: tables; quotations, code, pictures and the like.
pub fn sheets<'a>(texts: impl IntoIterator<Item = &'a Prose>) -> BTreeSet<&'static str> {
    let mut sheets = BTreeSet::new();
    for prose in texts {
        let mut items = 0_usize;
        for event in &prose.0 {
            match event {
                Event::Start(Tag::Table(_)) => {
                    sheets.insert("table");
                }
                Event::Start(
                    Tag::BlockQuote(_) | Tag::CodeBlock(_) | Tag::Image { .. } | Tag::List(Some(_)),
                ) => {
                    sheets.insert("blocks");
                }
                Event::Start(Tag::Paragraph) if items > 0 => {
                    sheets.insert("blocks");
                }
                Event::Start(Tag::Item) => items += 1,
                Event::End(TagEnd::Item) => items = items.saturating_sub(1),
                _ => {}
            }
        }
    }
    sheets
}
