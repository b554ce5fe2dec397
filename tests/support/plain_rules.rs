//! What the entries so far said, and whether the next one is what `docs/rules.md` makes of its body and dates.
//!
//! Owns: operators, thresholds, what waits and who may decide on it, and which postings each entry must have.
//! Refuses to know: bytes, and sums: that there is enough money is not asked here. What of rules version 4 is not asked
//! stands in `plain_programmes.rs`.

use super::closing::{self, Ends};
use super::entry::{Entry, Line, Said};
use super::lending::Loans;
use super::postings::{Day, is_own_cash};
use super::programmes::{At, Programmes};
use super::relief::{Relief, Turn};
use super::{Hash, is_signed};
use std::collections::{BTreeMap, HashMap, HashSet};

/// What a commit's header says of its entries, and the number that is due.
pub struct Circumstances {
    pub no: u64,
    pub operator: u64,
    pub rules: u64,
    pub recorded_at: u64,
}

struct Operator {
    name: String,
    key: Hash,
    role: u64,
    revoked: bool,
}

/// An entry that was read, with its leaf hash and who recorded it.
struct Recorded {
    entry: Entry,
    leaf: Hash,
    operator: u64,
}

#[derive(Default)]
pub struct Books {
    pub origin: String,
    chart: u64,
    rules: u64,
    operators: BTreeMap<u64, Operator>,
    /// Every key that ever stood for somebody.
    keys: HashSet<Hash>,
    donors: HashMap<u64, bool>,
    cash: HashMap<u64, bool>,
    budgets: HashSet<u64>,
    thresholds: HashMap<(u64, u64), i64>,
    recorded: HashMap<u64, Recorded>,
    decided: HashSet<u64>,
    reversed: HashSet<u64>,
    struck: HashSet<u64>,
    vouchers: HashMap<u64, u64>,
    closed_through: u64,
    ends: Ends,
    lent: Loans,
    relief: Programmes,
}

impl Books {
    /// The key that signs for an operator, who is there and was not revoked.
    pub fn key_of(&self, operator: u64) -> Option<Hash> {
        self.operators.get(&operator).filter(|o| !o.revoked).map(|o| o.key)
    }

    /// Whether a new key was proved by its holder.
    pub fn proved(&self, said: &Said) -> bool {
        let (key, name, proof) = match said {
            Said::Operator { key, name, proof, .. } => (key, name, proof),
            Said::NewKey { no, key, proof } => match self.operators.get(no) {
                Some(operator) => (key, &operator.name, proof),
                None => return false,
            },
            _ => return true,
        };
        let length = u16::try_from(name.len()).unwrap().to_be_bytes();
        is_signed(key, &[b"jinguo/v1 operator key\0", &key[..], &length, name.as_bytes()].concat(), proof)
    }

