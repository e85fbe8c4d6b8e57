//! Characters that pictures cannot show: a share card would have a hole where they stand.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::catalogue::Conditions;
use crate::content::Content;
use crate::content::shape::Text;
use crate::diagnostic::{Diagnostic, Diagnostics, SourceFile};

/// Runs the rule of this file on every text that stands on a picture.
pub fn check(content: &Content, conditions: &Conditions, diagnostics: &mut Diagnostics) {
    let mut check = |file: &Arc<SourceFile>, text: &Text| {
        check_missing_glyph(conditions.characters, file, text, diagnostics);
    };
    if let Some(index) = &content.index {
        let matter = index.matter.iter();
        matter
            .flat_map(|matter| [&matter.name, &matter.title, &matter.subtitle])
            .for_each(|text| check(&index.file, text));
    }
    if let Some(list) = &content.groups {
        list.value
            .iter()
            .for_each(|group| check(&list.file, &group.name));
    }
    if let Some(list) = &content.axes {
        list.value
            .iter()
            .for_each(|axis| check(&list.file, &axis.name));
    }
    for role in &content.roles {
        let matter = role.article.matter.iter();
        matter
            .flat_map(|matter| {
                [
                    matter.title.as_ref(),
                    matter.summary.as_ref().map(|line| &line.0),
                ]
            })
            .flatten()
            .for_each(|text| check(&role.article.file, text));
    }
}

/// Characters the font of pictures does not have; each is told once for a text.
fn check_missing_glyph(
    known: &BTreeSet<char>,
    file: &Arc<SourceFile>,
    text: &Text,
    diagnostics: &mut Diagnostics,
) {
    let shown = text.value.chars().filter(|c| !c.is_whitespace());
    let missing: BTreeSet<char> = shown.filter(|c| !known.contains(c)).collect();
    for character in missing {
        let written = file.text.get(text.span.clone()).unwrap_or_default();
        // One that is written as an escape stands somewhere in the whole.
        let span = written.find(character).map_or(text.span.clone(), |place| {
            let start = text.span.start + place;
            start..start + character.len_utf8()
        });
        let message = format!("分享图的字体里没有“{character}”");
        diagnostics.push(
            Diagnostic::error("missing-glyph", file, span, message)
                .with_help("换一个常用字；非用不可，就照 static/fonts/README.md 把它加进字体"),
        );
    }
}
