//! `new`: writes a draft of a direction, with every key and section to fill in.

mod draft;

use std::io::ErrorKind;

use anyhow::{Context, anyhow};

use super::{Failure, print};
use crate::catalogue::name_key;
use crate::cli::NewOptions;
use crate::content::{self, Content, save};
use crate::urls::UrlPath;

/// The file is there already, or what it depends on cannot be read.
const NOT_WRITTEN: u8 = 1;

/// Writes the draft and says where.
///
/// # Errors
///
/// When there is such a file or address already, the content it depends on is faulty, or the file
/// cannot be written.
pub fn run(options: &NewOptions) -> Result<(), Failure> {
    let (content, _) = content::load(&options.content);
    refuse_taken_names(options, &content)?;
    let text = draft::text(&options.title, &content, jiff::Timestamp::now()).ok_or_else(|| {
        not_written(anyhow!(
            "cannot read the groups, axes, sections and interests in `{}` (see `check`)",
            options.content.display()
        ))
    })?;
    let path = options
        .content
        .join("roles")
        .join(format!("{}.md", options.slug));
    match save::create(&path, &text) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            return Err(not_written(anyhow!(
                "`{}` is there already",
                path.display()
            )));
        }
        Err(error) => {
            let error = Err(error).with_context(|| format!("cannot write `{}`", path.display()));
            return error.map_err(Failure::from);
        }
    }
    let told = format!(
        "已写好草稿 {}\n把各处“{}”换成内容，再去掉 draft 一行\n",
        path.display(),
        content::BLANK
    );
    Ok(print(&told, anstream::stdout())?)
}

/// A draft that `check` would refuse for its name helps nobody.
fn refuse_taken_names(options: &NewOptions, content: &Content) -> Result<(), Failure> {
    let address = UrlPath::role(&options.slug);
    for role in &content.roles {
        let Some(matter) = &role.article.matter else {
            continue;
        };
        let mut redirects = matter.redirects.iter().flatten().flatten();
        if redirects.any(|old| old.value == address.as_str()) {
            let slug = &role.slug;
            return Err(not_written(anyhow!(
                "`{address}` is an old address of `{slug}` (see its `redirects`)"
            )));
        }
        let mut names = matter.aliases.iter().flatten().chain(&matter.title);
        if names.any(|name| name_key(&name.value) == name_key(&options.title)) {
            let (title, slug) = (&options.title, &role.slug);
            return Err(not_written(anyhow!("`{title}` is a name of `{slug}`")));
        }
    }
    Ok(())
}

fn not_written(error: anyhow::Error) -> Failure {
    Failure {
        exit_code: NOT_WRITTEN,
        error: Some(error),
    }
}
