//! Where drafts come from: mostly such as may be recorded, often such as may not.
//!
//! Owns: those choices. Refuses to know: which of them the rules allow.

use crate::model::Model;
use jinguo::base::{
    Code, Date, EntryNo, Fen, FundNo, Hash32, Line, OperatorNo, Period, PersonNo, ProgrammeNo, PurposeNo,
    SubjectNo, Timestamp,
};
use jinguo::book::Draft;
use jinguo::entry::*;
use proptest::prelude::*;

/// One thing that somebody tries: raw numbers, made into a draft when it is known what is there.
#[derive(Clone, Debug)]
pub struct Step(pub [u8; 8]);

impl Arbitrary for Step {
    type Parameters = ();
    type Strategy = BoxedStrategy<Step>;

    fn arbitrary_with((): ()) -> Self::Strategy {
        any::<[u8; 8]>().prop_map(Step).boxed()
    }
}

fn line(text: &str) -> Line {
    Line::new(text).unwrap()
}

fn purpose(n: u8) -> Line {
    line(["困难妇女儿童救助", "两癌救助", "助学"][usize::from(n % 3)])
}

/// One of what is there, or, now and then, the one after.
fn one_of(n: u8, highest: u64) -> u64 {
    let n = u64::from(n);
    if n >= 250 { highest + 1 } else { 1 + n % highest.max(1) }
}

/// The number after the highest, or a wrong one.
fn next(n: u8, highest: u64) -> u64 {
    match n {
        0..=250 => highest + 1,
        251..=252 => highest + 2,
        _ => highest.max(1),
    }
}

fn amount(n: u8) -> Fen {
    Fen::new(match n {
        255 => 0,
        254 => -5,
        253 => 10_000_000_000_000,
        252 => 10_000_000_000_001,
        251 => i64::MIN,
        n => i64::from(n % 40) + 1,
    })
}

fn small(n: u64) -> u32 {
    u32::try_from(n).unwrap()
}

fn day(today: Date, n: u8) -> Date {
    let ahead = match n {
        0..=100 => return today,
        251..=255 => u32::from(n - 250),
        _ => {
            let mut date = today;
            for _ in 0..(n - 100) {
                let number = date.number();
                date = match Date::from_number(number - 1) {
                    Some(before) => before,
                    None => date.period().previous().last_day(),
                };
            }
            return date;
        }
    };
    today.plus_days(ahead)
}

/// The draft that a step stands for.
pub fn draft_of(step: &Step, model: &Model, now: Timestamp) -> Option<Draft> {
    let [kind, a, b, c, d, e, when, _] = step.0;
    let counts = model.counts();
    let today = now.shanghai_date();
    let fund = |n| FundNo(small(one_of(n, counts.funds.into())));
    let person = |n| PersonNo(one_of(n, counts.persons));
    let maybe = |n: u8| (n.is_multiple_of(2) && counts.persons > 0).then(|| person(n));
    let target = |n: u8| match n % 2 {
        0 => Target::Purpose(PurposeNo(small(one_of(n, counts.purposes.into())))),
        _ => Target::Person(person(n)),
    };
    let body = match kind {
        255 => Body::Open(Open {
            origin: line("example.org/fund"),
            organisation: line("示例县妇女联合会"),
            chart: Chart::NonProfit,
            ledger_key: Hash32([1; 32]),
            operator: OperatorNo(1),
            operator_name: line("张敏"),
            operator_key: Hash32([2; 32]),
        }),
        0..=15 => Body::Fund(FundAdded {
            no: FundNo(small(next(a, counts.funds.into()))),
            code: Code::new(&format!("F{}", b % 6)).unwrap(),
            name: line(&format!("基金{b}")),
            purpose: purpose(c),
            restriction: if d.is_multiple_of(2) { Restriction::Donors } else { Restriction::Office },
            holder: [Holder::Office, Holder::Charity, Holder::Treasury, Holder::Bank][usize::from(e % 4)],
            document: (e > 100).then(|| line("文号")),
        }),
        16..=30 => Body::Programme(ProgrammeAdded {
            no: ProgrammeNo(small(next(a, counts.programmes.into()))),
            code: Code::new(&format!("P{}", b % 6)).unwrap(),
            name: line(&format!("项目{b}")),
            fund: fund(c),
            purpose: purpose(d),
        }),
        31..=38 => Body::Purpose(PurposeAdded {
            no: PurposeNo(small(next(a, counts.purposes.into()))),
            name: line(&format!("灾区{}", b % 6)),
        }),
        39..=58 => Body::Person(PersonAdded {
            no: PersonNo(next(a, counts.persons)),
            sort: if b < 200 { PersonSort::Natural } else { PersonSort::Organisation },
            subject: SubjectNo(next(c, counts.subjects)),
            lookup: (d > 50).then_some(Hash32([d % 12; 32])),
            commitments: vec![(Field::Name, Hash32([e; 32]))],
        }),
        59..=110 => Body::Donation(Donation {
            fund: fund(a),
            donor: maybe(b),
            amount: amount(c),
            source: if d.is_multiple_of(3) { DonationSource::Grant } else { DonationSource::Gift },
        }),
        111..=145 => Body::PassThrough(PassThrough {
            received: a < 150,
            target: target(b),
            other: maybe(c),
            amount: amount(d),
        }),
        146..=185 => Body::Disbursement(Disbursement {
            programme: ProgrammeNo(small(one_of(a, counts.programmes.into()))),
            fund: fund(b),
            person: person(c),
            amount: amount(d),
        }),
        186..=210 => Body::Transfer(Transfer {
            from: fund(a),
            to: fund(b),
            amount: amount(c),
            consent: (d < 100).then_some(Hash32([d; 32])),
        }),
        211..=235 => {
            let count = u64::try_from(model.events.len()).unwrap();
            // The newest are the likeliest.
            let original = EntryNo((count + 1).checked_sub(u64::from(a) % 16)?);
            let hash = model.event(original).map_or(Hash32([9; 32]), |event| event.hash);
            let subject = if b < 240 { model.next_subject() } else { SubjectNo(u64::from(b)) };
            Body::Reversal(Reversal {
                original,
                original_hash: if c < 250 { hash } else { Hash32([c; 32]) },
                reason: ReversalReason::ALL[usize::from(d % 6)].1,
                memo: e.is_multiple_of(2).then_some(Memo { subject, commitment: Hash32([e; 32]) }),
            })
        }
        // Mostly what brings the close forward, now and then on a wrong day.
        236..=247 if c < 200 => {
            let body = model.next_to_close()?;
            let last = match &body {
                Body::Released(released) => released.period.last_day(),
                Body::YearEnd(end) => Date::new(i32::try_from(end.year).unwrap(), 12, 31).unwrap(),
                _ => today,
            };
            let on = if when < 240 { last } else { day(today, when) };
            return Some(Draft::new(on, body));
        }
        248..=249 => Body::Released(Released { fund: fund(a), period: today.period().previous() }),
        250..=251 => Body::YearEnd(YearEnd { fund: fund(a), year: today.previous().number() / 10_000 }),
        236..=254 => {
            let mut period = today.period();
            for _ in 0..a % 5 {
                period = period.previous();
            }
            Body::Close(Close { period: if a > 250 { Period::next(period) } else { period } })
        }
    };
    let business_date = day(today, when);
    let voucher_date = (e >= 128).then(|| day(today, e.wrapping_mul(7)));
    Some(Draft { voucher_date, ..Draft::new(business_date, body) })
}
