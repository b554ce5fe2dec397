//! The model's whole knowledge as the program's own cells, each counted from scratch.
//!
//! Owns: what each cell should hold. Refuses to know: how the program keeps them.

use crate::model::{Event, Line, Model, number};
use jinguo::base::{AccountCode, Date, EntryNo, Fen, FundNo, Period, PersonNo};
use jinguo::book::relief::{Grant, Granted};
use jinguo::book::state::{Cash, Cell, HeldFor, Key, LedgerInfo, Operator, PersonState};
use jinguo::book::{Counts, Days, Named, Periods, Turnover};
use jinguo::entry::{Body, Disbursement, PassThrough, PersonAdded, PersonSort, Reversal, Role, Target};
use std::collections::BTreeMap;

/// The accounts of money at the bank: the office's own, and what it holds for others.
const MONEY: [u32; 2] = [100_201, 100_202];

/// Everybody whom an event names, in what it says or in its postings.
fn names(event: &Event) -> Vec<PersonNo> {
    let said = match &event.body {
        Body::Donation(gift) => vec![gift.donor],
        Body::PassThrough(PassThrough { target: Target::Person(no), other, .. }) => vec![Some(*no), *other],
        Body::PassThrough(held) => vec![held.other],
        Body::Disbursement(relief) => vec![Some(relief.person)],
        _ => Vec::new(),
    };
    let posted = event.lines.iter().flat_map(|(.., dims)| [dims[1], dims[2]]);
    let posted = posted.filter(|no| *no > 0).map(PersonNo);
    said.into_iter().flatten().chain(posted).collect()
}

