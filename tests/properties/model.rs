//! A naive model of the rules, written from `docs/rules.md`: a list of events, and everything counted from scratch.
//!
//! Owns: what the page says, as plainly as it can be said. Refuses to know: how the program does it.

use crate::closing::december;
use jinguo::base::{Date, EntryNo, Fen, FundNo, Hash32, Period, PersonNo, SubjectNo, Timestamp, VoucherNo};
use jinguo::book::closing::ClosingRefusal;
use jinguo::book::refusal::Series;
use jinguo::book::{Counts, Draft, Refusal};
use jinguo::entry::{
    Body, DonationSource, FundAdded, PersonAdded, PersonSort, ProgrammeAdded, Restriction, Target, Voucher,
};

/// Fund, account, amount, and the dimensions by their tags in records.
pub type Line = (u32, u32, i64, [u64; 4]);

#[derive(Clone)]
pub struct Event {
    pub business: Date,
    pub voucher: Option<Voucher>,
    pub lines: Vec<Line>,
    pub body: Body,
    pub hash: Hash32,
}

/// The events, E-1 first.
#[derive(Clone, Default)]
pub struct Model {
    pub events: Vec<Event>,
    /// The rules version of the latest.
    pub rules: u16,
}

impl Model {
    /// What the rules make of a draft, before it has a hash.
    /// With `number`: of a recorded entry, which claims that voucher number.
    pub fn judge(
        &self,
        recorded_at: Timestamp,
        rules: u16,
        draft: &Draft,
        number: Option<u32>,
    ) -> Result<Event, Refusal> {
        match (self.events.is_empty(), matches!(draft.body, Body::Open(_))) {
            (true, false) => return Err(Refusal::NotOpen),
            (false, true) => return Err(Refusal::AlreadyOpen),
            _ => {}
        }
        if rules < 6 && matches!(draft.body, Body::Released(_) | Body::YearEnd(_)) {
            return Err(Refusal::NotInRules { version: rules });
        }
        if let Some(amount) = amount(&draft.body)
            && !(1..=10_000_000_000_000).contains(&amount.get())
        {
            return Err(Refusal::ImpossibleAmount { amount });
        }
        let today = recorded_at.shanghai_date();
        self.names_and_numbers(&draft.body, rules, today)?;
        if self.closing_lines(&draft.body).iter().any(|line| line.2.abs() > 10_000_000_000_000) {
            return Err(Refusal::SumTooLarge);
        }
        let late = |date: Date| if date > today.next() { Err(date) } else { Ok(()) };
        let future = |date| Refusal::FutureDate { date, latest: today.next() };
        late(draft.business_date).map_err(future)?;
        let open = |date: Date| self.closed_through().is_none_or(|last| date.period() > last);
        let business_or_today = if open(draft.business_date) { draft.business_date } else { today };
        let date = draft.voucher_date.unwrap_or(business_or_today);
        let lines = self.lines(&draft.body, date);
        let mut voucher = None;
        if !lines.is_empty() {
            late(date).map_err(future)?;
            let last = match &draft.body {
                Body::Released(released) => Some(released.period.last_day()),
                Body::YearEnd(end) => Some(december(end.year).last_day()),
                _ => None,
            };
            if let Some(last) = last.filter(|last| *last != date) {
                return Err(ClosingRefusal::NotOnLastDay { last }.into());
            }
            if let Some(closed_through) = self.closed_through().filter(|_| !open(date)) {
                return Err(Refusal::ClosedPeriod { date, closed_through });
            }
            let next = self.vouchers(date.period()) + 1;
            in_turn(Series::Vouchers, u64::from(next) - 1, number.unwrap_or(next).into())?;
            voucher = Some(Voucher { date, number: next });
        }
        self.restricted(&draft.body)?;
        if let Some(voucher) = voucher {
            self.covered(&draft.body, voucher.date)?;
        }
        let (business, body, hash) = (draft.business_date, draft.body.clone(), Hash32([0; 32]));
        Ok(Event { business, voucher, lines, body, hash })
    }

