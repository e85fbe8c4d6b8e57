//! The second-level headings every role page must have.

use std::sync::Arc;

use crate::content::Content;
use crate::content::markdown::{Body, BodySection};
use crate::content::shape::nearest;
use crate::diagnostic::{Diagnostic, Diagnostics, SourceFile, Span};

/// Runs the rules of this file.
pub fn check(content: &Content, diagnostics: &mut Diagnostics) {
    check_missing_summary(content, diagnostics);
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
        if !page.body.is_cut_short {
            page.check_missing_section();
        }
        page.check_misplaced_section();
    }
}

/// An index whose texts all stand before the list, for want of the heading that parts them.
fn check_missing_summary(content: &Content, diagnostics: &mut Diagnostics) {
    let Some(index) = &content.index else { return };
    let body = &index.body;
    if !body.sections.is_empty() || body.is_cut_short || !body.intended_titles.is_empty() {
        return;
    }
    let finding = match body.lower_titles.first() {
        Some((title, span)) => {
            let message = format!("“{title}”该是二级标题");
            let finding = Diagnostic::error("heading-level", &index.file, span.clone(), message);
            finding.with_help(format!("写成 `## {title}`"))
        }
        None => {
            let span = index.opening.clone();
            let message = "正文里没有二级标题：引言和总结分不开";
            Diagnostic::error("missing-section", &index.file, span, message)
                .with_help("在总结前面加一行二级标题，例如 ## 总结")
        }
    };
    diagnostics.push(finding);
}

struct Page<'a> {
    titles: &'a [&'a str],
    file: &'a Arc<SourceFile>,
    opening: &'a Span,
    body: &'a Body,
    diagnostics: &'a mut Diagnostics,
}

impl<'a> Page<'a> {
    fn error(&mut self, code: &'static str, span: &Span, message: String, help: String) {
        let diagnostic = Diagnostic::error(code, self.file, span.clone(), message).with_help(help);
        self.diagnostics.push(diagnostic);
    }

    fn check_text_before_sections(&mut self) {
        // Text under a heading that wants a space, or a level, is no text before the headings.
        let first = self.titles.first();
        let mut lower = self.body.lower_titles.iter();
        let is_lower = lower.any(|(title, _)| Some(&title.as_str()) == first);
        if !self.body.introduction.is_blank() && self.body.intended_titles.is_empty() && !is_lower {
            let message = "第一个二级标题之前不能有正文".to_owned();
            let help = "把这段话移到某个 ## 标题下面".to_owned();
            let span = self.body.introduction_span.clone();
            self.error("text-before-sections", &span, message, help);
        }
    }

    fn check_unknown_section(&mut self) {
        for (index, section) in self.body.sections.iter().enumerate() {
            let title = section.title.as_str();
            // An empty one has a finding of its own.
            if !title.is_empty() && !self.titles.contains(&title) {
                let help = match self.meant(index) {
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

    /// The section an unknown heading stands for: the one most like it, or the only one missing
    /// between its neighbours.
    fn meant(&self, index: usize) -> Option<&'a str> {
        let (sections, titles) = (&self.body.sections, self.titles);
        if let Some(title) = nearest(&sections[index].title, titles.iter().copied()) {
            return Some(title);
        }
        let place = |section: &BodySection| titles.iter().position(|t| *t == section.title);
        let first = match index.checked_sub(1) {
            Some(before) => place(&sections[before])? + 1,
            None => 0,
        };
        let end = match sections.get(index + 1) {
            Some(after) => place(after)?,
            None => titles.len(),
        };
        match titles.get(first..end)? {
            [only] => Some(only),
            _ => None,
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
        let sections = self.body.sections.iter().enumerate();
        let unknown = sections.filter(|(_, s)| !self.titles.contains(&s.title.as_str()));
        let meant = unknown.filter_map(|(index, _)| self.meant(index));
        let intended = self.body.intended_titles.iter();
        let intended = intended.filter_map(|title| nearest(title, self.titles.iter().copied()));
        let misspelt: Vec<&str> = meant.chain(intended).collect();
        for title in self.titles {
            let found = self.body.sections.iter().any(|s| s.title == *title);
            if found || misspelt.contains(title) {
                continue;
            }
            let lower = self.body.lower_titles.iter().find(|(t, _)| t == title);
            if let Some((_, span)) = lower {
                let message = format!("“{title}”该是二级标题");
                let help = format!("写成 `## {title}`");
                self.error("heading-level", &span.clone(), message, help);
            } else {
                let message = format!("缺少小节“{title}”");
                let help = format!("加上一行 ## {title}，下面写内容");
                self.error("missing-section", self.opening, message, help);
            }
        }
    }

    fn check_misplaced_section(&mut self) {
        let mut furthest = 0;
        let sections = &self.body.sections;
        for (index, section) in sections.iter().enumerate() {
            // One that stands there twice has a finding of its own.
            if sections[..index].iter().any(|s| s.title == section.title) {
                continue;
            }
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
