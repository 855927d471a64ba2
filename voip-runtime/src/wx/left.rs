//! The part of a page's spec that its module contains. Names and words for the screen are left out: on the
//! phone they are in the page's own files.

use crate::field::FieldKind;
use crate::spec::{FieldSpec, Spec};

/// The fields; `N` is how many there are.
pub const fn fields<const N: usize>(spec: &Spec) -> [FieldSpec; N] {
    let mut fields = [FieldSpec::new("", "", FieldKind::Text); N];
    let mut at = 0;
    while at < N {
        let field = spec.fields[at];
        // Its title is its label, or else its name.
        let name = if field.label.is_some() { "" } else { field.name };
        fields[at] = FieldSpec { name, key: "", placeholder: "", ..field };
        at += 1;
    }
    fields
}

/// The spec, with these fields.
pub const fn spec(spec: &Spec, fields: &'static [FieldSpec]) -> Spec {
    Spec { name: "", title: "", route: "", button: "", fields, ..*spec }
}