impl Model {
    /// Everything that there is to know, as the program's own cells.
    pub fn cells(&self) -> BTreeMap<Key, Cell> {
        let mut cells = BTreeMap::new();
        for (at, event) in self.events.iter().enumerate() {
            let no = number(at);
            let named = match &event.body {
                Body::Fund(fund) => Some(Named::Fund(fund.no)),
                Body::Programme(programme) => Some(Named::Programme(programme.no)),
                Body::Purpose(purpose) => Some(Named::Purpose(purpose.no)),
                _ => None,
            };
            cells.extend(named.map(|named| (Key::NamedBy(named), Cell::Number(no.0))));
            match event.body.clone() {
                Body::Open(open) => {
                    let (origin, organisation, ledger_key) =
                        (open.origin, open.organisation, open.ledger_key);
                    let info = LedgerInfo { origin, organisation, ledger_key, chart: open.chart };
                    cells.insert(Key::Ledger, Cell::Ledger(Box::new(info)));
                    cells.insert(Key::OperatorKey(open.operator_key), Cell::Number(open.operator.0.into()));
                    let operator = Operator {
                        name: open.operator_name,
                        public_key: open.operator_key,
                        role: Role::Administrator,
                        revoked: None,
                        since: 1,
                    };
                    cells.insert(Key::Operator(open.operator), Cell::Operator(Box::new(operator)));
                }
                Body::Fund(fund) => {
                    cells.insert(Key::FundCode(fund.code.clone()), Cell::Number(fund.no.0.into()));
                    cells.insert(Key::Fund(fund.no), Cell::Fund(Box::new(fund)));
                }
                Body::Programme(programme) => {
                    let code = Key::ProgrammeCode(programme.code.clone());
                    cells.insert(code, Cell::Number(programme.no.0.into()));
                    cells.insert(Key::Programme(programme.no), Cell::Programme(Box::new(programme)));
                }
                Body::Purpose(purpose) => {
                    cells.insert(Key::PurposeName(purpose.name.clone()), Cell::Number(purpose.no.0.into()));
                    cells.insert(Key::Purpose(purpose.no), Cell::Purpose(purpose.name));
                }
                Body::Person(p) => {
                    if let Some(lookup) = p.lookup {
                        cells.insert(Key::PersonLookup(lookup), Cell::Number(p.no.0));
                    }
                    let state = PersonState {
                        sort: p.sort,
                        subject: p.subject,
                        entry: no.0,
                        restricted: false,
                        erased: false,
                        household: None,
                        last_named: self.last_named(&p, event.business),
                    };
                    cells.insert(Key::Person(p.no), Cell::Person(state));
                    cells.insert(Key::PersonSubjects(p.no), Cell::Numbers(self.subjects_of(&p)));
                }
                Body::Reversal(reversal) => {
                    cells.insert(Key::Reversed(reversal.original.0), Cell::Number(no.0));
                }
                _ => {}
            }
        }
        let counts = self.counts();
        if counts != Counts::default() {
            cells.insert(Key::Counts, Cell::Counts(counts));
        }
        let first = self.vouchers_of().map(|v| v.date.period()).min();
        let periods = Periods { closed_through: self.closed_through(), first };
        if periods != Periods::default() {
            cells.insert(Key::Periods, Cell::Periods(periods));
        }
        if self.rules > 1 {
            cells.insert(Key::Rules, Cell::Number(self.rules.into()));
        }
        for event in &self.events {
            if let Some((target, _)) = self.held_change(&event.body) {
                let changes = self.events.iter().filter_map(|e| self.held_change(&e.body));
                let held = changes.filter(|(t, _)| *t == target).map(|(_, change)| change).sum();
                cells.insert(Key::Held(HeldFor::from(target)), Cell::Amount(Fen::new(held)));
            }
            let Some(voucher) = event.voucher else { continue };
            let period = voucher.date.period();
            cells.insert(Key::Vouchers(period), Cell::Number(self.vouchers(period).into()));
            for (fund, account, ..) in &event.lines {
                let (no, code) = (FundNo(*fund), AccountCode(*account));
                cells.insert(Key::Balance(no, code), Cell::Amount(self.balance(*fund, *account)));
                let turnover = self.turnover(*fund, *account, period);
                cells.insert(Key::Turnover(no, code, period), Cell::Turnover(turnover));
                if MONEY.contains(account) {
                    let lines = self.events.iter().flat_map(|e| &e.lines);
                    let money = lines.filter(|l| MONEY.contains(&l.1)).map(|l| l.2).sum();
                    cells.insert(Key::Money(None), Cell::Amount(Fen::new(money)));
                }
            }
            for (fund, _) in self.cash_changes(&event.body) {
                let moves = self.cash_moves(fund);
                let balance = Fen::new(moves.iter().map(|(_, amount)| amount).sum());
                let last_day = moves.iter().map(|(day, _)| *day).max().unwrap();
                cells.insert(Key::Cash(fund), Cell::Cash(Cash { balance, last_day }));
                let mut days = Days::default();
                for (day, amount) in moves.iter().filter(|(day, _)| day.period() == period) {
                    days.0[usize::try_from(day.day()).unwrap() - 1] += amount;
                }
                cells.insert(Key::Days(fund, period), Cell::Days(Box::new(days)));
            }
        }
        self.granted(&mut cells);
        self.closing_cells(&mut cells);
        cells
    }

    /// What relief that was not reversed comes to, by person and by year.
    fn granted(&self, cells: &mut BTreeMap<Key, Cell>) {
        for event in &self.events {
            let Body::Disbursement(relief) = event.body else { continue };
            let mut granted = Granted::default();
            let mut of_year = 0;
            let year = event.business.number() / 10_000;
            for (at, other) in self.events.iter().enumerate() {
                let Body::Disbursement(paid) = other.body else { continue };
                let (entry, day) = (number(at), other.business);
                if paid.programme != relief.programme || self.is_reversed(entry) {
                    continue;
                }
                let its_year = day.number() / 10_000;
                of_year += if its_year == year { paid.amount.get() } else { 0 };
                if paid.person != relief.person {
                    continue;
                }
                match granted.years.iter_mut().find(|(y, ..)| *y == its_year) {
                    Some((_, times, sum)) => {
                        (*times, *sum) = (*times + 1, Fen::new(sum.get() + paid.amount.get()))
                    }
                    None => granted.years.push((its_year, 1, paid.amount)),
                }
            }
            granted.years.sort_unstable();
            granted.recent = self.recent(&relief);
            cells.insert(Key::SpentIn(relief.programme, year), Cell::Amount(Fen::new(of_year)));
            if !granted.years.is_empty() {
                let key = Key::Granted(relief.programme, relief.person);
                cells.insert(key, Cell::Granted(Box::new(granted)));
            }
        }
    }

