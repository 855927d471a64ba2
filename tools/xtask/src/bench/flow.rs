//! The time of a flow on a host that answers immediately: Idle → … → InCall → Idle.

use std::cell::Cell;
use std::error::Error;
use std::hint::black_box;
use std::process::Command;
use std::rc::Rc;
use std::time::{Duration, Instant};

use voip_runtime::host::{AppWatch, Host, HostCall, Reply};
use voip_runtime::prelude::*;
use voip_runtime::session::Event;
use voip_runtime::value::Value;
use voip_runtime::{Session, State};

use super::hand_written;

const ROUNDS: usize = 200;
const FLOWS_PER_ROUND: u32 = 5_000;

#[voip_page(title = "Call")]
struct MacroPage {
    #[field(listener.openid)]
    listen_openid: OpenId,
    #[field(listener.nickname, default = "listener")]
    listen_name: String,
    #[field(caller.openid)]
    call_openid: OpenId,
    #[field(caller.nickname, default = "caller")]
    call_name: String,
}

struct ImmediateHost;

impl Host for ImmediateHost {
    fn call(&self, call: HostCall<'_>, reply: Reply) {
        match call {
            HostCall::Authorize(_) | HostCall::SetEnable1v1Chat(_) | HostCall::Join1v1Chat(_) => {
                black_box(&call);
                reply.answer(Ok(Value::Null));
            }
            _ => {}
        }
    }

    fn sleep(&self, _: Duration, _: Reply) {}

    fn now(&self) -> Duration {
        Duration::ZERO
    }

    fn watch_app(&self, _: AppWatch) {}
}

impl hand_written::Host for ImmediateHost {
    fn authorize(&self, scope: &str, reply: hand_written::Reply) {
        black_box(scope);
        reply.answer(Ok(()));
    }

    fn set_enable_1v1_chat(&self, enable: bool, reply: hand_written::Reply) {
        black_box(enable);
        reply.answer(Ok(()));
    }

    fn join_1v1_chat(&self, options: &hand_written::Join<'_>, reply: hand_written::Reply) {
        black_box((options.caller.openid, options.caller.nickname));
        black_box((options.listener.openid, options.listener.nickname, options.room_type));
        reply.answer(Ok(()));
    }

    fn exit_voip_chat(&self) {}
}

/// Measures both pages in turn, and prints the medians and their ratio.
pub(crate) fn run() -> Result<(), Box<dyn Error>> {
    if cfg!(debug_assertions) {
        // Only an optimized build is measured.
        let status = Command::new(env!("CARGO"))
            .args(["run", "--quiet", "--release", "-p", "xtask", "--", "bench", "flow"])
            .status()?;
        return if status.success() { Ok(()) } else { Err("the benchmark failed".into()) };
    }
    let change_count = Rc::new(Cell::new(0_u32));

    let session = Session::<MacroPage>::new(ImmediateHost);
    session.input("listen_openid", "openid-of-listener")?;
    session.input("call_openid", "openid-of-caller")?;
    let count = change_count.clone();
    session.subscribe(move |event| {
        if let Event::Change(change) = event {
            black_box((change.from, change.to, change.cause));
            count.set(count.get() + 1);
        }
    });
    let by_macro = || {
        session.tap();
        debug_assert_eq!(session.state(), State::InCall);
        session.hang_up();
    };

    let fields = hand_written::Fields {
        listen_openid: "openid-of-listener".into(),
        listen_name: "listener".into(),
        call_openid: "openid-of-caller".into(),
        call_name: "caller".into(),
    };
    let count = change_count.clone();
    let page = hand_written::Page::new(Rc::new(ImmediateHost), fields, move |change| {
        black_box((change.from as u8, change.to as u8, change.cause));
        count.set(count.get() + 1);
    });
    let by_hand = || {
        page.tap();
        page.hang_up();
    };

    let (mut macro_times, mut hand_times) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        macro_times.push(time(&by_macro));
        hand_times.push(time(&by_hand));
    }
    // Both pages change state five times in a flow.
    let expected = 5 * 2 * u32::try_from(ROUNDS)? * FLOWS_PER_ROUND;
    let changes = change_count.get();
    if changes != expected {
        return Err(format!("expected {expected} state changes, found {changes}").into());
    }
    let (by_macro, by_hand) = (super::median(macro_times), super::median(hand_times));
    println!("a flow by #[voip_page]: {by_macro:.1} ns");
    println!("a flow by hand:         {by_hand:.1} ns");
    println!("ratio:                  {:.2}", by_macro / by_hand);
    Ok(())
}

/// Nanoseconds per flow.
fn time(flow: &impl Fn()) -> f64 {
    let start = Instant::now();
    for _ in 0..FLOWS_PER_ROUND {
        flow();
    }
    start.elapsed().as_secs_f64() * 1e9 / f64::from(FLOWS_PER_ROUND)
}
