//! Classifies the answers in a recording of a phone again.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::{RecordKind, RecordedCall, Recording};
use crate::api::{self, Step};
use crate::cause::Cause;
use crate::classify::HostError;
use crate::value::Value;

/// An answer whose cause is another one now, or is not known. See [`Recording::reclassify`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reclassified {
    /// The number of its line, from 1; line 1 is the header.
    pub line: usize,
    /// The host call that it answers.
    pub host_call: String,
    /// The recorded cause; `None` if the page took the answer as a success.
    pub recorded: Option<Cause>,
    /// The cause that [`Cause::classify`] gives now; `None` if the answer is a success.
    pub now: Option<Cause>,
    /// What the answer says.
    pub error: HostError<'static>,
}

impl Reclassified {
    /// Whether the cause is another one than was recorded.
    pub fn differs(&self) -> bool {
        self.recorded != self.now
    }

    /// Whether the answer is a failure that [`Cause::classify`] does not know.
    pub fn is_unknown(&self) -> bool {
        matches!(self.now, Some(Cause::Other(_)))
    }
}

/// Writes what there is to know about it, in one line.
impl fmt::Display for Reclassified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.host_call)?;
        let name = |cause: Option<Cause>| cause.map_or_else(|| "a success".into(), |cause| cause.to_string());
        if self.differs() {
            write!(f, " was recorded as {} and is {} now", name(self.recorded), name(self.now))?;
        } else {
            f.write_str(" failed with an unknown cause")?;
        }
        f.write_str(":")?;
        for (name, number) in [("errCode", self.error.err_code), ("errno", self.error.errno)] {
            if let Some(number) = number {
                write!(f, " {name} {number},")?;
            }
        }
        write!(f, " `{}`", self.error.message)
    }
}

impl Recording {
    /// Classifies the answers of the phone's host again, and returns those whose cause is another one now or is not known.
    ///
    /// A replay gives the page the recorded cause. Only recordings of phones have the answers as they came. Redacted answers
    /// are left out.
    ///
    /// ```
    /// # use voip_runtime::prelude::*;
    /// use voip_runtime::record::Recording;
    /// # #[voip_page(title = "Call")]
    /// # struct VideoCall {
    /// #   #[field(listener.openid)] listener: OpenId,
    /// #   #[field(listener.nickname, default = "listener")] listener_name: String,
    /// #   #[field(caller.openid)] caller: OpenId,
    /// #   #[field(caller.nickname, default = "caller")] caller_name: String,
    /// # }
    ///
    /// let lines = r#"{"voip":3,"page":"VideoCall","redacted":false}
    /// {"at":0,"call":{"number":0,"name":"join1v1Chat","options":{}}}
    /// {"at":9,"answer":{"to":0,"cause":-777,"message":"","raw":{"errno":1107001,"errMsg":"join1v1Chat:fail"}}}"#;
    /// let recording = Recording::read::<VideoCall>(lines)?;
    /// let answer = &recording.reclassify()[0];
    /// assert_eq!((answer.recorded, answer.now), (Some(Cause::Other(-777)), Some(Cause::OnCall)));
    /// # Ok::<(), voip_runtime::record::RecordingError>(())
    /// ```
    pub fn reclassify(&self) -> Vec<Reclassified> {
        let mut calls = BTreeMap::new();
        let mut found = Vec::new();
        for (index, record) in self.records.iter().enumerate() {
            match &record.what {
                RecordKind::Call(call) => _ = calls.insert(call.number, call),
                RecordKind::Answer(answer) => {
                    let call = calls.get(&answer.to).filter(|call| !(call.own && self.is_redacted()));
                    // An answer that was nothing is missing.
                    let nothing = Some(&Value::Null).filter(|_| self.is_of_phone() && answer.cause.is_some());
                    if let (Some(call), Some(raw)) = (call, answer.raw.as_ref().or(nothing)) {
                        let error = HostError::read(raw);
                        let now = cause_of(call, answer.cause.is_some(), &error);
                        let reclassified = Reclassified {
                            // The header is the first line.
                            line: index + 2,
                            host_call: call.name.clone(),
                            recorded: answer.cause,
                            now,
                            error: HostError { message: error.message.into_owned().into(), ..error },
                        };
                        if reclassified.differs() || reclassified.is_unknown() {
                            found.push(reclassified);
                        }
                    }
                }
                _ => {}
            }
        }
        found
    }
}

/// The cause of the answer to this host call, unless it is a success. Only for a step can a success be a failure.
fn cause_of(call: &RecordedCall, has_failed: bool, error: &HostError<'_>) -> Option<Cause> {
    let is_step = !call.own && Step::ALL.iter().any(|step| step.host_call() == call.name);
    let scope = call.options.get("scope").and_then(Value::as_text).filter(|_| call.name == api::AUTHORIZE);
    (has_failed || is_step && error.is_failure()).then(|| error.cause(&call.name, scope))
}