    fn names_and_numbers(&self, body: &Body, rules: u16, today: Date) -> Result<(), Refusal> {
        let counts = self.counts();
        match body {
            Body::Open(open) => in_turn(Series::Operators, 0, open.operator.0.into()),
            Body::Fund(fund) => match self.funds().find(|f| f.code == fund.code) {
                Some(f) => Err(Refusal::FundCodeTaken { code: fund.code.clone(), name: f.name.clone() }),
                None => in_turn(Series::Funds, counts.funds.into(), fund.no.0.into()),
            },
            Body::Programme(programme) => {
                let fund = self.fund(programme.fund)?;
                if let Some(p) = self.programmes().find(|p| p.code == programme.code) {
                    return Err(Refusal::ProgrammeCodeTaken {
                        code: programme.code.clone(),
                        name: p.name.clone(),
                    });
                }
                on_purpose(programme, fund)?;
                in_turn(Series::Programmes, counts.programmes.into(), programme.no.0.into())
            }
            Body::Purpose(purpose) => {
                let same = |e: &Event| matches!(&e.body, Body::Purpose(p) if p.name == purpose.name);
                if self.events.iter().any(same) {
                    return Err(Refusal::PurposeTaken { name: purpose.name.clone() });
                }
                in_turn(Series::Purposes, counts.purposes.into(), purpose.no.0.into())
            }
            Body::Person(person) => {
                let twin = self.persons().find(|p| p.lookup.is_some() && p.lookup == person.lookup);
                if let Some(twin) = twin {
                    return Err(Refusal::DuplicatePerson { no: twin.no });
                }
                in_turn(Series::Persons, counts.persons, person.no.0)?;
                in_turn(Series::Subjects, counts.subjects, person.subject.0)
            }
            Body::Donation(gift) => {
                self.fund(gift.fund)?;
                gift.donor.map_or(Ok(()), |donor| self.person(donor).map(drop))
            }
            Body::PassThrough(held) => {
                match held.target {
                    Target::Person(no) => drop(self.person(no)?),
                    Target::Purpose(no) if no.0 == 0 || no.0 > counts.purposes => {
                        return Err(Refusal::UnknownPurpose { no });
                    }
                    Target::Purpose(_) => {}
                }
                held.other.map_or(Ok(()), |other| self.person(other).map(drop))
            }
            Body::Disbursement(relief) => {
                let found = self.programmes().any(|p| p.no == relief.programme);
                if !found {
                    return Err(Refusal::UnknownProgramme { no: relief.programme });
                }
                self.fund(relief.fund)?;
                match self.person(relief.person)? {
                    PersonSort::Natural => Ok(()),
                    PersonSort::Organisation => Err(Refusal::NotANaturalPerson { no: relief.person }),
                }
            }
            Body::Transfer(transfer) => {
                let from = self.fund(transfer.from)?;
                self.fund(transfer.to)?;
                if transfer.from == transfer.to {
                    return Err(Refusal::SameFund { fund: from.code.clone() });
                }
                Ok(())
            }
            Body::Reversal(reversal) => {
                let no = reversal.original;
                let original = self.event(no).ok_or(Refusal::UnknownEntry { no })?;
                if original.hash != reversal.original_hash {
                    return Err(Refusal::OriginalDiffers { original: no });
                }
                if matches!(original.body, Body::Released(_) | Body::YearEnd(_)) {
                    return Err(ClosingRefusal::ClosingEntry { original: no }.into());
                }
                if original.lines.is_empty() || matches!(original.body, Body::Reversal(_)) {
                    return Err(Refusal::NotReversible { original: no });
                }
                let earlier = |e: &Event| matches!(&e.body, Body::Reversal(r) if r.original == no);
                if let Some(at) = self.events.iter().position(earlier) {
                    return Err(Refusal::AlreadyReversed { original: no, by: number(at) });
                }
                let memo = reversal.memo.as_ref();
                memo.map_or(Ok(()), |memo| in_turn(Series::Subjects, counts.subjects, memo.subject.0))
            }
            Body::Close(close) => {
                self.may_close(close.period, today)?;
                if rules >= 6 { self.all_carried(close.period) } else { Ok(()) }
            }
            Body::Released(released) => self.may_release(released, today),
            Body::YearEnd(end) => self.may_end_year(end, today),
            other => panic!("not of rules version 1: {other:?}"),
        }
    }

