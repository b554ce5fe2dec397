//! The vector of rules version 5: checkpoints by each role, and a bad one.
//!
//! Owns: what they say. Refuses to know: how they are checked.

use super::{Book, key, on, operator};
use crate::maker::{Bad, fund, gift};
use jinguo::base::EntryNo;
use jinguo::entry::{Body, Chart, DonationSource, Entry, Holder, Restriction, Role};

/// A fund, gifts, and checkpoints by an administrator, a checker, a clerk and an auditor.
pub fn checkpoints() -> Vec<u8> {
    let mut book = begun();
    for operator in 1..=4 {
        book.by(operator, vec![Body::Checkpoint]);
    }
    book.by(1, vec![gift(1, None, 1, DonationSource::Gift), Body::Checkpoint]);
    book.scribe.bytes
}

fn begun() -> Book {
    let mut book = Book::new(Chart::NonProfit);
    book.rules = 5;
    book.keys.push(key(0x14));
    let others =
        [(2, "李静", 0x12, Role::Checker), (3, "陈慧", 0x13, Role::Clerk), (4, "赵审", 0x14, Role::Auditor)];
    for (no, name, seed, role) in others {
        let asked = book.by(1, vec![operator(no, name, &key(seed), role)]);
        if no > 2 {
            book.approve(2, asked);
        }
    }
    let care =
        fund(1, "GA", "妇女儿童关爱基金", "困难妇女儿童救助", Restriction::Donors, Holder::Office, None);
    book.by(1, vec![care, gift(1, None, 10_000, DonationSource::Gift)]);
    book
}

/// A checkpoint under rules that know none.
pub fn bad_checkpoint() -> Bad {
    let entry = begun().made(1, on(Body::Checkpoint));
    let mut older = Book::new(Chart::NonProfit);
    older.rules = 4;
    older.sealed(1, &[Entry { no: EntryNo(2), ..entry }]);
    let what = "a checkpoint is made under rules version 4";
    Bad { name: "bad-6-checkpoint-before-rules-5", bytes: older.scribe.bytes, step: 6, what }
}
