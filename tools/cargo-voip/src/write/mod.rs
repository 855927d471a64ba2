//! Putting the files where they belong: nothing of anyone else's is lost, and a build that cannot write all of
//! its files leaves the folder as it was.

mod app_json;
mod commit;
mod into;
mod marker;
mod out;
mod place;
mod update;

pub(crate) use self::into::{Home, into};
pub(crate) use self::out::{look, out};
