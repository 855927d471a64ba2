//! The page on every phone.

use [[library]]::VideoCall;
use voip_runtime::sim::explore;

#[test]
fn whatever_the_host_answers_and_whenever() {
    explore::<VideoCall>().unwrap();
}
