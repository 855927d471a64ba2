//! Rejects requests from other web pages.
//!
//! Any web page that is open in the developer's browser can reach this server, because it runs on the same
//! machine. Such a page must get nothing.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::Server;

/// The browser may load files from this server only.
const POLICY: &str = "default-src 'self'; img-src 'self' data:; style-src 'self'; connect-src 'self'; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

pub(super) async fn guard(State(server): State<Arc<Server>>, request: Request, next: Next) -> Response {
    let mut response = match rejection(request.headers(), server.address) {
        Some(why) => (StatusCode::FORBIDDEN, format!("{why}\n")).into_response(),
        None => next.run(request).await,
    };
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    response
}

/// Why a request is rejected, or `None` if it is allowed.
///
/// Any domain name can resolve to this machine (DNS rebinding), so `Host` must be `localhost` or an IP address.
/// `Origin` names the page that sends the request, so it must be the preview itself.
fn rejection(headers: &HeaderMap, address: SocketAddr) -> Option<&'static str> {
    let host = single(headers, header::HOST).filter(|host| is_own_address(host, address));
    let Some(host) = host else { return Some("the `Host` header is not the address of the preview") };
    if !headers.contains_key(header::ORIGIN) {
        return None;
    }
    let origin = single(headers, header::ORIGIN).and_then(|origin| origin.strip_prefix("http://"));
    if origin == Some(host) { None } else { Some("the `Origin` header names another web page") }
}

/// The value of the header, if the request has it exactly once and it is text.
fn single(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    let mut all = headers.get_all(name).iter();
    let first = all.next()?.to_str().ok()?;
    all.next().is_none().then_some(first)
}

fn is_own_address(host: &str, address: SocketAddr) -> bool {
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !port.ends_with(']') => (name, port.parse().ok()),
        // Browsers leave out port 80.
        _ => (host, Some(80)),
    };
    if port != Some(address.port()) {
        return false;
    }
    if name.eq_ignore_ascii_case("localhost") {
        return true;
    }
    let name = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
    // A server that is open to the network is reached by the machine's own IP address.
    name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback() || !address.ip().is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_allowed(address: &str, headers: &[(&'static str, &str)]) -> bool {
        let headers: HeaderMap = headers
            .iter()
            .map(|(name, value)| {
                (header::HeaderName::from_static(name), HeaderValue::from_str(value).unwrap())
            })
            .collect();
        rejection(&headers, address.parse().unwrap()).is_none()
    }

    #[test]
    fn only_the_preview_itself_may_send_requests() {
        let here = "127.0.0.1:5151";
        for host in ["127.0.0.1:5151", "localhost:5151", "LOCALHOST:5151", "[::1]:5151", "127.0.0.2:5151"] {
            assert!(is_allowed(here, &[("host", host)]), "{host}");
            let origin = format!("http://{host}");
            assert!(is_allowed(here, &[("host", host), ("origin", &origin)]), "{origin}");
        }
        for host in [
            "evil.example:5151",
            "127.0.0.1",
            "127.0.0.1:80",
            "192.168.0.7:5151",
            "localhost.evil:5151",
            "",
            "127.0.0.1:5151:5151",
        ] {
            assert!(!is_allowed(here, &[("host", host)]), "{host}");
        }
        assert!(!is_allowed(here, &[]));
        for origin in [
            "http://evil.example",
            "null",
            "",
            "https://127.0.0.1:5151",
            "http://127.0.0.1:5152",
            "http://localhost:5151",
        ] {
            assert!(!is_allowed(here, &[("host", here), ("origin", origin)]), "{origin}");
        }
    }

    #[test]
    fn other_machines_may_use_the_ip_address_of_an_open_server() {
        assert!(is_allowed(
            "0.0.0.0:5151",
            &[("host", "192.168.0.7:5151"), ("origin", "http://192.168.0.7:5151")]
        ));
        assert!(!is_allowed("0.0.0.0:5151", &[("host", "evil.example:5151")]));
    }

    #[test]
    fn port_80_may_be_left_out() {
        assert!(is_allowed("127.0.0.1:80", &[("host", "127.0.0.1"), ("origin", "http://127.0.0.1")]));
        assert!(is_allowed("[::1]:80", &[("host", "[::1]")]));
    }
}
