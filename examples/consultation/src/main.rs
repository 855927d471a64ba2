//! Runs both pages on simulated phones: in the terminal, or in the browser with `--serve`.

use consultation::{Desk, Patient};
use voip_preview::Preview;

fn main() -> std::process::ExitCode {
    Preview::new().page::<Patient>().page::<Desk>().main()
}
