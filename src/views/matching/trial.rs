//! How to try a role out: the first tasks of the section that content marks as the trial.

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::catalogue::Role;
use crate::content::markdown::Prose;
use crate::urls::UrlPath;
use crate::views::Context;

/// So many tasks are quoted; they are meant to be done in order.
const TASKS: usize = 2;

/// How to try a role out.
pub struct Trial<'a> {
    /// The heading of the section.
    pub title: &'a str,
    /// Its address.
    pub href: String,
    /// The first tasks; none when the section is not a list of tasks.
    pub tasks: Vec<String>,
    /// How many tasks there are.
    pub count: usize,
}

impl<'a> Trial<'a> {
    /// The trial of a role; none when no section is marked as one.
    pub fn of(context: &Context<'a>, role: &'a Role) -> Option<Self> {
        let kind = context.catalogue.sections.iter().find(|kind| kind.trial)?;
        let section = role
            .sections
            .iter()
            .find(|section| section.id == kind.id.as_str())?;
        let mut tasks = tasks(&section.prose);
        let count = tasks.len();
        tasks.truncate(TASKS);
        Some(Self {
            title: &section.title,
            href: format!(
                "{}#{}",
                context.base.href(&UrlPath::role(&role.slug)),
                section.id
            ),
            tasks,
            count,
        })
    }
}

/// The tasks of a text, without marks and links.
fn tasks(prose: &Prose) -> Vec<String> {
    let mut tasks: Vec<String> = Vec::new();
    let mut depth = 0_usize;
    for event in &prose.0 {
        match event {
            Event::TaskListMarker(_) if depth == 0 => {
                tasks.push(String::new());
                depth = 1;
            }
            Event::Start(Tag::Item) if depth > 0 => depth += 1,
            Event::End(TagEnd::Item) => depth = depth.saturating_sub(1),
            Event::Text(text) | Event::Code(text) if depth == 1 => {
                if let Some(task) = tasks.last_mut() {
                    task.push_str(text);
                }
            }
            _ => {}
        }
    }
    tasks
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::content::markdown::parse_body;
    use crate::diagnostic::{Diagnostics, SourceFile};

    fn tasks_of(text: &str) -> Vec<String> {
        let file = Arc::new(SourceFile {
            path: "x.md".to_owned(),
            text: text.to_owned(),
        });
        let body = parse_body(&file, 0..text.len(), &mut Diagnostics::default());
        tasks(&body.introduction)
    }

    #[test]
    fn tasks_are_read_as_plain_text() {
        let text =
            "先看。\n\n- 不是任务\n- [ ] 写 `a` 和[乙](/b)。[^judgement]\n- [x] 第**二**项\n";
        assert_eq!(tasks_of(text), ["写 a 和乙。", "第二项"]);
    }

    #[test]
    fn what_stands_below_a_task_is_not_part_of_it() {
        let text = "- [ ] 甲\n  - 细节\n  - [ ] 小事\n- [ ] 乙\n";
        assert_eq!(tasks_of(text), ["甲", "乙"]);
    }
}
