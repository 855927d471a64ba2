//! Runs the commands that the documents print: every line of every `sh` block.
//!
//! A line is run unless [`way`] says otherwise, so a new line in a document needs no entry here.

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

use super::Result;
use super::parts::Parts;
use super::place::{Place, with_first};
use super::step::quietly;
use super::wasm::{self, Wasm};

/// Lines that are not run, and why.
const NOT_RUN: &[(&str, &str)] = &[
    ("rustup target add wasm32v1-none", "installs a target; the step `wasm target` has found one"),
    ("TRYBUILD=overwrite cargo test -p voip-tests --test ui", "overwrites the files that the test compares"),
];

/// Documents whose lines are run in the folder of a page, and the page that the test uses.
const FOLDERS: &[(&str, &str)] = &[("tools/voip-preview/README.md", "examples/video-call")];

/// Documents whose commands `cargo xtask e2e projects` runs.
const PROJECTS: [&str; 2] = ["docs/projects.md", "docs/projects.zh.md"];

/// Lines that exit with status 1, and why.
const FAILS: &[(&str, &str)] =
    &[("cargo run -- --deny record", "the exit status of the preview is whether the call was joined")];

/// How a line is covered.
#[derive(Debug)]
enum Way {
    /// It is in [`NOT_RUN`].
    NotRun,
    /// It is a step of `.ci/run`.
    Ci,
    /// It is a command of this program, and the command exists.
    Xtask,
    /// It is run, and must succeed.
    Run,
    /// It is in [`FAILS`].
    Fails,
    /// It is run with the compiler for the phone.
    Wasm,
    /// The same with Debian's compiler, whose environment is in the line.
    Debian,
    /// It installs `cargo voip`; the test installs it into a folder of its own.
    Install,
    /// It starts a server, whose address must answer.
    Serve,
}

fn way(line: &str, place: &Place) -> Result<Way> {
    let ci = fs::read_to_string(place.root.join(".ci/run"))?;
    let words: Vec<&str> = line.split(' ').collect();
    Ok(match words.as_slice() {
        _ if NOT_RUN.iter().any(|(not_run, _)| *not_run == line) => Way::NotRun,
        _ if FAILS.iter().any(|(fails, _)| *fails == line) => Way::Fails,
        _ if ci.lines().any(|step| step.replacen("step ", "", 1) == line) => Way::Ci,
        ["cargo", "xtask", "bench", "preview"] | ["cargo", "xtask", "glue" | "mutants"] => Way::Xtask,
        ["cargo", "xtask", "bench", parts @ ..] if are_bench_parts(parts, place)? => Way::Xtask,
        ["cargo", "xtask", "fuzz", arguments @ ..] => crate::fuzz::parse(arguments).map(|_| Way::Xtask)?,
        ["cargo", "xtask", "e2e", parts @ ..] => Parts::of(parts, place).map(|_| Way::Xtask)?,
        ["cargo", "xtask", ..] => return Err(format!("unknown command `{line}`").into()),
        ["cargo", "install", ..] => Way::Install,
        ["cargo", "voip", "dev", ..] => Way::Serve,
        _ if words.contains(&"--serve") => Way::Serve,
        ["cargo", "voip", "build" | "check", ..] => Way::Wasm,
        ["PATH=/usr/bin:$PATH", ..] => Way::Debian,
        _ => Way::Run,
    })
}

/// Whether `benches` has these parts.
fn are_bench_parts(parts: &[&str], place: &Place) -> Result<bool> {
    let source = fs::read_to_string(place.root.join("benches/src/main.rs"))?;
    Ok(parts.iter().all(|part| source.contains(&format!("name: \"{part}\","))))
}

/// Runs the blocks of all documents, each block once.
pub(super) fn run(place: &Place, wasm: &Wasm) -> Result {
    let mut seen = HashSet::new();
    let documents = documents(&place.root)?;
    for document in documents.iter().filter(|document| !PROJECTS.contains(&document.as_str())) {
        for block in blocks(&fs::read_to_string(place.root.join(document))?) {
            if seen.insert(block.clone()) {
                run_block(place, wasm, document, &block).map_err(|error| format!("{document}: {error}"))?;
            }
        }
    }
    Ok(())
}

fn run_block(place: &Place, wasm: &Wasm, document: &str, block: &[String]) -> Result {
    let elsewhere = place.built.join("documents");
    let new_package = block.iter().any(|line| line.starts_with("cargo voip new "));
    let mut folder = place.root.join(folder_of(document));
    if new_package {
        if elsewhere.exists() {
            fs::remove_dir_all(&elsewhere)?;
        }
        fs::create_dir_all(&elsewhere)?;
        folder = elsewhere;
    }
    let installed = place.built.join("installed");
    let path = with_first(place.binaries().to_owned(), env::var_os("PATH"))?;
    let path = with_first(installed.join("bin"), Some(path))?;
    for line in block {
        let way = way(line, place)?;
        println!("   {way:?}: {line}");
        let mut command = Command::new("sh");
        command.current_dir(&folder).env("PATH", &path);
        // Cargo sets these for this program; a reader's shell does not have them.
        command.env_remove("CARGO").env_remove("LD_LIBRARY_PATH");
        if new_package {
            // Its dependencies are already compiled there, by the test of `cargo voip new`.
            command.env("CARGO_TARGET_DIR", place.built.join("new-target"));
        }
        match way {
            Way::NotRun | Way::Ci | Way::Xtask => continue,
            Way::Debian if !wasm::debians_is_there() => continue,
            Way::Serve => {
                serve(&mut command, line)?;
                continue;
            }
            Way::Wasm => wasm.set_up(&mut command, Some(path.clone()))?,
            Way::Run | Way::Fails | Way::Debian | Way::Install => {}
        }
        let extra = match way {
            Way::Install => " --debug --root \"$VOIP_INSTALLED\"",
            Way::Fails => " || [ $? = 1 ]",
            _ => "",
        };
        command.env("VOIP_INSTALLED", &installed).args(["-ec", &format!("{line}{extra}\npwd")]);
        let output = quietly(&mut command)?;
        folder = PathBuf::from(output.lines().last().ok_or("`pwd` prints nothing")?);
        if line.starts_with("cargo voip new ") {
            // The versions that are here already, so that no network is needed for them.
            fs::copy(place.root.join("Cargo.lock"), folder.join("Cargo.lock"))?;
        }
    }
    Ok(())
}

