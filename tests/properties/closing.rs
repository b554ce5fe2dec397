//! The close of months and years, counted from scratch: what is to be released and carried, and where corrections go.
//!
//! Owns: version 6 of the page for the kinds that the model knows. Refuses to know: when somebody closes.

use crate::model::{Event, Line, Model, number};
use jinguo::base::{AccountCode, Date, EntryNo, Fen, FundNo, Period};
use jinguo::book::Refusal;
use jinguo::book::closing::ClosingRefusal;
use jinguo::book::state::{Cell, Key};
use jinguo::entry::{Body, Close, Released, Restriction, YearEnd};
use std::collections::{BTreeMap, BTreeSet};

const EXPENSES: u32 = 5101;
const RESTRICTED: [u32; 3] = [3102, 410_102, 440_102];
const NONE: [u64; 4] = [0; 4];

fn of_a_year(account: u32) -> bool {
    [4101, 4401, 5101].contains(&AccountCode(account).top().0)
}

pub fn december(year: u32) -> Period {
    Period::from_number(year * 100 + 12).unwrap()
}

impl Model {
    fn stands(&self, fund: u32, account: u32, period: Period) -> i64 {
        let by_then = self.events.iter().filter(|e| e.voucher.is_some_and(|v| v.date.period() <= period));
        by_then.flat_map(|e| &e.lines).filter(|l| (l.0, l.1) == (fund, account)).map(|l| l.2).sum()
    }

    fn to_carry(&self, fund: u32, period: Period) -> Vec<(u32, i64)> {
        // All that the model's kinds post to have six digits, but for that of expenses, which comes last.
        let all = [410_101, 410_102, 440_101, 440_102, EXPENSES].map(|a| (a, self.stands(fund, a, period)));
        all.into_iter().filter(|(_, amount)| *amount != 0).collect()
    }

    fn year_ends(&self, fund: FundNo) -> impl Iterator<Item = (usize, u32)> {
        self.events.iter().enumerate().filter_map(move |(at, e)| match &e.body {
            Body::YearEnd(end) if end.fund == fund => Some((at, end.year)),
            _ => None,
        })
    }

    /// What was released from some event on.
    fn released_after(&self, fund: FundNo, at: usize) -> i64 {
        let of = |e: &&Event| matches!(&e.body, Body::Released(r) if r.fund == fund);
        self.events[at..].iter().filter(of).map(|e| e.lines[0].2).sum()
    }

    fn to_release(&self, fund: FundNo, period: Period) -> i64 {
        if self.fund(fund).is_ok_and(|f| f.restriction != Restriction::Donors) {
            return 0;
        }
        let released = self.released_after(fund, self.year_ends(fund).last().map_or(0, |(at, _)| at));
        let restricted: i64 = RESTRICTED.map(|a| -self.stands(fund.0, a, period)).iter().sum();
        let most = if restricted < 0 { restricted.max(-released.max(0)) } else { restricted };
        most.min(self.stands(fund.0, EXPENSES, period) - released)
    }

    pub fn may_release(&self, released: &Released, today: Date) -> Result<(), Refusal> {
        let Released { fund, period } = *released;
        self.may_close(period, today)?;
        let of = self.fund(fund)?;
        if of.restriction != Restriction::Donors {
            return Err(ClosingRefusal::NotReleasable { fund: of.code.clone() }.into());
        }
        if self.to_release(fund, period) == 0 {
            return Err(ClosingRefusal::NothingUsed { fund: of.code.clone(), period }.into());
        }
        Ok(())
    }

    pub fn may_end_year(&self, end: &YearEnd, today: Date) -> Result<(), Refusal> {
        let YearEnd { fund: no, year } = *end;
        self.may_close(december(year), today)?;
        let fund = self.fund(no)?.code.clone();
        if self.to_release(no, december(year)) != 0 {
            return Err(ClosingRefusal::NotReleased { fund, year }.into());
        }
        if self.to_carry(no.0, december(year)).is_empty() {
            return Err(ClosingRefusal::NothingToCarry { fund, year }.into());
        }
        Ok(())
    }

    pub fn all_carried(&self, period: Period) -> Result<(), Refusal> {
        if period.number() % 100 != 12 {
            return Ok(());
        }
        let year = period.number() / 100;
        for of in self.funds() {
            let fund = of.code.clone();
            if self.to_release(of.no, period) != 0 {
                return Err(ClosingRefusal::NotReleased { fund, year }.into());
            }
            if !self.to_carry(of.no.0, period).is_empty() {
                return Err(ClosingRefusal::NotCarried { fund, year }.into());
            }
        }
        Ok(())
    }

