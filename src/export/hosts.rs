//! The files in which hosts read what to say besides the bytes: `_headers` and `_redirects`, in the
//! words of Netlify and Cloudflare Pages.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::site::headers;
use crate::urls::{BaseUrl, UrlPath};

/// What Cloudflare Pages reads of `_headers`; Netlify knows no such limit.
pub const MOST_RULES: usize = 100;

/// Headers by the pattern of an address.
#[derive(Debug, Default)]
pub struct Rules(BTreeMap<String, Vec<(&'static str, String)>>);

impl Rules {
    /// Adds what is said at an address. Under a pattern, only what is said of all of them holds.
    pub fn add(&mut self, pattern: String, mut headers: Vec<(&'static str, String)>) {
        headers.retain(|(_, value)| !value.is_empty());
        match self.0.get_mut(&pattern) {
            Some(known) => known.retain(|header| headers.contains(header)),
            None => {
                self.0.insert(pattern, headers);
            }
        }
    }

    /// How many rules there are, with the one for everything.
    pub fn count(&self) -> usize {
        self.0.len() + 1
    }

    /// The text of `_headers`. Hosts send what several patterns say one after the other, so
    /// nothing is said twice.
    pub fn headers(&self, base: &BaseUrl) -> String {
        let mut text = String::new();
        let everywhere = headers::of_everything(base);
        let differs = |name: &str| {
            let mut rules = self.0.values().flatten();
            rules.any(|(known, _)| *known == name)
        };
        let (own, common): (Vec<_>, Vec<_>) =
            everywhere.into_iter().partition(|(name, _)| differs(name));
        push_rule(&mut text, &base.href_of("/*"), common.iter());
        for (pattern, headers) in &self.0 {
            let said = |name: &str| headers.iter().any(|(known, _)| *known == name);
            let own = own.iter().filter(|(name, _)| !said(name));
            push_rule(&mut text, pattern, headers.iter().chain(own));
        }
        text
    }
}

fn push_rule<'a>(
    text: &mut String,
    pattern: &str,
    headers: impl Iterator<Item = &'a (&'static str, String)>,
) {
    // Writing to a text cannot fail.
    let _ = writeln!(text, "{pattern}");
    for (name, value) in headers {
        let _ = writeln!(text, "  {name}: {value}");
    }
}

/// The text of `_redirects`: old addresses lead to the new ones for ever, with their queries.
pub fn redirects(base: &BaseUrl, redirects: &BTreeMap<&str, &UrlPath>) -> String {
    let lines = redirects.iter();
    lines
        .map(|(old, target)| format!("{} {} 308\n", base.href_of(old), base.href(target)))
        .collect()
}
