//! `cargo voip new`, and then the commands that it prints, as a newcomer would type them.

use std::fs;
use std::process::Command;

use super::Result;
use super::build::cargo_voip;
use super::place::Place;
use super::step::{quietly, told};
use super::wasm::Wasm;

const NAME: &str = "demo";

pub(super) fn try_out(place: &Place, wasm: &Wasm) -> Result {
    let folder = place.built.join("new");
    let demo = folder.join(NAME);
    if demo.exists() {
        fs::remove_dir_all(&demo)?;
    }
    fs::create_dir_all(&folder)?;
    let advice = told(Command::new(place.cargo_voip()).args(["voip", "new", NAME]).current_dir(&folder))?;
    // The versions that are here already, so that no network is needed for them.
    fs::copy(place.root.join("Cargo.lock"), demo.join("Cargo.lock"))?;
    for chore in ["run", "test"] {
        expect(&advice, &format!("cargo {chore}"))?;
        quietly(
            Command::new(env!("CARGO"))
                .arg(chore)
                .current_dir(&demo)
                .env("CARGO_TARGET_DIR", place.built.join("new-target")),
        )?;
    }
    expect(&advice, "cargo voip build")?;
    let out = place.built.join("out").join(NAME);
    let json = quietly(cargo_voip(place, wasm, &demo)?.args(["build", "--json", "--out"]).arg(&out))?;
    fs::write(out.with_extension("json"), json)?;
    Ok(())
}

/// What a newcomer is told to type next.
fn expect(advice: &str, command: &str) -> Result {
    if advice.contains(command) {
        Ok(())
    } else {
        Err(format!("`cargo voip new` does not name `{command}`:\n{advice}").into())
    }
}
