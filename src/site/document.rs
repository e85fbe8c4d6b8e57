//! A thing with an address: its bytes in every encoding, and what caches and browsers need to
//! know.

use std::sync::OnceLock;

use bytes::Bytes;
use sha2::{Digest, Sha256};

use super::encoding::{Effort, Encoding};

/// How long a copy may be used without asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CachePolicy {
    /// A page: a change is seen by everyone within a minute.
    Page,
    /// An asset whose address changes with its content.
    Immutable,
    /// A picture: those who were given its version in a query see a change at once.
    Picture,
    /// Something that must be asked for every time, such as an error.
    Revalidate,
}

impl CachePolicy {
    /// The value of `Cache-Control`.
    #[must_use]
    pub fn header(self) -> &'static str {
        match self {
            Self::Page => "public, max-age=60",
            Self::Immutable => "public, max-age=31536000, immutable",
            Self::Picture => "public, max-age=86400",
            Self::Revalidate => "no-cache",
        }
    }
}

/// The bytes of a document in one encoding.
#[derive(Debug, Clone)]
pub struct Variant {
    /// The encoding.
    pub encoding: Encoding,
    /// The bytes.
    pub bytes: Bytes,
    /// A strong entity tag with its quotes: RFC 9110 section 8.8.3 wants one per encoding.
    pub etag: String,
}

/// An answer: its bytes, and those in other encodings as soon as somebody asks for them.
///
/// Compressing as strongly as brotli can costs a hundred times what rendering does. So it is done
/// on first need and kept: a change is on the site before its pages are compressed, and of ten
/// thousand pages only those that are read are. Entity tags come from the bytes before they are
/// compressed, and encoders are deterministic, so tags and bytes of replicas agree whoever was
/// asked first.
#[derive(Debug)]
pub struct Document {
    /// The value of `Content-Type`.
    pub content_type: &'static str,
    /// How long a copy may be used.
    pub cache: CachePolicy,
    /// The value of `Content-Security-Policy`, for pages.
    pub security_policy: Option<String>,
    /// Whether pages of other sites may load it.
    pub for_everyone: bool,
    /// How much time compressing may take; nothing where the bytes are compressed by nature.
    effort: Option<Effort>,
    fingerprint: String,
    identity: Variant,
    /// In the order of [`Encoding::COMPRESSED`]; nothing where an encoding makes nothing smaller.
    compressed: [OnceLock<Option<Variant>>; Encoding::COMPRESSED.len()],
}

impl Document {
    /// An answer that can be compressed.
    #[must_use]
    pub fn compressed(
        content_type: &'static str,
        cache: CachePolicy,
        bytes: impl Into<Bytes>,
        effort: Effort,
    ) -> Self {
        Self::new(content_type, cache, bytes.into(), Some(effort))
    }

    /// An answer whose bytes are compressed by nature.
    #[must_use]
    pub fn plain(content_type: &'static str, cache: CachePolicy, bytes: impl Into<Bytes>) -> Self {
        Self::new(content_type, cache, bytes.into(), None)
    }

    fn new(
        content_type: &'static str,
        cache: CachePolicy,
        bytes: Bytes,
        effort: Option<Effort>,
    ) -> Self {
        let fingerprint = fingerprint(&bytes);
        Self {
            content_type,
            cache,
            security_policy: None,
            for_everyone: false,
            effort,
            identity: Variant {
                encoding: Encoding::Identity,
                bytes,
                etag: format!("\"{fingerprint}\""),
            },
            fingerprint,
            compressed: Default::default(),
        }
    }

    /// Lets pages of other sites load it.
    #[must_use]
    pub fn for_everyone(mut self) -> Self {
        self.for_everyone = true;
        self
    }

    /// Sets what a page may load and run.
    #[must_use]
    pub fn with_security_policy(mut self, policy: String) -> Self {
        self.security_policy = Some(policy);
        self
    }

    /// Whether it is shown in a window of its own.
    #[must_use]
    pub fn is_page(&self) -> bool {
        self.content_type == super::HTML
    }

    /// Whether another client might get another encoding.
    #[must_use]
    pub fn varies(&self) -> bool {
        self.effort.is_some()
    }

    /// The bytes as they are.
    #[must_use]
    pub fn identity(&self) -> &Variant {
        &self.identity
    }

    /// The bytes in an encoding; nothing when it makes them no smaller.
    #[must_use]
    pub fn variant(&self, encoding: Encoding) -> Option<&Variant> {
        let Some(place) = Encoding::COMPRESSED.iter().position(|e| *e == encoding) else {
            return Some(&self.identity);
        };
        let effort = self.effort?;
        let variant = self.compressed.get(place)?.get_or_init(|| {
            let bytes = encoding.encode(&self.identity.bytes, effort)?;
            (bytes.len() < self.identity.bytes.len()).then(|| Variant {
                encoding,
                bytes,
                etag: format!("\"{}-{}\"", self.fingerprint, encoding.name()),
            })
        });
        variant.as_ref()
    }

    /// The bytes in every encoding that makes them smaller, in the order of [`Encoding::ALL`].
    pub fn variants(&self) -> impl Iterator<Item = &Variant> {
        Encoding::ALL
            .into_iter()
            .filter_map(|encoding| self.variant(encoding))
    }

    /// True when a client could not tell the two apart.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        self.identity.bytes == other.identity.bytes
            && self.security_policy == other.security_policy
            && self.content_type == other.content_type
            && self.cache == other.cache
            && self.for_everyone == other.for_everyone
            && self.effort == other.effort
    }
}

/// A short name for bytes: the first 64 bits of their SHA-256 in hexadecimal.
#[must_use]
pub fn fingerprint(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest[..8]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
