//! Runs `cargo voip new`, and then the commands that it prints.

use std::fs;
use std::process::Command;

use super::Result;
use super::build::cargo_voip;
use super::place::Place;
use super::step::{output_of, quietly};
use super::wasm::Wasm;

const NAME: &str = "demo";

/// Code that needs `alloc`, as a user would write it without thinking of the phone.
const NAMES: &str = r#"
/// Texts.
pub fn texts(number: u32) -> Option<Box<[String]>> {
    let mut texts: Vec<String> = vec!["呼叫".to_owned(), number.to_string()];
    texts.push(format!("{number}号"));
    Some(texts.into_boxed_slice())
}
"#;

pub(super) fn try_out(place: &Place, wasm: &Wasm) -> Result {
    let folder = place.built.join("new");
    let demo = folder.join(NAME);
    if demo.exists() {
        fs::remove_dir_all(&demo)?;
    }
    fs::create_dir_all(&folder)?;
    let printed =
        output_of(Command::new(place.cargo_voip()).args(["voip", "new", NAME]).current_dir(&folder))?;
    // What compiles natively compiles for the phone: the names of the prelude.
    let lib = demo.join("src/lib.rs");
    fs::write(&lib, fs::read_to_string(&lib)? + NAMES)?;
    // The lock file of the repository: these versions are already downloaded.
    fs::copy(place.root.join("Cargo.lock"), demo.join("Cargo.lock"))?;
    for subcommand in ["run", "test"] {
        expect(&printed, &format!("cargo {subcommand}"))?;
        quietly(
            Command::new(env!("CARGO"))
                .arg(subcommand)
                .current_dir(&demo)
                .env("CARGO_TARGET_DIR", place.built.join("new-target")),
        )?;
    }
    expect(&printed, "cargo voip build")?;
    let out = place.built.join("out").join(NAME);
    let json = quietly(cargo_voip(place, wasm, &demo)?.args(["build", "--json", "--out"]).arg(&out))?;
    fs::write(out.with_extension("json"), json)?;
    Ok(())
}

fn expect(printed: &str, command: &str) -> Result {
    if printed.contains(command) {
        Ok(())
    } else {
        Err(format!("`cargo voip new` does not print `{command}`:\n{printed}").into())
    }
}