    pub fn may_close(&self, period: Period, today: Date) -> Result<(), Refusal> {
        let turn = match self.closed_through() {
            Some(last) if period <= last => return Err(Refusal::AlreadyClosed { period }),
            Some(last) => Some(last.next()),
            None => self.vouchers_of().map(|v| v.date.period()).min(),
        };
        if let Some(next) = turn.filter(|turn| period != *turn) {
            return Err(Refusal::CloseOutOfOrder { asked: period, next });
        }
        if period >= today.period() && period.last_day() >= today {
            return Err(Refusal::MonthNotOver { period });
        }
        Ok(())
    }

    fn restricted(&self, body: &Body) -> Result<(), Refusal> {
        match body {
            Body::Disbursement(relief) => {
                let programme = self.programmes().find(|p| p.no == relief.programme).unwrap();
                on_purpose(programme, self.fund(relief.fund)?)?;
            }
            Body::Transfer(transfer) if transfer.consent.is_none() => {
                let (from, to) = (self.fund(transfer.from)?, self.fund(transfer.to)?);
                if from.restriction == Restriction::Donors && from.purpose != to.purpose {
                    return Err(Refusal::ConsentNeeded {
                        from: from.code.clone(),
                        from_purpose: from.purpose.clone(),
                        to: to.code.clone(),
                        to_purpose: to.purpose.clone(),
                    });
                }
            }
            _ => {}
        }
        match self.held_change(body) {
            Some((target, change)) if change < 0 => {
                let changes = self.events.iter().filter_map(|e| self.held_change(&e.body));
                let held: i64 = changes.filter(|(t, _)| *t == target).map(|(_, change)| change).sum();
                let needed = Fen::new(-change);
                if held + change >= 0 {
                    Ok(())
                } else {
                    Err(Refusal::HeldNotCovered { target, held: Fen::new(held), needed })
                }
            }
            _ => Ok(()),
        }
    }

    fn covered(&self, body: &Body, day: Date) -> Result<(), Refusal> {
        for (fund, change) in self.cash_changes(body).into_iter().filter(|(_, change)| *change < 0) {
            let needed = Fen::new(-change);
            let short = |available, day| {
                Err(Refusal::FundNotCovered { fund, available: Fen::new(available), needed, day })
            };
            let moves = self.cash_moves(fund);
            let now: i64 = moves.iter().map(|(_, amount)| amount).sum();
            if now + change < 0 {
                return short(now, None);
            }
            let Some(last) = moves.iter().map(|(day, _)| *day).max() else { continue };
            // The tightest day from the voucher's on; of days alike the latest.
            let mut tightest: Option<(i64, Date)> = None;
            let mut at = day;
            while at <= last {
                let end: i64 = moves.iter().filter(|(day, _)| *day <= at).map(|(_, amount)| amount).sum();
                if tightest.is_none_or(|(least, _)| end <= least) {
                    tightest = Some((end, at));
                }
                at = at.next();
            }
            if let Some((available, at)) = tightest.filter(|(end, _)| end + change < 0) {
                return short(available, Some(at));
            }
        }
        Ok(())
    }

