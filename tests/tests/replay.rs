//! Replays of recordings: each kind of run replays without a divergence.

use voip_runtime::prelude::*;
use voip_runtime::record::{OpenIds, Record, RecordKind, Recorder, Recording};
use voip_runtime::session::Tapped;
use voip_runtime::sim::{Play, Replay, SimHost, Step, replay};
use voip_tests::{
    CustomHandler, HangsUpOnLeave, LooksUpListener, Plain, Recovering, RetriesOnTimeout, handle_next_tap,
    millis, recorded, secs,
};

/// Asserts that the recording replays, with openids in full and with aliases, and ends in state `end`.
fn assert_replays<P: Page>(recording: &Recording, end: State) {
    for openids in [OpenIds::Full, OpenIds::Aliased] {
        let text = recording.to_lines(P::SPEC, openids);
        let read = Recording::read::<P>(&text).expect("a recording");
        match replay::<P>(&read) {
            Ok((done, state)) => {
                assert_eq!(state, end, "{text}");
                assert_eq!(done.len(), recording.records.len());
                if openids == OpenIds::Full {
                    assert_eq!(done, recording.records);
                }
            }
            Err(divergence) => panic!("{divergence} in\n{text}"),
        }
    }
}

/// Records one tap until nothing more happens. Also returns the last state.
fn run<P: Page>(host: &SimHost) -> (Recording, State) {
    let mut end = State::Idle;
    let recording = recorded::<P>(host, |session| {
        assert_eq!(session.tap(), Tapped::Started);
        assert!(host.run());
        end = session.state();
    });
    (recording, end)
}

#[test]
fn every_cause_at_every_step_replays() {
    for step in Step::ALL {
        for cause in Cause::NAMED.iter().copied().chain([Cause::Other(-7)]) {
            let host = SimHost::new();
            host.play(step, [Play::fail(cause)]);
            let (recording, end) = run::<Plain>(&host);
            assert_eq!(end, State::Failed);
            assert_replays::<Plain>(&recording, end);

            let host = SimHost::new();
            host.play(step, [Play::fail(cause), Play::fail(cause), Play::fail(cause), Play::fail(cause)]);
            let (recording, end) = run::<Recovering>(&host);
            assert_replays::<Recovering>(&recording, end);
        }
    }
}

#[test]
fn timeouts_and_late_answers_replay() {
    for step in Step::ALL {
        let late = |seconds| Play::succeed().late(secs(seconds));
        let plays = [
            Play::never(),
            late(9),
            late(14),
            late(120),
            Play::succeed().then_fail(Cause::System),
            Play::fail(Cause::System).then_succeed(),
            Play::succeed().twice(),
        ];
        for play in plays {
            for times in [1, 3] {
                let host = SimHost::new();
                host.play(step, vec![play.clone(); times]);
                let (recording, end) = run::<Plain>(&host);
                assert_replays::<Plain>(&recording, end);
                let host = SimHost::new();
                host.play(step, vec![play.clone(); times]);
                let (recording, end) = run::<RetriesOnTimeout>(&host);
                assert_replays::<RetriesOnTimeout>(&recording, end);
            }
        }
    }
}

#[test]
fn an_answer_at_the_time_limit_replays() {
    // The answer arrives just before, at and just after the time limit. The replay keeps their order.
    for (step, limit, pace) in [(Step::Enable, 15_000, 80), (Step::Join, 60_000, 400)] {
        for late in [limit - pace - 1, limit - pace, limit - pace + 1] {
            let host = SimHost::new();
            host.play(step, [Play::succeed().late(millis(late))]);
            let (recording, end) = run::<Plain>(&host);
            assert_eq!(end, if late > limit - pace { State::Failed } else { State::InCall });
            assert_replays::<Plain>(&recording, end);
        }
    }
}

