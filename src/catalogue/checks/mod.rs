//! The rules about what files say of each other, one small function each.
//!
//! The name of a rule's finding is the function's name without `check_`. A rule is silent where a
//! fault already reported elsewhere would make it repeat that fault.

mod addresses;
mod blanks;
mod evidence;
mod glyphs;
mod images;
mod matching;
mod names;
mod neighbours;
pub mod reach;
mod references;
mod reviews;
mod sections;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Conditions;
use crate::content::Content;
use crate::content::schema::{PictureAxis, RoleMatter};
use crate::content::shape::{Id, Text};
use crate::diagnostic::{Diagnostic, Diagnostics, SourceFile};
use crate::urls::{OWN_SORT_KEYS, Slug};

/// Runs every rule.
pub fn check(content: &Content, conditions: &Conditions, diagnostics: &mut Diagnostics) {
    check_duplicate_id(content, diagnostics);
    check_duplicate_order(content, diagnostics);
    check_duplicate_title(content, diagnostics);
    check_duplicate_alias(content, diagnostics);
    check_picture_axis(content, diagnostics);
    check_reserved_axis(content, diagnostics);
    for role in &content.roles {
        if let Some(matter) = &role.article.matter {
            check_months_range(matter, &role.article.file, diagnostics);
        }
    }
    sections::check(content, diagnostics);
    blanks::check(content, diagnostics);
    references::check(content, conditions, diagnostics);
    neighbours::check(content, diagnostics);
    evidence::check(content, diagnostics);
    reviews::check(content, conditions, diagnostics);
    addresses::check(content, conditions, diagnostics);
    matching::check(content, diagnostics);
    glyphs::check(content, conditions, diagnostics);
    images::check(content, conditions, diagnostics);
    names::explain_invalid_id(content, diagnostics);
}

/// Ids that stand twice in one list.
fn check_duplicate_id(content: &Content, diagnostics: &mut Diagnostics) {
    fn ids<'a>(
        file: &Arc<SourceFile>,
        ids: impl Iterator<Item = &'a Id>,
        diagnostics: &mut Diagnostics,
    ) {
        let mut seen = BTreeSet::new();
        for id in ids {
            if !seen.insert(&id.value) {
                let message = format!("标识 `{}` 用了两次", id.value);
                diagnostics.push(
                    Diagnostic::error("duplicate-id", file, id.span.clone(), message)
                        .with_help("给其中一个换个名字，引用它的地方也要跟着改"),
                );
            }
        }
    }
    if let Some(list) = &content.groups {
        ids(&list.file, list.value.iter().map(|e| &e.id), diagnostics);
    }
    if let Some(list) = &content.axes {
        ids(&list.file, list.value.iter().map(|e| &e.id), diagnostics);
    }
    if let Some(list) = &content.sections {
        ids(&list.file, list.value.iter().map(|e| &e.id), diagnostics);
    }
    if let Some(list) = &content.matching {
        let interests = list.value.interests.iter();
        ids(&list.file, interests.map(|e| &e.id), diagnostics);
        let questions = &list.value.questions;
        ids(&list.file, questions.iter().map(|e| &e.id), diagnostics);
        for question in questions {
            let answers = question.answers.iter();
            ids(&list.file, answers.map(|e| &e.id), diagnostics);
        }
    }
    for role in &content.roles {
        if let Some(matter) = &role.article.matter {
            let sources = matter.sources.iter().flatten().map(|e| &e.id);
            ids(&role.article.file, sources, diagnostics);
            let related = matter.related.iter().flatten().map(|e| &e.role);
            ids(&role.article.file, related, diagnostics);
        }
    }
}

/// Two roles in one place of the series.
fn check_duplicate_order(content: &Content, diagnostics: &mut Diagnostics) {
    let mut seen: BTreeMap<i64, &Slug> = BTreeMap::new();
    let orders = content.roles.iter().filter_map(|role| {
        let matter = role.article.matter.as_ref()?;
        Some((role, matter.order.as_ref()?))
    });
    let highest = orders.clone().map(|(_, order)| order.value).max();
    for (role, order) in orders {
        if let Some(other) = seen.insert(order.value, &role.slug) {
            let message = format!("次序 {} 已被 {other} 用了", order.value);
            let file = &role.article.file;
            diagnostics.push(
                Diagnostic::error("duplicate-order", file, order.span.clone(), message)
                    .with_help(format!("下一个没有用过的是 {}", highest.unwrap_or(0) + 1)),
            );
        }
    }
}

