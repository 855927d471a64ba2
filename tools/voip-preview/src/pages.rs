//! Pages without their types: the only generic code of the preview.
//!
//! The rest of the preview is compiled once, in this crate. So a change to a page rebuilds only what is here.

use std::cell::RefCell;
use std::marker::PhantomData;
use std::ops::Deref;
use std::rc::Rc;
use std::sync::Arc;

use voip_runtime::field::FieldError;
use voip_runtime::record::{Input, Record, Recorder, Recording, RecordingError};
use voip_runtime::session::{Available, Event, Tapped};
use voip_runtime::sim::fill_in::{Person, values};
use voip_runtime::sim::scenario::ScenarioPage;
use voip_runtime::sim::{self, Divergence, Explored, Explorer, Flaw};
use voip_runtime::spec::{Fields, Spec};
use voip_runtime::value::Value;
use voip_runtime::{CallError, Page, Session, State};

use crate::answers::{Answers, RequestFn, Target};

/// The pages of a preview; there is at least one, and the first is the default.
#[derive(Clone)]
pub(crate) struct Pages {
    pages: Arc<[Arc<Previewed>]>,
    /// The functions that answer the host calls that a page makes itself.
    answers: Arc<[(Target, RequestFn)]>,
}

impl Pages {
    /// `None` if there is no page.
    pub(crate) fn new(pages: Vec<Previewed>, answers: Vec<(Target, RequestFn)>) -> Option<Self> {
        let pages: Arc<[_]> = pages.into_iter().map(Arc::new).collect();
        (!pages.is_empty()).then(|| Self { pages, answers: answers.into() })
    }

    /// The answers of a phone.
    pub(crate) fn answers(&self) -> Rc<Answers> {
        Rc::new(Answers::new(self.answers.clone()))
    }

    #[cfg(test)]
    pub(crate) fn of(pages: &[&'static dyn AnyPage]) -> Self {
        let mut previewed = Vec::new();
        for page in pages {
            previewed.push(Previewed::new(*page, &previewed));
        }
        Self::new(previewed, Vec::new()).expect("a page")
    }

    #[expect(clippy::indexing_slicing, reason = "there is at least one page")]
    pub(crate) fn first(&self) -> &Arc<Previewed> {
        &self.pages[0]
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Arc<Previewed>> {
        self.pages.iter()
    }

    pub(crate) fn names(&self) -> Vec<&'static str> {
        self.iter().map(|page| page.name).collect()
    }

    pub(crate) fn find(&self, name: &str) -> Option<&Arc<Previewed>> {
        self.iter().find(|page| page.name == name)
    }

    /// The page that the recording was made on, as its header says; or else the first one, which will not read it.
    pub(crate) fn of_recording(&self, text: &str) -> &Arc<Previewed> {
        let header: Option<serde_json::Value> = text
            .trim_start_matches('\u{feff}')
            .lines()
            .next()
            .and_then(|line| serde_json::from_str(line).ok());
        let name = header.as_ref().and_then(|header| header.get("page")?.as_str());
        self.iter().find(|page| Some(page.spec().name) == name).unwrap_or_else(|| self.first())
    }
}

/// A page of a preview.
pub(crate) struct Previewed {
    page: &'static dyn AnyPage,
    /// The name of the page's struct, or its route if another page has that name.
    pub(crate) name: &'static str,
}

impl Previewed {
    /// The page with the type `P`, next to the others.
    pub(crate) fn new(page: &'static dyn AnyPage, others: &[Self]) -> Self {
        let spec = page.spec();
        let is_taken = others.iter().any(|other| other.name == spec.name);
        Self { page, name: if is_taken { spec.route } else { spec.name } }
    }
}

impl Deref for Previewed {
    type Target = dyn AnyPage;

    fn deref(&self) -> &Self::Target {
        self.page
    }
}

/// A page.
pub(crate) trait AnyPage: Send + Sync {
    fn spec(&self) -> &'static Spec;

    /// The path of the page's type.
    fn path(&self) -> &'static str;

    /// The page when it opens.
    fn initial(&self) -> Rc<dyn Fields>;

    /// Opens the page on the recorder, which also records its inputs and changes.
    fn open(&self, recorder: &Recorder) -> Rc<dyn OpenPage>;

    fn recording(&self, records: Vec<Record>) -> Recording;

    fn read(&self, text: &str) -> Result<Recording, RecordingError>;

    fn replay(&self, recording: Recording) -> Box<dyn AnyReplay>;

    /// The page, to play scenarios on it.
    fn scenario_page(&self) -> ScenarioPage;

    /// Plays every path, also with these answers to host calls with these names that the page makes itself, and records the
    /// path of a flaw. The watcher gets the number of paths that were played, and returns `false` to stop.
    fn explore(
        &self,
        answers: Vec<(String, Value)>,
        watcher: ExploreWatcher,
    ) -> (Result<Explored, Flaw>, Option<Recording>);
}

pub(crate) type ExploreWatcher = Box<dyn FnMut(usize) -> bool>;

/// A page that is open on a host.
pub(crate) trait OpenPage {
    fn state(&self) -> PageState;

    fn fields(&self) -> Rc<dyn Fields>;

    /// Does what the user or the mini-program does. The result of a tap is returned; another input that has an effect is
    /// [`Tapped::Started`].
    fn input(&self, input: &Input) -> Result<Tapped, FieldError>;

