//! Runs the page on simulated phones: in the terminal, or in the browser with `--serve`.
//!
//! For several pages: `voip_preview::Preview::new().page::<A>().page::<B>().main()`.

fn main() -> std::process::ExitCode {
    voip_preview::main::<[[library]]::VideoCall>()
}
