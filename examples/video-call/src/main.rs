//! The page on a simulated phone, in the terminal: `cargo run -p video-call -- --help`.

fn main() -> std::process::ExitCode {
    voip_preview::main::<video_call::VideoCall>()
}
