//! The vectors of rules version 6: months and years closed in both charts, and bad ones.
//!
//! Owns: what they say. Refuses to know: how they are checked.

use super::{Book, care_fund, charge, fen, grants, opening, programme, spending};
use crate::maker::{Bad, day, gift};
use jinguo::base::{AccountCode, EntryNo, FundNo, Hash32, Period, PersonNo, ProgrammeNo};
use jinguo::book::Draft;
use jinguo::entry::*;

fn at(number: u32, body: Body) -> Draft {
    Draft::new(day(number), body)
}

fn period(number: u32) -> Period {
    Period::from_number(number).unwrap()
}

fn relief(fund: u32, amount: i64) -> Body {
    let (programme, fund, person) = (ProgrammeNo(1), FundNo(fund), PersonNo(1));
    Body::Disbursement(Disbursement { programme, fund, person, amount: fen(amount) })
}

fn given(fund: u32, amount: i64) -> Body {
    gift(fund, None, amount, DonationSource::Gift)
}

fn released(fund: u32, month: u32) -> Draft {
    let body = Body::Released(Released { fund: FundNo(fund), period: period(month) });
    Draft::new(period(month).last_day(), body)
}

fn year_end(fund: u32, year: u32) -> Draft {
    at(year * 10_000 + 1231, Body::YearEnd(YearEnd { fund: FundNo(fund), year }))
}

fn close(month: u32) -> Draft {
    Draft::new(period(month).last_day(), Body::Close(Close { period: period(month) }))
}

/// Two funds and one that nothing happens to, a programme, somebody to help and somebody who grants. Long after all that
/// will be dated.
fn begun(chart: Chart, restrictions: [Restriction; 3]) -> Book {
    let mut book = Book::new(chart);
    (book.rules, book.hour) = (6, 24 * 670);
    let woman = book.person(1, PersonSort::Natural, "王芳", 1);
    let above = book.person(2, PersonSort::Organisation, "县财政局", 2);
    let funds = ["GA", "GZ", "GB"].into_iter().zip(restrictions).zip(1..);
    let mut drafts: Vec<Draft> =
        funds.map(|((code, restriction), no)| at(20_251_103, care_fund(no, code, restriction))).collect();
    let bodies = [programme(1, 1, super::CARE), Body::Person(woman), Body::Person(above)];
    drafts.extend(bodies.into_iter().map(|body| at(20_251_103, body)));
    book.write(1, drafts);
    book
}

const OF_A_CHARITY: [Restriction; 3] = [Restriction::Donors, Restriction::Office, Restriction::Donors];

/// November and December 2025, as they are before December is released. Ends with E-16.
fn late_2025() -> Book {
    let mut book = begun(Chart::NonProfit, OF_A_CHARITY);
    book.write(
        1,
        vec![
            at(20_251_103, opening(1, 100_201, 1, 20_000)),
            at(20_251_104, given(1, 100_000)),
            at(20_251_105, charge(true, 1, 30_000)),
            at(20_251_106, relief(1, 40_000)),
            at(20_251_107, given(2, 50_000)),
            at(20_251_108, spending(5201, 1, None, None, 8_000)),
            released(1, 202_511),
            close(202_511),
            at(20_251_210, relief(1, 90_000)),
        ],
    );
    book
}

const OF_INTEREST: u64 = 10;
const OF_A_GIFT: u64 = 9;
const OF_MANAGEMENT: u64 = 13;
const A_RELEASE: u64 = 14;
const OF_DECEMBER: u64 = 16;

/// Three years of the non-profit chart: releases up to what is there and back, a year end made twice, corrections of
/// years that are carried under both editions.
pub fn closing() -> Vec<u8> {
    let mut book = late_2025();
    // What came in January is nothing that December can release.
    book.write(1, vec![at(20_260_105, given(1, 60_000))]);
    book.write(
        1,
        vec![released(1, 202_512), year_end(1, 2025), year_end(2, 2025), at(20_251_230, given(2, 1_000))],
    );
    // Under the edition of 2004 a correction of December is one of net assets.
    let back = book.reversal(OF_DECEMBER);
    book.write(1, vec![at(20_251_231, back), year_end(2, 2025), close(202_512)]);
    book.write(1, vec![at(20_260_120, relief(1, 20_000)), released(1, 202_601), close(202_601)]);
    let helped = book.scribe.entries() - 2;
    let back = book.reversal(helped);
    let consent = Some(Hash32([0x61; 32]));
    let transfer = Transfer { from: FundNo(1), to: FundNo(2), amount: fen(5_000), consent };
    book.write(
        1,
        vec![
            at(20_260_203, back),
            at(20_260_204, Body::Transfer(transfer)),
            released(1, 202_602),
            close(202_602),
        ],
    );
    let back = [OF_INTEREST, OF_A_GIFT, OF_MANAGEMENT].map(|no| at(20_260_310, book.reversal(no)));
    book.write(1, back.to_vec());
    // Codes that the edition of 2026 means otherwise, and what was released taken back with the gift behind it.
    let gone = book.scribe.entries() + 1;
    book.write(
        1,
        vec![
            at(20_260_311, given(1, 25_000)),
            at(20_260_312, spending(5201, 2, None, None, 700)),
            at(20_260_313, spending(5301, 2, None, None, 300)),
            at(20_260_314, charge(true, 1, 40_000)),
            at(20_260_315, relief(1, 50_000)),
            released(1, 202_603),
            close(202_603),
        ],
    );
    let back = book.reversal(gone);
    book.write(1, vec![at(20_260_401, back), released(1, 202_604), close(202_604)]);
    book.write(1, (202_605..=202_611).map(close).collect());
    // Taken back before the year is carried: it is of the next one.
    let early = book.reversal(gone + 2);
    book.write(1, vec![at(20_270_102, early)]);
    book.write(1, vec![year_end(1, 2026), year_end(2, 2026), close(202_612)]);
    book.write(1, (202_701..=202_711).map(close).collect());
    book.write(1, vec![year_end(2, 2027), close(202_712)]);
    book.scribe.bytes
}

