//! The glue, as it goes into a mini-program: without its comments and margins, which are a third of it.

use crate::runtime::GLUE;

const HEAD: &str = "// With its comments it is voip-runtime/src/wx/voip.js.\n";

/// The glue. Its comments stand on lines of their own, and no text in it goes over several.
pub(super) fn glue() -> String {
    let mut in_comment = false;
    let code = GLUE.lines().map(str::trim_start).filter(|line| {
        let begins = line.starts_with("/**");
        let is_code = !in_comment && !begins && !line.starts_with("//") && !line.is_empty();
        in_comment = (in_comment || begins) && !line.contains("*/");
        is_code
    });
    let mut glue = String::from(HEAD);
    for line in code {
        glue.push_str(line);
        glue.push('\n');
    }
    glue
}

#[cfg(test)]
mod tests {
    use super::{GLUE, glue};

    #[test]
    fn is_the_code_without_the_comments() {
        let glue = glue();
        assert!(!glue.contains("/**") && !glue.contains("*/") && !glue.contains("@param"));
        assert!(glue.contains("exports.page = function (declaration, host) {"));
        // No comment stands behind code, where it would take the code with it.
        assert!(GLUE.lines().all(|line| line.trim_start().starts_with("/*") || !line.contains("/*")));
        assert!(glue.len() * 4 < GLUE.len() * 3);
    }
}
