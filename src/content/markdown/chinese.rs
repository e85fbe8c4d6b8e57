//! Where CommonMark was not written with Chinese in mind.
//!
//! Two of its rules assume spaces between words. Delimiter runs beside full-width punctuation do
//! not open or close emphasis, so `**真，**她` keeps its asterisks; and a line break in the source
//! is a space on the page, even between two 汉字. The first is mended in the source text, the
//! second on the events.
//!
//! Emphasis follows the amendment proposed for CommonMark in
//! <https://github.com/commonmark/commonmark-spec/issues/650>: punctuation of a CJK script does not
//! hinder a delimiter run, nor does any other punctuation when a CJK character is on the far side.

use std::borrow::Cow;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};
use unicode_properties::{GeneralCategoryGroup, UnicodeEmoji, UnicodeGeneralCategory};
use unicode_width::UnicodeWidthChar;

/// Marks a place at which the parser must see a letter instead of punctuation.
///
/// A noncharacter, which [`crate::content::source`] refuses in files, so every one found after
/// parsing is ours.
const LETTER: char = '\u{fdd0}';

/// A source text with letters inserted where emphasis needs them, and the way back.
pub struct Marked<'a> {
    /// The text for the parser.
    pub text: Cow<'a, str>,
    /// The places of the insertions in `text`, ascending.
    insertions: Vec<usize>,
}

impl Marked<'_> {
    /// Translates an offset in [`Self::text`] to one in the text before the insertions.
    pub fn original(&self, offset: usize) -> usize {
        let before = self.insertions.partition_point(|place| *place < offset);
        offset - before * LETTER.len_utf8()
    }
}

/// Inserts letters between delimiter runs and the punctuation that would disable them.
pub fn mark_emphasis(source: &str) -> Marked<'_> {
    let mut text = String::new();
    let mut insertions = Vec::new();
    let mut copied = 0;
    let mut previous = None;
    let mut rest = source.char_indices().peekable();
    while let Some((start, character)) = rest.next() {
        if character == '\\' {
            previous = rest.next().map(|(_, escaped)| escaped);
            continue;
        }
        if !matches!(character, '*' | '~') {
            previous = Some(character);
            continue;
        }
        let mut end = start + 1;
        while rest.next_if(|(_, next)| *next == character).is_some() {
            end += 1;
        }
        let next = rest.peek().map(|(_, next)| *next);
        let beside_cjk = previous.is_some_and(is_cjk) || next.is_some_and(is_cjk);
        for (place, neighbour) in [(start, previous), (end, next)] {
            if beside_cjk && neighbour.is_some_and(is_punctuation) {
                text.push_str(&source[copied..place]);
                insertions.push(text.len());
                text.push(LETTER);
                copied = place;
            }
        }
        previous = Some(character);
    }
    if insertions.is_empty() {
        return Marked {
            text: Cow::Borrowed(source),
            insertions,
        };
    }
    text.push_str(&source[copied..]);
    Marked {
        text: Cow::Owned(text),
        insertions,
    }
}

/// Takes the inserted letters out of everything the parser returned.
pub fn unmark(event: Event<'_>) -> Event<'static> {
    fn text(text: CowStr<'_>) -> CowStr<'static> {
        if text.contains(LETTER) {
            text.replace(LETTER, "").into()
        } else {
            text.into_static()
        }
    }
    match event {
        Event::Text(value) => Event::Text(text(value)),
        Event::Code(value) => Event::Code(text(value)),
        Event::FootnoteReference(value) => Event::FootnoteReference(text(value)),
        Event::Start(Tag::Link {
            link_type,
            dest_url,
            title,
            id,
        }) => Event::Start(Tag::Link {
            link_type,
            dest_url: text(dest_url),
            title: text(title),
            id: text(id),
        }),
        Event::Start(Tag::Image {
            link_type,
            dest_url,
            title,
            id,
        }) => Event::Start(Tag::Image {
            link_type,
            dest_url: text(dest_url),
            title: text(title),
            id: text(id),
        }),
        Event::Start(Tag::FootnoteDefinition(value)) => {
            Event::Start(Tag::FootnoteDefinition(text(value)))
        }
        other => other.into_static(),
    }
}

/// Drops line breaks between two characters of a script that is set without spaces.
///
/// CSS Text 3, section 4.1.3, has browsers do this to text; they do not yet, and not across tags.
pub fn join_lines(events: Vec<Event<'static>>) -> Vec<Event<'static>> {
    let dropped: Vec<bool> = (0..events.len())
        .map(|index| {
            matches!(events[index], Event::SoftBreak)
                && last_character(&events[..index]).is_some_and(is_set_solid)
                && first_character(&events[index + 1..]).is_some_and(is_set_solid)
        })
        .collect();
    let mut kept = events;
    let mut drop = dropped.into_iter();
    kept.retain(|_| !drop.next().unwrap_or(false));
    kept
}

fn last_character(events: &[Event]) -> Option<char> {
    let texts = events.iter().rev().map_while(inline_text);
    texts.filter_map(|text| text.chars().next_back()).next()
}

fn first_character(events: &[Event]) -> Option<char> {
    let texts = events.iter().map_while(inline_text);
    texts.filter_map(|text| text.chars().next()).next()
}

/// The text of an event within a paragraph: empty for tags that only style, none at its edge.
fn inline_text<'a>(event: &'a Event) -> Option<&'a str> {
    match event {
        Event::Text(text) | Event::Code(text) => Some(text),
        Event::FootnoteReference(_) => Some(""),
        Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. })
        | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link) => {
            Some("")
        }
        _ => None,
    }
}

/// Wide characters that are not emoji: 汉字, kana, hangul and their punctuation.
fn is_cjk(character: char) -> bool {
    character.width() == Some(2) && !character.is_emoji_char_or_emoji_component()
}

/// Characters beside which Chinese has no space: CJK ones, and the marks it shares with others.
fn is_set_solid(character: char) -> bool {
    is_cjk(character) || matches!(character, '“' | '”' | '‘' | '’' | '—' | '…' | '·')
}

fn is_punctuation(character: char) -> bool {
    matches!(
        character.general_category_group(),
        GeneralCategoryGroup::Punctuation | GeneralCategoryGroup::Symbol
    )
}
