//! The flow of a page as Mermaid (`stateDiagram-v2`), DOT (Graphviz) and JSON.
//!
//! The diagrams label each edge with its trigger and its actions. The JSON has the whole declaration of the page, for
//! tools.
//!
//! ```
//! use voip_runtime::graph;
//! use voip_runtime::prelude::*;
//!
//! #[voip_page(title = "Call")]
//! struct VideoCall {
//!     // …
//! #   #[field(listener.openid)] listener: OpenId,
//! #   #[field(listener.nickname, default = "listener")] listener_name: String,
//! #   #[field(caller.openid)] caller: OpenId,
//! #   #[field(caller.nickname, default = "caller")] caller_name: String,
//! }
//!
//! assert!(graph::mermaid(VideoCall::SPEC).contains("Idle --> Authorizing: tap"));
//! assert!(graph::dot(VideoCall::SPEC).contains("Idle -> Authorizing [label = \"tap\"]"));
//! assert!(graph::json(VideoCall::SPEC).contains("\"title\": \"Call\""));
//! ```

mod dot;
mod json;
mod label;
mod mermaid;
#[cfg(test)]
mod tests;

use core::time::Duration;
use std::string::String;

use crate::flow::{Edge, Flow};
use crate::spec::Spec;
use crate::state::State;

/// Returns the flow as a Mermaid state diagram.
pub fn mermaid(spec: &Spec) -> String {
    mermaid::diagram(spec)
}

/// Returns the flow as a Graphviz graph.
pub fn dot(spec: &Spec) -> String {
    dot::graph(spec)
}

/// Returns what takes an edge of the row `from`: its causes or its event, and its keywords as a flow writes them.
pub fn trigger(flow: &Flow, from: State, edge: &Edge) -> String {
    label::trigger(from, flow.row(from), edge)
}

/// Returns a duration as a flow writes it: `1500ms`, `10s` or `2m`.
pub fn duration(time: Duration) -> String {
    label::duration(time)
}

/// Returns the declaration of the page as JSON. The members have a fixed order.
pub fn json(spec: &Spec) -> String {
    json::text(spec)
}
