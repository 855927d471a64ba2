//! Putting the files where they belong: nothing of anyone else's is lost, and a build that fails leaves the
//! folder as it was.

mod app_json;
mod commit;
mod fresh;
mod into;
mod marker;
mod out;
mod place;
mod plan;

pub(crate) use self::into::{Home, into};
pub(crate) use self::out::{look, out};
