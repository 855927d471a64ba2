//! Enums with `#[derive(Choice)]`, and the fields that have them.

#![deny(warnings)]

use voip_runtime::field::FieldType;
use voip_runtime::prelude::*;

pub mod wards {
    pub use voip_runtime as rt;

    /// One variant is enough.
    #[derive(rt::Choice)]
    #[choice(crate = self::rt)]
    pub enum Ward {
        #[choice("急诊")]
        Urgent,
    }
}

/// Names that are keywords, or that generated code could use.
#[derive(Choice, Debug, PartialEq)]
#[allow(non_camel_case_types)]
enum Odd {
    #[choice("\"值\"")]
    Value,
    #[choice("类型")]
    r#type,
    #[deprecated]
    #[choice("无")]
    None,
    /// With a condition.
    #[cfg(not(all()))]
    #[choice("从不")]
    Never,
    #[choice("结果")]
    Ok = -7,
}

/// The type alone does not say which variants are read.
#[derive(Choice)]
enum Alone {
    #[choice("一")]
    _One,
    #[choice("二")]
    _Two,
}

macro_rules! page {
    ($name:ident, $ward:ty, $default:ident, $label:literal) => {
        #[derive(Choice)]
        pub enum Made {
            #[choice($label)]
            $default,
        }

        #[voip_page(title = $label)]
        struct $name {
            #[field(contacts)]
            family: Vec<Contact>,
            #[field(caller.openid)]
            me: OpenId,
            #[field(caller.nickname, required = $label)]
            my_name: String,
            #[field(choice, label = $label, default = $default)]
            ward: $ward,
            #[field(choice, default = $default)]
            second: Option<$ward>,
            #[field(choice)]
            made: (Made),
        }
    };
}

mod made {
    #![allow(unused_parens)]

    use super::*;

    page!(Family, wards::Ward, Urgent, "急诊");

    pub fn check() {
        let Family { family, me, my_name, ward, second, made } = Family::initial();
        assert!(family.is_empty() && me.is_empty() && my_name.is_empty());
        assert!(matches!((ward, second, made), (wards::Ward::Urgent, Some(_), Made::Urgent)));
    }
}

fn main() {
    #[derive(Choice)]
    enum Inside {
        #[choice("里面")]
        One,
    }

    #[voip_page(title = "视频通话")]
    struct VideoCall {
        #[field(listener.openid)]
        listen_openid: OpenId,
        #[field(listener.nickname)]
        listen_name: String,
        #[field(caller.openid)]
        call_openid: OpenId,
        #[field(caller.nickname)]
        call_name: String,
        #[field(choice, default = r#type)]
        odd: Odd,
        #[field(choice)]
        alone: std::option::Option<crate::Alone>,
        #[field(choice)]
        inside: Inside,
    }

    let page = VideoCall::initial();
    assert!(page.odd == Odd::r#type && page.alone.is_none());
    let Inside::One = page.inside;
    let variants = Odd::VARIANTS.iter().map(|variant| (variant.name, variant.label));
    let expected = [("Value", "\"值\""), ("type", "类型"), ("None", "无"), ("Ok", "结果")];
    assert!(variants.eq(expected));
    made::check();
}