/// Starts the server, fetches the page at the address that it prints, and ends it.
fn serve(command: &mut Command, line: &str) -> Result {
    // `exec`, and cargo does the same: the process that is ended is the server.
    command.args(["-c", &format!("exec {line} --no-open")]).stdout(Stdio::piped());
    let mut server = command.spawn()?;
    let stdout = server.stdout.take().ok_or("no standard output")?;
    let fetched = fetch(&mut BufReader::new(stdout));
    server.kill()?;
    server.wait()?;
    fetched.map_err(|error| format!("`{line}`: {error}").into())
}

fn fetch(stdout: &mut impl BufRead) -> Result {
    let mut lines = stdout.lines().map_while(std::result::Result::ok);
    let address = lines
        .find_map(|line| line.trim().strip_prefix("http://")?.strip_suffix('/').map(str::to_owned))
        .ok_or("it has ended without an address")?;
    let mut server = TcpStream::connect(&address)?;
    write!(server, "GET / HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    server.read_to_string(&mut answer)?;
    if answer.starts_with("HTTP/1.1 200") { Ok(()) } else { Err(format!("{address}: {answer}").into()) }
}

/// The folder in which the lines of this document are run, relative to the root.
fn folder_of(document: &str) -> &'static str {
    FOLDERS.iter().find(|(of, _)| *of == document).map_or("", |(_, folder)| folder)
}

/// Every Markdown file of the repository, relative to its root.
fn documents(root: &Path) -> Result<Vec<String>> {
    let listed = quietly(Command::new("git").args(["ls-files", "*.md"]).current_dir(root))?;
    Ok(listed.lines().map(str::to_owned).collect())
}

/// The commands of each `sh` block, without their comments.
fn blocks(text: &str) -> Vec<Vec<String>> {
    text.split("```sh\n")
        .skip(1)
        .filter_map(|rest| rest.split_once("```"))
        .map(|(block, _)| block.replace("\\\n", ""))
        .map(|block| block.lines().map(|line| command(line).to_owned()).filter(|c| !c.is_empty()).collect())
        .collect()
}

fn command(line: &str) -> &str {
    if line.starts_with('#') { "" } else { line.split(" #").next().unwrap_or(line).trim() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place() -> Place {
        Place::find().unwrap()
    }

    fn text(document: &str) -> String {
        fs::read_to_string(place().root.join(document)).unwrap()
    }

    #[test]
    fn every_line_is_covered_and_every_exception_is_in_a_document() {
        let place = place();
        let documents = documents(&place.root).unwrap();
        let blocks: Vec<_> = documents.iter().flat_map(|document| blocks(&text(document))).collect();
        let lines: Vec<String> = blocks.into_iter().flatten().collect();
        assert!(lines.len() > 20, "{lines:?}");
        for line in &lines {
            way(line, &place).unwrap();
        }
        for (line, _) in NOT_RUN.iter().chain(FAILS) {
            assert!(lines.iter().any(|printed| printed == line), "no document has `{line}`");
        }
        for (document, folder) in FOLDERS {
            assert!(documents.iter().any(|path| path == document) && place.root.join(folder).is_dir());
        }
    }

    #[test]
    fn a_block_of_commands_is_marked_sh() {
        for document in documents(&place().root).unwrap() {
            for kind in text(&document).lines().filter_map(|line| line.trim().strip_prefix("```")) {
                assert!(
                    !["bash", "shell", "console", "shellsession", "zsh"].contains(&kind),
                    "{document} has a `{kind}` block; its commands are run only in a `sh` block"
                );
            }
        }
    }

    #[test]
    fn every_xtask_that_a_sentence_names_exists() {
        for document in documents(&place().root).unwrap() {
            let text = text(&document);
            for named in text.split('`').filter(|piece| piece.starts_with("cargo xtask ")) {
                way(named.trim(), &place()).unwrap_or_else(|error| panic!("{document}: {error}"));
            }
        }
    }

    #[test]
    fn the_commands_of_a_block() {
        let text = "a\n```sh\ncargo run   # comment\n\n# only a comment\nA=1 \\\ncargo test\n```\nb\n```rust\nx\n```\n";
        assert_eq!(blocks(text), [["cargo run", "A=1 cargo test"]]);
    }
}
