//! The form of a page.

/// A page, as what draws it knows it.
#[derive(Debug)]
pub struct PageSpec {
    pub name: &'static str,
    pub title: &'static str,
    pub route: &'static str,
    pub button: &'static str,
    pub room_type: &'static str,
    pub fields: &'static [FieldSpec],
}

/// A row of the form.
#[derive(Debug)]
pub struct FieldSpec {
    pub name: &'static str,
    pub data_name: &'static str,
    pub role: Role,
    pub label: &'static str,
    pub placeholder: &'static str,
    /// What the user is told if the field is empty.
    pub required_message: &'static str,
}

/// What a field is for.
#[derive(Clone, Copy, Debug)]
pub enum Role {
    ListenerOpenid,
    ListenerNickname,
    CallerOpenid,
    CallerNickname,
}

/// Access to the fields of a page by their position in its [`PageSpec`].
pub trait Form {
    fn field(&self, index: usize) -> Option<&String>;
    fn field_mut(&mut self, index: usize) -> Option<&mut String>;
}

/// The message of the first field that is empty.
pub fn missing(spec: &PageSpec, form: &dyn Form) -> Option<&'static str> {
    let empty = |(index, _): &(usize, &FieldSpec)| form.field(*index).is_none_or(String::is_empty);
    spec.fields.iter().enumerate().find(empty).map(|(_, field)| field.required_message)
}
