//! A document in one encoding, ready to be sent: its headers are written once, not per request.

use actix_web::body::BoxBody;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName, HeaderValue, InvalidHeaderValue};
use bytes::Bytes;

use super::Answer;
use crate::site::document::{Document, Variant};
use crate::site::encoding::Encoding;
use crate::site::headers::{of_document, of_everything};
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
}

impl Prepared {
    /// Prepares a variant of the document at a path of the site.
    ///
    /// # Errors
    ///
    /// When the document says something of itself that no header can carry.
    pub fn new(
        base: &BaseUrl,
        path: &str,
        document: &Document,
        variant: &Variant,
    ) -> Result<Self, InvalidHeaderValue> {
        let own = of_document(base, path, document);
        let of_all = of_everything(base).into_iter();
        let of_all = of_all.filter(|(name, _)| own.iter().all(|(other, _)| other != name));
        let mut about = Vec::new();
        for (name, value) in of_all.chain(own.iter().cloned()) {
            let value = HeaderValue::from_str(&value)?;
            about.push((HeaderName::from_static(name), value));
        }
        let (mut content, mut about): (Vec<_>, Vec<_>) = about
            .into_iter()
            .partition(|(name, _)| name == header::CONTENT_TYPE);
        if document.varies() {
            about.push((header::VARY, HeaderValue::from_static("Accept-Encoding")));
        }
        if variant.encoding != Encoding::Identity {
            let coding = HeaderValue::from_static(variant.encoding.name());
            content.push((header::CONTENT_ENCODING, coding));
        }
        Ok(Self {
            about,
            content,
            etag: HeaderValue::from_str(&variant.etag)?,
            bytes: variant.bytes.clone(),
        })
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
