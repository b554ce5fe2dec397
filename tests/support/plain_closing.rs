//! Releases, year ends, and reversals of what a year's end carried, by `docs/rules.md`, version 6.
//!
//! Owns: what stands on a fund's accounts, and where a year's end and a correction carry it. Refuses to know: whether it
//! is the month's turn to close.

use super::entry::{Line, Said};
use super::postings::plain;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The lines booked so far, and which years of which funds were carried.
#[derive(Default)]
pub struct Ends {
    /// Each line with the month that it counts in.
    posted: Vec<(u64, Line)>,
    released: HashMap<u64, i64>,
    carried: HashMap<u64, u64>,
}

/// What a fund's closing entry depends on.
#[derive(Clone, Copy)]
pub struct Fund {
    pub no: u64,
    pub donors: bool,
    pub edition: u64,
}

fn class(account: u64) -> u64 {
    let top = if account >= 100_000 { account / 100 } else { account };
    top / 1000
}

fn of_a_year(account: u64) -> bool {
    (4..=7).contains(&class(account)) || matches!(account, 3201 | 3401 | 3501)
}

/// The last day of a month.
pub fn last_day(month: u64) -> u64 {
    let (year, of_it) = (i32::try_from(month / 100).unwrap(), u32::try_from(month % 100).unwrap());
    let next = if of_it == 12 { (year + 1, 1) } else { (year, of_it + 1) };
    let day = chrono::NaiveDate::from_ymd_opt(next.0, next.1, 1).unwrap().pred_opt().unwrap();
    day.format("%Y%m%d").to_string().parse().unwrap()
}

/// The way of a year's end: by which accounts, and where it ends.
fn way(fund: Fund, account: u64, fiscal: bool) -> (&'static [u64], u64) {
    let income_of_donors = matches!(account, 410_102 | 440_102);
    match (fund.edition, class(account)) {
        (3, 3) => (&[], 3001),
        (3, 4 | 5) => (&[3301, 3302], 3001),
        (3, class) => match (account == 6001 || class == 7 && fiscal, fund.donors) {
            (true, _) => (&[], 8101),
            (false, true) => (&[], 8201),
            (false, false) => (&[8501, 8701], 8202),
        },
        (_, 3) => (&[], if fund.donors { 3102 } else { 3101 }),
        _ => (&[], if income_of_donors { 3102 } else { 3101 }),
    }
}

/// The way of a correction: by which account, if by any, and where it ends.
fn correction(fund: Fund, account: u64, fiscal: bool) -> (Option<u64>, u64) {
    let restricted = matches!(account, 410_102 | 440_102) || class(account) == 5 && fund.donors;
    let of_office_or_donors = if restricted { 3102 } else { 3101 };
    match (fund.edition, class(account)) {
        (1, _) => (None, of_office_or_donors),
        (2, _) => (Some(3201), of_office_or_donors),
        (_, 4 | 5) => (Some(3501), 3001),
        _ => (None, way(fund, account, fiscal).1),
    }
}

impl Ends {
    /// Lines that were booked in a month; those of an opening balance count in the one before.
    pub fn booked(&mut self, day: u64, opening: bool, lines: &[Line]) {
        let month = match day / 100 {
            month if !opening => month,
            month if month % 100 == 1 => month - 89,
            month => month - 1,
        };
        self.posted.extend(lines.iter().map(|line| (month, line.clone())));
    }

    fn stands(&self, fund: u64, account: u64, month: u64) -> i64 {
        let of_it = self.posted.iter().filter(|(at, l)| *at <= month && (l.0, l.1) == (fund, account));
        of_it.map(|(_, line)| line.2).sum()
    }

    /// The fund's accounts of a year on which something stands, in the order of their codes.
    fn to_carry(&self, fund: u64, month: u64) -> Vec<(u64, i64)> {
        let of_fund = self.posted.iter().filter(|(_, line)| line.0 == fund && of_a_year(line.1));
        let by_code = |account: u64| if account < 10_000 { account * 100 } else { account };
        let accounts: BTreeSet<(u64, u64)> = of_fund.map(|(_, l)| (by_code(l.1), l.1)).collect();
        let all = accounts.into_iter().map(|(_, account)| (account, self.stands(fund, account, month)));
        all.filter(|(_, amount)| *amount != 0).collect()
    }

