//! The support page in the terminal, on a simulated phone.

fn main() -> std::process::ExitCode {
    voip_preview::main::<voice_support::VoiceSupport>()
}
