//! What donors gave, what was used and what is left, by year: figures of an accountant, not of a ledger.
//!
//! Owns: income, spending and net assets of each fund from what happened. Refuses to know: closing entries, but that a
//! fund's year was carried and how much of it was released.

use std::collections::BTreeMap;

/// Fund, account, month (202603), amount with a debit positive.
pub type Moved = (u32, u32, u32, i64);

/// One event as the model sees it.
#[derive(Clone, Debug)]
pub struct Event {
    /// The month of its voucher.
    pub month: u32,
    /// What it does to income, expenses and 3201.
    pub activity: Vec<(u32, u32, i64)>,
    /// What it does to net assets by itself: fund, whether restricted, more.
    pub moved: Vec<(u32, bool, i64)>,
    pub reversed: bool,
}

pub struct Model {
    /// Which funds donors restrict; fund 1 first.
    pub donors: Vec<bool>,
    pub activity: Vec<Moved>,
    /// Fund, whether restricted, month, more.
    pub moved: Vec<(u32, bool, u32, i64)>,
    /// Fund, month, amount.
    pub released: Vec<(u32, u32, i64)>,
    pub carried: BTreeMap<u32, u32>,
}

pub fn is_restricted_income(account: u32) -> bool {
    matches!(account, 410_102 | 440_102)
}

pub fn is_expense(account: u32) -> bool {
    account / 1000 == 5
}

impl Model {
    pub fn happened(&mut self, event: &Event) {
        let lines =
            event.activity.iter().map(|(fund, account, amount)| (*fund, *account, event.month, *amount));
        self.activity.extend(lines);
        let moves =
            event.moved.iter().map(|(fund, restricted, more)| (*fund, *restricted, event.month, *more));
        self.moved.extend(moves);
    }

    /// The event that takes another one back in a month: from the year's figures where the year is still open, else
    /// from net assets.
    pub fn taken_back(&self, original: &Event, month: u32) -> Event {
        let mut activity = Vec::new();
        let mut moved: Vec<(u32, bool, i64)> =
            original.moved.iter().map(|(fund, restricted, more)| (*fund, *restricted, -more)).collect();
        for (fund, account, amount) in &original.activity {
            let carried = self.carried.get(fund).is_some_and(|year| original.month / 100 <= *year);
            let donors = self.donors[usize::try_from(*fund).unwrap() - 1];
            if carried && *account != 3201 {
                moved.push((
                    *fund,
                    is_restricted_income(*account) || is_expense(*account) && donors,
                    *amount,
                ));
            } else {
                activity.push((*fund, *account, -amount));
            }
        }
        Event { month, activity, moved, reversed: true }
    }

    fn since(&self, fund: u32) -> u32 {
        self.carried.get(&fund).map_or(0, |year| year * 100 + 13)
    }

    /// What a fund spent in the years that are not carried.
    fn used(&self, fund: u32, month: u32) -> i64 {
        let these = self.activity.iter().filter(|(f, account, m, _)| {
            *f == fund && is_expense(*account) && (self.since(fund)..=month).contains(m)
        });
        these.map(|l| l.3).sum()
    }

    /// What is restricted in a fund at the end of a month: given for its purpose and not released.
    pub fn restricted(&self, fund: u32, month: u32) -> i64 {
        let given = self
            .activity
            .iter()
            .filter(|(f, account, m, _)| *f == fund && *m <= month && is_restricted_income(*account));
        // What is put right by hand of earlier years is restricted as the fund is.
        let adjusted = self.activity.iter().filter(|(f, account, m, _)| {
            *f == fund && *account == 3201 && *m <= month && self.donors[usize::try_from(fund).unwrap() - 1]
        });
        let moved =
            self.moved.iter().filter(|(f, restricted, m, _)| *f == fund && *restricted && *m <= month);
        let released = self.released.iter().filter(|(f, m, _)| *f == fund && *m <= month);
        -given.map(|l| l.3).sum::<i64>() - adjusted.map(|l| l.3).sum::<i64>()
            + moved.map(|l| l.3).sum::<i64>()
            - released.map(|l| l.2).sum::<i64>()
    }

    pub fn released_since(&self, fund: u32) -> i64 {
        let these = self.released.iter().filter(|(f, month, _)| *f == fund && *month >= self.since(fund));
        these.map(|l| l.2).sum()
    }

    /// What a month's close releases of a fund.
    pub fn to_release(&self, fund: u32, month: u32) -> i64 {
        if !self.donors[usize::try_from(fund).unwrap() - 1] {
            return 0;
        }
        let (released, restricted) = (self.released_since(fund), self.restricted(fund, month));
        let open = self.used(fund, month) - released;
        if open <= restricted {
            open
        } else if restricted >= 0 {
            restricted
        } else {
            // More was released than there was: it comes back, as far as it had been released.
            open.min(-(-restricted).min(released.max(0)))
        }
    }

    /// Whether a fund has something to carry at a year's end.
    pub fn to_carry(&self, fund: u32, year: u32) -> bool {
        let mut sums: BTreeMap<u32, i64> = BTreeMap::new();
        for (f, account, month, amount) in &self.activity {
            if *f == fund && (self.since(fund)..=year * 100 + 12).contains(month) {
                *sums.entry(*account).or_default() += amount;
            }
        }
        sums.values().any(|sum| *sum != 0)
    }

    /// Income less expenses, and what else moved net assets, all of a fund's time.
    pub fn net_assets(&self, fund: u32, month: u32) -> i64 {
        let earned = self.activity.iter().filter(|l| l.0 == fund && l.2 <= month).map(|l| -l.3).sum::<i64>();
        let moved = self.moved.iter().filter(|l| l.0 == fund && l.2 <= month).map(|l| l.3).sum::<i64>();
        earned + moved
    }

    /// The activity, summed up.
    pub fn by_month(&self) -> BTreeMap<(u32, u32, u32), i64> {
        let mut sums = BTreeMap::new();
        for (fund, account, month, amount) in &self.activity {
            *sums.entry((*fund, *account, *month)).or_default() += amount;
        }
        sums.retain(|_, sum| *sum != 0);
        sums
    }
}
