//! Runs the page on simulated phones: in the terminal, or in the browser with `--serve`.

fn main() -> std::process::ExitCode {
    voip_preview::main::<family_call::FamilyCall>()
}
