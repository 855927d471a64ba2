//! Writes the diagrams of all pages into a folder, for the test that renders them: the pages of the examples, those of
//! `tests/pages`, and those beside this one.

mod odd;

use std::env;
use std::fs;
use std::io;
use std::path::PathBuf;

use voip_runtime::Page;
use voip_runtime::graph;
use voip_runtime::spec::Spec;

const PAGES: &[(&str, &Spec)] = &[
    ("consultation-desk", consultation::Desk::SPEC),
    ("consultation-patient", consultation::Patient::SPEC),
    ("family-call", family_call::FamilyCall::SPEC),
    ("video-call", video_call::VideoCall::SPEC),
    ("voice-support", voice_support::VoiceSupport::SPEC),
    ("departments", test_pages::departments::Departments::SPEC),
    ("duty", test_pages::duty::Duty::SPEC),
    ("grandparents", test_pages::grandparents::Grandparents::SPEC),
    ("helpline", test_pages::helpline::Helpline::SPEC),
    ("home-visit", test_pages::home_visit::HomeVisit::SPEC),
    ("interview", test_pages::interview::Interview::SPEC),
    ("legal-aid", test_pages::legal_aid::LegalAid::SPEC),
    ("neighbours", test_pages::neighbours::Neighbours::SPEC),
    ("reception", test_pages::reception::Reception::SPEC),
    ("ward-desk", test_pages::ward_desk::WardDesk::SPEC),
    ("kinds", kinds::Kinds::SPEC),
    ("own-wxml", own_wxml::VideoCall::SPEC),
    ("panics", panics::Panics::SPEC),
    ("panics-sound", panics::Sound::SPEC),
    ("people-desk", people::desk::Desk::SPEC),
    ("people-family", people::family::Family::SPEC),
    ("people-list", people::list::List::SPEC),
    ("odd", odd::Odd::SPEC),
];

fn main() -> io::Result<()> {
    let folder = PathBuf::from(env::args_os().nth(1).expect("the folder to write to"));
    for (name, spec) in PAGES {
        fs::write(folder.join(format!("{name}.mmd")), graph::mermaid(spec))?;
        fs::write(folder.join(format!("{name}.dot")), graph::dot(spec))?;
        fs::write(folder.join(format!("{name}.json")), graph::json(spec))?;
    }
    Ok(())
}
