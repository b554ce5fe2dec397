//! Reported and recorded, side by side: each reported figure of money is asked of the ledger that should hold it.
//!
//! Owns: which question answers which row. Refuses to know: how the books came about.

use crate::base::{AccountCode, Fen, FundNo, PurposeNo};
use crate::book::chart;
use crate::entry::{Body, DonationSource, Field, Target};
use crate::ledger::{Ledger, LedgerError, ListKey, VaultFields};

/// The reported figures, as published with the project.
const REPORTED: &str = include_str!("reported-figures.csv");

/// A reported figure and what the ledger says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// The row's name, `F02`.
    pub id: String,
    /// The office.
    pub office: String,
    /// The programme.
    pub programme: String,
    /// Whether the money is the office's own; else it was passed through.
    pub own: bool,
    /// What was reported.
    pub reported: Fen,
    /// What the ledger holds.
    pub recorded: Fen,
}

/// How a row is asked of a ledger.
enum Question {
    /// Relief paid by the fund of that code.
    Relief(&'static str),
    /// Gifts to the fund of that code.
    Gifts(&'static str),
    /// Grants to the fund of that code.
    Grants(&'static str),
    /// Grants to the fund of that code, the one with this place among them.
    OneGrant(&'static str, usize),
    /// Paid on for persons of that category.
    PaidOnFor(&'static str),
    /// Paid on for the place or cause of that name.
    PaidOnTo(&'static str),
}

/// Rows whose money the demonstration reproduces; goods, counts and loans are not money of these books.
const QUESTIONS: [(&str, Question); 12] = [
    ("F02", Question::Relief("WW")),
    ("F03", Question::PaidOnFor("春蕾圆梦/金秋助学")),
    ("F04", Question::PaidOnFor("两癌救助")),
    ("F07", Question::PaidOnTo("地震灾区")),
    ("F12", Question::Gifts("GA")),
    ("F15", Question::Relief("GA")),
    ("F16", Question::PaidOnFor("爱心助学/春蕾计划")),
    ("F17", Question::PaidOnFor("六一结对")),
    ("F19", Question::Grants("AJ")),
    ("F20", Question::Grants("GZ")),
    ("F21", Question::OneGrant("CH", 0)),
    ("F22", Question::OneGrant("CH", 1)),
];

/// Compares the rows of one office.
///
/// # Errors
/// Where its ledger can't be read.
pub fn compare(office: &str, ledger: &mut Ledger) -> Result<Vec<Compared>, LedgerError> {
    let mut rows = Vec::new();
    for row in csv::Reader::from_reader(REPORTED.as_bytes()).records().flatten() {
        let field = |n| row.get(n).unwrap_or("").to_owned();
        let question = QUESTIONS.iter().find(|(id, _)| *id == field(0)).map(|(_, question)| question);
        let (Some(question), Ok(reported)) = (question, Fen::parse_yuan(&field(7))) else { continue };
        if field(1) != office {
            continue;
        }
        let recorded = answer(question, ledger)?;
        let (id, office, programme, own) = (field(0), field(1), field(3), field(9) == "own");
        rows.push(Compared { id, office, programme, own, reported, recorded });
    }
    Ok(rows)
}

fn answer(question: &Question, ledger: &mut Ledger) -> Result<Fen, LedgerError> {
    match question {
        Question::Relief(code) => posted(ledger, code, &[chart::RELIEF]),
        Question::Gifts(code) => posted(ledger, code, &[chart::GIFTS_RESTRICTED, chart::GIFTS_UNRESTRICTED]),
        Question::Grants(code) => {
            posted(ledger, code, &[chart::GRANTS_RESTRICTED, chart::GRANTS_UNRESTRICTED])
        }
        Question::OneGrant(code, place) => {
            let fund = fund_of(ledger, code)?;
            let mut grants = Vec::new();
            for no in ledger.entries_in(ListKey::Fund(fund))? {
                if let Some(Body::Donation(d)) = ledger.entry(no)?.map(|e| e.body)
                    && d.source == DonationSource::Grant
                {
                    grants.push(d.amount);
                }
            }
            Ok(grants.get(*place).copied().unwrap_or(Fen::ZERO))
        }
        Question::PaidOnFor(category) => paid_on(ledger, |ledger, target| match target {
            Target::Person(no) => {
                let fields = ledger.person_fields(no)?.map(|(_, fields)| fields);
                let Some(VaultFields::Known(fields)) = fields else { return Ok(false) };
                Ok(fields.iter().any(|(tag, text)| *tag == Field::Category.tag() && text == category))
            }
            Target::Purpose(_) => Ok(false),
        }),
        Question::PaidOnTo(name) => paid_on(ledger, |ledger, target| match target {
            Target::Purpose(no) => is_named(ledger, no, name),
            Target::Person(_) => Ok(false),
        }),
    }
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
        .balances()?
        .into_iter()
        .filter(|(f, account, _)| *f == fund && accounts.contains(account))
        .map(|(_, _, amount)| amount.get())
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