    /// The lines of a release or a year's end.
    pub fn closing_lines(&self, body: &Body) -> Vec<Line> {
        let mut lines = match body {
            Body::Released(Released { fund, period }) => {
                let amount = self.to_release(*fund, *period);
                vec![(fund.0, 3102, amount, NONE), (fund.0, 3101, -amount, NONE)]
            }
            Body::YearEnd(YearEnd { fund, year }) => {
                let stood = self.to_carry(fund.0, december(*year));
                let mut lines: Vec<Line> = stood.iter().map(|(a, sum)| (fund.0, *a, -sum, NONE)).collect();
                let to = |account| if RESTRICTED.contains(&account) { 3102 } else { 3101 };
                let mut seen = Vec::new();
                for (account, _) in &stood {
                    if !seen.contains(&to(*account)) {
                        seen.push(to(*account));
                    }
                }
                for end in seen {
                    let sum = stood.iter().filter(|(a, _)| to(*a) == end).map(|(_, sum)| sum).sum();
                    lines.push((fund.0, end, sum, NONE));
                }
                lines
            }
            _ => Vec::new(),
        };
        lines.retain(|line| line.2 != 0);
        lines
    }

    /// The lines of a reversal that is dated on that day.
    pub fn reversed(&self, original: EntryNo, day: Date) -> Vec<Line> {
        let original = self.event(original).unwrap();
        let year = original.voucher.unwrap().date.number() / 10_000;
        let (mut lines, mut passed) = (Vec::new(), Vec::new());
        for (fund, account, amount, dims) in &original.lines {
            let carried = self.year_ends(FundNo(*fund)).last().is_some_and(|(_, last)| year <= last);
            if !carried || !of_a_year(*account) {
                lines.push((*fund, *account, -amount, *dims));
                continue;
            }
            let of_donors = self.fund(FundNo(*fund)).unwrap().restriction == Restriction::Donors;
            let restricted = RESTRICTED.contains(account) || (*account == EXPENSES && of_donors);
            let to = if restricted { 3102 } else { 3101 };
            if day.number() < 20_260_101 {
                lines.push((*fund, to, -amount, *dims));
            } else {
                lines.push((*fund, 3201, -amount, *dims));
                passed.extend([(*fund, 3201, *amount, NONE), (*fund, to, -amount, NONE)]);
            }
        }
        lines.extend(passed);
        lines
    }

    /// What is to be recorded next to get the turn's month closed.
    pub fn next_to_close(&self) -> Option<Body> {
        let first = self.vouchers_of().map(|v| v.date.period()).min();
        let period = self.closed_through().map(Period::next).or(first)?;
        for fund in self.funds().map(|fund| fund.no) {
            if self.to_release(fund, period) != 0 {
                return Some(Body::Released(Released { fund, period }));
            }
            if period.number() % 100 == 12 && !self.to_carry(fund.0, period).is_empty() {
                return Some(Body::YearEnd(YearEnd { fund, year: period.number() / 100 }));
            }
        }
        Some(Body::Close(Close { period }))
    }

    /// What the program keeps of releases and year ends.
    pub fn closing_cells(&self, cells: &mut BTreeMap<Key, Cell>) {
        let funds: BTreeSet<FundNo> = self.funds().map(|fund| fund.no).collect();
        for event in &self.events {
            if let Body::Released(Released { fund, period }) = event.body {
                let same =
                    |e: &&Event| matches!(&e.body, Body::Released(r) if (r.fund, r.period) == (fund, period));
                let sum = self.events.iter().filter(same).map(|e| e.lines[0].2).sum();
                cells.insert(Key::Released(fund, period), Cell::Amount(Fen::new(sum)));
            }
            if let Body::YearEnd(YearEnd { fund, year }) = event.body {
                let these = self.year_ends(fund).filter(|(_, of)| *of == year);
                let numbers = these.map(|(at, _)| number(at).0).collect();
                cells.insert(Key::YearEnds(fund, year), Cell::Numbers(numbers));
                cells.insert(Key::Carried(fund), Cell::Number(year.into()));
            }
        }
        for fund in funds {
            let last = self.year_ends(fund).last();
            let ever = self.events.iter().any(|e| matches!(&e.body, Body::Released(r) if r.fund == fund));
            if last.is_some() || ever {
                let since = self.released_after(fund, last.map_or(0, |(at, _)| at));
                cells.insert(Key::ReleasedOfYear(fund), Cell::Amount(Fen::new(since)));
            }
        }
    }
}
