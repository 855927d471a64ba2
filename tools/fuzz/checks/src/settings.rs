//! The settings in the address of the preview.

use std::time::Duration;

use voip_runtime::sim::settings::{SPEEDS, Settings};

const PAGES: [&str; 2] = ["Patient", "Desk"];

/// Reads the settings.
pub fn check(query: &str) {
    let (settings, errors) = Settings::read(query, &PAGES);
    assert!(SPEEDS.contains(&settings.speed));
    let day = Duration::from_secs(24 * 60 * 60);
    for phone in &settings.phones {
        assert!([phone.interrupt, phone.kill].into_iter().flatten().all(|delay| delay <= day));
    }
    for (_, error) in &errors {
        assert!(!error.english.is_empty() && !error.chinese.is_empty());
    }
    // A browser may encode any character.
    let encoded = encoded(query);
    if encoded.len() < 60_000 {
        assert_eq!(Settings::read(&encoded, &PAGES), (settings.clone(), errors.clone()), "{encoded}");
    }
    // What is invalid has no effect. Only a `?` at the beginning of the whole query is left out.
    let read = |pairs: &[&str]| Settings::read(&format!("&{}", pairs.join("&")), &PAGES);
    let is_valid = |pair: &&str| read(&[pair]).1.iter().all(|(key, _)| key.ends_with("cause"));
    let pairs = query.trim_start_matches('?').split('&').filter(|pair| !pair.is_empty());
    let valid: Vec<_> = pairs.filter(is_valid).collect();
    assert_eq!(read(&valid).0, settings, "{valid:?}");
}

/// The same query with every byte of its names and values percent-encoded.
fn encoded(query: &str) -> String {
    let digit = |value: u8| char::from_digit(value.into(), 16).unwrap_or_default();
    let byte = |byte: u8| ['%', digit(byte >> 4), digit(byte & 15)];
    let encode = |text: &str| -> String { text.replace('+', " ").bytes().flat_map(byte).collect() };
    // What is encoded already stays.
    let part = |text: &str| if text.contains('%') { text.to_owned() } else { encode(text) };
    let pair = |pair: &str| match pair.split_once('=') {
        Some((key, value)) => format!("{}={}", part(key), part(value)),
        None => part(pair),
    };
    query.trim_start_matches('?').split('&').map(pair).collect::<Vec<_>>().join("&")
}
