//! Findings the way rustc shows them: the line of source with the fault underlined.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Diagnostics, Severity, Span};

/// How wide lines may be where nobody says: what the renderer takes by itself.
const DEFAULT_WIDTH_COLUMNS: usize = annotate_snippets::renderer::DEFAULT_TERM_WIDTH;

/// Narrower than this, more of a line is cut away than shown.
const NARROWEST_COLUMNS: usize = 60;

impl Diagnostics {
    /// Renders the findings for people, in lines of the usual width; colours as ANSI codes.
    #[must_use]
    pub fn render_human(&self) -> String {
        self.render_human_within(DEFAULT_WIDTH_COLUMNS)
    }

    /// Renders the findings for a terminal so many columns wide: of a longer line of source, the
    /// part around the fault is shown.
    #[must_use]
    pub fn render_human_within(&self, columns: usize) -> String {
        let renderer = Renderer::styled().term_width(columns.max(NARROWEST_COLUMNS));
        let mut text = String::new();
        for diagnostic in self.iter() {
            text.push_str(&render_one(diagnostic, &renderer));
            text.push_str("\n\n");
        }
        text
    }
}

fn render_one(diagnostic: &Diagnostic, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let file = &diagnostic.file;
    let title = level.primary_title(&diagnostic.message).id(diagnostic.code);
    let mut group = match &diagnostic.span {
        Some(span) => Group::with_title(title).element(
            Snippet::source(&file.text)
                .path(&file.path)
                .annotation(AnnotationKind::Primary.span(visible_span(&file.text, span))),
        ),
        None => Group::with_title(title).element(Origin::path(&file.path)),
    };
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help));
    }
    renderer.render(&[group])
}

/// Clamps a span to the text, to whole characters and to its first line, since the renderer
/// panics on a range outside its source and underlines whole paragraphs otherwise.
fn visible_span(text: &str, span: &Span) -> Span {
    let start = text.floor_char_boundary(span.start.min(text.len()));
    let end = text.floor_char_boundary(span.end.clamp(start, text.len()));
    let line_end = text[start..end]
        .find('\n')
        .map_or(end, |newline| start + newline);
    start..line_end.max(start)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use unicode_width::UnicodeWidthStr;

    use super::*;
    use crate::diagnostic::SourceFile;

    fn rendered(text: &str, span: Span, columns: usize) -> String {
        let file = Arc::new(SourceFile {
            path: "content/roles/x.md".to_owned(),
            text: text.to_owned(),
        });
        let mut all = Diagnostics::default();
        all.push(Diagnostic::error("x", &file, span, "应为整数").with_help("写成 3"));
        anstream::adapter::strip_str(&all.render_human_within(columns)).to_string()
    }

    /// The text above the carets, by the columns a terminal shows them in.
    fn underlined(message: &str) -> String {
        let lines: Vec<&str> = message.lines().collect();
        let index = lines
            .iter()
            .position(|line| line.contains('^'))
            .expect("carets");
        let (carets, source) = (lines[index], lines[index - 1]);
        let from = carets[..carets.find('^').expect("a caret")].width();
        let to = from + carets.matches('^').count();
        let mut column = 0;
        let within = source.chars().filter(|c| {
            let width = c.to_string().width();
            column += width;
            column > from && column <= to
        });
        within.collect()
    }

    #[test]
    fn carets_stand_under_the_fault_whatever_is_before_it() {
        for (before, fault, after) in [
            ("order: ", "三", ""),
            ("标题：“好”，——", "错误的词", "，后面还有"),
            ("mixed 全角ＡＢＣ and ｶﾅ ", "a", " 完"),
            ("emoji 🙂 与 é ", "这里", "。"),
            ("", "开头", "不对"),
        ] {
            let text = format!("第一行\n{before}{fault}{after}\n");
            let start = "第一行\n".len() + before.len();
            let message = rendered(&text, start..start + fault.len(), 100);
            assert_eq!(underlined(&message), fault, "{message}");
        }
    }

    #[test]
    fn long_lines_are_cut_around_the_fault_and_fit_the_width() {
        let before = "汉字与 English 混排，".repeat(40);
        let text = format!("{before}毛病在这里{}", "后面还有很多字。".repeat(40));
        let span = before.len()..before.len() + "毛病在这里".len();
        for columns in [60, 80, 140] {
            let message = rendered(&text, span.clone(), columns);
            assert_eq!(underlined(&message), "毛病在这里", "{message}");
            for line in message.lines() {
                assert!(
                    line.width() <= columns,
                    "{columns}: {} {line}",
                    line.width()
                );
            }
        }
    }

    #[test]
    fn says_code_place_and_remedy() {
        let text = rendered("order: 三\n", 7..10, 100);
        assert!(text.contains("error[x]: 应为整数"), "{text}");
        assert!(text.contains("--> content/roles/x.md:1:8"), "{text}");
        assert!(text.contains("help: 写成 3"), "{text}");
    }

    #[test]
    fn survives_spans_that_do_not_fit() {
        for span in [0..99, 1..2, 50..60, 3..3] {
            assert_eq!(rendered("三", span, 100).matches("x.md").count(), 1);
        }
    }
}
