//! Names that must exist somewhere else: groups, axes, interests, roles, icons, sources.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::catalogue::Conditions;
use crate::catalogue::checks::addresses::{Place, Text, texts};
use crate::content::markdown::JUDGEMENT;
use crate::content::schema::RoleMatter;
use crate::content::shape::{Id, nearest};
use crate::content::{Content, Named};
use crate::diagnostic::{Diagnostic, Diagnostics, SourceFile, Span};
use crate::urls::Slug;

/// Runs the rules of this file.
pub fn check(content: &Content, conditions: &Conditions, diagnostics: &mut Diagnostics) {
    let roles = content.roles.iter().map(|role| role.slug.as_str());
    // A name that is no name is no proposal either.
    let unread = content.unread_roles.iter().map(String::as_str);
    let unread = unread.filter(|name| Slug::new(name).is_some());
    let known_roles: BTreeSet<&str> = roles.chain(unread).collect();
    check_source_without_list(content, diagnostics);
    for role in &content.roles {
        let Some(matter) = &role.article.matter else {
            continue;
        };
        let file = &role.article.file;
        check_unknown_source(role, matter, diagnostics);
        check_reserved_id(matter, file, diagnostics);
        check_missing_caret(role, matter, diagnostics);
        check_unknown_group(content, matter, file, diagnostics);
        check_unknown_axis(content, matter, file, diagnostics);
        check_missing_rating(content, matter, file, diagnostics);
        check_unknown_interest(content, matter, file, diagnostics);
        check_unknown_role(&known_roles, role, matter, diagnostics);
        check_self_relation(role, matter, diagnostics);
        check_unknown_icon(conditions, matter, file, diagnostics);
    }
}

/// Marks that cite a source where there is no list of sources.
fn check_source_without_list(content: &Content, diagnostics: &mut Diagnostics) {
    let others = texts(content).filter(|text| !matches!(text.place, Place::Role(_)));
    for Text { file, body, .. } in others {
        let cited = body.citations.iter().filter(|(id, _)| id != JUDGEMENT);
        for (id, span) in cited {
            let message = format!("这一页没有来源表，引用不了 `{id}`");
            diagnostics.push(
                Diagnostic::error("unknown-source", file, span.clone(), message)
                    .with_help("来源只列在方向的页面上；这里把来源写成链接，或标 [^judgement]"),
            );
        }
    }
}

/// Marks that cite a source the front matter does not have.
fn check_unknown_source(
    role: &Named<RoleMatter>,
    matter: &RoleMatter,
    diagnostics: &mut Diagnostics,
) {
    let Some(sources) = &matter.sources else {
        return;
    };
    let mut known: Vec<&str> = sources.iter().map(|s| s.id.value.as_str()).collect();
    known.push(JUDGEMENT);
    for (id, span) in &role.article.body.citations {
        if !known.contains(&id.as_str()) {
            let file = &role.article.file;
            let what = "属性区的 sources 里没有";
            diagnostics.push(unknown("unknown-source", file, span, what, id, &known));
        }
    }
}

/// Sources named like the mark of a judgement.
fn check_reserved_id(matter: &RoleMatter, file: &Arc<SourceFile>, diagnostics: &mut Diagnostics) {
    for source in matter.sources.iter().flatten() {
        if source.id.value.as_str() == JUDGEMENT {
            let message = format!("`[^{JUDGEMENT}]` 表示编辑判断，来源不能叫这个名字");
            diagnostics.push(
                Diagnostic::error("reserved-id", file, source.id.span.clone(), message)
                    .with_help("给来源换一个 id，引用它的标记也跟着改"),
            );
        }
    }
}

/// Names of sources in brackets that are no marks.
fn check_missing_caret(
    role: &Named<RoleMatter>,
    matter: &RoleMatter,
    diagnostics: &mut Diagnostics,
) {
    let sources = matter.sources.iter().flatten();
    let mut known: BTreeSet<&str> = sources.map(|s| s.id.value.as_str()).collect();
    known.insert(JUDGEMENT);
    for (word, span) in &role.article.body.brackets {
        if known.contains(word.as_str()) {
            let file = &role.article.file;
            let message = match role.article.file.text[span.clone()].starts_with('^') {
                true => format!("`^[{word}]` 的 ^ 写在了方括号外面，会当成正文"),
                false => format!("`[{word}]` 少了 ^，会当成正文"),
            };
            diagnostics.push(
                Diagnostic::warning("missing-caret", file, span.clone(), message)
                    .with_help(format!("写成 `[^{word}]`")),
            );
        }
    }
}

fn check_unknown_group(
    content: &Content,
    matter: &RoleMatter,
    file: &Arc<SourceFile>,
    diagnostics: &mut Diagnostics,
) {
    let Some(groups) = &content.groups else {
        return;
    };
    let known: Vec<&str> = groups.value.iter().map(|g| g.id.value.as_str()).collect();
    let Some(group) = &matter.group else { return };
    if !known.contains(&group.value.as_str()) {
        let (span, id) = (&group.span, group.value.as_str());
        let what = "groups.yml 里没有";
        diagnostics.push(unknown("unknown-group", file, span, what, id, &known));
    }
}

