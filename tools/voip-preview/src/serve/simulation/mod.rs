//! The simulation of one tab: two phones, the network between them, and a virtual clock.
//!
//! It runs on its own thread, because a page is not `Send`, and so that a handler that never returns stops only
//! its own tab.

mod address_errors;
mod clock;
mod explain;
mod exploring;
mod history;
mod initial_state;
mod log;
mod phone;
mod replay;
pub(super) mod scenario;
mod shown;
pub(super) mod thread;
mod timed_faults;

use std::rc::Rc;
use std::sync::Arc;

use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio::time::timeout;
use voip_runtime::record::OpenIds;
use voip_runtime::sim::answers::Given;
use voip_runtime::sim::{SimHost, Step};
use voip_runtime::spec::Spec;

use self::address_errors::refusal;
use self::clock::VirtualClock;
use self::exploring::Exploring;
use self::history::History;
use self::phone::Phone;
use self::replay::ActiveReplay;
use self::scenario::CrateScenarios;
use self::shown::Seen;
use super::outbox::Outbox;
use super::settings::{PhoneId, Settings};
use super::wire::{ClassifiedView, Command, Event, Forms, PhoneView, Refusal, TimeControl};
use crate::pages::{Pages, Previewed};

/// A simulation, from outside: the queue of its commands. Dropping it ends the simulation.
pub(super) type SimulationHandle = mpsc::Sender<Command>;

/// The openid of the user of this phone.
const fn openid(phone: PhoneId) -> &'static str {
    match phone {
        PhoneId::A => "openid-of-phone-a",
        PhoneId::B => "openid-of-phone-b",
    }
}

/// Whether the clock was paused before it was paused for the user.
struct WasPaused(bool);

/// The simulation of one tab.
pub(super) struct Simulation {
    pages: Pages,
    phones: [Phone; 2],
    /// The state of each phone that was sent last.
    sent: [Option<PhoneView>; 2],
    /// What each phone showed then, unless a replay was shown in place of it.
    sent_of: [Option<Seen>; 2],
    history: Rc<History>,
    /// Whether a past moment is shown, and then whether the clock was paused before.
    past: Option<WasPaused>,
    /// Whether it was explained that each phone rings.
    know_ringing: [bool; 2],
    settings: Settings,
    clock: VirtualClock,
    replay: Option<ActiveReplay>,
    exploring: [Option<Exploring>; 2],
    pub(super) crate_scenarios: CrateScenarios,
    /// How many replays were started.
    replays: u32,
    outbox: Outbox,
}

impl Simulation {
    /// Starts with the settings of the address and the values of the forms. Invalid settings are reported and
    /// left out.
    pub(super) fn open(pages: Pages, query: &str, fields: Vec<Forms>, outbox: Outbox) -> Self {
        let (settings, errors) = Settings::read(query, &pages.names());
        if !errors.is_empty() {
            outbox.reply(Event::Refused(refusal("open", &errors)));
        }
        let (a, b) = SimHost::pair(openid(PhoneId::A), openid(PhoneId::B));
        let mut fields = fields.into_iter();
        let history = Rc::new(History::default());
        let mut phone = |id, host| {
            let page = page_of(id, &settings, &pages);
            let fields = fields.next().unwrap_or_default();
            Phone::new(id, host, page, pages.answers(), outbox.clone(), &history, fields)
        };
        let phones = [phone(PhoneId::A, a), phone(PhoneId::B, b)];
        history.observe(phones.each_ref().map(|phone| phone.shown.clone()));
        let clock = VirtualClock::new(PhoneId::A.of(&phones).host.clone(), history.clone(), settings.speed);
        let mut simulation = Self {
            pages,
            phones,
            sent: [None, None],
            sent_of: [None, None],
            history,
            past: None,
            know_ringing: [false, false],
            settings: Settings::default(),
            clock,
            replay: None,
            exploring: [None, None],
            crate_scenarios: CrateScenarios::default(),
            replays: 0,
            outbox,
        };
        for id in PhoneId::BOTH {
            let phone = id.of_mut(&mut simulation.phones);
            phone.set_query(id.of(&settings.queries));
            phone.set_answers(id.of::<Vec<_>>(&settings.answers));
            phone.start();
        }
        simulation.history.complete_start();
        simulation.set(settings);
        simulation.enter_initial_states();
        simulation.publish();
        simulation
    }

