#[derive(Debug)]
/**
 # Flow of a call

 ```text
 Idle ──> Authorizing ──> Enabling ──> Joining ──> InCall ──> Idle
               │             │            │          │
               └─────────────┴────────────┴──────────┴──> Failed ──> Authorizing or Idle
 Authorizing ──> Authorizing again, at most once
 Enabling ──> Authorizing again, at most once
 Joining ──> Joining again, at most once
 Joining ──> Joining again, at most twice
 ```

 | from | to | when | actions | notes |
 | --- | --- | --- | --- | --- |
 | `Idle` | `Authorizing` | the user taps the button |  |  |
 | `Authorizing` | `Enabling` | success within 2 m |  | The user may refuse once, and is then asked again. |
 |  | `Authorizing` | `Denied`; at most once in a call | `open_setting` |  |
 |  | `Failed` | any other cause | toast `请允许使用麦克风和摄像头` |  |
 | `Enabling` | `Joining` | success within 10 s |  |  |
 |  | `Authorizing` | `NoCamera`, `NoRecord`; at most once in a call |  |  |
 |  | `Failed` | any other cause | toast `开启通话失败` |  |
 | `Joining` | `InCall` | success within 30 s |  |  |
 |  | `Idle` | the user or the handler cancels | toast `已取消` |  |
 |  | `Idle` | `LeftWhileJoining` |  |  |
 |  | `Joining` | `AlreadyInRoom`; at most once in a call | `exit_room` |  |
 |  | `Joining` | `System`, `Internal`, `-5`; at most twice in a call | wait 1 s | A busy host: `System \| Internal`. |
 |  | `Failed` | any other cause | toast `加入通话失败`, run `hooks::report`, spawn `hooks::send` |  |
 | `InCall` | `Idle` | the call ends | spawn `hooks::send` |  |
 |  | `Idle` | `Timeout` after 30 m | toast `通话时间已到` for 5 s |  |
 |  | `Failed` | `NoAnswer` after 45 s | toast `无人接听`, spawn `self::no_answer` |  |
 |  | `Failed` | `Interrupted` | toast `通话中断` |  |
 | `Failed` | `Authorizing` | the user taps the button |  |  |
 |  | `Idle` | the user dismisses the error |  |  |*/
