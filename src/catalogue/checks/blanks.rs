//! What a draft left to be written.

use crate::content::{BLANK, Content};
use crate::diagnostic::{Diagnostic, Diagnostics};

/// Runs the rules of this file.
pub fn check(content: &Content, diagnostics: &mut Diagnostics) {
    check_unfilled_blank(content, diagnostics);
}

/// Directions that are no drafts any more and still have blanks; one finding for each.
fn check_unfilled_blank(content: &Content, diagnostics: &mut Diagnostics) {
    for role in &content.roles {
        let matter = role.article.matter.as_ref();
        let is_draft = matter.is_none_or(|matter| matter.draft == Some(Some(true)));
        let [first, further @ ..] = role.article.blanks.as_slice() else {
            continue;
        };
        if is_draft {
            continue;
        }
        let message = match further.len() {
            0 => format!("这里还是“{BLANK}”"),
            further => format!("这里还是“{BLANK}”，后面还有 {further} 处"),
        };
        diagnostics.push(
            Diagnostic::error("unfilled-blank", &role.article.file, first.clone(), message)
                .with_help("换成内容；还没写完，就加上一行 draft: true"),
        );
    }
}
