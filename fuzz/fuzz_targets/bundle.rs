//! Any bytes as a bundle: refused or read, and each section is as long as it says.

#![no_main]

mod one_file;

use jinguo::store::bundle_file::{Bundle, BundleError, Section};
use libfuzzer_sys::fuzz_target;
use one_file::OneFile;
use std::path::Path;

fuzz_target!(|bytes: &[u8]| {
    let Ok(bundle) = Bundle::open(&OneFile(bytes.into()), Path::new("")) else { return };
    for section in Section::ALL {
        let mut len = 0;
        let read = bundle.read::<BundleError>(section, |piece| {
            len += u64::try_from(piece.len()).unwrap_or(u64::MAX);
            Ok(())
        });
        assert!(read.is_err() || len == bundle.len(section).unwrap_or(0));
    }
});
