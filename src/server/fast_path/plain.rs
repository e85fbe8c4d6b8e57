//! Requests that are understood on the fast path.

use std::mem::MaybeUninit;

use actix_web::http::header::HeaderName;

use crate::server::negotiation::Headers;

/// Requests with more headers are not plain.
pub const MAX_HEADERS: usize = 32;

/// A request that is whole and asks for a path, and says nothing that changes what a connection is
/// or how long a request: RFC 9112.
#[derive(Debug)]
pub struct Plain<'a> {
    /// Whether only the head of the answer is wanted.
    pub is_head: bool,
    /// The path as it was written.
    pub path: &'a str,
    headers: &'a [httparse::Header<'a>],
    /// How many bytes it has.
    pub length: usize,
}

impl<'a> Plain<'a> {
    /// Reads one; nothing when what the bytes begin with is anything else.
    pub fn read(
        bytes: &'a [u8],
        headers: &'a mut [MaybeUninit<httparse::Header<'a>>],
    ) -> Option<Self> {
        let mut request = httparse::Request::new(&mut []);
        let parsed = request.parse_with_uninit_headers(bytes, headers);
        let httparse::Status::Complete(length) = parsed.ok()? else {
            return None;
        };
        let is_head = match request.method? {
            "GET" => false,
            "HEAD" => true,
            _ => return None,
        };
        let plain = Self {
            is_head,
            path: request.path?,
            headers: request.headers,
            length,
        };
        (request.version == Some(1) && plain.is_plain()).then_some(plain)
    }

    fn is_plain(&self) -> bool {
        let mut hosts = 0_u8;
        let headers_are = self.headers.iter().all(|header| {
            let is = |name| header.name.eq_ignore_ascii_case(name);
            match header.name.len() {
                4 => {
                    hosts += u8::from(is("Host"));
                    true
                }
                6 => !is("Expect"),
                7 => !is("Upgrade") && !is("Trailer"),
                10 => !is("Connection") || header.value.eq_ignore_ascii_case(b"keep-alive"),
                14 => !is("Content-Length"),
                17 => !is("Transfer-Encoding"),
                _ => true,
            }
        });
        headers_are && hosts == 1
    }
}

impl Headers for Plain<'_> {
    fn values<'a>(&'a self, name: &'a HeaderName) -> impl Iterator<Item = &'a [u8]> {
        let name = name.as_str();
        let same = |header: &&httparse::Header| header.name.eq_ignore_ascii_case(name);
        self.headers.iter().filter(same).map(|header| header.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path_of(bytes: &[u8]) -> Option<(bool, String, usize)> {
        let mut headers = [const { MaybeUninit::uninit() }; MAX_HEADERS];
        let plain = Plain::read(bytes, &mut headers)?;
        Some((plain.is_head, plain.path.to_owned(), plain.length))
    }

    #[test]
    fn requests_are_plain_when_they_say_nothing_of_bodies_connections_and_protocols() {
        for (head, is_plain) in [
            ("GET / HTTP/1.1\r\nHost: x\r\n\r\n", true),
            ("HEAD / HTTP/1.1\r\nhOsT: x\r\n\r\n", true),
            (
                "GET / HTTP/1.1\r\nHost: x\r\nConnection: Keep-Alive\r\n\r\n",
                true,
            ),
            (
                "GET / HTTP/1.1\r\nHost: x\r\nUpgrade-Insecure-Requests: 1\r\n\r\n",
                true,
            ),
            (
                "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                false,
            ),
            (
                "GET / HTTP/1.1\r\nHost: x\r\nConnection: keep-alive, upgrade\r\n\r\n",
                false,
            ),
            (
                "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n\r\n",
                false,
            ),
            (
                "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n",
                false,
            ),
            (
                "GET / HTTP/1.1\r\nHost: x\r\ncontent-length: 5\r\n\r\nHello",
                false,
            ),
            (
                "GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n",
                false,
            ),
            ("GET / HTTP/1.1\r\nHost: x\r\nTrailer: a\r\n\r\n", false),
            (
                "GET / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n\r\n",
                false,
            ),
            ("GET / HTTP/1.1\r\n\r\n", false),
            ("GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", false),
            ("GET / HTTP/1.0\r\nHost: x\r\n\r\n", false),
            ("POST / HTTP/1.1\r\nHost: x\r\n\r\n", false),
            ("GET / HTTP/1.1\r\nHost: x\r\n", false),
            ("GET / HTTP/1.1\r\nHost : x\r\n\r\n", false),
            ("GET  / HTTP/1.1\r\nHost: x\r\n\r\n", false),
            ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", false),
            ("", false),
        ] {
            let read = path_of(head.as_bytes());
            assert_eq!(read.is_some(), is_plain, "{head}");
        }
        let many = "A: b\r\n".repeat(MAX_HEADERS);
        let many = format!("GET / HTTP/1.1\r\nHost: x\r\n{many}\r\n");
        assert_eq!(path_of(many.as_bytes()), None);
    }

    #[test]
    fn what_follows_a_request_is_no_part_of_it() {
        let one = "HEAD /a HTTP/1.1\r\nHost: x\r\n\r\n";
        let read = path_of(format!("{one}GET /b").as_bytes());
        assert_eq!(read, Some((true, "/a".to_owned(), one.len())));
    }
}
