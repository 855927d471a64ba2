//! The pages on two simulated phones: a call, and each refusal that its flow names.

mod called;
mod callers;
mod explored;
mod handlers;
mod loaded;
mod phone;
