//! The second-level headings every role page must have.

use std::sync::Arc;

use crate::content::Content;
use crate::content::markdown::Body;
use crate::content::shape::nearest;
use crate::diagnostic::{Diagnostic, Diagnostics, SourceFile, Span};

/// Runs the rules of this file.
pub fn check(content: &Content, diagnostics: &mut Diagnostics) {
    let Some(list) = &content.sections else {
        return;
    };
    let titles: Vec<&str> = list.value.iter().map(|s| s.title.value.as_str()).collect();
    for role in &content.roles {
        let mut page = Page {
            titles: &titles,
            file: &role.article.file,
            opening: &role.article.opening,
            body: &role.article.body,
            diagnostics,
        };
        page.check_text_before_sections();
        page.check_unknown_section();
        page.check_duplicate_section();
        page.check_empty_section();
        page.check_missing_section();
        page.check_misplaced_section();
    }
}

struct Page<'a> {
    titles: &'a [&'a str],
    file: &'a Arc<SourceFile>,
    opening: &'a Span,
    body: &'a Body,
    diagnostics: &'a mut Diagnostics,
}

impl Page<'_> {
    fn error(&mut self, code: &'static str, span: &Span, message: String, help: String) {
        let diagnostic = Diagnostic::error(code, self.file, span.clone(), message).with_help(help);
        self.diagnostics.push(diagnostic);
    }

    fn check_text_before_sections(&mut self) {
        // Text under a heading that wants a space is no text before the headings.
        if !self.body.introduction.is_blank() && self.body.intended_titles.is_empty() {
            let message = "第一个二级标题之前不能有正文".to_owned();
            let help = "把这段话移到某个 ## 标题下面".to_owned();
            let span = self.body.introduction_span.clone();
            self.error("text-before-sections", &span, message, help);
        }
    }

    fn check_unknown_section(&mut self) {
        for section in &self.body.sections {
            let title = section.title.as_str();
            if !self.titles.contains(&title) {
                let help = match nearest(title, self.titles.iter().copied()) {
                    Some(name) => format!("是不是“{name}”？"),
                    None => format!(
                        "二级标题只能是：{}；更小的标题用 ###",
                        self.titles.join("、")
                    ),
                };
                let message = format!("没有“{title}”这个小节");
                self.error("unknown-section", &section.span, message, help);
            }
        }
    }

    fn check_duplicate_section(&mut self) {
        for (index, section) in self.body.sections.iter().enumerate() {
            let title = section.title.as_str();
            let before = &self.body.sections[..index];
            if before.iter().any(|other| other.title == title) {
                let message = format!("小节“{title}”写了两次");
                let help = "合并成一节".to_owned();
                self.error("duplicate-section", &section.span, message, help);
            }
        }
    }

    fn check_empty_section(&mut self) {
        for section in &self.body.sections {
            if section.prose.is_blank() {
                let message = format!("小节“{}”是空的", section.title);
                let help = "在标题下面写上内容".to_owned();
                self.error("empty-section", &section.span, message, help);
            }
        }
    }

    fn check_missing_section(&mut self) {
        // A misspelt heading is one mistake, and `check_unknown_section` has named the right one.
        let misspelt: Vec<&str> = self
            .body
            .sections
            .iter()
            .filter(|section| !self.titles.contains(&section.title.as_str()))
            .map(|section| &section.title)
            .chain(&self.body.intended_titles)
            .filter_map(|title| nearest(title, self.titles.iter().copied()))
            .collect();
        for title in self.titles {
            let found = self.body.sections.iter().any(|s| s.title == *title);
            if !found && !misspelt.contains(title) {
                let message = format!("缺少小节“{title}”");
                let help = format!("加上一行 ## {title}，下面写内容");
                self.error("missing-section", self.opening, message, help);
            }
        }
    }

    fn check_misplaced_section(&mut self) {
        let mut furthest = 0;
        for section in &self.body.sections {
            let Some(place) = self.titles.iter().position(|t| *t == section.title) else {
                continue;
            };
            if place < furthest {
                let message = format!("小节“{}”的位置不对", section.title);
                let help = format!("按这个次序排：{}", self.titles.join("、"));
                self.error("misplaced-section", &section.span, message, help);
            }
            furthest = furthest.max(place);
        }
    }
}
