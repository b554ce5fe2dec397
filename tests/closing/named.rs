//! Closes that random years seldom meet: years that older rules never carried, what waited over a year's end, and a year
//! end on a wrong day.
//!
//! Owns: those cases, one by one. Refuses to know: the rules of everything else.

use super::office::{Office, now, period};
use crate::scribe::{Hand, Scribe};
use jinguo::base::{AccountCode, Code, Date, Fen, FundNo, Line, OperatorNo, PersonNo, ProgrammeNo};
use jinguo::book::closing::ClosingRefusal;
use jinguo::book::{Draft, Refusal};
use jinguo::chain::OperatorKey;
use jinguo::entry::*;

fn line(text: &str) -> Line {
    Line::new(text).unwrap()
}

fn day(number: u32) -> Date {
    Date::from_number(number).unwrap()
}

fn close(month: u32) -> Draft {
    Draft::new(period(month).last_day(), Body::Close(Close { period: period(month) }))
}

/// Account and amount of each line.
fn lines(entry: &Entry) -> Vec<(u32, i64)> {
    entry.postings.iter().map(|line| (line.account.0, line.amount.get())).collect()
}

/// A fund that donors restrict, with 1,000 given, under rules version 5.
fn of_rules_5(key: &OperatorKey) -> (Scribe, Hand<'_>) {
    let mut scribe = Scribe::new("example.org/fund");
    let hand = Hand { operator: 1, key, rules: 5 };
    let on = day(20_251_101);
    let open = Open {
        origin: line("example.org/fund"),
        organisation: line("示例县妇女联合会"),
        chart: Chart::NonProfit,
        ledger_key: OperatorKey::from_seed(&[9; 32]).public(),
        operator: OperatorNo(1),
        operator_name: line("张敏"),
        operator_key: key.public(),
    };
    let fund = FundAdded {
        no: FundNo(1),
        code: Code::new("GA").unwrap(),
        name: line("关爱基金"),
        purpose: line("救助"),
        restriction: Restriction::Donors,
        holder: Holder::Office,
        document: None,
    };
    let (no, code, fund_no) = (ProgrammeNo(1), Code::new("GJ").unwrap(), FundNo(1));
    let programme =
        ProgrammeAdded { no, code, name: line("困难救助"), fund: fund_no, purpose: line("救助") };
    let source = DonationSource::Gift;
    let gift = Donation { fund: FundNo(1), donor: None, amount: Fen::new(1000), source };
    let bodies = [Body::Open(open), Body::Fund(fund), Body::Programme(programme), Body::Donation(gift)];
    scribe.commit(hand, now(), bodies.map(|body| Draft::new(on, body)).into());
    (scribe, hand)
}

fn spent(on: u32, amount: i64) -> Draft {
    let spending = Spending {
        fund: FundNo(1),
        account: AccountCode(5101),
        edition: if on < 20_260_101 { 1 } else { 2 },
        programme: Some(ProgrammeNo(1)),
        budget: None,
        payee: None::<PersonNo>,
        amount: Fen::new(amount),
    };
    Draft::new(day(on), Body::Spending(spending))
}

fn released(month: u32) -> Draft {
    let body = Body::Released(Released { fund: FundNo(1), period: period(month) });
    Draft::new(period(month).last_day(), body)
}

fn year_end(year: u32) -> Draft {
    Draft::new(day(year * 10_000 + 1231), Body::YearEnd(YearEnd { fund: FundNo(1), year }))
}