    /// How an event moves the cash of funds.
    pub fn cash_changes(&self, body: &Body) -> Vec<(FundNo, i64)> {
        match body {
            Body::Donation(gift) => vec![(gift.fund, gift.amount.get())],
            Body::Disbursement(relief) => vec![(relief.fund, -relief.amount.get())],
            Body::Transfer(t) => vec![(t.from, -t.amount.get()), (t.to, t.amount.get())],
            Body::Reversal(reversal) => {
                let original = self.cash_changes(&self.event(reversal.original).unwrap().body);
                original.into_iter().map(|(fund, change)| (fund, -change)).collect()
            }
            _ => Vec::new(),
        }
    }

    pub fn held_change(&self, body: &Body) -> Option<(Target, i64)> {
        match body {
            Body::PassThrough(p) => {
                Some((p.target, if p.received { p.amount.get() } else { -p.amount.get() }))
            }
            Body::Reversal(reversal) => {
                let original = self.held_change(&self.event(reversal.original)?.body);
                original.map(|(target, change)| (target, -change))
            }
            _ => None,
        }
    }

    /// The table of `docs/rules.md`.
    fn lines(&self, body: &Body, day: Date) -> Vec<Line> {
        let donors = |fund: FundNo| self.fund(fund).is_ok_and(|f| f.restriction == Restriction::Donors);
        match body {
            Body::Donation(gift) => {
                let income = match (gift.source, donors(gift.fund)) {
                    (DonationSource::Gift, true) => 410_102,
                    (DonationSource::Grant, true) => 440_102,
                    (DonationSource::Gift, false) => 410_101,
                    (DonationSource::Grant, false) => 440_101,
                };
                let donor = gift.donor.map_or(0, |d| d.0);
                vec![
                    (gift.fund.0, 100_201, gift.amount.get(), [0; 4]),
                    (gift.fund.0, income, -gift.amount.get(), [0, 0, donor, 0]),
                ]
            }
            Body::PassThrough(held) => {
                let other = held.other.map_or(0, |p| p.0);
                let amount = held.amount.get();
                let dims = match (held.target, held.received) {
                    (Target::Purpose(no), true) => [0, 0, other, no.0.into()],
                    (Target::Purpose(no), false) => [0, other, 0, no.0.into()],
                    (Target::Person(no), true) => [0, no.0, other, 0],
                    (Target::Person(no), false) => [0, no.0, 0, 0],
                };
                let (bank, owed) = (|amount| (0, 100_202, amount, [0; 4]), |amount| (0, 2601, amount, dims));
                if held.received {
                    vec![bank(amount), owed(-amount)]
                } else {
                    vec![owed(amount), bank(-amount)]
                }
            }
            Body::Disbursement(relief) => {
                let dims = [relief.programme.0.into(), relief.person.0, 0, 0];
                vec![
                    (relief.fund.0, 5101, relief.amount.get(), dims),
                    (relief.fund.0, 100_201, -relief.amount.get(), [0; 4]),
                ]
            }
            Body::Transfer(t) => {
                let net = |fund| if donors(fund) { 3102 } else { 3101 };
                let amount = t.amount.get();
                vec![
                    (t.from.0, net(t.from), amount, [0; 4]),
                    (t.from.0, 100_201, -amount, [0; 4]),
                    (t.to.0, 100_201, amount, [0; 4]),
                    (t.to.0, net(t.to), -amount, [0; 4]),
                ]
            }
            Body::Reversal(reversal) => self.reversed(reversal.original, day),
            Body::Released(_) | Body::YearEnd(_) => self.closing_lines(body),
            _ => Vec::new(),
        }
    }

    pub fn cash_moves(&self, fund: FundNo) -> Vec<(Date, i64)> {
        let of = |e: &Event| {
            let changes = self.cash_changes(&e.body).into_iter().filter(|(f, _)| *f == fund);
            let day = e.voucher.map(|v| v.date);
            changes.filter_map(|(_, change)| Some((day?, change))).collect::<Vec<_>>()
        };
        self.events.iter().flat_map(of).collect()
    }

