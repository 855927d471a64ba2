//! Names with their codes.

use voip_runtime::Cause;

/// A cause with its code, where the host has one: `NotOpen (-20000)`.
pub(crate) fn named(cause: Cause) -> String {
    match (cause, cause.code()) {
        (Cause::Other(_), _) | (_, None) => cause.to_string(),
        (_, Some(code)) => format!("{cause} ({code})"),
    }
}
