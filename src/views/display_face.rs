//! The face headings are set in, as far as pages know it: which characters it needs, and how a
//! style sheet asks for it.
//!
//! Few readers' machines have a Chinese serif. A whole one weighs megabytes, so the site makes one
//! of just the characters its headings have; a system's own comes before it in `--serif`, and
//! whoever has that loads nothing.

use std::collections::BTreeSet;

use crate::catalogue::Catalogue;

/// What is set in the face and is no content: headings, words and figures of templates and views.
///
/// `tests/it/display_face.rs` reads every page with its style sheet and names what is missing.
const FIXED: [&str; 8] = [
    "0123456789 –",
    // The index.
    "筛选和排序全部方向前方有岔路，拿不准往哪拐？",
    // A role.
    "速览技能评分来源相关方向更新记录直接可用需要补可选",
    // The words of its facts.
    "大部分一部分很少不写约个月看涨平稳不确定看跌容易可以难暂无可靠数据",
    // The comparison.
    "把方向摆在一起看与、个方向评分与速览差在哪里逐项对照",
    // The self-assessment and its results.
    "先试哪个方向可以先试这个方向先想清楚可以怎么办没有方向过得了全部底线没有明显倾向\
     被底线挡下的方向改一改回答留着，或者发给别人",
    // Errors.
    "此路不通暂时过不去是不是要找",
    // The record of changes.
    "年月日",
];

/// Every character that some page sets in the face.
#[must_use]
pub fn characters(catalogue: &Catalogue) -> BTreeSet<char> {
    let site = &catalogue.site;
    let pages = catalogue.pages.iter();
    let sections = pages.clone().flat_map(|page| &page.sections);
    let sections = sections.chain(&site.sections).map(|section| &section.title);
    let kinds = catalogue.sections.iter().map(|kind| &kind.title);
    let groups = catalogue.groups.iter().map(|group| &group.name);
    let roles = catalogue.roles().map(|role| &role.title);
    [&site.name, &site.title, &site.subtitle]
        .into_iter()
        .chain(pages.map(|page| &page.title))
        .chain(sections)
        .chain(kinds)
        .chain(groups)
        .chain(roles)
        .map(String::as_str)
        .chain(FIXED)
        .flat_map(str::chars)
        .collect()
}

/// The rule that lets style sheets name the face.
///
/// Text is there at once in whatever the reader has; the face takes its place when it comes.
/// 汉字 are as wide in every face, so nothing moves.
#[must_use]
pub fn rule(href: &str) -> String {
    format!("@font-face{{font-family:Headings;src:url({href});font-weight:900;font-display:swap}}")
}
