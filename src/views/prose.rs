//! Markdown events to HTML: links under the base path, citations, tables without inline styles.

mod sheets;
mod table;

use std::collections::BTreeMap;

use pulldown_cmark::{BlockQuoteKind, Event, HeadingLevel, LinkType, Tag, TagEnd, html};

use crate::catalogue::Source;
use crate::content::markdown::{JUDGEMENT, Prose};
use crate::urls::BaseUrl;
use crate::views::Image;
use crate::views::unbroken::{WORD_JOINER, unbroken};
pub use sheets::sheets;
use table::Table;

/// What texts lead to and show, besides their sources.
#[derive(Clone, Copy)]
pub struct Around<'a> {
    /// Where the site is published.
    pub base: &'a BaseUrl,
    /// The images texts may show, by the address they write.
    pub images: &'a BTreeMap<String, Image>,
}

/// Writes a text that cites no sources, such as that of a further page.
#[must_use]
pub fn render(prose: &Prose, around: Around) -> String {
    Renderer::new(&[], around).render(prose)
}

/// Writes the texts of one page, in order: citations are numbered through all of them.
///
/// The `k`th citation of the source with number `n` gets the id `cite-n-k` and leads to
/// `#source-n`; the list of sources leads back.
pub struct Renderer<'a> {
    sources: &'a [Source],
    around: Around<'a>,
    /// How often each source has been cited so far.
    cited: Vec<usize>,
    /// What every anchor of the texts starts with, when they are part of a larger page.
    prefix: Option<String>,
}

impl<'a> Renderer<'a> {
    /// Starts a page.
    #[must_use]
    pub fn new(sources: &'a [Source], around: Around<'a>) -> Self {
        Self {
            sources,
            around,
            cited: vec![0; sources.len()],
            prefix: None,
        }
    }

    /// Starts a part of a page that holds several texts: every anchor, and every link to one of
    /// the same text, starts with the prefix, and headings go one level down.
    #[must_use]
    pub fn part(sources: &'a [Source], around: Around<'a>, prefix: String) -> Self {
        Self {
            prefix: Some(prefix),
            ..Self::new(sources, around)
        }
    }

    /// Writes the next text of the page.
    pub fn render(&mut self, prose: &Prose) -> String {
        let mut table = Table::default();
        let mut events = Vec::with_capacity(prose.0.len());
        let mut image: Option<(&str, String)> = None;
        let mut in_code = false;
        for (index, event) in prose.0.iter().enumerate() {
            let next = prose.0.get(index + 1);
            if let Some((_, alt)) = &mut image
                && !matches!(event, Event::End(TagEnd::Image))
            {
                alt.push_str(text_of(event));
                continue;
            }
            match event {
                Event::Start(Tag::CodeBlock(_)) => in_code = true,
                Event::End(TagEnd::CodeBlock) => in_code = false,
                _ => {}
            }
            let written = match event {
                Event::Text(text) if !in_code => Event::Text(unbroken(text).into()),
                Event::Start(Tag::Image { dest_url, .. }) => {
                    image = Some((dest_url, String::new()));
                    continue;
                }
                Event::End(TagEnd::Image) => {
                    let (address, alt) = image.take().unwrap_or_default();
                    raw(self.image(address, &alt))
                }
                Event::FootnoteReference(id) if **id == *JUDGEMENT => judgement(&mut events),
                Event::FootnoteReference(id) => raw(self.citation(id)),
                // Long lines scroll, also by keyboard.
                Event::Start(Tag::CodeBlock(_)) => {
                    raw("<pre tabindex=\"0\" role=\"group\" aria-label=\"代码\"><code>")
                }
                Event::End(TagEnd::CodeBlock) => raw("</code></pre>\n"),
                Event::Start(Tag::Link {
                    link_type: LinkType::Email,
                    dest_url,
                    ..
                }) => raw(self.link(&format!("mailto:{dest_url}"))),
                Event::Start(Tag::Link { dest_url, .. }) => raw(self.link(dest_url)),
                Event::End(TagEnd::Link) => raw("</a>"),
                Event::Start(Tag::Heading {
                    level,
                    id,
                    classes,
                    attrs,
                }) => Event::Start(Tag::Heading {
                    level: self.level(*level),
                    id: id.as_ref().map(|id| self.anchor(id).into()),
                    classes: classes.clone(),
                    attrs: attrs.clone(),
                }),
                Event::End(TagEnd::Heading(level)) => {
                    Event::End(TagEnd::Heading(self.level(*level)))
                }
                Event::Start(Tag::Item) if matches!(next, Some(Event::TaskListMarker(_))) => {
                    raw("<li class=\"task\">")
                }
                Event::TaskListMarker(done) => raw(task_marker(*done)),
                Event::Start(Tag::BlockQuote(Some(kind))) => raw(alert(*kind)),
                Event::End(TagEnd::BlockQuote(Some(_))) => raw("</div>\n"),
                other => table.write(other, next).map_or_else(|| other.clone(), raw),
            };
            events.push(written);
        }
        let mut text = String::new();
        html::push_html(&mut text, events.into_iter());
        text
    }

