//! Where the preview is served.

use std::fmt;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use tokio::net::TcpListener;

/// The port, unless another is asked for.
const PORT: u16 = 5151;

/// How many ports are tried after one that is taken.
const MORE: u16 = 50;

/// Where to serve: this machine alone, unless told otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Address(SocketAddr);

impl Default for Address {
    fn default() -> Self {
        Self(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), PORT))
    }
}

impl Address {
    /// The port that was wanted, where another one had to be taken.
    pub(crate) fn taken(self, address: SocketAddr) -> Option<u16> {
        let wanted = self.0.port();
        (wanted != 0 && wanted != address.port()).then_some(wanted)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Reads `127.0.0.1:5151`, a port or an address alone, or `localhost` with or without a port.
///
/// # Errors
///
/// Where it is none of these.
pub(crate) fn parse(text: &str) -> Result<Address, String> {
    let Address(usual) = Address::default();
    let numbers = text.strip_prefix("localhost:").or_else(|| text.strip_prefix(':'));
    if text == "localhost" {
        return Ok(Address(usual));
    }
    if let Ok(port) = numbers.unwrap_or(text).parse() {
        return Ok(Address(SocketAddr::new(usual.ip(), port)));
    }
    let ip = text.trim_start_matches('[').trim_end_matches(']').parse();
    let address = text.parse().or_else(|_| ip.map(|ip| SocketAddr::new(ip, PORT)));
    address.map(Address).map_err(|_| {
        "it is a port, an address of this machine, or both: 5151, 127.0.0.1, 127.0.0.1:5151".into()
    })
}

/// Listens there, or where that port is taken, at the next free one.
pub(crate) async fn listen(Address(wanted): Address) -> Result<TcpListener, String> {
    let mut tried = wanted;
    loop {
        match TcpListener::bind(tried).await {
            Ok(listener) => return Ok(listener),
            Err(error)
                if error.kind() == io::ErrorKind::AddrInUse
                    && tried.port() < wanted.port().saturating_add(MORE) =>
            {
                tried.set_port(tried.port() + 1);
            }
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
                return Err(format!("the ports {} to {} are all taken", wanted.port(), tried.port()));
            }
            Err(error) => return Err(format!("cannot serve at {wanted}: {error}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_may_be_written_short() {
        for (written, meant) in [
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
            assert_eq!(parse(written).map(|address| address.to_string()), Ok(meant.into()), "{written}");
        }
        for wrong in ["", "here", "127.0.0.1:x", "99999", "-1", "http://127.0.0.1:5151", "1.2.3"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
