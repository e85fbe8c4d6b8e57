//! Bytes in every encoding a browser may ask for.

use bytes::Bytes;

/// A content coding of HTTP: RFC 9110 section 8.4.1, RFC 7932 (br) and RFC 8878 (zstd).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// As it is.
    Identity,
    /// Brotli.
    Br,
    /// Zstandard.
    Zstd,
    /// Gzip.
    Gzip,
}

impl Encoding {
    /// All encodings, the smallest first: the order of preference when a client has none.
    pub const ALL: [Self; 4] = [Self::Br, Self::Zstd, Self::Gzip, Self::Identity];

    /// The encodings that compress, in the same order.
    pub const COMPRESSED: [Self; 3] = [Self::Br, Self::Zstd, Self::Gzip];

    /// The place in [`Encoding::ALL`].
    #[must_use]
    pub fn rank(self) -> usize {
        match self {
            Self::Br => 0,
            Self::Zstd => 1,
            Self::Gzip => 2,
            Self::Identity => 3,
        }
    }

    /// The name used in `Accept-Encoding` and `Content-Encoding`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Br => "br",
            Self::Zstd => "zstd",
            Self::Gzip => "gzip",
        }
    }

    /// Encodes a text.
    ///
    /// Encoders are deterministic: replicas with the same content send the same bytes.
    #[must_use]
    pub fn encode(self, bytes: &[u8], effort: Effort) -> Option<Bytes> {
        let effort = effort.for_length(bytes.len());
        match self {
            Self::Identity => Some(Bytes::copy_from_slice(bytes)),
            Self::Br => brotli_bytes(bytes, effort),
            Self::Zstd => zstd_bytes(bytes, effort),
            Self::Gzip => gzip_bytes(bytes, effort),
        }
    }
}

/// How much time to spend on compressing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// Once for many readers: as strongly as the format allows, about 20 ms a page.
    Once,
    /// For a single reader who waits: about 1 ms a page.
    Quick,
}

/// More than this at the strongest keeps who asks first, and all others, waiting for minutes.
const MOST_BYTES_OF_ONCE: usize = 4 << 20;

impl Effort {
    /// What a text of so many bytes is worth at most.
    fn for_length(self, bytes: usize) -> Self {
        match bytes > MOST_BYTES_OF_ONCE {
            true => Self::Quick,
            false => self,
        }
    }
}

fn brotli_bytes(bytes: &[u8], effort: Effort) -> Option<Bytes> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: match effort {
            Effort::Once => 11,
            Effort::Quick => 4,
        },
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut encoded = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut encoded, &parameters).ok()?;
    Some(encoded.into())
}

fn zstd_bytes(bytes: &[u8], effort: Effort) -> Option<Bytes> {
    let level = match effort {
        // The strongest level that needs no more memory than browsers allow a page.
        Effort::Once => 19,
        Effort::Quick => 3,
    };
    zstd::bulk::compress(bytes, level).ok().map(Bytes::from)
}

fn gzip_bytes(bytes: &[u8], effort: Effort) -> Option<Bytes> {
    let level = match effort {
        Effort::Once => libdeflater::CompressionLvl::best(),
        Effort::Quick => libdeflater::CompressionLvl::default(),
    };
    let mut compressor = libdeflater::Compressor::new(level);
    let mut encoded = vec![0; compressor.gzip_compress_bound(bytes.len())];
    let length = compressor.gzip_compress(bytes, &mut encoded).ok()?;
    encoded.truncate(length);
    Some(encoded.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_huge_keeps_nobody_waiting() {
        let effort = Effort::Once;
        assert_eq!(effort.for_length(MOST_BYTES_OF_ONCE), Effort::Once);
        assert_eq!(effort.for_length(MOST_BYTES_OF_ONCE + 1), Effort::Quick);
    }
}
