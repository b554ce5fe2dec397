//! `jinguo loan apply|approve|sign`: from the application to the contract.
//!
//! Owns: the arguments of these commands, and what they ask of the ledger. Refuses to know: rules and arithmetic.

use super::{add, refused};
use crate::base::{Code, EntryNo, Fen, Line, LoanNo, PersonNo};
use crate::book::loan::{Known, LoanRefusal, position};
use crate::cli::args::RegisterArgs;
use crate::cli::attachment;
use crate::cli::context::{Context, Exit, Failure};
use crate::cli::message::Message;
use crate::cli::open::note;
use crate::cli::record::{Given, record};
use crate::cli::{parse, parse_loan};
use crate::entry::{Body, Decision, LoanEvent, LoanWhat};
use crate::ledger::{Ledger, LedgerError};
use clap::Args;
use std::path::PathBuf;

/// `loan apply PRODUCT AMOUNT --to P-… [--months N]`
#[derive(Clone, Debug, Args)]
pub struct LoanApplyArgs {
    /// The product's code.
    #[arg(value_name = "PRODUCT", value_parser = parse::code)]
    pub product: Code,
    /// How much.
    #[arg(value_name = "AMOUNT", value_parser = parse::amount, allow_hyphen_values = true)]
    pub amount: Fen,
    /// Who borrows.
    #[arg(long, value_name = "PERSON", value_parser = parse::person)]
    pub to: PersonNo,
    /// For how long; the product's longest term where it is not given.
    #[arg(long, value_name = "MONTHS", value_parser = parse_loan::months, allow_hyphen_values = true)]
    pub months: Option<u16>,
    /// The date, and how what was recorded is printed.
    #[command(flatten)]
    pub register: RegisterArgs,
}

/// `loan approve L-… [--amount AMOUNT] [--months N]`
#[derive(Clone, Debug, Args)]
pub struct LoanApproveArgs {
    /// Which loan.
    #[arg(value_name = "LOAN", value_parser = parse_loan::loan)]
    pub loan: LoanNo,
    /// How much; what was applied for where it is not given.
    #[arg(long, value_name = "AMOUNT", value_parser = parse::amount, allow_hyphen_values = true)]
    pub amount: Option<Fen>,
    /// For how long; as applied for where it is not given.
    #[arg(long, value_name = "MONTHS", value_parser = parse_loan::months, allow_hyphen_values = true)]
    pub months: Option<u16>,
    /// The date, and how what was recorded is printed.
    #[command(flatten)]
    pub register: RegisterArgs,
}

/// `loan sign L-… --contract TEXT --paper FILE`
#[derive(Clone, Debug, Args)]
pub struct LoanSignArgs {
    /// Which loan.
    #[arg(value_name = "LOAN", value_parser = parse_loan::loan)]
    pub loan: LoanNo,
    /// The contract's number.
    #[arg(long, value_name = "TEXT", value_parser = parse::line)]
    pub contract: Line,
    /// The signed paper: its hash is recorded.
    #[arg(long, value_name = "FILE")]
    pub paper: PathBuf,
    /// The date, and how what was recorded is printed.
    #[command(flatten)]
    pub register: RegisterArgs,
}

/// Records an application, once her identity number shows that she may apply.
///
/// # Errors
/// What the rules or the ledger say.
pub fn apply(args: &LoanApplyArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = Given::of_register(&args.register);
    let mut checked = true;
    record(context, &given, |batch| {
        let on = given.business(batch);
        let ledger = batch.ledger();
        let product = ledger.product_by_code(&args.product)?;
        let terms = product.terms_on(on).copied();
        if let Some(terms) = terms {
            checked = ledger.may_apply(args.to, terms.eligible, on)?;
        }
        let loan = LoanNo(ledger.state().counts()?.loans + 1);
        let months = args.months.or(terms.map(|terms| terms.longest_months)).unwrap_or(1);
        let (product, borrower, amount) = (product.added.no, args.to, args.amount);
        add(&given, batch, loan, LoanWhat::Applied { product, borrower, amount, months })?;
        Ok(())
    })?;
    if !checked {
        note(context, &context.words.say("loan-not-checked", &[("person", args.to.into())]))?;
    }
    Ok(())
}

/// Grants it; where its grant waits already, decides on that.
///
/// # Errors
/// What the rules or the ledger say.
pub fn approve(args: &LoanApproveArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = Given::of_register(&args.register);
    let words = context.words;
    record(context, &given, |batch| {
        if let Some((entry, amount, months)) = waiting(batch.ledger(), args.loan)? {
            if args.amount.is_some_and(|a| a != amount) || args.months.is_some_and(|m| m != months) {
                let waits = [
                    ("entry", entry.into()),
                    ("loan", args.loan.into()),
                    ("amount", amount.into()),
                    ("months", u64::from(months).into()),
                ];
                let reason = words.word("value-reason");
                let reject = format!("jinguo reject {entry} --reason {reason}");
                let message = Message::nothing_recorded(words.say("error-loan-grant-waits", &waits));
                let message = message.hint(words.say("hint-prepare-anew", &[("command", reject.into())]));
                return Err(Failure::told(Exit::Refused, message).into());
            }
            let draft = given.drafter(batch)?;
            let no = batch.add_decision(entry, Decision::Approved, None, draft)?.no;
            given.add_note(batch, no)?;
            return Ok(());
        }
        let on = given.business(batch);
        let applied = position(&batch.ledger().loan(args.loan)?, on, Known::ALL);
        let amount = args.amount.unwrap_or(applied.amount);
        let months = args.months.unwrap_or(applied.months);
        add(&given, batch, args.loan, LoanWhat::Granted { amount, months })?;
        Ok(())
    })
}

/// The grant of a loan that waits for a second person: its entry, amount and months.
fn waiting(ledger: &Ledger, no: LoanNo) -> Result<Option<(EntryNo, Fen, u16)>, LedgerError> {
    for (entry, _) in ledger.pending()? {
        if let Some(Body::Loan(LoanEvent { loan, what: LoanWhat::Granted { amount, months } })) =
            ledger.entry(entry)?.map(|found| found.body)
            && loan == no
        {
            return Ok(Some((entry, amount, months)));
        }
    }
    Ok(None)
}

/// Records the contract, under the terms of its day.
///
/// # Errors
/// What the rules or the ledger say.
pub fn sign(args: &LoanSignArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = Given::of_register(&args.register);
    let paper = attachment::hash_of(&args.paper, context)?;
    record(context, &given, |batch| {
        let on = given.business(batch);
        let of = batch.ledger().loan(args.loan)?.product;
        let product = batch.ledger().product(of)?;
        let none = || refused(LoanRefusal::NoTerms { product: product.added.code.clone(), date: on });
        let terms = *product.terms_on(on).ok_or_else(none)?;
        let number = args.contract.clone();
        add(&given, batch, args.loan, LoanWhat::Signed { number, paper, terms })?;
        Ok(())
    })
}
