//! Plays every path of a page: every answer of every host call, every event, and every input of the user.
//!
//! A path is a list of [`Move`](moves::Move)s. It is played from the start on a new page, since a running handler cannot be
//! copied. A place is where a path leads: the machine, the fields of the page, the pending host calls, what the checker knows and
//! what the handler and tasks have received. The search is breadth-first and goes on from each place that is new, so the first
//! flaw has a shortest path. [`visited`] says which places are new.
//!
//! A page can be used without end, but it has a finite number of places. So the result holds for any number of calls, within
//! the [`bounds`] that the result lists.

mod bounds;
mod calls;
mod checker;
mod explorer_host;
mod growth;
mod knowledge;
mod moves;
mod opened;
mod place;
mod played_flow;
mod report;
mod run;
mod search;
mod starts;
mod visited;

use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

use self::explorer_host::ExplorerHost;
use self::opened::{open, open_on};
pub use self::report::{Explored, ExploredEdge, Flaw, FlawKind};
use self::run::Run;
use self::search::Search;
use crate::call::Page;
use crate::record::{Recorder, Recording};
use crate::state::State;
use crate::value::Value;

/// Plays every path of the page `P`, and checks that each of [`Explored::PROVED`] holds on all of them.
///
/// Each host call of the handler succeeds with made-up data on one path, and fails on another. Use [`Explorer`] for
/// further answers.
///
/// ```
/// # use voip_runtime::prelude::*;
/// use voip_runtime::sim::explore;
/// # #[voip_page(title = "Call")]
/// # struct VideoCall {
/// #   #[field(listener.openid)] listener: OpenId,
/// #   #[field(listener.nickname, default = "listener")] listener_name: String,
/// #   #[field(caller.openid)] caller: OpenId,
/// #   #[field(caller.nickname, default = "caller")] caller_name: String,
/// # }
///
/// let explored = explore::<VideoCall>()?;
/// println!("{} paths, {} places", explored.paths, explored.places);
/// # Ok::<(), voip_runtime::sim::Flaw>(())
/// ```
///
/// # Errors
///
/// If a path has a flaw; returns a flaw with a shortest path.
pub fn explore<P: Page>() -> Result<Explored, Flaw> {
    Explorer::new().explore::<P>()
}

/// [`explore`] with options.
///
/// ```
/// # use voip_runtime::prelude::*;
/// use voip_runtime::sim::Explorer;
/// # #[voip_page(title = "Call")]
/// # struct VideoCall {
/// #   #[field(listener.openid)] listener: OpenId,
/// #   #[field(listener.nickname, default = "listener")] listener_name: String,
/// #   #[field(caller.openid)] caller: OpenId,
/// #   #[field(caller.nickname, default = "caller")] caller_name: String,
/// # }
///
/// Explorer::new().answer("login", "openid-of-the-caller".into()).explore::<VideoCall>()?;
/// # Ok::<(), voip_runtime::sim::Flaw>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Explorer {
    answers: Vec<(String, Value)>,
    fields: Vec<(String, Vec<Value>)>,
    never: Vec<State>,
    watcher: Option<Watcher>,
    /// Reports a refused scope to the page as granted, as a broken engine would. For tests of the checker.
    ignores_refusals: bool,
}

#[derive(Clone)]
struct Watcher(Rc<dyn Fn(usize) -> bool>);

impl fmt::Debug for Watcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Watcher")
    }
}

impl Explorer {
    /// Creates an explorer that plays the same paths as [`explore`].
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a result with which host calls with this name can succeed, when the page makes them: its handler, its `on_load`
    /// function, or a function that its flow spawns.
    #[must_use]
    pub fn answer(mut self, name: &str, value: Value) -> Self {
        self.answers.push((name.into(), value));
        self
    }

    /// Sets the values that a field is played with, instead of those that the explorer chooses by its type. The first one is
    /// played with every path, the others for one call. `field` is its name in Rust or in the page's data.
    #[must_use]
    pub fn field<V: Into<Value>>(mut self, field: &str, values: impl IntoIterator<Item = V>) -> Self {
        self.fields.push((field.into(), values.into_iter().map(Into::into).collect()));
        self
    }

    /// Accepts that no path reaches this state. Without it, a page that never reaches `InCall` is an error.
    #[must_use]
    pub fn never(mut self, state: State) -> Self {
        self.never.push(state);
        self
    }

