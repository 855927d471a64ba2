//! Two phones in the browser: a local server with one simulation for each tab.
//!
//! A tab and its simulation exchange JSON over a WebSocket ([`wire`]): the browser sends what the user does,
//! and receives the recorded events and the state of both phones. The page runs in this process; the browser
//! only draws.

mod assets;
mod connection;
mod dev;
mod guard;
mod outbox;
mod requests;
mod simulation;
mod socket;
mod timed_stream;
mod wire;

use std::env;
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::net::{IpAddr, SocketAddr};
use std::process::ExitCode;
use std::sync::Arc;

use serde_json::value::RawValue;
use tokio::sync::{Semaphore, watch};
use voip_runtime::graph;
use voip_runtime::sim::settings;
use voip_runtime::spec::Spec;

use self::simulation::scenario::CrateScenarios;
use self::wire::{Build, PageInfo};
use crate::address::{self, Address, AllowedHost, Serving};
use crate::pages::Pages;
use crate::paint::Palette;
use crate::paint::text::visible;
use crate::timeline::Tone;
use crate::{Colours, Status};

/// How many tabs are served at a time.
const MAX_TABS: usize = 64;

/// How many simulations run at a time. Each has a thread, which can outlive its tab if the page's code does
/// not return.
const MAX_SIMULATIONS: usize = 2 * MAX_TABS;

/// What all tabs share.
struct Server {
    address: SocketAddr,
    allowed_hosts: Vec<AllowedHost>,
    pages: Pages,
    /// The descriptions of the pages.
    page_infos: Vec<PageInfo>,
    tabs: Semaphore,
    simulations: Arc<Semaphore>,
    /// The last build status, if there is one.
    build: watch::Sender<Option<Build>>,
    scenarios: CrateScenarios,
    /// Whether `cargo voip dev` started this process.
    dev: bool,
}

/// Serves the pages until the process ends.
pub(crate) fn serve(pages: Pages, serving: Serving, colours: Colours) -> ExitCode {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let result = runtime
        .map_err(|error| format!("cannot serve: {error}"))
        .and_then(|runtime| runtime.block_on(run(pages, serving, colours)));
    match result {
        Ok(()) => Status::Done.into(),
        Err(why) => {
            // If standard error is closed too, the exit status is all that is left.
            let _ = io::stderr().write_all(Palette::new(colours.err).error(&why).as_bytes());
            Status::NotDone.into()
        }
    }
}

async fn run(pages: Pages, serving: Serving, colours: Colours) -> Result<(), String> {
    let Serving { address: requested, open, allowed_hosts } = serving;
    let listener = address::listen(requested).await?;
    let address = listener.local_addr().map_err(|error| format!("cannot serve: {error}"))?;
    let page_infos = page_infos(&pages).map_err(|error| format!("cannot serve: {error}"))?;
    let (build, _) = watch::channel(None);
    let dev = dev::is_on();
    if dev {
        dev::listen(build.clone());
    }
    let names = pages.names();
    let spec = pages.first().spec();
    let server = Server {
        address,
        allowed_hosts,
        scenarios: CrateScenarios {
            scenarios: crate::scenarios::of_crate(),
            may_save: address.ip().is_loopback(),
        },
        pages,
        page_infos,
        tabs: Semaphore::new(MAX_TABS),
        simulations: Arc::new(Semaphore::new(MAX_SIMULATIONS)),
        build,
        dev,
    };
    let url = url(address);
    let palette = Palette::new(colours.out);
    let address_lines = address_lines(&url, address, requested, palette);
    let text = if dev::is_restart() {
        address_lines
    } else {
        welcome(spec, &names, &address_lines, address, palette)
    };
    // A closed standard output does not stop the preview.
    let _ = io::stdout().write_all(text.as_bytes());
    let _ = io::stdout().flush();
    if open && has_screen() {
        // If this fails, the user can open the printed address.
        let _ = open::that_detached(&url);
    }
    requests::serve(listener, Arc::new(server)).await
}

fn page_infos(pages: &Pages) -> serde_json::Result<Vec<PageInfo>> {
    let info = |name, spec| {
        let (mermaid, dot) = (graph::mermaid(spec), graph::dot(spec));
        Ok(PageInfo { name, spec: RawValue::from_string(graph::json(spec))?, mermaid, dot })
    };
    pages.iter().map(|page| info(page.name, page.spec())).collect()
}

/// The URL for a browser on this machine.
fn url(address: SocketAddr) -> String {
    let ip = match address.ip() {
        ip if !ip.is_unspecified() => ip,
        IpAddr::V4(_) => IpAddr::from([127, 0, 0, 1]),
        IpAddr::V6(_) => IpAddr::from([0, 0, 0, 0, 0, 0, 0, 1]),
    };
    format!("http://{}/", SocketAddr::new(ip, address.port()))
}

/// The URL, with a note if the requested port is in use.
fn address_lines(url: &str, address: SocketAddr, requested: Address, palette: Palette) -> String {
    let mut text = palette.address(url);
    if let Some(port) = requested.port_in_use(address) {
        let _ = if palette.is_chinese() {
            writeln!(text, "  （端口 {port} 已被占用。）")
        } else {
            writeln!(text, "  (Port {port} is in use.)")
        };
    }
    text
}

/// What is printed at the first start; `cargo voip dev` restarts print only the address.
fn welcome(
    spec: &Spec,
    pages: &[&str],
    address_lines: &str,
    address: SocketAddr,
    palette: Palette,
) -> String {
    let mut text = palette
        .header(spec, palette.pick("on two simulated phones, in the browser", "在浏览器里的两部模拟手机上"));
    if pages.len() > 1 {
        let names = pages.join(palette.pick(", ", "、"));
        let choose = palette.pick("each phone has a choice of pages", "每部手机上可以选页面");
        let _ = writeln!(text, "  {}: {names}; {choose}\n", palette.pick("Pages", "页面"));
    }
    text.push_str(address_lines);
    text.push_str(&warning(address, palette));
    let button = visible(spec.button);
    let how_to_start = if palette.is_chinese() {
        format!("在左边的手机上点“{button}”，允许授权，再在右边的手机上接听。\n  按 Ctrl-C 停止。")
    } else {
        format!(
            "To start, tap {button} on the left phone, allow the permissions, and answer on the right phone.\n  \
             Press Ctrl-C to stop."
        )
    };
    let _ = write!(text, "\n  {how_to_start}\n\n");
    text
}

/// The addresses at which other machines can open the preview, if they can.
fn warning(address: SocketAddr, palette: Palette) -> String {
    if address.ip().is_loopback() {
        return String::new();
    }
    let addresses =
        if address.ip().is_unspecified() { address::of_this_machine(address) } else { vec![address] };
    let warning = palette.part(Tone::Message, "warning:");
    let mut text =
        format!("\n  {warning} Every machine on the network can open the preview and use your page");
    text.push_str(if addresses.is_empty() { ".\n" } else { ":\n" });
    for address in addresses {
        text.push_str(&palette.address(&format!("http://{address}/")));
    }
    text
}

/// Whether a browser window can be shown on this machine.
fn has_screen() -> bool {
    !cfg!(all(unix, not(target_os = "macos")))
        || ["DISPLAY", "WAYLAND_DISPLAY"]
            .iter()
            .any(|variable| env::var_os(variable).is_some_and(|value| !value.is_empty()))
}
