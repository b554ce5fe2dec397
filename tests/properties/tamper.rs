//! Entries tampered with, and what the page of rules says of them.
//!
//! Owns: every way of changing one field. Refuses to know: hashes; those are the chain's.

use crate::model::{Line, Model};
use jinguo::base::{AccountCode, EntryNo, Fen, FundNo, Hash32, PersonNo, ProgrammeNo, PurposeNo, Timestamp};
use jinguo::book::refusal::{EntryPart, Series};
use jinguo::book::{Draft, Refusal};
use jinguo::entry::{Body, Dims, Entry, Voucher};

impl Model {
    /// What a recorded entry must be refused for, or that it must not be.
    pub fn judge_again(&self, recorded_at: Timestamp, rules: u16, entry: &Entry) -> Result<(), Refusal> {
        let expected = u64::try_from(self.events.len()).unwrap() + 1;
        if entry.no.0 != expected {
            return Err(Refusal::OutOfSequence { series: Series::Entries, expected, found: entry.no.0 });
        }
        let draft = Draft {
            voucher_date: entry.voucher.map(|v| v.date),
            ..Draft::new(entry.business_date, entry.body.clone())
        };
        let made = self.judge(recorded_at, rules, &draft, entry.voucher.map(|v| v.number))?;
        match (made.voucher, entry.voucher) {
            (Some(_), None) | (None, Some(_)) => Err(Refusal::NotByTheRules { part: EntryPart::Status }),
            _ if made.lines != lines_of(entry) => Err(Refusal::NotByTheRules { part: EntryPart::Postings }),
            _ => Ok(()),
        }
    }
}

pub fn lines_of(entry: &Entry) -> Vec<Line> {
    let tagged = |d: &Dims| {
        let (programme, purpose) = (d.programme.map_or(0, |p| p.0), d.purpose.map_or(0, |p| p.0));
        [programme.into(), d.person.map_or(0, |p| p.0), d.donor.map_or(0, |p| p.0), purpose.into()]
    };
    entry.postings.iter().map(|p| (p.fund.0, p.account.0, p.amount.get(), tagged(&p.dims))).collect()
}

/// Entries that differ from one in a single field.
pub fn tampered(entry: &Entry) -> Vec<Entry> {
    let mut all = Vec::new();
    let mut but = |change: &dyn Fn(&mut Entry)| {
        let mut other = entry.clone();
        change(&mut other);
        if other != *entry {
            all.push(other);
        }
    };
    but(&|e| e.no = e.no.next());
    but(&|e| e.no = EntryNo(e.no.0 - 1));
    but(&|e| e.business_date = e.business_date.next());
    but(&|e| e.business_date = e.business_date.plus_days(400));
    but(&|e| e.voucher = None);
    but(&|e| {
        e.voucher = None;
        e.postings.clear();
    });
    but(&|e| e.voucher = e.voucher.or(Some(Voucher { date: e.business_date, number: 1 })));
    for change in [
        |v: Voucher| Voucher { number: v.number + 1, ..v },
        |v: Voucher| Voucher { number: v.number - 1, ..v },
        |v: Voucher| Voucher { date: v.date.next(), ..v },
        |v: Voucher| Voucher { date: v.date.plus_days(31), ..v },
        |v: Voucher| Voucher { date: v.date.period().previous().first_day(), ..v },
        |v: Voucher| Voucher { date: v.date.period().first_day(), ..v },
    ] {
        but(&|e| e.voucher = e.voucher.map(change));
    }
    but(&|e| e.postings.truncate(e.postings.len().saturating_sub(1)));
    but(&|e| e.postings.reverse());
    but(&|e| e.postings.extend(entry.postings.first()));
    for at in 0..entry.postings.len() {
        for amount in [|a: i64| a + 1, |a: i64| a - 1, |a: i64| -a] {
            but(&|e| e.postings[at].amount = Fen::new(amount(e.postings[at].amount.get())));
        }
        but(&|e| e.postings[at].fund = e.postings[at].fund.next());
        but(&|e| e.postings[at].fund = FundNo::PASS_THROUGH);
        for account in [1001, 100_201, 100_202, 2601, 3101, 3102, 410_101, 5101] {
            but(&|e| e.postings[at].account = AccountCode(account));
        }
        let other = |n: Option<u64>| if n == Some(1) { None } else { Some(1) };
        let small = |n: Option<u32>| if n == Some(1) { None } else { Some(1) };
        but(&|e| {
            let dims = &mut e.postings[at].dims;
            dims.programme = small(dims.programme.map(|p| p.0)).map(ProgrammeNo);
        });
        but(&|e| {
            let dims = &mut e.postings[at].dims;
            dims.purpose = small(dims.purpose.map(|p| p.0)).map(PurposeNo);
        });
        but(&|e| {
            let dims = &mut e.postings[at].dims;
            dims.person = other(dims.person.map(|p| p.0)).map(PersonNo);
        });
        but(&|e| {
            let dims = &mut e.postings[at].dims;
            dims.donor = other(dims.donor.map(|p| p.0)).map(PersonNo);
        });
    }
    let twice = |amount: &mut Fen| *amount = Fen::new(amount.get() * 2);
    but(&|e| match &mut e.body {
        Body::Donation(b) => twice(&mut b.amount),
        Body::PassThrough(b) => twice(&mut b.amount),
        Body::Disbursement(b) => twice(&mut b.amount),
        Body::Transfer(b) => twice(&mut b.amount),
        Body::Reversal(b) => b.original = b.original.next(),
        Body::Fund(b) => b.no = b.no.next(),
        Body::Programme(b) => b.no = b.no.next(),
        Body::Person(b) => b.subject = b.subject.next(),
        Body::Purpose(b) => b.no = b.no.next(),
        Body::Close(b) => b.period = b.period.next(),
        Body::Released(b) => b.period = b.period.next(),
        Body::YearEnd(b) => b.year += 1,
        Body::Open(b) => b.operator = b.operator.next(),
        _ => {}
    });
    but(&|e| match &mut e.body {
        Body::Donation(b) => b.fund = b.fund.next(),
        Body::PassThrough(b) => b.received = !b.received,
        Body::Disbursement(b) => b.person = b.person.next(),
        Body::Transfer(b) => std::mem::swap(&mut b.from, &mut b.to),
        Body::Reversal(b) => b.original_hash = Hash32([7; 32]),
        Body::Released(b) => b.fund = b.fund.next(),
        Body::YearEnd(b) => b.fund = b.fund.next(),
        _ => {}
    });
    all
}