    /// Runs until the handle is dropped.
    pub(super) fn run(&mut self, commands: &mut mpsc::Receiver<Command>, runtime: &Handle) {
        loop {
            let command = match self.clock.until_due() {
                None => runtime.block_on(commands.recv()),
                Some(wait) => {
                    let command = runtime.block_on(async { timeout(wait, commands.recv()).await });
                    let Ok(command) = command else {
                        self.advance();
                        continue;
                    };
                    command
                }
            };
            let Some(command) = command else { return };
            // Events that are already due happen before the command.
            self.clock.run_due();
            if let Err(refusal) = self.handle(command) {
                self.outbox.reply(Event::Refused(refusal));
            }
            self.advance();
        }
    }

    /// After a panic of the page: only past moments can be shown, until the handle is dropped.
    pub(super) fn serve_moments(&self, commands: &mut mpsc::Receiver<Command>, runtime: &Handle) {
        while let Some(command) = runtime.block_on(commands.recv()) {
            match command {
                Command::Ping(number) => self.outbox.reply(Event::Pong(number)),
                Command::Moment(Some(position)) => self.send_moment(position),
                _ => {}
            }
        }
    }

    /// Runs everything that is due, including what follows at once, and sends the changes.
    fn advance(&mut self) {
        self.clock.run_due();
        self.phones.iter_mut().for_each(Phone::apply_timed_faults);
        self.clock.run_due();
        self.publish();
    }

    fn handle(&mut self, command: Command) -> Result<(), Refusal> {
        self.history.something_happens();
        match command {
            // The connection handles these itself.
            Command::Open { .. } | Command::Ack(_) => {}
            Command::Ping(number) => self.outbox.reply(Event::Pong(number)),
            Command::Settings(query) => {
                self.require_live("settings")?;
                let (settings, errors) = Settings::read(&query, &self.pages.names());
                let wrong = PhoneId::BOTH
                    .into_iter()
                    .flat_map(|id| id.of(&self.phones).wrong_answers(id.of::<Vec<_>>(&settings.answers)));
                let errors: Vec<_> = errors.into_iter().chain(wrong).collect();
                if !errors.is_empty() {
                    return Err(refusal("settings", &errors));
                }
                self.set(settings);
            }
            Command::Input { phone, input } => {
                self.require_live("input")?;
                phone.of_mut(&mut self.phones).input(input)?;
            }
            Command::Action { phone, action } => {
                self.require_live("action")?;
                phone.of_mut(&mut self.phones).act(action)?;
            }
            Command::Time(time) => {
                self.require_live("time")?;
                match time {
                    TimeControl::Pause => self.clock.pause(),
                    TimeControl::Resume => self.clock.resume(),
                    TimeControl::Step => self.clock.step(),
                }
            }
            Command::Moment(position) => self.show_moment(position),
            Command::Recording { phone, full_openids } => {
                let (recording, whole) = self.recording_of(phone);
                let spec = self.page_of(phone).spec();
                let openids = if full_openids { OpenIds::Full } else { OpenIds::Aliased };
                self.outbox.reply(Event::File {
                    name: format!("{}-{}.jsonl", spec.name, phone.letter()),
                    text: recording.to_lines(spec, openids),
                    whole,
                });
            }
            Command::Classify { text, step } => {
                let step = Step::ALL.into_iter().find(|known| Some(known.name()) == step.as_deref());
                let spec = self.page_of(PhoneId::A).spec();
                self.outbox.reply(Event::Classified(Box::new(ClassifiedView::of(spec, &text, step))));
            }
            Command::Explore { phone } => {
                let answers = phone.of::<Vec<_>>(&self.settings.answers).iter();
                let answers = answers.flat_map(Given::successes).collect();
                let (page, outbox) = (self.page_of(phone), self.outbox.clone());
                *phone.of_mut(&mut self.exploring) = Some(exploring::start(phone, page, answers, outbox)?);
            }
            Command::CancelExplore { phone } => *phone.of_mut(&mut self.exploring) = None,
            Command::Scenarios => self.list_scenarios()?,
            Command::Scenario(name) => self.play_scenario(&name)?,
            Command::SaveScenario(save) => self.save_scenario(*save)?,
            Command::Test { phone } => self.send_test(phone)?,
            Command::Replay { phone, text } => {
                self.show_moment(None);
                self.start_replay(phone, &text)?;
            }
            Command::ReplayStep(lines) => {
                self.show_moment(None);
                self.step_replay(lines)?;
            }
            Command::EndReplay => {
                self.show_moment(None);
                self.end_replay();
            }
        }
        Ok(())
    }

