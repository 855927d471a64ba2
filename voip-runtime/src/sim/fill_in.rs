//! The values of fields that nobody has filled in, so that one tap makes a call.

use alloc::vec::Vec;

use crate::field::FieldKind;
use crate::spec::{FieldSpec, Fields, Role, Spec};
use crate::value::Value;

/// A simulated user.
#[derive(Clone, Copy, Debug)]
pub struct Person {
    /// The openid.
    pub openid: &'static str,
    /// The nickname.
    pub nickname: &'static str,
}

/// The user of the phone.
pub const CALLER: Person = Person { openid: "simulated-openid-of-the-caller", nickname: "caller" };

/// The user whom the page calls.
pub const LISTENER: Person = Person { openid: "simulated-openid-of-the-listener", nickname: "listener" };

/// Values for the required fields that are empty on `page`, and for contacts that no `on_load` function fills in, with the
/// fields and their indices.
pub fn values(
    spec: &'static Spec,
    page: &dyn Fields,
    caller: Person,
    listener: Person,
) -> Vec<(usize, &'static FieldSpec, Value)> {
    let fields = spec.fields.iter().enumerate().filter(|(index, field)| {
        let is_contacts = field.kind == FieldKind::Contacts;
        let is_needed = field.is_required() || is_contacts && !spec.on_load;
        let is_empty = page.field(*index).is_some_and(|value| {
            if is_contacts { value.value() == Value::List(Vec::new()) } else { value.is_empty() }
        });
        is_needed && is_empty
    });
    fields.map(|(index, field)| (index, field, sample_value(field, caller, listener))).collect()
}

fn sample_value(field: &FieldSpec, caller: Person, listener: Person) -> Value {
    let of_caller = matches!(field.role, Some(Role::CallerOpenid | Role::CallerNickname));
    let person = if of_caller { caller } else { listener };
    match field.kind {
        FieldKind::Contacts => {
            let contact = [("openid", person.openid.into()), ("nickname", person.nickname.into())];
            Value::List(vec![Value::object(contact)])
        }
        FieldKind::OpenId => person.openid.into(),
        FieldKind::Choice => field.variants.first().map_or(Value::Null, |variant| variant.name.into()),
        FieldKind::Integer | FieldKind::Decimal => 1.into(),
        _ => person.nickname.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Person, values};
    use crate::Session;
    use crate::prelude::*;
    use crate::session::Tapped;
    use crate::sim::SimHost;

    #[derive(Choice, Clone, Copy, Debug, PartialEq)]
    enum Ward {
        #[choice("急诊")]
        Urgent,
        #[choice("儿科")]
        Children,
    }

    #[voip_page(title = "医生咨询")]
    struct AskDoctor {
        #[field(listener.openid)]
        doctor: OpenId,
        #[field(listener.nickname)]
        doctor_name: String,
        #[field(caller.openid)]
        me: OpenId,
        #[field(caller.nickname, default = "小安")]
        my_name: String,
        #[field(choice, label = "科室", required = "请选择科室")]
        ward: Option<Ward>,
        #[field(label = "年龄", required = "请填写年龄")]
        age: Option<u8>,
        note: String,
    }

    #[test]
    fn every_required_field_gets_a_value_and_one_tap_calls() {
        let session = Session::<AskDoctor>::new(SimHost::new());
        let [caller, listener] =
            [("o-a", "A"), ("o-b", "B")].map(|(openid, nickname)| Person { openid, nickname });
        let values = values(AskDoctor::SPEC, &*session.page(), caller, listener);
        for (_, field, value) in &values {
            session.input(field.name, value.clone()).unwrap();
        }
        let names: Vec<_> = values.iter().map(|(_, field, _)| field.name).collect();
        assert_eq!(names, ["doctor", "doctor_name", "me", "ward", "age"]);
        let page = session.page();
        assert_eq!((page.doctor.as_str(), page.doctor_name.as_str(), page.me.as_str()), ("o-b", "B", "o-a"));
        assert_eq!((page.my_name.as_str(), page.note.as_str()), ("小安", ""));
        assert_eq!((page.ward, page.age), (Some(Ward::Urgent), Some(1)));
        assert_eq!(session.tap(), Tapped::Started);
    }
}
