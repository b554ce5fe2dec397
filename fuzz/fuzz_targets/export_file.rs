//! Any bytes as an exported file, in each format: what they say that they are bound to reads back as it stands, a file is
//! the same as itself, and a difference is named with two things that differ.

#![no_main]

use jinguo::export::binding::{Binding, FileFormat};
use jinguo::export::compare::{Compared, binding_of, compare};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Some(binding) = binding_of(bytes) {
        assert_eq!(Binding::parse(&binding.line()), Some(binding));
    }
    let half = &bytes[..bytes.len() / 2];
    for format in FileFormat::ALL {
        assert_eq!(compare(format, bytes, bytes), Compared::SameBytes);
        if let Compared::Differs(difference) = compare(format, bytes, half) {
            assert!(difference.ours != difference.theirs || difference.place.contains('/'), "{difference:?}");
        }
    }
});
