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

    /// Encodes a text once and for all, so strongly as the format allows.
    ///
    /// Encoders are deterministic: replicas with the same content send the same bytes.
    #[must_use]
    pub fn encode(self, bytes: &[u8]) -> Option<Bytes> {
        match self {
            Self::Identity => Some(Bytes::copy_from_slice(bytes)),
            Self::Br => brotli_bytes(bytes),
            Self::Zstd => zstd_bytes(bytes),
            Self::Gzip => gzip_bytes(bytes),
        }
    }
}

fn brotli_bytes(bytes: &[u8]) -> Option<Bytes> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut encoded = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut encoded, &parameters).ok()?;
    Some(encoded.into())
}

fn zstd_bytes(bytes: &[u8]) -> Option<Bytes> {
    /// The strongest level that needs no more memory than browsers allow a page.
    const LEVEL: i32 = 19;
    zstd::bulk::compress(bytes, LEVEL).ok().map(Bytes::from)
}

fn gzip_bytes(bytes: &[u8]) -> Option<Bytes> {
    let mut compressor = libdeflater::Compressor::new(libdeflater::CompressionLvl::best());
    let mut encoded = vec![0; compressor.gzip_compress_bound(bytes.len())];
    let length = compressor.gzip_compress(bytes, &mut encoded).ok()?;
    encoded.truncate(length);
    Some(encoded.into())
}