    /// The latest four of such grants to her; one that is reversed makes no room for an older one.
    fn recent(&self, like: &Disbursement) -> Vec<Grant> {
        let mut recent: Vec<Grant> = Vec::new();
        for (at, event) in self.events.iter().enumerate() {
            match &event.body {
                Body::Disbursement(paid)
                    if (paid.programme, paid.person) == (like.programme, like.person) =>
                {
                    let (entry, day, person, amount) = (number(at), event.business, paid.person, paid.amount);
                    recent.push(Grant { entry, row: 0, day, person, household: None, amount });
                    if recent.len() > 4 {
                        recent.remove(0);
                    }
                }
                Body::Reversal(reversal) => recent.retain(|grant| grant.entry != reversal.original),
                _ => {}
            }
        }
        recent
    }

    fn is_reversed(&self, entry: EntryNo) -> bool {
        self.events.iter().any(|e| matches!(&e.body, Body::Reversal(r) if r.original == entry))
    }

    /// The latest business day of a booked event that names a natural person; the day she was registered before one.
    fn last_named(&self, person: &PersonAdded, registered: Date) -> Date {
        let booked = self.events.iter().filter(|e| e.voucher.is_some());
        let days = booked.filter(|e| names(e).contains(&person.no)).map(|e| e.business);
        let latest = days.max().filter(|_| person.sort == PersonSort::Natural);
        latest.map_or(registered, |day| day.max(registered))
    }

    /// Her own subject, and those of notes on what names her where she is a natural person.
    fn subjects_of(&self, person: &PersonAdded) -> Vec<u64> {
        let notes = self.events.iter().filter_map(|e| {
            let Body::Reversal(Reversal { original, memo: Some(memo), .. }) = &e.body else { return None };
            let about = names(self.event(*original).unwrap());
            (person.sort == PersonSort::Natural && about.contains(&person.no)).then_some(memo.subject.0)
        });
        std::iter::once(person.subject.0).chain(notes).collect()
    }

    fn balance(&self, fund: u32, account: u32) -> Fen {
        let lines = self.events.iter().flat_map(|e| &e.lines).filter(|l| l.0 == fund && l.1 == account);
        Fen::new(lines.map(|l| l.2).sum())
    }

    /// Debits and credits of a month; a reversal takes back from the side of its original.
    fn turnover(&self, fund: u32, account: u32, period: Period) -> Turnover {
        let (mut debit, mut credit) = (0, 0);
        for event in self.events.iter().filter(|e| e.voucher.is_some_and(|v| v.date.period() == period)) {
            let accounts = |lines: &[Line]| lines.iter().map(|l| l.1).collect::<Vec<_>>();
            // What corrects a year that was carried is on other accounts, and takes nothing back.
            let red = match &event.body {
                Body::Reversal(r) => {
                    accounts(&self.event(r.original).unwrap().lines) == accounts(&event.lines)
                }
                _ => false,
            };
            for (.., amount, _) in event.lines.iter().filter(|l| l.0 == fund && l.1 == account) {
                match (*amount > 0, red) {
                    (true, false) | (false, true) => debit += amount,
                    (false, false) | (true, true) => credit -= amount,
                }
            }
        }
        Turnover { debit: Fen::new(debit), credit: Fen::new(credit) }
    }
}
