/**
 # How the page becomes reachable

 ```text
 Authorizing ──> Enabling ──> Idle
      │             │
      └─────────────┴──> Failed
 Authorizing ──> Authorizing again, at most once
 Enabling ──> Enabling again, at most twice
 ```

 | from | to | when | actions |
 | --- | --- | --- | --- |
 | `Authorizing` | `Enabling` | success within 2 m |  |
 |  | `Authorizing` | `Denied`; at most once | `open_setting` |
 |  | `Idle` | `NotInForeground` |  |
 |  | `Failed` | any other cause | toast `请允许使用麦克风` for 3 s |
 | `Enabling` | `Idle` | success within 15 s | toast `可以接听了` |
 |  | `Enabling` | `System`; at most twice |  |
 |  | `Failed` | any other cause |  |*/
pub struct Desk {
    doctor: String,
}
const _: () = {
    use ::voip_runtime::__private as __voip_runtime;
    #[automatically_derived]
    impl __voip_runtime::Fields for Desk {
        fn field(
            &self,
            index: ::core::primitive::usize,
        ) -> ::core::option::Option<&dyn __voip_runtime::Field> {
            let all: &[&dyn __voip_runtime::Field] = &[
                <String as __voip_runtime::FieldType>::field(&self.doctor),
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
                <String as __voip_runtime::FieldType>::field_mut(&mut self.doctor),
            ];
            ::core::iter::Iterator::nth(
                &mut ::core::iter::IntoIterator::into_iter(all),
                index,
            )
        }
        fn parties(&self) -> __voip_runtime::Parties<'_> {
            __voip_runtime::Parties::new(
                ::core::default::Default::default(),
                ::core::default::Default::default(),
                ::core::option::Option::None,
            )
        }
        fn snapshot(&self) -> __voip_runtime::Rc<dyn __voip_runtime::Fields> {
            __voip_runtime::shared(Self {
                doctor: <String as __voip_runtime::FieldType>::copy(&self.doctor),
            })
        }
        fn run(&self, _: ::core::primitive::usize, _: &__voip_runtime::Change) {}
    }
    #[automatically_derived]
    impl __voip_runtime::Page for Desk {
        const SPEC: &'static __voip_runtime::Spec = &__voip_runtime::Spec {
            name: "Desk",
            title: "接听",
            route: "pages/desk/index",
            button: "呼叫",
            room_type: __voip_runtime::RoomType::Video,
            background_type: ::core::option::Option::None,
            min_window_type: ::core::option::Option::None,
            disable_switch_voice: ::core::option::Option::None,
            scopes: &[__voip_runtime::Scope::Record],
            receive: ::core::option::Option::Some(__voip_runtime::Receive {
                on_show: true,
                only: true,
            }),
            on_load: true,
            hang_up_on_leave: false,
            fields: &[
                __voip_runtime::FieldSpec::new(
                    "doctor",
                    "doctor",
                    <String as __voip_runtime::FieldType>::KIND,
                ),
            ],
            flow: __voip_runtime::Flow::new([
                __voip_runtime::Row::new(&[]),
                __voip_runtime::Row::new(
                        &[
                            __voip_runtime::Edge::to(__voip_runtime::State::Enabling),
                            __voip_runtime::Edge::to(__voip_runtime::State::Authorizing)
                                .on(&[__voip_runtime::Cause::Denied])
                                .via(__voip_runtime::Via::OpenSetting)
                                .retry(0, 1),
                            __voip_runtime::Edge::to(__voip_runtime::State::Idle)
                                .on(&[__voip_runtime::Cause::NotInForeground]),
                            __voip_runtime::Edge::to(__voip_runtime::State::Failed)
                                .then(
                                    &[
                                        __voip_runtime::Action::toast_for(
                                            "请允许使用麦克风",
                                            3000,
                                        ),
                                    ],
                                ),
                        ],
                    )
                    .within(120000),
                __voip_runtime::Row::new(
                        &[
                            __voip_runtime::Edge::to(__voip_runtime::State::Idle)
                                .then(&[__voip_runtime::Action::toast("可以接听了")]),
                            __voip_runtime::Edge::to(__voip_runtime::State::Enabling)
                                .on(&[__voip_runtime::Cause::System])
                                .retry(1, 2),
                            __voip_runtime::Edge::to(__voip_runtime::State::Failed),
                        ],
                    )
                    .within(15000),
                __voip_runtime::Row::new(&[]),
                __voip_runtime::Row::new(&[]),
                __voip_runtime::Row::new(&[]),
            ]),
        };
        fn initial() -> Self {
            Self {
                doctor: <String as __voip_runtime::FieldType>::initial(),
            }
        }
        fn handle(
            call: __voip_runtime::Call<Self, __voip_runtime::Idle>,
        ) -> __voip_runtime::Handling {
            {
                let _ = call;
                __voip_runtime::no_handler()
            }
        }
        const ON_LOAD: ::core::option::Option<
            fn(__voip_runtime::PageContext<Self>) -> __voip_runtime::Handling,
        > = ::core::option::Option::Some(|page| {
            let on_load: fn(__voip_runtime::PageContext<Self>) -> _ = load;
            __voip_runtime::OnLoad::run(on_load, page)
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
    #[cfg(all(target_arch = "wasm32", target_os = "none"))]
    const _: () = {
        const SPEC: &__voip_runtime::Spec = <Desk as __voip_runtime::Page>::SPEC;
        const INITIAL: &[__voip_runtime::wx::InitialValue] = &[
            __voip_runtime::wx::InitialValue::Text(""),
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
        #[unsafe(export_name = "open pages/desk/index")]
        extern "C" fn open() -> *const () {
            __voip_runtime::wx::open::<Desk>(ON_THE_PHONE)
        }
    };
};
