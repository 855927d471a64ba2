//! The thread that a tab's world runs on.

use std::any::Any;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use tokio::runtime::Handle;
use tokio::sync::mpsc;
use voip_runtime::Page;
use voip_runtime::value::Value;

use super::Server;
use super::outbox::Outbox;
use super::stage::Stage;
use super::wire::{Order, Refusal, Told};
use crate::paint::text::visible;

/// A world, from outside: what it is told to do. It ends with its orders.
pub(super) type World = mpsc::Sender<Order>;

/// How many orders wait for their world before the tab is not listened to.
const ORDERS: usize = 256;

/// Begins a world, which lasts as long as its orders may come. Where it cannot begin, the tab is told.
pub(super) fn begin<P: Page>(
    server: &Server,
    query: String,
    fields: Vec<BTreeMap<String, Value>>,
    outbox: &Outbox,
) -> Option<World> {
    let Ok(seat) = server.worlds.clone().try_acquire_owned() else {
        outbox.reply(Told::Refused(Refusal::new(
            "open",
            "too many worlds do not end, since their pages' code does not come back: start the preview anew",
            "页面代码没有返回的运行过多，请重新启动预览",
        )));
        return None;
    };
    let (orders, mut ordered) = mpsc::channel(ORDERS);
    let runtime = Handle::current();
    let outbox_of_world = outbox.for_a_world();
    let thread = thread::Builder::new().name("phones".into()).spawn(move || {
        // A world whose page does not come back keeps it.
        let _seat = seat;
        let mut stage = None;
        let played = catch_unwind(AssertUnwindSafe(|| {
            let opened = Stage::<P>::open(&query, fields, outbox_of_world.clone());
            stage.insert(opened).run(&mut ordered, &runtime);
        }));
        let ended = played.and_then(|()| catch_unwind(AssertUnwindSafe(|| drop(stage.take()))));
        if let Err(panic) = ended {
            outbox_of_world.crash(words(panic.as_ref()));
            // What has panicked once may do so again as it is dropped.
            std::mem::forget(stage);
        }
    });
    if let Err(error) = thread {
        outbox.reply(Told::Refused(Refusal::new(
            "open",
            format!("no thread can be started: {error}"),
            format!("无法启动线程：{error}"),
        )));
        return None;
    }
    Some(orders)
}

/// What a panic said.
fn words(panic: &(dyn Any + Send)) -> String {
    let words =
        panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    visible(words.unwrap_or("a panic without words"))
}
