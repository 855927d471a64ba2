//! The macro's tables of the host against the runtime's: neither can see the other.

#[allow(dead_code, reason = "the macro uses more of it")]
#[path = "../../voip-macros/src/host.rs"]
mod host;

use std::collections::BTreeSet;
use std::time::Duration;

use voip_runtime::flow::Recovery;
use voip_runtime::spec::Scope;
use voip_runtime::state::LEGAL;
use voip_runtime::{Cause, Page, RoomType, State};
use voip_tests::Plain;

fn state(theirs: host::State) -> State {
    State::ALL[theirs as usize]
}

#[test]
fn states() {
    for (ours, theirs) in State::ALL.into_iter().zip(host::State::ALL) {
        assert_eq!((ours.name(), ours.is_working()), (theirs.name(), theirs.is_working()));
        assert_eq!(ours as usize, theirs as usize);
    }
}

#[test]
fn legal_graph() {
    for (ours, theirs) in LEGAL.iter().zip(host::LEGAL) {
        let states = |states: &[host::State]| states.iter().copied().map(state).collect::<Vec<_>>();
        assert_eq!(ours.from, state(theirs.from));
        assert_eq!(ours.onward, states(theirs.onward));
        assert_eq!(ours.back, states(theirs.back));
        assert_eq!(ours.stop, states(theirs.stop));
        for to in host::State::ALL {
            assert_eq!(ours.allow(state(to)), theirs.all().any(|way| way == to));
        }
    }
}

#[test]
fn causes_with_their_codes_and_steps() {
    let ours: BTreeSet<_> = Cause::NAMED.iter().map(|cause| (cause.name(), cause.code())).collect();
    let theirs: BTreeSet<_> = host::CAUSES.iter().map(|cause| (cause.name, cause.code)).collect();
    assert_eq!(ours, theirs);
    assert_eq!((ours.len(), host::CAUSES.len()), (Cause::NAMED.len(), Cause::NAMED.len()));
    for theirs in &host::CAUSES {
        let ours = Cause::parse(theirs.name).expect("a cause");
        for at in host::State::ALL {
            let (possible, allowed) = (ours.is_possible_in(state(at)), theirs.steps.contains(&at));
            assert_eq!(possible, allowed, "{ours} in {}", at.name());
        }
    }
    for at in host::State::ALL {
        let allowed = host::Cause::of_code(-12_345).steps().contains(&at);
        assert_eq!(Cause::from_code(-12_345).is_possible_in(state(at)), allowed, "a code in {}", at.name());
    }
    for code in (-40_000..=1).chain([i32::MIN, i32::MAX]) {
        let named = match host::Cause::of_code(code) {
            host::Cause::Named(known) => Some(known.name),
            host::Cause::Other(_) => None,
        };
        let ours = Cause::from_code(code);
        assert_eq!((named.is_some(), named.unwrap_or("Other")), (ours != Cause::Other(code), ours.name()));
    }
}

#[test]
fn recoveries_and_what_they_help_against() {
    let ours = [(Recovery::OpenSetting, Cause::Denied), (Recovery::ExitRoom, Cause::AlreadyInRoom)];
    for ((recovery, cause), theirs) in ours.into_iter().zip(host::RECOVERIES) {
        assert_eq!((recovery.name(), format!("{recovery:?}").as_str()), (theirs.name, theirs.variant));
        assert_eq!(cause.name(), theirs.cause);
    }
}

#[test]
fn limits_of_rows_that_set_none() {
    for at in host::State::ALL {
        let ours = Plain::SPEC.flow.row(state(at)).within;
        assert_eq!(ours, at.within().map(Duration::from_millis), "{}", at.name());
    }
    assert_eq!(Plain::SPEC.flow.row(State::Enabling).within, Some(Duration::from_secs(15)));
    assert_eq!(Plain::SPEC.flow.row(State::Joining).within, Some(Duration::from_secs(60)));
    assert_eq!(Plain::SPEC.flow.row(State::Authorizing).within, None);
}

#[test]
fn scopes_and_room_types() {
    for (ours, (name, variant)) in [Scope::Record, Scope::Camera].into_iter().zip(host::SCOPES) {
        assert_eq!(ours.name(), format!("scope.{name}"));
        assert_eq!(format!("{ours:?}"), variant);
    }
    assert_eq!(Plain::SPEC.scopes, [Scope::Record, Scope::Camera]);
    for (ours, (name, variant)) in [RoomType::Video, RoomType::Voice].into_iter().zip(host::ROOM_TYPES) {
        assert_eq!((ours.name(), format!("{ours:?}").as_str()), (name, variant));
    }
}

#[test]
fn every_page_of_these_tests_keeps_to_the_legal_graph() {
    fn check<P: Page>() {
        for ways in &LEGAL {
            for edge in P::SPEC.flow.row(ways.from).edges {
                assert!(ways.allow(edge.to), "{}: {} => {}", P::SPEC.name, ways.from, edge.to);
                let back = ways.back.contains(&edge.to);
                assert_eq!(edge.retry.is_some(), back && !edge.on.is_empty());
                assert!(edge.on.iter().all(|cause| cause.is_possible_in(ways.from)));
            }
        }
    }
    check::<Plain>();
    check::<voip_tests::Recovering>();
    check::<voip_tests::Patient>();
    check::<voip_tests::Parting>();
    check::<voip_tests::Scripted>();
}
