//! The glue without comments, and with short names. Comments and long names are half of its size.

use super::shorten::shorten;
use crate::runtime::GLUE;

const HEADER: &str = "// With comments and names: voip-runtime/src/wx/voip.js.\n";

/// The content of `voip/voip.js`. In the source, each comment is on its own lines, and no string spans lines.
pub(super) fn glue() -> String {
    let mut in_comment = false;
    let code: Vec<&str> = GLUE
        .lines()
        .map(str::trim_start)
        .filter(|line| {
            let starts = line.starts_with("/**");
            let is_code = !in_comment && !starts && !line.starts_with("//") && !line.is_empty();
            in_comment = (in_comment || starts) && !line.contains("*/");
            is_code
        })
        .collect();
    format!("{HEADER}{}\n", shorten(&code.join("\n")))
}

#[cfg(test)]
mod tests {
    use super::{GLUE, glue};

    #[test]
    fn comments_are_removed() {
        let glue = glue();
        assert!(!glue.contains("/**") && !glue.contains("*/") && !glue.contains("@param"));
        assert!(glue.contains("exports.page=function("));
        // A comment at the end of a line of code is not supported.
        assert!(GLUE.lines().all(|line| line.trim_start().starts_with("/*") || !line.contains("/*")));
        assert!(glue.len() * 2 < GLUE.len());
    }
}
