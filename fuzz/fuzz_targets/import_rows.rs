//! Any bytes as a round's file and as a bank's: read or refused; every bad cell is of a row that is there, and what a
//! bank answers is about rows that were paid.

#![no_main]

use jinguo::base::Fen;
use jinguo::entry::MOST_ROWS;
use jinguo::import::{bank, rows};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(file) = rows::read(bytes) {
        assert!((1..=MOST_ROWS).contains(&file.rows.len()));
        assert!(file.rows.iter().map(|row| row.line).is_sorted());
        assert!(file.bad.iter().all(|bad| (1..=file.rows.len()).contains(&bad.row)));
    }
    let Ok(file) = bank::read(bytes) else { return };
    let person = Some((Some("9990001234567890123".to_owned()), "Wang Fang".to_owned()));
    let paid = bank::Paid { amount: Some(Fen::new(100_000)), payment: 1, person };
    let past = bank::Paid { amount: None, payment: 0, person: None };
    match file.answers(&[paid.clone(), paid, past]) {
        Ok(answers) => assert!(answers.keys().copied().eq([1, 2])),
        Err(wrong) => assert!(!wrong.bad.is_empty() || !wrong.missing.is_empty()),
    }
});