/// Scores on axes that do not exist.
fn check_unknown_axis(
    content: &Content,
    matter: &RoleMatter,
    file: &Arc<SourceFile>,
    diagnostics: &mut Diagnostics,
) {
    let known = axis_ids(content);
    for (key, _) in matter.ratings.iter().flat_map(|ratings| &ratings.0) {
        let name = key.name.as_str();
        if content.axes.is_some() && !known.contains(&name) {
            let what = "axes.yml 里没有";
            diagnostics.push(unknown("unknown-axis", file, &key.span, what, name, &known));
        }
    }
}

/// Axes without a score.
fn check_missing_rating(
    content: &Content,
    matter: &RoleMatter,
    file: &Arc<SourceFile>,
    diagnostics: &mut Diagnostics,
) {
    let Some(ratings) = &matter.ratings else {
        return;
    };
    let known = axis_ids(content);
    let rated: Vec<&str> = ratings.0.iter().map(|(key, _)| key.name.as_str()).collect();
    let misspelt: BTreeSet<&str> = rated
        .iter()
        .filter(|name| !known.contains(name))
        .filter_map(|name| nearest(name, known.iter().copied()))
        .collect();
    let first = ratings.0.first().map(|(key, _)| &key.span);
    let title = matter.title.as_ref().map(|title| &title.span);
    let Some(place) = first.or(title) else { return };
    for axis in &known {
        if !rated.contains(axis) && !misspelt.contains(axis) {
            let message = format!("ratings 里缺少 `{axis}` 的评分");
            diagnostics.push(
                Diagnostic::error("missing-rating", file, place.clone(), message)
                    .with_help(format!("加上一行 {axis}: {{ score: …, reason: … }}")),
            );
        }
    }
}

fn axis_ids(content: &Content) -> Vec<&str> {
    let axes = content.axes.iter().flat_map(|list| &list.value);
    axes.map(|axis| axis.id.value.as_str()).collect()
}

fn check_unknown_interest(
    content: &Content,
    matter: &RoleMatter,
    file: &Arc<SourceFile>,
    diagnostics: &mut Diagnostics,
) {
    let Some(matching) = &content.matching else {
        return;
    };
    let interests = matching.value.interests.iter();
    let known: Vec<&str> = interests.map(|i| i.id.value.as_str()).collect();
    for interest in matter.interests.iter().flatten() {
        if !known.contains(&interest.value.as_str()) {
            let (span, id) = (&interest.span, interest.value.as_str());
            let what = "match.yml 里没有兴趣";
            diagnostics.push(unknown("unknown-interest", file, span, what, id, &known));
        }
    }
}

/// Neighbours that do not exist.
fn check_unknown_role(
    known: &BTreeSet<&str>,
    role: &Named<RoleMatter>,
    matter: &RoleMatter,
    diagnostics: &mut Diagnostics,
) {
    let file = &role.article.file;
    for Id { value, span } in matter.related.iter().flatten().map(|entry| &entry.role) {
        let name = value.as_str();
        if !known.contains(name) {
            let what = "roles 文件夹里没有";
            let known: Vec<&str> = known.iter().copied().collect();
            diagnostics.push(unknown("unknown-role", file, span, what, name, &known));
        }
    }
}

/// A role that is its own neighbour.
fn check_self_relation(
    role: &Named<RoleMatter>,
    matter: &RoleMatter,
    diagnostics: &mut Diagnostics,
) {
    for Id { value, span } in matter.related.iter().flatten().map(|entry| &entry.role) {
        if *value == role.slug {
            let file = &role.article.file;
            diagnostics.push(
                Diagnostic::error("self-relation", file, span.clone(), "相关方向里写了自己")
                    .with_help("换成另一个方向，或删去这一条"),
            );
        }
    }
}

fn check_unknown_icon(
    conditions: &Conditions,
    matter: &RoleMatter,
    file: &Arc<SourceFile>,
    diagnostics: &mut Diagnostics,
) {
    let known: Vec<&str> = conditions.icons.iter().map(String::as_str).collect();
    if let Some(Some(icon)) = &matter.icon
        && !known.contains(&icon.value.as_str())
    {
        let (span, name) = (&icon.span, icon.value.as_str());
        let what = "static/icons 里没有";
        diagnostics.push(unknown("unknown-icon", file, span, what, name, &known));
    }
}

/// A name that is not among the known ones, with the nearest of them.
pub(super) fn unknown(
    code: &'static str,
    file: &Arc<SourceFile>,
    span: &Span,
    what: &str,
    found: &str,
    known: &[&str],
) -> Diagnostic {
    let help = match nearest(found, known.iter().copied()) {
        Some(name) => format!("是不是 `{name}`？"),
        None if known.is_empty() => "先在那里写一个".to_owned(),
        None => format!("可用的有：{}", known.join("、")),
    };
    let message = format!("{what} `{found}`");
    Diagnostic::error(code, file, span.clone(), message).with_help(help)
}
