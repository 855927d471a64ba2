//! Runs the page at the doctor's desk on simulated phones: in the terminal, or in the browser with `--serve`.

fn main() -> std::process::ExitCode {
    voip_preview::main::<consultation::Desk>()
}
