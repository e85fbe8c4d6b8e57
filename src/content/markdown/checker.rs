//! Notes what a text points at, and refuses what a page must not contain.

use std::sync::Arc;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, LinkType, Tag, TagEnd};

use super::{Body, BodyImage};
use crate::diagnostic::{Diagnostic, Diagnostics, SourceFile, Span};

/// Follows a text, event by event.
pub struct Checker<'a> {
    file: &'a Arc<SourceFile>,
    /// What is wrong with it.
    pub diagnostics: &'a mut Diagnostics,
    /// For every open strikethrough, whether it was opened by a single tilde.
    single_tildes: Vec<bool>,
    is_in_image: bool,
    /// In a block of code.
    pub in_code: bool,
    /// In the text of a link.
    pub in_link: bool,
    /// In a heading that is none but a text with a rule right below it.
    in_underlined: bool,
    /// The columns of the table this is in.
    columns: usize,
    /// The link or heading that began with the last event.
    begun: Option<Span>,
}

impl<'a> Checker<'a> {
    /// Begins a text.
    pub fn new(file: &'a Arc<SourceFile>, diagnostics: &'a mut Diagnostics) -> Self {
        Self {
            file,
            diagnostics,
            single_tildes: Vec::new(),
            is_in_image: false,
            in_code: false,
            in_link: false,
            in_underlined: false,
            columns: 0,
            begun: None,
        }
    }

