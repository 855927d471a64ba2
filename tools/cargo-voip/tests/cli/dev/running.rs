//! A package with a preview that stands in for `voip-preview`, and `cargo voip dev` on it.

use std::fs;
use std::io::{BufRead as _, BufReader, Read};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use crate::{Module, Project};

/// Listens where it is told to, and writes down how it was started and what it reads.
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
    let mut log = OpenOptions::new().create(true).append(true).open("log").unwrap();
    log.write_all(format!("{line}\n").as_bytes()).unwrap();
}
"#;

/// A package `demo` whose preview is `voip-preview`, which lies beside it.
pub(super) fn demo() -> Project {
    let project = Project::with(&Module::usual());
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

/// Saves a library of that version.
pub(super) fn version(project: &Project, name: &str) {
    project.write("src/lib.rs", &format!("pub const VERSION: &str = {name:?};\n"));
}

/// The command as it runs. Its life ends with this.
pub(super) struct Dev {
    log: PathBuf,
    process: Child,
    out: Arc<Mutex<String>>,
    err: Arc<Mutex<String>>,
}

impl Dev {
    /// Starts it, which is all.
    pub(super) fn new(project: &Project, args: &[&str]) -> Self {
        Self::new_in(project, ".", args)
    }

    /// Starts it in that folder.
    pub(super) fn new_in(project: &Project, folder: &str, args: &[&str]) -> Self {
        Self::spawn(
            project,
            folder,
            Command::new(env!("CARGO_BIN_EXE_cargo-voip")).args(["voip", "dev"]).args(args),
        )
    }

    /// Starts it as a terminal does: Ctrl-C goes to the command and its children, and not to this test.
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

    /// Starts it, and waits until the preview of version one is there.
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

    /// What the previews wrote down, in order.
    pub(super) fn log(&self) -> Vec<String> {
        let log = fs::read_to_string(&self.log).unwrap_or_default();
        // A line that is being written is none yet.
        log.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n')).map(str::to_owned).collect()
    }

    /// Waits until so many lines of the log begin like this.
    #[track_caller]
    pub(super) fn logs(&self, times: usize, begin: &str) {
        self.waits(&format!("{times} lines `{begin}` in the log"), || {
            self.log().iter().filter(|line| line.starts_with(begin)).count() >= times
        });
    }

    /// Waits until the terminal shows this so often.
    #[track_caller]
    pub(super) fn says(&self, times: usize, words: &str) {
        self.waits(&format!("`{words}` {times} times"), || self.err().matches(words).count() >= times);
    }

    #[track_caller]
    pub(super) fn waits(&self, what: &str, done: impl Fn() -> bool) {
        let began = Instant::now();
        while !done() {
            assert!(
                began.elapsed() < Duration::from_secs(120),
                "there is no {what}\n{}\n{}\n{:#?}",
                self.out(),
                self.err(),
                self.log()
            );
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// The addresses that the previews have printed.
    pub(super) fn addresses(&self) -> Vec<String> {
        let lines = self.out();
        let address = |line: &str| Some(line.trim().strip_prefix("http://")?.strip_suffix('/')?.to_owned());
        lines.lines().filter_map(address).collect()
    }

    pub(super) fn is_served(address: &str) -> bool {
        TcpStream::connect(address).is_ok()
    }

    /// Ends the command alone, as if it had crashed.
    pub(super) fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// Ctrl-C.
    #[cfg(unix)]
    pub(super) fn interrupt(&mut self) {
        let group = format!("-{}", self.process.id());
        assert!(Command::new("kill").args(["-s", "INT", "--", &group]).status().unwrap().success());
        self.process.wait().unwrap();
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
