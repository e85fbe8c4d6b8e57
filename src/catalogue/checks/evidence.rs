//! Evidence: what vouches for what is said.

use std::sync::Arc;

use crate::content::markdown::{Body, JUDGEMENT};
use crate::content::schema::SourceEntry;
use crate::content::shape::nearest;
use crate::content::{Article, Content};
use crate::diagnostic::{Diagnostic, Diagnostics, SourceFile};

/// Runs the rules of this file.
pub fn check(content: &Content, diagnostics: &mut Diagnostics) {
    let sections = content.sections.iter().flat_map(|list| &list.value);
    let strict: Vec<&str> = sections
        .filter(|section| section.evidence == Some(true))
        .map(|section| section.title.value.as_str())
        .collect();
    for role in &content.roles {
        let Article {
            file, body, matter, ..
        } = &role.article;
        let sources = matter.as_ref().and_then(|matter| matter.sources.as_ref());
        if let Some(sources) = sources
            && !body.is_cut_short
        {
            check_uncited_source(sources, body, file, diagnostics);
        }
        check_bare_number(&strict, body, file, diagnostics);
    }
}

/// Sources the text never cites.
fn check_uncited_source(
    sources: &[SourceEntry],
    body: &Body,
    file: &Arc<SourceFile>,
    diagnostics: &mut Diagnostics,
) {
    let known = || sources.iter().map(|source| source.id.value.as_str());
    let cited = body.citations.iter().map(|(id, _)| id);
    // Marks that lost their shape have findings of their own.
    let lost = body.brackets.iter().map(|(word, _)| word);
    let lost = lost.chain(&body.intended_marks);
    let cited: Vec<&str> = cited.chain(lost).map(String::as_str).collect();
    // A misspelt citation has a finding of its own, which names the source that was meant.
    let misspelt = cited
        .iter()
        .filter(|id| !known().any(|known| known == **id));
    let meant: Vec<&str> = misspelt.filter_map(|id| nearest(id, known())).collect();
    for source in sources {
        let id = source.id.value.as_str();
        if !cited.contains(&id) && !meant.contains(&id) {
            let message = format!("正文没有引用来源 `{id}`");
            let span = source.id.span.clone();
            diagnostics.push(
                Diagnostic::warning("uncited-source", file, span, message)
                    .with_help(format!("在用到它的句子后面写 [^{id}]，或删去这一条")),
            );
        }
    }
}

/// Numbers without a mark, in sections where numbers need evidence.
fn check_bare_number(
    strict: &[&str],
    body: &Body,
    file: &Arc<SourceFile>,
    diagnostics: &mut Diagnostics,
) {
    for number in &body.bare_numbers {
        if strict.contains(&number.section.as_str()) {
            let message = format!("“{}”所在的这一段没有来源，也没有判断标记", number.text);
            let span = number.span.clone();
            diagnostics.push(
                Diagnostic::warning("bare-number", file, span, message).with_help(format!(
                    "同一段、同一项或同一行里写上 [^来源] 或 [^{JUDGEMENT}]"
                )),
            );
        }
    }
}
