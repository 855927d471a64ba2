//! Strips a page's spec for its module: names and texts for the screen are in the files of the page instead.

use crate::field::FieldKind;
use crate::spec::{FieldSpec, Spec};

/// The fields, stripped; `N` is their number.
pub const fn fields<const N: usize>(spec: &Spec) -> [FieldSpec; N] {
    let mut fields = [FieldSpec::new("", "", FieldKind::Text); N];
    let mut at = 0;
    while at < N {
        let field = spec.fields[at];
        fields[at] = FieldSpec {
            // The only text of a field that its module needs.
            name: field.title(),
            key: "",
            label: None,
            placeholder: "",
            query: None,
            max_length: None,
            variants: &[],
            ..field
        };
        at += 1;
    }
    fields
}

/// The spec, stripped, with these fields.
pub const fn spec(spec: &Spec, fields: &'static [FieldSpec]) -> Spec {
    Spec { name: "", title: "", route: "", button: "", fields, ..*spec }
}
