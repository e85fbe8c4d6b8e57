//! The text of a draft: what every direction has, with blanks to fill in.

use jiff::Timestamp;

use crate::content::markdown::JUDGEMENT;
use crate::content::schema::{AxisEntry, InterestEntry, SectionEntry};
use crate::content::{BLANK, Content};

/// The draft of a direction; nothing when what it depends on cannot be read.
pub fn text(title: &str, content: &Content, now: Timestamp) -> Option<String> {
    let site = content.index.as_ref()?.matter.as_ref()?;
    let today = now.to_zoned(site.time_zone.0.clone()).date();
    let groups = &content.groups.as_ref()?.value;
    let interests = &content.matching.as_ref()?.value.interests;
    let sections = &content.sections.as_ref()?.value;
    let title = scalar(title);
    let order = next_order(content);
    let group = &groups.first()?.id.value;
    let known: Vec<String> = groups
        .iter()
        .map(|group| format!("{} {}", group.id.value, group.name.value))
        .collect();
    let known = known.join("、");
    let ratings = ratings(&content.axes.as_ref()?.value);
    let interests = interest_line(interests);
    let sections: String = sections.iter().map(section).collect();
    Some(format!(
        "---
title: {title}
order: {order}
group: {group} # {known}
summary: {BLANK}：一句话说清它是什么、代价是什么，最多 60 个字。
# icon: 图标名，即 static/icons 里的文件名，不带 .svg
# hue: 自己的色相，0–360，与同组相近
aliases: [] # 别人会用来搜索的叫法
# redirects: [/roles/old-name]，旧网址，会一直通到这一页
glance:
  coding: some # most 为主、some 一部分、little 很少、none 不写
  months: {{ min: 3, max: 12, assumes: {BLANK} }}
  entry: {BLANK}
  first_year_pay: 暂无可靠数据
  openings: 暂无可靠数据
  outlook: {{ level: unknown, confidence: low }} # growing、stable、uncertain、shrinking、unknown；high、medium、low
  return: {{ level: unknown, why: {BLANK} }} # easy、possible、hard、unknown
ratings:
{ratings}skills:
  reuse:
    - {{ name: {BLANK}, note: {BLANK} }}
  learn:
    - {{ name: {BLANK}, note: {BLANK} }}
  optional:
    - {{ name: {BLANK}, note: {BLANK} }}
{interests}
related: [] # 最多三项：- {{ role: 文件名, difference: 与它的区别 }}，对方也要写回来
reviewed: {today}
review_every_months: 6
changes:
  - {{ date: {today}, what: 首次发布 }}
sources: []
#  - id: 正文里用 [^id] 引用
#    title: 原文标题
#    publisher: 机构
#    url: https://…
#    date: {today}
#    region: 地区
#    confidence: high 读过全文，medium 读过官方摘录，low 只见于转载
draft: true
# publish_at: {today} 08:00，从这一刻起公开
---
{sections}"
    ))
}

fn next_order(content: &Content) -> i64 {
    let orders = content.roles.iter().filter_map(|role| {
        let order = role.article.matter.as_ref()?.order.as_ref()?;
        Some(order.value)
    });
    orders.max().unwrap_or(0) + 1
}

fn ratings(axes: &[AxisEntry]) -> String {
    let lines = axes.iter().map(|axis| {
        let levels = &axis.levels;
        format!(
            "  # {}：1 {}；3 {}；5 {}\n  {}: {{ score: 3, reason: {BLANK} }}\n",
            axis.name.value,
            levels.low.value,
            levels.middle.value,
            levels.high.value,
            axis.id.value
        )
    });
    lines.collect()
}

fn interest_line(interests: &[InterestEntry]) -> String {
    let first = interests.first().map(|entry| entry.id.value.to_string());
    let known: Vec<String> = interests
        .iter()
        .map(|entry| format!("{} {}", entry.id.value, entry.name.value))
        .collect();
    format!(
        "interests: [{}] # 最贴切的在前：{}",
        first.unwrap_or_default(),
        known.join("、")
    )
}

fn section(entry: &SectionEntry) -> String {
    let blank = match entry.trial == Some(true) {
        true => format!("- [ ] {BLANK}：做什么，做到什么算成。"),
        false => format!("{BLANK}。[^{JUDGEMENT}]"),
    };
    format!("\n## {}\n\n{blank}\n", entry.title.value)
}

/// A value as YAML: as it is where it can only be read as text, otherwise in quotation marks.
fn scalar(value: &str) -> String {
    let is_plain = value.starts_with(char::is_alphabetic)
        && value.chars().all(|c| c.is_alphanumeric() || c == ' ')
        && !value.ends_with(' ')
        && !["true", "false", "null"].contains(&value.to_lowercase().as_str());
    match is_plain {
        true => value.to_owned(),
        // A JSON string is a YAML scalar.
        false => serde_json::Value::from(value).to_string(),
    }
}
