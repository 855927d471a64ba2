//! The world of one tab: two phones, the network between them, and time.
//!
//! It has a thread to itself, since a page is made for one thread, and since a handler that does not come
//! back is then nobody else's trouble.

mod log;
mod mishaps;
mod opening;
mod phone;
mod replaying;
mod time;

use std::collections::BTreeMap;

use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio::time::timeout;
use voip_runtime::Page;
use voip_runtime::record::OpenIds;
use voip_runtime::sim::SimHost;
use voip_runtime::value::Value;

use self::phone::Phone;
use self::replaying::Replaying;
use self::time::Time;
use super::outbox::Outbox;
use super::settings::{Settings, Wrong};
use super::which::Which;
use super::wire::{self, Order, Refusal, Told};

/// Who is at the phone.
fn openid(which: Which) -> &'static str {
    match which {
        Which::A => "openid-of-phone-a",
        Which::B => "openid-of-phone-b",
    }
}

/// The world of one tab.
pub(super) struct Stage<P: Page> {
    phones: [Phone<P>; 2],
    /// What the browser has last heard of each.
    seen: [Option<wire::Phone>; 2],
    settings: Settings,
    time: Time,
    replay: Option<Replaying<P>>,
    /// How many recordings were played.
    replays: u32,
    outbox: Outbox,
}

impl<P: Page> Stage<P> {
    /// A world that begins as the address and the forms say. What means nothing in the address is told, and
    /// the world begins without it.
    pub(super) fn open(query: &str, fields: Vec<BTreeMap<String, Value>>, outbox: Outbox) -> Self {
        let (settings, wrong) = Settings::read(query);
        if !wrong.is_empty() {
            outbox.reply(Told::Refused(refusal("open", &wrong)));
        }
        let (a, b) = SimHost::pair(openid(Which::A), openid(Which::B));
        let mut fields = fields.into_iter();
        let mut phone =
            |which, host| Phone::new(which, host, outbox.clone(), fields.next().unwrap_or_default());
        let phones = [phone(Which::A, a), phone(Which::B, b)];
        let time = Time::new(Which::A.of(&phones).host.clone(), settings.speed);
        let mut stage = Self {
            phones,
            seen: [None, None],
            settings: Settings::default(),
            time,
            replay: None,
            replays: 0,
            outbox,
        };
        for phone in &mut stage.phones {
            phone.start();
        }
        stage.set(settings);
        stage.begin_in_states();
        stage.show();
        stage
    }

    /// Goes on until the tab is closed, or begins another world.
    pub(super) fn run(&mut self, orders: &mut mpsc::Receiver<Order>, runtime: &Handle) {
        loop {
            let order = match self.time.until_due() {
                None => runtime.block_on(orders.recv()),
                Some(wait) => {
                    let order = runtime.block_on(async { timeout(wait, orders.recv()).await });
                    let Ok(order) = order else {
                        self.go_on();
                        continue;
                    };
                    order
                }
            };
            let Some(order) = order else { return };
            // What was due by now comes before what the user has done now.
            self.time.pass();
            if let Err(refused) = self.obey(order) {
                self.outbox.reply(Told::Refused(refused));
            }
            self.go_on();
        }
    }

    /// What is due happens, and what takes no time besides, before anyone can look.
    fn go_on(&mut self) {
        self.time.pass();
        self.phones.iter_mut().for_each(Phone::let_come);
        self.time.pass();
        self.show();
    }