    /// Calls `watcher` now and then during the search, with the number of paths that were played. The search stops if it
    /// returns `false`, with a flaw of the kind [`FlawKind::StoppedByWatcher`].
    #[must_use]
    pub fn watch(mut self, watcher: impl Fn(usize) -> bool + 'static) -> Self {
        self.watcher = Some(Watcher(Rc::new(watcher)));
        self
    }

    /// Whether the search goes on after so many paths.
    fn goes_on(&self, paths: usize) -> bool {
        self.watcher.as_ref().is_none_or(|Watcher(watcher)| watcher(paths))
    }

    /// Plays the path of a flaw again, and returns its recording. The path ends before a panic of the page.
    ///
    /// Returns `None` if the flaw has no path.
    pub fn record<P: Page>(&self, flaw: &Flaw) -> Option<Recording> {
        let (start, moves) = flaw.played.as_ref()?;
        let (starts, _) = starts::starts::<P>(&self.fields).ok()?;
        let from = starts.get(*start)?;
        let host = ExplorerHost::new(P::SPEC, self.ignores_refusals, from.is_silent);
        let recorder = Recorder::new(host.clone());
        let mut records = Vec::new();
        // A panic ends the path, as it ended the search.
        let _ = catch_unwind(AssertUnwindSafe(|| {
            let open = |host, spec| open_on::<P>(&recorder, host, spec);
            let run = Run::open(host.clone(), P::SPEC, &open, (from, *start == 0), &self.answers);
            records.append(&mut recorder.take());
            for next in moves {
                run.perform(*next);
                records.append(&mut recorder.take());
            }
        }));
        Some(Recording::of::<P>(records))
    }

    /// Plays every path of the page `P`. See [`explore()`].
    ///
    /// # Errors
    ///
    /// If a path has a flaw; returns a flaw with a shortest path. If no path joins a call, and if the page is too large: see
    /// [`FlawKind`].
    pub fn explore<P: Page>(&self) -> Result<Explored, Flaw> {
        let (starts, bounds) = starts::starts::<P>(&self.fields)?;
        let mut explored = Search::new(self, P::SPEC, open::<P>, starts).search()?;
        explored.add_bounds(bounds);
        Ok(explored)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prelude::*;

    #[voip_page(title = "Call", handler = handle)]
    struct Plain {
        #[field(listener.openid)]
        listener: OpenId,
        #[field(listener.nickname, default = "listener")]
        listener_name: String,
        #[field(caller.openid)]
        caller: OpenId,
        #[field(caller.nickname, default = "caller")]
        caller_name: String,
    }

    async fn handle(call: Call<Plain, Idle>) -> Outcome<Plain> {
        call.begin().authorize().await?.enable().await?.join().await
    }

    #[test]
    fn a_sound_page_has_no_flaw() {
        let explored = explore::<Plain>().unwrap();
        assert!(explored.places > 10 && explored.paths > explored.places && explored.repeats > 0);
    }

    #[test]
    fn a_search_stops_when_its_watcher_says_so() {
        let flaw = Explorer::new().watch(|paths| paths < 100).explore::<Plain>().unwrap_err();
        assert_eq!((flaw.kind, flaw.path.len()), (FlawKind::StoppedByWatcher, 0));
    }

    #[test]
    fn the_path_of_a_flaw_is_a_recording_that_can_be_replayed() {
        let never = Explorer::new().field("listener", [""]);
        assert_eq!(never.record::<Plain>(&never.explore::<Plain>().unwrap_err()), None);
        let broken = Explorer { ignores_refusals: true, ..Explorer::new() };
        let flaw = broken.explore::<Plain>().unwrap_err();
        let recording = broken.record::<Plain>(&flaw).unwrap();
        let (_, state) = crate::sim::replay::<Plain>(&recording).unwrap();
        assert_eq!(state, State::Authorizing);
    }

    #[test]
    fn an_ignored_refusal_is_found_by_the_shortest_path() {
        let broken = Explorer { ignores_refusals: true, ..Explorer::new() };
        let flaw = broken.explore::<Plain>().unwrap_err();
        assert_eq!(
            format!("{flaw}"),
            "authorize(scope.camera) was called although the scope before it had not been granted\n  \
             1. tap\n  2. authorize(scope.record) fails: PrivacyRefused\n"
        );
    }
}
