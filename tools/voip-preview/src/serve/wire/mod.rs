//! What goes over the WebSocket: JSON, each message an object with one member, named for what it is.

mod causes;
mod orders;
mod phone;
mod told;

pub(super) use self::causes::About;
pub(super) use self::orders::{Does, Order, Time};
pub(super) use self::phone::{Failure, Phone, permissions, values};
pub(super) use self::told::{Build, Clock, Happened, Noted, Refusal, Replay, Told, Update};
