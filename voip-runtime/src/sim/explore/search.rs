//! The search: it plays each path on a new page, and goes on from every place that it has not seen.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::any::Any;
use core::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::bounds::MAX_VARIED;
use super::calls::Causes;
use super::explorer_host::ExplorerHost;
use super::growth::Growth;
use super::moves::{Answer, Move};
use super::opened::Open;
use super::place::field_hashes;
use super::report::{Explored, Flaw, FlawKind};
use super::run::Run;
use super::starts::Start;
use super::visited::{Novelty, Visited};
use super::{Explorer, growth, played_flow};
use crate::spec::Spec;
use crate::state::State;

/// A search plays so many moves, with those that it plays again, and more for each recovery, host call of the page's functions
/// and start. A page that needs more is too large.
const MAX_MOVES: usize = 400_000;
const MORE_FOR_A_RECOVERY: usize = 50_000;
const MORE_FOR_A_START: usize = 1_000;

/// After so many paths, the watcher of the search is called.
const PATHS_WATCHED: usize = 64;

/// A handler that gets so many answers in a row does not end.
const MAX_ANSWERS: usize = 1_000;

pub(super) struct Search<'a> {
    explorer: &'a Explorer,
    declared: &'static Spec,
    /// The spec that is played.
    spec: &'static Spec,
    open: Open,
    starts: Vec<Start>,
    paths: Vec<Path>,
    visited: Visited,
    explored: Explored,
    /// How many values the retry counters have.
    counters: usize,
    moves_played: usize,
    /// The host calls of the handler and of tasks whose answers were made up.
    made_up: Vec<String>,
    growth: Growth,
}

/// A path, which shares its beginning with other paths.
#[derive(Clone, Copy)]
enum Path {
    /// A new page, with the start at this index.
    Start(usize),
    /// The path at this index, followed by this move.
    Longer(usize, Move),
}

/// What playing a path has shown.
#[derive(Default)]
struct Played {
    /// The moves that can come next, if the path leads to a new place.
    next: Vec<Move>,
    is_new: bool,
    repeats: usize,
    taken: Vec<(State, usize)>,
    /// The alternatives of the data that the last move has made up.
    choices: Vec<Vec<String>>,
    /// How many answers of the handler or tasks have varied data.
    varied: usize,
    /// The values of the fields, as hashes, if a function of the page can start next.
    fields: Option<Vec<u64>>,
}

/// How a handler is driven that may never end.
#[derive(Clone, Copy, PartialEq)]
enum Driven {
    Succeeds,
    Fails,
    TimesOut,
    Alternates,
}

impl Driven {
    const ALL: [Self; 4] = [Self::Succeeds, Self::Fails, Self::TimesOut, Self::Alternates];

    /// The answer that comes next, if any. `played` is the number of answers so far.
    fn choose<'a>(
        self,
        run: &Run<'_>,
        answers: &'a [(usize, Answer)],
        played: usize,
    ) -> Option<&'a (usize, Answer)> {
        let fails = self == Self::Fails || self == Self::Alternates && played % 2 == 1;
        let is_timer = |index: usize| run.host.is_timer(index);
        let fits = |&&(index, answer): &&(usize, Answer)| {
            !is_timer(index)
                && match run.host.request(index) {
                    Some(_) if self == Self::TimesOut => false,
                    Some(_) if fails => answer.failure().is_some(),
                    _ => answer == Answer::Success,
                }
        };
        answers.iter().find(fits).or_else(|| answers.iter().find(|(index, _)| is_timer(*index)))
    }
}

impl<'a> Search<'a> {
    pub(super) fn new(explorer: &'a Explorer, spec: &'static Spec, open: Open, starts: Vec<Start>) -> Self {
        let played = played_flow::played(spec);
        Self {
            explorer,
            declared: spec,
            spec: played,
            open,
            paths: (0..starts.len()).map(Path::Start).collect(),
            starts,
            visited: Visited::default(),
            explored: Explored::new(spec),
            counters: played_flow::counters(played),
            moves_played: 0,
            made_up: Vec::new(),
            growth: Growth::default(),
        }
    }

