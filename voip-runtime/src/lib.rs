//! The runtime of a [`#[voip_page]`](voip_page): a one-to-one `WeChat` call as a state machine, on a
//! simulated phone or a real one.
//!
//! # How to start
//!
//! Declare a page. The documentation of [`voip_page`] lists what you can declare.
//!
//! ```
//! use voip_runtime::prelude::*;
//!
//! #[voip_page(title = "视频通话")]
//! pub struct VideoCall {
//!     #[field(listener.openid, label = "对方openid")]
//!     listener: OpenId,
//!     #[field(listener.nickname, default = "listener")]
//!     listener_name: String,
//!     #[field(caller.openid, label = "您的openid")]
//!     caller: OpenId,
//!     #[field(caller.nickname, default = "caller")]
//!     caller_name: String,
//! }
//! ```
//!
//! Then test it. A [`Session`] is one open page; its methods are what a user does.
#![cfg_attr(feature = "sim", doc = "```")]
#![cfg_attr(not(feature = "sim"), doc = "```ignore")]
//! use voip_runtime::sim::{SimHost, explore};
//! use voip_runtime::{Session, State};
//! # use voip_runtime::prelude::*;
//! # #[voip_page(title = "视频通话")]
//! # pub struct VideoCall {
//! #     #[field(listener.openid)] listener: OpenId,
//! #     #[field(listener.nickname, default = "listener")] listener_name: String,
//! #     #[field(caller.openid)] caller: OpenId,
//! #     #[field(caller.nickname, default = "caller")] caller_name: String,
//! # }
//!
//! let phone = SimHost::new();
//! let page = Session::<VideoCall>::new(phone.clone());
//! page.input("listener", "openid-of-the-listener")?;
//! page.input("caller", "openid-of-the-caller")?;
//! page.tap();
//! phone.run();
//! assert_eq!(page.state(), State::InCall);
//!
//! // Every answer of every host call, at every point of a call.
//! explore::<VideoCall>().unwrap();
//! # Ok::<(), voip_runtime::field::FieldError>(())
//! ```
//!
//! `cargo voip new` writes a package with a page, its test and a preview in the browser. `cargo voip
//! build` makes the mini-program. Both are in the crate `cargo-voip`.
//!
//! # Features
//!
//! The crate is `no_std` and uses `alloc`.
//!
//! - `sim`, on by default: simulated phones, recordings and diagrams, for tests and native tools. It needs `std`.
//! - `phone`: the allocator and the panic handler of a module for the phone. `cargo voip build` switches it on, unless
//!   the package has its own and says so with `allocator = false` in `[package.metadata.voip]`.
//!
//! A page's package has `voip-runtime` with `default-features = false` in its dependencies, and with `sim` in its
//! dev-dependencies.
//!
//! # Modules
//!
//! To write a page:
//!
//! - [`prelude`]: the names that a page's source usually needs
//! - [`call`]: the call that a page's handler works with, and the context of what runs beside the call
//! - [`field`]: the types of a page's fields
//! - [`cause`]: why a call fails, with the host's codes, sentences and remedies; [`error`]: a failed call
//! - [`classify`]: which cause an answer of the host has
//! - [`value`]: data as the host knows it
//!
//! To test a page:
//!
//! - [`session`]: one page on one host
#![cfg_attr(
    feature = "sim",
    doc = "- [`sim`]: simulated phones in virtual time; `explore`, which plays every path of a page"
)]
//! - [`record`]: what happened, as data
#![cfg_attr(feature = "sim", doc = "- [`graph`]: a flow as Mermaid, DOT and JSON")]
//!
//! The parts that these use:
//!
//! - [`state`]: the six states, and [`legal`]: the transitions between them that the host allows
//! - [`flow`]: a flow as data, and [`flow::next`], the pure function that chooses an edge
//! - [`spec`]: a page's declaration, as data
//! - [`api`]: the names of the host calls, and the three that are the steps of a call
//! - [`host`]: host calls, the only interface to the outside
//! - [`wx`]: a page's module on the phone

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

mod address;
pub mod api;
pub mod call;
pub mod cause;
pub mod classify;
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

pub use voip_macros::{Choice, voip_page};

// rustc's messages name a type by its shortest public path, so the states are re-exported here.
pub use crate::call::{
    Authorizing, Call, Enabling, Ended, Failed, Idle, InCall, Joining, Outcome, Page, PageContext,
    StepFuture, Stopped, Transition,
};
pub use crate::cause::Cause;
pub use crate::error::CallError;
pub use crate::event::CallEnd;
pub use crate::field::{Contact, OpenId, RoomType};
pub use crate::host::Host;
pub use crate::session::Session;
pub use crate::spec::Change;
pub use crate::state::State;

/// The items that code generated by `#[voip_page]` uses. They are not part of the public API.
#[doc(hidden)]
pub mod __private {
    pub use alloc::rc::Rc;
    pub use alloc::string::String;

    pub use crate::call::handler::{Handler, default_handler, no_handler};
    pub use crate::call::transition::Proof;
    pub use crate::call::{
        Authorizing, Call, Enabling, Idle, InCall, Joining, OnLoad, Page, PageContext, Spawned, Transition,
    };
    pub use crate::cause::Cause;
    pub use crate::engine::Handling;
    pub use crate::field::{Field, FieldError, FieldKind, FieldType, RoomType};
    pub use crate::flow::{Action, Edge, Flow, Row, Via};
    pub use crate::spec::{
        Change, FieldSpec, Fields, Parties, Receive, Role, Scope, Spec, User, Variant, shared,
    };
    pub use crate::state::State;
    pub use crate::value::Value;

    /// The module of a page on the phone.
    pub mod wx {
        pub use crate::wx::descriptor::{InitialValue, descriptor, descriptor_length};
        #[cfg(all(target_arch = "wasm32", target_os = "none"))]
        pub use crate::wx::module::open;
        pub use crate::wx::stripped::{fields, spec};
    }
}

/// Compiles the examples of the README, which crates.io shows.
#[cfg(all(doctest, feature = "sim"))]
#[doc = include_str!("../README.md")]
struct Readme;

/// The items that the source of a page usually needs. It has what the prelude of `std` has besides that of `core`, because a page's crate
/// is `no_std`.
pub mod prelude {
    pub use alloc::borrow::ToOwned;
    pub use alloc::boxed::Box;
    pub use alloc::string::{String, ToString};
    pub use alloc::vec::Vec;
    pub use alloc::{format, vec};

    pub use crate::{
        Authorizing, Call, CallEnd, CallError, Cause, Change, Choice, Contact, Enabling, Ended, Failed, Idle,
        InCall, Joining, OpenId, Outcome, Page, PageContext, RoomType, State, Stopped, Transition, voip_page,
    };
}