#[test]
fn every_end_of_a_call_replays() {
    type End = fn(&SimHost, &Session<Recovering>);
    use voip_runtime::Session;

    let ends: [(End, State); 5] = [
        (|host, _| host.other_side_hangs_up(), State::Idle),
        (|host, _| host.interrupt(), State::Failed),
        (|_, session| assert!(session.hang_up()), State::Idle),
        (|_, session| session.leave(), State::InCall),
        (
            |host, session| (host.interrupt(), session.dismiss(), session.tap(), session.hang_up()).0,
            State::Authorizing,
        ),
    ];
    for (end, state) in ends {
        let host = SimHost::new();
        let recording = recorded::<Recovering>(&host, |session| {
            session.tap();
            assert!(host.run() && session.connected());
            end(&host, session);
            assert_eq!(session.state(), state);
        });
        assert_replays::<Recovering>(&recording, state);
    }
}

#[test]
fn a_tap_while_the_page_becomes_reachable_replays() {
    let host = SimHost::new();
    host.play(Step::Authorize, [Play::succeed(), Play::fail(Cause::Denied)]);
    let recording = recorded::<Recovering>(&host, |session| {
        session.load([("listenName", "someone"), ("unknown", "x")]).expect("text");
        assert!(session.set_reachable(true));
        host.run_for(secs(2));
        assert_eq!(session.tap(), Tapped::Queued);
        assert!(host.run() && session.reachable() && session.connected());
    });
    assert_replays::<Recovering>(&recording, State::InCall);
}

#[test]
fn a_handler_with_requests_replays() {
    let handler = || {
        handle_next_tap(|call| async move {
            call.host().sleep(secs(2)).await;
            let who = call.page().call_openid.as_str().to_owned();
            let found: Option<String> = call.host().request("request", &who).await.ok();
            let Some(openid) = found else { return call.fail("没有人") };
            call.update(|page| page.listen_openid = openid.into());
            let call = call.begin().authorize().await?.enable().await?.join().await?;
            call.host().sleep(secs(10)).await;
            call.hang_up()
        });
    };
    let end = |found| if found { State::Idle } else { State::Failed };
    for found in [true, false] {
        let host = SimHost::new();
        host.on_request("request", move |_| {
            if found { Ok("oFound-0123456789".into()) } else { Err(Cause::System.into()) }
        });
        handler();
        let (recording, state) = run::<CustomHandler>(&host);
        assert_eq!(state, end(found));
        (0..2).for_each(|_| handler());
        assert_replays::<CustomHandler>(&recording, state);
    }
}

#[test]
fn a_late_join_after_leaving_replays() {
    for drops in [false, true] {
        let host = SimHost::new();
        let recorder = Recorder::new(host.clone());
        let session = voip_runtime::Session::<HangsUpOnLeave>::new(recorder.clone());
        recorder.observe(&session);
        session.load([("listenOpenid", "oA-01234567"), ("callOpenid", "oB-01234567")]).expect("text");
        session.tap();
        while session.state() != State::Joining {
            host.run_for(secs(1) / 10);
        }
        if drops {
            drop(session);
        } else {
            session.leave();
        }
        assert!(host.run() && !host.in_call());
        let recording = Recording::of::<HangsUpOnLeave>(recorder.take());
        let exits = recording.records.iter().filter(|record| is_call(record, "exitVoIPChat")).count();
        assert_eq!(exits, 1);
        assert_replays::<HangsUpOnLeave>(&recording, State::Joining);
    }
}

#[voip_page(title = "照片")]
struct WithHeadImage {
    #[field(listener.openid)]
    listen_openid: OpenId,
    #[field(listener.nickname, default = "listener")]
    listen_name: String,
    #[field(caller.openid)]
    call_openid: OpenId,
    #[field(caller.nickname, default = "caller")]
    call_name: String,
    #[field(caller.head_image, default = "https://example.com/oCaller-0123456789.png")]
    call_image: String,
}

#[test]
fn an_alias_in_a_default_value_replays() {
    let (recording, end) = run::<WithHeadImage>(&SimHost::new());
    let text = recording.to_lines(WithHeadImage::SPEC, OpenIds::Aliased);
    assert!(text.contains("https://example.com/openid#2.png"), "{text}");
    assert_replays::<WithHeadImage>(&recording, end);
}

