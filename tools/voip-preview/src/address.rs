//! The network address of the server.

use std::fmt;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

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
