//! The real ledger compared with the model, and what must hold of the model itself.
//!
//! Owns: that comparison. Refuses to know: how either came to be.

use super::model::{Model, held, held_outflow, on_money, outflow, own_cash, whom};
use super::office::master;
use super::ops::{bare, details, line};
use jinguo::base::{
    BudgetNo, EntryNo, FundNo, HouseholdNo, PersonNo, ProgrammeNo, PurposeNo, RegisterNo, SubjectNo,
};
use jinguo::book::state::HeldFor;
use jinguo::book::{Cell, Key, RULES_VERSION};
use jinguo::entry::{Body, Decision, Target, ThresholdOf};
use jinguo::ledger::{Ledger, VaultFields};
use jinguo::store::fs::Fs;
use jinguo::store::vault::{Reading, Vault};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Everything that the ledger says.
pub fn ledger(model: &Model, ledger: &mut Ledger) {
    entries(model, ledger);
    money(model, ledger);
    two_persons(model, ledger);
    settings(model, ledger);
    people(model, ledger);
}

fn entries(model: &Model, ledger: &mut Ledger) {
    assert_eq!(ledger.tip().entries, model.last());
    for (no, event) in (1..).map(EntryNo).zip(&model.events) {
        let found = ledger.locate(no).unwrap();
        assert_eq!(bare(&found.entry.body), event.body, "{no}");
        let says = (found.entry.business_date, found.entry.prepared, found.entry.voucher);
        assert_eq!(says, (event.business, event.prepared, event.voucher), "{no}");
        let lines = if event.prepared { &[][..] } else { &event.lines };
        assert_eq!(found.entry.postings, lines, "{no}");
        assert_eq!((found.header.operator, found.header.rules_version), (event.by, RULES_VERSION));
        assert_eq!(found.header.recorded_at.shanghai_date(), event.day);
        if let Some(voucher) = event.voucher {
            assert_eq!(ledger.entry_of_voucher(voucher.no()).unwrap(), no);
        }
    }
}

fn money(model: &Model, ledger: &mut Ledger) {
    let (mut balances, mut turnovers) = (BTreeMap::new(), BTreeMap::new());
    let (mut accounts, mut sums_held) = (BTreeMap::new(), BTreeMap::new());
    for (event, voucher, posted) in model.posted() {
        let (fund, account, amount) = (posted.fund, posted.account, posted.amount.get());
        *balances.entry((fund, account)).or_insert(0) += amount;
        let what = model.prepared_of(event).map_or(event, |(_, waited)| waited);
        let month = match what.body {
            Body::OpeningBalance(_) => voucher.date.period().previous(),
            _ => voucher.date.period(),
        };
        let sides = turnovers.entry((fund, account, month)).or_insert((0, 0));
        let red = matches!(what.body, Body::Reversal(_));
        let debit = (amount > 0) != red;
        if debit {
            sides.0 += amount
        } else {
            sides.1 -= amount
        }
        if on_money(posted) {
            *accounts.entry(posted.dims.money).or_insert(0) += amount;
        }
        if let Some(key) = held(posted) {
            *sums_held.entry(key).or_insert(0) -= amount;
        }
    }
    let found = ledger.balances().unwrap().into_iter().map(|(f, a, sum)| ((f, a), sum.get()));
    assert_eq!(found.collect::<BTreeMap<_, _>>(), balances);
    let found = ledger.turnovers().unwrap().into_iter();
    let found = found.map(|(f, a, month, sums)| ((f, a, month), (sums.debit.get(), sums.credit.get())));
    assert_eq!(found.collect::<BTreeMap<_, _>>(), turnovers);
    let found = ledger.money_balances().unwrap().into_iter().map(|(no, sum)| (no, sum.get()));
    assert_eq!(found.collect::<BTreeMap<_, _>>(), accounts);
    let found = ledger.held().unwrap().into_iter().map(|(target, sum)| (whom(target), sum.get()));
    assert_eq!(found.collect::<BTreeMap<_, _>>(), sums_held);
    let months: BTreeSet<_> =
        model.events.iter().filter_map(|event| Some(event.voucher?.date.period())).collect();
    for month in months {
        let given = ledger.state().number(&Key::Vouchers(month)).unwrap();
        assert_eq!(given, Some(u64::from(model.vouchers(month))), "{month}");
    }
}

