//! The WebSocket connection of one tab.

use std::sync::Arc;
use std::time::Duration;

use hyper::upgrade::Upgraded;
use tokio::sync::mpsc;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until, timeout};
use tokio_websockets::Message;
use voip_runtime::Cause;

use super::Server;
use super::outbox::Outbox;
use super::simulation::{SimulationHandle, thread};
use super::socket::Socket;
use super::wire::{CauseInfo, Command, Event, Refusal};
use crate::paint::text::visible;

/// The longest message that is read, in bytes; a long recording is the longest message.
const MAX_MESSAGE_BYTES: usize = 4 << 20;

/// The longest message that gets an error reply, in bytes. A longer one closes the connection.
const MAX_RECEIVED_BYTES: usize = 4 * MAX_MESSAGE_BYTES;

/// How many updates are sent before the browser acknowledges the first of them.
const MAX_UNACKNOWLEDGED: u64 = 4;

/// The shortest time between two updates: a screen shows at most 60 in a second.
const FRAME: Duration = Duration::from_millis(16);

/// The connection is closed if a message cannot be sent, or nothing is received, for this long.
const IDLE_TIMEOUT: Duration = Duration::from_secs(60);

/// Serves one tab, until it is closed.
pub(super) async fn serve(upgraded: Upgraded, server: Arc<Server>) {
    let mut socket = Socket::new(upgraded, MAX_RECEIVED_BYTES);
    let Ok(_permit) = server.tabs.try_acquire() else {
        let refusal = Refusal::new(
            "tabs",
            "too many tabs are open: close some of them",
            "打开的标签页过多，请关闭一些",
        );
        let _ = send(&mut socket, &Event::Refused(refusal)).await;
        let _ = put(&mut socket, Message::close(None, "")).await;
        return;
    };
    let mut builds = server.build.subscribe();
    let hello = Event::Hello {
        pages: server.page_infos.clone(),
        causes: Cause::NAMED.iter().map(|cause| CauseInfo::of(*cause)).collect(),
        other_cause: CauseInfo::of(Cause::Other(0)),
        dev: server.dev,
    };
    if send(&mut socket, &hello).await.is_err() {
        return;
    }
    builds.mark_changed();
    let outbox = Outbox::default();
    let mut simulation: Option<SimulationHandle> = None;
    // A command that does not fit into the simulation's queue yet.
    let mut waiting: Option<Command> = None;
    let (mut sent, mut acked): (u64, Option<u64>) = (0, None);
    let mut next_frame = Instant::now();
    let mut last_received = Instant::now();
    let mut pulse = interval(IDLE_TIMEOUT / 3);
    pulse.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            message = socket.receive(), if waiting.is_none() => {
                last_received = Instant::now();
                let Some(Ok(message)) = message else { return };
                if message.is_binary() {
                    outbox.reply(Event::Refused(invalid("expected text, found bytes", "应为文本，而不是字节")));
                }
                // The socket answers the others: pings, and the client's close message, after which none follows.
                let Some(text) = message.as_text() else { continue };
                // A simulation that panicked has closed its queue.
                simulation = simulation.take().filter(|simulation| !simulation.is_closed());
                match read(text) {
                    Ok(Command::Open { query, fields }) => {
                        // Dropping the handle ends the previous simulation.
                        drop(simulation.take());
                        simulation = thread::start(&server, query, fields, &outbox);
                    }
                    Ok(Command::Ping(number)) if simulation.is_none() => outbox.reply(Event::Pong(number)),
                    Ok(Command::Ack(updates)) => {
                        acked = Some(updates);
                        outbox.wake();
                    }
                    Ok(command) if simulation.is_some() => waiting = Some(command),
                    Ok(_) => {
                        outbox.reply(Event::Refused(invalid("expected `open` first", "第一条消息应为 open")));
                    }
                    Err(refusal) => outbox.reply(Event::Refused(refusal)),
                }
            }
            permit = reserve(simulation.clone()), if waiting.is_some() => {
                match (permit, waiting.take()) {
                    (Some(permit), Some(command)) => drop(permit.send(command)),
                    // The thread has ended in the meantime.
                    _ => simulation = None,
                }
            }
            () = async { sleep_until(next_frame).await; outbox.changed().await } => {
                next_frame = Instant::now() + FRAME;
                let keeps_up = acked.is_none_or(|acked| sent.saturating_sub(acked) < MAX_UNACKNOWLEDGED);
                for event in outbox.take(keeps_up) {
                    sent += u64::from(matches!(event, Event::Update(_)));
                    if send(&mut socket, &event).await.is_err() {
                        return;
                    }
                }
            }
            Ok(()) = builds.changed() => {
                let build = builds.borrow_and_update().clone();
                if let Some(build) = build
                    && send(&mut socket, &Event::Build(build)).await.is_err()
                {
                    return;
                }
            }
            _ = pulse.tick() => {
                let is_idle = last_received.elapsed() > IDLE_TIMEOUT;
                if is_idle || put(&mut socket, Message::ping("")).await.is_err() {
                    return;
                }
            }
        }
    }
}

async fn reserve(simulation: Option<SimulationHandle>) -> Option<mpsc::OwnedPermit<Command>> {
    simulation?.reserve_owned().await.ok()
}

async fn send(socket: &mut Socket, event: &Event) -> Result<(), ()> {
    // Serializing cannot fail: all keys are text.
    let text = serde_json::to_string(event).map_err(drop)?;
    put(socket, Message::text(text)).await
}

async fn put(socket: &mut Socket, message: Message) -> Result<(), ()> {
    match timeout(IDLE_TIMEOUT, socket.send(message)).await {
        Ok(Ok(())) => Ok(()),
        _ => Err(()),
    }
}

fn read(text: &str) -> Result<Command, Refusal> {
    if text.len() > MAX_MESSAGE_BYTES {
        let megabytes = MAX_MESSAGE_BYTES >> 20;
        return Err(Refusal::new(
            "message",
            format!("the message is longer than {megabytes} MB"),
            format!("消息超过 {megabytes} MB"),
        ));
    }
    serde_json::from_str(text).map_err(|error| invalid(&visible(&error.to_string()), "格式或内容不正确"))
}

fn invalid(english: &str, chinese: &str) -> Refusal {
    Refusal::new("message", format!("invalid message: {english}"), format!("无法识别的消息：{chinese}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::serve::wire::is_chinese;

    #[test]
    fn invalid_messages_are_reported_in_both_languages() {
        let too_long = "x".repeat(MAX_MESSAGE_BYTES + 1);
        for text in ["", "hello", r#"{"explode":1}"#, r#"{"input":{"phone":2,"input":"tap"}}"#, &too_long] {
            let Err(refusal) = read(text) else { panic!("accepted") };
            assert!(
                refusal.english.starts_with("invalid message: ") || text.len() > 100,
                "{}",
                refusal.english
            );
            assert!(is_chinese(&refusal.chinese), "{}", refusal.chinese);
        }
    }
}
