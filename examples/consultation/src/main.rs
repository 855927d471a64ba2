//! Runs the page of the patient on simulated phones: in the terminal, or in the browser with `--serve`.

fn main() -> std::process::ExitCode {
    voip_preview::main::<consultation::Patient>()
}
