//! Plays the scenarios of this crate: the files `scenarios/*.jsonl`.

voip_runtime::sim::scenarios!(video_call::VideoCall);
