//! Runs `cargo voip dev` with a fake `voip-preview`.

use std::fs;
use std::io::{BufRead as _, BufReader, Read};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use crate::{Module, Project};

/// Listens on the given address, and logs its arguments and its input.
const PREVIEW: &str = r#"
use std::{env, fs::OpenOptions, io::{self, Write}, net::TcpListener};

pub fn main(version: &str) {
    let args: Vec<String> = env::args().skip(1).collect();
    let dev = env::var("VOIP_DEV").unwrap_or_default();
    let after = args.iter().skip_while(|arg| *arg != "--serve").nth(1).filter(|arg| !arg.starts_with("--"));
    let listener = TcpListener::bind(after.map_or("127.0.0.1:0", String::as_str)).unwrap();
    println!("this is {version}\n  http://{}/", listener.local_addr().unwrap());
    log(&format!("started {version}, {}, VOIP_DEV={dev}", args.join(" ")));
    for line in io::stdin().lines() {
        log(&line.unwrap());
    }
    log("stdin closed");
}

fn log(line: &str) {
    // In the folder of the package, which `cargo run` tells too.
    let folder = env::var("CARGO_MANIFEST_DIR").unwrap();
    let mut log = OpenOptions::new().create(true).append(true).open(format!("{folder}/log")).unwrap();
    log.write_all(format!("{line}\n").as_bytes()).unwrap();
}
"#;

/// A package `demo` that depends on the fake `voip-preview`.
pub(super) fn demo() -> Project {
    let project = Project::with(&Module::default());
    project.write("preview/Cargo.toml", "[package]\nname = \"voip-preview\"\nedition = \"2024\"\n");
    project.write("preview/src/lib.rs", PREVIEW);
    project.write(
        "Cargo.toml",
        "[package]\nname = \"demo\"\nedition = \"2024\"\n[dependencies]\nvoip-preview.path = \"preview\"\n",
    );
    project.write("src/main.rs", "fn main() {\n    voip_preview::main(demo::VERSION);\n}\n");
    version(&project, "one");
    project
}

/// Saves this version of the library.
pub(super) fn version(project: &Project, name: &str) {
    project.write("src/lib.rs", &format!("pub const VERSION: &str = {name:?};\n"));
}

/// A running `cargo voip dev`. It is ended when this is dropped.
pub(super) struct Dev {
    log: PathBuf,
    process: Child,
    out: Arc<Mutex<String>>,
    err: Arc<Mutex<String>>,
}

impl Dev {
    pub(super) fn new(project: &Project, args: &[&str]) -> Self {
        Self::new_in(project, ".", args)
    }

    pub(super) fn new_in(project: &Project, folder: &str, args: &[&str]) -> Self {
        Self::spawn(
            project,
            folder,
            Command::new(env!("CARGO_BIN_EXE_cargo-voip")).args(["voip", "dev"]).args(args),
        )
    }

    /// Starts it in its own process group, as a terminal does: Ctrl-C ends the command and its children.
    #[cfg(unix)]
    pub(super) fn in_a_terminal(project: &Project) -> Self {
        use std::os::unix::process::CommandExt as _;
        let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-voip"));
        Self::spawn(project, ".", command.args(["voip", "dev"]).process_group(0))
    }

    fn spawn(project: &Project, folder: &str, command: &mut Command) -> Self {
        command
            .current_dir(project.path(folder))
            .env("CARGO", env!("CARGO"))
            .env("NO_COLOR", "1")
            .env("CARGO_NET_OFFLINE", "true");
        command.env_remove("CARGO_TARGET_DIR").env_remove("RUSTUP_TOOLCHAIN");
        let mut process =
            command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let out = gather(process.stdout.take().unwrap());
        let err = gather(process.stderr.take().unwrap());
        Self { log: project.path(folder).join("log"), process, out, err }
    }

    /// Starts it, and waits until version one of the preview has started.
    pub(super) fn started(project: &Project, args: &[&str]) -> Self {
        let dev = Self::new(project, args);
        dev.logs(1, "started one");
        dev
    }

    pub(super) fn out(&self) -> String {
        self.out.lock().unwrap().clone()
    }

    pub(super) fn err(&self) -> String {
        self.err.lock().unwrap().clone()
    }

    /// The log of all previews.
    pub(super) fn log(&self) -> Vec<String> {
        let log = fs::read_to_string(&self.log).unwrap_or_default();
        // Without a line that is not complete yet.
        log.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n')).map(str::to_owned).collect()
    }

    /// Waits until this many lines of the log start with `begin`.
    #[track_caller]
    pub(super) fn logs(&self, times: usize, begin: &str) {
        self.waits(&format!("{times} lines `{begin}` in the log"), || {
            self.log().iter().filter(|line| line.starts_with(begin)).count() >= times
        });
    }

    /// Waits until standard error contains this text so many times.
    #[track_caller]
    pub(super) fn prints(&self, times: usize, text: &str) {
        self.waits(&format!("`{text}` {times} times"), || self.err().matches(text).count() >= times);
    }

    #[track_caller]
    pub(super) fn waits(&self, what: &str, done: impl Fn() -> bool) {
        let began = Instant::now();
        while !done() {
            assert!(
                began.elapsed() < Duration::from_secs(120),
                "timed out waiting for {what}\n{}\n{}\n{:#?}",
                self.out(),
                self.err(),
                self.log()
            );
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// The addresses that the previews printed.
    pub(super) fn addresses(&self) -> Vec<String> {
        let lines = self.out();
        let address = |line: &str| Some(line.trim().strip_prefix("http://")?.strip_suffix('/')?.to_owned());
        lines.lines().filter_map(address).collect()
    }

    pub(super) fn is_served(address: &str) -> bool {
        TcpStream::connect(address).is_ok()
    }

    /// Kills the command, but not the preview.
    pub(super) fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// Presses Ctrl-C.
    #[cfg(unix)]
    pub(super) fn interrupt(&mut self) {
        let group = format!("-{}", self.process.id());
        assert!(Command::new("kill").args(["-s", "INT", "--", &group]).status().unwrap().success());
        crate::ended(&mut self.process);
    }
}

impl Drop for Dev {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn gather(stream: impl Read + Send + 'static) -> Arc<Mutex<String>> {
    let text = Arc::new(Mutex::new(String::new()));
    let gathered = Arc::clone(&text);
    thread::spawn(move || {
        for line in BufReader::new(stream).lines() {
            *gathered.lock().unwrap() += &(line.unwrap() + "\n");
        }
    });
    text
}