#[test]
fn years_that_older_rules_left_open_are_released_and_carried_with_the_first_that_is() {
    let key = OperatorKey::from_seed(&[1; 32]);
    let (mut scribe, older) = of_rules_5(&key);
    let (hand, of_2025) = (Hand { rules: 6, ..older }, scribe.entries() + 1);
    scribe.commit(older, now(), vec![spent(20_251_201, 300), close(202_511), close(202_512)]);
    scribe.commit(older, now(), vec![spent(20_260_101, 200), close(202_601)]);
    // The first month under version 6 releases what both years used.
    scribe.commit(hand, now(), vec![released(202_602), close(202_602)]);
    assert_eq!(lines(scribe.entry(scribe.entries() - 1)), [(3102, 500), (3101, -500)]);
    scribe.commit(hand, now(), (202_603..=202_611).map(close).collect());
    // What is taken back before the carry is this year's figure, whichever year it is of.
    let link = Reversal {
        original: scribe.entry(of_2025).no,
        original_hash: scribe.leaf(of_2025),
        reason: ReversalReason::WrongAmount,
        memo: None,
    };
    let back = |on| Draft::new(day(on), Body::Reversal(link));
    let before = scribe.made(6, 1, now(), back(20_261_201));
    assert_eq!(lines(&before), [(5101, -300), (100_201, 300)]);
    scribe.commit(hand, now(), vec![year_end(2026), close(202_612)]);
    let carried = lines(scribe.entry(scribe.entries() - 1));
    assert_eq!(carried, [(410_102, 1000), (5101, -500), (3102, -1000), (3101, 500)]);
    let after = scribe.made(6, 1, now(), back(20_270_101));
    assert_eq!(lines(&after), [(3201, -300), (100_201, 300), (3201, 300), (3102, -300)]);
    assert_eq!(after.postings[0].dims.programme, Some(ProgrammeNo(1)));
}

#[test]
fn a_year_end_is_made_again_for_what_came_after_it() {
    let key = OperatorKey::from_seed(&[1; 32]);
    let (mut scribe, older) = of_rules_5(&key);
    let hand = Hand { rules: 6, ..older };
    scribe.commit(
        hand,
        now(),
        vec![close(202_511), spent(20_251_210, 100), released(202_512), year_end(2025)],
    );
    scribe.commit(hand, now(), vec![spent(20_251_220, 40), released(202_512)]);
    assert_eq!(lines(scribe.entry(scribe.entries())), [(3102, 40), (3101, -40)]);
    scribe.commit(hand, now(), vec![year_end(2025), close(202_512)]);
    assert_eq!(lines(scribe.entry(scribe.entries() - 1)), [(5101, -40), (3101, 40)]);
}

#[test]
fn what_waited_over_a_years_end_corrects_net_assets_when_it_is_approved() {
    let mut office = Office::new();
    office.step([0, 0, 255, 0, 0]);
    let (given, _) = office.events[0].clone();
    while office.month < 202_512 {
        let bodies = office.expected();
        office.close(&bodies);
    }
    let draft = Draft { prepare: true, ..Draft::new(day(20_260_105), office.reversal(given)) };
    let waits = office.record(draft).unwrap();
    let bodies = office.expected();
    assert_eq!(bodies.len(), 2, "{bodies:?}");
    office.close(&bodies);
    let approved = office.approve(waits, day(20_260_105));
    let entry = office.ledger.entry(approved).unwrap().unwrap();
    let amount = entry.postings[0].amount.get().abs();
    let expected = [(100_201, -amount), (3201, amount), (3201, -amount), (3102, amount)];
    assert_eq!(lines(&entry), expected);
    assert!(!office.ledger.is_red(&entry).unwrap());
}

#[test]
fn a_year_end_on_another_day_is_refused_also_where_that_days_edition_has_no_such_account() {
    let mut office = Office::new();
    office.step([0, 0, 255, 0, 0]);
    while office.month < 202_612 {
        let bodies = office.expected();
        office.close(&bodies);
    }
    office.vouch(day(20_261_201), 3, 5901, 700, false);
    let end = Body::YearEnd(YearEnd { fund: FundNo(3), year: 2026 });
    let last = day(20_261_231);
    for wrong in [20_251_231, 20_261_230, 20_270_101] {
        let draft = Draft { voucher_date: Some(day(wrong)), ..Draft::new(last, end.clone()) };
        let found = office.record(draft);
        assert_eq!(found, Err(Refusal::from(ClosingRefusal::NotOnLastDay { last })), "{wrong}");
    }
    assert!(office.record(Draft::new(last, end)).is_ok());
}
