//! Any text as a session: refused or opened, with the seeds' token at a moment within their time.

#![no_main]

use jinguo::base::Timestamp;
use jinguo::store::session::{Secret, Session, Token};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Some(now) = Timestamp::from_millis(1500) else { return };
    let token = Token::new(&mut |bytes| bytes.fill(9));
    if let Ok(session) = Session::open(text, &token, now) {
        assert!(session.get(Secret::OperatorSeed, &[6; 32]).is_none_or(|key| *key == [5; 32]));
    }
});