    pub fn counts(&self) -> Counts {
        let (mut persons, mut subjects, mut purposes) = (0, 0, 0);
        for event in &self.events {
            match &event.body {
                Body::Person(_) => (persons, subjects) = (persons + 1, subjects + 1),
                Body::Reversal(r) if r.memo.is_some() => subjects += 1,
                Body::Purpose(_) => purposes += 1,
                _ => {}
            }
        }
        let count = |n: usize| u32::try_from(n).unwrap();
        let (funds, programmes) = (count(self.funds().count()), count(self.programmes().count()));
        let operators = count(self.events.iter().filter(|e| matches!(e.body, Body::Open(_))).count());
        Counts { funds, programmes, purposes, persons, subjects, operators, ..Counts::default() }
    }

    pub fn funds(&self) -> impl Iterator<Item = &FundAdded> {
        self.events.iter().filter_map(|e| if let Body::Fund(fund) = &e.body { Some(fund) } else { None })
    }

    fn programmes(&self) -> impl Iterator<Item = &ProgrammeAdded> {
        self.events.iter().filter_map(|e| if let Body::Programme(p) = &e.body { Some(p) } else { None })
    }

    pub fn persons(&self) -> impl Iterator<Item = &PersonAdded> {
        self.events.iter().filter_map(|e| if let Body::Person(p) = &e.body { Some(p) } else { None })
    }

    pub fn fund(&self, no: FundNo) -> Result<&FundAdded, Refusal> {
        self.funds().find(|f| f.no == no).ok_or(Refusal::UnknownFund { no })
    }

    fn person(&self, no: PersonNo) -> Result<PersonSort, Refusal> {
        let found = self.persons().find(|p| p.no == no).ok_or(Refusal::UnknownPerson { no })?;
        Ok(found.sort)
    }

    pub fn event(&self, no: EntryNo) -> Option<&Event> {
        self.events.get(usize::try_from(no.0).ok()?.checked_sub(1)?)
    }

    pub fn closed_through(&self) -> Option<Period> {
        let closed = |e: &Event| if let Body::Close(close) = &e.body { Some(close.period) } else { None };
        self.events.iter().filter_map(closed).max()
    }

    pub fn vouchers_of(&self) -> impl Iterator<Item = Voucher> {
        self.events.iter().filter_map(|e| e.voucher)
    }

    pub fn vouchers(&self, period: Period) -> u32 {
        let of_month = self.vouchers_of().filter(|v| v.no() == VoucherNo { period, number: v.number });
        u32::try_from(of_month.count()).unwrap()
    }

    /// The next free numbers of the vault, for drafts.
    pub fn next_subject(&self) -> SubjectNo {
        SubjectNo(self.counts().subjects + 1)
    }
}

pub fn number(at: usize) -> EntryNo {
    EntryNo(u64::try_from(at).unwrap() + 1)
}

fn in_turn(series: Series, highest: u64, found: u64) -> Result<(), Refusal> {
    let expected = highest + 1;
    if expected == found { Ok(()) } else { Err(Refusal::OutOfSequence { series, expected, found }) }
}

fn on_purpose(programme: &ProgrammeAdded, fund: &FundAdded) -> Result<(), Refusal> {
    if programme.purpose == fund.purpose {
        return Ok(());
    }
    Err(Refusal::OffPurpose {
        programme: programme.name.clone(),
        programme_purpose: programme.purpose.clone(),
        fund: fund.code.clone(),
        fund_purpose: fund.purpose.clone(),
    })
}

fn amount(body: &Body) -> Option<Fen> {
    match body {
        Body::Donation(b) => Some(b.amount),
        Body::PassThrough(b) => Some(b.amount),
        Body::Disbursement(b) => Some(b.amount),
        Body::Transfer(b) => Some(b.amount),
        _ => None,
    }
}
