//! The statement of cash flows 现金流量表 (会民非03表), by the direct method.
//!
//! Owns: what of a voucher was paid, by the accounts that stand against cash in it. Refuses to know: kinds of entries: a
//! general voucher is classed as any other.

use super::super::balance::add;
use super::super::names::NameBook;
use super::super::{Kind, Table};
use super::books::{Belongs, Books, held_cash, is_financial, own_cash};
use super::cash_lines::{Flow, NET, What, Whose, flow, is_receipt, template};
use super::lines::{Lines, told};
use super::{Asked, begun};
use crate::base::{AccountCode, Fen, FundNo, Months};
use crate::book::chart::Edition;
use crate::entry::Entry;
use crate::ledger::{Ledger, LedgerError};
use crate::words::Words;
use std::collections::BTreeMap;

/// Of what stands against cash, each with what it would add to it, the part that was paid in cash: `change` in all. What
/// went the other way was not paid; it is taken off the last lines.
fn paid(against: &mut Vec<(AccountCode, Fen)>, change: Fen) -> Result<(), LedgerError> {
    against.retain(|(_, amount)| amount.is_negative() == change.is_negative());
    let mut excess = change.negated();
    for (_, amount) in against.iter() {
        excess = add(excess, *amount)?;
    }
    for (_, amount) in against.iter_mut().rev() {
        let off = if change.is_negative() { excess.max(*amount) } else { excess.min(*amount) };
        *amount = add(*amount, off.negated())?;
        excess = add(excess, off.negated())?;
    }
    Ok(())
}

/// The flows of some months; what went is positive in its line.
#[derive(Default)]
struct Flows {
    sums: BTreeMap<Flow, Fen>,
    /// Whether a voucher had lines that were not paid in cash.
    mixed: bool,
    own: [Fen; 2],
    held: [Fen; 2],
}

impl Flows {
    fn of(ledger: &mut Ledger, books: &Books, months: Option<Months>) -> Result<Flows, LedgerError> {
        let mut flows = Flows::default();
        let Some(months) = months else { return Ok(flows) };
        let ends = [months.first(), months.last().next()];
        flows.own = [books.before(ends[0], own_cash)?, books.before(ends[1], own_cash)?];
        flows.held = [books.before(ends[0], held_cash)?, books.before(ends[1], held_cash)?];
        books.each_booked(ledger, months, Belongs::BySums, |ledger, entry| {
            flows.count(ledger, books, entry)
        })?;
        Ok(flows)
    }

    fn count(&mut self, ledger: &Ledger, books: &Books, entry: &Entry) -> Result<(), LedgerError> {
        if !entry.postings.iter().any(|p| own_cash(p.fund, p.account) || held_cash(p.fund, p.account)) {
            return Ok(());
        }
        let Some(voucher) = entry.voucher else { return Ok(()) };
        let edition = Edition::of(books.chart, voucher.date);
        let red = ledger.is_red(entry)?;
        let mut funds: Vec<FundNo> = entry.postings.iter().map(|p| p.fund).collect();
        funds.sort_unstable();
        funds.dedup();
        for fund in funds.into_iter().filter(|fund| books.fund_no().is_none_or(|only| only == *fund)) {
            let (mut own, mut held, mut against) = (Fen::ZERO, Fen::ZERO, Vec::new());
            for p in entry.postings.iter().filter(|p| p.fund == fund && is_financial(p.account)) {
                if own_cash(fund, p.account) {
                    own = add(own, p.amount)?;
                } else {
                    against.push((p.account, p.amount.negated()));
                }
                if held_cash(fund, p.account) {
                    held = add(held, p.amount)?;
                }
            }
            if !own.is_zero() {
                let lines = against.len();
                paid(&mut against, own)?;
                self.mixed |= against.iter().filter(|(_, amount)| !amount.is_zero()).count() < lines;
                for (account, amount) in against {
                    let comes = amount.is_negative() == red;
                    self.put(flow(edition, account, comes), amount)?;
                }
            }
            if !held.is_zero() {
                let comes = held.is_negative() == red;
                self.put(if comes { Flow::HeldIn } else { Flow::HeldOut }, held)?;
            }
        }
        Ok(())
    }

