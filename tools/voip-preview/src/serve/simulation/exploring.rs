//! A run of `explore` for the page of a phone, in a thread of its own.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use voip_runtime::record::OpenIds;
use voip_runtime::sim::{Explored, FlawKind};
use voip_runtime::value::Value;

use crate::Colours;
use crate::explore::report_of;
use crate::pages::Previewed;
use crate::serve::outbox::Outbox;
use crate::serve::settings::PhoneId;
use crate::serve::wire::{Event, ExploredEdge, ExploredView, Refusal};

/// The time between two messages about the progress.
const PROGRESS_INTERVAL: Duration = Duration::from_millis(250);

/// How many runs there are at a time, of all tabs. A run cannot be cancelled while the page's code does not return.
const MAX_RUNS: usize = 8;

static RUNS: AtomicUsize = AtomicUsize::new(0);

/// Counts a run until it ends.
struct Counted;

impl Counted {
    fn new() -> Option<Self> {
        let more = |runs| (runs < MAX_RUNS).then_some(runs + 1);
        RUNS.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more).ok().map(|_| Self)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        RUNS.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A run of `explore`. Dropping it cancels the run.
pub(super) struct Exploring(Arc<AtomicBool>);

impl Drop for Exploring {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Starts to explore the page that this phone shows.
pub(super) fn start(
    phone: PhoneId,
    page: Arc<Previewed>,
    answers: Vec<(String, Value)>,
    outbox: Outbox,
) -> Result<Exploring, Refusal> {
    let counted = Counted::new().ok_or_else(|| {
        let english = "too many explorations run: cancel one, or restart the preview";
        Refusal::new("explore", english, "正在进行的遍历过多，请取消一个，或重新启动预览")
    })?;
    let is_cancelled = Arc::new(AtomicBool::new(false));
    let exploring = Exploring(is_cancelled.clone());
    let thread = thread::Builder::new().name("explore".into()).spawn(move || {
        let _counted = counted;
        let explored = explore(phone, &page, answers, &is_cancelled, &outbox);
        // Whoever cancelled it waits for no result.
        if !is_cancelled.load(Ordering::Relaxed) {
            outbox.reply(Event::Explored(Box::new(explored)));
        }
    });
    thread.map(|_| exploring).map_err(|error| {
        Refusal::new("explore", format!("cannot start a thread: {error}"), "无法启动线程".to_owned())
    })
}

fn explore(
    phone: PhoneId,
    page: &Previewed,
    answers: Vec<(String, Value)>,
    is_cancelled: &Arc<AtomicBool>,
    outbox: &Outbox,
) -> ExploredView {
    let (is_cancelled, progress, mut shown) = (is_cancelled.clone(), outbox.clone(), Instant::now());
    let (result, recording) = page.explore(
        answers,
        Box::new(move |paths| {
            if shown.elapsed() > PROGRESS_INTERVAL {
                shown = Instant::now();
                progress.reply(Event::Exploring { phone, paths });
            }
            !is_cancelled.load(Ordering::Relaxed)
        }),
    );
    let spec = page.spec();
    let text = report_of(page.spec(), &result, Colours::default()).out;
    let edges = result.iter().flat_map(Explored::edges).map(|edge| ExploredEdge {
        from: edge.from,
        to: edge.edge.to,
        taken: edge.taken,
    });
    let (clean, flaw) = match &result {
        Ok(_) => (true, None),
        Err(flaw) => (false, (flaw.kind != FlawKind::StoppedByWatcher).then(|| flaw.what.clone())),
    };
    ExploredView {
        phone,
        page: page.name,
        clean,
        flaw,
        text,
        edges: edges.collect(),
        recording: recording.map(|recording| recording.to_lines(spec, OpenIds::Full)),
    }
}