/// A year of the government chart, and what corrects it: fiscal appropriations, what donors restrict, and the rest.
pub fn closing_government() -> Vec<u8> {
    let mut book = begun(Chart::Government, [Restriction::Office, Restriction::Donors, Restriction::Office]);
    let [appropriated, _] = grants(1, None);
    book.write(
        1,
        vec![
            at(20_261_103, appropriated),
            at(20_261_104, relief(1, 400_000)),
            at(20_261_105, given(2, 70_000)),
            at(20_261_106, relief(2, 20_000)),
            at(20_261_107, given(3, 9_000)),
            at(20_261_108, charge(false, 3, 500)),
            close(202_611),
            year_end(1, 2026),
            year_end(2, 2026),
            year_end(3, 2026),
            close(202_612),
        ],
    );
    let first = book.scribe.entries() - 10;
    let back = [1, 3, 5].map(|after| at(20_270_105, book.reversal(first + after)));
    book.write(1, back.to_vec());
    book.write(1, vec![at(20_270_106, given(3, 1_000))]);
    book.write(1, (202_701..=202_711).map(close).collect());
    book.write(1, vec![year_end(3, 2027), close(202_712)]);
    book.scribe.bytes
}

/// December 2025 closed, whatever is open.
fn closed_all_the_same(book: &Book) -> Entry {
    let Draft { business_date, body, .. } = close(202_512);
    let no = EntryNo(book.scribe.entries() + 1);
    let (attachments, postings) = (Vec::new(), Vec::new());
    Entry { no, business_date, prepared: false, voucher: None, attachments, postings, body }
}

/// One for each way in which a close can go past the rules.
pub fn bad_closing() -> Vec<Bad> {
    let mut all = Vec::new();
    let mut add = |name, what, book: Book| all.push(Bad { name, bytes: book.scribe.bytes, step: 6, what });
    add("bad-6-release-before-rules-6", "a release is made under rules version 5", {
        let entry = late_2025().made(1, released(1, 202_512));
        let mut older = Book::new(Chart::NonProfit);
        (older.rules, older.hour) = (5, 24 * 670);
        older.sealed(1, &[Entry { no: EntryNo(2), ..entry }]);
        older
    });
    add("bad-6-release-amount", "a release takes 1 分 more than there is", {
        let mut book = late_2025();
        let mut entry = book.made(1, released(1, 202_512));
        (entry.postings[0].amount, entry.postings[1].amount) = (fen(80_001), fen(-80_001));
        book.sealed(1, &[entry]);
        book
    });
    add("bad-6-not-carried", "a December closes while a fund's income is not carried", {
        let mut book = late_2025();
        book.write(1, vec![released(1, 202_512), year_end(1, 2025)]);
        let entry = closed_all_the_same(&book);
        book.sealed(1, &[entry]);
        book
    });
    add("bad-6-not-released", "a December closes while what was used is not released", {
        let mut book = late_2025();
        let entry = closed_all_the_same(&book);
        book.sealed(1, &[entry]);
        book
    });
    add("bad-6-carried-elsewhere", "restricted income is carried to unrestricted net assets", {
        let mut book = late_2025();
        book.write(1, vec![released(1, 202_512)]);
        let mut entry = book.made(1, year_end(1, 2025));
        let line = entry.postings.iter_mut().find(|line| line.account == AccountCode(3102)).unwrap();
        line.account = AccountCode(3101);
        book.sealed(1, &[entry]);
        book
    });
    add("bad-6-closing-reversed", "a release is reversed", {
        let mut book = late_2025();
        let mut entry = book.made(1, at(20_251_231, book.reversal(OF_DECEMBER)));
        entry.body = book.reversal(A_RELEASE);
        let released = book.scribe.entry(A_RELEASE).postings.iter();
        entry.postings = released.map(|line| Posting { amount: line.amount.negated(), ..*line }).collect();
        book.sealed(1, &[entry]);
        book
    });
    add("bad-6-carried-reversed", "an expense of a year that is carried is taken back from this year's", {
        let mut book = late_2025();
        book.write(1, vec![released(1, 202_512), year_end(1, 2025), year_end(2, 2025), close(202_512)]);
        let mut entry = book.made(1, at(20_260_110, book.reversal(OF_DECEMBER)));
        entry.postings.truncate(2);
        entry.postings[0].account = AccountCode(5101);
        book.sealed(1, &[entry]);
        book
    });
    all
}