    fn set(&mut self, settings: Settings) {
        for id in PhoneId::BOTH {
            let phone = id.of_mut(&mut self.phones);
            phone.set_query(id.of(&settings.queries));
            phone.set_answers(id.of::<Vec<_>>(&settings.answers));
            phone.set_page(page_of(id, &settings, &self.pages));
            phone.set_faults(id.of(&settings.phones), settings.instant);
        }
        self.clock.set_speed(settings.speed);
        self.settings = settings;
    }

    /// Refuses the command while a recording is replayed or a past moment is shown.
    fn require_live(&self, command: &'static str) -> Result<(), Refusal> {
        if self.past.is_some() {
            return Err(Refusal::new(
                command,
                "a past moment is shown: go back to now first",
                "正在显示过去的时刻，请先回到现在",
            ));
        }
        match self.replay {
            None => Ok(()),
            Some(_) => Err(Refusal::new(
                command,
                "a recording is being replayed: end the replay first",
                "正在回放录制，请先结束回放",
            )),
        }
    }

    fn send_test(&self, phone: PhoneId) -> Result<(), Refusal> {
        let (recording, whole) = self.recording_of(phone);
        if !whole {
            return Err(Refusal::new(
                "test",
                "this run is too long for a test: start a new run, and do only what the test needs",
                "本次运行过长，无法生成测试：请重新开始，只做测试所需的操作",
            ));
        }
        let page = self.page_of(phone);
        let spec = page.spec();
        let text =
            recording.aliased(spec).to_test(spec, page.path(), "as_it_was_recorded").map_err(|why| {
                Refusal::new(
                    "test",
                    format!("cannot make a test of this recording: {why}"),
                    "无法用这段录制生成测试：录制不完整、前后矛盾，或者同一毫秒内发生的事情过多",
                )
            })?;
        self.outbox.reply(Event::TestFile { name: format!("{}.rs", spec.name), text });
        Ok(())
    }

    /// Shows a past moment, or now again. The run waits while a past moment is shown.
    fn show_moment(&mut self, position: Option<u64>) {
        let Some(position) = position else {
            if let Some(WasPaused(false)) = self.past.take() {
                self.clock.resume();
            }
            return;
        };
        if self.past.is_none() {
            self.past = Some(WasPaused(self.clock.is_paused()));
            self.clock.pause();
        }
        self.send_moment(position);
    }

    fn send_moment(&self, position: u64) {
        let moment = self.history.moment(position);
        self.outbox.reply(Event::Moment { position, moment });
    }

    /// Sends what has changed to the browser.
    fn publish(&mut self) {
        let replayed = self
            .replay
            .as_ref()
            .map(|replay| (replay.phone, Rc::new(replay.view(replay.phone.of(&self.phones).view()))));
        let seen = self.history.update(replayed.clone());
        let mut phones = [None, None];
        for id in PhoneId::BOTH {
            let replayed = replayed.as_ref().filter(|(phone, _)| *phone == id);
            let seen = seen.as_ref().map(|seen| id.of(seen)).filter(|_| replayed.is_none());
            let sent_of = std::mem::replace(id.of_mut(&mut self.sent_of), seen.cloned());
            if sent_of.is_some_and(|before| seen.is_some_and(|seen| seen.is_same(&before))) {
                continue;
            }
            let view = match (replayed, seen) {
                (Some((_, view)), _) => (**view).clone(),
                (None, Some(seen)) => seen.view(),
                (None, None) => id.of(&self.phones).view(),
            };
            let sent = id.of_mut(&mut self.sent);
            if sent.as_ref() != Some(&view) {
                if let Some(why) = sent
                    .as_ref()
                    .and_then(|before| explain::unnoticed(before, &view, id.of_mut(&mut self.know_ringing)))
                {
                    id.of(&self.phones).explain(why);
                }
                *sent = Some(view.clone());
                *id.of_mut(&mut phones) = Some(view);
            }
        }
        let replay = self.replay.as_ref().map(ActiveReplay::progress);
        self.outbox.update(self.clock.view(), phones, replay, self.history.first());
    }
}

/// The page that the phone shows: that of the settings, or the default. By default, the first page that calls is on A,
/// and a page that is called is on B.
fn page_of(id: PhoneId, settings: &Settings, pages: &Pages) -> Arc<Previewed> {
    let first = |wanted: fn(&Spec) -> bool| pages.iter().find(|page| wanted(page.spec()));
    let default = match id {
        PhoneId::A => first(|spec| !spec.never_calls()),
        PhoneId::B => first(Spec::never_calls).or_else(|| first(|spec| spec.receive.is_some())),
    };
    let chosen = id.of(&settings.pages).as_deref().and_then(|name| pages.find(name));
    chosen.or(default).unwrap_or_else(|| pages.first()).clone()
}

#[cfg(test)]
mod tests;
