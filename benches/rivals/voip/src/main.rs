//! Runs the page: `flows N` on a host that answers at once, or `explore N`, which prints what it has found.

use std::time::{Duration, Instant};

use rival_voip::page::PageNumber;
use voip_runtime::Session;
use voip_runtime::host::{AppWatch, Host, HostCall, Reply};
use voip_runtime::sim::explore;
use voip_runtime::value::Value;

struct InstantHost;

impl Host for InstantHost {
    fn call(&self, call: HostCall<'_>, reply: Reply) {
        if matches!(call, HostCall::Authorize(_) | HostCall::SetEnable1v1Chat(_) | HostCall::Join1v1Chat(_)) {
            reply.answer(Ok(Value::Null));
        }
    }

    fn sleep(&self, _: Duration, _: Reply) {}

    fn now(&self) -> Duration {
        Duration::ZERO
    }

    fn watch_app(&self, _: AppWatch) {}
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let count: usize = arguments[2].parse().expect("a number");
    if arguments[1] == "flows" {
        let session = Session::<PageNumber>::new(InstantHost);
        for field in ["listen_openid", "call_openid"] {
            session.input(field, "openid").expect("the page has this field");
        }
        for _ in 0..count {
            session.tap();
            assert!(session.hang_up(), "a flow leads to a call");
        }
    } else {
        let start = Instant::now();
        let mut explored = explore::<PageNumber>().expect("no flaw");
        for _ in 1..count {
            explored = explore::<PageNumber>().expect("no flaw");
        }
        println!("{} {} {}", explored.paths, explored.places, start.elapsed().as_secs_f64());
    }
}
