::core::compile_error! {
    "the page has no title: add `title = \"…\"`, the words in its navigation bar"
}
/// Call another user of this mini-program.
pub struct VideoCall {
    listen_openid: OpenId,
    listen_name: String,
    call_openid: OpenId,
    call_name: String,
}
const _: () = {
    use ::voip_runtime as __voip_runtime;
    impl __voip_runtime::spec::Fields for VideoCall {
        fn field(
            &self,
            _: ::core::primitive::usize,
        ) -> ::core::option::Option<&dyn __voip_runtime::field::Field> {
            ::core::option::Option::None
        }
        fn field_mut(
            &mut self,
            _: ::core::primitive::usize,
        ) -> ::core::option::Option<&mut dyn __voip_runtime::field::Field> {
            ::core::option::Option::None
        }
        fn parties(&self) -> __voip_runtime::spec::Parties<'_> {
            ::core::default::Default::default()
        }
        fn snapshot(
            &self,
        ) -> __voip_runtime::spec::Box<dyn __voip_runtime::spec::Fields> {
            ::core::unreachable!()
        }
        fn run(&self, _: ::core::primitive::usize, _: &__voip_runtime::spec::Change) {}
    }
    impl __voip_runtime::call::Page for VideoCall {
        const SPEC: &'static __voip_runtime::spec::Spec = &__voip_runtime::spec::Spec::STUB;
        fn first() -> Self {
            ::core::unreachable!()
        }
        fn handle(
            call: __voip_runtime::call::Call<Self, __voip_runtime::call::Idle>,
        ) -> __voip_runtime::call::Handling {
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
            __voip_runtime::call::walk(call)
        }
    }
    impl __voip_runtime::call::Transition<
        __voip_runtime::call::Idle,
        __voip_runtime::call::Authorizing,
    > for VideoCall {
        const PROOF: __voip_runtime::call::Proof<
            Self,
            __voip_runtime::call::Idle,
            __voip_runtime::call::Authorizing,
        > = __voip_runtime::call::Proof::of_flow();
    }
    impl __voip_runtime::call::Transition<
        __voip_runtime::call::Authorizing,
        __voip_runtime::call::Enabling,
    > for VideoCall {
        const PROOF: __voip_runtime::call::Proof<
            Self,
            __voip_runtime::call::Authorizing,
            __voip_runtime::call::Enabling,
        > = __voip_runtime::call::Proof::of_flow();
    }
    impl __voip_runtime::call::Transition<
        __voip_runtime::call::Enabling,
        __voip_runtime::call::Joining,
    > for VideoCall {
        const PROOF: __voip_runtime::call::Proof<
            Self,
            __voip_runtime::call::Enabling,
            __voip_runtime::call::Joining,
        > = __voip_runtime::call::Proof::of_flow();
    }
    impl __voip_runtime::call::Transition<
        __voip_runtime::call::Joining,
        __voip_runtime::call::InCall,
    > for VideoCall {
        const PROOF: __voip_runtime::call::Proof<
            Self,
            __voip_runtime::call::Joining,
            __voip_runtime::call::InCall,
        > = __voip_runtime::call::Proof::of_flow();
    }
    impl __voip_runtime::call::Transition<
        __voip_runtime::call::InCall,
        __voip_runtime::call::Idle,
    > for VideoCall {
        const PROOF: __voip_runtime::call::Proof<
            Self,
            __voip_runtime::call::InCall,
            __voip_runtime::call::Idle,
        > = __voip_runtime::call::Proof::of_flow();
    }
};
