//! Images: that they are there, and say what they show.

use crate::catalogue::Conditions;
use crate::catalogue::checks::addresses::{Text, texts};
use crate::content::Content;
use crate::content::shape::nearest;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::urls::UrlPath;

/// What the addresses of images start with.
const FOLDER: &str = "/static/images/";

/// Runs the rules of this file.
pub fn check(content: &Content, conditions: &Conditions, diagnostics: &mut Diagnostics) {
    check_missing_image(content, conditions, diagnostics);
    check_image_without_alt(content, diagnostics);
}

/// Images that are not there: pages load nothing from elsewhere.
fn check_missing_image(content: &Content, conditions: &Conditions, diagnostics: &mut Diagnostics) {
    for Text { file, body, .. } in texts(content) {
        for image in &body.images {
            if conditions.images.contains(&image.address) {
                continue;
            }
            let known = conditions.images.iter().map(String::as_str);
            let help = match nearest(&image.address, known) {
                _ if image.address.starts_with(FOLDER)
                    && UrlPath::parse(&image.address).is_none() =>
                {
                    "图片的文件名只用小写字母、数字和连字符，例如 \
                     `/static/images/flow-chart.png`：文件改名，这里跟着改"
                        .to_owned()
                }
                Some(name) => format!("是不是 `{name}`？"),
                None => "把图片（png、jpg、webp、avif）放进 static/images/，\
                         写成 `![图里是什么](/static/images/文件名)`"
                    .to_owned(),
            };
            let message = format!("没有图片 `{}`", image.address);
            let span = image.span.clone();
            let diagnostic = Diagnostic::error("missing-image", file, span, message);
            diagnostics.push(diagnostic.with_help(help));
        }
    }
}

/// Images that tell nothing to those who do not see them.
fn check_image_without_alt(content: &Content, diagnostics: &mut Diagnostics) {
    for Text { file, body, .. } in texts(content) {
        for image in body
            .images
            .iter()
            .filter(|image| image.alt.trim().is_empty())
        {
            let (span, message) = (image.span.clone(), "图片没有替代文字");
            diagnostics.push(
                Diagnostic::error("image-without-alt", file, span, message)
                    .with_help("在方括号里用一句话写明图里是什么，给看不见图的人"),
            );
        }
    }
}
