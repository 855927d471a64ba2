//! What runs beside a call: the `on_load` function of a page, and the functions that its flow spawns.

use alloc::rc::Rc;
use alloc::string::String;
use core::fmt;
use core::future::Future;
use core::marker::PhantomData;

use super::{HostCalls, Page};
use crate::cause::Cause;
use crate::engine::{Engine, Handling, TASK, Tap, TaskKind};
use crate::error::CallError;
use crate::event::Event;
use crate::flow::Action;
use crate::machine::TakenEdge;
use crate::spec::Change;

/// A page, for what runs beside its call: its `on_load` function, and the functions that its flow spawns.
///
/// It reads and changes the fields of the page, and makes host calls. It cannot place a call.
///
/// What runs beside the call may await [`request`](HostCalls::request) and [`sleep`](HostCalls::sleep), and nothing else. If it
/// waits for anything else, it is stopped with an error as soon as no host call or sleep beside the call is pending, even if the
/// handler would wake it later. To wait for the handler, read a field of the page in a loop with `sleep`.
///
/// ```
/// use serde::{Deserialize, Serialize};
/// use voip_runtime::prelude::*;
///
/// #[derive(Serialize)]
/// struct Options<'a> {
///     url: &'a str,
/// }
///
/// #[derive(Deserialize)]
/// struct Family {
///     data: Vec<Contact>,
/// }
///
/// /// Loads the contacts of a page when it opens.
/// async fn load_family<P: Page + AsMut<Vec<Contact>>>(page: PageContext<P>) -> Result<(), CallError> {
///     let family: Family = page.host().request("request", &Options { url: "https://example.com/family" }).await?;
///     page.update(|page| *page.as_mut() = family.data);
///     Ok(())
/// }
/// ```
pub struct PageContext<P> {
    tap: Tap,
    marker: PhantomData<fn() -> P>,
}

impl<P: Page> PageContext<P> {
    fn of(engine: &Engine) -> Option<Self> {
        engine.begin_tasks();
        Some(Self { tap: Tap { engine: engine.rc()?, generation: TASK }, marker: PhantomData })
    }

    /// A snapshot of the page: its fields as they are now.
    pub fn page(&self) -> Rc<P> {
        self.tap.engine.typed_page()
    }

    /// Changes fields of the page, as [`Call::update`](super::Call::update) does.
    pub fn update(&self, change: impl FnOnce(&mut P)) {
        if self.tap.engine.is_current(TASK) {
            self.tap.engine.update(change);
        }
    }

    /// The host, for requests, timers and the time.
    pub fn host(&self) -> HostCalls<'_> {
        HostCalls::new(&self.tap)
    }

    /// The text of this parameter of the page's address, decoded, or of the `scene` of a mini-program code. `None` if the
    /// address has no such parameter.
    pub fn query(&self, name: &str) -> Option<String> {
        self.tap.engine.query_parameter(name)
    }
}

impl<P: Page> fmt::Debug for PageContext<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PageContext<{}>", P::SPEC.name)
    }
}

/// The `on_load` function of a page: an `async fn(PageContext<P>) -> Result<(), CallError>`.
///
/// `#[voip_page(on_load = …)]` takes the path of one. It runs once, when the page opens. A tap waits for it. If it fails, the
/// page shows the failure, and it runs again when the page is shown or a call button is tapped. Without a text for the user
/// ([`CallError::say`]), the page says that it could not be loaded (页面加载失败，请重试), unless the network failed, the host
/// did not answer in time, or the user refused the privacy terms.
#[diagnostic::on_unimplemented(
    message = "this is not an `on_load` function of `{P}`",
    label = "expected `async fn(PageContext<{P}>) -> Result<(), CallError>`",
    note = "an `on_load` function is an `async fn` that takes the page's context and returns `Result<(), CallError>`"
)]
pub trait OnLoad<P: Page> {
    /// Runs the function.
    #[doc(hidden)]
    fn run(self, page: PageContext<P>) -> Handling;
}

#[diagnostic::do_not_recommend]
impl<P, R> OnLoad<P> for fn(PageContext<P>) -> R
where
    P: Page,
    R: Future<Output = Result<(), CallError>> + 'static,
{
    #[inline(always)]
    fn run(self, page: PageContext<P>) -> Handling {
        let load = self(page);
        Handling::new(async { load.await.map_err(not_loaded) })
    }
}

/// The error of an `on_load` function. The sentences of most causes are about a call, which there is not.
fn not_loaded(error: CallError) -> CallError {
    match error.cause() {
        Cause::Network | Cause::Timeout | Cause::PrivacyRefused => error,
        _ => error.or_say("页面加载失败，请重试"),
    }
}

/// A function that a flow spawns: an `async fn(PageContext<P>, Change) -> Result<(), CallError>`.
///
/// The action `spawn(…)` of a flow takes the path of one. It runs beside the call and cannot delay it. While it runs, the
/// same edge does not start it again. Its failure is an event, [`Event::TaskFailed`], and is on the console of a phone.
/// [`PageContext`] says what it may await.
#[diagnostic::on_unimplemented(
    message = "the flow of `{P}` cannot spawn this",
    label = "expected `async fn(PageContext<{P}>, Change) -> Result<(), CallError>`",
    note = "a function that a flow spawns is an `async fn` that takes the page's context and the transition"
)]
pub trait Spawned<P: Page> {
    /// Runs the function.
    #[doc(hidden)]
    fn run(self, page: PageContext<P>, change: Change) -> Handling;
}

#[diagnostic::do_not_recommend]
impl<P, R> Spawned<P> for fn(PageContext<P>, Change) -> R
where
    P: Page,
    R: Future<Output = Result<(), CallError>> + 'static,
{
    #[inline(always)]
    fn run(self, page: PageContext<P>, change: Change) -> Handling {
        Handling::new(self(page, change))
    }
}

/// Starts the `on_load` function (`true`), or notifies subscribers that it has ended.
pub(super) fn load<P: Page>(engine: &Engine, starts: bool) {
    engine.notify_of_task(&Event::Loading(starts));
    if !starts {
        return;
    }
    if let (Some(load), Some(page)) = (P::ON_LOAD, PageContext::of(engine))
        && engine.is_current(TASK)
    {
        engine.add_task(TaskKind::Load, load(page));
    }
}

/// Shows a toast for some time, on a page that spawns nothing.
pub(super) fn timed_toast(engine: &Engine, action: &'static Action, _: &TakenEdge) {
    if let Action::Toast { title, duration } = *action {
        engine.toast(title, duration);
    }
}

/// Performs an action that few flows have: shows a toast for some time, or starts a function, unless it still runs.
pub(super) fn action<P: Page>(engine: &Engine, action: &'static Action, taken: &TakenEdge) {
    match *action {
        Action::Toast { title, duration } => engine.toast(title, duration),
        Action::Spawn { path, .. } if taken.in_call && engine.has_spawned(action) => {
            engine.notify_of_task(&Event::SpawnIgnored(path));
        }
        Action::Spawn { hook, .. } if taken.in_call => {
            if let (Some(spawn), Some(page)) = (P::SPAWN, PageContext::of(engine)) {
                engine.add_task(TaskKind::Spawned(action), spawn(hook, page, taken.change()));
            }
        }
        _ => {}
    }
}
