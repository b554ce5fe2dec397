//! Any bytes as a request to a witness and as its memory: refused, or exactly the form of what was read; and no answer
//! lets a log go back or show another history.

#![no_main]

use jinguo::chain::witness::{Answer, MAX_PROOF, MAX_REQUEST, Remembered, Request, decide};
use jinguo::chain::{Policy, VerifierKey};
use libfuzzer_sys::fuzz_target;

/// The log of the seeds, which others made, and a witness's key.
const POLICY: &str = include_str!("../seeds/policy/one-log");
const OWN: &str = include_str!("../seeds/note/witness-vkey");
const MEMORY: &str = include_str!("../seeds/witness_body/memory");

fuzz_target!(|bytes: &[u8]| {
    let (Ok(policy), Ok(own)) = (Policy::parse(POLICY.as_bytes()), VerifierKey::parse(OWN)) else {
        unreachable!("the seeds are whole")
    };
    let origin = policy.logs()[0].key.name().as_str();
    if let Ok(kept) = Remembered::parse(bytes, origin, &own) {
        assert_eq!(kept.signed().note().to_bytes(), bytes);
    }
    let request = match Request::parse(bytes) {
        Ok(request) => request,
        Err(_) => return,
    };
    assert!(bytes.len() <= MAX_REQUEST && request.proof.len() <= MAX_PROOF);
    assert_eq!(request.to_string().as_bytes(), bytes);
    let kept = Remembered::parse(MEMORY.as_bytes(), origin, &own).expect("the seeds are whole");
    for remembered in [None, Some(&kept)] {
        if decide(&policy, remembered, &request) == Answer::Cosign {
            let (old, new) = (remembered.map(|kept| kept.signed().checkpoint()), request.signed.checkpoint());
            assert_eq!(request.old, old.map_or(0, |old| old.size()));
            assert!(old.is_none_or(|old| old.size() < new.size() || old.root() == new.root()));
        }
    }
});
