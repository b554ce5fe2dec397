//! Any bytes as a receipt, as its proof and as what it carries: refused, or exactly the form of what was read.

#![no_main]

use jinguo::chain::TlogProof;
use jinguo::chain::receipt::{Carried, holds};
use jinguo::ledger::Receipted;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(carried) = Carried::decode(bytes, &[]) {
        assert_eq!(carried.encode(&[]), bytes);
    }
    let read = Receipted::read(bytes);
    let Ok(proof) = TlogProof::parse(bytes) else {
        assert!(read.is_err());
        return;
    };
    assert_eq!(proof.to_string().as_bytes(), bytes);
    let carried = proof.extra.as_deref().and_then(|extra| Carried::decode(extra, &proof.path).ok());
    // What is read of it is in the tree, each record of it.
    assert!(read.is_err() || carried.is_some_and(|carried| holds(&proof, &carried)));
});