    /// Adds an entry that is what the rules make of it; `None`: it is not.
    pub fn add(&mut self, now: &Circumstances, entry: Entry, leaf: Hash) -> Option<()> {
        let in_turn = entry.no == now.no && (entry.no == 1) == (entry.kind == 1);
        (in_turn && (self.rules.max(1)..=6).contains(&now.rules)).then_some(())?;
        if let Said::Open { chart, .. } = &entry.said {
            self.chart = *chart;
        } else {
            self.may_sign(now.operator, entry.kind)?;
        }
        let first_rules = matches!(entry.kind, 1 | 10..=12 | 20 | 30..=34 | 40 | 50)
            && entry.status < 2
            && self.chart == 1
            && !entry.postings.iter().any(|l| l.3.iter().any(|(tag, _)| *tag > 4));
        (now.rules >= 2 || first_rules).then_some(())?;
        (now.rules >= 3 || entry.kind < 100).then_some(())?;
        (now.rules >= 4 || !entry.of_rules_4).then_some(())?;
        (now.rules >= 5 || entry.kind != 74).then_some(())?;
        (now.rules >= 6 || !matches!(entry.kind, 51 | 52)).then_some(())?;
        // What happens: what the entry says, or what the prepared one says that it approves.
        let mut by = At { no: entry.no, said_by: entry.no, day: entry.business, papers: entry.attachments };
        let effect = match &entry.said {
            Said::Decision { on } => {
                let prepared = self.waiting(*on, entry.kind, now.operator)?;
                (prepared.business == entry.business).then_some(())?;
                (by.said_by, by.papers) = (on.0, prepared.attachments);
                let approved = matches!(entry.kind, 60 | 63);
                let effect = if approved { prepared.said.clone() } else { Said::Other };
                self.relief.decided(on.0);
                effect
            }
            said => said.clone(),
        };
        let lines = self.lines(now, &entry, &effect)?;
        let needed = self.needs_two(&entry, &lines);
        if entry.status == 2 {
            self.may_wait(&entry).then_some(())?;
            self.relief.waits(by, &effect)?;
        } else {
            (!needed && entry.postings == lines && (entry.status == 1) != lines.is_empty()).then_some(())?;
            let of_relief = matches!(effect, Said::Relief(_) | Said::Reversal { .. });
            (of_relief || !entry.postings.iter().any(|l| matches!(l.1, 120_101 | 130_201))).then_some(())?;
            self.voucher(&entry)?;
            self.relief.happened(by, &effect)?;
            self.takes_effect(now, &entry, &effect)?;
            self.relief.add_up(&entry.postings)?;
        }
        if let Said::Decision { on } = &entry.said {
            self.decided.insert(on.0);
        }
        self.rules = now.rules;
        self.recorded.insert(entry.no, Recorded { entry, leaf, operator: now.operator });
        Some(())
    }

    /// What each role signs: 1 everything, 2 what is no administration and no decision, 3 and 4 what is named here.
    fn may_sign(&self, operator: u64, kind: u64) -> Option<()> {
        let signer = self.operators.get(&operator).filter(|o| !o.revoked)?;
        let may = match signer.role {
            1 => true,
            2 => !matches!(
                kind,
                1..=4 | 10 | 11 | 13..=16 | 23 | 25 | 27 | 50 | 60 | 61 | 63 | 71..=73 | 100..=103 | 130
            ),
            3 => matches!(kind, 5 | 50 | 60 | 61 | 70 | 71 | 74),
            _ => matches!(kind, 5 | 71 | 74),
        };
        may.then_some(())
    }

    fn linked(&self, (no, leaf): (u64, Hash)) -> Option<&Recorded> {
        self.recorded.get(&no).filter(|found| found.leaf == leaf)
    }

    /// The prepared entry that a decision of that kind names.
    fn waiting(&self, on: (u64, Hash), kind: u64, operator: u64) -> Option<&Entry> {
        let found = self.linked(on).filter(|found| found.entry.status == 2)?;
        let preparer = found.operator == operator;
        let fits = match kind {
            60 | 61 => !preparer,
            62 => preparer,
            _ => true,
        };
        (fits && !self.decided.contains(&on.0)).then_some(&found.entry)
    }

    /// What an entry did: what it says, or what it approved.
    fn made<'a>(&'a self, entry: &'a Entry) -> Option<&'a Said> {
        match &entry.said {
            Said::Decision { on } if matches!(entry.kind, 60 | 63) => Some(&self.linked(*on)?.entry.said),
            said => Some(said),
        }
    }

