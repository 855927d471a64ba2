//! What a [`#[voip_page]`](voip_page) runs on.
//!
//! A page declares how a one-to-one WeChat call flows. The macro turns the declaration into data
//! and into a typestate; this crate does the rest. Its modules, from the bottom up:
//!
//! - [`state`]: the six states, and [`legal`]: the transitions that the host allows between them
//! - [`cause`]: why a call fails, with the host's codes, sentences and remedies; [`error`]: a failed call
//! - [`api`]: the names of the host calls, and the three that are the steps of a call
//! - [`value`], [`field`]: data as the host knows it, and the types of a page's fields
//! - [`flow`]: a flow as data, and [`flow::next`], the pure function that chooses an edge
//! - [`spec`]: what a page declares, as data
//! - [`host`]: host calls, the only interface to the world
//! - [`call`]: what a page's handler works with
//! - [`session`]: one page on one host
//! - [`record`]: what happened, as data
//! - [`wx`]: a page's module on the phone
#![cfg_attr(
    feature = "sim",
    doc = "- [`sim`]: simulated phones on virtual time; and `explore`, which plays every path of a page"
)]
#![cfg_attr(feature = "sim", doc = "- [`graph`]: a flow as Mermaid, DOT and JSON")]
//!
//! It is `no_std` with `alloc`. Its features:
//!
//! - `sim`, on by default: the simulated host, recordings and diagrams, which native tools need; it needs `std`
//! - `phone`: the allocator and the panic handler of a phone's module. `cargo voip build` switches it on, unless the
//!   package brings its own and says so with `allocator = false` in `[package.metadata.voip]`

#![no_std]
// Only the ABI of a phone's module, in `wx`, is unsafe.
#![cfg_attr(not(all(target_arch = "wasm32", target_os = "none")), forbid(unsafe_code))]
#![cfg_attr(all(target_arch = "wasm32", target_os = "none"), deny(unsafe_code))]

extern crate alloc;
#[cfg(feature = "sim")]
#[macro_use]
extern crate std;
// The pages of this crate's own tests expand to paths into `::voip_runtime`.
#[cfg(test)]
extern crate self as voip_runtime;

pub mod api;
pub mod call;
pub mod cause;
mod engine;
pub mod error;
mod event;
pub mod field;
pub mod flow;
#[cfg(feature = "sim")]
pub mod graph;
pub mod host;
pub mod legal;
mod machine;
pub mod record;
pub mod session;
#[cfg(feature = "sim")]
pub mod sim;
pub mod spec;
pub mod state;
pub mod value;
pub mod wx;

pub use voip_macros::voip_page;

// rustc names a type by its shortest public path, so the states stand here for its messages.
pub use crate::call::{
    Authorizing, Call, Enabling, Failed, Idle, InCall, Joining, Outcome, Page, StepFuture, Stopped,
    Transition,
};
pub use crate::cause::Cause;
pub use crate::error::CallError;
pub use crate::field::{OpenId, RoomType};
pub use crate::host::Host;
pub use crate::session::Session;
pub use crate::spec::Change;
pub use crate::state::State;

/// What the code that `#[voip_page]` emits may name; nothing else may.
#[doc(hidden)]
pub mod __private {
    pub use alloc::rc::Rc;
    pub use alloc::string::String;

    pub use crate::call::handler::{Handler, walk};
    pub use crate::call::transition::Proof;
    pub use crate::call::{Authorizing, Call, Enabling, Idle, InCall, Joining, Page, Transition};
    pub use crate::cause::Cause;
    pub use crate::engine::Handling;
    pub use crate::field::{Field, FieldType, RoomType};
    pub use crate::flow::{Action, Edge, Flow, Row, Via};
    pub use crate::spec::{Change, FieldSpec, Fields, Parties, Role, Scope, Spec, User, shared};
    pub use crate::state::State;

    /// The module of a page on the phone.
    pub mod wx {
        pub use crate::wx::descriptor::{InitialValue, descriptor, descriptor_length};
        pub use crate::wx::left::{fields, spec};
        #[cfg(all(target_arch = "wasm32", target_os = "none"))]
        pub use crate::wx::module::open;
    }
}

/// The examples of the crate's page on crates.io, compiled.
#[cfg(all(doctest, feature = "sim"))]
#[doc = include_str!("../README.md")]
struct Readme;

/// Everything that the source of a page usually names.
pub mod prelude {
    pub use alloc::boxed::Box;
    pub use alloc::string::String;
    pub use alloc::vec::Vec;

    pub use crate::{
        Authorizing, Call, CallError, Cause, Change, Enabling, Failed, Idle, InCall, Joining, OpenId,
        Outcome, Page, RoomType, State, Stopped, Transition, voip_page,
    };
}
