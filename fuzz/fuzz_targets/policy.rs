//! Any bytes as a policy, and a checkpoint held against it: an error names a line that is there, a quorum of nobody is
//! met by anybody.

#![no_main]

use jinguo::chain::{Policy, SignedCheckpoint};
use libfuzzer_sys::fuzz_target;

/// The checkpoint that the seeds are about.
const CHECKPOINT: &str = include_str!("../seeds/note/checkpoint");

fuzz_target!(|bytes: &[u8]| {
    let lines = bytes.iter().filter(|b| **b == b'\n').count() + 1;
    match Policy::parse(bytes) {
        Err(error) => assert!((1..=lines).contains(&error.line), "{error}"),
        Ok(policy) => {
            assert!(policy.logs().len() + policy.witnesses().len() <= Policy::MAX_LINES);
            let Ok(signed) = SignedCheckpoint::parse(CHECKPOINT.as_bytes()) else { return };
            if let Ok(met) = policy.check(&signed) {
                assert!(met.quorum_met || policy.asks_for_witnesses());
                assert!(met.cosigned.len() <= policy.witnesses().len());
            }
        }
    }
});
