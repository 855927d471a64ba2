//! Plays every path of a page: every answer of every host call, every event, and every input of the user.
//!
//! A path is a list of [`Move`]s. It is played from the start on a new page, since a running handler cannot be copied.
//! A place is where a path leads: two paths lead to the same place if the machine, the fields of the page, the pending
//! host calls, what the checker knows and what the handler has received since its tap are equal. The search is
//! breadth-first and visits each place once, so the first flaw has a shortest path.
//!
//! A page can be used without end, but it has a finite number of places. So the result holds for any number of calls.
//! There is one restriction: more than two late joins at the same time count as two.

mod checker;
mod explorer_host;
mod moves;
mod run;

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use std::collections::HashSet;

use self::explorer_host::ExplorerHost;
use self::moves::Move;
use self::run::{Open, Run, open};
use crate::call::Page;
use crate::spec::Spec;
use crate::value::Value;

/// The maximum number of places. No page that comes to rest has so many.
const MAX_PLACES: usize = 100_000;

/// The maximum length of a path that leads to a new place. Since each path is played from its start, this also limits
/// the time of the search.
const MAX_MOVES: usize = 250;

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
    /// Reports a refused scope to the page as granted, as a broken engine would. For tests of the checker.
    ignores_refusals: bool,
}

/// The result of exploring a page without a flaw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explored {
    /// The number of paths that were played.
    pub paths: usize,
    /// The number of different places that they lead to.
    pub places: usize,
    /// The number of repeated and contradictory answers that were given, all without an effect.
    pub repeats: usize,
    /// The number of moves of the longest path.
    pub longest: usize,
}

impl Explored {
    /// What holds on every path of a page without a flaw.
    pub const PROVED: &'static [&'static str] = &[
        "it never gets stuck: a host call is pending, or the user can do something",
        "it takes only edges of its flow, and each recovery edge at most as often as its `retry`",
        "its host calls are in order, and after leaving there is none (except `exitVoIPChat` for a late join)",
        "a late, repeated or contradictory answer has no effect",
        "its handler waits only for pending host calls and timers, and always finishes its call",
    ];
}

/// A flaw of a page, and the path that leads to it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Flaw {
    /// The moves of the path, in order.
    pub path: Vec<String>,
    /// What is wrong.
    pub what: String,
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.what)?;
        for (number, step) in self.path.iter().enumerate() {
            writeln!(f, "  {}. {step}", number + 1)?;
        }
        Ok(())
    }
}

impl core::error::Error for Flaw {}

impl Explorer {
    /// Creates an explorer that plays the same paths as [`explore`].
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a result with which host calls with this name can succeed, when a handler makes them.
    #[must_use]
    pub fn answer(mut self, name: &str, value: Value) -> Self {
        self.answers.push((name.into(), value));
        self
    }

    /// Plays every path of the page `P`. See [`explore()`].
    ///
    /// # Errors
    ///
    /// If a path has a flaw; returns a flaw with a shortest path.
    pub fn explore<P: Page>(&self) -> Result<Explored, Flaw> {
        self.explore_from(P::SPEC, open::<P>)
    }

    fn explore_from(&self, spec: &'static Spec, open: Open) -> Result<Explored, Flaw> {
        // Optional openids and nicknames are filled in by the user on some paths, and by the handler on others.
        let optional = spec.fields.iter().any(|field| field.optional && field.role.is_some());
        let starts = [false, true].into_iter().take(if optional { 2 } else { 1 });
        let mut paths: Vec<_> = starts.map(Path::Start).collect();
        let mut places = HashSet::new();
        let mut explored = Explored { paths: 0, places: 0, repeats: 0, longest: 0 };
        while explored.paths < paths.len() {
            let this = explored.paths;
            explored.paths += 1;
            let (filled, moves) = Path::moves(&paths, this);
            explored.longest = explored.longest.max(moves.len());
            let host = ExplorerHost::new(spec, self.ignores_refusals);
            let run = Run::open(host, open, filled, &self.answers);
            for next in &moves {
                run.perform(*next);
            }
            let flaw = |what| Flaw { path: run.trace(), what };
            run.verdict().map_err(flaw)?;
            let place = run.place();
            if places.contains(&place) {
                continue;
            }
            explored.places += 1;
            if explored.places > MAX_PLACES || moves.len() > MAX_MOVES {
                return Err(flaw("the page never comes to rest: every path leads to a new place".into()));
            }
            paths.extend(run.moves().into_iter().map(|next| Path::Longer(this, next)));
            explored.repeats += run.repeat_everything(&place).map_err(flaw)?;
            places.insert(place);
        }
        Ok(explored)
    }
}

/// A path, which shares its beginning with other paths.
enum Path {
    /// A new page, with its optional fields filled in or not.
    Start(bool),
    /// The path at this index, followed by this move.
    Longer(usize, Move),
}

impl Path {
    /// The start of the path at `index`, and its moves.
    fn moves(paths: &[Self], mut index: usize) -> (bool, Vec<Move>) {
        let mut moves = Vec::new();
        while let Some(Self::Longer(shorter, last)) = paths.get(index) {
            moves.push(*last);
            index = *shorter;
        }
        moves.reverse();
        (matches!(paths.get(index), Some(Self::Start(true))), moves)
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
