//! The page on a simulated phone, in the terminal: `cargo run -- --help`.

fn main() -> std::process::ExitCode {
    voip_preview::main::<[[library]]::VideoCall>()
}
