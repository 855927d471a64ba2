//! What only some pages have. A module whose pages do not have a feature does not contain its code, since only this table of a
//! page refers to it.

use alloc::rc::Rc;

use super::{Engine, Handling, Tap};
use crate::error::CallError;
use crate::event::Tapped;
#[cfg(all(target_arch = "wasm32", target_os = "none"))]
use crate::field::Field;
use crate::flow::Action;
use crate::host::{HostCall, SetEnable1v1ChatOptions};
use crate::machine::{Effect, Machine, TakenEdge};
use crate::spec::{Fields, Spec};

/// The features of a page.
pub(crate) struct Features {
    /// Starts the handler.
    pub(crate) handler: fn(Tap) -> Handling,
    /// Performs the part of an effect that only some pages have.
    pub(crate) perform: Option<fn(&Engine, Effect)>,
    /// Takes an answer that only some pages await.
    pub(crate) answer: Option<TakeAnswer>,
    /// Starts the `on_load` function (`true`), or notifies subscribers that it has ended.
    pub(crate) load: Option<fn(&Engine, bool)>,
    /// Performs an action that few flows have.
    pub(crate) action: Option<PerformAction>,
    /// Makes an input that only some pages have, by its number in the ABI.
    #[cfg(all(target_arch = "wasm32", target_os = "none"))]
    pub(crate) act: Option<fn(&Engine, u32)>,
    pub(crate) opening: Option<&'static Opening>,
    pub(crate) receiving: Option<&'static Receiving>,
    pub(crate) limits: Option<&'static CallLimits>,
    pub(crate) contacts: Option<&'static Contacts>,
}

type PerformAction = fn(&Engine, &'static Action, &TakenEdge);

type TakeAnswer = fn(&mut Machine, &'static Spec, u32, Option<&CallError>);

/// An input of the user.
pub(crate) type UserInput = fn(&mut Machine, &'static Spec) -> bool;

/// A page that does something when it is opened or shown.
pub(crate) struct Opening {
    pub(crate) opened: UserInput,
    pub(crate) shown: UserInput,
}

impl Opening {
    pub(crate) const SOME: &'static Self = &Self {
        opened: |machine, _| {
            machine.opened();
            true
        },
        shown: |machine, spec| {
            machine.shown(spec);
            true
        },
    };
}

/// A page that can be made reachable.
pub(crate) struct Receiving {
    pub(crate) make_reachable: UserInput,
    pub(crate) make_unreachable: UserInput,
    /// Makes the host call that disables calls.
    pub(crate) disable: fn(&Engine),
}

impl Receiving {
    pub(crate) const SOME: &'static Self = &Self {
        make_reachable: Machine::make_reachable,
        make_unreachable: Machine::make_unreachable,
        disable: |engine| {
            let options =
                SetEnable1v1ChatOptions { enable: false, ..SetEnable1v1ChatOptions::new(engine.spec) };
            let number = engine.with(|machine| machine.disable_number());
            engine.host.call(HostCall::SetEnable1v1Chat(options), engine.reply(number));
        },
    };
}

/// A page whose flow limits a joined call.
pub(crate) struct CallLimits {
    /// Starts the limits of a joined call.
    pub(crate) start: fn(&Engine),
    /// Takes whether the device reports the members of rooms.
    #[cfg(all(target_arch = "wasm32", target_os = "none"))]
    pub(crate) report_members: fn(&Engine, bool),
}

/// A page with contacts.
pub(crate) struct Contacts {
    /// The user taps the call button of the contact with this index, or that of the page.
    pub(crate) tap: fn(&Engine, Option<usize>) -> Tapped,
    /// The page, with the contact whose button was tapped as the listener.
    pub(crate) calling_page: fn(&Engine) -> Rc<dyn Fields>,
    /// Shows the list: the field with this index.
    #[cfg(all(target_arch = "wasm32", target_os = "none"))]
    pub(crate) show: fn(&Engine, usize, &dyn Field),
}

impl Features {
    /// Performs the part of an effect that only some pages have.
    pub(crate) fn perform(engine: &Engine, effect: Effect) {
        let Self { load, receiving, limits, .. } = engine.features;
        match (effect, load, receiving, limits) {
            (Effect::StartLoad | Effect::Loaded, Some(load), ..) => load(engine, effect == Effect::StartLoad),
            (Effect::Disable, _, Some(receiving), _) => (receiving.disable)(engine),
            (Effect::Change, .., Some(limits)) => (limits.start)(engine),
            _ => {}
        }
    }
}

/// Takes an answer that only some pages await.
pub(crate) fn answer(machine: &mut Machine, spec: &'static Spec, number: u32, failure: Option<&CallError>) {
    machine.disable_answered(number, failure);
    machine.limit_reached(spec, number);
}

#[cfg(all(target_arch = "wasm32", target_os = "none"))]
impl Engine {
    /// Makes an input that only some pages have, by its number in the ABI.
    pub(crate) fn act(&self, act: u32) {
        let Features { opening, receiving, contacts, .. } = self.features;
        let input = match act {
            1 => receiving.map(|receiving| receiving.make_reachable),
            6 => opening.map(|opening| opening.shown),
            7 => receiving.map(|receiving| receiving.make_unreachable),
            8 => opening.map(|opening| opening.opened),
            contact => {
                if let Some(contacts) = contacts {
                    (contacts.tap)(self, Some(contact as usize - 9));
                }
                None
            }
        };
        if let Some(input) = input {
            self.user(input);
        }
    }
}
