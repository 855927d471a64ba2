//! Two phones in the browser: a local server, and for each tab a world of its own.
//!
//! A tab and its world speak JSON over a WebSocket ([`wire`]): the user's doings go in, the runtime's own
//! records and what is to be drawn come out. The page runs here, in this process; the browser draws.

mod assets;
mod dev;
mod guard;
mod outbox;
mod settings;
mod stage;
mod tab;
mod which;
mod wire;
mod world;

use std::env;
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::net::{IpAddr, SocketAddr};
use std::process::ExitCode;
use std::sync::Arc;

use axum::Router;
use axum::extract::{State, WebSocketUpgrade};
use axum::response::Response;
use axum::routing::{any, get};
use serde_json::value::RawValue;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use voip_runtime::{Page, graph};

use self::wire::Build;
use crate::address::{self, Address};
use crate::paint::Palette;
use crate::paint::text::visible;
use crate::{Colours, Status};

/// The most tabs at a time.
const TABS: usize = 64;

/// The most worlds at a time. Each has a thread, also one whose tab has begun another or is closed, until it ends.
const WORLDS: usize = 2 * TABS;

/// What all tabs share.
struct Server {
    address: SocketAddr,
    /// The page's description.
    page: Box<RawValue>,
    tabs: Semaphore,
    worlds: Arc<Semaphore>,
    /// What was said last, if anything.
    build: watch::Sender<Option<Build>>,
    /// Whether `cargo voip dev` runs this.
    dev: bool,
}

/// Serves the page `P` until the process is ended.
pub(crate) fn serve<P: Page>(address: Address, open: bool, colours: Colours) -> ExitCode {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let served = runtime
        .map_err(|error| format!("cannot serve: {error}"))
        .and_then(|runtime| runtime.block_on(serving::<P>(address, open, colours)));
    match served {
        Ok(()) => Status::Done.into(),
        Err(why) => {
            // If nobody listens on standard error either, there is no one left to tell.
            let _ = io::stderr().write_all(Palette::new(colours.err).error(&why).as_bytes());
            Status::NotDone.into()
        }
    }
}

async fn serving<P: Page>(wanted: Address, open: bool, colours: Colours) -> Result<(), String> {
    let listener = address::listen(wanted).await?;
    let address = listener.local_addr().map_err(|error| format!("cannot serve: {error}"))?;
    let page =
        RawValue::from_string(graph::json(P::SPEC)).map_err(|error| format!("cannot serve: {error}"))?;
    let (build, _) = watch::channel(None);
    let dev = dev::is_on();
    if dev {
        dev::listen(build.clone());
    }
    let server = Server {
        address,
        page,
        tabs: Semaphore::new(TABS),
        worlds: Arc::new(Semaphore::new(WORLDS)),
        build,
        dev,
    };
    let url = url(address);
    let palette = Palette::new(colours.out);
    let place = place(&url, address, wanted, palette);
    let words = if dev::is_again() { place } else { greeting::<P>(&place, address, palette) };
    // Where standard output is closed, the preview is served all the same.
    let _ = io::stdout().write_all(words.as_bytes());
    let _ = io::stdout().flush();
    if open && has_screen() {
        // Whoever has no browser has the address.
        let _ = open::that_detached(&url);
    }
    answer::<P>(listener, Arc::new(server)).await.map_err(|error| format!("cannot serve any longer: {error}"))
}

async fn answer<P: Page>(listener: TcpListener, server: Arc<Server>) -> io::Result<()> {
    let routes = Router::new()
        .route("/ws", any(upgrade::<P>))
        .fallback_service(get(assets::file))
        .layer(axum::middleware::from_fn_with_state(server.clone(), guard::guard))
        .with_state(server);
    axum::serve(listener, routes).await
}

async fn upgrade<P: Page>(State(server): State<Arc<Server>>, upgrade: WebSocketUpgrade) -> Response {
    upgrade
        .max_message_size(tab::RECEIVED)
        .max_frame_size(tab::RECEIVED)
        .on_upgrade(move |socket| tab::serve::<P>(socket, server))
}

/// How a browser on this machine reaches it.
fn url(address: SocketAddr) -> String {
    let ip = match address.ip() {
        ip if !ip.is_unspecified() => ip,
        IpAddr::V4(_) => IpAddr::from([127, 0, 0, 1]),
        IpAddr::V6(_) => IpAddr::from([0, 0, 0, 0, 0, 0, 0, 1]),
    };
    format!("http://{}/", SocketAddr::new(ip, address.port()))
}

/// Where it is served.
fn place(url: &str, address: SocketAddr, wanted: Address, palette: Palette) -> String {
    let mut words = palette.address(url);
    // Writing to memory does not fail.
    if let Some(taken) = wanted.taken(address) {
        let _ = writeln!(words, "  (The port {taken} is taken.)");
    }
    words
}

/// What is said around that, once.
fn greeting<P: Page>(place: &str, address: SocketAddr, palette: Palette) -> String {
    let mut words = palette.header::<P>("on two simulated phones, in the browser");
    words.push_str(place);
    if !address.ip().is_loopback() {
        words.push_str("  Whoever reaches this machine can use it.\n");
    }
    let button = visible(P::SPEC.button);
    let _ = write!(
        words,
        "\n  Try first: tap {button} on the left phone, allow what it asks for, and answer on the right one.\n  \
         Ctrl-C ends it.\n\n"
    );
    words
}

/// Whether there is a screen for a browser's window.
fn has_screen() -> bool {
    !cfg!(all(unix, not(target_os = "macos")))
        || ["DISPLAY", "WAYLAND_DISPLAY"]
            .iter()
            .any(|variable| env::var_os(variable).is_some_and(|value| !value.is_empty()))
}
