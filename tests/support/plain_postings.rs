//! The postings of each kind, by the tables of `docs/rules.md`.
//!
//! Owns: which account each kind moves in which edition of which chart. Refuses to know: who may record it.

use super::entry::{Line, Said};
use std::collections::HashMap;

/// What the postings depend on.
pub struct Day<'a> {
    pub edition: u64,
    /// The money account chosen, 0 for the first, and whether it is cash on hand.
    pub money: (u64, bool),
    /// Which money accounts are cash on hand.
    pub cash: &'a HashMap<u64, bool>,
    /// Whether each fund's donors restrict it.
    pub donors: &'a HashMap<u64, bool>,
}

pub fn plain(fund: u64, account: u64, amount: i64) -> Line {
    (fund, account, amount, Vec::new())
}

pub fn with(fund: u64, account: u64, amount: i64, dims: &[(u64, u64)]) -> Line {
    (fund, account, amount, dims.iter().copied().filter(|(_, value)| *value > 0).collect())
}

impl Day<'_> {
    /// One of three accounts, by edition.
    pub fn by_edition(&self, of_2004: u64, of_2026: u64, government: u64) -> u64 {
        [of_2004, of_2026, government][usize::try_from(self.edition).unwrap() - 1]
    }

    /// The non-profit chart's account for the office's own or its donors' restriction, or the government chart's one.
    pub fn restricted(&self, fund: u64, office: u64, donors: u64, government: u64) -> Option<u64> {
        let by_donors = *self.donors.get(&fund)?;
        Some(if self.edition == 3 {
            government
        } else if by_donors {
            donors
        } else {
            office
        })
    }

    pub fn bank(&self, fund: u64, amount: i64) -> Line {
        let (money, cash) = self.money;
        let bank = if fund == 0 { 100_202 } else { 100_201 };
        with(fund, if cash { 1001 } else { bank }, amount, &[(5, money)])
    }

    /// Money in: the bank and income, and in 预算会计 8001 and budget income.
    fn received(&self, income: Line, budget: u64) -> Vec<Line> {
        let (fund, amount) = (income.0, -income.2);
        let mut lines = vec![self.bank(fund, amount), income];
        if self.edition == 3 {
            lines.extend([plain(fund, 8001, amount), plain(fund, budget, -amount)]);
        }
        lines
    }

    /// Money out: an expense and the bank, and in 预算会计 7101 and 8001.
    fn paid(&self, expense: Line) -> Vec<Line> {
        let (fund, amount) = (expense.0, expense.2);
        let mut lines = vec![expense, self.bank(fund, -amount)];
        if self.edition == 3 {
            lines.extend([plain(fund, 7101, amount), plain(fund, 8001, -amount)]);
        }
        lines
    }

    fn net_assets(&self, fund: u64) -> Option<u64> {
        self.restricted(fund, 3101, 3102, 3001)
    }

    /// 8201 where donors restrict the fund, else 8202.
    fn balance(&self, fund: u64) -> Option<u64> {
        Some(if *self.donors.get(&fund)? { 8201 } else { 8202 })
    }

    /// What the rules make of a body; `None`: it is none by the rules. A reversal's are not asked for here.
    pub fn lines(&self, said: &Said) -> Option<Vec<Line>> {
        let relief = self.by_edition(5101, 5101, 5001);
        Some(match said {
            Said::Donation { fund, donor, amount, gift } => {
                let income = match gift {
                    true => self.restricted(*fund, 410_101, 410_102, 4603)?,
                    false => self.restricted(*fund, 440_101, 440_102, 4601)?,
                };
                let budget = if *gift { 6609 } else { 6601 };
                self.received(with(*fund, income, -amount, &[(3, *donor)]), budget)
            }
            Said::Appropriation { fund, giver, amount } => {
                let income = self.restricted(*fund, 440_101, 440_102, 4001)?;
                self.received(with(*fund, income, -amount, &[(3, *giver)]), 6001)
            }
            Said::Interest { fund, amount } => {
                self.received(plain(*fund, self.by_edition(4901, 4901, 4604), -amount), 6609)
            }
            Said::Fee { fund, amount } => self.paid(plain(*fund, self.by_edition(5201, 5301, 5001), *amount)),
            Said::Held { received, place, target, other, amount } => {
                let target = (if *place { 4 } else { 2 }, *target);
                let mut dims = vec![target];
                if *received {
                    dims.push((3, *other));
                } else if *place {
                    dims.push((2, *other));
                }
                dims.sort_unstable();
                let owed = self.by_edition(2601, 2601, 2901);
                match received {
                    true => vec![self.bank(0, *amount), with(0, owed, -amount, &dims)],
                    false => vec![with(0, owed, *amount, &dims), self.bank(0, -amount)],
                }
            }
            Said::Disbursement { programme, fund, person, amount } => {
                self.paid(with(*fund, relief, *amount, &[(1, *programme), (2, *person)]))
            }
            Said::GrantDown { fund, programme, receiver, amount } => {
                self.paid(with(*fund, relief, *amount, &[(1, *programme), (2, *receiver)]))
            }
            Said::Spending { fund, account, edition, dims, amount } => {
                (*edition == self.edition).then_some(())?;
                self.paid(with(*fund, *account, *amount, dims))
            }
            Said::Transfer { from, to, amount } => self.transfer(*from, *to, *amount)?,
            Said::Move { fund, from, to, amount } => {
                let at = |account: u64, amount| {
                    let cash = account > 0 && *self.cash.get(&account)?;
                    let day = Day { money: (account, cash), ..*self };
                    Some(day.bank(*fund, amount))
                };
                vec![at(*to, *amount)?, at(*from, -amount)?]
            }
            Said::Opening { fund, account, edition, amount } => {
                (*edition == self.edition).then_some(())?;
                self.opening(*fund, *account, *amount)?
            }
            Said::Voucher { edition, lines } => {
                let of_other_kinds = lines.iter().any(|l| l.3.iter().any(|(tag, _)| matches!(tag, 7 | 8)));
                (*edition == self.edition && !of_other_kinds).then(|| lines.clone())?
            }
            Said::Deposit { placed, fund, amount } if *fund > 0 => {
                let account = self.by_edition(112_202, 112_202, 121_802);
                let (placed, own) = if *placed { (*amount, -amount) } else { (-amount, *amount) };
                let lines = [plain(*fund, account, placed), self.bank(*fund, own)];
                if placed > 0 { lines.to_vec() } else { lines.into_iter().rev().collect() }
            }
            Said::Provision { fund, amount } => vec![
                plain(*fund, self.by_edition(5201, 5501, 5901), *amount),
                plain(*fund, self.by_edition(1131, 1131, 1219), -amount),
            ],
            _ => Vec::new(),
        })
    }

    fn transfer(&self, from: u64, to: u64, amount: i64) -> Option<Vec<Line>> {
        let mut lines = vec![
            plain(from, self.net_assets(from)?, amount),
            self.bank(from, -amount),
            self.bank(to, amount),
            plain(to, self.net_assets(to)?, -amount),
        ];
        if self.edition == 3 {
            lines.extend([
                plain(from, self.balance(from)?, amount),
                plain(from, 8001, -amount),
                plain(to, 8001, amount),
                plain(to, self.balance(to)?, -amount),
            ]);
        }
        Some(lines)
    }

    /// Own cash stands on the chosen money account; what is no cash stands on none.
    fn opening(&self, fund: u64, account: u64, amount: i64) -> Option<Vec<Line>> {
        let cash = is_own_cash(account);
        if self.money.0 > 0 && self.bank(fund, amount).1 != account {
            return None;
        }
        let stands = if cash {
            with(fund, account, amount, &[(5, self.money.0)])
        } else {
            plain(fund, account, amount)
        };
        let mut lines = vec![stands, plain(fund, self.net_assets(fund)?, -amount)];
        if self.edition == 3 && cash {
            lines.extend([plain(fund, 8001, amount), plain(fund, self.balance(fund)?, -amount)]);
        }
        Some(lines)
    }
}

/// Cash and bank of the office's own money.
pub fn is_own_cash(account: u64) -> bool {
    let top = if account >= 100_000 { account / 100 } else { account };
    matches!(top, 1001 | 1002 | 1009 | 1011 | 1021) && account != 100_202
}