#[test]
fn a_replay_steps_line_by_line() {
    let host = SimHost::new();
    host.play(Step::Authorize, [Play::fail(Cause::Denied)]);
    let (recording, end) = run::<Recovering>(&host);
    let records = recording.records.clone();
    let mut replay = Replay::<Recovering>::new(recording);
    assert_eq!((replay.line(), replay.lines()), (1, records.len() + 1));
    let mut states = vec![replay.session().state()];
    for (index, record) in records.iter().enumerate() {
        assert_eq!(replay.step(), Some(Ok(record.clone())));
        assert_eq!(replay.line(), index + 2);
        if states.last() != Some(&replay.session().state()) {
            states.push(replay.session().state());
        }
    }
    assert_eq!(states, [State::Idle, State::Authorizing, State::Enabling, State::Joining, State::InCall]);
    assert_eq!((replay.step(), replay.step(), replay.line()), (None, None, replay.lines()));
    assert_eq!(replay.session().state(), end);
}

#[test]
fn a_replay_steps_up_to_the_divergence() {
    let (mut recording, _) = run::<Plain>(&SimHost::new());
    let at = recording.records.iter().position(|record| is_call(record, "join1v1Chat")).expect("a join");
    recording.records.remove(at);
    let whole = replay::<Plain>(&recording).expect_err("a join that was not recorded");
    let mut replay = Replay::<Plain>::new(recording);
    for _ in 0..at {
        assert!(matches!(replay.step(), Some(Ok(_))));
    }
    assert_eq!(replay.step(), Some(Err(whole.clone())));
    assert_eq!((replay.step(), replay.line()), (None, whole.line - 1));
}

fn is_call(record: &Record, called: &str) -> bool {
    matches!(&record.what, RecordKind::Call(call) if call.name == called)
}

/// Programs of those versions wrote these recordings. Those of version 1 have the icons of their toasts.
#[test]
fn recordings_of_older_versions_still_replay() {
    fn check<P: Page>(version: u32, text: &str) {
        assert!(text.starts_with(&format!("{{\"voip\":{version},")) && text.contains("\"connected\""));
        assert_eq!(text.contains("\"icon\":"), version == 1);
        let recording = Recording::read::<P>(text).expect("a recording");
        let (done, _) = replay::<P>(&recording).unwrap_or_else(|divergence| panic!("{divergence}"));
        assert_eq!(done.len(), recording.records.len());
        // Writing it again gives the current version.
        let text = Recording::of::<P>(done).to_lines(P::SPEC, OpenIds::Full);
        assert!(text.starts_with("{\"voip\":4,") && !text.contains("\"icon\":"));
        assert!(!text.contains("\"connected\""), "{text}");
    }
    check::<Plain>(1, include_str!("recordings/v1-plain.jsonl"));
    check::<Recovering>(1, include_str!("recordings/v1-recovering.jsonl"));
    // This page was named `Parting` then.
    let parting = include_str!("recordings/v1-parting.jsonl").replacen("Parting", "HangsUpOnLeave", 1);
    check::<HangsUpOnLeave>(1, &parting);
    check::<Recovering>(2, include_str!("recordings/v2-recovering.jsonl"));
    check::<LooksUpListener>(2, include_str!("recordings/v2-looks-up-listener.jsonl"));
}

/// From version 2 on, a recording says whether the handler made a host call.
#[test]
fn a_request_of_the_handler_differs_from_a_host_call_of_the_page() {
    let host = SimHost::new();
    host.play(Step::Join, [Play::fail(Cause::NotOpen)]);
    let (recording, _) = run::<Plain>(&host);
    let text = recording.to_lines(Plain::SPEC, OpenIds::Full);
    let toast = r#""name":"showToast","#;
    assert_eq!(text.matches(toast).count(), 1);
    let own = text.replace(toast, r#""name":"showToast","own":true,"#);
    let read = |text: &str| Recording::read::<Plain>(text).expect("a recording");
    let divergence = replay::<Plain>(&read(&own)).expect_err("a toast of the page");
    assert!(divergence.to_string().contains("showToast"), "{divergence}");
    assert!(replay::<Plain>(&read(&text)).is_ok());
}
