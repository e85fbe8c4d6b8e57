//! Reviews: when a person last looked.

use crate::catalogue::Conditions;
use crate::content::Content;
use crate::diagnostic::{Diagnostic, Diagnostics};

/// Runs the rules of this file.
pub fn check(content: &Content, conditions: &Conditions, diagnostics: &mut Diagnostics) {
    check_review_overdue(content, conditions, diagnostics);
}

/// Directions nobody has checked for longer than they themselves allow.
fn check_review_overdue(content: &Content, conditions: &Conditions, diagnostics: &mut Diagnostics) {
    let site = content.index.as_ref().and_then(|i| i.matter.as_ref());
    let Some(site) = site else { return };
    let today = conditions.now.to_zoned(site.time_zone.0.clone()).date();
    for role in &content.roles {
        let matter = role.article.matter.as_ref();
        let Some((reviewed, months)) = matter
            .filter(|matter| matter.draft != Some(Some(true)))
            .and_then(|m| Some((m.reviewed.as_ref()?, m.review_every_months.as_ref()?)))
        else {
            continue;
        };
        let span = jiff::Span::new().months(months.value);
        let due = reviewed.value.saturating_add(span);
        if today > due {
            let message = format!("这一页 {due} 就该再核对了");
            let (file, span) = (&role.article.file, reviewed.span.clone());
            diagnostics.push(
                Diagnostic::warning("review-overdue", file, span, message)
                    .with_help(format!("核对一遍，再把日期改成 {today}")),
            );
        }
    }
}
