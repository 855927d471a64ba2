/// Call another user of this mini-program.
/**
 # Flow of a call

 ```text
 Idle ──> Authorizing ──> Enabling ──> Joining ──> InCall ──> Idle
               │             │            │
               └─────────────┴────────────┴──> Failed ──> Idle
 ```

 | from | to | when | actions |
 | --- | --- | --- | --- |
 | `Idle` | `Authorizing` | the user taps the button |  |
 | `Authorizing` | `Enabling` | success |  |
 |  | `Failed` | any other cause | toast `唤起授权失败` |
 | `Enabling` | `Joining` | success within 15 s |  |
 |  | `Failed` | any other cause | toast `开启通话功能失败` |
 | `Joining` | `InCall` | success within 1 m |  |
 |  | `Failed` | any other cause | toast `加入通话失败` |
 | `InCall` | `Idle` | the call ends |  |
 | `Failed` | `Idle` | the user dismisses the error |  |*/
pub struct VideoCall {
    listen_openid: OpenId,
    listen_name: String,
    call_openid: OpenId,
    call_name: String,
}
const _: () = {
    use ::voip_runtime::__private as __voip_runtime;
    #[automatically_derived]
    impl __voip_runtime::Fields for VideoCall {
        fn field(
            &self,
            index: ::core::primitive::usize,
        ) -> ::core::option::Option<&dyn __voip_runtime::Field> {
            let all: &[&dyn __voip_runtime::Field] = &[
                <OpenId as __voip_runtime::FieldType>::field(&self.listen_openid),
                <String as __voip_runtime::FieldType>::field(&self.listen_name),
                <OpenId as __voip_runtime::FieldType>::field(&self.call_openid),
                <String as __voip_runtime::FieldType>::field(&self.call_name),
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
                <String as __voip_runtime::FieldType>::field_mut(&mut self.listen_name),
                <OpenId as __voip_runtime::FieldType>::field_mut(&mut self.call_openid),
                <String as __voip_runtime::FieldType>::field_mut(&mut self.call_name),
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
                        <OpenId as __voip_runtime::FieldType>::field(&self.call_openid),
                    ),
                ),
                __voip_runtime::User::new(
                    __voip_runtime::Field::text(
                        <String as __voip_runtime::FieldType>::field(&self.listen_name),
                    ),
                    __voip_runtime::Field::text(
                        <OpenId as __voip_runtime::FieldType>::field(&self.listen_openid),
                    ),
                ),
                ::core::option::Option::None,
            )
        }
        fn snapshot(&self) -> __voip_runtime::Rc<dyn __voip_runtime::Fields> {
            __voip_runtime::shared(Self {
                listen_openid: <OpenId as __voip_runtime::FieldType>::copy(
                    &self.listen_openid,
                ),
                listen_name: <String as __voip_runtime::FieldType>::copy(
                    &self.listen_name,
                ),
                call_openid: <OpenId as __voip_runtime::FieldType>::copy(
                    &self.call_openid,
                ),
                call_name: <String as __voip_runtime::FieldType>::copy(&self.call_name),
            })
        }
        fn run(&self, _: ::core::primitive::usize, _: &__voip_runtime::Change) {}
    }
    #[automatically_derived]
    impl __voip_runtime::Page for VideoCall {
        const SPEC: &'static __voip_runtime::Spec = &__voip_runtime::Spec {
            name: "VideoCall",
            title: "视频通话",
            route: "pages/video-call/index",
            button: "呼叫",
            room_type: __voip_runtime::RoomType::Video,
            background_type: ::core::option::Option::None,
            min_window_type: ::core::option::Option::None,
            disable_switch_voice: ::core::option::Option::None,
            scopes: &[__voip_runtime::Scope::Record, __voip_runtime::Scope::Camera],
            receive: ::core::option::Option::None,
            on_load: false,
            hang_up_on_leave: false,
            fields: &[
                __voip_runtime::FieldSpec::new(
                        "listen_openid",
                        "listenOpenid",
                        <OpenId as __voip_runtime::FieldType>::KIND,
                    )
                    .role(__voip_runtime::Role::ListenerOpenid)
                    .label("对方openid")
                    .placeholder("请输入用户openid")
                    .required_message("请填写对方openid"),
                __voip_runtime::FieldSpec::new(
                        "listen_name",
                        "listenName",
                        <String as __voip_runtime::FieldType>::KIND,
                    )
                    .role(__voip_runtime::Role::ListenerNickname)
                    .label("对方昵称")
                    .placeholder("请输入用户昵称")
                    .required_message("请填写对方昵称"),
                __voip_runtime::FieldSpec::new(
                        "call_openid",
                        "callOpenid",
                        <OpenId as __voip_runtime::FieldType>::KIND,
                    )
                    .role(__voip_runtime::Role::CallerOpenid)
                    .label("您的openid")
                    .placeholder("请输入用户openid")
                    .required_message("请填写您的openid"),
                __voip_runtime::FieldSpec::new(
                        "call_name",
                        "callName",
                        <String as __voip_runtime::FieldType>::KIND,
                    )
                    .role(__voip_runtime::Role::CallerNickname)
                    .label("您的昵称")
                    .placeholder("请输入用户昵称")
                    .required_message("请填写您的昵称"),
            ],
            flow: __voip_runtime::Flow::new([
                __voip_runtime::Row::new(
                    &[__voip_runtime::Edge::to(__voip_runtime::State::Authorizing)],
                ),
                __voip_runtime::Row::new(
                    &[
                        __voip_runtime::Edge::to(__voip_runtime::State::Enabling),
                        __voip_runtime::Edge::to(__voip_runtime::State::Failed)
                            .then(&[__voip_runtime::Action::toast("唤起授权失败")]),
                    ],
                ),
                __voip_runtime::Row::new(
                        &[
                            __voip_runtime::Edge::to(__voip_runtime::State::Joining),
                            __voip_runtime::Edge::to(__voip_runtime::State::Failed)
                                .then(
                                    &[__voip_runtime::Action::toast("开启通话功能失败")],
                                ),
                        ],
                    )
                    .within(15000),
                __voip_runtime::Row::new(
                        &[
                            __voip_runtime::Edge::to(__voip_runtime::State::InCall),
                            __voip_runtime::Edge::to(__voip_runtime::State::Failed)
                                .then(
                                    &[__voip_runtime::Action::toast("加入通话失败")],
                                ),
                        ],
                    )
                    .within(60000),
                __voip_runtime::Row::new(
                    &[__voip_runtime::Edge::to(__voip_runtime::State::Idle)],
                ),
                __voip_runtime::Row::new(
                    &[__voip_runtime::Edge::to(__voip_runtime::State::Idle)],
                ),
            ]),
        };
        fn initial() -> Self {
            Self {
                listen_openid: <OpenId as __voip_runtime::FieldType>::initial(),
                listen_name: <__voip_runtime::String as ::core::convert::From<
                    _,
                >>::from("listener"),
                call_openid: <OpenId as __voip_runtime::FieldType>::initial(),
                call_name: <__voip_runtime::String as ::core::convert::From<
                    _,
                >>::from("caller"),
            }
        }
        fn handle(
            call: __voip_runtime::Call<Self, __voip_runtime::Idle>,
        ) -> __voip_runtime::Handling {
            let handler: fn(__voip_runtime::Call<Self, __voip_runtime::Idle>) -> _ = handle_call;
            __voip_runtime::Handler::run(handler, call)
        }
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
    for VideoCall {
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
    > for VideoCall {
        const PROOF: __voip_runtime::Proof<
            Self,
            __voip_runtime::Authorizing,
            __voip_runtime::Enabling,
        > = __voip_runtime::Proof::of_flow();
    }
    #[automatically_derived]
    impl __voip_runtime::Transition<__voip_runtime::Enabling, __voip_runtime::Joining>
    for VideoCall {
        const PROOF: __voip_runtime::Proof<
            Self,
            __voip_runtime::Enabling,
            __voip_runtime::Joining,
        > = __voip_runtime::Proof::of_flow();
    }
    #[automatically_derived]
    impl __voip_runtime::Transition<__voip_runtime::Joining, __voip_runtime::InCall>
    for VideoCall {
        const PROOF: __voip_runtime::Proof<
            Self,
            __voip_runtime::Joining,
            __voip_runtime::InCall,
        > = __voip_runtime::Proof::of_flow();
    }
    #[automatically_derived]
    impl __voip_runtime::Transition<__voip_runtime::InCall, __voip_runtime::Idle>
    for VideoCall {
        const PROOF: __voip_runtime::Proof<
            Self,
            __voip_runtime::InCall,
            __voip_runtime::Idle,
        > = __voip_runtime::Proof::of_flow();
    }
    #[cfg(all(target_arch = "wasm32", target_os = "none"))]
    const _: () = {
        const SPEC: &__voip_runtime::Spec = <VideoCall as __voip_runtime::Page>::SPEC;
        const INITIAL: &[__voip_runtime::wx::InitialValue] = &[
            __voip_runtime::wx::InitialValue::Text(""),
            __voip_runtime::wx::InitialValue::Text("listener"),
            __voip_runtime::wx::InitialValue::Text(""),
            __voip_runtime::wx::InitialValue::Text("caller"),
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
        #[unsafe(export_name = "open pages/video-call/index")]
        extern "C" fn open() -> *const () {
            __voip_runtime::wx::open::<VideoCall>(ON_THE_PHONE)
        }
    };
};
