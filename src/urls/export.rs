//! Where the files of an export are.

use super::{ASSETS, BaseUrl, INDEX_IN_EXPORT, ROLES, STATIC, UrlPath};

impl BaseUrl {
    /// The file that holds an address in an export, relative to the root of the origin.
    ///
    /// What has no ending is a page, and its file ends in `.html`: every host maps that back, and
    /// none sends readers to an address with a slash at its end, as it would for a folder. So
    /// below a base path the index is `careers.html`, beside the folder `careers`.
    #[must_use]
    pub fn export_file(&self, path: &UrlPath) -> String {
        let address = match (self.path(), path.as_str()) {
            ("", "/") => INDEX_IN_EXPORT.to_owned(),
            _ => self.href(path),
        };
        let name = address.trim_start_matches('/');
        let last = name.rsplit('/').next().unwrap_or_default();
        match last.contains('.') && path != &UrlPath::index() {
            true => name.to_owned(),
            false => format!("{name}.html"),
        }
    }

    /// The address under which a host looks for the headers of a path: exact, or a pattern for
    /// those of which there are many, since hosts allow few.
    #[must_use]
    pub fn header_pattern(&self, path: &UrlPath) -> String {
        let below_role = path.as_str().strip_prefix(ROLES);
        let below_role = below_role.and_then(|rest| rest.split_once('/'));
        for folder in [ASSETS, STATIC] {
            if path.as_str().starts_with(folder) {
                return self.href_of(&format!("{}/*", folder.trim_end_matches('/')));
            }
        }
        match below_role {
            Some((_, rest)) => self.href_of(&format!("{ROLES}:slug/{rest}")),
            None => self.href(path),
        }
    }
}

impl UrlPath {
    /// What a page that answers questions answers them from, where no server does.
    #[must_use]
    pub fn prepared(page: &Self) -> Self {
        match page.as_str() {
            "/" => Self(format!("{INDEX_IN_EXPORT}.json")),
            path => Self(format!("{path}.json")),
        }
    }

    /// The page hosts send for an address that leads nowhere.
    #[must_use]
    pub fn lost() -> Self {
        Self("/404.html".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::urls::Slug;

    fn base(text: &str) -> BaseUrl {
        BaseUrl::parse(text).expect("an address")
    }

    #[test]
    fn every_address_is_a_file() {
        let slug = Slug::new("mint").expect("a slug");
        for (path, alone, below) in [
            (UrlPath::index(), "index.html", "v1.0/careers.html"),
            (
                UrlPath::role(&slug),
                "roles/mint.html",
                "v1.0/careers/roles/mint.html",
            ),
            (
                UrlPath::role_json(&slug),
                "roles/mint.json",
                "v1.0/careers/roles/mint.json",
            ),
            (UrlPath::lost(), "404.html", "v1.0/careers/404.html"),
        ] {
            assert_eq!(base("https://example.org").export_file(&path), alone);
            assert_eq!(
                base("https://example.org/v1.0/careers").export_file(&path),
                below
            );
        }
        let dotted = base("https://example.org/v1.0").export_file(&UrlPath::index());
        assert_eq!(dotted, "v1.0.html");
    }

    #[test]
    fn what_there_are_many_of_shares_its_headers() {
        let slug = Slug::new("mint").expect("a slug");
        let below = base("https://example.org/careers");
        for (path, pattern) in [
            (UrlPath::index(), "/careers"),
            (UrlPath::role(&slug), "/careers/roles/mint"),
            (UrlPath::role_card(&slug), "/careers/roles/:slug/card.png"),
            (UrlPath::asset("js/a.js"), "/careers/assets/*"),
            (UrlPath::static_file("a.png"), "/careers/static/*"),
        ] {
            assert_eq!(below.header_pattern(&path), pattern);
        }
    }
}
