//! The interest subsidy 财政贴息 of a quarter worked out again 贴息复算, line by line, beside what was claimed.
//!
//! Owns: the sheet's rows, and what counts as a difference. Refuses to know: which days are subsidised.

use super::balance::add;
use super::loan_words::{Products, decimal};
use super::names::NameBook;
use super::{Cell, Kind, Style, Table};
use crate::base::{EntryNo, Fen, LoanNo, PersonNo, ProductNo};
use crate::book::loan::interest::{denominator, numerator};
use crate::book::loan::subsidy::{self, SubsidyLine};
use crate::book::loan::{Known, LoanState, ProductState, position};
use crate::entry::{LoanWhat, Quarter, SubsidySet};
use crate::ledger::{Ledger, LedgerError};
use crate::words::Words;
use crate::words::names;
use std::collections::BTreeMap;

/// A loan of the sheet.
struct Sheet {
    no: LoanNo,
    borrower: PersonNo,
    lines: Vec<SubsidyLine>,
    /// What a year has of days in the formula.
    base: i128,
    /// What each level bears, by its name.
    shares: Vec<(String, Fen)>,
    claimed: Option<(EntryNo, Fen)>,
}

impl Sheet {
    /// The sheet of a loan; `None` where nothing is subsidised and nothing was claimed.
    fn of(no: LoanNo, loan: &LoanState, product: &ProductState, quarter: Quarter) -> Option<Sheet> {
        let p = position(loan, quarter.last_day(), Known::ALL);
        let rule: Option<&SubsidySet> = p.signed.and_then(|signed| product.subsidy_on(signed));
        let lines = rule.map_or_else(Vec::new, |rule| subsidy::lines(loan, rule, quarter, Known::ALL));
        let claimed = loan.living(Known::ALL).into_iter().find_map(|event| match event.what {
            LoanWhat::SubsidyClaimed { quarter: q, amount, .. } if q == quarter => {
                Some((event.entry, amount))
            }
            _ => None,
        });
        let due = subsidy::total(&lines);
        let shares = rule.map_or_else(Vec::new, |rule| {
            let levels = rule.shares.iter().map(|share| share.level.to_string());
            levels.zip(subsidy::shares(rule, due)).collect()
        });
        let base = p.terms.map_or(360, |terms| denominator(terms.day_count) / 1_000_000);
        (!lines.is_empty() || claimed.is_some()).then_some(Sheet {
            no,
            borrower: loan.borrower,
            lines,
            base,
            shares,
            claimed,
        })
    }
}

/// One row a line (amount × rate × days), then one a loan with what was claimed and the difference, and the sum.
///
/// # Errors
/// Where index or vault can't be read.
pub fn table(
    words: &Words,
    ledger: &mut Ledger,
    names: &mut NameBook,
    quarter: Quarter,
    product: Option<ProductNo>,
) -> Result<Table, LedgerError> {
    let products: Products = ledger.products()?.into_iter().map(|p| (p.added.no, p)).collect();
    let sheets = ledger.map_loans(|no, loan| {
        let of = products.get(&loan.product).filter(|p| product.is_none_or(|wanted| wanted == p.added.no))?;
        Sheet::of(no, &loan, of, quarter)
    })?;
    let mut table = Table::new(words.say("report-subsidy", &[("quarter", quarter.to_string().into())]))
        .column("loan", words.word("term-loan"), Kind::Text)
        .column("borrower", words.word("term-borrower"), Kind::Text)
        .column("from", words.word("term-from-day"), Kind::Date)
        .column("to", words.word("term-to-day"), Kind::Date)
        .column("outstanding_yuan", words.word("term-outstanding"), Kind::Money)
        .column("rate", words.word("term-subsidised-rate"), Kind::Number)
        .column("days", words.word("term-days"), Kind::Number)
        .column("calculation", words.word("term-calculation"), Kind::Text)
        .column("amount_yuan", words.word("term-subsidy"), Kind::Money)
        .column("claimed_yuan", words.word("term-claimed"), Kind::Money)
        .column("claimed_with", words.word("term-claimed-with"), Kind::Text)
        .column("difference_yuan", words.word("term-difference"), Kind::Money);
    let (mut due, mut claimed, mut differing) = (Fen::ZERO, Fen::ZERO, 0_u64);
    let mut levels: BTreeMap<String, Fen> = BTreeMap::new();
    for sheet in sheets.into_iter().flatten() {
        names.learn_person(ledger, sheet.borrower)?;
        let borrower = names::person(words, names, sheet.borrower);
        for line in &sheet.lines {
            table.push(line_row(&sheet, line, &borrower));
        }
        for (level, part) in &sheet.shares {
            let sum = levels.entry(level.clone()).or_default();
            *sum = add(*sum, *part)?;
        }
        let own = subsidy::total(&sheet.lines);
        let was = sheet.claimed.map(|(_, amount)| amount);
        (due, claimed) = (add(due, own)?, add(claimed, was.unwrap_or(Fen::ZERO))?);
        let differs = was.is_some_and(|was| was != own);
        differing += u64::from(differs);
        let text = match was {
            None => "report-subsidy-not-claimed",
            Some(_) if differs => "report-subsidy-differs",
            Some(_) => "report-subsidy-agrees",
        };
        let mut cells = vec![sheet.no.to_string().into(), borrower.into()];
        cells.resize(7, Cell::Empty);
        cells.extend([
            words.say(text, &[]).into(),
            own.into(),
            was.into(),
            sheet.claimed.map(|(entry, _)| entry.to_string()).into(),
            was.map(|was| Fen::new(own.get() - was.get())).into(),
        ]);
        table.push_as(if differs { Style::Warning } else { Style::Total }, cells);
    }
    let mut total = vec![words.word("term-total").into()];
    total.resize(8, Cell::Empty);
    let difference = Fen::new(due.get() - claimed.get());
    total.extend([due.into(), claimed.into(), Cell::Empty, difference.into()]);
    table.push_as(Style::Total, total);
    table.notes.push(words.say("report-subsidy-differing", &[("count", differing.into())]));
    for (level, part) in levels {
        table
            .notes
            .push(words.say("report-subsidy-level", &[("level", level.into()), ("amount", part.into())]));
    }
    table.notes.extend(names.notes(words));
    Ok(table)
}

fn line_row(sheet: &Sheet, line: &SubsidyLine, borrower: &str) -> Vec<Cell> {
    let SubsidyLine { from, to, outstanding, rate, days, amount } = *line;
    let exact = decimal(numerator(outstanding, rate, days), 100_000_000 * sheet.base);
    vec![
        sheet.no.to_string().into(),
        borrower.into(),
        from.next().into(),
        to.into(),
        outstanding.into(),
        rate.to_string().into(),
        days.into(),
        format!("{outstanding} × {rate} × {days} ÷ {} = {exact}", sheet.base).into(),
        amount.into(),
        Cell::Empty,
        Cell::Empty,
        Cell::Empty,
    ]
}