    fn citation(&mut self, id: &str) -> String {
        let Some(index) = self.sources.iter().position(|s| s.id.as_str() == id) else {
            return String::new();
        };
        self.cited[index] += 1;
        let (number, count) = (index + 1, self.cited[index]);
        let place = self.anchor(&format!("cite-{number}-{count}"));
        let source = self.anchor(&format!("source-{number}"));
        format!(
            "{WORD_JOINER}<sup class=\"cite\"><a id=\"{place}\" href=\"#{source}\" \
             aria-label=\"来源 {number}\">{number}</a></sup>"
        )
    }

    /// An image with its size, so that nothing moves when it comes; checked to be there.
    fn image(&self, address: &str, alt: &str) -> String {
        let Some(image) = self.around.images.get(address) else {
            return String::new();
        };
        let mut tag = format!(
            "<img src=\"{}\" width=\"{}\" height=\"{}\" loading=\"lazy\" alt=\"",
            self.around.base.href(&image.address),
            image.width,
            image.height
        );
        // Cannot fail: a String takes everything.
        let _ = pulldown_cmark_escape::escape_html(&mut tag, alt);
        tag.push_str("\">");
        tag
    }

    /// An anchor of the text as it is spelt on the page.
    fn anchor(&self, id: &str) -> String {
        [self.prefix.as_deref().unwrap_or_default(), id].concat()
    }

    fn level(&self, level: HeadingLevel) -> HeadingLevel {
        match self.prefix {
            Some(_) => HeadingLevel::try_from(level as usize + 1).unwrap_or(level),
            None => level,
        }
    }

    fn link(&self, target: &str) -> String {
        let address = match target.strip_prefix('#') {
            Some(id) if !id.is_empty() => format!("#{}", self.anchor(id)),
            _ if target.starts_with('/') => self.around.base.href_of(target),
            _ => target.to_owned(),
        };
        let mut tag = String::from("<a href=\"");
        for character in address.chars() {
            match character {
                '&' => tag.push_str("&amp;"),
                '"' => tag.push_str("%22"),
                '<' => tag.push_str("%3C"),
                '>' => tag.push_str("%3E"),
                other => tag.push(other),
            }
        }
        tag.push_str("\">");
        tag
    }
}

const JUDGEMENT_SIGN: &str = "<small class=\"judgement\">编辑判断</small>";

/// The sign of a judgement, which keeps the end of its sentence: neither begins a line alone.
fn judgement<'a>(before: &mut Vec<Event<'a>>) -> Event<'a> {
    let Some(end) = before.last_mut().and_then(cut_end) else {
        return raw(JUDGEMENT_SIGN);
    };
    before.push(raw("<span class=\"held\">"));
    before.push(Event::Text(end.into()));
    raw([JUDGEMENT_SIGN, "</span>"].concat())
}

/// Cuts two characters and their mark from the end of a text that goes on before them.
fn cut_end(event: &mut Event) -> Option<String> {
    let Event::Text(text) = event else {
        return None;
    };
    let (place, _) = text.char_indices().rev().nth(2).filter(|(at, _)| *at > 0)?;
    let end = text[place..].to_owned();
    // A word of letters or a number would be cut in two.
    if end.chars().any(|c| c.is_ascii()) {
        return None;
    }
    *text = text[..place].to_owned().into();
    Some(end)
}

