//! What pages without `#[voip_page]` share, as the pages of one program would: the host and its answers, and the form of a
//! page as data.

mod calls;
mod form;

pub use calls::{Answer, Calls, Cause, Host, Join, OnChange, Reply, SCOPES, User, Waiting};
pub use form::{FieldSpec, Form, PageSpec, Role, missing};
