//! The glue without comments and indentation, which are a third of its size.

use crate::runtime::GLUE;

const HEADER: &str = "// With comments: voip-runtime/src/wx/voip.js.\n";

/// The content of `voip/voip.js`. In the source, each comment is on its own lines, and no string spans lines.
pub(super) fn glue() -> String {
    let mut in_comment = false;
    let code = GLUE.lines().map(str::trim_start).filter(|line| {
        let starts = line.starts_with("/**");
        let is_code = !in_comment && !starts && !line.starts_with("//") && !line.is_empty();
        in_comment = (in_comment || starts) && !line.contains("*/");
        is_code
    });
    let mut glue = String::from(HEADER);
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
    fn comments_are_removed() {
        let glue = glue();
        assert!(!glue.contains("/**") && !glue.contains("*/") && !glue.contains("@param"));
        assert!(glue.contains("exports.page = function (declaration, host) {"));
        // A comment at the end of a line of code is not supported.
        assert!(GLUE.lines().all(|line| line.trim_start().starts_with("/*") || !line.contains("/*")));
        assert!(glue.len() * 4 < GLUE.len() * 3);
    }
}
