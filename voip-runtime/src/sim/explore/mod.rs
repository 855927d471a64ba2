//! Plays every path of a page: each answer of each host call, and everything that the user can do.
//!
//! A path is a list of [`Move`]s. It is played from the start on a fresh page, since a running handler
//! cannot be copied. From each place all moves are tried, nearest places first, so the first flaw found has
//! a shortest path. A place is visited once. Two places are equal if the machine, the page's fields, what is
//! awaited, what the checker knows and what the handler has learnt since its tap are equal. So their number
//! is finite although a page can be used without end, and the result holds for any number of calls, but that
//! more than two late joins at once count as two.

mod call;
mod checker;
mod host;
mod run;

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use std::collections::HashSet;

use self::call::Move;
use self::host::ExplorerHost;
use self::run::{Open, Run, open};
use crate::call::Page;
use crate::spec::Spec;
use crate::value::Value;

/// More places than any page that comes to rest has.
const MAX_PLACES: usize = 100_000;

/// A longer path than any page needs before nothing is new. Since each is played from its start, this
/// also bounds how long that takes.
const MAX_MOVES: usize = 250;

/// Plays every path of the page `P` and shows that each of [`Explored::PROVED`] holds on all of them.
///
/// Host calls of the handler's own succeed with made-up data and fail; [`Explorer`] can tell what
/// else they answer.
///
/// # Errors
///
/// The first flaw, with the path that shows it.
pub fn explore<P: Page>() -> Result<Explored, Flaw> {
    Explorer::new().explore::<P>()
}

/// [`explore`], with more to play.
#[derive(Clone, Debug, Default)]
pub struct Explorer {
    answers: Vec<(String, Value)>,
    /// Refusals reach the page as successes: what it looks like when the engine is broken.
    ignores_refusals: bool,
}

/// What was played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explored {
    /// How many paths.
    pub paths: usize,
    /// How many different places they lead to.
    pub places: usize,
    /// How many earlier answers were given once more, both ways, and had no effect.
    pub repeats: usize,
    /// The moves of the longest path.
    pub longest: usize,
}

impl Explored {
    /// What has been shown of a page without a flaw, for every path.
    pub const PROVED: &'static [&'static str] = &[
        "it never gets stuck: something is always awaited or possible",
        "it takes no transition outside its flow, and no recovery more often than its retry",
        "no host call is out of order or comes after leaving (but the one that ends a join that came late)",
        "an answer that comes late, again or the other way round has no effect",
        "the handler waits only for what a host call promised, and never loses its call",
    ];
}

/// What is wrong with a page, and the path that shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Flaw {
    /// What happened on the way, in order.
    pub path: Vec<String>,
    /// What should not have been.
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
    /// What [`explore`] plays.
    pub fn new() -> Self {
        Self::default()
    }

    /// Host calls of handlers with this name also answer this.
    #[must_use]
    pub fn answer(mut self, name: &str, value: Value) -> Self {
        self.answers.push((name.into(), value));
        self
    }

    /// Plays every path of the page `P`; see [`explore()`].
    ///
    /// # Errors
    ///
    /// The first flaw, with the path that shows it.
    pub fn explore<P: Page>(&self) -> Result<Explored, Flaw> {
        self.explore_from(P::SPEC, open::<P>)
    }

    fn explore_from(&self, spec: &'static Spec, open: Open) -> Result<Explored, Flaw> {
        // An optional openid or nickname is there, or it is left to the handler.
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
                return Err(flaw(
                    "this page never comes to rest: there is always a place that is new".into(),
                ));
            }
            paths.extend(run.moves().into_iter().map(|next| Path::Longer(this, next)));
            explored.repeats += run.repeat_everything(&place).map_err(flaw)?;
            places.insert(place);
        }
        Ok(explored)
    }
}

/// A path among all paths so far, each after the one that it makes longer.
enum Path {
    /// A page just opened, with its optional fields filled in or not.
    Start(bool),
    /// The path at this index, and then this move.
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
    fn a_refusal_that_goes_on_is_found_by_the_shortest_path() {
        let broken = Explorer { ignores_refusals: true, ..Explorer::new() };
        let flaw = broken.explore::<Plain>().unwrap_err();
        assert_eq!(
            format!("{flaw}"),
            "authorize(scope.camera) was called although the scope before it had not been granted\n  \
             1. tap\n  2. authorize(scope.record) fails: Internal\n"
        );
    }
}
