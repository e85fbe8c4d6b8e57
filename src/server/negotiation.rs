//! Which variant of a document to send, and whether to send it at all.

use actix_web::dev::RequestHead;
use actix_web::http::header::{ACCEPT_ENCODING, HeaderName, HeaderValue, IF_NONE_MATCH};

use crate::site::document::Document;
use crate::site::encoding::Encoding;

/// Fetch Metadata Request Headers, section 2.3.
static SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The headers of a request, however they were read.
pub trait Headers {
    /// The values of a header, in the order they came.
    fn values<'a>(&'a self, name: &'a HeaderName) -> impl Iterator<Item = &'a [u8]>;
}

impl Headers for RequestHead {
    fn values<'a>(&'a self, name: &'a HeaderName) -> impl Iterator<Item = &'a [u8]> {
        self.headers().get_all(name).map(HeaderValue::as_bytes)
    }
}

/// How much a client likes the codings, in thousandths, in the order of [`Encoding::ALL`].
#[derive(Debug, Clone, Copy)]
pub struct Weights([u16; Encoding::ALL.len()]);

impl Weights {
    /// Those of a request: RFC 9110 section 12.5.3.
    pub fn of(request: &impl Headers) -> Self {
        Self::said(request.values(&ACCEPT_ENCODING))
    }

    fn said<'a>(values: impl Iterator<Item = &'a [u8]>) -> Self {
        let mut named = [None; Encoding::ALL.len()];
        let mut any = None;
        for item in values.filter_map(text).flat_map(|value| value.split(',')) {
            let (name, parameters) = item.split_once(';').unwrap_or((item, ""));
            let (name, weight) = (name.trim(), quality(parameters));
            if name == "*" {
                any.get_or_insert(weight);
            } else if let Some(encoding) = named_by(name) {
                named[encoding.rank()].get_or_insert(weight);
            }
        }
        // Identity is acceptable unless refused, but liked less than any coding asked for.
        named[Encoding::Identity.rank()].get_or_insert(any.unwrap_or(1));
        Self(named.map(|weight| weight.or(any).unwrap_or(0)))
    }

    /// Chooses the coding the client likes best.
    ///
    /// Among codings of equal weight the smallest wins. Identity is sent when nothing else is
    /// acceptable, even to a client that refuses it, as RFC 9110 section 12.4.1 allows.
    pub fn choose(self, document: &Document) -> Encoding {
        if !document.varies() {
            return Encoding::Identity;
        }
        let Self(mut weights) = self;
        loop {
            let mut best = Encoding::Identity;
            for encoding in Encoding::ALL {
                // Among equals the order of preference decides.
                let (this, most) = (weights[encoding.rank()], weights[best.rank()]);
                if this > most || (this == most && encoding.rank() < best.rank()) {
                    best = encoding;
                }
            }
            match weights[best.rank()] {
                0 => return Encoding::Identity,
                _ if document.variant(best).is_some() => return best,
                _ => weights[best.rank()] = 0,
            }
        }
    }
}

/// Who leads to an answer.
///
/// A page that opened a window can hold on to it unless what comes into the window forbids that.
/// Browsers then begin another process, after the answer has come: measured here, that costs a
/// quarter of the time until a page in a fresh tab is seen. A reader who types an address, chooses a
/// bookmark or comes from another program is led by no page, so no page needs to be kept off; but
/// for one that opened an empty window, in which the reader then types the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Initiator {
    /// A page, perhaps; or the answer is nothing that is shown in a window.
    Page,
    /// The reader.
    Reader,
}

impl Initiator {
    /// How many there are.
    pub const COUNT: usize = 2;

    /// That of a request for a document. Who does not say it might be led by a page.
    pub fn of(request: &impl Headers, document: &Document) -> Self {
        let mut sites = request.values(&SEC_FETCH_SITE);
        match (sites.next(), sites.next()) {
            (Some(b"none"), None) if document.is_page() => Self::Reader,
            _ => Self::Page,
        }
    }
}

/// The weights somebody asked for last. Clients differ in few ways, and most ask more than once.
#[derive(Debug, Default)]
pub struct LastWeights(Option<(Box<[u8]>, Weights)>);

impl LastWeights {
    /// Those of a request, understood anew only when it says something else.
    pub fn of(&mut self, request: &impl Headers) -> Weights {
        let mut values = request.values(&ACCEPT_ENCODING);
        let (Some(value), None) = (values.next(), values.next()) else {
            return Weights::of(request);
        };
        match &self.0 {
            Some((last, weights)) if **last == *value => *weights,
            _ => {
                let weights = Weights::said([value].into_iter());
                self.0 = Some((value.into(), weights));
                weights
            }
        }
    }
}

