//! Neighbours: who is related to whom.

use crate::content::Content;
use crate::diagnostic::{Diagnostic, Diagnostics};

/// Runs the rules of this file.
pub fn check(content: &Content, diagnostics: &mut Diagnostics) {
    check_one_sided_relation(content, diagnostics);
}

/// Directions that name a neighbour which does not name them.
fn check_one_sided_relation(content: &Content, diagnostics: &mut Diagnostics) {
    for role in &content.roles {
        let Some(matter) = &role.article.matter else {
            continue;
        };
        // The neighbours of a draft are asked to answer when it is published.
        if matter.draft == Some(Some(true)) {
            continue;
        }
        for entry in matter.related.iter().flatten() {
            let other = content.roles.iter().find(|r| r.slug == entry.role.value);
            let Some(related) = other
                .filter(|other| other.slug != role.slug)
                .and_then(|other| other.article.matter.as_ref()?.related.as_ref())
            else {
                continue;
            };
            // A misspelt neighbour has a finding of its own, and may be this one.
            let is_faulty = related.0.iter().any(|back| {
                let exists = content.roles.iter().any(|r| r.slug == back.role.value);
                back.role.value == entry.role.value || !exists
            });
            if !is_faulty && !related.0.iter().any(|back| back.role.value == role.slug) {
                let (file, span) = (&role.article.file, entry.role.span.clone());
                let message = format!("{} 的 related 里没有写回 {}", entry.role.value, role.slug);
                diagnostics.push(
                    Diagnostic::warning("one-sided-relation", file, span, message).with_help(
                        format!("在 {}.md 里加上一条，或删去这一条", entry.role.value),
                    ),
                );
            }
        }
    }
}