/// The text of an event, for where only text can stand.
fn text_of<'a>(event: &'a Event) -> &'a str {
    match event {
        Event::Text(text) | Event::Code(text) => text,
        Event::SoftBreak | Event::HardBreak => " ",
        _ => "",
    }
}

fn raw(html: impl Into<String>) -> Event<'static> {
    Event::InlineHtml(html.into().into())
}

/// A box in print and on screen; the words are for those who do not see it.
fn task_marker(done: bool) -> &'static str {
    match done {
        true => "<span class=\"box done\"><span class=\"vh\">已完成：</span></span>",
        false => "<span class=\"box\"></span>",
    }
}

fn alert(kind: BlockQuoteKind) -> String {
    let title = match kind {
        BlockQuoteKind::Note => "说明",
        BlockQuoteKind::Tip => "提示",
        BlockQuoteKind::Important => "要点",
        BlockQuoteKind::Warning => "注意",
        BlockQuoteKind::Caution => "小心",
    };
    format!("<div class=\"alert\"><p class=\"alert-title\">{title}</p>")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::content::markdown::parse_body;
    use crate::content::schema::Confidence;
    use crate::diagnostic::{Diagnostics, SourceFile};
    use crate::urls::Slug;
    use crate::urls::UrlPath;

    fn prose(text: &str) -> Prose {
        let file = Arc::new(SourceFile {
            path: "x.md".to_owned(),
            text: text.to_owned(),
        });
        parse_body(&file, 0..text.len(), &mut Diagnostics::default()).introduction
    }

    fn base() -> BaseUrl {
        BaseUrl::parse("https://example.org/careers").expect("an address")
    }

    fn around(base: &BaseUrl) -> Around<'_> {
        static NONE: BTreeMap<String, Image> = BTreeMap::new();
        Around {
            base,
            images: &NONE,
        }
    }

    #[test]
    fn images_have_their_size_and_a_text_that_cannot_break_out() {
        let image = Image {
            address: UrlPath::asset("images/leaf.1234.png"),
            width: 30,
            height: 20,
        };
        let images = BTreeMap::from([("/static/images/leaf.png".to_owned(), image)]);
        let base = base();
        let around = Around {
            base: &base,
            images: &images,
        };
        let html = render(
            &prose("看：![一片 `叶` \" onload=\"x](/static/images/leaf.png)。"),
            around,
        );
        let expected = "<p>看：<img src=\"/careers/assets/images/leaf.1234.png\" width=\"30\" \
                        height=\"20\" loading=\"lazy\" alt=\"一片 叶 &quot; onload=&quot;x\">。</p>\n";
        assert_eq!(html, expected);
    }

    #[test]
    fn numbers_citations_through_the_page() {
        let source = Source {
            id: Slug::new("bls").expect("a slug"),
            title: String::new(),
            publisher: String::new(),
            url: String::new(),
            date: String::new(),
            region: String::new(),
            confidence: Confidence::High,
            citations: 2,
        };
        let sources = [source];
        let base = base();
        let mut renderer = Renderer::new(&sources, around(&base));
        let first = renderer.render(&prose("一。[^bls]"));
        let second = renderer.render(&prose("二。[^bls] 三。[^judgement]"));
        assert!(
            first.contains("id=\"cite-1-1\" href=\"#source-1\""),
            "{first}"
        );
        assert!(
            second.contains("id=\"cite-1-2\" href=\"#source-1\""),
            "{second}"
        );
        assert!(second.contains(">编辑判断</small>"), "{second}");
    }

    #[test]
    fn a_sign_keeps_the_end_of_its_sentence() {
        let base = base();
        let shown = |text: &str| {
            let html = Renderer::new(&[], around(&base)).render(&prose(text));
            html.replace(JUDGEMENT_SIGN, "*")
        };
        let held = "<p>春天<span class=\"held\">种下。*</span></p>\n";
        assert_eq!(shown("春天种下。[^judgement]"), held);
        assert_eq!(shown("种下。[^judgement]"), "<p>种下。*</p>\n");
        assert_eq!(shown("先看 P95。[^judgement]"), "<p>先看 P95。*</p>\n");
    }

    #[test]
    fn a_part_of_a_page_has_anchors_and_headings_of_its_own() {
        let source = Source {
            id: Slug::new("bls").expect("a slug"),
            title: String::new(),
            publisher: String::new(),
            url: String::new(),
            date: String::new(),
            region: String::new(),
            confidence: Confidence::High,
            citations: 1,
        };
        let text = "### 甲 {#a}\n\n一。[^bls] [乙](#a) [丙](/x#a)\n\n###### 丁";
        let sources = [source];
        let base = base();
        let whole = Renderer::new(&sources, around(&base)).render(&prose(text));
        assert!(whole.contains("<h3 id=\"a\">甲</h3>"), "{whole}");
        let part = Renderer::part(&sources, around(&base), "x--".to_owned()).render(&prose(text));
        for expected in [
            "<h4 id=\"x--a\">甲</h4>",
            "id=\"x--cite-1-1\" href=\"#x--source-1\"",
            "href=\"#x--a\"",
            "href=\"/careers/x#a\"",
            "<h6>丁</h6>",
        ] {
            assert!(part.contains(expected), "{expected}: {part}");
        }
    }

    #[test]
    fn numbers_keep_to_their_units_but_not_in_code() {
        let text = "约 6–12 个月。\n\n```\n6–12 个月\n```\n";
        let html = render(&prose(text), around(&base()));
        assert!(html.contains("6–\u{2060}12\u{a0}个\u{2060}月。"), "{html}");
        assert!(html.contains("6–12 个月\n</code>"), "{html}");
    }

    #[test]
    fn puts_links_under_the_base_path() {
        let html = render(
            &prose("[甲](/roles/x#y) [乙](#z) [丙](https://a.org/?q=1&r=\"2\")"),
            around(&base()),
        );
        assert!(html.contains("href=\"/careers/roles/x#y\""), "{html}");
        assert!(html.contains("href=\"#z\""), "{html}");
        assert!(
            html.contains("href=\"https://a.org/?q=1&amp;r=%222%22\""),
            "{html}"
        );
    }

    #[test]
    fn aligns_table_cells_by_class() {
        let html = render(
            &prose("| 甲 | 乙 |\n|---|--:|\n| 一 | 2 |\n"),
            around(&base()),
        );
        assert!(
            html.contains("<th scope=\"col\" class=\"end\">乙</th>"),
            "{html}"
        );
        assert!(
            html.contains("<th scope=\"row\">一</th><td class=\"end\">2</td>"),
            "{html}"
        );
        assert!(!html.contains("style="), "{html}");
    }

    #[test]
    fn leaves_the_corner_of_a_table_unnamed() {
        let html = render(&prose("| | 乙 |\n|---|---|\n| 一 | 2 |\n"), around(&base()));
        assert!(
            html.contains("<tr><td></td><th scope=\"col\">乙</th>"),
            "{html}"
        );
    }

    #[test]
    fn writes_to_addresses_of_people() {
        let html = render(&prose("<me@example.org>"), around(&base()));
        assert!(html.contains("href=\"mailto:me@example.org\""), "{html}");
    }

    #[test]
    fn draws_boxes_for_tasks_and_titles_for_alerts() {
        let html = render(&prose("- [ ] 未做\n- [x] 做完\n"), around(&base()));
        assert!(
            html.contains("<li class=\"task\"><span class=\"box\"></span>未做"),
            "{html}"
        );
        assert!(html.contains("已完成："), "{html}");
        let html = render(&prose("> [!WARNING]\n> 别碰\n"), around(&base()));
        assert!(html.contains("<p class=\"alert-title\">注意</p>"), "{html}");
    }

    #[test]
    fn escapes_text() {
        let html = render(&prose("a \\<b\\> &amp; `<c>`"), around(&base()));
        assert_eq!(html, "<p>a &lt;b&gt; &amp; <code>&lt;c&gt;</code></p>\n");
    }
}
