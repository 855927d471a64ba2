//! The runtime under other names.

#![deny(warnings)]

extern crate voip_runtime as calls;

use calls::prelude::*;

#[voip_page(title = "外部", crate = ::calls)]
pub struct External {
    #[field(listener.openid)]
    listen_openid: OpenId,
    #[field(listener.nickname)]
    listen_name: String,
    #[field(caller.openid)]
    call_openid: OpenId,
    #[field(caller.nickname)]
    call_name: String,
}

mod imported {
    use voip_runtime as rt;
    use voip_runtime::prelude::*;

    #[voip_page(title = "引入", crate = rt)]
    pub struct Imported {
        #[field(listener.openid)]
        listen_openid: OpenId,
        #[field(listener.nickname)]
        listen_name: String,
        #[field(caller.openid)]
        call_openid: OpenId,
        #[field(caller.nickname)]
        call_name: String,
    }
}

mod exported {
    pub mod inner {
        pub use voip_runtime as rt;
        pub use voip_runtime::*;

        pub mod below {
            use voip_runtime::prelude::*;

            #[voip_page(title = "上级", crate = super)]
            pub struct Super {
                #[field(listener.openid)]
                listen_openid: OpenId,
                #[field(listener.nickname)]
                listen_name: String,
                #[field(caller.openid)]
                call_openid: OpenId,
                #[field(caller.nickname)]
                call_name: String,
            }
        }
    }

    use self::inner::prelude::*;

    #[voip_page(title = "重新导出", crate = self::inner)]
    pub struct Exported {
        #[field(listener.openid)]
        listen_openid: OpenId,
        #[field(listener.nickname)]
        listen_name: String,
        #[field(caller.openid)]
        call_openid: OpenId,
        #[field(caller.nickname)]
        call_name: String,
    }

    #[voip_page(title = "路径", crate = crate::exported::inner::rt)]
    pub struct Path {
        #[field(listener.openid)]
        listen_openid: OpenId,
        #[field(listener.nickname)]
        listen_name: String,
        #[field(caller.openid)]
        call_openid: OpenId,
        #[field(caller.nickname)]
        call_name: String,
    }
}

fn main() {
    assert_eq!(External::SPEC.title, "外部");
    assert_eq!(imported::Imported::SPEC.title, "引入");
    assert_eq!(exported::Exported::SPEC.title, "重新导出");
    assert_eq!(exported::Path::SPEC.title, "路径");
    assert_eq!(exported::inner::below::Super::SPEC.title, "上级");
}
