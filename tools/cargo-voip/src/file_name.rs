//! Names of files and folders that not every system of WeChat's tools accepts.

/// Why a part of a path cannot be the name of a file or folder of a mini-program.
pub(crate) fn name_problem(part: &str) -> Option<&'static str> {
    // Windows ignores a space or a dot at the end.
    if part.ends_with(['.', ' ']) || part.starts_with(' ') {
        return Some("a part begins or ends with a space, or ends with a dot");
    }
    if is_device_name(part) {
        return Some("Windows keeps the name of a part for a device");
    }
    let is_invalid = |character: char| character.is_control() || "?#:*\"<>|%".contains(character);
    part.contains(is_invalid)
        .then_some("it contains a character that is not allowed in a file name of a mini-program")
}

/// Whether a part of a path names a device on Windows, whatever its extension: `con`, `AUX.txt`. WeChat's devtools run there,
/// and such a file cannot be created.
pub(crate) fn is_device_name(part: &str) -> bool {
    // Windows ignores spaces at the end of the name.
    let name = part.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    if ["con", "prn", "aux", "nul", "conin$", "conout$"].contains(&name.as_str()) {
        return true;
    }
    let number = name.strip_prefix("com").or_else(|| name.strip_prefix("lpt"));
    number.is_some_and(|number| {
        let mut characters = number.chars();
        matches!((characters.next(), characters.next()), (Some('0'..='9' | '¹' | '²' | '³'), None))
    })
}

#[cfg(test)]
mod tests {
    use super::is_device_name;

    #[test]
    fn devices_of_windows() {
        for name in ["con", "CON", "Aux.txt", "nul.tar.gz", "com1", "LPT9", "com¹", "prn ", "conin$"] {
            assert!(is_device_name(name), "{name}");
        }
        for name in ["console", "com", "com10", "lpt", "auxiliary", "index", "my.con", ""] {
            assert!(!is_device_name(name), "{name}");
        }
    }
}
