//! One tab of the browser: its WebSocket.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::ws::{Message, WebSocket};
use tokio::sync::mpsc;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until, timeout};
use voip_runtime::{Cause, Page};

use super::Server;
use super::outbox::Outbox;
use super::wire::{About, Order, Refusal, Told};
use super::world::{self, World};
use crate::paint::text::visible;

/// The longest message that is read, in bytes: a long recording.
const LONGEST: usize = 4 << 20;

/// The longest message that is received, to be refused with words. A longer one ends the connection.
pub(super) const RECEIVED: usize = 4 * LONGEST;

/// How many updates a tab is sent before it has worked off the first of them.
const AHEAD: u64 = 4;

/// Between two messages: more often than sixty times a second nobody reads.
const FRAME: Duration = Duration::from_millis(16);

/// How long a tab may take no message, or give no sign, before it is given up.
const SILENCE: Duration = Duration::from_secs(60);

/// Serves one tab, until it is closed.
pub(super) async fn serve<P: Page>(mut socket: WebSocket, server: Arc<Server>) {
    let Ok(_seat) = server.tabs.try_acquire() else {
        let refusal =
            Refusal::new("tabs", "too many tabs are open: close some", "打开的标签页过多，请关闭一些");
        let _ = send(&mut socket, &Told::Refused(refusal)).await;
        let _ = put(&mut socket, Message::Close(None)).await;
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
                // A page that has panicked has no world any more, as the tab was told.
                world = world.take().filter(|world| !world.is_closed());
                match read(&text) {
                    Ok(Order::Open { query, fields }) => {
                        // The one before ends as its orders do.
                        drop(world.take());
                        world = world::begin::<P>(&server, query, fields, &outbox);
                    }
                    Ok(Order::Ping(number)) if world.is_none() => outbox.reply(Told::Pong(number)),
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
                    // Its thread has ended meanwhile.
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
                if heard.elapsed() > SILENCE || put(&mut socket, Message::Ping(Bytes::new())).await.is_err() {
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
    put(socket, Message::Text(text.into())).await
}

async fn put(socket: &mut WebSocket, message: Message) -> Result<(), ()> {
    match timeout(SILENCE, socket.send(message)).await {
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
