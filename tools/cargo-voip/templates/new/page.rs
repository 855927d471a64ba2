//! Tests the page on simulated phones.

use [[library]]::VideoCall;
use voip_runtime::sim::explore;

#[test]
fn every_answer_of_the_phone_is_handled() {
    explore::<VideoCall>().unwrap();
}

// Plays the files in `scenarios`: each says what happens, and what the page must show at the end.
voip_runtime::sim::scenarios!(VideoCall);
