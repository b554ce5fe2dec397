//! Any bytes as a journal, read in pieces of any size: the walk ends in order and in the same place.
//!
//! The first byte says how the rest is cut. A frame's check is set right before the walk where its top bit is set:
//! no fuzzer finds a hash, and what stands behind the first check should be met too.

#![no_main]

use jinguo::base::Hash32;
use jinguo::chain::hash::{check, link, seal_hash};
use jinguo::chain::{FrameKind, Header, Step, Walker, frames};
use libfuzzer_sys::fuzz_target;

/// What a walk said, and where it ended.
type Walked = (Vec<String>, u64, Hash32);

/// Walks `bytes`, of which `piece` more are shown whenever the walk asks for more.
fn walk(bytes: &[u8], piece: usize) -> Walked {
    let (mut walker, mut said, mut shown) = (Walker::new(), Vec::new(), piece.min(bytes.len()));
    loop {
        let at = usize::try_from(walker.offset()).expect("inside the bytes");
        match walker.step(&bytes[at..shown]) {
            Ok(Step::NeedMore(need)) => {
                // The file's head may have been taken on the way: what is needed counts from where the walk stands now.
                let at = usize::try_from(walker.offset()).expect("inside the bytes");
                assert!(need > shown - at, "asks for what it has");
                if shown == bytes.len() {
                    said.push(format!("{}", walker.is_between_commits()));
                    break;
                }
                shown = (shown + piece).min(bytes.len());
            }
            Ok(step) => {
                assert!(walker.offset() > at as u64, "stands still");
                said.push(format!("{step:?}"));
            }
            Err(flaw) => {
                assert!(flaw.offset <= bytes.len() as u64);
                said.push(flaw.to_string());
                break;
            }
        }
    }
    (said, walker.offset(), walker.head())
}

/// Sets the checks of all frames right, as far as they are frames.
fn with_checks(bytes: &[u8]) -> Vec<u8> {
    let mut fixed = bytes.to_vec();
    let Some(body) = bytes.get(16..) else { return fixed };
    let (mut head, mut record_no) = (Hash32::ZERO, 0);
    for frame in frames(body) {
        let hash = if frame.kind == FrameKind::Seal {
            seal_hash(frame.record)
        } else {
            head = link(&head, record_no, frame.record);
            record_no += 1;
            head
        };
        let end = 16 + frame.range.end;
        fixed[end - 8..end].copy_from_slice(&check(&hash));
    }
    fixed
}

fuzz_target!(|input: &[u8]| {
    let Some((how, rest)) = input.split_first() else { return };
    let bytes = if how & 0x80 == 0 { rest.to_vec() } else { with_checks(rest) };
    let piece = usize::from(how & 0x7f) + 1;
    let whole = walk(&bytes, bytes.len().max(1));
    assert_eq!(whole, walk(&bytes, piece));
    assert_eq!(whole, walk(&bytes, Header::LEN + 12));
});