    fn obey(&mut self, order: Order) -> Result<(), Refusal> {
        match order {
            // The tab itself begins the next world, and knows what was sent.
            Order::Open { .. } | Order::Took(_) => {}
            Order::Ping(number) => self.outbox.reply(Told::Pong(number)),
            Order::Settings(query) => {
                self.only_live("settings")?;
                let (settings, wrong) = Settings::read(&query);
                if !wrong.is_empty() {
                    return Err(refusal("settings", &wrong));
                }
                self.set(settings);
            }
            Order::Input { phone, input } => {
                self.only_live("input")?;
                phone.of_mut(&mut self.phones).input(input)?;
            }
            Order::Person { phone, does } => {
                self.only_live("person")?;
                phone.of_mut(&mut self.phones).person(does)?;
            }
            Order::Time(time) => {
                self.only_live("time")?;
                match time {
                    wire::Time::Pause => self.time.pause(),
                    wire::Time::Resume => self.time.resume(),
                    wire::Time::Step => self.time.step(),
                }
            }
            Order::Recording { phone, full_openids } => {
                let (recording, whole) = self.recording_of(phone);
                let openids = if full_openids { OpenIds::Full } else { OpenIds::Aliased };
                self.outbox.reply(Told::File {
                    name: format!("{}-{}.jsonl", P::SPEC.name, phone.letter()),
                    text: recording.to_lines(P::SPEC, openids),
                    whole,
                });
            }
            Order::Test { phone } => self.test(phone)?,
            Order::Replay { phone, text } => self.begin_replay(phone, &text)?,
            Order::ReplayStep(lines) => self.step_replay(lines)?,
            Order::EndReplay => self.end_replay(),
        }
        Ok(())
    }

    fn set(&mut self, settings: Settings) {
        for which in Which::BOTH {
            which.of_mut(&mut self.phones).set(which.of(&settings.phones), settings.instant);
        }
        self.time.set_speed(settings.speed);
        self.settings = settings;
    }

    /// While a replay is shown, nothing else happens.
    fn only_live(&self, what: &'static str) -> Result<(), Refusal> {
        match self.replay {
            None => Ok(()),
            Some(_) => Err(Refusal::new(
                what,
                "a recording is being played; end that first",
                "正在回放录制，请先结束回放",
            )),
        }
    }

    fn test(&self, phone: Which) -> Result<(), Refusal> {
        let (recording, whole) = self.recording_of(phone);
        if !whole {
            return Err(Refusal::new(
                "test",
                "this run is too long to be a test: begin a new one, and do only what the test is about",
                "本次运行过长，无法生成测试：请重新开始，只做测试所需的操作",
            ));
        }
        let page = std::any::type_name::<P>();
        let text = recording
            .aliased(P::SPEC)
            .to_test(P::SPEC, page, "as_it_was_recorded")
            .map_err(|why| Refusal::new("test", why.to_string(), format!("无法生成测试：{why}")))?;
        self.outbox.reply(Told::TestFile { name: format!("{}.rs", P::SPEC.name), text });
        Ok(())
    }

    /// Tells the browser what has become different.
    fn show(&mut self) {
        let mut phones = [None, None];
        for which in Which::BOTH {
            let view = match &self.replay {
                Some(replay) if replay.which == which => replay.view(which.of(&self.phones).view()),
                _ => which.of(&self.phones).view(),
            };
            let seen = which.of_mut(&mut self.seen);
            if seen.as_ref() != Some(&view) {
                *seen = Some(view.clone());
                *which.of_mut(&mut phones) = Some(view);
            }
        }
        let replay = self.replay.as_ref().map(Replaying::shown);
        self.outbox.update(self.time.clock(), phones, replay);
    }
}

/// Of all that is wrong with an address, with the keys.
fn refusal(what: &'static str, wrong: &[(String, Wrong)]) -> Refusal {
    let all = |words: fn(&Wrong) -> &str| wrong.iter().map(|(_, wrong)| words(wrong)).collect::<Vec<_>>();
    let keys = wrong.iter().map(|(key, _)| key.clone()).collect();
    let (english, chinese) = (all(|wrong| &wrong.english), all(|wrong| &wrong.chinese));
    Refusal { keys, ..Refusal::new(what, english.join("; "), chinese.join("；")) }
}

#[cfg(test)]
mod tests;
