//! Any text as what somebody typed or scanned from paper: a root, or parts of a receipt. Refused, or read back the same.

#![no_main]

use jinguo::base::{base32, parts};
use jinguo::chain::checkpoints;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Some(all) = checkpoints::decode(bytes) {
        assert_eq!(checkpoints::encode(&all), bytes);
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(root) = base32::parse(text) {
        assert_eq!(base32::parse(&base32::encode(&root).join(" ")), Ok(root));
    }
    if let Ok(whole) = parts::join(text) {
        assert!(parts::are_parts(text));
        assert_eq!(parts::join(&parts::split(&whole, 100).join("\n")), Ok(whole));
    }
});