pub(crate) struct Support {
    listen_openid: OpenId,
    pub listen_name: Option<String>,
    listen_image: String,
    call_openid: voip_runtime::OpenId,
    call_name: String,
    kind: Option<RoomType>,
    urgent: bool,
    r#type: i8,
    weight: f64,
    complaint: String,
    number: Option<u32>,
    ward: Option<wards::Ward>,
    second_ward: wards::Ward,
    colleagues: Vec<Contact>,
    #[cfg(feature = "extra")]
    #[cfg_attr(all(), cfg(all()), doc = "Only sometimes.")]
    extra: u32,
}
const _: () = {
    use crate::runtime::__private as __voip_runtime;
    #[automatically_derived]
    impl __voip_runtime::Fields for Support {
        fn field(
            &self,
            index: ::core::primitive::usize,
        ) -> ::core::option::Option<&dyn __voip_runtime::Field> {
            let all: &[&dyn __voip_runtime::Field] = &[
                <OpenId as __voip_runtime::FieldType>::field(&self.listen_openid),
                <Option<String> as __voip_runtime::FieldType>::field(&self.listen_name),
                <String as __voip_runtime::FieldType>::field(&self.listen_image),
                <voip_runtime::OpenId as __voip_runtime::FieldType>::field(
                    &self.call_openid,
                ),
                <String as __voip_runtime::FieldType>::field(&self.call_name),
                <Option<RoomType> as __voip_runtime::FieldType>::field(&self.kind),
                <bool as __voip_runtime::FieldType>::field(&self.urgent),
                <i8 as __voip_runtime::FieldType>::field(&self.r#type),
                <f64 as __voip_runtime::FieldType>::field(&self.weight),
                <String as __voip_runtime::FieldType>::field(&self.complaint),
                <Option<u32> as __voip_runtime::FieldType>::field(&self.number),
                <Option<wards::Ward> as __voip_runtime::FieldType>::field(&self.ward),
                <wards::Ward as __voip_runtime::FieldType>::field(&self.second_ward),
                <Vec<Contact> as __voip_runtime::FieldType>::field(&self.colleagues),
                #[cfg(feature = "extra")]
                #[cfg_attr(all(), cfg(all()))]
                <u32 as __voip_runtime::FieldType>::field(&self.extra),
            ];
            all.get(index).copied()
        }
        fn field_mut(
            &mut self,
            index: ::core::primitive::usize,
        ) -> ::core::option::Option<&mut dyn __voip_runtime::Field> {
            let all: [&mut dyn __voip_runtime::Field; <Self as __voip_runtime::Page>::SPEC
                .fields
                .len()] = [
                <OpenId as __voip_runtime::FieldType>::field_mut(
                    &mut self.listen_openid,
                ),
                <Option<
                    String,
                > as __voip_runtime::FieldType>::field_mut(&mut self.listen_name),
                <String as __voip_runtime::FieldType>::field_mut(&mut self.listen_image),
                <voip_runtime::OpenId as __voip_runtime::FieldType>::field_mut(
                    &mut self.call_openid,
                ),
                <String as __voip_runtime::FieldType>::field_mut(&mut self.call_name),
                <Option<
                    RoomType,
                > as __voip_runtime::FieldType>::field_mut(&mut self.kind),
                <bool as __voip_runtime::FieldType>::field_mut(&mut self.urgent),
                <i8 as __voip_runtime::FieldType>::field_mut(&mut self.r#type),
                <f64 as __voip_runtime::FieldType>::field_mut(&mut self.weight),
                <String as __voip_runtime::FieldType>::field_mut(&mut self.complaint),
                <Option<u32> as __voip_runtime::FieldType>::field_mut(&mut self.number),
                <Option<
                    wards::Ward,
                > as __voip_runtime::FieldType>::field_mut(&mut self.ward),
                <wards::Ward as __voip_runtime::FieldType>::field_mut(
                    &mut self.second_ward,
                ),
                <Vec<
                    Contact,
                > as __voip_runtime::FieldType>::field_mut(&mut self.colleagues),
                #[cfg(feature = "extra")]
                #[cfg_attr(all(), cfg(all()))]
                <u32 as __voip_runtime::FieldType>::field_mut(&mut self.extra),
            ];
            ::core::iter::Iterator::nth(
                &mut ::core::iter::IntoIterator::into_iter(all),
                index,
            )
        }
        fn parties(&self) -> __voip_runtime::Parties<'_> {
            __voip_runtime::Parties::new(
                __voip_runtime::User::new(
                    __voip_runtime::Field::text(
                        <String as __voip_runtime::FieldType>::field(&self.call_name),
                    ),
                    __voip_runtime::Field::text(
                        <voip_runtime::OpenId as __voip_runtime::FieldType>::field(
                            &self.call_openid,
                        ),
                    ),
                ),
                __voip_runtime::User::new(
                        __voip_runtime::Field::text(
                            <Option<
                                String,
                            > as __voip_runtime::FieldType>::field(&self.listen_name),
                        ),
                        __voip_runtime::Field::text(
                            <OpenId as __voip_runtime::FieldType>::field(
                                &self.listen_openid,
                            ),
                        ),
                    )
                    .head_image(
                        __voip_runtime::Field::text(
                            <String as __voip_runtime::FieldType>::field(
                                &self.listen_image,
                            ),
                        ),
                    ),
                self.kind,
            )
        }
        fn snapshot(&self) -> __voip_runtime::Rc<dyn __voip_runtime::Fields> {
            __voip_runtime::shared(Self {
                listen_openid: <OpenId as __voip_runtime::FieldType>::copy(
                    &self.listen_openid,
                ),
                listen_name: <Option<
                    String,
                > as __voip_runtime::FieldType>::copy(&self.listen_name),
                listen_image: <String as __voip_runtime::FieldType>::copy(
                    &self.listen_image,
                ),
                call_openid: <voip_runtime::OpenId as __voip_runtime::FieldType>::copy(
                    &self.call_openid,
                ),
                call_name: <String as __voip_runtime::FieldType>::copy(&self.call_name),
                kind: <Option<RoomType> as __voip_runtime::FieldType>::copy(&self.kind),
                urgent: <bool as __voip_runtime::FieldType>::copy(&self.urgent),
                r#type: <i8 as __voip_runtime::FieldType>::copy(&self.r#type),
                weight: <f64 as __voip_runtime::FieldType>::copy(&self.weight),
                complaint: <String as __voip_runtime::FieldType>::copy(&self.complaint),
                number: <Option<u32> as __voip_runtime::FieldType>::copy(&self.number),
                ward: <Option<
                    wards::Ward,
                > as __voip_runtime::FieldType>::copy(&self.ward),
                second_ward: <wards::Ward as __voip_runtime::FieldType>::copy(
                    &self.second_ward,
                ),
                colleagues: <Vec<
                    Contact,
                > as __voip_runtime::FieldType>::copy(&self.colleagues),
                #[cfg(feature = "extra")]
                #[cfg_attr(all(), cfg(all()))]
                extra: <u32 as __voip_runtime::FieldType>::copy(&self.extra),
            })
        }
        fn run(&self, hook: ::core::primitive::usize, change: &__voip_runtime::Change) {
            match hook {
                0usize => {
                    let hook: fn(&Self, &__voip_runtime::Change) = hooks::report;
                    hook(self, change);
                }
                _ => {}
            }
        }
    }
    #[automatically_derived]
    impl __voip_runtime::Page for Support {
        const SPEC: &'static __voip_runtime::Spec = &__voip_runtime::Spec {
            name: "Support",
            title: "客服",
            route: "pages/support/index",
            button: "呼叫客服",
            room_type: __voip_runtime::RoomType::Video,
            background_type: ::core::option::Option::Some(3),
            min_window_type: ::core::option::Option::Some(1),
            disable_switch_voice: ::core::option::Option::Some(true),
            scopes: &[__voip_runtime::Scope::Record],
            receive: ::core::option::Option::Some(__voip_runtime::Receive {
                on_show: true,
                only: false,
            }),
            on_load: true,
            hang_up_on_leave: true,
            fields: &[
                __voip_runtime::FieldSpec::new(
                        "listen_openid",
                        "listenOpenid",
                        <OpenId as __voip_runtime::FieldType>::KIND,
                    )
                    .role(__voip_runtime::Role::ListenerOpenid)
                    .required_message("请填写对方的openid")
                    .optional()
                    .query("listenOpenid"),
                __voip_runtime::FieldSpec::new(
                        "listen_name",
                        "listenName",
                        <Option<String> as __voip_runtime::FieldType>::KIND,
                    )
                    .role(__voip_runtime::Role::ListenerNickname)
                    .label("客服")
                    .required_message("请填写客服"),
                __voip_runtime::FieldSpec::new(
                        "listen_image",
                        "listenImage",
                        <String as __voip_runtime::FieldType>::KIND,
                    )
                    .role(__voip_runtime::Role::ListenerHeadImage),
                __voip_runtime::FieldSpec::new(
                        "call_openid",
                        "callOpenid",
                        <voip_runtime::OpenId as __voip_runtime::FieldType>::KIND,
                    )
                    .role(__voip_runtime::Role::CallerOpenid)
                    .required_message("请填写您的openid"),
                __voip_runtime::FieldSpec::new(
                        "call_name",
                        "callName",
                        <String as __voip_runtime::FieldType>::KIND,
                    )
                    .role(__voip_runtime::Role::CallerNickname)
                    .label("您的昵称")
                    .required_message("请填写您的昵称")
                    .optional(),
                __voip_runtime::FieldSpec::new(
                        "kind",
                        "kind",
                        <Option<RoomType> as __voip_runtime::FieldType>::KIND,
                    )
                    .role(__voip_runtime::Role::RoomType)
                    .label("方式"),
                __voip_runtime::FieldSpec::new(
                        "urgent",
                        "urgent",
                        <bool as __voip_runtime::FieldType>::KIND,
                    )
                    .label("紧急"),
                __voip_runtime::FieldSpec::new(
                        "type",
                        "type",
                        <i8 as __voip_runtime::FieldType>::KIND,
                    )
                    .label("优先级")
                    .query("priority"),
                __voip_runtime::FieldSpec::new(
                    "weight",
                    "weight",
                    <f64 as __voip_runtime::FieldType>::KIND,
                ),
                __voip_runtime::FieldSpec::new(
                        "complaint",
                        "complaint",
                        <String as __voip_runtime::FieldType>::KIND,
                    )
                    .label("病情")
                    .required_message("请说明病情")
                    .max_length(200),
                __voip_runtime::FieldSpec::new(
                        "number",
                        "number",
                        <Option<u32> as __voip_runtime::FieldType>::KIND,
                    )
                    .label("编号")
                    .read_only(),
                __voip_runtime::FieldSpec::new(
                        "ward",
                        "ward",
                        <Option<wards::Ward> as __voip_runtime::FieldType>::KIND,
                    )
                    .label("科室")
                    .query("ward")
                    .variants(
                        <Option<wards::Ward> as __voip_runtime::FieldType>::VARIANTS,
                    ),
                __voip_runtime::FieldSpec::new(
                        "second_ward",
                        "secondWard",
                        <wards::Ward as __voip_runtime::FieldType>::KIND,
                    )
                    .variants(<wards::Ward as __voip_runtime::FieldType>::VARIANTS),
                __voip_runtime::FieldSpec::new(
                        "colleagues",
                        "colleagues",
                        <Vec<Contact> as __voip_runtime::FieldType>::KIND,
                    )
                    .label("同事"),
                #[cfg(feature = "extra")]
                #[cfg_attr(all(), cfg(all()))]
                __voip_runtime::FieldSpec::new(
                    "extra",
                    "extra",
                    <u32 as __voip_runtime::FieldType>::KIND,
                ),
            ],
            flow: __voip_runtime::Flow::new([
                __voip_runtime::Row::new(
                    &[__voip_runtime::Edge::to(__voip_runtime::State::Authorizing)],
                ),
                __voip_runtime::Row::new(
                        &[
                            __voip_runtime::Edge::to(__voip_runtime::State::Enabling),
                            __voip_runtime::Edge::to(__voip_runtime::State::Authorizing)
                                .on(&[__voip_runtime::Cause::Denied])
                                .via(__voip_runtime::Via::OpenSetting)
                                .retry(0, 1),
                            __voip_runtime::Edge::to(__voip_runtime::State::Failed)
                                .then(
                                    &[
                                        __voip_runtime::Action::toast(
                                            "请允许使用麦克风和摄像头",
                                        ),
                                    ],
                                ),
                        ],
                    )
                    .within(120000),
                __voip_runtime::Row::new(
                        &[
                            __voip_runtime::Edge::to(__voip_runtime::State::Joining),
                            __voip_runtime::Edge::to(__voip_runtime::State::Authorizing)
                                .on(
                                    &[
                                        __voip_runtime::Cause::NoCamera,
                                        __voip_runtime::Cause::NoRecord,
                                    ],
                                )
                                .retry(1, 1),
                            __voip_runtime::Edge::to(__voip_runtime::State::Failed)
                                .then(
                                    &[__voip_runtime::Action::toast("开启通话失败")],
                                ),
                        ],
                    )
                    .within(10000),
                __voip_runtime::Row::new(
                        &[
                            __voip_runtime::Edge::to(__voip_runtime::State::InCall),
                            __voip_runtime::Edge::to(__voip_runtime::State::Idle)
                                .then(&[__voip_runtime::Action::toast("已取消")]),
                            __voip_runtime::Edge::to(__voip_runtime::State::Idle)
                                .on(&[__voip_runtime::Cause::LeftWhileJoining]),
                            __voip_runtime::Edge::to(__voip_runtime::State::Joining)
                                .on(&[__voip_runtime::Cause::AlreadyInRoom])
                                .via(__voip_runtime::Via::ExitRoom)
                                .retry(2, 1),
                            __voip_runtime::Edge::to(__voip_runtime::State::Joining)
                                .on(
                                    &[
                                        __voip_runtime::Cause::System,
                                        __voip_runtime::Cause::Internal,
                                        __voip_runtime::Cause::Other(-5),
                                    ],
                                )
                                .retry(3, 2)
                                .after(1000),
                            __voip_runtime::Edge::to(__voip_runtime::State::Failed)
                                .then(
                                    &[
                                        __voip_runtime::Action::toast("加入通话失败"),
                                        __voip_runtime::Action::Run {
                                            hook: 0,
                                            path: "hooks::report",
                                        },
                                        __voip_runtime::Action::Spawn {
                                            hook: 0,
                                            path: "hooks::send",
                                        },
                                    ],
                                ),
                        ],
                    )
                    .within(30000),
                __voip_runtime::Row::new(
                        &[
                            __voip_runtime::Edge::to(__voip_runtime::State::Idle)
                                .then(
                                    &[
                                        __voip_runtime::Action::Spawn {
                                            hook: 1,
                                            path: "hooks::send",
                                        },
                                    ],
                                ),
                            __voip_runtime::Edge::to(__voip_runtime::State::Idle)
                                .on(&[__voip_runtime::Cause::Timeout])
                                .then(
                                    &[
                                        __voip_runtime::Action::toast_for(
                                            "通话时间已到",
                                            5000,
                                        ),
                                    ],
                                ),
                            __voip_runtime::Edge::to(__voip_runtime::State::Failed)
                                .on(&[__voip_runtime::Cause::NoAnswer])
                                .then(
                                    &[
                                        __voip_runtime::Action::toast("无人接听"),
                                        __voip_runtime::Action::Spawn {
                                            hook: 2,
                                            path: "self::no_answer",
                                        },
                                    ],
                                ),
                            __voip_runtime::Edge::to(__voip_runtime::State::Failed)
                                .on(&[__voip_runtime::Cause::Interrupted])
                                .then(&[__voip_runtime::Action::toast("通话中断")]),
                        ],
                    )
                    .within(1800000)
                    .ring(45000),
                __voip_runtime::Row::new(
                    &[
                        __voip_runtime::Edge::to(__voip_runtime::State::Authorizing),
                        __voip_runtime::Edge::to(__voip_runtime::State::Idle),
                    ],
                ),
            ]),
        };
        fn initial() -> Self {
            Self {
                listen_openid: <OpenId as __voip_runtime::FieldType>::initial(),
                listen_name: ::core::option::Option::Some(
                    <__voip_runtime::String as ::core::convert::From<_>>::from("support"),
                ),
                listen_image: <__voip_runtime::String as ::core::convert::From<
                    _,
                >>::from("https://example.com/a.png"),
                call_openid: <voip_runtime::OpenId as __voip_runtime::FieldType>::initial(),
                call_name: <String as __voip_runtime::FieldType>::initial(),
                kind: ::core::option::Option::Some(__voip_runtime::RoomType::Voice),
                urgent: true,
                r#type: -3,
                weight: 2f64,
                complaint: <String as __voip_runtime::FieldType>::initial(),
                number: <Option<u32> as __voip_runtime::FieldType>::initial(),
                ward: ::core::option::Option::Some(wards::Ward::Other {}),
                second_ward: <wards::Ward as __voip_runtime::FieldType>::initial(),
                colleagues: <Vec<Contact> as __voip_runtime::FieldType>::initial(),
                #[cfg(feature = "extra")]
                #[cfg_attr(all(), cfg(all()))]
                extra: <u32 as __voip_runtime::FieldType>::initial(),
            }
        }
        fn handle(
            call: __voip_runtime::Call<Self, __voip_runtime::Idle>,
        ) -> __voip_runtime::Handling {
            let handler: fn(__voip_runtime::Call<Self, __voip_runtime::Idle>) -> _ = self::look_up_and_call;
            __voip_runtime::Handler::run(handler, call)
        }
        const ON_LOAD: ::core::option::Option<
            fn(__voip_runtime::PageContext<Self>) -> __voip_runtime::Handling,
        > = ::core::option::Option::Some(|page| {
            let on_load: fn(__voip_runtime::PageContext<Self>) -> _ = hooks::load;
            __voip_runtime::OnLoad::run(on_load, page)
        });
        const SPAWN: ::core::option::Option<
            fn(
                ::core::primitive::usize,
                __voip_runtime::PageContext<Self>,
                __voip_runtime::Change,
            ) -> __voip_runtime::Handling,
        > = ::core::option::Option::Some(|hook, page, change| match hook {
            0 => {
                let spawned: fn(
                    __voip_runtime::PageContext<Self>,
                    __voip_runtime::Change,
                ) -> _ = hooks::send;
                __voip_runtime::Spawned::run(spawned, page, change)
            }
            1 => {
                let spawned: fn(
                    __voip_runtime::PageContext<Self>,
                    __voip_runtime::Change,
                ) -> _ = hooks::send;
                __voip_runtime::Spawned::run(spawned, page, change)
            }
            _ => {
                let spawned: fn(
                    __voip_runtime::PageContext<Self>,
                    __voip_runtime::Change,
                ) -> _ = self::no_answer;
                __voip_runtime::Spawned::run(spawned, page, change)
            }
        });
    }
    const _: [__voip_runtime::State; 6] = [
        __voip_runtime::State::Idle,
        __voip_runtime::State::Authorizing,
        __voip_runtime::State::Enabling,
        __voip_runtime::State::Joining,
        __voip_runtime::State::InCall,
        __voip_runtime::State::Failed,
    ];
    #[automatically_derived]
    impl __voip_runtime::Transition<__voip_runtime::Idle, __voip_runtime::Authorizing>
    for Support {
        const PROOF: __voip_runtime::Proof<
            Self,
            __voip_runtime::Idle,
            __voip_runtime::Authorizing,
        > = __voip_runtime::Proof::of_flow();
    }
    #[automatically_derived]
    impl __voip_runtime::Transition<
        __voip_runtime::Authorizing,
        __voip_runtime::Enabling,
    > for Support {
        const PROOF: __voip_runtime::Proof<
            Self,
            __voip_runtime::Authorizing,
            __voip_runtime::Enabling,
        > = __voip_runtime::Proof::of_flow();
    }
    #[automatically_derived]
    impl __voip_runtime::Transition<__voip_runtime::Enabling, __voip_runtime::Joining>
    for Support {
        const PROOF: __voip_runtime::Proof<
            Self,
            __voip_runtime::Enabling,
            __voip_runtime::Joining,
        > = __voip_runtime::Proof::of_flow();
    }
    #[automatically_derived]
    impl __voip_runtime::Transition<__voip_runtime::Joining, __voip_runtime::InCall>
    for Support {
        const PROOF: __voip_runtime::Proof<
            Self,
            __voip_runtime::Joining,
            __voip_runtime::InCall,
        > = __voip_runtime::Proof::of_flow();
    }
    #[automatically_derived]
    impl __voip_runtime::Transition<__voip_runtime::InCall, __voip_runtime::Idle>
    for Support {
        const PROOF: __voip_runtime::Proof<
            Self,
            __voip_runtime::InCall,
            __voip_runtime::Idle,
        > = __voip_runtime::Proof::of_flow();
    }
    #[cfg(all(target_arch = "wasm32", target_os = "none"))]
    const _: () = {
        const SPEC: &__voip_runtime::Spec = <Support as __voip_runtime::Page>::SPEC;
        const INITIAL: &[__voip_runtime::wx::InitialValue] = &[
            __voip_runtime::wx::InitialValue::Text(""),
            __voip_runtime::wx::InitialValue::Text("support"),
            __voip_runtime::wx::InitialValue::Text("https://example.com/a.png"),
            __voip_runtime::wx::InitialValue::Text(""),
            __voip_runtime::wx::InitialValue::Text(""),
            __voip_runtime::wx::InitialValue::Text("voice"),
            __voip_runtime::wx::InitialValue::Plain("true"),
            __voip_runtime::wx::InitialValue::Plain("-3"),
            __voip_runtime::wx::InitialValue::Plain("2"),
            __voip_runtime::wx::InitialValue::Text(""),
            __voip_runtime::wx::InitialValue::Empty,
            __voip_runtime::wx::InitialValue::Text("Other"),
            __voip_runtime::wx::InitialValue::Text(
                <wards::Ward as __voip_runtime::FieldType>::VARIANTS[0].name,
            ),
            __voip_runtime::wx::InitialValue::Plain("[]"),
            #[cfg(feature = "extra")]
            #[cfg_attr(all(), cfg(all()))]
            __voip_runtime::wx::InitialValue::Plain("0"),
        ];
        const LENGTH: ::core::primitive::usize = __voip_runtime::wx::descriptor_length(
            SPEC,
            INITIAL,
            ::core::file!(),
        );
        #[unsafe(link_section = "voip")]
        static DESCRIPTOR: [::core::primitive::u8; LENGTH] = __voip_runtime::wx::descriptor(
            SPEC,
            INITIAL,
            ::core::file!(),
        );
        const FIELDS: [__voip_runtime::FieldSpec; INITIAL.len()] = __voip_runtime::wx::fields(
            SPEC,
        );
        const ON_THE_PHONE: &__voip_runtime::Spec = &__voip_runtime::wx::spec(
            SPEC,
            &FIELDS,
        );
        #[unsafe(export_name = "open pages/support/index")]
        extern "C" fn open() -> *const () {
            __voip_runtime::wx::open::<Support>(ON_THE_PHONE)
        }
    };
};
