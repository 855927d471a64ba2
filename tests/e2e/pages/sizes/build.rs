//! Selects the page: the variable `VOIP_SIZES` names it.

fn main() {
    println!("cargo::rerun-if-env-changed=VOIP_SIZES");
    println!("cargo::rustc-check-cfg=cfg(page, values(any()))");
    let page = std::env::var("VOIP_SIZES").unwrap_or_else(|_| "base".to_owned());
    println!("cargo::rustc-cfg=page=\"{page}\"");
}
