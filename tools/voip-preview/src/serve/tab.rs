//! One tab of the browser: its WebSocket, and the thread that its world runs on.

use std::any::Any;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::ws::{Message, WebSocket};
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until, timeout};
use voip_runtime::value::Value;
use voip_runtime::{Cause, Page};

use super::Server;
use super::outbox::Outbox;
use super::stage::Stage;
use super::wire::{About, Order, Refusal, Told};
use crate::paint::text::visible;

/// The longest message that is read, in bytes: a long recording.
const LONGEST: usize = 4 << 20;

/// The longest message that is received, to be refused with words. A longer one ends the connection.
pub(super) const RECEIVED: usize = 4 * LONGEST;

/// How many orders wait for their world before the tab is not listened to.
const ORDERS: usize = 256;

/// How many updates a tab is sent before it has worked off the first of them.
const AHEAD: u64 = 4;

/// Between two messages: no screen shows more than sixty pictures a second.
const FRAME: Duration = Duration::from_millis(16);

/// How long a tab may take no message, or give no sign, before it is given up.
const SILENCE: Duration = Duration::from_secs(60);

/// A world, from outside: what it is told to do. It ends with its orders.
type World = mpsc::Sender<Order>;

/// Serves one tab, until it is closed.
pub(super) async fn serve<P: Page>(mut socket: WebSocket, server: Arc<Server>) {
    let Some(_seat) = server.seats.take() else {
        let refusal =
            Refusal::new("open", "too many tabs are open: close some", "打开的标签页过多，请关闭一些");
        let _ = send(&mut socket, &Told::Refused(refusal)).await;
        return;
    };
    let mut builds = server.build.subscribe();
    let hello = Told::Hello {
        page: server.page.clone(),
        causes: Cause::NAMED.iter().map(|cause| About::of(*cause)).collect(),
        dev: server.dev,
    };
    if send(&mut socket, &hello).await.is_err() {
        return;
    }
    builds.mark_changed();
    let outbox = Outbox::default();
    let mut world: Option<World> = None;
    // An order that the world has no room for yet.
    let mut waiting: Option<Order> = None;
    let (mut sent, mut took): (u64, Option<u64>) = (0, None);
    let mut next_frame = Instant::now();
    let mut heard = Instant::now();
    let mut pulse = interval(SILENCE / 3);
    pulse.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            message = socket.recv(), if waiting.is_none() => {
                heard = Instant::now();
                let text = match message {
                    Some(Ok(Message::Text(text))) => text,
                    Some(Ok(Message::Ping(_) | Message::Pong(_))) => continue,
                    Some(Ok(Message::Binary(_))) => {
                        outbox.reply(Told::Refused(not_ours("it is not text")));
                        continue;
                    }
                    Some(Ok(Message::Close(_)) | Err(_)) | None => return,
                };
                match read(&text) {
                    Ok(Order::Open { query, fields }) => {
                        // The one before ends as its orders do.
                        drop(world.take());
                        world = begin::<P>(query, fields, &outbox);
                    }
                    Ok(Order::Took(updates)) => {
                        took = Some(updates);
                        outbox.look_again();
                    }
                    Ok(order) if world.is_some() => waiting = Some(order),
                    Ok(_) => outbox.reply(Told::Refused(not_ours("`open` comes first"))),
                    Err(refusal) => outbox.reply(Told::Refused(refusal)),
                }
            }
            permit = room(world.clone()), if waiting.is_some() => {
                match (permit, waiting.take()) {
                    (Some(permit), Some(order)) => drop(permit.send(order)),
                    // Its thread has ended: the page has panicked, and the tab was told.
                    _ => world = None,
                }
            }
            () = async { sleep_until(next_frame).await; outbox.some().await } => {
                next_frame = Instant::now() + FRAME;
                let keeps_up = took.is_none_or(|took| sent.saturating_sub(took) < AHEAD);
                for told in outbox.take(keeps_up) {
                    sent += u64::from(matches!(told, Told::Update(_)));
                    if send(&mut socket, &told).await.is_err() {
                        return;
                    }
                }
            }
            Ok(()) = builds.changed() => {
                let build = builds.borrow_and_update().clone();
                if let Some(build) = build
                    && send(&mut socket, &Told::Build(build)).await.is_err()
                {
                    return;
                }
            }
            _ = pulse.tick() => {
                if heard.elapsed() > SILENCE || socket.send(Message::Ping(Bytes::new())).await.is_err() {
                    return;
                }
            }
        }
    }
}

async fn room(world: Option<World>) -> Option<mpsc::OwnedPermit<Order>> {
    world?.reserve_owned().await.ok()
}

async fn send(socket: &mut WebSocket, told: &Told) -> Result<(), ()> {
    // All of this is data with text for keys.
    let text = serde_json::to_string(told).map_err(drop)?;
    match timeout(SILENCE, socket.send(Message::Text(text.into()))).await {
        Ok(Ok(())) => Ok(()),
        _ => Err(()),
    }
}

fn read(text: &str) -> Result<Order, Refusal> {
    if text.len() > LONGEST {
        let megabytes = LONGEST >> 20;
        return Err(Refusal::new(
            "message",
            format!("the message is longer than {megabytes} MB"),
            format!("消息超过 {megabytes} MB"),
        ));
    }
    serde_json::from_str(text).map_err(|error| not_ours(&visible(&error.to_string())))
}

fn not_ours(why: &str) -> Refusal {
    Refusal::new(
        "message",
        format!("this message was not understood: {why}"),
        format!("无法理解此消息：{why}"),
    )
}

/// Begins a world on a thread of its own.
fn begin<P: Page>(query: String, fields: Vec<BTreeMap<String, Value>>, outbox: &Outbox) -> Option<World> {
    let (orders, mut ordered) = mpsc::channel(ORDERS);
    let runtime = Handle::current();
    let out = outbox.for_a_world();
    let thread = thread::Builder::new().name("phones".into()).spawn(move || {
        let mut stage = None;
        let played = catch_unwind(AssertUnwindSafe(|| {
            stage.insert(Stage::<P>::open(&query, fields, out.clone())).run(&mut ordered, &runtime);
        }));
        let ended = played.and_then(|()| catch_unwind(AssertUnwindSafe(|| drop(stage.take()))));
        if let Err(panic) = ended {
            out.reply(Told::Crashed(words(panic.as_ref())));
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