    /// Looks at the next event, and lists what it points at.
    pub fn check(&mut self, event: &Event, span: &Span, body: &mut Body) {
        self.check_empty(event, span);
        match event {
            Event::Html(html) | Event::InlineHtml(html) => self.error(
                "raw-html",
                span,
                "正文里不能直接写 HTML",
                match html.trim_start() {
                    html if html.starts_with("<!--") => "删去它：正文里没有注释",
                    html if html.starts_with("<br") => "要换行，在上一行的末尾写一个 \\",
                    _ => "改用 Markdown；要显示尖括号本身，在 < 前面加 \\，是代码就用一对反引号包起来",
                },
            ),
            Event::FootnoteReference(id) => body.citations.push((id.to_string(), span.clone())),
            Event::Start(Tag::FootnoteDefinition(_)) => self.error(
                "footnote-definition",
                span,
                "脚注不写在正文里",
                "把出处写进属性区的 sources，正文里只用 [^id] 引用",
            ),
            Event::Start(Tag::Image { dest_url, .. }) => {
                self.is_in_image = true;
                body.images.push(BodyImage {
                    address: dest_url.to_string(),
                    alt: String::new(),
                    span: span.clone(),
                });
            }
            Event::End(TagEnd::Image) => self.is_in_image = false,
            Event::Start(Tag::CodeBlock(kind)) => {
                self.in_code = true;
                if let CodeBlockKind::Indented = kind {
                    let help = "去掉行首的空格；要代码块，上下各写一行 ```";
                    self.warn("indented-code", span, "行首空了四格，会当成代码", help);
                }
            }
            Event::Start(Tag::Table(columns)) => self.columns = columns.len(),
            Event::Start(Tag::TableRow) => self.check_row(span),
            Event::End(TagEnd::Link) => self.in_link = false,
            Event::End(TagEnd::CodeBlock) => self.in_code = false,
            Event::Text(text) | Event::Code(text) if self.is_in_image => {
                if let Some(image) = body.images.last_mut() {
                    image.alt.push_str(text);
                }
            }
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                ..
            }) => {
                self.in_link = true;
                self.check_link(*link_type, dest_url, span, body);
            }
            Event::Start(Tag::Heading { level, id, .. }) => match level {
                HeadingLevel::H1 => self.error(
                    "heading-level",
                    span,
                    "正文里不能有一级标题",
                    "页面的标题取自属性区的 title；正文从 ## 开始",
                ),
                _ => body
                    .anchors
                    .extend(id.iter().map(|id| (id.to_string(), span.clone()))),
            },
            Event::Text(_) if !self.in_code => body.brackets.extend(bracket(&self.file.text, span)),
            _ => {}
        }
    }

    /// Links and headings without a word.
    fn check_empty(&mut self, event: &Event, span: &Span) {
        let begun = self.begun.take();
        match event {
            Event::Start(Tag::Link { .. } | Tag::Heading { .. }) => self.begun = Some(span.clone()),
            Event::End(TagEnd::Link) if begun.is_some() => self.error(
                "empty-link",
                span,
                "链接没有文字，读者看不见它",
                "在方括号里写上文字",
            ),
            Event::End(TagEnd::Heading(_)) if begun.is_some() => self.error(
                "empty-heading",
                span,
                "标题是空的",
                "在 # 后面写上标题，或删去这一行",
            ),
            _ => {}
        }
    }

    /// A row with more cells than its table has columns, or with no cells at all.
    fn check_row(&mut self, span: &Span) {
        let row = self.file.text[span.clone()].trim();
        let is_rule = |(at, _): &(usize, &str)| !row[..*at].ends_with('\\');
        let rules = row.match_indices('|').filter(is_rule).count();
        let edges = usize::from(row.starts_with('|'))
            + usize::from(row.len() > 1 && row.ends_with('|') && !row.ends_with("\\|"));
        let cells = rules + 1 - edges.min(rules);
        if cells > self.columns {
            let message = format!("这一行比表头多 {} 格，多出来的会丢掉", cells - self.columns);
            let help = "格里的竖线写成 \\|；不是竖线，就在表头补上这一列";
            self.error("table-cells", span, &message, help);
        } else if rules == 0 && self.columns > 1 {
            let help = "前面空一行；真是表格的一行，就用 | 分开各格";
            self.warn("table-text", span, "紧跟着表格的字成了表格的一行", help);
        }
    }

    /// A line right below a text makes a heading of it, which nobody means here.
    pub fn refuse_underline(&mut self, event: Event<'static>, span: &Span) -> Event<'static> {
        let text = self.file.text[span.clone()].trim();
        match event {
            Event::Start(Tag::Heading { .. }) if !text.starts_with('#') => {
                self.in_underlined = true;
                let end = span.start + self.file.text[span.clone()].trim_end().len();
                let start = self.file.text[..end]
                    .rfind('\n')
                    .map_or(0, |newline| newline + 1);
                let help = "在它前面空一行，或删去它；要标题，写成 `## 标题`";
                let message = "这一行紧跟在文字下面，会把那些字变成标题";
                self.error("underlined-text", &(start..end), message, help);
                Event::Start(Tag::Paragraph)
            }
            Event::End(TagEnd::Heading(_)) if std::mem::take(&mut self.in_underlined) => {
                Event::End(TagEnd::Paragraph)
            }
            event => event,
        }
    }

    fn check_link(&mut self, link_type: LinkType, target: &str, span: &Span, body: &mut Body) {
        let scheme = target
            .split_once(':')
            .map(|(scheme, _)| scheme)
            .filter(|scheme| !scheme.contains(['/', '#', '?']));
        match scheme {
            _ if link_type == LinkType::Email => {}
            _ if target.is_empty() => self.error(
                "empty-link",
                span,
                "链接没有网址",
                "在圆括号里写上网址，或删去方括号和圆括号",
            ),
            Some("http" | "https" | "mailto") => {
                if target.ends_with(['，', '。', '；', '、', '：', '）', '”']) {
                    let help = "标点移到圆括号外面";
                    self.error("link-space", span, "网址末尾有全角标点，会打不开", help);
                }
            }
            Some(_) => self.error(
                "unsafe-link",
                span,
                "这种链接不能用",
                "只用 https://、http://、mailto:，或以 / 或 # 开头的站内地址",
            ),
            None if target.starts_with("//") => self.error(
                "unsafe-link",
                span,
                "链接缺少 https:",
                "站外写完整网址，站内以一个 / 开头",
            ),
            None => body.links.push((target.to_owned(), span.clone())),
        }
    }

    /// A single tilde is a range (3~5 年) in Chinese texts, never a strikethrough.
    pub fn restore_single_tildes(
        &mut self,
        event: Event<'static>,
        span: &Span,
    ) -> Option<Event<'static>> {
        let single = match event {
            Event::Start(Tag::Strikethrough) => {
                let single = !self.file.text[span.clone()].starts_with("~~");
                self.single_tildes.push(single);
                single
            }
            Event::End(TagEnd::Strikethrough) => self.single_tildes.pop()?,
            _ => false,
        };
        Some(if single {
            Event::Text("~".into())
        } else {
            event
        })
    }

    fn warn(&mut self, code: &'static str, span: &Span, message: &str, help: &str) {
        let diagnostic = Diagnostic::warning(code, self.file, span.clone(), message);
        self.diagnostics.push(diagnostic.with_help(help));
    }

    /// Reports an error.
    pub fn error(&mut self, code: &'static str, span: &Span, message: &str, help: &str) {
        let diagnostic = Diagnostic::error(code, self.file, span.clone(), message).with_help(help);
        self.diagnostics.push(diagnostic);
    }
}

/// The word in square brackets that begins here, if there is one.
fn bracket(text: &str, span: &Span) -> Option<(String, Span)> {
    let inside = text[span.start..].strip_prefix('[')?;
    let (word, _) = inside.split_once(']')?;
    let is_word = word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let is_escaped = text[..span.start].ends_with('\\');
    // The caret may stand before the bracket.
    let start = span.start - usize::from(text[..span.start].ends_with('^'));
    let whole = start..span.start + word.len() + 2;
    (is_word && !is_escaped && !word.is_empty()).then(|| (word.to_owned(), whole))
}
