//! Reported and recorded, side by side: each reported figure is asked of the ledger that should hold it.
//!
//! Owns: which question answers which row. Refuses to know: how the books came about.

use crate::base::{AccountCode, Fen, FundNo, PersonNo, PurposeNo};
use crate::book::loan::{Known, position};
use crate::book::relief::{RowState, RowStatus};
use crate::book::{BudgetState, chart};
use crate::entry::{Body, Field, Target};
use crate::ledger::{Ledger, LedgerError, ListKey, VaultFields};
use std::collections::BTreeSet;

/// The reported figures, as published with the project.
const REPORTED: &str = include_str!("reported-figures.csv");

/// A reported figure, as one may be compared with another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// An amount.
    Money(Fen),
    /// People, cards or times, without money.
    Count(u64),
    /// Both: an amount, and how many people.
    Both(Fen, u64),
}

/// The three routes of money, which are never mixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// The office's own money.
    Own,
    /// Received for somebody and paid on.
    PassThrough,
    /// Given by somebody else; the office only counts it.
    Facilitated,
}

/// A reported figure and what the ledger says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// The row's name, `F02`.
    pub id: String,
    /// The office.
    pub office: String,
    /// The programme.
    pub programme: String,
    /// Which way the money went.
    pub route: Route,
    /// What was reported.
    pub reported: Figure,
    /// What the ledger holds.
    pub recorded: Figure,
}

