//! Every path of a page, played: each answer of each host call, each thing that the user can do.
//!
//! A path is a list of [`Move`]s; it is played from the start on a fresh page, since a handler at
//! work cannot be copied. From each place all moves are tried, nearest places first, so the first
//! flaw found has a shortest path. Places are alike, and looked at once, if the session, what is
//! awaited and what the handler has seen since its tap are the same. That makes their number finite
//! although a page can be used for ever, and so what is shown holds for any number of calls.

mod observer;
mod stage;

use alloc::collections::{BTreeSet, VecDeque};
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::hash::Hasher;
use std::hash::DefaultHasher;

use self::stage::{Move, Stage};
use crate::call::Page;
use crate::field::FieldKind;
use crate::session::{Session, Tapped};
use crate::state::State;
use crate::value::Value;

/// More places than any page that comes to rest has.
const MOST: usize = 100_000;

/// A longer path than any page needs before nothing is new. Since each is played from its start, this
/// also bounds how long that takes.
const LONGEST: usize = 250;

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
    lies: bool,
}

/// What was played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    pub const PROVED: [&str; 5] = [
        "it never gets stuck: something is always awaited or possible",
        "it takes no transition outside its flow, and no recovery more often than its retry",
        "no host call is out of order or comes after leaving (but the one that ends a join that came late)",
        "an answer that comes late, again or the other way round has no effect",
        "the handler waits only for what a host call promised, and never loses its call",
    ];
}

/// What is wrong with a page, and the path that shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
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
        let mut seen = BTreeSet::new();
        // An optional openid or nickname is there, or it is left to the handler.
        let optional = P::SPEC.fields.iter().any(|field| field.optional && field.role.is_some());
        let starts = [false, true].into_iter().take(if optional { 2 } else { 1 });
        let mut open: VecDeque<_> = starts.map(|filled| (filled, Vec::new())).collect();
        let mut explored = Explored { paths: 0, places: 0, repeats: 0, longest: 0 };
        while let Some((filled, path)) = open.pop_front() {
            explored.paths += 1;
            explored.longest = explored.longest.max(path.len());
            let run = Run::<P>::play(self, filled, &path);
            run.verdict()?;
            if !seen.insert(run.place()) {
                continue;
            }
            explored.places += 1;
            if explored.places > MOST || path.len() > LONGEST {
                return Err(
                    run.flaw("this page never comes to rest: there is always a place that is new".into())
                );
            }
            let moves = run.stage.moves(&run.session, &self.answers);
            explored.repeats += run.repeat_everything()?;
            open.extend(moves.into_iter().map(|next| {
                let mut longer = path.clone();
                longer.push(next);
                (filled, longer)
            }));
        }
        Ok(explored)
    }
}

/// One path, played.
struct Run<P: Page> {
    session: Session<P>,
    stage: Stage,
}

impl<P: Page> Run<P> {
    fn play(explorer: &Explorer, filled: bool, path: &[Move]) -> Self {
        let stage = Stage::new(P::SPEC, explorer.lies);
        let session = Session::<P>::new(stage.clone());
        let observer = stage.observer();
        session.subscribe(move |event| observer.heard(event));
        for field in P::SPEC.fields {
            let takes_text = matches!(field.kind, FieldKind::OpenId | FieldKind::Text);
            if takes_text && (field.is_required() || filled && field.role.is_some()) {
                // A field that refuses text stays as it is, and then so does the page.
                let _ = session.input(field.name, format!("{}-of-{}", field.key, P::SPEC.name));
            }
        }
        let run = Self { session, stage };
        for step in path {
            run.stage.act(&run.session, step);
        }
        run
    }

    fn flaw(&self, what: String) -> Flaw {
        Flaw { path: self.stage.story(), what }
    }

    fn verdict(&self) -> Result<(), Flaw> {
        if let Some(what) = self.stage.first_flaw() {
            return Err(self.flaw(what));
        }
        if self.stage.has_left() {
            return Ok(());
        }
        if let Some(what) = self.stage.unbounded() {
            return Err(self.flaw(what));
        }
        let (state, can) = (self.session.state(), self.session.can());
        let waits = self.session.busy() || state.is_working() || self.session.engine().is_receiving();
        if waits && !self.stage.awaits_something() {
            return Err(self.flaw(format!("the page is stuck in {state}: nothing is awaited")));
        }
        if !(waits || can.tap || can.hang_up) {
            return Err(self.flaw(format!("the page is stuck in {state}: its user can do nothing")));
        }
        Ok(())
    }

    /// What tells this place from others.
    fn place(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.session.engine().fingerprint(&mut hasher);
        self.stage.fingerprint(self.session.busy(), &mut hasher);
        hasher.finish()
    }

    /// Every earlier answer comes once more, both ways, and a tap where none is possible: nothing
    /// may change. This needs no branching, as long as it is so.
    fn repeat_everything(self) -> Result<usize, Flaw> {
        let before = (self.place(), self.stage.calls());
        let repeats = self.stage.repeat_answers();
        let unmoved = || (self.place(), self.stage.calls()) == before;
        if !unmoved() {
            return Err(self.flaw("an answer that came again had an effect".into()));
        }
        if self.stage.takes_no_tap() && self.session.tap() != Tapped::Ignored {
            return Err(self.flaw("a tap had an effect while a call was under way".into()));
        }
        if self.session.state() != State::InCall && self.session.hang_up() || !unmoved() {
            return Err(self.flaw("hanging up had an effect outside a call".into()));
        }
        self.verdict()?;
        Ok(repeats)
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
        let broken = Explorer { lies: true, ..Explorer::new() };
        let flaw = broken.explore::<Plain>().unwrap_err();
        assert_eq!(
            format!("{flaw}"),
            "setEnable1v1Chat was called although the user had not granted every scope\n  \
             1. tap\n  2. authorize(scope.record) succeeds\n  3. authorize(scope.camera) fails: Internal\n"
        );
    }
}
