//! A WebSocket: its handshake, and the messages on it.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Poll, ready};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use futures_core::Stream as _;
use futures_sink::Sink as _;
use hyper::header::{self, HeaderMap, HeaderName};
use hyper::upgrade::Upgraded;
use hyper::{Request, Response, StatusCode, Version};
use hyper_util::rt::TokioIo;
use sha1_smol::Sha1;
use tokio_websockets::{Error, Limits, Message, ServerBuilder, WebSocketStream};

/// Follows the client's key in what is hashed (RFC 6455, section 1.3).
const GUID: &str = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/// The response to a handshake, or why the request is not a handshake.
pub(super) fn handshake<T>(request: &Request<T>) -> Result<Response<String>, String> {
    let headers = request.headers();
    for (name, value) in [
        (header::CONNECTION, "Upgrade"),
        (header::UPGRADE, "websocket"),
        (header::SEC_WEBSOCKET_VERSION, "13"),
    ] {
        if !contains(headers, &name, value) {
            return Err(format!("expected a WebSocket handshake with the header `{name}: {value}`"));
        }
    }
    let Some(key) = headers.get(header::SEC_WEBSOCKET_KEY) else {
        return Err("expected a WebSocket handshake with the header `sec-websocket-key`".into());
    };
    if request.version() != Version::HTTP_11 {
        return Err("expected a WebSocket handshake with HTTP/1.1".into());
    }
    let mut hash = Sha1::from(key);
    hash.update(GUID.as_bytes());
    Response::builder()
        .status(StatusCode::SWITCHING_PROTOCOLS)
        .header(header::CONNECTION, "Upgrade")
        .header(header::UPGRADE, "websocket")
        .header(header::SEC_WEBSOCKET_ACCEPT, BASE64.encode(hash.digest().bytes()))
        .body(String::new())
        .map_err(|error| error.to_string())
}

/// Whether this value is in the list of the header. Browsers send `Connection: keep-alive, Upgrade`.
fn contains(headers: &HeaderMap, name: &HeaderName, value: &str) -> bool {
    let mut lists = headers.get_all(name).iter().filter_map(|list| list.to_str().ok());
    lists.any(|list| list.split(',').any(|found| found.trim().eq_ignore_ascii_case(value)))
}

pub(super) struct Socket(WebSocketStream<TokioIo<Upgraded>>);

impl Socket {
    /// A message that is longer than this is an error.
    pub(super) fn new(upgraded: Upgraded, max_bytes: usize) -> Self {
        let limits = Limits::default().max_payload_len(Some(max_bytes));
        Self(ServerBuilder::new().limits(limits).serve(TokioIo::new(upgraded)))
    }

    /// The next message; `None` if there is none, because the connection has ended.
    ///
    /// The answers to pings are written first, so that a client that only sends pings does not fill the memory.
    pub(super) async fn receive(&mut self) -> Option<Result<Message, Error>> {
        poll_fn(|context| {
            if let Err(error) = ready!(Pin::new(&mut self.0).poll_flush(context)) {
                return Poll::Ready(Some(Err(error)));
            }
            Pin::new(&mut self.0).poll_next(context)
        })
        .await
    }

    pub(super) async fn send(&mut self, message: Message) -> Result<(), Error> {
        poll_fn(|context| Pin::new(&mut self.0).poll_ready(context)).await?;
        Pin::new(&mut self.0).start_send(message)?;
        poll_fn(|context| Pin::new(&mut self.0).poll_flush(context)).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepted(request: &[(&str, &str)]) -> Result<Response<String>, String> {
        let request =
            request.iter().fold(Request::get("/ws"), |all, (name, value)| all.header(*name, *value));
        handshake(&request.body(()).unwrap())
    }

    const REQUEST: [(&str, &str); 4] = [
        ("Connection", "keep-alive, Upgrade"),
        ("Upgrade", "websocket"),
        ("Sec-WebSocket-Version", "13"),
        ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
    ];

    /// The example of RFC 6455, section 1.2.
    #[test]
    fn a_handshake_is_accepted_with_the_hash_of_its_key() {
        let response = accepted(&REQUEST).unwrap();
        assert_eq!(response.status(), StatusCode::SWITCHING_PROTOCOLS);
        assert_eq!(response.headers()[header::SEC_WEBSOCKET_ACCEPT], "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        let mut lower = REQUEST;
        lower[0].1 = "upgrade";
        lower[1].1 = "WebSocket";
        assert!(accepted(&lower).is_ok());
    }

    #[test]
    fn another_request_is_told_which_header_is_missing() {
        for missing in 0..REQUEST.len() {
            let mut request = REQUEST.to_vec();
            let (name, _) = request.remove(missing);
            let why = accepted(&request).unwrap_err();
            assert!(why.contains(&name.to_lowercase()), "{name}: {why}");
        }
        for (at, wrong) in [(0, "keep-alive"), (1, "h2c"), (2, "8")] {
            let mut request = REQUEST;
            request[at].1 = wrong;
            assert!(accepted(&request).is_err(), "{wrong}");
        }
    }

    #[test]
    fn http_1_0_has_no_websocket() {
        let request =
            REQUEST.iter().fold(Request::get("/ws"), |all, (name, value)| all.header(*name, *value));
        let why = handshake(&request.version(Version::HTTP_10).body(()).unwrap()).unwrap_err();
        assert!(why.contains("HTTP/1.1"), "{why}");
    }
}
