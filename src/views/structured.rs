//! What pages are about, for machines: JSON-LD in the vocabulary of schema.org.

use serde_json::{Value, json};

use super::Context;
use super::chrome::Chrome;
use crate::catalogue::Role;
use crate::urls::UrlPath;

/// The site and how to search it.
#[must_use]
pub fn site(context: &Context) -> String {
    let site = &context.catalogue.site;
    let search = context.base.absolute(&UrlPath::search());
    written(&json!({
        "@context": "https://schema.org",
        "@type": "WebSite",
        "url": context.base.absolute(&UrlPath::index()),
        "name": site.name,
        "inLanguage": "zh-CN",
        "description": site.description,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": format!("{search}?q={{q}}"),
            },
            "query-input": "required name=q",
        },
    }))
}

/// A role: the article, the occupation it is about, and its place in the site.
#[must_use]
pub fn role(context: &Context, role: &Role, chrome: &Chrome) -> String {
    let site = &context.catalogue.site;
    let index = context.base.absolute(&UrlPath::index());
    let page = context.base.absolute(&UrlPath::role(&role.slug));
    let author = json!({ "@type": "Organization", "name": site.author, "url": index });
    let skills = role.reuse.iter().chain(&role.learn);
    let skills: Vec<&str> = skills.map(|skill| skill.name.as_str()).collect();
    let group = format!("{index}#group-{}", role.group.id);
    let places = [
        (site.name.as_str(), &index),
        (role.group.name.as_str(), &group),
        (role.title.as_str(), &page),
    ];
    let places = places.iter().zip(1..).map(|((name, address), position)| {
        json!({ "@type": "ListItem", "position": position, "name": name, "item": address })
    });
    written(&json!({
        "@context": "https://schema.org",
        "@graph": [
            {
                "@type": "Article",
                "headline": role.title,
                "description": role.summary,
                "image": chrome.card.as_ref().map(|card| &card.address),
                "inLanguage": "zh-CN",
                "datePublished": role.published().to_string(),
                "dateModified": role.updated().to_string(),
                "author": author,
                "publisher": author,
                "mainEntityOfPage": page,
                "about": {
                    "@type": "Occupation",
                    "name": role.title,
                    "description": role.summary,
                    "qualifications": role.glance.entry,
                    "skills": skills.join("、"),
                },
            },
            { "@type": "BreadcrumbList", "itemListElement": places.collect::<Vec<_>>() },
        ],
    }))
}

/// As the content of a script element, which a `</script>` in some text would end.
fn written(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_the_element() {
        let text = written(&json!({ "name": "</script><!--" }));
        assert!(!text.contains('<'), "{text}");
        let read: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(read["name"], "</script><!--");
    }
}