    fn lines(&self, now: &Circumstances, entry: &Entry, effect: &Said) -> Option<Vec<Line>> {
        if let Said::Reversal { of } = effect {
            let original = &self.linked(*of)?.entry;
            let reverses = match &original.said {
                Said::Decision { on } => self.linked(*on)?.entry.kind == 40,
                _ => original.kind == 40,
            };
            // Of loans, and of goods that nobody can say the worth of, memoranda too.
            let memoranda = matches!(
                self.made(original)?,
                Said::Loan { .. }
                    | Said::Deposit { .. }
                    | Said::Relief(
                        Relief::Turned { turn: Turn::Paid, .. } | Relief::Came { bought: false, .. }
                    )
            );
            let fits = (original.status == 1 || memoranda && original.status < 2)
                && !reverses
                && !matches!(original.kind, 51 | 52)
                && !self.reversed.contains(&of.0);
            fits.then_some(())?;
            let original = (original.voucher.0, &original.postings[..]);
            return self.ends.reversal(original, &self.donors, self.edition(self.day(now, entry)));
        }
        let day = self.day(now, entry);
        let edition = self.edition(day);
        let on_money = |l: &&Line| is_own_cash(l.1) || l.1 == 100_202;
        // A move and a general voucher name their money accounts themselves.
        let chosen = match effect {
            Said::Move { .. } | Said::Voucher { .. } => None,
            _ => entry.postings.iter().find(on_money),
        };
        let money = chosen.and_then(|l| l.3.iter().find(|(tag, _)| *tag == 5)).map_or(0, |(_, no)| *no);
        let cash = money > 0 && *self.cash.get(&money)?;
        let said_on = day;
        let day = Day { edition, money: (money, cash), cash: &self.cash, donors: &self.donors };
        let fund = |no: u64| Some(closing::Fund { no, donors: *self.donors.get(&no)?, edition });
        match effect {
            Said::Release { fund: no, period } => {
                (said_on == closing::last_day(*period)).then_some(())?;
                self.ends.release(fund(*no)?, *period)
            }
            Said::YearEnd { fund: no, year } => {
                (said_on == year * 10_000 + 1231).then_some(())?;
                self.ends.year_end(fund(*no)?, *year)
            }
            Said::Close { period } if now.rules >= 6 && period % 100 == 12 => {
                let donors = self.donors.iter().map(|(no, donors)| (*no, *donors)).collect();
                let edition = self.edition(closing::last_day(*period));
                self.ends.all_carried(&donors, edition, *period).then(Vec::new)
            }
            Said::Loan { loan, what } => self.lent.lines(&day, *loan, what),
            Said::Relief(what) => self.relief.lines(&day, what),
            _ => day.lines(effect),
        }
    }

    /// The voucher date, or that of what waits or is none.
    fn day(&self, now: &Circumstances, entry: &Entry) -> u64 {
        match entry.voucher.0 {
            0 if entry.business / 100 <= self.closed_through => shanghai_day(now.recorded_at),
            0 => entry.business,
            day => day,
        }
    }

    fn edition(&self, day: u64) -> u64 {
        if self.chart == 2 { 3 } else { 1 + u64::from(day >= 20_260_101) }
    }

    /// Whether one person's word is not enough.
    fn needs_two(&self, entry: &Entry, lines: &[Line]) -> bool {
        let several = self.operators.len() > 1;
        if several && self.relief.asks_for_two(&entry.said, entry.business) {
            return true;
        }
        match &entry.said {
            Said::Voucher { .. } => true,
            Said::Decision { .. } => false,
            Said::Restriction { lifted } => several && *lifted,
            Said::Threshold { of, .. } => several && self.thresholds.contains_key(of),
            Said::Budget { no } => several && self.budgets.contains(no),
            Said::Relief(Relief::Turned { turn: Turn::Paid, .. }) => false,
            Said::Relief(Relief::Proposed { fund, programme, item: 0, rows, .. }) => {
                let sum: i64 = rows.iter().map(|row| i64::try_from(row.given).unwrap()).sum();
                let over = |of| self.thresholds.get(&of).is_some_and(|most| sum > *most);
                over((1, *fund)) || over((2, *programme))
            }
            Said::Terms { product } => several && self.lent.with_terms.contains(product),
            _ => match entry.kind {
                21 => true,
                2..=4 | 16 | 23 | 27 | 44 | 72 | 106 | 111 | 116..=118 => several,
                _ => self.over_a_threshold(lines),
            },
        }
    }

    /// A fund's own cash falls by more, or a programme gets more, than its threshold.
    fn over_a_threshold(&self, lines: &[Line]) -> bool {
        self.thresholds.iter().any(|((of, no), most)| {
            let amounts = lines.iter().filter(|l| match of {
                1 => l.0 == *no && is_own_cash(l.1),
                _ => l.3.contains(&(1, *no)),
            });
            let sum: i64 = amounts.map(|l| l.2).sum();
            if *of == 1 { -sum > *most } else { sum > *most }
        })
    }

