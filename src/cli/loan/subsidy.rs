//! `jinguo loan subsidy`: the interest subsidy 财政贴息 of a quarter, claimed for every loan that has any.
//!
//! Owns: the arguments of this command, and what it asks of the ledger. Refuses to know: which days are subsidised.

use super::{refused, subsidy_recompute};
use crate::base::{Code, LoanNo, ProductNo};
use crate::book::loan::LoanRefusal;
use crate::book::loan::subsidy::Claim;
use crate::cli::args::{Format, RegisterArgs};
use crate::cli::context::{Context, Exit, Failure};
use crate::cli::message::Message;
use crate::cli::open::{Cause, note, now, with_ledger};
use crate::cli::record::{Given, record};
use crate::cli::unmask::UnmaskArgs;
use crate::cli::{parse, parse_loan};
use crate::entry::{LoanWhat, Quarter};
use crate::ledger::{Access, Ledger};
use crate::report;
use clap::Args;

/// How many loans a note lists by number.
const MOST_LISTED: usize = 20;

/// `loan subsidy --quarter 2026Q1 [--product CODE] [--dry-run | --recompute]`
#[derive(Clone, Debug, Args)]
pub struct LoanSubsidyArgs {
    /// The quarter; worked out again, the last that is over where it is not given.
    #[arg(long, value_name = "QUARTER", value_parser = parse_loan::quarter, required_unless_present = "recompute")]
    pub quarter: Option<Quarter>,
    /// Only loans of this product.
    #[arg(long, value_name = "CODE", value_parser = parse::code)]
    pub product: Option<Code>,
    /// Only what would be claimed; nothing is recorded.
    #[arg(long)]
    pub dry_run: bool,
    /// Works out again what was claimed 贴息复算, line by line; nothing is recorded.
    #[arg(long, conflicts_with_all = ["dry_run", "date", "note", "confirm_clock"])]
    pub recompute: bool,
    /// How much of personal data is shown where it is worked out again.
    #[command(flatten)]
    pub unmask: UnmaskArgs,
    /// The date, and how what was recorded is printed.
    #[command(flatten)]
    pub register: RegisterArgs,
}

/// Claims it, or works out again what was claimed.
///
/// # Errors
/// What the rules or the ledger say.
pub fn run(args: &LoanSubsidyArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    match args.quarter {
        Some(quarter) if !args.recompute => claim(args, quarter, context),
        quarter => {
            let print = args.register.print;
            subsidy_recompute::recompute(quarter, args.product.as_ref(), args.unmask, print, context)
        }
    }
}

/// Claims it, one entry a loan, and prints the claim sheet. Loans without any, or claimed before, are told.
///
/// # Errors
/// What the rules or the ledger say.
fn claim(args: &LoanSubsidyArgs, quarter: Quarter, context: &mut Context<'_>) -> Result<(), Failure> {
    let format = args.register.print.format;
    let claims = if args.dry_run { look(args, quarter, context)? } else { recorded(args, quarter, context)? };
    tell_others(context, quarter, &claims)?;
    // Programs read one table: what was recorded, or what would be.
    if (format != Format::Table && !args.dry_run) || !claims.iter().any(|(_, claim)| claim.due().is_some()) {
        return Ok(());
    }
    let table = with_ledger(context, Access::Read, |context, ledger| {
        Ok(report::subsidy_claim::table(context.words, ledger, quarter, &claims)?)
    });
    match table {
        Ok(table) => {
            if !args.dry_run {
                writeln!(context.out).map_err(Failure::Output)?;
            }
            context.print(&table, format)
        }
        // It is recorded. What can't be read back now is no failure of that.
        Err(_) if !args.dry_run => Ok(()),
        Err(failure) => Err(failure),
    }
}

fn look(args: &LoanSubsidyArgs, quarter: Quarter, context: &mut Context<'_>) -> Result<Vec<(LoanNo, Claim)>, Failure> {
    let today = now(context)?.shanghai_date();
    with_ledger(context, Access::Read, |_, ledger| {
        if args.register.date.unwrap_or(today) <= quarter.last_day() {
            return Err(refused(LoanRefusal::QuarterNotOver { quarter }).into());
        }
        claims(args, quarter, ledger)
    })
}

fn recorded(args: &LoanSubsidyArgs, quarter: Quarter, context: &mut Context<'_>) -> Result<Vec<(LoanNo, Claim)>, Failure> {
    let given = Given::of_register(&args.register);
    let (mut found, mut nothing) = (Vec::new(), false);
    let done = record(context, &given, |batch| {
        if given.business(batch) <= quarter.last_day() {
            return Err(refused(LoanRefusal::QuarterNotOver { quarter }).into());
        }
        found = claims(args, quarter, batch.ledger())?;
        nothing = true;
        for (loan, claim) in &found {
            if let Some(due) = claim.due() {
                nothing = false;
                let (amount, shares) = (due.amount, due.parts());
                super::add(&given, batch, *loan, LoanWhat::SubsidyClaimed { quarter, amount, shares })?;
            }
        }
        if nothing {
            return Err(Failure::told(Exit::Done, Message::nothing_recorded(String::new())).into());
        }
        Ok(())
    });
    if !nothing {
        done?;
    }
    Ok(found)
}

/// What each loan has of the quarter.
fn claims(args: &LoanSubsidyArgs, quarter: Quarter, ledger: &mut Ledger) -> Result<Vec<(LoanNo, Claim)>, Cause> {
    let product: Option<ProductNo> = match &args.product {
        Some(code) => Some(ledger.product_by_code(code)?.added.no),
        None => None,
    };
    Ok(ledger.subsidy_claims(quarter, product)?)
}

fn tell_others(
    context: &mut Context<'_>,
    quarter: Quarter,
    claims: &[(LoanNo, Claim)],
) -> Result<(), Failure> {
    let listed = |wanted: &dyn Fn(&Claim) -> Option<String>| {
        let all = claims.iter().filter_map(|(loan, claim)| Some(format!("{loan}{}", wanted(claim)?)));
        let all: Vec<String> = all.collect();
        let more = if all.len() > MOST_LISTED { ", …" } else { "" };
        let shown = all.iter().take(MOST_LISTED).cloned().collect::<Vec<_>>().join(", ");
        (all.len(), format!("{shown}{more}"))
    };
    let before = |claim: &Claim| match claim {
        Claim::Before(entry) => Some(format!(" ({entry})")),
        _ => None,
    };
    let nothing = |claim: &Claim| matches!(claim, Claim::Nothing).then(String::new);
    for (key, (count, loans)) in
        [("loan-subsidy-before", listed(&before)), ("loan-subsidy-nothing", listed(&nothing))]
    {
        if count > 0 {
            let args =
                [("quarter", quarter.to_string().into()), ("count", count.into()), ("loans", loans.into())];
            note(context, &context.words.say(key, &args))?;
        }
    }
    if !claims.iter().any(|(_, claim)| claim.due().is_some()) {
        let args = [("quarter", quarter.to_string().into())];
        note(context, &context.words.say("loan-subsidy-none", &args))?;
    }
    Ok(())
}
