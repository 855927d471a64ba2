//! Runs the preview: at most one child process at a time.

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::ExitStatus;
use std::sync::{Arc, OnceLock};

use crate::args;
use crate::cargo::Preview;
use crate::dev::child::{BuildStatus, Child};
use crate::dev::executable::Executable;
use crate::dev::process_folder::process_folder;
use crate::error::Result;

pub(crate) struct Runner {
    /// The argument `--serve`.
    serve: Option<String>,
    no_open: bool,
    /// The arguments `--allow-host`.
    allow_host: Vec<String>,
    /// The address of the first child. Later ones listen on the same address.
    address: Arc<OnceLock<String>>,
    /// The folder of the package.
    folder: PathBuf,
    /// The folder for copies of the executable.
    copies: PathBuf,
    child: Option<Child>,
}

/// What `run` did.
pub(crate) enum Outcome {
    Started,
    Restarted,
    /// The same executable runs already.
    Unchanged,
}

impl Runner {
    pub(crate) fn new(args: &args::Dev, preview: &Preview) -> Self {
        Self {
            serve: args.serve.clone(),
            no_open: args.no_open,
            allow_host: args.allow_host.clone(),
            address: Arc::default(),
            folder: preview.folder.clone(),
            copies: process_folder(&preview.sources.target, &preview.name),
            child: None,
        }
    }

    pub(crate) fn is_running(&self) -> bool {
        self.child.is_some()
    }

    /// Sends the status of a build to the child, if there is one.
    pub(crate) fn send(&self, status: &BuildStatus) {
        if let Some(child) = &self.child {
            child.send(status);
        }
    }

    /// Replaces the running preview with a new build, unless both are the same.
    pub(crate) fn run(&mut self, built: &Path) -> Result<Outcome> {
        // The child may have ended during the build.
        let running = self.child.as_mut().is_some_and(|child| child.exit_status().is_none());
        if running && self.child.as_ref().is_some_and(|child| child.runs(built)) {
            self.send(&BuildStatus::Running(false));
            return Ok(Outcome::Unchanged);
        }
        let executable = Executable::copy(built, &self.copies)?;
        // The old child must end first, to free the address.
        self.child = None;
        let address = listen_at(self.address.get(), self.serve.as_ref());
        // An open browser tab reconnects, so a restart opens no other.
        let no_open = self.no_open || self.address.get().is_some();
        let mut more: Vec<_> = no_open.then_some("--no-open").into_iter().collect();
        more.extend(self.allow_host.iter().flat_map(|host| ["--allow-host", host]));
        self.child = Some(Child::start(executable, address.as_ref(), &more, &self.folder, &self.address)?);
        Ok(if running { Outcome::Restarted } else { Outcome::Started })
    }

    /// The exit status of the child if it has ended. It is returned only once.
    pub(crate) fn exit_status(&mut self) -> Option<ExitStatus> {
        let status = self.child.as_mut()?.exit_status()?;
        self.child = None;
        Some(status)
    }
}

/// The address at which a child listens: that of the first child, which it has printed. A server that listens at all addresses
/// prints one of them, so only the port is that of the first child.
fn listen_at(printed: Option<&String>, serve: Option<&String>) -> Option<String> {
    let (Some(printed), Some(serve)) = (printed, serve) else { return printed.or(serve).cloned() };
    let ip = serve.parse::<SocketAddr>().map(|address| address.ip()).or_else(|_| serve.parse::<IpAddr>());
    match (ip, printed.rsplit_once(':').and_then(|(_, port)| port.parse().ok())) {
        (Ok(ip), Some(port)) if ip.is_unspecified() => Some(SocketAddr::new(ip, port).to_string()),
        _ => Some(printed.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::listen_at;

    #[test]
    fn a_restart_listens_at_the_same_addresses() {
        for (printed, serve, expected) in [
            (None, None, None),
            (None, Some("0.0.0.0"), Some("0.0.0.0")),
            (Some("127.0.0.1:5152"), None, Some("127.0.0.1:5152")),
            (Some("127.0.0.1:5152"), Some("5151"), Some("127.0.0.1:5152")),
            (Some("192.168.0.7:5152"), Some("192.168.0.7"), Some("192.168.0.7:5152")),
            (Some("127.0.0.1:5152"), Some("0.0.0.0"), Some("0.0.0.0:5152")),
            (Some("127.0.0.1:5152"), Some("0.0.0.0:5151"), Some("0.0.0.0:5152")),
            (Some("[::1]:5152"), Some("::"), Some("[::]:5152")),
        ] {
            let [printed, serve] = [printed, serve].map(|text: Option<&str>| text.map(str::to_owned));
            assert_eq!(listen_at(printed.as_ref(), serve.as_ref()).as_deref(), expected);
        }
    }
}