    pub(super) fn search(mut self) -> Result<Explored, Flaw> {
        for start in 0..self.starts.len() {
            for driven in Driven::ALL {
                self.comes_to_rest(start, driven)?;
            }
        }
        let recoveries = played_flow::recoveries(self.declared) + self.made_up.len();
        let max_moves = MAX_MOVES + MORE_FOR_A_RECOVERY * recoveries + MORE_FOR_A_START * self.starts.len();
        while self.explored.paths < self.paths.len() {
            let this = self.explored.paths;
            if this.is_multiple_of(PATHS_WATCHED) && !self.explorer.goes_on(this) {
                return Err(Flaw::new(FlawKind::StoppedByWatcher, format!("stopped after {this} paths")));
            }
            self.explored.paths += 1;
            let (start, moves) = self.moves(this);
            self.explored.longest = self.explored.longest.max(moves.len());
            self.moves_played += moves.len() + 1;
            let played = self
                .play(start, &moves)
                .map_err(|flaw| Flaw { played: Some((start, moves.clone())), ..flaw })?;
            for (from, index) in played.taken {
                self.explored.count(from, index);
            }
            self.vary(this, &played.choices, played.varied);
            let is_bounded =
                played.fields.is_some_and(|fields| self.growth.add(this, fields, &self.before(this)));
            if played.is_new {
                let next = played.next.into_iter().filter(|next| !(is_bounded && Growth::is_start(*next)));
                self.explored.places += 1;
                self.explored.repeats += played.repeats;
                self.paths.extend(next.map(|next| Path::Longer(this, next)));
            }

            if self.moves_played > max_moves {
                return Err(self.too_large(start, &moves));
            }
        }
        self.result()
    }

    /// The start of the path at `index`, and its moves.
    fn moves(&self, mut index: usize) -> (usize, Vec<Move>) {
        let mut moves = Vec::new();
        loop {
            match self.paths.get(index) {
                Some(Path::Longer(shorter, last)) => {
                    moves.push(*last);
                    index = *shorter;
                }
                Some(Path::Start(start)) => {
                    moves.reverse();
                    return (*start, moves);
                }
                None => unreachable!("a path begins with a start"),
            }
        }
    }

    /// The beginnings of a path that end where a function of the page was started, the last one first.
    fn before(&self, mut index: usize) -> Vec<usize> {
        let mut before = Vec::new();
        while let Some(Path::Longer(shorter, last)) = self.paths.get(index) {
            if Growth::is_start(*last) {
                before.push(*shorter);
            }
            index = *shorter;
        }
        before
    }

    /// Plays a path on a new page, with `play`. A panic is a flaw.
    fn on_new_page<T>(
        &self,
        start: usize,
        play: impl FnOnce(&Run<'_>) -> Result<T, String>,
    ) -> Result<T, Flaw> {
        let no_start = Start::default();
        let from = self.starts.get(start).unwrap_or(&no_start);
        let host = ExplorerHost::new(self.spec, self.explorer.ignores_refusals, from.is_silent);
        let answers = &self.explorer.answers;
        let result = catch_unwind(AssertUnwindSafe(|| {
            let run = Run::open(host.clone(), self.spec, &self.open, (from, start == 0), answers);
            play(&run)
        }));
        let result = result.unwrap_or_else(|panic| Err(format!("a panic: {}", message(panic.as_ref()))));
        result.map_err(|what| Flaw { path: host.trace(answers), ..Flaw::new(FlawKind::Broken, what) })
    }

    fn play(&mut self, start: usize, moves: &[Move]) -> Result<Played, Flaw> {
        let mut visited = core::mem::take(&mut self.visited);
        let played = self.on_new_page(start, |run| {
            let mut choices = Vec::new();
            for next in moves {
                choices = run.perform(*next);
            }
            run.verdict()?;
            let taken = run.host.check(|checker| checker.taken.clone());
            let varied = run.host.check(|checker| checker.knowledge.varied());
            let place = run.place();
            let mut played = Played { taken, choices, varied, ..Played::default() };
            if let Some(novelty) = visited.add(&place) {
                played.is_new = true;
                played.next = run.moves(novelty);
                let can_start = played.next.iter().copied().any(Growth::is_start);
                played.fields = can_start.then(|| field_hashes(&run.engine));
                if novelty.inside {
                    played.repeats = run.repeat_everything(&place)?;
                }
            }
            Ok(played)
        });
        self.visited = visited;
        played
    }

    /// Adds the paths on which one choice of the last answer has another value.
    fn vary(&mut self, path: usize, choices: &[Vec<String>], varied: usize) {
        let Some(Path::Longer(shorter, Move::Answer(call, Answer::Success))) = self.paths.get(path).copied()
        else {
            return;
        };
        if varied >= MAX_VARIED {
            return;
        }
        for (choice, alternatives) in choices.iter().enumerate() {
            let varied = (0..alternatives.len()).map(|alternative| Answer::Varied(choice, alternative));
            self.paths.extend(varied.map(|answer| Path::Longer(shorter, Move::Answer(call, answer))));
        }
    }

    /// Drives the handler of one tap, and the tasks, to the end. A loop that never ends would have endlessly many places.
    fn comes_to_rest(&mut self, start: usize, driven: Driven) -> Result<(), Flaw> {
        let mut made_up = Vec::new();
        let mut played = 0;
        let result = self.on_new_page(start, |run| {
            let is_tap = |next: &Move| matches!(next, Move::Tap | Move::Call(_));
            let (mut has_tapped, mut has_ended) = (false, false);
            if run.moves(Novelty { look: false, inside: true }).contains(&Move::Load) {
                run.perform(Move::Load);
            }
            while played < MAX_ANSWERS {
                let answers = run.host.answers(&[], Causes::OneForEachEdge, false);
                for (index, _) in &answers {
                    made_up.extend(run.host.request(*index).filter(|name| !made_up.contains(name)));
                }
                let Some(&(index, answer)) = driven.choose(run, &answers, played) else {
                    // The page has loaded, or its call was joined.
                    let moves = run.moves(Novelty { look: false, inside: true });
                    let is_next = |next: &&Move| if has_tapped { **next == Move::HangUp } else { is_tap(next) };
                    let Some(next) = moves.iter().find(is_next).filter(|_| !has_ended) else { return Ok(()) };
                    run.perform(*next);
                    (has_tapped, has_ended) = (true, has_tapped);
                    continue;
                };
                run.perform(Move::Answer(index, answer));
                run.host.check(|checker| checker.flaw()).map_or(Ok(()), Err)?;
                played += 1;
            }
            Err(format!("the page never comes to rest: after {MAX_ANSWERS} answers its handler or a task still goes on"))
        });
        self.moves_played += played;
        for name in made_up {
            if !self.made_up.contains(&name) {
                self.made_up.push(name);
            }
        }
        // A flaw that is no endless loop is found again, with a shortest path.
        match result {
            Err(flaw) if flaw.what.starts_with("the page never comes to rest") => Err(flaw),
            _ => Ok(()),
        }
    }

    /// The names of the fields that have had many values on a path, or more than are played.
    fn growing_fields(&self, bounded: bool) -> Vec<&'static str> {
        let fields = self.growth.fields(bounded).filter_map(|index| self.spec.fields.get(index));
        fields.map(|field| field.name).collect()
    }

