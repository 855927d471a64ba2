//! A page's flow as Mermaid (`stateDiagram-v2`), DOT (Graphviz) and JSON.
//!
//! The diagrams label each edge with what takes it and what is done on the way; the JSON says
//! everything that was declared, for tools.

mod dot;
mod json;
mod label;
mod mermaid;
#[cfg(test)]
mod tests;

use std::string::String;

use crate::spec::Spec;

/// The flow as a Mermaid state diagram.
pub fn mermaid(spec: &Spec) -> String {
    mermaid::diagram(spec)
}

/// The flow as a Graphviz graph.
pub fn dot(spec: &Spec) -> String {
    dot::graph(spec)
}

/// Everything that was declared, as JSON with its members in a fixed order.
pub fn json(spec: &Spec) -> String {
    json::text(spec)
}