    fn put(&mut self, flow: Flow, amount: Fen) -> Result<(), LedgerError> {
        let sum = self.sums.entry(flow).or_default();
        *sum = add(*sum, if is_receipt(flow) { amount } else { amount.negated() })?;
        Ok(())
    }

    fn at(&self, flow: Flow) -> Fen {
        self.sums.get(&flow).copied().unwrap_or_default()
    }

    const fn cash(&self, whose: Whose) -> [Fen; 2] {
        match whose {
            Whose::Own => self.own,
            Whose::Held => self.held,
        }
    }
}

/// One row a line of the template: these months, and the same a year before.
pub(super) fn table(
    words: &Words,
    ledger: &mut Ledger,
    names: &NameBook,
    asked: &Asked,
) -> Result<Table, LedgerError> {
    let books = Books::read(ledger, asked)?;
    let titled = |key: &str| words.say("term-in-yuan", &[("which", words.say(key, &[]).into())]);
    let table = begun(words, ledger, names, "report-cash-flows", &books)
        .column("item", words.word("term-statement-item"), Kind::Text)
        .column("line", words.word("term-line"), Kind::Number)
        .column("total_yuan", titled("term-these-months"), Kind::Money)
        .column("before_yuan", titled("term-year-before"), Kind::Money);
    let flows = [
        Flows::of(ledger, &books, Some(books.months))?,
        Flows::of(ledger, &books, books.months.year_before())?,
    ];
    let mut rows = Lines::new(table);
    let mut at: BTreeMap<&str, usize> = BTreeMap::new();
    let mut net = None;
    for line in template(books.chart) {
        let name = told(words, line.name);
        let find = |names: &[&str]| -> Vec<usize> {
            names.iter().filter_map(|name| at.get(name).copied()).collect()
        };
        let both = |of: &dyn Fn(&Flows) -> Fen| flows.iter().map(|flows| Some(of(flows))).collect::<Vec<_>>();
        let row = match line.what {
            What::Heading => {
                rows.heading(name);
                continue;
            }
            // Between funds nothing is left but where one is asked for.
            What::Came(Flow::Direct) if flows.iter().all(|flows| flows.at(Flow::Direct).is_zero()) => {
                continue;
            }
            What::Came(flow) | What::Went(flow) => rows.line(name, both(&|flows| flows.at(flow))),
            What::Opening(whose) => rows.line(name, both(&|flows| flows.cash(whose)[0])),
            What::Closing(whose) => rows.line(name, both(&|flows| flows.cash(whose)[1])),
            What::Sum(plus, minus) => rows.sum(name, &find(plus), &find(minus))?,
        };
        at.insert(line.name.0, row);
        if line.name.0 == NET {
            net = Some(row);
        }
    }
    if let Some(net) = net {
        let mut agrees = true;
        for (figure, flows) in rows.figures(net).iter().zip(&flows) {
            agrees &= *figure == Some(add(flows.own[1], flows.own[0].negated())?);
            let held = add(flows.at(Flow::HeldIn), flows.at(Flow::HeldOut).negated())?;
            agrees &= held == add(flows.held[1], flows.held[0].negated())?;
        }
        if !agrees {
            rows.warn(net);
        }
        rows.note(words.word(if agrees { "report-cash-agrees" } else { "report-cash-differs" }));
    }
    rows.note(words.word("report-cash-held"));
    if flows.iter().any(|flows| flows.mixed) {
        rows.note(words.word("report-cash-mixed"));
    }
    rows.note(words.word("report-template"));
    Ok(rows.done())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_paid_adds_up_to_the_change_of_cash(amounts in prop::collection::vec(-50..50i64, 1..8)) {
            let mut against: Vec<(AccountCode, Fen)> =
                amounts.iter().map(|a| (AccountCode(5101), Fen::new(*a))).collect();
            let change = Fen::new(amounts.iter().sum());
            prop_assume!(!change.is_zero());
            paid(&mut against, change).unwrap();
            prop_assert_eq!(against.iter().map(|(_, a)| a.get()).sum::<i64>(), change.get());
            let same = |a: &Fen| a.is_zero() || a.is_negative() == change.is_negative();
            prop_assert!(against.iter().all(|(_, a)| same(a)));
        }
    }
}