    fn too_large(&self, start: usize, moves: &[Move]) -> Flaw {
        let mut what = format!(
            "the page is too large to play, or it never comes to rest: after {} paths there are still new places. \
             It becomes smaller with",
            self.explored.paths
        );
        let mut hints = Vec::new();
        if !self.made_up.is_empty() {
            let requests = self.made_up.join("`, `");
            hints.push(format!("fewer host calls whose failure the handler tolerates (`{requests}`)"));
        }
        if self.counters > 1 {
            hints.push("fewer recovery edges".to_string());
        }
        if self.starts.len() > 1 {
            hints.push("fewer values of fields (`Explorer::field`)".to_string());
        }
        let growing = self.growing_fields(false);
        if !growing.is_empty() {
            hints.push(format!("fewer values that the page gives its fields (`{}`)", growing.join("`, `")));
        }
        hints.push("a shorter handler".to_string());
        what = format!("{what} {}", hints.join(", "));
        let trace = self.on_new_page(start, |run| -> Result<(), String> {
            for next in moves {
                run.perform(*next);
            }
            Err(what.clone())
        });
        let path = trace.map_or_else(|flaw| flaw.path, |()| Vec::new());
        Flaw { path, played: Some((start, moves.to_vec())), ..Flaw::new(FlawKind::TooLarge, what) }
    }

    fn result(mut self) -> Result<Explored, Flaw> {
        let only = self.spec.receive.is_some_and(|receive| receive.only);
        let goal = if only { State::Idle } else { State::InCall };
        if self.explored.entered(goal) == 0 && !self.explorer.never.contains(&State::InCall) {
            let what = if only {
                "the page never became reachable, so little was proved".to_string()
            } else {
                let mut what = "no path reached InCall, so nothing is proved of a joined call. ".to_string();
                if self.made_up.is_empty() {
                    what.push_str("Give values of the fields with which it calls: `Explorer::field(…)`");
                } else {
                    let requests = self.made_up.join("\", …)` or `Explorer::answer(\"");
                    let _ = write!(
                        what,
                        "Tell it answers with which the handler calls: `Explorer::answer(\"{requests}\", …)`, \
                         or values of fields: `Explorer::field(…)`"
                    );
                }
                what.push_str("; a page that is not to call: `Explorer::never(State::InCall)`");
                what
            };
            return Err(Flaw::new(FlawKind::NeverReached, what));
        }
        let mut bounds = super::bounds::bounds(self.declared, &self.explorer.answers, &self.made_up);
        bounds.extend(self.growing_fields(true).into_iter().map(growth::bound));
        self.explored.add_bounds(bounds);
        Ok(self.explored)
    }
}

/// The text of a panic.
fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_string());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "without a text".into())
}