    fn to_release(&self, fund: Fund, month: u64) -> i64 {
        if fund.edition == 3 || !fund.donors {
            return 0;
        }
        let expenses = self.to_carry(fund.no, month).into_iter().filter(|(account, _)| class(*account) == 5);
        let used: i64 = expenses.map(|(_, amount)| amount).sum();
        let restricted: i64 =
            [3102, 3201, 410_102, 440_102].map(|a| -self.stands(fund.no, a, month)).iter().sum();
        let released = self.released.get(&fund.no).copied().unwrap_or(0);
        let most = if restricted >= 0 { restricted } else { restricted.max(-released.max(0)) };
        most.min(used - released)
    }

    /// The lines of kind 51; `None`: there is nothing to release.
    pub fn release(&self, fund: Fund, month: u64) -> Option<Vec<Line>> {
        let amount = self.to_release(fund, month);
        (amount != 0).then(|| vec![plain(fund.no, 3102, amount), plain(fund.no, 3101, -amount)])
    }

    /// The lines of kind 52; `None`: something is to be released first, or nothing is to be carried.
    pub fn year_end(&self, fund: Fund, year: u64) -> Option<Vec<Line>> {
        let december = year * 100 + 12;
        let stood = self.to_carry(fund.no, december);
        (self.to_release(fund, december) == 0 && !stood.is_empty()).then_some(())?;
        let fiscal =
            stood.iter().any(|(account, _)| *account == 6001) || self.stands(fund.no, 8101, december) != 0;
        let mut lines: Vec<Line> = stood.iter().map(|(a, amount)| plain(fund.no, *a, -amount)).collect();
        let mut ways = Vec::new();
        for (account, _) in &stood {
            let way = way(fund, *account, fiscal);
            if !ways.contains(&way) {
                ways.push(way);
            }
        }
        for (by, to) in ways {
            let these = stood.iter().filter(|(account, _)| way(fund, *account, fiscal) == (by, to));
            let sum: i64 = these.map(|(_, amount)| amount).sum();
            for account in by {
                lines.extend([plain(fund.no, *account, sum), plain(fund.no, *account, -sum)]);
            }
            lines.push(plain(fund.no, to, sum));
        }
        lines.retain(|line| line.2 != 0);
        Some(lines)
    }

    /// Whether December may close: nothing of any fund is left.
    pub fn all_carried(&self, donors: &BTreeMap<u64, bool>, edition: u64, december: u64) -> bool {
        donors.iter().all(|(no, donors)| {
            let fund = Fund { no: *no, donors: *donors, edition };
            self.to_release(fund, december) == 0 && self.to_carry(*no, december).is_empty()
        })
    }

    /// The lines of a reversal of lines that were booked on that day.
    pub fn reversal(
        &self,
        original: (u64, &[Line]),
        donors: &HashMap<u64, bool>,
        edition: u64,
    ) -> Option<Vec<Line>> {
        let (mut lines, mut passed) = (Vec::new(), Vec::new());
        for (no, account, amount, dims) in original.1 {
            let carried = self.carried.get(no).is_some_and(|year| original.0 / 10_000 <= *year);
            if !carried || !(4..=7).contains(&class(*account)) {
                lines.push((*no, *account, -amount, dims.clone()));
                continue;
            }
            let fund = Fund { no: *no, donors: *donors.get(no)?, edition };
            let fiscal = self.posted.iter().any(|(_, l)| l.0 == *no && matches!(l.1, 6001 | 8101));
            let (by, to) = correction(fund, *account, fiscal);
            lines.push((*no, by.unwrap_or(to), -amount, dims.clone()));
            if let Some(by) = by {
                passed.extend([plain(*no, by, *amount), plain(*no, to, -amount)]);
            }
        }
        lines.extend(passed);
        Some(lines)
    }

    pub fn happened(&mut self, said: &Said, lines: &[Line]) {
        match said {
            Said::Release { fund, .. } => *self.released.entry(*fund).or_default() += lines[0].2,
            Said::YearEnd { fund, year } => {
                self.released.remove(fund);
                self.carried.insert(*fund, *year);
            }
            _ => {}
        }
    }
}
