//! Structs with names that the generated code uses.

#![deny(warnings)]

macro_rules! pages {
    ($($module:ident $name:ident)*) => {
        $(mod $module {
            use ::voip_runtime::prelude::voip_page;

            #[voip_page(title = "视频通话", route = "pages/call/index")]
            #[allow(non_camel_case_types)]
            pub struct $name {
                #[field(listener.openid)]
                listen_openid: ::voip_runtime::prelude::OpenId,
                #[field(listener.nickname)]
                listen_name: ::voip_runtime::prelude::String,
                #[field(caller.openid)]
                call_openid: ::voip_runtime::prelude::OpenId,
                #[field(caller.nickname)]
                call_name: ::core::option::Option<::voip_runtime::prelude::String>,
            }
        })*

        fn main() {
            let titles = [$(<$module::$name as ::voip_runtime::Page>::SPEC.title),*];
            assert_eq!(titles, ["视频通话"; 21]);
        }
    };
}

pages! {
    a Idle
    b State
    c Call
    d Option
    e Page
    f Field
    g Transition
    h Rc
    i Vec
    j Box
    k Self_
    l String
    m OpenId
    n Failed
    o Some
    p FieldSpec
    q Handling
    r core
    s voip_runtime
    t Fields
    u u8
}
