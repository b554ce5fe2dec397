//! Bad journals of rules version 4: what no ledger writes, each after the same good beginning.
//!
//! Owns: what is wrong with each. Refuses to know: how it is found.

use super::super::{Book, TODAY, fen, key, on, operator};
use super::{CARD, PARCEL, begun, gifts, of, paid, proposed, row, set, stock, up_to_notice};
use crate::maker::{Bad, day};
use jinguo::base::{Date, PersonNo};
use jinguo::entry::{Body, Cap, Chart, Entry, Gives, ReliefRules, Role, RoundEvent, RoundWhat, Row};

/// The only row of a round is another one.
fn changed(mut entry: Entry, change: impl FnOnce(&mut Row)) -> Entry {
    match &mut entry.body {
        Body::Round(RoundEvent { what: RoundWhat::Proposed(proposal), .. }) => change(&mut proposal.rows[0]),
        other => panic!("{other:?}"),
    }
    entry
}

/// One operator's books with gifts and goods.
fn with_goods() -> Book {
    let mut book = begun(Chart::NonProfit);
    gifts(&mut book);
    stock(&mut book);
    book
}

/// One for each way in which relief can go past the rules that the second reader knows.
pub fn bad_relief() -> Vec<Bad> {
    let mut all = Vec::new();
    let mut add = |name, what, book: Book| all.push(Bad { name, bytes: book.scribe.bytes, step: 6, what });
    add("bad-6-relief-notice", "a round is paid the day before its notice is over", {
        let mut book = begun(Chart::NonProfit);
        gifts(&mut book);
        book.by(1, vec![operator(2, "李静", &key(0x12), Role::Checker)]);
        up_to_notice(&mut book, 1);
        let entry = book.made(1, on(paid(1, &[1])));
        let business_date: Date = day(20_260_307);
        book.sealed(1, &[Entry { business_date, ..entry }]);
        book
    });
    add("bad-6-relief-once", "somebody is granted again what is granted once in a lifetime", {
        let mut book = begun(Chart::NonProfit);
        let lifetime = Cap { times: 1, amount: fen(0) };
        let once = ReliefRules { lifetime, ..ReliefRules::unbounded(Gives::Money) };
        let round = |no, person| proposed(no, 3, 2, 0, vec![row(0, person, 0, 10_000)]);
        book.by(1, vec![set(3, 20_260_302, once), round(1, 1)]);
        let entry = book.made(1, on(round(2, 2)));
        book.sealed(1, &[changed(entry, |row| row.person = PersonNo(1))]);
        book
    });
    add("bad-6-relief-fifo", "parcels out of the oldest lot are worth 1 分 too much", {
        let mut book = with_goods();
        let parcels = vec![row(0, 1, 3, 1), row(0, 2, 3, 3)];
        book.by(1, vec![proposed(1, 2, 1, PARCEL, parcels)]);
        let mut entry = book.made(1, of(TODAY, 1, paid(1, &[1, 2])));
        let sum = entry.postings.len() - 1;
        for (line, more) in [(0, 1), (sum, -1)] {
            let amount = &mut entry.postings[line].amount;
            *amount = fen(amount.get() + more);
        }
        book.sealed(1, &[entry]);
        book
    });
    add("bad-6-relief-gift", "a gift for two persons is granted to a third", {
        let mut book = with_goods();
        let entry = book.made(1, on(proposed(1, 2, 0, 0, vec![row(0, 1, 2, 10_000)])));
        book.sealed(1, &[changed(entry, |row| row.person = PersonNo(3))]);
        book
    });
    add("bad-6-relief-number", "the card of a number is given out twice", {
        let mut book = with_goods();
        let round = |no, person, number| proposed(no, 2, 1, CARD, vec![row(0, person, 0, number)]);
        book.by(1, vec![round(1, 1, 10_000_003)]);
        book.lists(TODAY, paid(1, &[1]));
        let entry = book.made(1, on(round(2, 2, 10_000_004)));
        book.sealed(1, &[changed(entry, |row| row.given = 10_000_003)]);
        book
    });
    all
}