/// How a row is asked of a ledger.
enum Question {
    /// How many were helped by the programme of that code, and with how much in money and goods.
    Helped(&'static str),
    /// How many of that category were.
    Heads(&'static str, &'static str),
    /// How many had a card or another thing without value.
    Cards(&'static str),
    /// Gifts to the fund of that code.
    Gifts(&'static str),
    /// Grants to the fund of that code.
    Grants(&'static str),
    /// The budgets of the fund of that code in a year, where its appropriations are as much.
    Budgeted(&'static str, u32),
    /// Grants passed down from the fund of that code, the one with this place among them.
    PassedDown(&'static str, usize),
    /// Paid on for the place or cause of that name.
    PaidOnTo(&'static str),
    /// Counted in the register of that name.
    Counted(&'static str),
    /// Lent to how many, and how much, by the products of these codes.
    Lent(&'static [&'static str]),
    /// Paid out by the product of that code.
    PaidOut(&'static str),
    /// Principal repaid to the product of that code.
    Repaid(&'static str),
}

/// The question that answers each row.
const QUESTIONS: [(&str, Question); 22] = [
    ("F01", Question::Lent(&["BD"])),
    ("F05", Question::PaidOut("XD")),
    ("F06", Question::Repaid("XD")),
    ("F18", Question::Lent(&["DB", "DE", "JG"])),
    ("F02", Question::Helped("WW")),
    ("F03", Question::Helped("CL")),
    ("F04", Question::Helped("LA")),
    ("F07", Question::PaidOnTo("地震灾区")),
    ("F08", Question::Counted("春蕾计划")),
    ("F09", Question::Cards("YL")),
    ("F10", Question::Counted("春蕾计划")),
    ("F11", Question::Counted("低收入母亲救助")),
    ("F12", Question::Gifts("GA")),
    ("F13", Question::Heads("GA", "困境儿童")),
    ("F14", Question::Heads("GA", "困境母亲")),
    ("F15", Question::Helped("GA")),
    ("F16", Question::Helped("AX")),
    ("F17", Question::Helped("LY")),
    ("F19", Question::Grants("AJ")),
    ("F20", Question::Budgeted("GZ", 2025)),
    ("F21", Question::PassedDown("CH", 0)),
    ("F22", Question::PassedDown("CH", 1)),
];

impl Question {
    /// Whether the row says both how much and for how many.
    const fn counts_people(&self) -> bool {
        matches!(self, Question::Lent(_) | Question::Helped(_))
    }
}

/// Compares the rows of one office.
///
/// # Errors
/// Where its ledger can't be read.
pub fn compare(office: &str, ledger: &mut Ledger) -> Result<Vec<Compared>, LedgerError> {
    let mut rows = Vec::new();
    for row in csv::Reader::from_reader(REPORTED.as_bytes()).records().flatten() {
        let field = |n| row.get(n).unwrap_or("").to_owned();
        let question = QUESTIONS.iter().find(|(id, _)| *id == field(0)).map(|(_, question)| question);
        let Some(question) = question.filter(|_| field(1) == office) else { continue };
        let reported = match (Fen::parse_yuan(&field(7)), field(6).parse()) {
            (Ok(amount), Ok(count)) if question.counts_people() => Figure::Both(amount, count),
            (Ok(amount), _) => Figure::Money(amount),
            (Err(_), Ok(count)) => Figure::Count(count),
            (Err(_), Err(_)) => continue,
        };
        let recorded = answer(question, ledger)?;
        let (id, office, programme) = (field(0), field(1), field(3));
        let route = match field(9).as_str() {
            "own" => Route::Own,
            "pass-through" => Route::PassThrough,
            _ => Route::Facilitated,
        };
        rows.push(Compared { id, office, programme, route, reported, recorded });
    }
    Ok(rows)
}

fn answer(question: &Question, ledger: &mut Ledger) -> Result<Figure, LedgerError> {
    if let Question::Counted(name) = question {
        let register = ledger.registers()?.into_iter().find(|(_, register)| register.name.as_str() == *name);
        return Ok(Figure::Count(register.map_or(0, |(_, register)| register.count)));
    }
    match question {
        Question::Helped(code) => {
            let (people, worth) = helped(ledger, code)?;
            Ok(Figure::Both(worth, count(people.len())))
        }
        Question::Cards(code) => Ok(Figure::Count(count(helped(ledger, code)?.0.len()))),
        Question::Heads(code, category) => {
            let mut heads = 0;
            for no in helped(ledger, code)?.0 {
                if let Some((_, VaultFields::Known(fields))) = ledger.person_fields(no)? {
                    let is_it =
                        |(tag, text): &(u8, String)| *tag == Field::Category.tag() && text == category;
                    heads += u64::from(fields.iter().any(is_it));
                }
            }
            Ok(Figure::Count(heads))
        }
        Question::Lent(codes) => {
            let sums = loans(ledger, codes)?;
            Ok(Figure::Both(sums.drawn, sums.borrowers))
        }
        Question::PaidOut(code) => Ok(Figure::Money(loans(ledger, &[code])?.drawn)),
        Question::Repaid(code) => Ok(Figure::Money(loans(ledger, &[code])?.repaid)),
        _ => money(question, ledger).map(Figure::Money),
    }
}

/// What loans come to.
struct Loans {
    borrowers: u64,
    drawn: Fen,
    repaid: Fen,
}

/// The loans of these products at the end of the last year of the books.
fn loans(ledger: &mut Ledger, codes: &[&str]) -> Result<Loans, LedgerError> {
    let end = super::scribe::day(2025, 12, 31);
    let products = ledger.products()?;
    let numbers: Vec<_> = products
        .iter()
        .filter(|product| codes.contains(&product.added.code.as_str()))
        .map(|product| product.added.no)
        .collect();
    let all = ledger.map_loans(|_, loan| {
        let p = position(&loan, end, Known::ALL);
        numbers.contains(&loan.product).then_some((loan.borrower, p.drawn, p.repaid))
    })?;
    let counted: Vec<_> = all.into_iter().flatten().filter(|(_, drawn, _)| !drawn.is_zero()).collect();
    let borrowers: BTreeSet<_> = counted.iter().map(|(who, _, _)| who).collect();
    let sum = |of: fn(&(crate::base::PersonNo, Fen, Fen)) -> i64| Fen::new(counted.iter().map(of).sum());
    Ok(Loans {
        borrowers: u64::try_from(borrowers.len()).unwrap_or(u64::MAX),
        drawn: sum(|(_, drawn, _)| drawn.get()),
        repaid: sum(|(_, _, repaid)| repaid.get()),
    })
}

fn money(question: &Question, ledger: &mut Ledger) -> Result<Fen, LedgerError> {
    match question {
        Question::Counted(_)
        | Question::Helped(_)
        | Question::Heads(..)
        | Question::Cards(_)
        | Question::Lent(_)
        | Question::PaidOut(_)
        | Question::Repaid(_) => Ok(Fen::ZERO),
        Question::Gifts(code) => posted(ledger, code, &[chart::GIFTS_RESTRICTED, chart::GIFTS_UNRESTRICTED]),
        Question::Grants(code) => {
            posted(ledger, code, &[chart::GRANTS_RESTRICTED, chart::GRANTS_UNRESTRICTED])
        }
        Question::Budgeted(code, year) => {
            let fund = fund_of(ledger, code)?;
            let of_year = |b: &BudgetState| b.set.fund == fund && b.set.year == *year;
            let budgets = ledger.budgets()?.into_iter().filter(of_year).map(|b| b.set.amount.get()).sum();
            let came = posted(ledger, code, &[chart::GRANTS_RESTRICTED, chart::GRANTS_UNRESTRICTED])?;
            Ok(if came == Fen::new(budgets) { came } else { Fen::ZERO })
        }
        Question::PassedDown(code, place) => {
            let fund = fund_of(ledger, code)?;
            let mut grants = Vec::new();
            for no in ledger.entries_in(ListKey::Fund(fund))? {
                if let Some(Body::GrantDown(grant)) = ledger.entry(no)?.map(|e| e.body) {
                    grants.push(grant.amount);
                }
            }
            Ok(grants.get(*place).copied().unwrap_or(Fen::ZERO))
        }
        Question::PaidOnTo(name) => paid_on(ledger, |ledger, target| match target {
            Target::Purpose(no) => is_named(ledger, no, name),
            Target::Person(_) => Ok(false),
        }),
    }
}

/// Who was helped by a programme, and with how much: what was paid in one step, and rows of rounds.
fn helped(ledger: &mut Ledger, code: &str) -> Result<(BTreeSet<PersonNo>, Fen), LedgerError> {
    let programme = ledger.programmes()?.into_iter().find(|p| p.code.as_str() == code).map(|p| p.no);
    let rounds = ledger.map_rounds(|_, round| (round.programme, round.rows))?;
    let rows = rounds.into_iter().filter(|(of, _)| Some(*of) == programme).flat_map(|(_, rows)| rows);
    let there = |row: &RowState| matches!(row.status, RowStatus::Paid | RowStatus::Arrived);
    let mut all: Vec<(PersonNo, i64)> = rows.filter(there).map(|row| (row.person, row.value.get())).collect();
    let fund = fund_of(ledger, code)?;
    for no in ledger.entries_in(ListKey::Fund(fund))? {
        if let Some(Body::Disbursement(paid)) = ledger.entry(no)?.map(|e| e.body)
            && Some(paid.programme) == programme
        {
            all.push((paid.person, paid.amount.get()));
        }
    }
    let worth = all.iter().map(|(_, worth)| worth).sum();
    Ok((all.into_iter().map(|(who, _)| who).collect(), Fen::new(worth)))
}

fn count(of: usize) -> u64 {
    u64::try_from(of).unwrap_or(u64::MAX)
}

fn is_named(ledger: &mut Ledger, no: PurposeNo, name: &str) -> Result<bool, LedgerError> {
    Ok(ledger.purpose_name(no)?.is_some_and(|line| line.as_str() == name))
}

fn fund_of(ledger: &Ledger, code: &str) -> Result<FundNo, LedgerError> {
    let funds = ledger.funds()?;
    Ok(funds.iter().find(|f| f.code.as_str() == code).map_or(FundNo::PASS_THROUGH, |f| f.no))
}

/// What was posted to these accounts of a fund in all its months, as a positive amount.
fn posted(ledger: &Ledger, code: &str, accounts: &[AccountCode]) -> Result<Fen, LedgerError> {
    let fund = fund_of(ledger, code)?;
    let sum = ledger
        .activity()?
        .into_iter()
        .filter(|(f, account, _, _)| *f == fund && accounts.contains(account))
        .map(|(_, _, _, moved)| moved.debit.get() - moved.credit.get())
        .sum::<i64>();
    Ok(Fen::new(sum.abs()))
}

/// The sum of what was paid on for the targets that `counts` says.
fn paid_on(
    ledger: &mut Ledger,
    mut counts: impl FnMut(&mut Ledger, Target) -> Result<bool, LedgerError>,
) -> Result<Fen, LedgerError> {
    let mut sum = 0;
    for no in ledger.entries_in(ListKey::Account(chart::HELD_FOR_OTHERS))? {
        if let Some(Body::PassThrough(held)) = ledger.entry(no)?.map(|e| e.body)
            && !held.received
            && counts(ledger, held.target)?
        {
            sum += held.amount.get();
        }
    }
    Ok(Fen::new(sum))
}
