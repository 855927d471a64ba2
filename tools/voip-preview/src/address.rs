//! The network address of the server.

use std::fmt;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};

use tokio::net::TcpListener;

/// The port, unless the arguments name another.
const DEFAULT_PORT: u16 = 5151;

/// How many further ports are tried if the port is in use.
const MAX_RETRIES: u16 = 50;

/// The address to serve at; by default only this machine can reach it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Address(SocketAddr);

impl Default for Address {
    fn default() -> Self {
        Self(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), DEFAULT_PORT))
    }
}

impl Address {
    /// The requested port, if it was in use and the server has another one.
    pub(crate) fn port_in_use(self, address: SocketAddr) -> Option<u16> {
        let requested = self.0.port();
        (requested != 0 && requested != address.port()).then_some(requested)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// How the preview is served.
#[derive(Debug)]
pub(crate) struct Serving {
    pub(crate) address: Address,
    /// Whether to open the browser.
    pub(crate) open: bool,
    pub(crate) allowed_hosts: Vec<AllowedHost>,
}

/// A host by whose name the preview may be opened, besides its own address: behind a proxy, or through a forwarded port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AllowedHost {
    name: String,
    /// `None` for any port.
    port: Option<u16>,
}

impl AllowedHost {
    /// Reads a name or an IP address, with or without a port.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let (name, port) = split_host(text);
        let is_name = |letter: char| letter.is_ascii_alphanumeric() || "-._".contains(letter);
        let is_ip = name.starts_with('[') && name.ends_with(']');
        let port = port.map(|port| port.parse().ok());
        if name.is_empty() || !(is_ip || name.chars().all(is_name)) || port == Some(None) {
            return Err(
                "expected a host name with or without a port, e.g. localhost:8080 or dev.example".into()
            );
        }
        Ok(Self { name: name.to_owned(), port: port.flatten() })
    }

    /// Whether this is the host in a header.
    pub(crate) fn matches(&self, host: &str) -> bool {
        let (name, port) = split_host(host);
        let is_port = self.port.is_none_or(|own| port.and_then(|port| port.parse().ok()) == Some(own));
        name.eq_ignore_ascii_case(&self.name) && is_port
    }
}

/// The name and the port of a host. An IPv6 address has brackets.
pub(crate) fn split_host(host: &str) -> (&str, Option<&str>) {
    match host.rsplit_once(':') {
        Some((name, port)) if !port.ends_with(']') => (name, Some(port)),
        _ => (host, None),
    }
}

/// The addresses at which other machines can reach a server that listens at all of them, or at all of IPv4: those of this
/// machine that lead to the usual private networks and to the internet. No packet is sent.
pub(crate) fn of_this_machine(server: SocketAddr) -> Vec<SocketAddr> {
    let mut found = Vec::new();
    for (own, other) in [
        ("0.0.0.0:0", "192.168.0.1:9"),
        ("0.0.0.0:0", "10.0.0.1:9"),
        ("0.0.0.0:0", "172.16.0.1:9"),
        ("0.0.0.0:0", "1.1.1.1:9"),
        ("[::]:0", "[2606:4700:4700::1111]:9"),
    ] {
        let socket = UdpSocket::bind(own).and_then(|socket| socket.connect(other).map(|()| socket));
        if let Ok(address) = socket.and_then(|socket| socket.local_addr()) {
            let address = SocketAddr::new(address.ip(), server.port());
            let is_served = address.is_ipv4() || server.is_ipv6();
            if is_served && !address.ip().is_loopback() && !found.contains(&address) {
                found.push(address);
            }
        }
    }
    found
}

/// Reads `127.0.0.1:5151`, a port, an IP address, or `localhost` with or without a port.
pub(crate) fn parse(text: &str) -> Result<Address, String> {
    let Address(default) = Address::default();
    let port = text.strip_prefix("localhost:").or_else(|| text.strip_prefix(':'));
    if text == "localhost" {
        return Ok(Address(default));
    }
    if let Ok(port) = port.unwrap_or(text).parse() {
        return Ok(Address(SocketAddr::new(default.ip(), port)));
    }
    let ip = text.trim_start_matches('[').trim_end_matches(']').parse();
    let address = text.parse().or_else(|_| ip.map(|ip| SocketAddr::new(ip, DEFAULT_PORT)));
    address
        .map(Address)
        .map_err(|_| "expected a port, an IP address, or both, e.g. 5151, 127.0.0.1 or 127.0.0.1:5151".into())
}

/// Listens at the address, or at the next free port if its port is in use.
pub(crate) async fn listen(Address(requested): Address) -> Result<TcpListener, String> {
    let mut tried = requested;
    loop {
        match TcpListener::bind(tried).await {
            Ok(listener) => return Ok(listener),
            Err(error)
                if error.kind() == io::ErrorKind::AddrInUse
                    && tried.port() < requested.port().saturating_add(MAX_RETRIES) =>
            {
                tried.set_port(tried.port() + 1);
            }
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
                return Err(format!("the ports {} to {} are all in use", requested.port(), tried.port()));
            }
            Err(error) => return Err(format!("cannot serve at {requested}: {error}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn allowed_hosts_are_read() {
        for (written, name, port) in [
            ("localhost:8080", "localhost", Some(8080)),
            ("dev.example", "dev.example", None),
            ("[::1]:80", "[::1]", Some(80)),
            ("192.168.0.7", "192.168.0.7", None),
        ] {
            let expected = AllowedHost { name: name.into(), port };
            assert_eq!(AllowedHost::parse(written), Ok(expected), "{written}");
        }
        for wrong in
            ["", ":80", "http://dev.example", "dev.example/", "a b", "dev.example:x", "dev.example:99999"]
        {
            assert!(AllowedHost::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_addresses_of_this_machine_are_not_those_that_only_it_can_open() {
        for address in of_this_machine("[::]:5151".parse().unwrap()) {
            assert!(!address.ip().is_loopback() && !address.ip().is_unspecified() && address.port() == 5151);
        }
        let only_ipv4 = of_this_machine("0.0.0.0:5151".parse().unwrap());
        assert!(only_ipv4.iter().all(SocketAddr::is_ipv4), "{only_ipv4:?}");
    }

    #[test]
    fn addresses_are_read() {
        for (written, expected) in [
            ("5152", "127.0.0.1:5152"),
            (":5152", "127.0.0.1:5152"),
            ("0", "127.0.0.1:0"),
            ("localhost", "127.0.0.1:5151"),
            ("localhost:80", "127.0.0.1:80"),
            ("0.0.0.0", "0.0.0.0:5151"),
            ("0.0.0.0:1", "0.0.0.0:1"),
            ("::1", "[::1]:5151"),
            ("[::1]:99", "[::1]:99"),
        ] {
            assert_eq!(parse(written).map(|address| address.to_string()), Ok(expected.into()), "{written}");
        }
        for wrong in ["", "here", "127.0.0.1:x", "99999", "-1", "http://127.0.0.1:5151", "1.2.3"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
