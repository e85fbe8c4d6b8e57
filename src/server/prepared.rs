//! A document in one encoding, ready to be sent: its headers are written once, not per request.

use actix_web::body::BoxBody;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName, HeaderValue, InvalidHeaderValue};
use bytes::Bytes;

use super::Answer;
use super::dated::Place;
use super::negotiation::Initiator;
use crate::site::document::{Document, Variant};
use crate::site::encoding::Encoding;
use crate::site::headers::{OPENER_POLICY, of_document, of_everything};
use crate::urls::BaseUrl;

/// A variant of a document, with all its headers.
#[derive(Debug)]
pub struct Prepared {
    /// What every answer about the document says.
    about: Vec<(HeaderName, HeaderValue)>,
    /// What only an answer with the bytes says.
    content: Vec<(HeaderName, HeaderValue)>,
    etag: HeaderValue,
    bytes: Bytes,
    /// The lines of the head of the answer with the bytes, but for the date.
    whole_head: Vec<u8>,
    /// Those of the answer without them.
    unchanged_head: Vec<u8>,
    /// Where both may be kept.
    places: [Place; 2],
}

static NOTHING: Bytes = Bytes::new();

impl Prepared {
    /// Prepares a variant of the document at a path of the site, for those who are led to it so.
    ///
    /// # Errors
    ///
    /// When the document says something of itself that no header can carry.
    pub fn new(
        base: &BaseUrl,
        path: &str,
        document: &Document,
        variant: &Variant,
        initiator: Initiator,
    ) -> Result<Self, InvalidHeaderValue> {
        let own = of_document(base, path, document);
        let of_all = of_everything(base).into_iter();
        let of_all = of_all
            .filter(|(name, _)| own.iter().all(|(other, _)| other != name))
            .filter(|(name, _)| initiator == Initiator::Page || *name != OPENER_POLICY);
        let mut about = Vec::new();
        for (name, value) in of_all.chain(own.iter().cloned()) {
            let value = HeaderValue::from_str(&value)?;
            about.push((HeaderName::from_static(name), value));
        }
        let (mut content, mut about): (Vec<_>, Vec<_>) = about
            .into_iter()
            .partition(|(name, _)| name == header::CONTENT_TYPE);
        if let Some(depends_on) = depends_on(document) {
            about.push((header::VARY, HeaderValue::from_static(depends_on)));
        }
        if variant.encoding != Encoding::Identity {
            let coding = HeaderValue::from_static(variant.encoding.name());
            content.push((header::CONTENT_ENCODING, coding));
        }
        let etag = HeaderValue::from_str(&variant.etag)?;
        let tag = (header::ETAG, etag.clone());
        let length = HeaderValue::from(variant.bytes.len());
        let length = (header::CONTENT_LENGTH, length);
        let of_bytes = content.iter().chain([&length]);
        Ok(Self {
            whole_head: written(StatusCode::OK, about.iter().chain([&tag]).chain(of_bytes)),
            unchanged_head: written(StatusCode::NOT_MODIFIED, about.iter().chain([&tag])),
            about,
            content,
            etag,
            bytes: variant.bytes.clone(),
            places: Default::default(),
        })
    }

    /// What an answer says, the lines of its head but for the date, its body and where the whole
    /// may be kept. The body is none when the client has it.
    pub fn parts(&self, is_unchanged: bool) -> (StatusCode, &[u8], &Bytes, &Place) {
        if is_unchanged {
            let [_, place] = &self.places;
            return (
                StatusCode::NOT_MODIFIED,
                &self.unchanged_head,
                &NOTHING,
                place,
            );
        }
        let [place, _] = &self.places;
        (StatusCode::OK, &self.whole_head, &self.bytes, place)
    }

    /// The entity tag of the bytes.
    pub fn etag(&self) -> &HeaderValue {
        &self.etag
    }

    /// The whole document.
    pub fn whole(&self) -> Answer {
        let mut answer = self.as_error(StatusCode::OK);
        let etag = self.etag.clone();
        answer.headers_mut().insert(header::ETAG, etag);
        answer
    }

    /// That the client has it already: RFC 9110 section 15.4.5.
    pub fn unchanged(&self) -> Answer {
        let mut answer = Answer::new(StatusCode::NOT_MODIFIED);
        let headers = answer.headers_mut();
        for (name, value) in &self.about {
            headers.insert(name.clone(), value.clone());
        }
        headers.insert(header::ETAG, self.etag.clone());
        answer
    }

    /// The document in the place of another, which could not be sent; nobody asks for it by tag.
    pub fn as_error(&self, status: StatusCode) -> Answer {
        let mut answer = Answer::with_body(status, BoxBody::new(self.bytes.clone()));
        let headers = answer.headers_mut();
        for (name, value) in self.about.iter().chain(&self.content) {
            headers.insert(name.clone(), value.clone());
        }
        answer
    }
}

/// What another client might be answered differently for: RFC 9110 section 12.5.5.
fn depends_on(document: &Document) -> Option<&'static str> {
    match (document.varies(), document.is_page()) {
        (true, true) => Some("Accept-Encoding, Sec-Fetch-Site"),
        (true, false) => Some("Accept-Encoding"),
        (false, true) => Some("Sec-Fetch-Site"),
        (false, false) => None,
    }
}

/// RFC 9112 sections 4 and 5.
fn written<'a>(
    status: StatusCode,
    headers: impl Iterator<Item = &'a (HeaderName, HeaderValue)>,
) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {status}\r\n").into_bytes();
    for (name, value) in headers {
        head.extend_from_slice(name.as_str().as_bytes());
        head.extend_from_slice(b": ");
        head.extend_from_slice(value.as_bytes());
        head.extend_from_slice(b"\r\n");
    }
    head
}
