//! Neighbours: who is related to whom.

use std::collections::BTreeMap;

use crate::content::schema::RoleMatter;
use crate::content::{Content, Named};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::urls::Slug;

/// Runs the rules of this file.
pub fn check(content: &Content, diagnostics: &mut Diagnostics) {
    check_one_sided_relation(content, diagnostics);
}

/// Directions that name a neighbour which does not name them.
fn check_one_sided_relation(content: &Content, diagnostics: &mut Diagnostics) {
    let by_slug: BTreeMap<&Slug, &Named<RoleMatter>> = content
        .roles
        .iter()
        .map(|r| (&r.slug, r.as_ref()))
        .collect();
    for role in &content.roles {
        let Some(matter) = &role.article.matter else {
            continue;
        };
        // The neighbours of a draft are asked to answer when it is published.
        if matter.draft == Some(Some(true)) {
            continue;
        }
        for entry in matter.related.iter().flatten() {
            let other = by_slug.get(&entry.role.value);
            let Some(related) = other
                .filter(|other| other.slug != role.slug)
                .and_then(|other| other.article.matter.as_ref()?.related.as_ref())
            else {
                continue;
            };
            let names_back = related.into_iter().any(|r| r.role.value == role.slug);
            // A misspelt neighbour has a finding of its own, and may be this one.
            let is_faulty = related.into_iter().any(|back| {
                let slug = &back.role.value;
                *slug == entry.role.value || !by_slug.contains_key(slug)
            });
            if !names_back && !is_faulty {
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
