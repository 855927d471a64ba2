//! Plays the scenarios of this crate: the files `scenarios/*.jsonl`.

use video_call::VideoCall;

voip_runtime::sim::scenarios!(VideoCall);
