//! Templates with placeholders: `[[name]]`.

/// Replaces the placeholders of a template. Placeholders in a value are not replaced.
pub(crate) fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("[[") {
        filled.push_str(before);
        let placeholder = after.split_once("]]").and_then(|(name, after)| {
            let (_, value) = values.iter().find(|(known, _)| *known == name)?;
            Some((value, after))
        });
        if let Some((value, after)) = placeholder {
            filled.push_str(value);
            rest = after;
        } else {
            filled.push_str("[[");
            rest = after;
        }
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn placeholders_are_replaced_once() {
        assert_eq!(fill("a[[x]]b[[y]]", &[("x", "[[y]]"), ("y", "1")]), "a[[y]]b1");
        assert_eq!(fill("[[unknown]] [[x", &[("x", "1")]), "[[unknown]] [[x");
    }
}
