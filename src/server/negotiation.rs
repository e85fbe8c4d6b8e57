//! Which variant of a document to send, and whether to send it at all.

use actix_web::HttpRequest;
use actix_web::http::header::{ACCEPT_ENCODING, IF_NONE_MATCH};

use crate::site::document::{Document, Variant};
use crate::site::encoding::Encoding;

/// Chooses the variant the client likes best: RFC 9110 section 12.5.3.
///
/// Among codings of equal weight the smallest wins. Identity is sent when nothing else is
/// acceptable, even to a client that refuses it, as the section allows.
pub fn choose<'a>(document: &'a Document, request: &HttpRequest) -> &'a Variant {
    if !document.varies() {
        return document.identity();
    }
    let accepted = header_values(request, &ACCEPT_ENCODING)
        .collect::<Vec<_>>()
        .join(",");
    let mut liked = Encoding::ALL.map(|encoding| (weight(&accepted, encoding), encoding));
    // Stable: among equals the order of preference stays.
    liked.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    liked
        .into_iter()
        .filter(|(weight, _)| *weight > 0)
        .find_map(|(_, encoding)| document.variant(encoding))
        .unwrap_or(document.identity())
}

/// The weight of a coding, in thousandths.
fn weight(accepted: &str, encoding: Encoding) -> u16 {
    let mut any = None;
    for item in accepted.split(',') {
        let mut parts = item.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default();
        let quality = parts
            .find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")))
            .map_or(1000, thousandths);
        if name.eq_ignore_ascii_case(encoding.name())
            || (encoding == Encoding::Gzip && name.eq_ignore_ascii_case("x-gzip"))
        {
            return quality;
        }
        if name == "*" {
            any = Some(quality);
        }
    }
    match (encoding, any) {
        // Identity is acceptable unless refused, but liked less than any coding asked for.
        (Encoding::Identity, None) => 1,
        (_, any) => any.unwrap_or(0),
    }
}

/// Parses a weight such as `0.5`; what is no weight weighs nothing.
fn thousandths(text: &str) -> u16 {
    match text.parse::<f32>() {
        Ok(weight) if (0.0..=1.0).contains(&weight) => {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "0 to 1000 fits"
            )]
            let thousandths = (weight * 1000.0).round() as u16;
            thousandths
        }
        _ => 0,
    }
}

/// True when the client already has this variant: RFC 9110 section 13.1.2, weak comparison.
pub fn is_fresh(variant: &Variant, request: &HttpRequest) -> bool {
    header_values(request, &IF_NONE_MATCH)
        .flat_map(|value| value.split(','))
        .map(|tag| {
            let tag = tag.trim();
            tag.strip_prefix("W/").unwrap_or(tag)
        })
        .any(|tag| tag == "*" || tag == variant.etag)
}

fn header_values<'a>(
    request: &'a HttpRequest,
    name: &'a actix_web::http::header::HeaderName,
) -> impl Iterator<Item = &'a str> {
    let values = request.headers().get_all(name);
    values.filter_map(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;
    use crate::site::document::CachePolicy;
    use crate::site::encoding::Effort;

    fn chosen(accept: Option<&str>) -> &'static str {
        let text = "一".repeat(1000);
        let document = Document::compressed("text/plain", CachePolicy::Page, text, Effort::Quick);
        let mut request = TestRequest::default();
        if let Some(accept) = accept {
            request = request.insert_header((ACCEPT_ENCODING, accept));
        }
        let variant = choose(&document, &request.to_http_request());
        variant.encoding.name()
    }

    #[test]
    fn prefers_what_the_client_prefers_and_then_the_smallest() {
        for (accept, expected) in [
            (None, "identity"),
            (Some(""), "identity"),
            (Some("gzip, deflate, br, zstd"), "br"),
            (Some("gzip, br;q=0.8"), "gzip"),
            (Some("br;q=0, gzip"), "gzip"),
            (Some("zstd;q=0.9, gzip;q=0.9"), "zstd"),
            (Some("*"), "br"),
            (Some("*;q=0"), "identity"),
            (Some("identity;q=0, deflate"), "identity"),
            (Some("identity, gzip;q=0.5"), "identity"),
            (Some("x-gzip"), "gzip"),
            (Some("br;q=x"), "identity"),
            (Some("BR"), "br"),
        ] {
            assert_eq!(chosen(accept), expected, "{accept:?}");
        }
    }

    #[test]
    fn compares_entity_tags() {
        let document = Document::plain("text/plain", CachePolicy::Page, "x");
        let variant = document.identity();
        for (header, fresh) in [
            (variant.etag.clone(), true),
            (format!("W/{}", variant.etag), true),
            (format!("\"a\", {}", variant.etag), true),
            ("*".to_owned(), true),
            ("\"a\"".to_owned(), false),
            (String::new(), false),
        ] {
            let request = TestRequest::default().insert_header((IF_NONE_MATCH, header.as_str()));
            assert_eq!(
                is_fresh(variant, &request.to_http_request()),
                fresh,
                "{header}"
            );
        }
    }
}