    fn subscribe(&self, subscriber: Box<dyn Fn(&Event<'_>)>);
}

/// What an open page shows, without its fields.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is shown on its own")]
pub(crate) struct PageState {
    pub(crate) state: State,
    pub(crate) busy: bool,
    pub(crate) loading: bool,
    pub(crate) receiving: bool,
    pub(crate) reachable: bool,
    pub(crate) connected: bool,
    pub(crate) error: Option<CallError>,
    pub(crate) available: Available,
}

impl Default for PageState {
    /// The state of a page that is not open.
    fn default() -> Self {
        Self {
            state: State::Idle,
            busy: false,
            loading: false,
            receiving: false,
            reachable: false,
            connected: false,
            error: None,
            available: Available::default(),
        }
    }
}

/// Fills in required fields that are empty, if they `may` be filled in, so that one tap makes a call. Returns their names.
pub(crate) fn fill_in(
    spec: &'static Spec,
    session: &dyn OpenPage,
    caller: Person,
    listener: Person,
    may: impl Fn(usize) -> bool,
) -> Vec<&'static str> {
    let values =
        values(spec, &*session.fields(), caller, listener).into_iter().filter(|(index, ..)| may(*index));
    let accepted = values.filter(|(_, field, value)| {
        session.input(&Input::Set { field: field.name.into(), value: value.clone() }).is_ok()
    });
    accepted.map(|(_, field, _)| field.name).collect()
}

/// A replay of a recording, line by line.
pub(crate) trait AnyReplay {
    fn step(&mut self) -> Option<Result<Record, Divergence>>;

    fn page(&self) -> Rc<dyn OpenPage>;

    /// The number of the line that was played last, from 1.
    fn line(&self) -> usize;

    fn lines(&self) -> usize;
}

/// The page with the type `P`.
pub(crate) const fn page<P: Page>() -> &'static dyn AnyPage {
    &PageOf::<P>(PhantomData)
}

struct PageOf<P>(PhantomData<fn() -> P>);

impl<P: Page> AnyPage for PageOf<P> {
    fn spec(&self) -> &'static Spec {
        P::SPEC
    }

    fn path(&self) -> &'static str {
        std::any::type_name::<P>()
    }

    fn initial(&self) -> Rc<dyn Fields> {
        Rc::new(P::initial())
    }

    fn open(&self, recorder: &Recorder) -> Rc<dyn OpenPage> {
        let session = Session::<P>::new(recorder.clone());
        recorder.observe(&session);
        Rc::new(session)
    }

    fn recording(&self, records: Vec<Record>) -> Recording {
        Recording::of::<P>(records)
    }

    fn read(&self, text: &str) -> Result<Recording, RecordingError> {
        Recording::read::<P>(text)
    }

    fn replay(&self, recording: Recording) -> Box<dyn AnyReplay> {
        Box::new(sim::Replay::<P>::new(recording))
    }

    fn scenario_page(&self) -> ScenarioPage {
        ScenarioPage::of::<P>()
    }

    fn explore(
        &self,
        answers: Vec<(String, Value)>,
        watcher: ExploreWatcher,
    ) -> (Result<Explored, Flaw>, Option<Recording>) {
        let watcher = RefCell::new(watcher);
        let all = Explorer::new().watch(move |paths| (*watcher.borrow_mut())(paths));
        let explorer = answers.into_iter().fold(all, |all, (name, answer)| all.answer(&name, answer));
        let result = explorer.explore::<P>();
        let recording = result.as_ref().err().and_then(|flaw| explorer.record::<P>(flaw));
        (result, recording)
    }
}

impl<P: Page> OpenPage for Session<P> {
    fn state(&self) -> PageState {
        PageState {
            state: self.state(),
            busy: self.busy(),
            loading: self.loading(),
            receiving: self.receiving(),
            reachable: self.reachable(),
            connected: self.connected(),
            error: self.error(),
            available: self.available(),
        }
    }

    fn fields(&self) -> Rc<dyn Fields> {
        self.page()
    }

    fn input(&self, input: &Input) -> Result<Tapped, FieldError> {
        let had_effect = match input {
            Input::Set { field, value } => {
                self.input(field, value.clone())?;
                true
            }
            Input::Load { query } => {
                self.load(query.iter().map(|(name, value)| (name.as_str(), value.as_str())))?;
                true
            }
            Input::Show => {
                self.show();
                true
            }
            Input::Tap => return Ok(self.tap()),
            Input::Call { contact } => return Ok(self.call(*contact)),
            Input::MakeReachable => self.set_reachable(true),
            Input::MakeUnreachable => self.set_reachable(false),
            Input::HangUp => self.hang_up(),
            Input::Dismiss => self.dismiss(),
            Input::Cancel => self.cancel(),
            Input::Leave => {
                self.leave();
                true
            }
            // There are no other inputs.
            _ => false,
        };
        Ok(if had_effect { Tapped::Started } else { Tapped::Ignored })
    }

    fn subscribe(&self, subscriber: Box<dyn Fn(&Event<'_>)>) {
        self.subscribe(subscriber);
    }
}

impl<P: Page> AnyReplay for sim::Replay<P> {
    fn step(&mut self) -> Option<Result<Record, Divergence>> {
        self.step()
    }

    fn page(&self) -> Rc<dyn OpenPage> {
        self.session().clone()
    }

    fn line(&self) -> usize {
        self.line()
    }

    fn lines(&self) -> usize {
        self.lines()
    }
}
