//! Any bytes as a header and as a seal: refused, or exactly the canonical form of what was read.

#![no_main]

use jinguo::chain::{Header, Seal, VerifyingKey};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut again = Vec::new();
    if let Ok(header) = Header::decode(bytes) {
        header.encode(&mut again);
        assert_eq!(again, bytes);
    }
    if let Ok(seal) = Seal::decode(bytes) {
        again.clear();
        seal.encode(&mut again);
        assert_eq!(again, bytes);
        // Neither a hostile key nor a hostile signature may do more than not verify.
        if let Some(key) = VerifyingKey::new(&seal.head) {
            let _ = seal.is_signed_by(&key, "example.org/fund");
        }
    }
});
