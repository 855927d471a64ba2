::core::compile_error! {
    "missing argument `title`\nhelp: add `title = \"…\"`, the text of the page's navigation bar"
}
/// Call another user of this mini-program.
pub struct VideoCall {
    listen_openid: OpenId,
    listen_name: String,
    call_openid: OpenId,
    call_name: String,
}
const _: () = {
    use ::voip_runtime::__private as __voip_runtime;
    impl __voip_runtime::Fields for VideoCall {
        fn field(
            &self,
            _: ::core::primitive::usize,
        ) -> ::core::option::Option<&dyn __voip_runtime::Field> {
            ::core::option::Option::None
        }
        fn field_mut(
            &mut self,
            _: ::core::primitive::usize,
        ) -> ::core::option::Option<&mut dyn __voip_runtime::Field> {
            ::core::option::Option::None
        }
        fn parties(&self) -> __voip_runtime::Parties<'_> {
            ::core::default::Default::default()
        }
        fn snapshot(&self) -> __voip_runtime::Rc<dyn __voip_runtime::Fields> {
            ::core::unreachable!()
        }
        fn run(&self, _: ::core::primitive::usize, _: &__voip_runtime::Change) {}
    }
    impl __voip_runtime::Page for VideoCall {
        const SPEC: &'static __voip_runtime::Spec = &__voip_runtime::Spec::STUB;
        fn initial() -> Self {
            ::core::unreachable!()
        }
        fn handle(
            call: __voip_runtime::Call<Self, __voip_runtime::Idle>,
        ) -> __voip_runtime::Handling {
            let _ = handle_call;
            let _ = |page: &Self| {
                let _ = &page.listen_openid;
            };
            let _ = |page: &Self| {
                let _ = &page.listen_name;
            };
            let _ = |page: &Self| {
                let _ = &page.call_openid;
            };
            let _ = |page: &Self| {
                let _ = &page.call_name;
            };
            fn value<T>() -> T {
                ::core::unreachable!()
            }
            let _ = || Self {
                listen_openid: value(),
                listen_name: value(),
                call_openid: value(),
                call_name: value(),
            };
            __voip_runtime::default_handler(call)
        }
    }
    impl __voip_runtime::Transition<__voip_runtime::Idle, __voip_runtime::Authorizing>
    for VideoCall {
        const PROOF: __voip_runtime::Proof<
            Self,
            __voip_runtime::Idle,
            __voip_runtime::Authorizing,
        > = __voip_runtime::Proof::of_flow();
    }
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
    impl __voip_runtime::Transition<__voip_runtime::Enabling, __voip_runtime::Joining>
    for VideoCall {
        const PROOF: __voip_runtime::Proof<
            Self,
            __voip_runtime::Enabling,
            __voip_runtime::Joining,
        > = __voip_runtime::Proof::of_flow();
    }
    impl __voip_runtime::Transition<__voip_runtime::Joining, __voip_runtime::InCall>
    for VideoCall {
        const PROOF: __voip_runtime::Proof<
            Self,
            __voip_runtime::Joining,
            __voip_runtime::InCall,
        > = __voip_runtime::Proof::of_flow();
    }
    impl __voip_runtime::Transition<__voip_runtime::InCall, __voip_runtime::Idle>
    for VideoCall {
        const PROOF: __voip_runtime::Proof<
            Self,
            __voip_runtime::InCall,
            __voip_runtime::Idle,
        > = __voip_runtime::Proof::of_flow();
    }
};
