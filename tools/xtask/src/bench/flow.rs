//! A whole flow on a host that answers at once: Idle → … → InCall → Idle.

use std::cell::Cell;
use std::error::Error;
use std::hint::black_box;
use std::process::Command;
use std::rc::Rc;
use std::time::{Duration, Instant};

use voip_runtime::host::{Host, HostCall, Reply, Watch};
use voip_runtime::prelude::*;
use voip_runtime::session::Event;
use voip_runtime::value::Value;
use voip_runtime::{Session, State};

use super::hand_written;

const ROUNDS: usize = 200;
const FLOWS: u32 = 5_000;

#[voip_page(title = "Call")]
struct Macro {
    #[field(listener.openid)]
    listen_openid: OpenId,
    #[field(listener.nickname, default = "listener")]
    listen_name: String,
    #[field(caller.openid)]
    call_openid: OpenId,
    #[field(caller.nickname, default = "caller")]
    call_name: String,
}

struct AtOnce;

impl Host for AtOnce {
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

    fn watch_call(&self, _: Watch) {}
}

impl hand_written::Host for AtOnce {
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

/// Measures both in turn, and prints the median of each and their ratio.
pub(crate) fn run() -> Result<(), Box<dyn Error>> {
    if cfg!(debug_assertions) {
        // What is measured is what ships.
        let status = Command::new(env!("CARGO"))
            .args(["run", "--quiet", "--release", "-p", "xtask", "--", "bench", "flow"])
            .status()?;
        return if status.success() { Ok(()) } else { Err("the benchmark failed".into()) };
    }
    let told = Rc::new(Cell::new(0_u32));

    let session = Session::<Macro>::new(AtOnce);
    session.input("listen_openid", "openid-of-listener")?;
    session.input("call_openid", "openid-of-caller")?;
    let count = told.clone();
    session.subscribe(move |event| {
        if let Event::Change(change) = event {
            black_box((change.from, change.to, change.cause));
            count.set(count.get() + 1);
        }
    });
    let ours = || {
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
    let count = told.clone();
    let page = hand_written::Page::new(Rc::new(AtOnce), fields, move |change| {
        black_box((change.from as u8, change.to as u8, change.cause));
        count.set(count.get() + 1);
    });
    let theirs = || {
        page.tap();
        page.hang_up();
    };

    let (mut our_times, mut their_times) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        our_times.push(time(&ours));
        their_times.push(time(&theirs));
    }
    let changes = 5 * 2 * u32::try_from(ROUNDS)? * FLOWS;
    if told.get() != changes {
        return Err(format!(
            "{} changes were told, and not {changes}: the two do not do the same",
            told.get()
        )
        .into());
    }
    let (ours, theirs) = (super::median(our_times), super::median(their_times));
    println!("a flow by #[voip_page]: {ours:.1} ns");
    println!("a flow by hand:         {theirs:.1} ns");
    println!("ratio:                  {:.2}", ours / theirs);
    Ok(())
}

/// Nanoseconds a flow.
fn time(flow: &impl Fn()) -> f64 {
    let start = Instant::now();
    for _ in 0..FLOWS {
        flow();
    }
    start.elapsed().as_secs_f64() * 1e9 / f64::from(FLOWS)
}
