//! Bad journals of rules version 2: what no ledger writes, each after the same good beginning.
//!
//! Owns: what is wrong with each. Refuses to know: how it is found.

use super::{Book, fen, key, on, operator, relief, two_persons};
use crate::maker::{Bad, clock, gift, line};
use crate::scribe::Hand;
use jinguo::base::OperatorNo;
use jinguo::book::Draft;
use jinguo::chain::possession;
use jinguo::entry::{Body, Chart, Decision, DonationSource, Entry, OperatorRevoked, Proof, Role, Voucher};

/// One for each way in which two persons and their keys can fail.
pub fn bad() -> Vec<Bad> {
    let mut all = Vec::new();
    let mut add = |name, step, what, book: Book| all.push(Bad { name, bytes: book.scribe.bytes, step, what });
    add("bad-5-revoked", 5, "a commit is sealed by an operator after her key was revoked", {
        let mut book = two_persons();
        let gone = book.by(1, vec![Body::Revoked(OperatorRevoked { operator: OperatorNo(3) })]);
        book.approve(2, gone);
        let entry = book.made(1, on(gift(1, None, 1, DonationSource::Gift)));
        book.sealed(3, &[entry]);
        book
    });
    add("bad-5-proof", 5, "an operator comes with a proof of her key for another name", {
        let mut book = Book::new(Chart::NonProfit);
        let Body::Operator(mut added) = operator(2, "李静", &key(0x12), Role::Checker) else {
            panic!("an operator")
        };
        added.proof = Proof(possession::prove(&key(0x12), &line("李婧")));
        let entry = book.made(1, on(Body::Operator(added)));
        book.sealed(1, &[entry]);
        book
    });
    add("bad-6-self-approval", 6, "a payment is approved in a commit of the one who prepared it", {
        let mut book = two_persons();
        let asked = book.by(1, vec![relief(120_000)]);
        let approval = book.decided(asked, Decision::Approved, None);
        let entry = book.made(2, approval);
        book.sealed(1, &[entry]);
        book
    });
    add("bad-6-booked-over-threshold", 6, "a payment over its programme's threshold is booked at once", {
        let mut book = two_persons();
        let asked = book.made(3, on(relief(120_000)));
        let like = book.scribe.entry(book.scribe.entries()).clone();
        let mut postings = like.postings;
        (postings[0].amount, postings[1].amount) = (fen(120_000), fen(-120_000));
        let voucher = like.voucher.map(|v| Voucher { number: v.number + 1, ..v });
        book.sealed(3, &[Entry { prepared: false, voucher, postings, ..asked }]);
        book
    });
    add("bad-6-approved-twice", 6, "a payment is approved a second time", {
        let mut book = two_persons();
        let mut again = book.scribe.entry(book.scribe.entries()).clone();
        again.no = again.no.next();
        again.voucher = again.voucher.map(|v| Voucher { number: v.number + 1, ..v });
        book.sealed(2, &[again]);
        book
    });
    all
}

impl Book {
    /// The entry that the rules make of a draft of that operator.
    pub fn made(&self, operator: u32, draft: Draft) -> Entry {
        self.scribe.made(self.rules, operator, clock(9, self.hour), draft)
    }

    /// A commit of that operator with entries as they are.
    pub fn sealed(&mut self, operator: u32, entries: &[Entry]) {
        let at = self.now();
        let key = &self.keys[usize::try_from(operator).unwrap() - 1];
        self.scribe.write(Hand { operator, key, rules: self.rules }, at, entries);
    }
}
