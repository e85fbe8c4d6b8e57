//! What there is to pass a page on with: its address, a text, a code, a picture.

use super::Context;
use super::card;
use crate::catalogue::Role;
use crate::urls::UrlPath;

/// What there is to pass a page on with.
#[derive(Debug)]
pub struct Share {
    /// The absolute address.
    pub address: String,
    /// What the page is called.
    pub title: String,
    /// A text ready to be sent, without the address.
    pub text: String,
    /// The address of the code.
    pub code: String,
    /// What the code leads to, where that is less than the address.
    pub code_is_shorter: bool,
    /// The address of the picture to keep.
    pub poster: Option<String>,
    /// The address of the script that adds buttons.
    pub script: Option<String>,
}

impl Share {
    /// For the page of a role.
    #[must_use]
    pub fn of_role(context: &Context, role: &Role) -> Self {
        let slug = &role.slug;
        let href = |path| context.base.href(&path);
        Self {
            address: context.base.absolute(&UrlPath::role(slug)),
            title: role.title.clone(),
            text: format!("{}：{}", role.title, role.summary),
            code: href(UrlPath::role_code(slug)),
            code_is_shorter: false,
            poster: Some(href(UrlPath::role_poster(slug))),
            script: script(context),
        }
    }

    /// For a page whose address tells what it shows.
    #[must_use]
    pub fn of_state(
        context: &Context,
        title: &str,
        text: &str,
        address: &str,
        page: &UrlPath,
    ) -> Self {
        let code = match *page == UrlPath::compare() {
            true => UrlPath::compare_code(),
            false => UrlPath::match_code(),
        };
        let query = address.split_once('?').map_or("", |(_, query)| query);
        let code = context.base.href(&code);
        Self {
            address: address.to_owned(),
            title: title.to_owned(),
            text: text.to_owned(),
            code: match query {
                "" => code,
                query => format!("{code}?{query}"),
            },
            code_is_shorter: !query.is_empty() && !card::fits_code(address),
            poster: None,
            script: script(context),
        }
    }
}

fn script(context: &Context) -> Option<String> {
    let script = context.assets.addresses.get("js/share.js")?;
    Some(context.base.href(script))
}