/// Titles that stand for two roles readers see, or for two sections.
fn check_duplicate_title(content: &Content, diagnostics: &mut Diagnostics) {
    let mut report = |file: &Arc<SourceFile>, title: &Text, message: String| {
        diagnostics.push(
            Diagnostic::error("duplicate-title", file, title.span.clone(), message)
                .with_help("给其中一个换个名称"),
        );
    };
    let mut roles: BTreeMap<String, &Slug> = BTreeMap::new();
    for role in &content.roles {
        let matter = role.article.matter.as_ref();
        let matter = matter.filter(|matter| matter.draft != Some(Some(true)));
        let Some(title) = matter.and_then(|matter| matter.title.as_ref()) else {
            continue;
        };
        if let Some(other) = roles.insert(name_key(&title.value), &role.slug) {
            let message = format!("{other} 也叫“{}”", title.value);
            report(&role.article.file, title, message);
        }
    }
    let Some(list) = &content.sections else {
        return;
    };
    let mut sections = BTreeSet::new();
    for title in list.value.iter().map(|section| &section.title) {
        if !sections.insert(title.value.as_str()) {
            let message = format!("已经有一节叫“{}”", title.value);
            report(&list.file, title, message);
        }
    }
}

/// Names that stand for two directions, or twice for one; of all a page shares with another, the
/// first.
fn check_duplicate_alias(content: &Content, diagnostics: &mut Diagnostics) {
    let matters = || {
        let roles = content.roles.iter();
        roles.filter_map(|role| Some((role, role.article.matter.as_ref()?)))
    };
    let mut seen: BTreeMap<String, &Slug> = matters()
        .filter_map(|(role, matter)| Some((name_key(&matter.title.as_ref()?.value), &role.slug)))
        .collect();
    for (role, matter) in matters() {
        let mut shared: BTreeMap<&Slug, Vec<&Text>> = BTreeMap::new();
        for alias in matter.aliases.iter().flatten() {
            if let Some(other) = seen.insert(name_key(&alias.value), &role.slug) {
                shared.entry(other).or_default().push(alias);
            }
        }
        for (other, aliases) in shared {
            let Some(first) = aliases.first() else {
                continue;
            };
            let others = match aliases.len() {
                1 => String::new(),
                count => format!("等 {count} 个叫法"),
            };
            let message = match *other == role.slug {
                true => format!("“{}”{others}在这一页已经写过", first.value),
                false => format!("“{}”{others}已经是 {other} 的名称", first.value),
            };
            let file = &role.article.file;
            diagnostics.push(
                Diagnostic::error("duplicate-alias", file, first.span.clone(), message)
                    .with_help("一个叫法只能指一个方向：删去这里的，或删去那里的"),
            );
        }
    }
}

/// Names are the same whatever their capitals and spaces.
#[must_use]
pub fn name_key(name: &str) -> String {
    let letters = name.chars().filter(|c| !c.is_whitespace());
    letters.flat_map(char::to_lowercase).collect()
}

/// Two axes that both want to decide the same direction of the index picture.
fn check_picture_axis(content: &Content, diagnostics: &mut Diagnostics) {
    let Some(axes) = &content.axes else { return };
    for direction in [PictureAxis::X, PictureAxis::Y] {
        let claims = axes.value.iter().filter(|a| a.picture == Some(direction));
        for axis in claims.skip(1) {
            let message = "已经有一条尺子用了首页图的这个方向";
            diagnostics.push(
                Diagnostic::error("picture-axis", &axes.file, axis.id.span.clone(), message)
                    .with_help("picture: x 和 picture: y 各只能写在一条尺子上"),
            );
        }
    }
}

/// Axes whose ids already mean something else in addresses that sort.
fn check_reserved_axis(content: &Content, diagnostics: &mut Diagnostics) {
    let Some(axes) = &content.axes else { return };
    for axis in &axes.value {
        if OWN_SORT_KEYS.contains(&axis.id.value.as_str()) {
            let message = format!("标识 `{}` 是排序时另有所指的", axis.id.value);
            diagnostics.push(
                Diagnostic::error("reserved-axis", &axes.file, axis.id.span.clone(), message)
                    .with_help("给这条尺子换一个 id，各方向 ratings 里的也要跟着改"),
            );
        }
    }
}

fn check_months_range(matter: &RoleMatter, file: &Arc<SourceFile>, diagnostics: &mut Diagnostics) {
    let Some(glance) = &matter.glance else { return };
    let months = &glance.months;
    if months.min.value > months.max.value {
        let message = format!("min {} 大于 max {}", months.min.value, months.max.value);
        diagnostics.push(
            Diagnostic::error("months-range", file, months.min.span.clone(), message)
                .with_help("把两个数对调"),
        );
    }
}
