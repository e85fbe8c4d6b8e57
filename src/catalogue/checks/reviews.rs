//! Dates: when a person last looked, and what was changed when.

use std::sync::Arc;

use jiff::civil::Date;

use crate::catalogue::Conditions;
use crate::content::Content;
use crate::content::schema::RoleMatter;
use crate::diagnostic::{Diagnostic, Diagnostics, SourceFile};

/// Runs the rules of this file.
pub fn check(content: &Content, conditions: &Conditions, diagnostics: &mut Diagnostics) {
    let site = content.index.as_ref().and_then(|i| i.matter.as_ref());
    let Some(site) = site else { return };
    let today = conditions.now.to_zoned(site.time_zone.0.clone()).date();
    check_review_overdue(content, today, diagnostics);
    for role in &content.roles {
        if let Some(matter) = &role.article.matter {
            check_future_date(matter, today, &role.article.file, diagnostics);
            check_changes_order(matter, &role.article.file, diagnostics);
        }
    }
}

/// Days that have not come yet: nobody has checked or changed anything on them, unless the page
/// appears later, too.
fn check_future_date(
    matter: &RoleMatter,
    today: Date,
    file: &Arc<SourceFile>,
    diagnostics: &mut Diagnostics,
) {
    let published = matter.publish_at.as_ref().and_then(Option::as_ref);
    let latest = published.map_or(today, |moment| moment.value.date().max(today));
    let changes = matter.changes.iter().flatten().map(|change| &change.date);
    for day in matter.reviewed.iter().chain(changes) {
        if day.value > latest {
            let message = format!("{} 还没有到", day.value);
            let finding = Diagnostic::warning("future-date", file, day.span.clone(), message);
            diagnostics.push(finding.with_help(format!("今天是 {today}；看看年份写对没有")));
        }
    }
}

/// Changes that stand below older ones.
fn check_changes_order(matter: &RoleMatter, file: &Arc<SourceFile>, diagnostics: &mut Diagnostics) {
    let changes: Vec<_> = matter.changes.iter().flatten().map(|c| &c.date).collect();
    for pair in changes.windows(2) {
        if pair[1].value > pair[0].value {
            let message = "更新记录里，这一条比上一条新".to_owned();
            let finding = Diagnostic::warning("changes-order", file, pair[1].span.clone(), message);
            diagnostics.push(finding.with_help("新的写在前面"));
        }
    }
}

/// Directions nobody has checked for longer than they themselves allow.
fn check_review_overdue(content: &Content, today: Date, diagnostics: &mut Diagnostics) {
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
