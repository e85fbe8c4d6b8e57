//! A thing with an address: its bytes in every encoding, and what caches and browsers need to know.

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

/// A prepared answer.
#[derive(Debug, Clone)]
pub struct Document {
    /// The value of `Content-Type`.
    pub content_type: &'static str,
    /// How long a copy may be used.
    pub cache: CachePolicy,
    /// The value of `Content-Security-Policy`, for pages.
    pub security_policy: Option<String>,
    /// Whether pages of other sites may load it.
    pub for_everyone: bool,
    /// Whether another client might get another encoding.
    pub varies: bool,
    /// The encodings it is there in, in the order of [`Encoding::ALL`]; identity is always among
    /// them, and the others only where they are smaller.
    pub variants: Vec<Variant>,
}

impl Document {
    /// Prepares bytes in every encoding that makes them smaller.
    #[must_use]
    pub fn compressed(content_type: &'static str, cache: CachePolicy, bytes: &[u8]) -> Self {
        let variants = Encoding::ALL
            .into_iter()
            .filter_map(|encoding| Some((encoding, encoding.encode(bytes, Effort::Once)?)))
            .filter(|(encoding, encoded)| {
                *encoding == Encoding::Identity || encoded.len() < bytes.len()
            })
            .map(|(encoding, encoded)| variant(encoding, encoded, bytes))
            .collect();
        Self {
            content_type,
            cache,
            security_policy: None,
            for_everyone: false,
            varies: true,
            variants,
        }
    }

    /// Prepares bytes for one reader, in the one encoding chosen for them.
    #[must_use]
    pub fn on_request(
        content_type: &'static str,
        cache: CachePolicy,
        bytes: &[u8],
        encoding: Encoding,
    ) -> Self {
        let encoded = encoding.encode(bytes, Effort::Quick);
        let chosen = match encoded {
            Some(encoded) => variant(encoding, encoded, bytes),
            None => variant(Encoding::Identity, Bytes::copy_from_slice(bytes), bytes),
        };
        Self {
            content_type,
            cache,
            security_policy: None,
            for_everyone: false,
            varies: true,
            variants: vec![chosen],
        }
    }

    /// Prepares bytes as they are: those that are compressed by nature.
    #[must_use]
    pub fn plain(content_type: &'static str, cache: CachePolicy, bytes: Bytes) -> Self {
        let variants = vec![variant(Encoding::Identity, bytes.clone(), &bytes)];
        Self {
            content_type,
            cache,
            security_policy: None,
            for_everyone: false,
            varies: false,
            variants,
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
}

fn variant(encoding: Encoding, encoded: Bytes, identity: &[u8]) -> Variant {
    let fingerprint = fingerprint(identity);
    let etag = match encoding {
        Encoding::Identity => format!("\"{fingerprint}\""),
        other => format!("\"{fingerprint}-{}\"", other.name()),
    };
    Variant {
        encoding,
        bytes: encoded,
        etag,
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