/// A value, when it is text as actix-http understands that.
fn text(value: &[u8]) -> Option<&str> {
    let is_text = |byte: &u8| matches!(byte, b'\t' | b' '..=b'~');
    let text = str::from_utf8(value).ok()?;
    value.iter().all(is_text).then_some(text)
}

fn named_by(name: &str) -> Option<Encoding> {
    let is = |encoding: &Encoding| name.eq_ignore_ascii_case(encoding.name());
    // RFC 9110 section 8.4.1.3: an old name of gzip.
    let old = || {
        name.eq_ignore_ascii_case("x-gzip")
            .then_some(Encoding::Gzip)
    };
    Encoding::ALL.into_iter().find(is).or_else(old)
}

/// The weight among the parameters of a coding: all of it, when there is none.
fn quality(parameters: &str) -> u16 {
    let mut parts = parameters.split(';').map(str::trim);
    parts
        .find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")))
        .map_or(1000, thousandths)
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

/// True when the client already has what has this tag: RFC 9110 section 13.1.2, weak comparison.
pub fn is_fresh(etag: &HeaderValue, request: &impl Headers) -> bool {
    request
        .values(&IF_NONE_MATCH)
        .filter_map(text)
        .flat_map(|value| value.split(','))
        .map(|tag| {
            let tag = tag.trim();
            tag.strip_prefix("W/").unwrap_or(tag)
        })
        .any(|tag| tag == "*" || tag == etag)
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
        let request = accepting(accept).to_http_request();
        Weights::of(request.head()).choose(&document).name()
    }

    fn accepting<'a>(values: impl IntoIterator<Item = &'a str>) -> TestRequest {
        let values = values.into_iter();
        values.fold(TestRequest::default(), |request, value| {
            request.append_header((ACCEPT_ENCODING, value))
        })
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
            (Some("*, br;q=0"), "zstd"),
            (Some("gzip;q=0.001, identity;q=0"), "gzip"),
            (Some("identity;q=1, *;q=0"), "identity"),
            (Some("br;level=3;q=0.2, gzip ; q=0.3"), "gzip"),
        ] {
            assert_eq!(chosen(accept), expected, "{accept:?}");
        }
    }

    #[test]
    fn a_page_may_lead_to_a_page_unless_the_reader_is_said_to() {
        use Initiator::{Page, Reader};
        let html = Document::plain("text/html; charset=utf-8", CachePolicy::Page, "x");
        let text = Document::plain("text/plain", CachePolicy::Page, "x");
        for (sites, document, expected) in [
            (&["none"][..], &html, Reader),
            (&["none"], &text, Page),
            (&["cross-site"], &html, Page),
            (&["same-site"], &html, Page),
            (&["same-origin"], &html, Page),
            (&["None"], &html, Page),
            (&["none", "cross-site"], &html, Page),
            (&[], &html, Page),
        ] {
            let request = sites.iter().fold(TestRequest::default(), |request, site| {
                request.append_header((SEC_FETCH_SITE.clone(), *site))
            });
            let request = request.to_http_request();
            assert_eq!(
                Initiator::of(request.head(), document),
                expected,
                "{sites:?}"
            );
        }
    }

    #[test]
    fn what_was_understood_is_forgotten_when_something_else_is_said() {
        let mut last = LastWeights::default();
        for values in [
            &["br"][..],
            &["br"],
            &["br, gzip"],
            &["br", "gzip"],
            &["br"],
            &[],
            &["zstd"],
            &["zstd", "br"],
        ] {
            let request = accepting(values.iter().copied()).to_http_request();
            let anew = Weights::of(request.head());
            assert_eq!(last.of(request.head()).0, anew.0, "{values:?}");
        }
    }

    #[test]
    fn compares_entity_tags() {
        let document = Document::plain("text/plain", CachePolicy::Page, "x");
        let tag = &document.identity().etag;
        let etag = HeaderValue::from_str(tag).expect("a tag");
        for (header, fresh) in [
            (tag.clone(), true),
            (format!("W/{tag}"), true),
            (format!("\"a\", {tag}"), true),
            (format!("W/\"a\",{tag} , \"b\""), true),
            ("*".to_owned(), true),
            ("\"a\"".to_owned(), false),
            (String::new(), false),
        ] {
            let request = TestRequest::default().insert_header((IF_NONE_MATCH, header.as_str()));
            assert_eq!(
                is_fresh(&etag, request.to_http_request().head()),
                fresh,
                "{header}"
            );
        }
    }
}
