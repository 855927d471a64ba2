//! Rejects requests from other web pages.
//!
//! Any web page that is open in the developer's browser can reach this server, because it runs on the same
//! machine. Such a page must get nothing.

use std::net::{IpAddr, SocketAddr};

use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};

use crate::address::{AllowedHost, split_host};
use crate::paint::text::short;

/// The browser may load files from this server only.
const POLICY: &str = "default-src 'self'; img-src 'self' data:; style-src 'self'; connect-src 'self'; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Adds the headers with which a browser keeps responses from other web pages.
pub(super) fn add_headers(headers: &mut HeaderMap) {
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    for name in ["cross-origin-resource-policy", "cross-origin-opener-policy"] {
        headers.insert(name, HeaderValue::from_static("same-origin"));
    }
}

/// Why a request is rejected, or `None` if it is allowed.
///
/// Any domain name can resolve to this machine (DNS rebinding), so `Host` must be `localhost`, an IP address or an allowed
/// host. `Origin` names the page that sends the request, so it must be the preview itself, or an allowed host: a proxy may
/// change `Host`.
pub(super) fn rejection(headers: &HeaderMap, address: SocketAddr, allowed: &[AllowedHost]) -> Option<String> {
    let is_allowed = |host: &str| allowed.iter().any(|allowed| allowed.matches(host));
    let Some(host) = single(headers, header::HOST) else {
        return Some(format!("expected one `Host` header: open {}", super::url(address)));
    };
    if !is_own_address(host, address) && !is_allowed(host) {
        return Some(format!(
            "the `Host` header `{0}` is not the address of the preview: open {1}, or start the preview with `--allow-host {0}`",
            short(host),
            super::url(address)
        ));
    }
    if !headers.contains_key(header::ORIGIN) {
        return None;
    }
    let origin = single(headers, header::ORIGIN).unwrap_or_default();
    let (scheme, origin_host) = origin.split_once("://").unwrap_or_default();
    match scheme {
        "http" if origin_host == host => None,
        "http" | "https" if is_allowed(origin_host) => None,
        "http" | "https" => Some(format!(
            "the `Origin` header names another web page than `{}`: if {} is the preview behind a proxy, start it with \
             `--allow-host {}`",
            short(host),
            short(origin),
            short(origin_host)
        )),
        _ => Some("the `Origin` header names another web page".into()),
    }
}

/// The value of the header, if the request has it exactly once and it is text.
fn single(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    let mut all = headers.get_all(name).iter();
    let first = all.next()?.to_str().ok()?;
    all.next().is_none().then_some(first)
}

fn is_own_address(host: &str, address: SocketAddr) -> bool {
    let (name, port) = split_host(host);
    // Browsers leave out port 80.
    if port.map_or(Some(80), |port| port.parse().ok()) != Some(address.port()) {
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
        rejected(address, headers, &[]).is_none()
    }

    fn rejected(address: &str, headers: &[(&'static str, &str)], allowed: &[&str]) -> Option<String> {
        let headers: HeaderMap = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_str(value).unwrap()))
            .collect();
        let allowed: Vec<_> = allowed.iter().map(|host| AllowedHost::parse(host).unwrap()).collect();
        rejection(&headers, address.parse().unwrap(), &allowed)
    }

    #[test]
    fn a_refusal_says_what_to_open_and_how_to_allow_the_host() {
        let why = rejected("127.0.0.1:5151", &[("host", "localhost:8080")], &[]).unwrap();
        assert!(why.contains("open http://127.0.0.1:5151/"), "{why}");
        assert!(why.contains("`--allow-host localhost:8080`"), "{why}");
        let why =
            rejected("127.0.0.1:5151", &[("host", "localhost:5151"), ("origin", "https://dev.example")], &[]);
        assert!(why.unwrap().contains("`--allow-host dev.example`"));
        let long = "x".repeat(10_000);
        assert!(rejected("127.0.0.1:5151", &[("host", &long)], &[]).unwrap().len() < 1000);
    }

    #[test]
    fn an_allowed_host_may_send_requests() {
        let here = "127.0.0.1:5151";
        // A port that ssh forwards, a proxy that keeps the host, and one that changes it.
        for (allowed, host, origin) in [
            ("localhost:8080", "localhost:8080", "http://localhost:8080"),
            ("dev.example", "dev.example", "https://dev.example"),
            ("DEV.example", "dev.example:8443", "https://dev.example:8443"),
            ("dev.example", "127.0.0.1:5151", "https://dev.example"),
        ] {
            let headers = [("host", host), ("origin", origin)];
            assert!(!is_allowed(here, &headers), "{host}");
            assert_eq!(rejected(here, &headers, &[allowed]), None, "{host}");
        }
        for (allowed, host, origin) in [
            ("localhost:8080", "localhost:8081", "http://localhost:8081"),
            ("dev.example", "evil.dev.example", "http://evil.dev.example"),
            ("dev.example", "dev.example", "https://evil.example"),
            ("dev.example", "dev.example", "null"),
            ("dev.example", "evil.example", "http://dev.example"),
        ] {
            assert!(
                rejected(here, &[("host", host), ("origin", origin)], &[allowed]).is_some(),
                "{host} {origin}"
            );
        }
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