    fn may_wait(&self, entry: &Entry) -> bool {
        matches!(
            entry.kind,
            2..=4 | 13 | 15 | 16 | 21..=23 | 27 | 30..=40 | 43..=45 | 72 | 101 | 102 | 104..=106 | 111 | 113
                | 116..=118 | 120 | 130 | 133 | 142 | 143 | 152 | 153
        )
    }

    /// The voucher's number is the next of its month, which is open.
    fn voucher(&mut self, entry: &Entry) -> Option<()> {
        let (day, number) = entry.voucher;
        if entry.status != 1 {
            return Some(());
        }
        let given = self.vouchers.entry(day / 100).or_default();
        *given += 1;
        (number == *given && day / 100 > self.closed_through).then_some(())
    }

    fn takes_effect(&mut self, now: &Circumstances, entry: &Entry, effect: &Said) -> Option<()> {
        let opening = matches!(effect, Said::Opening { .. });
        self.ends.booked(entry.voucher.0, opening, &entry.postings);
        self.ends.happened(effect, &entry.postings);
        match effect {
            Said::Open { origin, operator, name, key, .. } => {
                self.origin.clone_from(origin);
                self.come(*operator, Operator { name: name.clone(), key: *key, role: 1, revoked: false })?;
            }
            Said::Operator { no, name, key, role, .. } => {
                self.come(*no, Operator { name: name.clone(), key: *key, role: *role, revoked: false })?;
            }
            Said::Role { no, role } => {
                self.operators.get_mut(no).filter(|o| !o.revoked)?.role = *role;
                self.somebody_administers()?;
            }
            Said::Revocation { no } => {
                self.operators.get_mut(no).filter(|o| !o.revoked)?.revoked = true;
                self.somebody_administers()?;
            }
            Said::NewKey { no, key, .. } => {
                (*no == now.operator && self.keys.insert(*key)).then_some(())?;
                self.operators.get_mut(no)?.key = *key;
            }
            Said::Fund { no, donors, purpose } => {
                self.donors.insert(*no, *donors);
                self.relief.funds.insert(*no, purpose.clone());
            }
            Said::Programme { no, purpose } => drop(self.relief.programmes.insert(*no, purpose.clone())),
            Said::Person { no, natural } => drop(self.relief.persons.insert(*no, *natural)),
            Said::Household { person, household } => {
                self.relief.households.insert(*person, *household);
            }
            Said::MoneyAccount { no, cash } => drop(self.cash.insert(*no, *cash)),
            Said::Budget { no } => drop(self.budgets.insert(*no)),
            Said::Threshold { of, over: Some(over) } => drop(self.thresholds.insert(*of, *over)),
            Said::Threshold { of, over: None } => drop(self.thresholds.remove(of)),
            Said::Reversal { of } => {
                self.reversed.insert(of.0);
                self.lent.reversed(of.0);
                let made = self.made(&self.linked(*of)?.entry)?.clone();
                self.relief.reversed(of.0, &made)?;
            }
            Said::Product { no, own } => self.lent.add_product(*no, *own),
            Said::Terms { product } => drop(self.lent.with_terms.insert(*product)),
            Said::Loan { loan, what } => self.lent.happened(entry.no, *loan, what)?,
            Said::Close { period } => self.closed_through = *period,
            Said::Note { on } => (*on < entry.no).then_some(())?,
            Said::Strike { line } => {
                let found = self.linked(*line)?;
                (found.entry.kind == 80 && self.struck.insert(line.0)).then_some(())?;
            }
            _ => {}
        }
        Some(())
    }

    fn come(&mut self, no: u64, operator: Operator) -> Option<()> {
        let next = u64::try_from(self.operators.len()).unwrap() + 1;
        (no == next && self.keys.insert(operator.key)).then_some(())?;
        self.operators.insert(no, operator);
        Some(())
    }

    fn somebody_administers(&self) -> Option<()> {
        self.operators.values().any(|o| o.role == 1 && !o.revoked).then_some(())
    }
}

/// The day of a moment, in Asia/Shanghai, as it reads.
fn shanghai_day(millis: u64) -> u64 {
    let moment =
        chrono::DateTime::from_timestamp_millis(i64::try_from(millis).unwrap() + 8 * 3_600_000).unwrap();
    moment.format("%Y%m%d").to_string().parse().unwrap()
}
