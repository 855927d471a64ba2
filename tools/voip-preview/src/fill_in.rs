//! The values of fields that nobody has filled in, so that one tap makes a call.

use voip_runtime::field::FieldKind;
use voip_runtime::record::Input;
use voip_runtime::spec::{FieldSpec, Role, Spec};
use voip_runtime::value::Value;

use crate::pages::OpenPage;

/// A simulated user.
#[derive(Clone, Copy)]
pub(crate) struct Person {
    pub(crate) openid: &'static str,
    pub(crate) nickname: &'static str,
}

/// Fills in required fields that are empty, and contacts that no `on_load` function fills in. Only fields that `may_fill_in`
/// are filled in. Returns their names.
pub(crate) fn fill_in(
    spec: &'static Spec,
    session: &dyn OpenPage,
    caller: Person,
    listener: Person,
    may_fill_in: impl Fn(usize) -> bool,
) -> Vec<&'static str> {
    let page = session.fields();
    let fields = spec.fields.iter().enumerate().filter(|(index, field)| {
        let is_contacts = field.kind == FieldKind::Contacts;
        let is_needed = field.is_required() || is_contacts && !spec.on_load;
        let is_empty = page.field(*index).is_some_and(|value| {
            if is_contacts { value.value() == Value::List(Vec::new()) } else { value.is_empty() }
        });
        is_needed && is_empty && may_fill_in(*index)
    });
    let filled_in = fields.filter(|(_, field)| {
        let value = sample_value(field, caller, listener);
        session.input(&Input::Set { field: field.name.into(), value }).is_ok()
    });
    filled_in.map(|(_, field)| field.name).collect()
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
    use voip_runtime::prelude::*;
    use voip_runtime::session::Tapped;
    use voip_runtime::sim::SimHost;

    use super::{Person, fill_in};
    use voip_runtime::Session;

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
        let filled_in = fill_in(AskDoctor::SPEC, &session, caller, listener, |_| true);
        assert_eq!(filled_in, ["doctor", "doctor_name", "me", "ward", "age"]);
        let page = session.page();
        assert_eq!((page.doctor.as_str(), page.doctor_name.as_str(), page.me.as_str()), ("o-b", "B", "o-a"));
        assert_eq!((page.my_name.as_str(), page.note.as_str()), ("小安", ""));
        assert_eq!((page.ward, page.age), (Some(Ward::Urgent), Some(1)));
        assert_eq!(session.tap(), Tapped::Started);
    }
}
