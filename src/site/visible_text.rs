//! What a reader sees on a finished page, cut where it can be linked to: what search indexes.
//!
//! Taken from the page itself rather than from the model, so that every word that can be seen can
//! be found. Knows only the HTML this program writes.

use crate::query::search::Passage;

/// The passages of a page's main part, in order. Texts of different blocks are kept apart.
#[must_use]
pub fn passages(html: &str) -> Vec<Passage> {
    let start = html.find("<main").unwrap_or(0);
    let end = html.rfind("</main>").unwrap_or(html.len());
    let mut reader = Reader {
        passages: vec![Passage {
            anchor: None,
            heading: String::new(),
            text: String::new(),
        }],
        ..Reader::default()
    };
    let mut rest = html.get(start..end).unwrap_or_default();
    while let Some(open) = rest.find('<') {
        reader.text(&rest[..open]);
        let Some(close) = rest[open..].find('>') else {
            break;
        };
        reader.tag(&rest[open + 1..open + close]);
        rest = &rest[open + close + 1..];
    }
    reader
        .passages
        .retain(|passage| !passage.text.trim().is_empty());
    reader.passages
}

/// The text of a page's first-level heading.
#[must_use]
pub fn title(html: &str) -> String {
    let heading = html
        .split_once("<h1")
        .and_then(|(_, rest)| rest.split_once("</h1>"))
        .map_or("", |(heading, _)| heading);
    let parts = heading.split('<').filter_map(|part| part.split_once('>'));
    parts.map(|(_, text)| decode(text)).collect()
}

/// Elements whose content is no text for a reader, or leads to texts that stand elsewhere.
const SILENT: [&str; 5] = ["nav", "script", "style", "sup", "svg"];

/// Elements that do not end a word.
const INLINE: [&str; 12] = [
    "a", "abbr", "b", "code", "del", "em", "mark", "small", "span", "strong", "sup", "time",
];

#[derive(Default)]
struct Reader {
    passages: Vec<Passage>,
    silent_depth: usize,
    in_heading: bool,
}

impl Reader {
    fn text(&mut self, text: &str) {
        if self.silent_depth > 0 {
            return;
        }
        let decoded = decode(text);
        let in_heading = self.in_heading;
        if let Some(passage) = self.passages.last_mut() {
            passage.text.push_str(&decoded);
            if in_heading {
                passage.heading.push_str(&decoded);
            }
        }
    }

    fn tag(&mut self, tag: &str) {
        let is_end = tag.starts_with('/');
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        if SILENT.contains(&name.as_str()) && !tag.ends_with('/') {
            match is_end {
                false => self.silent_depth += 1,
                true => self.silent_depth = self.silent_depth.saturating_sub(1),
            }
        }
        if self.silent_depth > 0 {
            return;
        }
        if !is_end && let Some(anchor) = anchor_of(tag) {
            self.passages.push(Passage {
                anchor: Some(anchor.to_owned()),
                heading: String::new(),
                text: String::new(),
            });
        }
        if matches!(name.as_str(), "h2" | "h3") {
            let named = |passage: &Passage| !passage.heading.is_empty();
            // The first heading names the passage; smaller ones below it do not.
            self.in_heading = !is_end && !self.passages.last().is_some_and(named);
        }
        // A remark beside a heading is no part of it; the sign that links to its section is no text.
        if name == "small" {
            self.in_heading = false;
        }
        if !INLINE.contains(&name.as_str()) || tag.contains("class=\"judgement\"") {
            self.separate();
        }
    }

    /// Ends a block: what follows is another sentence.
    fn separate(&mut self) {
        if let Some(passage) = self.passages.last_mut()
            && !passage.text.is_empty()
            && !passage.text.ends_with('\n')
        {
            passage.text.push('\n');
        }
    }
}

/// The id of a tag that begins a passage; citations and single sources do not.
fn anchor_of(tag: &str) -> Option<&str> {
    let (_, rest) = tag.split_once(" id=\"")?;
    let (id, _) = rest.split_once('"')?;
    let is_part = ["cite-", "source-"]
        .iter()
        .any(|prefix| id.starts_with(prefix));
    (!is_part).then_some(id)
}

/// Decodes the character references that templates and the Markdown writer use, and undoes what
/// keeps lines from breaking.
fn decode(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#x27;", "'")
        .replace("&#38;", "&")
        .replace("&amp;", "&")
        .replace('\u{a0}', " ")
        .replace('\u{2060}', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passages_begin_where_they_can_be_linked_to() {
        let html = "<nav>上面</nav><main id=\"main\"><h1>标题</h1><p>第一<b>段</b>。</p>\
            <h2 id=\"two\">第二<a class=\"hash\" href=\"#two\"></a></h2>\
            <h3 id=\"three\">第三<small>旁注</small></h3><p>话</p></section>\
            <h2 id=\"four\">第四</h2><h3>小</h3><p>a &amp; b\u{2060}<sup><a id=\"cite-1-1\">1</a></sup>\
            <small class=\"judgement\">判断</small></p><svg><text>图</text></svg>\
            <nav id=\"next\"><a href=\"/five\">第五</a></nav></main>下面";
        let passages = passages(html);
        assert_eq!(
            title("<h1 class=\"x\">大<span>小 &amp; </span>字</h1>"),
            "大小 & 字"
        );
        assert_eq!(passages.len(), 4);
        assert_eq!(passages[0].anchor.as_deref(), Some("main"));
        assert_eq!(passages[0].text, "标题\n第一段。\n");
        assert_eq!(passages[1].anchor.as_deref(), Some("two"));
        assert_eq!(passages[1].heading, "第二");
        assert_eq!(passages[1].text, "第二\n");
        assert_eq!(passages[2].heading, "第三");
        assert_eq!(passages[2].text, "第三旁注\n话\n");
        assert_eq!(passages[3].text, "第四\n小\na & b\n判断\n");
    }
}