fn two_persons(model: &Model, ledger: &mut Ledger) {
    let books = model.books();
    let found = ledger.pending().unwrap();
    let expected = model.pending();
    assert_eq!(found.len(), expected.len());
    let mut months = BTreeMap::new();
    for ((no, pending), (expected, event)) in found.iter().zip(&expected) {
        assert_eq!((no.0, pending.operator, pending.business_date), (*expected, event.by, event.business));
        let funds = pending.funds.iter().map(|(fund, sum)| (fund.0, sum.get()));
        assert_eq!(funds.collect::<BTreeMap<_, _>>(), outflow(&event.lines));
        let held = pending.held.iter().map(|(target, sum)| (whom(target.target().unwrap()), sum.get()));
        assert_eq!(held.collect::<BTreeMap<_, _>>(), held_outflow(&event.lines));
        *months.entry(event.business.period()).or_insert(0_u32) += 1;
    }
    let found = ledger.state().pending_months().unwrap();
    assert_eq!(found.into_iter().collect::<BTreeMap<_, _>>(), months);
    for fund in &books.funds {
        let reserved = ledger.state().amount(&Key::Reserved(fund.no)).unwrap();
        assert_eq!(reserved.get(), model.reserved(fund.no.0, None), "reserved of {}", fund.no);
    }
    let places = (1..).take(books.purposes.len()).map(|no| Target::Purpose(PurposeNo(no)));
    for target in places.chain(books.persons.keys().map(|no| Target::Person(PersonNo(*no)))) {
        let reserved = ledger.state().amount(&Key::HeldReserved(HeldFor::from(target))).unwrap();
        assert_eq!(reserved.get(), model.held_reserved(whom(target), None), "reserved for {target:?}");
    }
    let mut emergencies = Vec::new();
    for no in (1..=model.last()).map(EntryNo) {
        let decided = books.decided.get(&no.0);
        assert_eq!(ledger.decided_by(no).unwrap(), decided.map(|(by, _)| EntryNo(*by)));
        emergencies
            .extend(decided.filter(|(_, how)| *how == Decision::Emergency).map(|(by, _)| (EntryNo(*by), no)));
        let notes = books.notes.get(&no.0).cloned().unwrap_or_default();
        assert_eq!(ledger.notes_on(no).unwrap(), notes.into_iter().map(EntryNo).collect::<Vec<_>>());
    }
    emergencies.sort_unstable();
    assert_eq!(ledger.emergencies().unwrap(), emergencies);
    assert_eq!(ledger.state().counts().unwrap().emergencies, u64::try_from(emergencies.len()).unwrap());
}

fn settings(model: &Model, ledger: &mut Ledger) {
    let books = model.books();
    let found = ledger.operators().unwrap();
    assert_eq!(found.len(), books.operators.len());
    for ((_, found), expected) in found.iter().zip(&books.operators) {
        assert_eq!((&found.name, found.public_key), (&expected.name, expected.key));
        assert_eq!((found.role, found.revoked), (expected.role, expected.revoked));
    }
    assert_eq!(ledger.funds().unwrap(), books.funds);
    assert_eq!(ledger.programmes().unwrap(), books.programmes);
    assert_eq!(ledger.money_accounts().unwrap(), books.money);
    let funds = books.funds.iter().map(|fund| ThresholdOf::Fund(fund.no));
    let programmes = books.programmes.iter().map(|programme| ThresholdOf::Programme(programme.no));
    for of in funds.chain(programmes).chain([ThresholdOf::Programme(ProgrammeNo(99))]) {
        assert_eq!(ledger.threshold(of).unwrap(), books.threshold(of));
    }
    let budgets = ledger.budgets().unwrap().into_iter().map(|budget| (budget.set, budget.spent.get()));
    let spent = |no: BudgetNo| model.spent(no.0);
    let expected: Vec<_> = books.budgets.iter().map(|set| (set.clone(), spent(set.no))).collect();
    assert_eq!(budgets.collect::<Vec<_>>(), expected);
    let registers = ledger.registers().unwrap();
    assert_eq!(registers.len(), books.registers.len());
    for ((no, found), (expected, name)) in registers.iter().zip((1..).map(RegisterNo).zip(&books.registers)) {
        let lines: Vec<_> = (1..)
            .zip(&model.events)
            .filter_map(|(at, event)| match &event.body {
                Body::Registered(line) if line.register == expected && !books.struck.contains_key(&at) => {
                    Some(line)
                }
                _ => None,
            })
            .collect();
        let sums = (
            u64::try_from(lines.len()).unwrap(),
            lines.iter().map(|line| u64::from(line.count)).sum::<u64>(),
            lines.iter().map(|line| line.amount.get()).sum::<i64>(),
        );
        assert_eq!((*no, &found.name), (expected, name));
        assert_eq!((found.lines, found.count, found.amount.get()), sums);
    }
    let periods = ledger.state().periods().unwrap();
    assert_eq!(periods.closed_through, books.closed);
    assert_eq!(periods.first, model.posted().map(|(_, voucher, _)| voucher.date.period()).min());
    let retention = ledger.state().number(&Key::Retention).unwrap();
    assert_eq!(retention, books.retention.map(u64::from));
}

