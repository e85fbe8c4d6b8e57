//! The words for what content says in codes.

use crate::catalogue::{Coding, Confidence, Glance, OutlookLevel, ReturnLevel, Visibility};

/// How much of the work is still coding.
#[must_use]
pub fn coding(coding: Coding) -> &'static str {
    match coding {
        Coding::Most => "大部分",
        Coding::Some => "一部分",
        Coding::Little => "很少",
        Coding::None => "不写",
    }
}

/// How many months the change takes.
#[must_use]
pub fn months(glance: &Glance) -> String {
    if glance.months_min == glance.months_max {
        format!("约 {} 个月", glance.months_max)
    } else {
        format!("{}–{} 个月", glance.months_min, glance.months_max)
    }
}

/// Where the demand is heading.
#[must_use]
pub fn outlook(level: OutlookLevel) -> &'static str {
    match level {
        OutlookLevel::Growing => "看涨",
        OutlookLevel::Stable => "平稳",
        OutlookLevel::Uncertain => "不确定",
        OutlookLevel::Shrinking => "看跌",
        OutlookLevel::Unknown => NO_DATA,
    }
}

/// How easily one can come back.
#[must_use]
pub fn way_back(level: ReturnLevel) -> &'static str {
    match level {
        ReturnLevel::Easy => "容易",
        ReturnLevel::Possible => "可以",
        ReturnLevel::Hard => "难",
        ReturnLevel::Unknown => NO_DATA,
    }
}

/// How far something can be relied on.
#[must_use]
pub fn confidence(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::High => "高",
        Confidence::Medium => "中",
        Confidence::Low => "低",
    }
}

const NO_DATA: &str = "暂无可靠数据";

/// Why a page is not public yet, for the editor who sees it; nothing when it is.
#[must_use]
pub fn hidden(visibility: Visibility) -> Option<String> {
    match visibility {
        Visibility::Public => None,
        Visibility::Draft => Some("草稿".to_owned()),
        Visibility::From(moment) => Some(moment.strftime("%Y-%m-%d %H:%M 公开").to_string()),
    }
}
