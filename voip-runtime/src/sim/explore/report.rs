//! What `explore` has found.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::moves::Move;
use crate::cause::Cause;
use crate::flow::Edge;
use crate::spec::Spec;
use crate::state::State;

/// The result of exploring a page without a flaw.
///
/// `Display` writes it as a report: what was played, which edges were taken, and within which bounds the page was proved.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    edges: Vec<ExploredEdge>,
    bounds: Vec<String>,
}

impl Explored {
    /// What holds on every path of a page without a flaw, within the [bounds](Self::bounds).
    pub const PROVED: &'static [&'static str] = &[
        "it never gets stuck: a host call is pending, or the user can do something",
        "it takes only edges of its flow, and each recovery edge at most as often as its `retry`",
        "its host calls are in order, and after leaving there is none (except `exitVoIPChat` for a late join)",
        "a late, repeated or contradictory answer has no effect",
        "its handler and tasks wait only for pending host calls and timers, end, and never panic",
    ];

    pub(super) fn new(spec: &'static Spec) -> Self {
        let rows = State::ALL.into_iter().map(|from| (from, spec.flow.row(from).edges));
        let edges = rows.flat_map(|(from, edges)| edges.iter().map(move |edge| (from, edge)));
        let edges = edges.map(|(from, edge)| ExploredEdge { from, edge, taken: 0 }).collect();
        Self { paths: 0, places: 0, repeats: 0, longest: 0, edges, bounds: Vec::new() }
    }

    /// Counts that the edge at this index of this row was taken.
    pub(super) fn count(&mut self, from: State, index: usize) {
        if let Some(edge) = self.edges.iter_mut().filter(|edge| edge.from == from).nth(index) {
            edge.taken += 1;
        }
    }

    pub(super) fn add_bounds(&mut self, bounds: Vec<String>) {
        self.bounds.extend(bounds);
    }

    /// Each edge of the flow, and how often it was taken. Each path counts its last move.
    pub fn edges(&self) -> &[ExploredEdge] {
        &self.edges
    }

    /// The edges of the flow that were never taken.
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
    /// assert_eq!(explored.untaken().count(), 0, "{explored}");
    /// # Ok::<(), voip_runtime::sim::Flaw>(())
    /// ```
    pub fn untaken(&self) -> impl Iterator<Item = &ExploredEdge> {
        self.edges.iter().filter(|edge| edge.taken == 0)
    }

    /// How often a path entered this state by its last move: the number of times that an edge to it was taken.
    pub fn entered(&self, state: State) -> usize {
        self.edges.iter().filter(|edge| edge.edge.to == state).map(|edge| edge.taken).sum()
    }

    /// What was played of that which has no end: the values of the fields, the answers to the page's own host calls, and so
    /// on. Nothing is proved beyond it.
    pub fn bounds(&self) -> &[String] {
        &self.bounds
    }
}

impl fmt::Display for Explored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { paths, places, repeats, longest, .. } = self;
        writeln!(f, "{paths} paths to {places} places; the longest has {longest} moves")?;
        writeln!(f, "{repeats} repeated or contradictory answers had no effect")?;
        writeln!(f, "states, and how often each was entered:")?;
        for state in State::ALL {
            writeln!(f, "  {:>7}  {state}", self.entered(state))?;
        }
        writeln!(f, "edges, and how often each was taken:")?;
        for edge in &self.edges {
            writeln!(f, "  {:>7}  {edge}", edge.taken)?;
        }
        writeln!(f, "within these bounds:")?;
        for bound in &self.bounds {
            writeln!(f, "  {bound}")?;
        }
        Ok(())
    }
}

/// An edge of the flow of an explored page. `Display` writes it as the flow does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExploredEdge {
    /// The state that it leaves.
    pub from: State,
    /// The edge.
    pub edge: &'static Edge,
    /// How often it was taken. Making the page reachable takes edges too.
    pub taken: usize,
}

impl fmt::Display for ExploredEdge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { from, edge, .. } = self;
        write!(f, "{from} => {}", edge.to)?;
        for (position, cause) in edge.on.iter().enumerate() {
            f.write_str(if position == 0 { " on " } else { ", " })?;
            match cause {
                Cause::Other(code) => write!(f, "{code}")?,
                named => f.write_str(named.name())?,
            }
        }
        if let Some(via) = edge.via {
            write!(f, " via {}", via.name())?;
        }
        if let Some(retry) = edge.retry {
            write!(f, " retry {}", retry.limit)?;
        }
        edge.after.map_or(Ok(()), |after| write!(f, " after {after:?}"))
    }
}

/// A flaw of a page and the path that leads to it, or the reason why nothing is proved.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Flaw {
    /// What kind of a result it is.
    pub kind: FlawKind,
    /// The moves of the path, in order.
    pub path: Vec<String>,
    /// What is wrong.
    pub what: String,
    /// The start and the moves of the path.
    pub(super) played: Option<(usize, Vec<Move>)>,
}

/// The kind of a [`Flaw`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FlawKind {
    /// The page does what it must not do, on this path.
    Broken,
    /// No path reaches a joined call (or, for `receive(only)`, makes the page reachable), so nothing that matters was
    /// played. Tell the explorer with which answers or values a call is placed.
    NeverReached,
    /// The page has too many paths to play them all. It may be sound.
    TooLarge,
    /// The explorer was given a value for a field that the page does not have or that cannot hold it.
    Options,
    /// The search was stopped: see [`Explorer::watch`](super::Explorer::watch).
    StoppedByWatcher,
}

/// How many moves of a path `Display` writes at each end.
const SHOWN: usize = 30;

impl Flaw {
    pub(super) fn new(kind: FlawKind, what: impl Into<String>) -> Self {
        Self { kind, path: Vec::new(), what: what.into(), played: None }
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.what)?;
        let skipped = SHOWN..self.path.len().saturating_sub(SHOWN);
        for (number, step) in self.path.iter().enumerate() {
            if number == skipped.start && skipped.len() > 1 {
                writeln!(f, "  … {} more", skipped.len())?;
            }
            if skipped.len() <= 1 || !skipped.contains(&number) {
                writeln!(f, "  {}. {step}", number + 1)?;
            }
        }
        Ok(())
    }
}

impl core::error::Error for Flaw {}