fn people(model: &Model, ledger: &mut Ledger) {
    let books = model.books();
    let counts = ledger.state().counts().unwrap();
    let says = (counts.persons, counts.subjects, counts.households);
    assert_eq!(says, (books.persons_given, books.subjects, books.households));
    let mut members = BTreeSet::new();
    for no in 1..=books.persons_given {
        let found = ledger.state().get(&Key::Person(PersonNo(no))).unwrap().cloned();
        let Some(expected) = books.persons.get(&no) else {
            assert_eq!(found, None, "P-{no}");
            continue;
        };
        let Some(Cell::Person(found)) = found else { panic!("P-{no}: {found:?}") };
        let says = (found.sort, found.subject.0, found.entry, found.restricted, found.erased);
        let is = (expected.sort, expected.subject, expected.entry, expected.restricted, expected.erased);
        assert_eq!(says, is, "P-{no}");
        let household = expected.household.map(HouseholdNo);
        assert_eq!((found.household, found.last_named), (household, expected.last_named), "P-{no}");
        members.extend(household.map(|household| (household, PersonNo(no))));
        let left = jinguo::book::persons::subjects_of(ledger.state(), PersonNo(no)).unwrap();
        assert_eq!(left.iter().map(|s| s.0).collect::<Vec<_>>(), books.left_of(no), "of P-{no}");
        let (_, fields) = ledger.person_fields(PersonNo(no)).unwrap().unwrap();
        assert_eq!(fields == VaultFields::Erased, expected.erased, "P-{no}: {fields:?}");
    }
    assert_eq!(ledger.households().unwrap(), members.into_iter().collect::<Vec<_>>());
    for who in 0..super::ops::PEOPLE {
        let texts = super::ops::texts(who);
        let wanted = super::model::lookup(details(who).sort, &texts);
        let all = books.persons.iter().filter(|(_, person)| wanted.is_some() && person.lookup == wanted);
        let first = all.min_by_key(|(_, person)| person.registered).map(|(no, _)| PersonNo(*no));
        assert_eq!(ledger.find_person(&details(who)).unwrap(), first);
    }
}

/// Every subject of the vault: there with its texts, or gone where the model says that it was erased.
pub fn vault(model: &Model, dir: &Path, fs: &dyn Fs) {
    let books = model.books();
    let last = SubjectNo(books.subjects);
    let vault = Vault::open(fs, dir, &line("example.org/fund"), Some(master()), last, true).unwrap();
    let all = model.events.iter().flat_map(|event| &event.private);
    for (no, texts) in (1..).zip(all) {
        let found = match vault.read(SubjectNo(no)).unwrap() {
            Reading::Erased => None,
            Reading::Fields(fields) => Some(fields.into_iter().map(|f| (f.tag, f.text.clone())).collect()),
        };
        let expected = (!books.erased.contains_key(&no)).then(|| texts.clone());
        assert_eq!(found, expected, "S-{no}");
    }
}

/// What must hold of any office, whatever the rules are.
pub fn invariants(model: &Model) {
    let books = model.books();
    let mut vouchers = BTreeMap::new();
    for (at, event) in model.events.iter().enumerate() {
        if let Some((_, waited)) = model.prepared_of(event) {
            let Body::Decided(decided) = &event.body else { unreachable!("only decisions name one") };
            let same = waited.by == event.by;
            assert!(!(same && decided.decision == Decision::Approved), "approved by its preparer: {event:?}");
        }
        if let Some(voucher) = event.voucher {
            let last = vouchers.entry(voucher.date.period()).or_insert(0);
            *last += 1;
            assert_eq!(voucher.number, *last, "a gap in {}", voucher.date.period());
        }
        let then = Model { events: model.events[..=at].to_vec(), now: model.now };
        if let Body::Close(close) = &event.body {
            let waits = then.pending().iter().any(|(_, waiting)| waiting.business.period() <= close.period);
            assert!(!waits, "{} is closed and something of it waits", close.period);
        }
        for (fund, _) in outflow(&event.lines) {
            let left = then.cash(FundNo(fund), None) - then.reserved(fund, None);
            assert!(left >= 0, "fund {fund} has {left} that nothing reserves after {event:?}");
        }
    }
    for fund in &books.funds {
        let moved = model.posted().filter(|(_, _, posted)| posted.fund == fund.no && own_cash(posted));
        for day in moved.map(|(_, voucher, _)| voucher.date).collect::<BTreeSet<_>>() {
            assert!(model.cash(fund.no, Some(day)) >= 0, "{} is short at the end of {day}", fund.no);
        }
    }
    for account in [None].into_iter().chain(books.money.iter().map(|account| Some(account.no))) {
        let there = model.sum(|posted| on_money(posted) && posted.dims.money == account);
        assert!(there >= 0, "{account:?} is overdrawn: {there}");
    }
    for budget in &books.budgets {
        assert!(model.spent(budget.no.0) <= budget.amount.get(), "over {budget:?}");
    }
    // Whatever is known of a natural person goes when she is erased, whoever entered it.
    let waiting: BTreeSet<u64> =
        model.pending().iter().flat_map(|(_, event)| event.body.subjects()).map(|(s, _)| s.0).collect();
    let reachable: BTreeSet<u64> = books.persons.keys().flat_map(|no| books.left_of(*no)).collect();
    for event in &model.events {
        let subjects = event.body.subjects();
        let details = match &event.body {
            Body::Person(_) | Body::PersonThoughKnown(_) | Body::Details(_) => subjects.first(),
            _ => None,
        };
        if let Some((subject, _)) = details {
            let known = reachable.contains(&subject.0) || books.erased.contains_key(&subject.0);
            assert!(known || waiting.contains(&subject.0), "{subject} is nobody's: {event:?}");
        }
    }
}
