//! Who may ask. A web page that the developer happens to visit can reach this server too, since it runs on
//! the developer's machine; it must get nothing.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::Server;

/// What the browser may load for the page: what comes from here, and nothing else.
const POLICY: &str = "default-src 'self'; img-src 'self' data:; style-src 'self'; connect-src 'self'; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

pub(super) async fn guard(State(server): State<Arc<Server>>, request: Request, next: Next) -> Response {
    let mut response = match refusal(request.headers(), server.address) {
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

/// Why a request is not answered.
///
/// A name in `Host` could be anybody's that leads here (DNS rebinding), so it must be this machine's own,
/// or an address. A browser says in `Origin` which page asks; it must be ours.
fn refusal(headers: &HeaderMap, address: SocketAddr) -> Option<&'static str> {
    let host = one(headers, header::HOST).filter(|host| is_ours(host, address));
    let Some(host) = host else { return Some("this is not the address of the preview (Host)") };
    if !headers.contains_key(header::ORIGIN) {
        return None;
    }
    let origin = one(headers, header::ORIGIN).and_then(|origin| origin.strip_prefix("http://"));
    if origin == Some(host) { None } else { Some("another web page asks (Origin)") }
}

/// The header, if it is there once and is text.
fn one(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    let mut all = headers.get_all(name).iter();
    let first = all.next()?.to_str().ok()?;
    all.next().is_none().then_some(first)
}

fn is_ours(host: &str, address: SocketAddr) -> bool {
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !port.ends_with(']') => (name, port.parse().ok()),
        // Port 80 is left out.
        _ => (host, Some(80)),
    };
    if port != Some(address.port()) {
        return false;
    }
    if name.eq_ignore_ascii_case("localhost") {
        return true;
    }
    let name = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
    // Where it serves more than this machine, other machines reach it by an address of its own.
    name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback() || !address.ip().is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(address: &str, headers: &[(&'static str, &str)]) -> bool {
        let headers: HeaderMap = headers
            .iter()
            .map(|(name, value)| {
                (header::HeaderName::from_static(name), HeaderValue::from_str(value).unwrap())
            })
            .collect();
        refusal(&headers, address.parse().unwrap()).is_none()
    }

    #[test]
    fn only_our_own_page_may_ask() {
        let here = "127.0.0.1:5151";
        for host in ["127.0.0.1:5151", "localhost:5151", "LOCALHOST:5151", "[::1]:5151", "127.0.0.2:5151"] {
            assert!(asked(here, &[("host", host)]), "{host}");
            let origin = format!("http://{host}");
            assert!(asked(here, &[("host", host), ("origin", &origin)]), "{origin}");
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
            assert!(!asked(here, &[("host", host)]), "{host}");
        }
        assert!(!asked(here, &[]));
        for origin in [
            "http://evil.example",
            "null",
            "",
            "https://127.0.0.1:5151",
            "http://127.0.0.1:5152",
            "http://localhost:5151",
        ] {
            assert!(!asked(here, &[("host", here), ("origin", origin)]), "{origin}");
        }
    }

    #[test]
    fn other_machines_reach_it_by_its_address_where_it_serves_them() {
        assert!(asked(
            "0.0.0.0:5151",
            &[("host", "192.168.0.7:5151"), ("origin", "http://192.168.0.7:5151")]
        ));
        assert!(!asked("0.0.0.0:5151", &[("host", "evil.example:5151")]));
    }

    #[test]
    fn the_port_80_is_left_out_of_an_address() {
        assert!(asked("127.0.0.1:80", &[("host", "127.0.0.1"), ("origin", "http://127.0.0.1")]));
        assert!(asked("[::1]:80", &[("host", "[::1]")]));
    }
}
